import { extname, join } from 'node:path';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { columnKinds } from '../../tables/column-kinds.js';
import type { ColumnKind } from '../../tables/formats/format.js';
import { endingOf, outputFormatNamed, rewriterNamed } from '../../tables/formats/registry.js';
import { isFolder } from '../../tables/output-path.js';
import { addedColumns, PAIR_COLUMNS, renamedColumns } from '../../tables/split-columns.js';
import { SUBSET_FILES } from '../../tables/subsets.js';
import type { Table } from '../../tables/table.js';
import { tablePieces } from '../../tables/write.js';
import { checkRewritten, rewritten } from './rewritten.js';
import type { RecordOutcome, SplitResult, SplitSummary, TableRows } from './types.js';

/**
 * The input's rows, in its order, each with what became of it: `split`, `fold` (the test set it
 * belongs to, from 0; empty without folds), `max_similarity` and `nearest_train` (id, else row number, of the most similar training
 * record; both empty for train rows), `reason` (why a row is invalid). A column of the input that has one of
 * these names is kept as `input_<name>`.
 */
export function splitRows(
  result: SplitResult,
  records: readonly RecordOutcome[] = result.records,
): TableRows {
  const { data, idColumn } = result;
  const { columns, rows } = data.table;
  const isPairs = data.pairs !== null;
  const drop = result.summary.parameters['on-invalid'] === 'drop';
  const kept = function* () {
    for (let r = 0; r < rows.length; r++) if (!drop || records[r].split !== 'invalid') yield r;
  };
  const lines = function* () {
    for (const r of kept()) {
      yield [...rows[r], ...addedCells(records[r], rows, idColumn), ...pairCells(data, records[r])];
    }
  };
  return {
    columns: [...renamedColumns(columns, isPairs), ...addedColumns(isPairs)],
    rows: lines(),
    count: rows.length - (drop ? data.set.invalid.length : 0),
    records: kept(),
  };
}

/** {@link splitRows} in a format, in pieces that are the file together. @throws TanimarkError (usage, file) */
export function splitTable(
  result: SplitResult,
  format: string,
): AsyncGenerator<string | Uint8Array> {
  checkLeftOutOnce(result, null);
  return pieces(result, splitRows(result), format);
}

/** Rows of a split in a format, with a text about them where the format has a place for it. @throws TanimarkError (usage, file) */
export function pieces(
  { data: { table }, summary }: SplitResult,
  rows: TableRows,
  format: string,
  job = new Job(),
  metadata?: () => string | undefined,
): AsyncGenerator<string | Uint8Array> {
  checkRewritten(format, table.path, summary.parameters['input-format']);
  const rewriter = rewriterNamed(format);
  const { records } = rows;
  if (rewriter && records) return rewritten(rewriter, table, { ...rows, records });
  if (outputFormatNamed(format).writer.kind === 'lines') {
    return tablePieces(format, rows.columns, [rows.rows], job);
  }
  const kinds = [...columnKinds(table.columns.length, table.rows), ...addedKinds(rows, table)];
  return tablePieces(format, rows.columns, [rows.rows], job, { kinds, metadata: metadata?.() });
}

/** The kinds of the columns that a split adds to those of the input. */
function addedKinds({ columns }: TableRows, table: Table): ColumnKind[] {
  const numbers = ['max_similarity', ...PAIR_COLUMNS].map((name) => [name, 'number']);
  const kinds: Partial<Record<string, ColumnKind>> = {
    ...Object.fromEntries(numbers),
    fold: 'integer',
  };
  return columns.slice(table.columns.length).map((name) => kinds[name] ?? 'text');
}

function addedCells(
  { split, fold, maxSimilarity, nearestTrain, reason }: RecordOutcome,
  rows: string[][],
  idColumn: number | undefined,
): string[] {
  const nearest =
    nearestTrain === null
      ? ''
      : idColumn === undefined
        ? String(nearestTrain + 1)
        : rows[nearestTrain][idColumn];
  return [
    split,
    fold === null ? '' : String(fold),
    maxSimilarity === null ? '' : String(maxSimilarity),
    nearest,
    reason ?? '',
  ];
}

function pairCells({ pairs }: SplitResult['data'], { sides }: RecordOutcome): string[] {
  if (!pairs) return [];
  if (!sides) return PAIR_COLUMNS.map(() => '');
  return [sides.drug, sides.partner, sides.maxDrug, sides.maxPartner].map(String);
}

/** A table and its place. */
export interface TableFile extends TableRows {
  readonly path: string;
  /** Its format, where that is not the one of all tables. */
  readonly format?: string;
}

/** A text and its place. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
  /** Number of rows of the input that it is about. */
  readonly count: number;
}

export type PlannedFile = TableFile | TextFile;

/** Forms in which a split is written. */
export interface PlannedFiles {
  readonly files: readonly PlannedFile[];
  /** Of each fold or repeat that has files of its own, and last of the whole; each names its files, which are among those above. */
  readonly manifests: readonly {
    readonly summary: SplitSummary;
    readonly files: readonly PlannedFile[];
    readonly output: string;
  }[];
}

/**
 * The files of a split: one table, or of a folder (a name that ends in `/`) `train`, `valid` and `test`
 * with the input's columns alone. Folds are one file, their number in the column
 * `fold`, or a folder each; repeats are a file each (`split.repeat-0.csv`) or a folder each.
 */
export function plannedFiles(result: SplitResult, output: string, format: string): PlannedFiles {
  const { summary, parts } = result;
  if (parts.length === 0 || (summary.folds !== null && !isFolder(output))) {
    checkLeftOutOnce(result, output);
    const files = tablesOf(result, result.records, output, format);
    return { files, manifests: [{ summary, files, output }] };
  }
  return filesOfParts(result, output, (k, path) =>
    tablesOf(result, parts[k].records, path, format),
  );
}

/** Refuses folds of which each leaves out other rows: the rest of one table would not be a training set. */
function checkLeftOutOnce({ parts, summary }: SplitResult, output: string | null): void {
  const differs = (split: string, r: number) =>
    parts.some(({ records }) => (records[r].split === 'discarded') !== (split === 'discarded'));
  const [first] = parts;
  if (!summary.folds || !first?.records.some(({ split }, r) => differs(split, r))) return;
  const folder = output === null ? 'folds/' : `${output.replace(/\.[^./\\]*$/, '')}/`;
  throw new TanimarkError(
    'usage',
    `${output === null ? '' : `-o ${output}: `}each fold of ${summary.method} leaves out other rows, so one table cannot hold them; name a folder for a table of each, -o ${folder}, or use the format indices`,
  );
}

/** Files of each fold or repeat, with a manifest for each, and one for all. @param filesOf those of part `k` at a place */
export function filesOfParts(
  { summary, parts }: SplitResult,
  output: string,
  filesOf: (k: number, path: string) => readonly PlannedFile[],
): PlannedFiles {
  const manifests = parts.map(({ name }, k) => {
    const path = partPath(output, name);
    const part = summary.folds ? { fold: k, ...summary.folds[k] } : summary.repeats?.[k];
    const own = { ...summary, part: name, ...part, folds: null, repeats: null, overlap: null };
    return { summary: own, files: filesOf(k, path), output: path };
  });
  const files = manifests.flatMap((own) => own.files);
  return { files, manifests: [...manifests, { summary, files, output }] };
}

/** Where a fold or repeat is written: a folder in the folder, or a file whose name says which. */
export function partPath(output: string, name: string): string {
  if (isFolder(output)) return `${join(output, name)}/`;
  const ending = extname(output);
  return `${output.slice(0, output.length - ending.length)}.${name}${ending}`;
}

type FileName = (typeof SUBSET_FILES)[number];

function tablesOf(
  result: SplitResult,
  records: readonly RecordOutcome[],
  output: string,
  format: string,
): TableFile[] {
  if (isFolder(output)) return folderTables(result, records, output, format);
  return [{ path: output, ...splitRows(result, records) }];
}

function folderTables(
  { data, summary }: SplitResult,
  records: readonly RecordOutcome[],
  folder: string,
  format: string,
): TableFile[] {
  const { columns, rows } = data.table;
  const drop = summary.parameters['on-invalid'] === 'drop';
  const wanted: FileName[] = ['train', 'test'];
  const tables: TableFile[] = [];
  for (const subset of SUBSET_FILES) {
    const path = join(folder, `${subset}${endingOf(format)}`);
    const members = [...rows.keys()].filter((r) => records[r].split === subset);
    const cells = members.map((r) =>
      explained(subset) ? [...rows[r], records[r].reason ?? ''] : rows[r],
    );
    const empty = members.length === 0 || (subset === 'invalid' && drop);
    if (empty && !wanted.includes(subset)) continue;
    const header = explained(subset) ? [...columns, 'reason'] : columns;
    tables.push({ path, columns: header, rows: cells, count: members.length, records: members });
  }
  return tables;
}

/** Rows that are in no usable subset are written with the reason. */
function explained(subset: FileName): boolean {
  return subset === 'invalid' || subset === 'discarded';
}
