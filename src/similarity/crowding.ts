import type { Job } from '../job.js';
import { Random } from '../random.js';
import type { Rational } from '../rational.js';
import { type FingerprintMatrix, selectFingerprints } from './fingerprints.js';
import { SimilaritySearch } from './search.js';

/** Molecules that all are compared with for an estimate of the number of pairs. */
const SAMPLE = 16_384;
/** Steps in which the number of molecules is chosen. */
const STEPS = 1000;

/**
 * How crowded the surroundings of each molecule are, estimated by its neighbors among a random
 * sample, always the same one; and with that, how many pairs the least crowded molecules have
 * among themselves.
 */
export class Crowding {
  private constructor(
    private readonly matrix: FingerprintMatrix,
    /** Molecules, the least crowded first. */
    private readonly order: Int32Array,
    /** Estimated pairs among the first s/1000 of `order`, for each s. */
    private readonly pairsUpTo: Float64Array,
  ) {}

  static async measure(
    matrix: FingerprintMatrix,
    threshold: Rational,
    job: Job,
  ): Promise<Crowding> {
    const { count } = matrix;
    const shuffled = new Random(0).shuffle(Int32Array.from({ length: count }, (_, m) => m));
    const sample = shuffled.slice(0, Math.min(SAMPLE, count)).sort();
    const search = await SimilaritySearch.open(selectFingerprints(matrix, sample), count, job);
    try {
      const hits = new Int32Array(count);
      job.progress.start('estimating the number of neighbors', count, 'molecules');
      await search.eachPair(matrix, threshold, job, (m) => {
        hits[m]++;
      });
      // The shuffled order decides between molecules with equally many.
      const order = sortedBy(hits, shuffled);
      const step = new Int32Array(count);
      order.forEach((m, place) => {
        step[m] = Math.floor((place * STEPS) / count) + 1;
      });
      const pairsUpTo = new Float64Array(STEPS + 1);
      job.progress.start('choosing what can be held in memory', count, 'molecules');
      await search.eachPair(matrix, threshold, job, (m, s) => {
        if (m !== sample[s]) pairsUpTo[Math.max(step[m], step[sample[s]])]++;
      });
      for (let s = 1; s <= STEPS; s++) pairsUpTo[s] += pairsUpTo[s - 1];
      const scale = count / sample.length / 2;
      return new Crowding(
        matrix,
        order,
        pairsUpTo.map((n) => n * scale),
      );
    } finally {
      await search.close();
    }
  }

  /** Estimated pairs of all molecules. */
  get allPairs(): number {
    return this.pairsUpTo[STEPS];
  }

  /** As many of the least crowded molecules as have an estimated `limit` of pairs, ascending; at least one. */
  leastCrowded(limit: number): Int32Array {
    let s = STEPS;
    while (s > 1 && this.pairsUpTo[s] > limit) s--;
    const { order, matrix } = this;
    return order.slice(0, Math.max(1, Math.ceil((matrix.count * s) / STEPS))).sort();
  }
}

/** `members` by ascending value, in the order they have where values are equal. */
function sortedBy(values: Int32Array, members: Int32Array): Int32Array {
  const highest = values.reduce((a, b) => Math.max(a, b), 0);
  const starts = new Int32Array(highest + 2);
  for (const m of members) starts[values[m] + 1]++;
  for (let v = 0; v <= highest; v++) starts[v + 1] += starts[v];
  const sorted = new Int32Array(members.length);
  for (const m of members) sorted[starts[values[m]]++] = m;
  return sorted;
}
