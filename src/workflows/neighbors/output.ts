import { join } from 'node:path';
import { hasManifest, manifestPath, noManifestNote } from '../../dataset/manifest/path.js';
import { listedInvalid, manifestText } from '../../dataset/manifest/write.js';
import { keysPath } from '../../dataset/neighbor-parts/keys.js';
import { type Parts, shardFileName, shardOptionNames } from '../../dataset/neighbor-parts/shard.js';
import {
  NEIGHBOR_COLUMNS,
  type NeighborRow,
  type NeighborsSummary,
} from '../../dataset/neighbor-parts/types.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import type { Cell, ColumnKind } from '../../tables/formats/format.js';
import {
  endingOf,
  endingsOf,
  outputFormatNamed,
  outputFormats,
} from '../../tables/formats/registry.js';
import { OutputBatch } from '../../tables/output-batch.js';
import { outputFormatOf } from '../../tables/output-format.js';
import { checkOutput, isFolder } from '../../tables/output-path.js';
import { tablePieces } from '../../tables/write.js';
import { list } from '../../text.js';
import type { NeighborSearch } from './types.js';

/** The result as text that comes piece by piece: of a search, or of parts that are merged. */
export interface NeighborsText {
  /** The name of a table format. */
  readonly format: string;
  /** Files that it is made from, which no output may overwrite. */
  readonly sources: readonly string[];
  /** To be gone through once. */
  pieces(): AsyncGenerator<string | Uint8Array>;
  /** Complete once `pieces` is exhausted. */
  summary(): NeighborsSummary;
  /** Of a search in a part of the references: the file of their keys. */
  keys?(): Uint8Array | undefined;
}

/**
 * The name of the table format for an output, or of the one that was requested.
 *
 * @param isPart whether the output is a part of a search, for which a folder may be named
 * @throws TanimarkError (usage)
 */
export function neighborsFormat(
  output: string | undefined,
  requested: string | undefined,
  isPart = false,
): string {
  if (isPart) return partFormat(output, requested);
  if (output !== undefined && isFolder(output)) {
    throw new TanimarkError(
      'usage',
      `-o ${output} is a folder; name a file in it, or search in parts with ${shardOptionNames()}`,
    );
  }
  return outputFormatOf(output, requested, outputFormats());
}

/** The same for a part, which is read again by the merge. */
function partFormat(output: string | undefined, requested: string | undefined): string {
  const place = output !== undefined && isFolder(output) ? undefined : output;
  const format = outputFormatOf(place, requested, outputFormats());
  if (outputFormatNamed(format).content !== 'none') return format;
  const joined = outputFormats().filter(({ content }) => content !== 'none');
  throw new TanimarkError(
    'usage',
    `${shardOptionNames()}: parts in the format ${format} cannot be joined; write ${list(endingsOf(joined), 'or')}`,
  );
}

/** The file of a part: the one named, or in a folder the one that has its name, such as `part-2-of-7.csv`. */
export function partOutput(output: string, parts: Parts, format: string): string {
  return isFolder(output) ? join(output, `${shardFileName(parts)}${endingOf(format)}`) : output;
}

/** The rows of a search in a format. */
export function neighborsText(
  search: NeighborSearch,
  format: string,
  job = new Job(),
): NeighborsText {
  const { query, reference } = search.summary();
  const batches = async function* () {
    for await (const batch of search.batches()) yield cellsOf(batch);
  };
  return {
    format,
    sources: [query.path, reference.path],
    summary: () => search.summary(),
    keys: () => search.keys(),
    pieces: () => neighborPieces(format, batches(), job),
  };
}

/** Cells of rows in the order of their columns, as a file. */
export function neighborPieces(
  format: string,
  batches: AsyncIterable<Iterable<readonly Cell[]>>,
  job: Job,
): AsyncGenerator<string | Uint8Array> {
  return tablePieces(format, NEIGHBOR_COLUMNS, batches, job, { kinds: KINDS });
}

/** Of the columns, in formats that have numbers. */
const KINDS = NEIGHBOR_COLUMNS.map((column): ColumnKind => {
  if (column === 'similarity') return 'number';
  return column === 'rank' || column.endsWith('_row') ? 'integer' : 'text';
});

function* cellsOf(rows: Iterable<NeighborRow>) {
  for (const row of rows) yield NEIGHBOR_COLUMNS.map((column) => row[column]);
}

/** What stands before the first row of a file of neighbors. */
export function neighborsHeader(format: string): string {
  const { writer } = outputFormatNamed(format);
  return writer.kind === 'lines' ? writer.header(NEIGHBOR_COLUMNS) : '';
}

/**
 * Writes a result and, beside it, its manifest. Both appear whole, or neither does.
 *
 * @throws TanimarkError (file), AbortedError when it is canceled
 */
export async function writeNeighbors(
  text: NeighborsText,
  output: string,
  job = new Job(),
): Promise<NeighborsSummary> {
  for (const path of [output, manifestPath(output), keysPath(output)]) {
    for (const source of text.sources) checkOutput(source, path, 'an input');
  }
  const described = hasManifest(output);
  const batch = new OutputBatch(job);
  try {
    const file = await batch.open(output);
    for await (const piece of text.pieces()) await file.write(piece);
    await job.breathe();
    const found = text.summary();
    const rows = found.counts.neighbours + found.counts.none + found.counts.invalid;
    const written = { path: output, format: text.format, sha256: file.close(), rows };
    const warnings = [...found.warnings, ...(described ? [] : [noManifestNote(output)])];
    const keys = described && isFirstOfQueries(found) ? text.keys?.() : undefined;
    const outputs = [written, ...(keys ? [await addKeys(batch, keys, output, found)] : [])];
    const summary = { ...found, warnings, outputs };
    if (described) await batch.add(manifestPath(output), manifestText(listed(summary), output));
    await batch.finish();
    return summary;
  } finally {
    batch.discard();
  }
}

/** Whether a part of the references is searched for the first time: one of the parts of the queries has the keys for all. */
function isFirstOfQueries({ shard }: NeighborsSummary): boolean {
  return shard === null || shard.startsWith('1/');
}

async function addKeys(
  batch: OutputBatch,
  keys: Uint8Array,
  output: string,
  { reference }: NeighborsSummary,
): Promise<NeighborsSummary['outputs'][number]> {
  const path = keysPath(output);
  const file = await batch.open(path);
  await file.write(keys);
  return { path, format: 'keys', sha256: file.close(), rows: reference.molecules };
}

/** The same with as many invalid rows as a manifest lists. */
function listed(summary: NeighborsSummary): NeighborsSummary {
  const { query, reference } = summary.invalid;
  return {
    ...summary,
    invalid: { query: listedInvalid(query), reference: listedInvalid(reference) },
  };
}
