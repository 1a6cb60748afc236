import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  checkOutputAndManifest,
  hasManifest,
  manifestPath,
  noManifestNote,
} from '../../dataset/manifest/path.js';
import { listedInvalid, manifestText } from '../../dataset/manifest/write.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { optionName } from '../../spelling.js';
import { CellDigest, cellChecksums } from '../../tables/cells.js';
import { endingOf, tableOutputFormats } from '../../tables/formats/registry.js';
import { OutputBatch } from '../../tables/output-batch.js';
import { outputFormatOf } from '../../tables/output-format.js';
import { checkOutput, isFolder, sameFile } from '../../tables/output-path.js';
import { SUBSET_FILES } from '../../tables/subsets.js';
import { tablePieces } from '../../tables/write.js';
import { type PlannedFiles, partPath, plannedFiles, type TableFile } from './tables.js';
import type { SplitResult, SplitSummary } from './types.js';

type Output = SplitSummary['outputs'][number];

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
  format: string,
  job = new Job(),
): Promise<void> {
  await writeSplits([{ result, output }], format, job);
}

/** Writes several splits as {@link writeSplit} does each. All files of all of them appear, or none. @throws TanimarkError (file) */
export async function writeSplits(
  splits: readonly { readonly result: SplitResult; readonly output: string }[],
  format: string,
  job: Job,
): Promise<void> {
  const planned = splits.map(({ result, output }) => ({
    result,
    ...checkedFiles(result, output, format),
  }));
  const batch = new OutputBatch(job);
  try {
    for (const one of planned) await addFiles(batch, one, format, job);
    // The last moment at which Ctrl-C leaves nothing behind.
    await job.breathe();
    await batch.finish();
  } finally {
    batch.discard();
  }
}

/** The tables of a split, and those of its manifests that are written. @throws TanimarkError (file) */
function checkedFiles(result: SplitResult, output: string, format: string): PlannedFiles {
  const { summary, data, sources } = result;
  checkOutput(data.table.path, output);
  checkSplitOutput(output, summary.repeats !== null);
  const { tables, manifests: all } = plannedFiles(result, output, format);
  const manifests = all.filter((manifest) => hasManifest(manifest.output));
  for (const path of [
    ...tables.map((file) => file.path),
    ...manifests.map((manifest) => manifestPath(manifest.output)),
  ]) {
    checkOutput(data.table.path, path);
    if (sources.some((source) => sameFile(path, source.path))) {
      throw new TanimarkError('file', `${path} is the file to mimic; choose another name`);
    }
  }
  checkLeftOver(result, output, tables, format);
  if (manifests.length < all.length) {
    summary.warnings = [...summary.warnings, noManifestNote(output)];
  }
  return { tables, manifests };
}

async function addFiles(
  batch: OutputBatch,
  { result, tables, manifests }: PlannedFiles & { readonly result: SplitResult },
  format: string,
  job: Job,
): Promise<void> {
  const known = knownInputs(result);
  const written = new Map<TableFile, Output>();
  for (const table of tables) {
    written.set(table, await writeTable(batch, table, format, job));
  }
  const outputsOf = (own: readonly TableFile[]) => own.map((table) => written.get(table) as Output);
  result.summary.outputs = outputsOf(tables);
  for (const { summary: own, tables: files, output: path } of manifests) {
    const invalid = listedInvalid(own.invalid);
    const described = { ...own, ...known, invalid, outputs: outputsOf(files) };
    await batch.add(manifestPath(path), manifestText(described, path));
  }
}

/**
 * Refuses an output of a split that cannot be written; to be called before any work is done.
 *
 * @param repeats whether there are several splits, which need files of their own
 * @throws TanimarkError (usage, file)
 */
export function checkSplitOutput(output: string, repeats: boolean): void {
  if (repeats && !hasManifest(output)) {
    throw new TanimarkError(
      'usage',
      `-o ${output}: ${optionName('repeats')} makes several splits; name a regular file or a folder`,
    );
  }
  checkOutputAndManifest(output);
}

/** Writes one table of a batch, and says what its manifest shall know of it. @throws TanimarkError (file) */
export async function writeTable(
  batch: OutputBatch,
  { path, columns, rows, count }: TableFile,
  format: string,
  job: Job,
): Promise<Output> {
  const file = await batch.open(path);
  const digest = new CellDigest(columns);
  for await (const piece of tablePieces(format, columns, [digest.through(rows)], job)) {
    await file.write(piece);
    if (job.due()) await job.breathe();
  }
  return { path, sha256: file.close(), rows: count, cells: digest.finish() };
}

/** Manifest entries of the files that a split was made from. */
export function knownInputs({ summary, data, sources }: SplitResult) {
  const { columns, rows } = data.table;
  return {
    input: { ...summary.input, cells: cellChecksums(columns, rows) },
    ...(sources.length === 0 ? {} : { sources }),
  };
}

/** Refuses to leave files of an earlier split beside new ones, where they would be taken for a part of them. */
function checkLeftOver(
  { summary, parts }: SplitResult,
  output: string,
  files: readonly TableFile[],
  format: string,
): void {
  const written = new Set(files.map(({ path }) => path));
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
    if (!isFolder(output)) break;
    for (const subset of SUBSET_FILES) {
      const path = join(folder, `${subset}${endingOf(format)}`);
      if (written.has(path) || !existsSync(path)) continue;
      throw new TanimarkError(
        'file',
        `${path} exists from an earlier split, and this split has no ${subset} rows; remove it, or choose another folder`,
      );
    }
  }
  if (parts.length === 0 || (summary.folds && !isFolder(output))) return;
  const path = partPath(output, `${summary.folds ? 'fold' : 'repeat'}-${parts.length}`);
  if (!existsSync(path)) return;
  throw new TanimarkError(
    'file',
    `${path} exists from an earlier split into more parts; remove it, or choose another name`,
  );
}

/**
 * The name of the table format for an output, or of the one that was requested.
 *
 * @throws TanimarkError (usage)
 */
export function outputFormat(output: string | undefined, requested: string | undefined): string {
  const place = output !== undefined && isFolder(output) ? undefined : output;
  return outputFormatOf(place, requested, tableOutputFormats(), ['/']);
}
