import type { Job } from '../job.js';
import type { SimilarityBins } from './bins.js';
import type { FingerprintMatrix } from './fingerprints.js';
import { type Nearest, SimilaritySearch } from './search.js';

/** Number of queries that have their nearest reference in each bin. */
export function countBins({ intersection, union }: Nearest, bins: SimilarityBins): number[] {
  const counts = new Array<number>(bins.count).fill(0);
  for (let q = 0; q < union.length; q++) counts[bins.of(intersection[q], union[q])]++;
  return counts;
}

/**
 * Searches each query's nearest reference, exactly.
 *
 * @throws AbortedError
 */
export async function findNearest(
  queries: FingerprintMatrix,
  references: FingerprintMatrix,
  job: Job,
): Promise<Nearest> {
  const index = new Int32Array(queries.count).fill(-1);
  const intersection = new Int32Array(queries.count);
  const union = new Int32Array(queries.count).fill(1);
  if (references.count > 0) {
    const search = await SimilaritySearch.open(references, queries.count, job);
    try {
      await search.nearest(queries, job, { index, intersection, union });
    } finally {
      await search.close();
    }
  }
  return { index, intersection, union };
}
