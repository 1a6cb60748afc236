import type { Job } from '../job.js';
import { type FingerprintMatrix, selectFingerprints } from './fingerprints.js';
import { MAX_NEAREST } from './kernel/layout.js';
import { type NeighborLists, SimilaritySearch } from './search.js';

/** References asked for beyond k at first: most ties are short. */
const SPARE = 3;

/** The nearest references of a query, and all that are as near as the last of them. */
export interface TiedNeighbors {
  /** References, most similar first. */
  readonly indices: Int32Array;
  /** Tanimoto similarity of each, above 0. */
  readonly similarities: Float64Array;
}

/**
 * The k nearest references of each query together with all that are exactly as similar as the k-th, so that what
 * is made of them does not depend on the order of the references. References that have nothing in common with the
 * query (similarity 0) are left out: a list may be empty.
 *
 * @throws AbortedError
 */
export async function tiedNeighbors(
  queries: FingerprintMatrix,
  references: FingerprintMatrix,
  k: number,
  job: Job,
): Promise<TiedNeighbors[]> {
  const found = new Array<TiedNeighbors>(queries.count);
  const nothing = { indices: new Int32Array(0), similarities: new Float64Array(0) };
  if (references.count === 0) return found.fill(nothing);
  const search = await SimilaritySearch.open(references, queries.count, job);
  try {
    let rest = Int32Array.from({ length: queries.count }, (_, q) => q);
    // Where the last of so many is still as near as the k-th, more are needed.
    for (const most of [k + SPARE, MAX_NEAREST, references.count]) {
      const lists = await search.search(selectFingerprints(queries, rest), { k: most }, job);
      const open: number[] = [];
      rest.forEach((q, i) => {
        const own = tiedOf(lists, i, k, Math.min(most, references.count) < references.count);
        if (own) found[q] = own;
        else open.push(q);
      });
      rest = Int32Array.from(open);
      if (rest.length === 0) break;
    }
  } finally {
    await search.close();
  }
  return found;
}

/** The first k of a list and those that tie with the k-th; null if the list may end too soon. */
function tiedOf(
  { offsets, indices, intersections, unions }: NeighborLists,
  query: number,
  k: number,
  cut: boolean,
): TiedNeighbors | null {
  const start = offsets[query];
  const end = offsets[query + 1];
  // Two empty fingerprints (0/0) are alike.
  const similarity = (e: number) => (unions[e] === 0 ? 1 : intersections[e] / unions[e]);
  const last = similarity(Math.min(start + k, end) - 1);
  let stop = start;
  while (stop < end && similarity(stop) > 0 && (stop < start + k || similarity(stop) === last)) {
    stop++;
  }
  if (cut && stop === end && end > start) return null;
  return {
    indices: indices.slice(start, stop),
    similarities: Float64Array.from({ length: stop - start }, (_, i) => similarity(start + i)),
  };
}
