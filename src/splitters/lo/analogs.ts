import type { Rational } from '../../rational.js';
import type { FingerprintMatrix } from '../../similarity/fingerprints.js';
import type { ThresholdGraph } from '../../similarity/threshold-graph.js';
import type { Units } from '../units.js';

/** Units with similar molecules, as compressed sparse rows. */
export interface Analogs {
  /** Neighbors of unit u, which reach the threshold: `neighbors[offsets[u]]` up to, not including, `offsets[u + 1]`; ascending. */
  readonly offsets: Int32Array;
  readonly neighbors: Int32Array;
  /** 1 where the neighbor is an analog of u: each of its molecules is above the threshold to some molecule of u. */
  readonly analog: Uint8Array;
  /** 1 where u is an analog of the neighbor. */
  readonly ofNeighbor: Uint8Array;
}

/**
 * Which units are similar: as their most similar molecules are. Analogs are similar as a whole, so that a group's
 * molecules are analogs each.
 *
 * @param graph pairs of molecules that reach the threshold
 */
export function analogsOf(
  { offsets, neighbors, intersections }: ThresholdGraph,
  { onBits }: FingerprintMatrix,
  units: Units,
  { num, den }: Rational,
): Analogs {
  const starts = new Int32Array(units.count + 1);
  const others = new Int32Array(neighbors.length);
  const analog = new Uint8Array(neighbors.length);
  const ofNeighbor = new Uint8Array(neighbors.length);
  const sizeOf = (u: number) => units.offsets[u + 1] - units.offsets[u];
  // Of the current row: which units are in it; how many of their molecules are above the threshold to one of u, and how
  // many of u to one of theirs; which molecules, and units for the current molecule of u, are counted already.
  const inRow = new Int32Array(units.count).fill(-1);
  const theirs = new Int32Array(units.count);
  const ours = new Int32Array(units.count);
  const countedBy = new Int32Array(units.of.length).fill(-1);
  const countedFor = new Int32Array(units.count).fill(-1);
  let length = 0;
  for (let u = 0; u < units.count; u++) {
    const start = length;
    for (let p = units.offsets[u]; p < units.offsets[u + 1]; p++) {
      const m = units.members[p];
      for (let e = offsets[m]; e < offsets[m + 1]; e++) {
        const k = neighbors[e];
        const v = units.of[k];
        if (v === u) continue;
        if (inRow[v] !== u) {
          inRow[v] = u;
          theirs[v] = ours[v] = 0;
          others[length++] = v;
        }
        const either = onBits[m] + onBits[k] - intersections[e];
        // Two empty fingerprints are alike: 1 of 1.
        const isAbove = either === 0 ? num < den : intersections[e] * den > num * either;
        if (!isAbove) continue;
        if (countedBy[k] !== u) theirs[v]++;
        countedBy[k] = u;
        if (countedFor[v] !== m) ours[v]++;
        countedFor[v] = m;
      }
    }
    others.subarray(start, length).sort();
    for (let e = start; e < length; e++) {
      analog[e] = theirs[others[e]] === sizeOf(others[e]) ? 1 : 0;
      ofNeighbor[e] = ours[others[e]] === sizeOf(u) ? 1 : 0;
    }
    starts[u + 1] = length;
  }
  return { offsets: starts, neighbors: others.subarray(0, length), analog, ofNeighbor };
}
