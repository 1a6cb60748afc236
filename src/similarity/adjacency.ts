import type { Job } from '../job.js';
import type { PairList } from './pairs.js';

/** Neighbors of each molecule as compressed sparse rows, with a value for each. */
export interface Adjacency<Values extends Uint8Array | Uint16Array> {
  /** Neighbors of m: `neighbors[offsets[m]]` up to, not including, `offsets[m + 1]`; ascending. */
  readonly offsets: Int32Array;
  readonly neighbors: Int32Array;
  readonly values: Values;
}

/**
 * Both directions of a list of pairs.
 *
 * @param value below 65,536, of a pair of molecules and the on-bits they share
 */
export async function adjacencyOf<Values extends Uint8Array | Uint16Array>(
  pairs: PairList,
  count: number,
  make: new (length: number) => Values,
  value: (i: number, j: number, overlap: number) => number,
  job: Job,
): Promise<Adjacency<Values>> {
  const offsets = new Int32Array(count + 1);
  await pairs.each((i, j) => {
    offsets[i + 1]++;
    offsets[j + 1]++;
  }, job);
  for (let m = 0; m < count; m++) offsets[m + 1] += offsets[m];
  const neighbors = new Int32Array(offsets[count]);
  const values = new make(offsets[count]);
  const next = offsets.slice(0, count);
  await pairs.each((i, j, overlap) => {
    const v = value(i, j, overlap);
    values[next[i]] = v;
    neighbors[next[i]++] = j;
    values[next[j]] = v;
    neighbors[next[j]++] = i;
  }, job);
  await sortRows(offsets, neighbors, values, job);
  return { offsets, neighbors, values };
}

/** Makes rows ascending. Values are below 65,536. */
export async function sortRows(
  offsets: Int32Array,
  neighbors: Int32Array,
  values: Uint8Array | Uint16Array,
  job: Job,
): Promise<void> {
  const count = offsets.length - 1;
  let longest = 0;
  for (let m = 0; m < count; m++) longest = Math.max(longest, offsets[m + 1] - offsets[m]);
  // Neighbor and value as one whole number, for the engine's own sort.
  const keys = new Float64Array(longest);
  for (let m = 0; m < count; m++) {
    const start = offsets[m];
    const length = offsets[m + 1] - start;
    if (length < 2) continue;
    for (let e = 0; e < length; e++) {
      keys[e] = neighbors[start + e] * 65_536 + values[start + e];
    }
    const row = keys.subarray(0, length).sort();
    for (let e = 0; e < length; e++) {
      const neighbor = Math.floor(row[e] / 65_536);
      neighbors[start + e] = neighbor;
      values[start + e] = row[e] - neighbor * 65_536;
    }
    if ((m & 255) === 0 && job.due()) await job.breathe();
  }
}
