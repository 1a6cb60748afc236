import { plural } from '../../text.js';
import type { BlockStructure, RawRecord, ReadContext, TextFormat } from './format.js';
import { GrowingColumns, putCell } from './growing-columns.js';
import { parseSdfRecord, type SdfRecord, sdfTexts } from './sdf-records.js';
import { rewriteSdf } from './sdf-rewriter.js';

/** Records whose structures are read at a time, and characters of these. */
const BATCH = 4096;
const BATCH_TEXT = 16_000_000;
/** The column of structures, and what it is called where a data field has the name. */
const STRUCTURE = 0;
const STRUCTURE_NAMES = ['smiles', 'sdf_smiles'] as const;
/** The column of titles, likewise. */
const TITLE_NAMES = ['id', 'title'] as const;

/**
 * Records with a structure each, as a SMILES, with their title and their data fields as cells. A record that is broken
 * is a record with a problem.
 *
 * @throws TanimarkError (table) for a record that does not end
 */
async function* readSdf(
  text: AsyncIterable<string>,
  context: ReadContext,
): AsyncGenerator<RawRecord> {
  const columns = new SdfColumns();
  const counts = { repeated: 0, stereo: 0 };
  let isFirst = true;
  for await (const batch of batches(text, context)) {
    const structures = await structuresOf(batch, context);
    for (const [i, record] of batch.entries()) {
      const { smiles, problem } = structures[i];
      const cells = columns.cellsOf(record, smiles, context.name);
      if (record.hasRepeatedField) counts.repeated++;
      if (record.hasStereoGroups) counts.stereo++;
      if (isFirst) yield { cells: columns.names, line: record.line };
      isFirst = false;
      yield { cells, line: record.line, problem: problem ?? undefined };
    }
  }
  if (counts.repeated > 0) {
    context.note(
      `${plural(counts.repeated, 'record has', 'records have')} a data field more than once; the last one counts`,
    );
  }
  if (counts.stereo > 0) {
    context.note(`enhanced stereo groups (${plural(counts.stereo, 'record')}) are ignored`);
  }
  for (const note of columns.notes()) context.note(note);
}

/** Records in groups whose structures are read together; one by one where they are not read. */
async function* batches(
  text: AsyncIterable<string>,
  { name, blocks }: ReadContext,
): AsyncGenerator<SdfRecord[]> {
  const most = blocks ? BATCH : 1;
  let batch: SdfRecord[] = [];
  let length = 0;
  for await (const [record, line] of sdfTexts(text, name)) {
    batch.push(parseSdfRecord(record, line));
    length += record.length;
    if (batch.length < most && length < BATCH_TEXT) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}

async function structuresOf(
  batch: readonly SdfRecord[],
  { blocks }: ReadContext,
): Promise<readonly BlockStructure[]> {
  if (!blocks) return batch.map(() => ({ smiles: '', problem: null }));
  const whole = batch.filter(({ problem }) => problem === null);
  const read = (await blocks(whole.map(({ block }) => block)))[Symbol.iterator]();
  return batch.map(({ problem }) =>
    problem === null ? (read.next().value as BlockStructure) : { smiles: '', problem },
  );
}

/** The structure, the title where records have one, and the data fields in the order of their first appearance. */
class SdfColumns {
  private readonly columns = new GrowingColumns();
  private title: number | undefined;

  constructor() {
    this.columns.add(STRUCTURE_NAMES[0]);
  }

  get names(): string[] {
    return this.columns.names;
  }

  cellsOf({ title, fields, line }: SdfRecord, smiles: string, name: string): string[] {
    const cells = [smiles];
    if (title !== '') {
      this.title ??= this.columns.add(TITLE_NAMES[0]);
      putCell(cells, this.title, title);
    }
    for (const [field, value] of fields) {
      putCell(cells, this.columns.at(field, `${name} line ${line}`), value);
    }
    this.giveWay();
    return cells;
  }

  /** Names columns that are no data fields apart from those that are. */
  private giveWay(): void {
    const { names, title } = this;
    const isTaken = (wanted: string, own: number) =>
      names.some((name, c) => c !== own && name.trim().toLowerCase() === wanted);
    if (names[STRUCTURE] === STRUCTURE_NAMES[0] && isTaken(STRUCTURE_NAMES[0], STRUCTURE)) {
      names[STRUCTURE] = STRUCTURE_NAMES[1];
    }
    if (title !== undefined && names[title] === TITLE_NAMES[0] && isTaken(TITLE_NAMES[0], title)) {
      names[title] = TITLE_NAMES[1];
    }
  }

  notes(): string[] {
    const [usual, other] = STRUCTURE_NAMES;
    if (this.names[STRUCTURE] !== other) return [];
    return [
      `structures are read from the mol blocks (column "${other}"); the data field "${usual}" is a column like others`,
    ];
  }
}

/** Structure-data files of MDL: a mol block and data fields in each record. */
export const sdf: TextFormat = {
  name: 'sdf',
  extensions: ['.sdf', '.sd'],
  content: 'text',
  hasGrowingColumns: true,
  structureColumn: STRUCTURE,
  read: readSdf,
  rewriter: { write: rewriteSdf },
};
