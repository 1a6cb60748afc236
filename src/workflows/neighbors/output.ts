import { hasManifest, manifestPath, noManifestNote } from '../../dataset/manifest/path.js';
import { listedInvalid, manifestText } from '../../dataset/manifest/write.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { optionName } from '../../spelling.js';
import type { ColumnKind } from '../../tables/formats/format.js';
import { endingsOf, outputFormatNamed, outputFormats } from '../../tables/formats/registry.js';
import { OutputBatch } from '../../tables/output-batch.js';
import { outputFormatOf } from '../../tables/output-format.js';
import { checkOutput, isFolder } from '../../tables/output-path.js';
import { tablePieces } from '../../tables/write.js';
import { list } from '../../text.js';
import {
  NEIGHBOR_COLUMNS,
  type NeighborRow,
  type NeighborSearch,
  type NeighborsSummary,
} from './types.js';

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
}

/**
 * The name of the table format for an output, or of the one that was requested.
 *
 * @param isPart whether the output is a part of a search, which is joined with others later
 * @throws TanimarkError (usage)
 */
export function neighborsFormat(
  output: string | undefined,
  requested: string | undefined,
  isPart = false,
): string {
  if (output !== undefined && isFolder(output)) {
    throw new TanimarkError('usage', `-o ${output} is a folder; name a file in it`);
  }
  const format = outputFormatOf(output, requested, outputFormats());
  if (isPart && outputFormatNamed(format).writer.kind !== 'lines') {
    const joined = outputFormats().filter(({ writer }) => writer?.kind === 'lines');
    throw new TanimarkError(
      'usage',
      `${optionName('shard')}: parts in the format ${format} cannot be joined; write ${list(endingsOf(joined), 'or')}`,
    );
  }
  return format;
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
    pieces: () => tablePieces(format, NEIGHBOR_COLUMNS, batches(), job, { kinds: KINDS }),
  };
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
  for (const path of [output, manifestPath(output)]) {
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
    const summary = { ...found, warnings, outputs: [written] };
    if (described) await batch.add(manifestPath(output), manifestText(listed(summary), output));
    await batch.finish();
    return summary;
  } finally {
    batch.discard();
  }
}

/** The same with as many invalid rows as a manifest lists. */
function listed(summary: NeighborsSummary): NeighborsSummary {
  const { query, reference } = summary.invalid;
  return {
    ...summary,
    invalid: { query: listedInvalid(query), reference: listedInvalid(reference) },
  };
}
