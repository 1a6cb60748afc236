import { hasManifest, manifestPath, noManifestNote } from '../../dataset/manifest/path.js';
import { listedInvalid, manifestText } from '../../dataset/manifest/write.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { OutputBatch } from '../../tables/output-batch.js';
import { checkOutput, formatByEnding, isFolder } from '../../tables/output-path.js';
import { formatLine, PIECE, TABLE_ENDINGS } from '../../tables/write.js';
import {
  NEIGHBOR_COLUMNS,
  type NeighborFormat,
  type NeighborRow,
  type NeighborSearch,
  type NeighborsSummary,
} from './types.js';

/** The result as text that comes piece by piece: of a search, or of parts that are merged. */
export interface NeighborsText {
  readonly format: NeighborFormat;
  /** Files that it is made from, which no output may overwrite. */
  readonly sources: readonly string[];
  /** To be gone through once. */
  pieces(): AsyncGenerator<string | Uint8Array>;
  /** Complete once `pieces` is exhausted. */
  summary(): NeighborsSummary;
}

/** The format for an output name, or the one that was asked for. @throws TanimarkError (usage) */
export function neighborsFormat(
  output: string | undefined,
  asked: NeighborFormat | undefined,
): NeighborFormat {
  if (output !== undefined && isFolder(output)) {
    throw new TanimarkError('usage', `-o ${output} is a folder; name a file in it`);
  }
  const endings: Record<string, NeighborFormat> = { ...TABLE_ENDINGS, '.jsonl': 'jsonl' };
  return formatByEnding(output, asked, endings);
}

/** The rows of a search as text. */
export function neighborsText(
  search: NeighborSearch,
  format: NeighborFormat,
  job = new Job(),
): NeighborsText {
  const { query, reference } = search.summary();
  return {
    format,
    sources: [query.path, reference.path],
    summary: () => search.summary(),
    async *pieces() {
      let text = headerLine(format);
      for await (const batch of search.batches()) {
        for (const row of batch) {
          text += rowLine(row, format);
          if (text.length < PIECE) continue;
          yield text;
          text = '';
          // A batch may be of millions of rows.
          if (job.due()) await job.breathe();
        }
      }
      yield text;
    },
  };
}

/** The line with the names of the columns; empty for JSONL, whose lines name them. */
export function headerLine(format: NeighborFormat): string {
  return format === 'jsonl' ? '' : `${formatLine(NEIGHBOR_COLUMNS, format)}\n`;
}

function rowLine(row: NeighborRow, format: NeighborFormat): string {
  if (format === 'jsonl') return `${JSON.stringify(row)}\n`;
  const cells = NEIGHBOR_COLUMNS.map((column) => String(row[column] ?? ''));
  return `${formatLine(cells, format)}\n`;
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
