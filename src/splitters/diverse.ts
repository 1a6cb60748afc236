import type { Job } from '../job.js';
import type { UnitSimilarity } from './unit-similarity.js';
import type { Units } from './units.js';

/**
 * Units in the order in which each is the one least similar to those before it: least by its highest similarity to any of
 * them, of several the first. This is MaxMin picking, and Kennard and Stone's order.
 *
 * @param first where the order begins, at least one unit
 * @param weight the order ends when its units have this weight
 */
export async function diverseOrder(
  similarity: UnitSimilarity,
  units: Units,
  first: readonly number[],
  weight: number,
  job: Job,
): Promise<number[]> {
  const { count, unitWeight } = units;
  const { common, either } = similarity;
  const order: number[] = [];
  const picked = new Uint8Array(count);
  /** Highest similarity of each unit to those picked, as a ratio. */
  const num = new Uint16Array(count);
  const den = new Uint16Array(count).fill(1);
  let sum = 0;
  let next = first[0];
  job.progress.start('picking diverse molecules', weight, 'molecules');
  while (next >= 0 && sum < weight) {
    order.push(next);
    picked[next] = 1;
    sum += unitWeight[next];
    similarity.compare(next);
    let best = -1;
    for (let u = 0; u < count; u++) {
      if (picked[u] === 1) continue;
      if (common[u] * den[u] > num[u] * either[u]) {
        num[u] = common[u];
        den[u] = either[u];
      }
      if (best < 0 || num[u] * den[best] < num[best] * den[u]) best = u;
    }
    next = order.length < first.length ? first[order.length] : best;
    if (job.due()) await job.breathe(sum);
  }
  job.progress.finish();
  return order;
}

/** The two least similar units, of several pairs that of the first unit, then of the second; one unit if there is one. */
export async function leastSimilarPair(
  similarity: UnitSimilarity,
  { count }: Units,
  job: Job,
): Promise<number[]> {
  const { common, either } = similarity;
  let pair = [0];
  let num = 2;
  let den = 1;
  job.progress.start('finding the least similar pair', count, 'molecules');
  for (let u = 0; u < count && num > 0; u++) {
    similarity.compare(u);
    for (let v = u + 1; v < count; v++) {
      if (common[v] * den >= num * either[v]) continue;
      pair = [u, v];
      num = common[v];
      den = either[v];
    }
    if (job.due()) await job.breathe(u);
  }
  job.progress.finish();
  return pair;
}
