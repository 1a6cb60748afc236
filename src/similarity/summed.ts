import { grouped } from '../grouped.js';
import type { Job } from '../job.js';
import { bitHolders } from './bit-holders.js';
import { type FingerprintMatrix, onBitPositions, selectFingerprints } from './fingerprints.js';

/**
 * One similarity is counted in millionths, rounded: sums of up to 2^53 / 10^6 (nine thousand million)
 * pairs are exact whole numbers, and do not depend on the order in which they are made.
 */
export const MILLIONTHS = 1_000_000;

/** Clusters whose similarities are summed. */
export interface SummedClusters {
  /** Cluster of each item, 0 … `count` − 1, none empty. */
  readonly cluster: Int32Array;
  readonly count: number;
  /** Of so many clusters, the first, rows are made. */
  readonly rows: number;
}

/** Takes the row of a cluster c, of which entries from c on are set; the array is used again. */
export type SummedRow = (c: number, row: Float64Array) => void;

/**
 * Summed similarities of clusters: for each cluster c below `rows`, in order, the sums over all pairs of
 * a member of c and a member of each later cluster, and over the pairs within c, each once. All pairs are
 * compared by way of lists of each bit's molecules; the memory grows with the on-bits alone.
 *
 * @param clusters of the molecules; two empty fingerprints have similarity 1
 * @throws AbortedError
 */
export async function eachSummedRow(
  matrix: FingerprintMatrix,
  { cluster, count, rows }: SummedClusters,
  job: Job,
  visit: SummedRow,
): Promise<void> {
  const { offsets: starts, members } = grouped(cluster, count);
  const ordered = selectFingerprints(matrix, members);
  const { onBits } = ordered;
  const { offsets, holders } = bitHolders(ordered);
  const next = offsets.slice();
  const overlap = new Uint16Array(members.length);
  const row = new Float64Array(count);
  const bits = new Int32Array(matrix.width * 32);
  let p = 0;
  for (let c = 0; c < rows; c++) {
    row.fill(0);
    for (; p < starts[c + 1]; p++) {
      const a = onBitPositions(ordered, p, bits);
      for (let k = 0; k < a; k++) {
        const bit = bits[k];
        // The list is ascending, and those up to here were met before: they are not looked at again.
        const from = ++next[bit];
        const end = offsets[bit + 1];
        for (let e = from; e < end; e++) overlap[holders[e]]++;
      }
      addRow(p, a, c, { starts, onBits, overlap, row });
      if (job.due()) await job.breathe(p);
    }
    visit(c, row);
  }
}

/** Adds the similarities of the molecule at position p to all behind it, and sets their overlaps back to 0. */
function addRow(
  p: number,
  a: number,
  c: number,
  {
    starts,
    onBits,
    overlap,
    row,
  }: { starts: Int32Array; onBits: Int32Array; overlap: Uint16Array; row: Float64Array },
): void {
  let q = p + 1;
  for (let d = c; d < row.length; d++) {
    const end = starts[d + 1];
    let sum = 0;
    for (; q < end; q++) {
      const both = overlap[q];
      if (both > 0) {
        overlap[q] = 0;
        sum += ((MILLIONTHS * both) / (a + onBits[q] - both) + 0.5) | 0;
      } else if (a === 0 && onBits[q] === 0) {
        sum += MILLIONTHS;
      }
    }
    row[d] += sum;
  }
}
