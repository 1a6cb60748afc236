import type { Job } from '../../job.js';
import { type NeighborFile, type PartWords, problem } from './find.js';
import { type LineOptions, type LinesOfQuery, linesByQuery } from './rows.js';

/**
 * The lines of each row of the queries from all parts of the references, one part after the other.
 *
 * @param parts of one part of the queries, in the order of the parts of the references
 * @throws TanimarkError (file) where they do not list the same rows of the queries
 */
export async function* linesInStep(
  parts: readonly NeighborFile[],
  words: PartWords,
  job: Job,
  options?: LineOptions,
): AsyncGenerator<LinesOfQuery> {
  const readers = parts.map((part) => linesByQuery(part, words, job, options));
  try {
    for (;;) {
      const next = await Promise.all(readers.map((reader) => reader.next()));
      const rows = next.map(({ value }) => (value as LinesOfQuery | undefined)?.query);
      const odd = rows.findIndex((row) => row !== rows[0]);
      if (odd > 0) {
        throw problem(
          words,
          `${parts[0].path} and ${parts[odd].path} list different query rows (${rows[0] ?? 'none'} and ${rows[odd] ?? 'none'}); make them again`,
        );
      }
      const [query] = rows;
      if (query === undefined) return;
      yield { query, lines: next.flatMap(({ value }) => (value as LinesOfQuery).lines) };
    }
  } finally {
    for (const reader of readers) await reader.return(undefined);
  }
}
