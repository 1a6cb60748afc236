import type { Task } from '../task.js';
import type { FingerprintMatrix } from './fingerprints.js';
import { OverlapIndex } from './overlap-index.js';

/** For each query its most similar reference; of equally similar ones the first. */
export interface Nearest {
  /** Position of the reference; -1 if there are no references. */
  readonly index: Int32Array;
  /** On-bits in common, per query; with `union` the similarity as an exact ratio. */
  readonly intersection: Int32Array;
  readonly union: Int32Array;
}

/** Searches each query's nearest reference, exactly. */
export async function findNearest(
  queries: FingerprintMatrix,
  references: FingerprintMatrix,
  task: Task,
): Promise<Nearest> {
  const index = new Int32Array(queries.count).fill(-1);
  const intersection = new Int32Array(queries.count);
  const union = new Int32Array(queries.count);
  const overlapIndex = new OverlapIndex(references).addAll();
  const overlaps = new Uint16Array(references.count);
  for (let q = 0; q < queries.count; q++) {
    overlaps.fill(0);
    overlapIndex.count(queries, q, overlaps);
    const a = queries.onBits[q];
    // Starts below any similarity, so that the first reference is taken even at 0.
    let best = -1;
    let bestC = -1;
    let bestU = 1;
    for (let r = 0; r < references.count; r++) {
      const c = overlaps[r];
      const u = a + references.onBits[r] - c;
      if (u === 0) {
        // Two empty fingerprints are alike, as in RDKit.
        if (bestC === bestU) continue;
        best = r;
        bestC = bestU = 1;
      } else if (c * bestU > bestC * u) {
        best = r;
        bestC = c;
        bestU = u;
      }
    }
    index[q] = best;
    intersection[q] = Math.max(bestC, 0);
    union[q] = bestU;
    if ((q & 15) === 0 && task.due()) await task.breathe(q);
  }
  return { index, intersection, union };
}
