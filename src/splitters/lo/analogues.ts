import type { Rational } from '../../rational.js';
import type { FingerprintMatrix } from '../../similarity/fingerprints.js';
import type { ThresholdGraph } from '../../similarity/threshold-graph.js';
import type { Units } from '../units.js';

/** Units with similar molecules, as compressed sparse rows. */
export interface Analogues {
  /** Neighbours of unit u, which reach the threshold: `neighbours[offsets[u]]` up to, not including, `offsets[u + 1]`; ascending. */
  readonly offsets: Int32Array;
  readonly neighbours: Int32Array;
  /** 1 where the neighbour is an analogue of u: each of its molecules is above the threshold to some molecule of u. */
  readonly analogue: Uint8Array;
  /** 1 where u is an analogue of the neighbour. */
  readonly ofNeighbour: Uint8Array;
}

/**
 * Which units are similar: as their most similar molecules are. Analogues are similar as a whole, so that a group's
 * molecules are analogues each.
 *
 * @param graph pairs of molecules that reach the threshold
 */
export function analoguesOf(
  { offsets, neighbours, intersections }: ThresholdGraph,
  { onBits }: FingerprintMatrix,
  units: Units,
  { num, den }: Rational,
): Analogues {
  const starts = new Int32Array(units.count + 1);
  const others = new Int32Array(neighbours.length);
  const analogue = new Uint8Array(neighbours.length);
  const ofNeighbour = new Uint8Array(neighbours.length);
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
        const k = neighbours[e];
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
      analogue[e] = theirs[others[e]] === sizeOf(others[e]) ? 1 : 0;
      ofNeighbour[e] = ours[others[e]] === sizeOf(u) ? 1 : 0;
    }
    starts[u + 1] = length;
  }
  return { offsets: starts, neighbours: others.subarray(0, length), analogue, ofNeighbour };
}
