import type { Rational } from '../../rational.js';
import type { FingerprintMatrix } from '../../similarity/fingerprints.js';
import type { ThresholdGraph } from '../../similarity/threshold-graph.js';
import type { Units } from '../units.js';

/** Units with similar molecules, as compressed sparse rows. */
export interface Analogues {
  /** Neighbours of unit u, which reach the threshold: `neighbours[offsets[u]]` up to, not including, `offsets[u + 1]`; ascending. */
  readonly offsets: Int32Array;
  readonly neighbours: Int32Array;
  /** 1 for neighbours above the threshold, 0 for those exactly at it. */
  readonly above: Uint8Array;
}

/**
 * Which units are similar: as their most similar molecules are.
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
  const above = new Uint8Array(neighbours.length);
  /** Of each unit: 1 and 2 for a neighbour at and above the threshold, in the current row. */
  const found = new Uint8Array(units.count);
  let length = 0;
  for (let u = 0; u < units.count; u++) {
    const start = length;
    for (let p = units.offsets[u]; p < units.offsets[u + 1]; p++) {
      const m = units.members[p];
      for (let e = offsets[m]; e < offsets[m + 1]; e++) {
        const v = units.of[neighbours[e]];
        if (v === u) continue;
        const either = onBits[m] + onBits[neighbours[e]] - intersections[e];
        // Two empty fingerprints are alike: 1 of 1.
        const isAbove = either === 0 ? num < den : intersections[e] * den > num * either;
        if (found[v] === 0) others[length++] = v;
        if (isAbove) found[v] = 2;
        else if (found[v] === 0) found[v] = 1;
      }
    }
    others.subarray(start, length).sort();
    for (let e = start; e < length; e++) {
      above[e] = found[others[e]] === 2 ? 1 : 0;
      found[others[e]] = 0;
    }
    starts[u + 1] = length;
  }
  return { offsets: starts, neighbours: others.subarray(0, length), above };
}
