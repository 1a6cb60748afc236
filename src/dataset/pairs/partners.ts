import { readCells } from '../../chemistry/cells.js';
import { shownSpec } from '../../chemistry/own-fingerprints/spec.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { problemsOf } from '../../chemistry/structure-column.js';
import { distinctTexts } from '../../chemistry/structures.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { fingerprintMatrix } from '../../similarity/fingerprints.js';
import { CategorySide } from '../../similarity/two-sided/category-side.js';
import { FingerprintSide } from '../../similarity/two-sided/fingerprint-side.js';
import type { Side } from '../../similarity/two-sided/side.js';
import { optionName, optionValue } from '../../spelling.js';
import { isMissing } from '../../tables/cell-kinds.js';
import type { Table } from '../../tables/table.js';
import { printable } from '../../text.js';
import {
  type LoadedTable,
  readMolecules,
  type SourceTable,
  sourceTable,
  structureOf,
} from '../molecules.js';
import { standardizeNotes, standardizeTable } from '../standardized.js';
import { alikeOf } from './alike.js';
import { structuresOfIds, unknownId } from './drug-ids.js';
import { type EntityFile, holdsSequences } from './entity-file.js';
import {
  DEFAULT_SEQUENCE_FINGERPRINT,
  parseSequenceFingerprint,
  readSequence,
  wordFingerprints,
} from './sequences.js';
import { readSimilarityFile } from './similarity-file/index.js';
import type { PairOptions, PartnerKind } from './types.js';

/** Rows that show what partners are. */
const SAMPLE = 50;

/** The partners of a table's rows. */
export interface Partners {
  readonly kind: PartnerKind;
  readonly noun: string;
  /** Partner of each row; -1 for a row without a valid one. */
  readonly of: Int32Array;
  /** Why a row has none. */
  readonly problems: ReadonlyMap<number, string>;
  readonly side: Side;
  /** Number of each partner among the different ones. */
  readonly distinct: Int32Array;
  /** As {@link PairSide.alike}. */
  readonly alike: Int32Array;
  readonly keys: readonly string[] | null;
  /** Of each partner, where they are molecules. */
  readonly smiles: readonly string[] | null;
  /** Other tables that were read. */
  readonly sources: readonly SourceTable[];
}

/** What a table's column of partners is read with. */
export interface PartnerColumn {
  readonly column: number;
  /** The table that explains its ids. */
  readonly file: EntityFile | undefined;
}

/** Reads the partners of all rows. @throws TanimarkError (usage, file, table, structure) */
export async function readPartners(
  loaded: LoadedTable,
  place: PartnerColumn,
  options: PairOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<Partners> {
  const { targets, targetSimilarity, partnerKind } = options;
  const { table } = loaded;
  const { column, file } = place;
  const kind = await kindOf(table, place, options, pool);
  checkFingerprint(kind, options);
  const sources = file && targets !== undefined ? [sourceTable(targets, file.table)] : [];
  if (targetSimilarity !== undefined) {
    const found = await partnersOfFile(table, column, targetSimilarity, job);
    return { ...found, sources: [...sources, ...found.sources] };
  }
  if (kind === 'molecule') {
    return { ...(await moleculePartners(loaded, place, options, pool, job)), sources };
  }
  if (kind === 'sequence') return { ...sequencePartners(table, place, options), sources };
  if (partnerKind === undefined) table.notes.push(categoryNote(table, column));
  return { ...categoryPartners(table, column), sources };
}

/** Refuses words of sequences for partners that are none. */
function checkFingerprint(
  kind: PartnerKind,
  { partnerFingerprint, targetSimilarity }: PairOptions,
): void {
  if (partnerFingerprint === undefined) return;
  if (kind === 'sequence' && targetSimilarity === undefined) return;
  const instead =
    targetSimilarity !== undefined
      ? `the similarities come from ${optionName('targetSimilarity')}`
      : kind === 'molecule'
        ? `molecules are compared by ${optionName('fingerprint')}`
        : 'categories are equal or different';
  throw new TanimarkError(
    'usage',
    `${optionName('partnerFingerprint')} is for sequences; ${instead}; leave it out`,
  );
}

async function partnersOfFile(
  table: Table,
  column: number,
  input: string,
  job: Job,
): Promise<Partners> {
  const ids = new Set(table.rows.map((row) => row[column].trim()));
  const given = await readSimilarityFile(input, ids, job);
  if (given.note !== null) table.notes.push(given.note);
  const named = entities(table, column, (cell) =>
    given.has(cell) ? null : unknownId(cell, input),
  );
  const side = given.sideOf(named.names);
  return {
    ...named,
    kind: 'category',
    noun: 'partner',
    side,
    distinct: Int32Array.from(named.names.keys()),
    alike: await alikeOf(side, job),
    keys: named.names,
    smiles: null,
    sources: [given.source],
  };
}

function categoryPartners(table: Table, column: number): Omit<Partners, 'sources'> {
  const named = entities(table, column, (cell) => (isMissing(cell) ? 'no partner' : null));
  const distinct = Int32Array.from(named.names.keys());
  return {
    ...named,
    kind: 'category',
    noun: 'partner',
    side: new CategorySide(named.names),
    distinct,
    alike: distinct,
    keys: named.names,
    smiles: null,
  };
}

function sequencePartners(
  table: Table,
  { column, file }: PartnerColumn,
  { targets, partnerFingerprint = DEFAULT_SEQUENCE_FINGERPRINT }: PairOptions,
): Omit<Partners, 'sources'> {
  const k = parseSequenceFingerprint(partnerFingerprint);
  const read = new Map<string, string>();
  const named = entities(table, column, (cell) => {
    // Without a file that explains them, the cells are the sequences themselves.
    const text = file ? file.texts.get(cell) : cell;
    if (text === undefined) return unknownId(cell, targets ?? '');
    const { letters, problem } = readSequence(text, k);
    if (problem === null) read.set(cell, letters);
    return problem;
  });
  // Cells that are sequences name them; equal ones that are written in two ways are one partner.
  const { names, of } = file ? named : joinEqual(named, read);
  const letters = names.map((name) => read.get(name) ?? name);
  const distinct = distinctTexts(letters).of;
  return {
    kind: 'sequence',
    noun: 'sequence',
    of,
    problems: named.problems,
    side: new FingerprintSide(wordFingerprints(letters, k)),
    distinct,
    alike: distinct,
    keys: letters,
    smiles: null,
  };
}

function categoryNote({ columns, name }: Table, column: number): string {
  return `${name}: the cells of column "${printable(columns[column], 40)}" are compared as categories: equal (similarity 1) or different (0); to compare them as sequences or structures: ${optionName('partnerKind')}`;
}

/** The cells of a column, each once, in the order of their first row; and why some cannot be used. */
function entities(
  table: Table,
  column: number,
  problemOf: (cell: string) => string | null,
): { names: string[]; of: Int32Array; problems: Map<number, string> } {
  const numbers = new Map<string, number | string>();
  const names: string[] = [];
  const problems = new Map<number, string>();
  const of = Int32Array.from(table.rows, (row, r) => {
    const cell = row[column].trim();
    let known = numbers.get(cell);
    if (known === undefined) {
      known = problemOf(cell) ?? names.push(cell) - 1;
      numbers.set(cell, known);
    }
    if (typeof known === 'number') return known;
    problems.set(r, known);
    return -1;
  });
  return { names, of, problems };
}

function joinEqual(
  { names, of }: { names: readonly string[]; of: Int32Array },
  read: ReadonlyMap<string, string>,
): { names: string[]; of: Int32Array } {
  const { of: numbers } = distinctTexts(names.map((name) => read.get(name) ?? name));
  const first: string[] = [];
  numbers.forEach((number, i) => {
    if (number === first.length) first.push(names[i]);
  });
  return { names: first, of: of.map((e) => (e < 0 ? -1 : numbers[e])) };
}

async function moleculePartners(
  { table }: LoadedTable,
  { column, file }: PartnerColumn,
  { targets, standardize = 'none' }: PairOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<Omit<Partners, 'sources'>> {
  if (pool.own) {
    throw new TanimarkError(
      'usage',
      `${optionValue('fingerprint', shownSpec(pool.fingerprintSpec))} has no fingerprints of the molecules in column "${printable(table.columns[column], 40)}"; use a fingerprint that is calculated, such as ${optionValue('fingerprint', 'morgan')}, or ${optionValue('partnerKind', 'category')}`,
    );
  }
  const structures = file && structuresOfIds(table, column, file.texts, targets ?? '');
  const texts = file ? new Map() : await readCells(table, column, undefined, pool);
  const own = { table, smilesColumn: column, texts, structures };
  const standard = await standardizeTable(own, standardize, pool, job);
  const shown = `column "${printable(table.columns[column], 40)}"`;
  table.notes.push(...standardizeNotes(standard).map((note) => `${shown}: ${note}`));
  const set = await readMolecules(standard, pool, job);
  const distinct = Int32Array.from({ length: set.count }, (_, m) => m);
  return {
    kind: 'molecule',
    noun: 'partner molecule',
    of: set.moleculeOf,
    problems: new Map(set.invalid.map(({ row, reason }) => [row - 1, reason])),
    side: new FingerprintSide(fingerprintMatrix(set.words, pool.fingerprint.words)),
    distinct,
    alike: distinct,
    keys: null,
    smiles: Array.from({ length: set.count }, (_, m) =>
      structureOf(standard, set.records[set.recordOffsets[m]]),
    ),
  };
}

async function kindOf(
  table: Table,
  { column, file }: PartnerColumn,
  { partnerKind, targetSimilarity }: PairOptions,
  pool: ChemistryPool,
): Promise<PartnerKind> {
  if (targetSimilarity !== undefined) {
    if (partnerKind === undefined || partnerKind === 'category') return 'category';
    throw new TanimarkError(
      'usage',
      `${optionValue('partnerKind', partnerKind)}: the similarities come from ${optionName('targetSimilarity')}; leave it out`,
    );
  }
  if (file) {
    if (partnerKind === undefined || partnerKind === file.holds) return file.holds;
    if (partnerKind === 'category') return 'category';
    throw new TanimarkError(
      'usage',
      `${optionValue('partnerKind', partnerKind)}: ${optionValue('targets', file.table.name)} holds ${file.holds === 'sequence' ? 'sequences' : 'structures'}; leave one of them out`,
    );
  }
  if (partnerKind !== undefined) return partnerKind;
  if (holdsSequences(table, column)) return 'sequence';
  const cells = [...new Set(table.rows.slice(0, 20 * SAMPLE).map((row) => row[column].trim()))]
    .filter((cell) => cell !== '')
    .slice(0, SAMPLE);
  // Names such as "CCO" or "C1" can be structures as well; names of cell lines have digits and few brackets.
  const valid = (await problemsOf(cells, pool)).filter((problem) => problem === null).length;
  return cells.length > 0 && valid >= 0.8 * cells.length && cells.some((cell) => cell.length > 8)
    ? 'molecule'
    : 'category';
}
