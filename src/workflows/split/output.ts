import { existsSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { TanimarkError } from '../../errors.js';
import { SUBSETS, type Subset } from '../../splitters/splitter.js';
import { CellDigest } from '../../tables/cells.js';
import { OutputBatch } from '../../tables/output-batch.js';
import { formatTable, type OutputFormat, TABLE_ENDINGS } from '../../tables/write.js';
import { Task } from '../../task.js';
import { LISTED_INVALID } from '../manifest.js';
import { checkOutput, formatByEnding, isFolder, manifestPath, sameFile } from '../output.js';
import type { RecordOutcome, SplitResult, SplitSummary } from './types.js';

/** The columns that a split adds to those of the input, in this order. */
export const ADDED_COLUMNS = [
  'split',
  'fold',
  'max_similarity',
  'nearest_train',
  'reason',
] as const;

/** A table that is to be written. */
export interface Written {
  readonly columns: readonly string[];
  /** To be gone through once. */
  readonly rows: Iterable<readonly string[]>;
  /** How many rows there are. */
  readonly count: number;
}

/**
 * The input's rows, in its order, each with what became of it: `split`, `fold` (the test set it
 * belongs to, from 0; empty without folds), `max_similarity` and `nearest_train` (id, else row number, of the most similar training
 * record; both empty for train rows), `reason` (why a row is invalid). A column of the input that has one of
 * these names is kept as `input_<name>`.
 */
export function splitRows(
  result: SplitResult,
  records: readonly RecordOutcome[] = result.records,
): Written {
  const { data, idColumn } = result;
  const { columns, rows } = data.table;
  const drop = result.summary.parameters['on-invalid'] === 'drop';
  const lines = function* () {
    for (let r = 0; r < rows.length; r++) {
      if (drop && records[r].split === 'invalid') continue;
      yield [...rows[r], ...addedCells(records[r], rows, idColumn)];
    }
  };
  return {
    columns: [...renamedColumns(columns), ...ADDED_COLUMNS],
    rows: lines(),
    count: rows.length - (drop ? data.set.invalid.length : 0),
  };
}

/** {@link splitRows} as text, in pieces. */
export function splitTable(
  result: SplitResult,
  format: OutputFormat,
  records: readonly RecordOutcome[] = result.records,
): Iterable<string> {
  const { columns, rows } = splitRows(result, records);
  return formatTable(columns, rows, format);
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

/** Whether a column is one of {@link ADDED_COLUMNS}. */
export function isAddedColumn(name: string): boolean {
  return (ADDED_COLUMNS as readonly string[]).includes(name);
}

/** The input's columns as a split table calls them: one that it would otherwise have twice gets a new name. */
export function renamedColumns(columns: readonly string[]): string[] {
  const taken = new Set(columns);
  return columns.map((column) => {
    if (!isAddedColumn(column)) return column;
    let name = `input_${column}`;
    while (taken.has(name)) name = `input_${name}`;
    taken.add(name);
    return name;
  });
}

type Output = SplitSummary['outputs'][number];

/** A table and its place. */
interface TableFile extends Written {
  readonly path: string;
}

/**
 * Writes a split to a file, or to a folder (a name that ends in `/`) as `train`, `valid` and `test`
 * with the input's columns alone, and the manifest beside it. Folds are one file, their number in the column
 * `fold`, or a folder each; repeats are a file each (`split.repeat-0.csv`) or a folder each; every
 * one of these has a manifest of its own, too. All files appear, or none.
 *
 * @throws TanimarkError (file)
 */
export async function writeSplit(
  result: SplitResult,
  output: string,
  format: OutputFormat,
  task = new Task(),
): Promise<void> {
  const { summary, data, parts, sources } = result;
  checkOutput(data.table.path, output);
  const files: TableFile[] = [];
  const manifests: { summary: SplitSummary; tables: readonly TableFile[]; output: string }[] = [];
  const single = parts.length === 0 || (summary.folds !== null && !isFolder(output));
  if (single) {
    files.push(...tablesOf(result, result.records, output, format));
  } else {
    parts.forEach(({ name, records }, k) => {
      const path = partPath(output, name);
      const tables = tablesOf(result, records, path, format);
      files.push(...tables);
      const part = summary.folds ? { fold: k, ...summary.folds[k] } : summary.repeats?.[k];
      const own = { ...summary, part: name, ...part, folds: null, repeats: null, overlap: null };
      manifests.push({ summary: own, tables, output: path });
    });
  }
  manifests.push({ summary, tables: files, output });
  for (const path of [
    ...files.map((file) => file.path),
    ...manifests.map((manifest) => manifestPath(manifest.output)),
  ]) {
    checkOutput(data.table.path, path);
    if (sources.some((source) => sameFile(path, source))) {
      throw new TanimarkError('file', `${path} is the file to mimic; choose another name`);
    }
  }
  checkLeftOver(result, output);
  const batch = new OutputBatch();
  try {
    const written = new Map<TableFile, Output>();
    for (const table of files) {
      written.set(table, await writeTable(batch, table, format, task));
    }
    const outputsOf = (tables: readonly TableFile[]) =>
      tables.map((table) => written.get(table) as Output);
    summary.outputs = outputsOf(files);
    for (const { summary: own, tables, output: path } of manifests) {
      batch.add(manifestPath(path), manifestText(own, outputsOf(tables), path));
    }
    // The last moment at which Ctrl-C leaves nothing behind.
    await task.breathe();
    batch.finish();
  } finally {
    batch.discard();
  }
}

/** Writes one table of a batch, and says what its manifest shall know of it. @throws TanimarkError (file) */
export async function writeTable(
  batch: OutputBatch,
  { path, columns, rows, count }: TableFile,
  format: OutputFormat,
  task: Task,
): Promise<Output> {
  const file = batch.open(path);
  const digest = new CellDigest(columns);
  for (const piece of formatTable(columns, digest.through(rows), format)) {
    file.write(piece);
    if (task.due()) await task.breathe();
  }
  return { path, sha256: file.close(), rows: count, cells: digest.finish() };
}

/** Refuses to leave a part of an earlier split beside fewer new ones, where it would be taken for one of them. */
function checkLeftOver({ summary, parts }: SplitResult, output: string): void {
  if (parts.length === 0 || (summary.folds && !isFolder(output))) return;
  const path = partPath(output, `${summary.folds ? 'fold' : 'repeat'}-${parts.length}`);
  if (!existsSync(path)) return;
  throw new TanimarkError(
    'file',
    `${path} is there from an earlier split into more parts; remove it, or choose another name`,
  );
}

/** Where a fold or repeat is written: a folder in the folder, or a file whose name says which. */
export function partPath(output: string, name: string): string {
  if (isFolder(output)) return `${join(output, name)}/`;
  const ending = extname(output);
  return `${output.slice(0, output.length - ending.length)}.${name}${ending}`;
}

function tablesOf(
  result: SplitResult,
  records: readonly RecordOutcome[],
  output: string,
  format: OutputFormat,
): TableFile[] {
  if (isFolder(output)) return folderTables(result, records, output, format);
  return [{ path: output, ...splitRows(result, records) }];
}

/**
 * Everything that is needed to make a split again and to recognise it; nothing that differs between
 * equal runs. Paths are relative to the output folder, so that the same split has the same manifest
 * wherever it is written.
 */
function manifestText(summary: SplitSummary, written: readonly Output[], output: string): string {
  const { seconds: _, outputs: __, ...all } = summary;
  const rest = { ...all, invalid: all.invalid.slice(0, LISTED_INVALID) };
  const base = isFolder(output) ? output : dirname(output);
  const outputs = written.map((o) => ({
    ...o,
    path: relative(base, o.path).replaceAll('\\', '/'),
  }));
  return `${JSON.stringify({ manifest: 1, ...rest, outputs }, null, 2)}\n`;
}

function folderTables(
  { data, summary }: SplitResult,
  records: readonly RecordOutcome[],
  folder: string,
  format: OutputFormat,
): TableFile[] {
  const { columns, rows } = data.table;
  const drop = summary.parameters['on-invalid'] === 'drop';
  const wanted: (Subset | 'invalid')[] = ['train', 'test'];
  const tables: TableFile[] = [];
  for (const subset of [...SUBSETS, 'invalid'] as const) {
    const path = join(folder, `${subset}.${format}`);
    const members = rows.flatMap((row, r) =>
      records[r].split === subset
        ? [explained(subset) ? [...row, records[r].reason ?? ''] : row]
        : [],
    );
    const empty = members.length === 0 || (subset === 'invalid' && drop);
    if (empty && !wanted.includes(subset)) {
      if (existsSync(path)) {
        throw new TanimarkError(
          'file',
          `${path} is there from an earlier split, and this one has no ${subset} rows; remove it, or choose another folder`,
        );
      }
      continue;
    }
    const header = explained(subset) ? [...columns, 'reason'] : columns;
    tables.push({ path, columns: header, rows: members, count: members.length });
  }
  return tables;
}

/** Rows that are in no usable subset are written with the reason. */
function explained(subset: Subset | 'invalid'): boolean {
  return subset === 'invalid' || subset === 'discarded';
}

/** The table format for an output name, or the one that was asked for. */
export function outputFormat(
  output: string | undefined,
  asked: OutputFormat | undefined,
): OutputFormat {
  if (output !== undefined && isFolder(output)) return asked ?? 'csv';
  return formatByEnding(output, asked, TABLE_ENDINGS, ['/']);
}
