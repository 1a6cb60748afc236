import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  checkOutputAndManifest,
  hasManifest,
  manifestPath,
  noManifestNote,
} from '../../dataset/manifest/path.js';
import { listedInvalid, manifestText } from '../../dataset/manifest/write.js';
import { splitFormatNamed, splitFormats } from '../../dataset/split-formats/registry.js';
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
import { formatEntries, oneInFormat, plannedInFormat } from './in-format.js';
import { checkRewritten } from './rewritten.js';
import {
  type PlannedFile,
  type PlannedFiles,
  partPath,
  pieces,
  plannedFiles,
  splitTable,
  type TableFile,
} from './tables.js';
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
  const planned = splits.map(({ result, output }) => checkedFiles(result, output, format));
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

/** A split with its files, which can be written. */
interface CheckedFiles extends PlannedFiles {
  readonly result: SplitResult;
  /** Those of the manifests that are written. */
  readonly described: PlannedFiles['manifests'];
  /** Manifest entries of the format of another tool. */
  readonly entries: object;
}

/** The files of a split; notes on them are added to its warnings. @throws TanimarkError (file) */
function checkedFiles(result: SplitResult, output: string, format: string): CheckedFiles {
  const { summary, data, sources } = result;
  checkRewritten(format, data.table.path, summary.parameters['input-format']);
  checkOutput(data.table.path, output);
  checkSplitOutput(output, summary.repeats !== null);
  const shape = splitFormatNamed(format);
  const planned = shape
    ? plannedInFormat(result, output, shape)
    : plannedFiles(result, output, format);
  const { files, manifests } = planned;
  const described = manifests.filter((manifest) => hasManifest(manifest.output));
  for (const path of [
    ...files.map((file) => file.path),
    ...described.map((manifest) => manifestPath(manifest.output)),
  ]) {
    checkOutput(data.table.path, path);
    if (sources.some((source) => sameFile(path, source.path))) {
      throw new TanimarkError('file', `${path} is the file to mimic; choose another name`);
    }
  }
  checkLeftOver(result, output, files, shape ? 'csv' : format);
  if (described.length < manifests.length) {
    summary.warnings = [...summary.warnings, noManifestNote(output)];
  }
  const inFormat = shape ? formatEntries(result, output, shape) : null;
  summary.warnings = [...summary.warnings, ...(inFormat?.notes ?? [])];
  return { result, files, manifests, described, entries: inFormat?.manifest ?? {} };
}

/** Adds the files of a split to a batch, the manifests last. */
async function addFiles(
  batch: OutputBatch,
  { result, files, manifests, described, entries }: CheckedFiles,
  format: string,
  job: Job,
): Promise<void> {
  const { summary } = result;
  const known = knownInputs(result);
  const written = new Map<PlannedFile, Output>();
  // A file cannot hold its own checksum.
  const inside = new Map(
    manifests
      .flatMap(({ summary: own, files: some, output: path }) => {
        const content = { ...own, ...known, invalid: listedInvalid(own.invalid), outputs: [] };
        const text = manifestText(content, path);
        return some.map((file) => [file, text] as const);
      })
      .reverse(),
  );
  for (const file of files) {
    written.set(
      file,
      'text' in file
        ? { path: file.path, sha256: await batch.add(file.path, file.text), rows: file.count }
        : await writeTable(batch, result, file, file.format ?? format, job, inside.get(file)),
    );
  }
  const outputsOf = (some: readonly PlannedFile[]) =>
    some.map((file) => written.get(file) as Output);
  summary.outputs = outputsOf(files);
  for (const { summary: own, files: some, output: path } of described) {
    const invalid = listedInvalid(own.invalid);
    const inFormat = { ...known, ...entries, invalid, outputs: outputsOf(some) };
    const content = { ...own, warnings: summary.warnings, ...inFormat };
    const text = manifestText(content, path);
    await batch.add(manifestPath(path), text);
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

/** A split as one text, for standard output. @throws TanimarkError (usage) where the format makes several files */
export async function* printedSplit(
  result: SplitResult,
  format: string,
): AsyncGenerator<string | Uint8Array> {
  const shape = splitFormatNamed(format);
  if (!shape) {
    yield* splitTable(result, format);
    return;
  }
  const file = oneInFormat(result, shape);
  result.summary.warnings = [
    ...result.summary.warnings,
    ...formatEntries(result, file.path, shape).notes,
  ];
  if ('text' in file) yield file.text;
  else yield* tablePieces(file.format ?? 'csv', file.columns, [file.rows]);
}

/** Writes one table of a batch, and says what its manifest shall know of it. @throws TanimarkError (file) */
export async function writeTable(
  batch: OutputBatch,
  result: SplitResult,
  table: TableFile,
  format: string,
  job: Job,
  metadata?: string,
): Promise<Output> {
  const { path, count } = table;
  const file = await batch.open(path);
  const digest = new CellDigest(table.columns);
  const rows = { ...table, rows: digest.through(table.rows) };
  for await (const piece of pieces(result, rows, format, job, metadata)) {
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
  files: readonly PlannedFile[],
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
  if (parts.length === 0 || files.length === 1) return;
  const path = partPath(output, `${summary.folds ? 'fold' : 'repeat'}-${parts.length}`);
  if (!existsSync(path)) return;
  throw new TanimarkError(
    'file',
    `${path} exists from an earlier split into more parts; remove it, or choose another name`,
  );
}

/**
 * The name of the format for an output, or of the one that was requested: of a table, or of a split.
 *
 * @throws TanimarkError (usage)
 */
export function outputFormat(output: string | undefined, requested: string | undefined): string {
  const place = output !== undefined && isFolder(output) ? undefined : output;
  if (requested !== undefined && splitFormatNamed(requested)) return requested;
  const others = splitFormats().map(({ name }) => name);
  return outputFormatOf(place, requested, tableOutputFormats(), ['/'], others);
}
