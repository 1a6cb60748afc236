import type { Rational } from '../rational.js';
import type { Task } from '../task.js';
import type { FingerprintMatrix } from './fingerprints.js';
import { OverlapIndex } from './overlap-index.js';

/** For each query its similar references, most similar first, ties by ascending index. */
export interface NeighbourLists {
  /** Queries + 1: those of query q are at `offsets[q]` up to, not including, `offsets[q + 1]`. */
  readonly offsets: Int32Array;
  /** Positions of the references. */
  readonly indices: Int32Array;
  /** On-bits in common and in either; the similarity is their ratio, and 1 where both are 0. */
  readonly intersections: Uint16Array;
  readonly unions: Uint16Array;
}

/**
 * The most similar references of every query, exactly. Two empty fingerprints are alike (0/0 ranks
 * as 1), as in RDKit.
 *
 * @param options.k at most so many for each query; all unless given
 * @param options.threshold only those with at least this similarity; no limit unless given
 */
export async function searchNeighbours(
  queries: FingerprintMatrix,
  references: FingerprintMatrix,
  options: { k?: number; threshold?: Rational },
  task: Task,
): Promise<NeighbourLists> {
  const k = Math.min(options.k ?? references.count, references.count);
  const { num, den } = options.threshold ?? { num: 0, den: 1 };
  const index = new OverlapIndex(references).addAll();
  const overlaps = new Uint16Array(references.count);
  const offsets = new Int32Array(queries.count + 1);
  const found: { r: number; c: number; u: number }[] = [];
  for (let q = 0; q < queries.count; q++) {
    overlaps.fill(0);
    index.count(queries, q, overlaps);
    const similar: { r: number; c: number; u: number }[] = [];
    for (let r = 0; r < references.count; r++) {
      const c = overlaps[r];
      const u = queries.onBits[q] + references.onBits[r] - c;
      if (u > 0 && c * den < num * u) continue;
      similar.push({ r, c, u });
      if (similar.length > 2 * k + 1000) similar.sort(mostSimilarFirst).splice(k);
    }
    for (const one of similar.sort(mostSimilarFirst).slice(0, k)) found.push(one);
    offsets[q + 1] = found.length;
    if ((q & 15) === 0 && task.due()) await task.breathe(q);
  }
  return {
    offsets,
    indices: Int32Array.from(found, ({ r }) => r),
    intersections: Uint16Array.from(found, ({ c }) => c),
    unions: Uint16Array.from(found, ({ u }) => u),
  };
}

function mostSimilarFirst(
  a: { r: number; c: number; u: number },
  b: { r: number; c: number; u: number },
): number {
  const [ac, au] = a.u === 0 ? [1, 1] : [a.c, a.u];
  const [bc, bu] = b.u === 0 ? [1, 1] : [b.c, b.u];
  return bc * au - ac * bu || a.r - b.r;
}
