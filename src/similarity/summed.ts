import type { Task } from '../task.js';
import { type FingerprintMatrix, onBitPositions } from './fingerprints.js';

/**
 * One similarity is counted in millionths, rounded: sums of up to 2^53 / 10^6 (nine thousand million)
 * pairs are exact whole numbers, and do not depend on the order in which they are made.
 */
export const MILLIONTHS = 1_000_000;

/**
 * Summed similarities of clusters: for each cluster c below `rows`, in order, the sums over all pairs of
 * a member of c and a member of each later cluster, and over the pairs within c, each once. All pairs are
 * compared by way of lists of each bit's molecules; the memory grows with the on-bits alone.
 *
 * @param cluster of each molecule, 0 … `count` − 1, none empty; two empty fingerprints have similarity 1
 * @param visit gets the row of c, of which entries from c on are set; it is used again
 * @throws AbortedError
 */
export async function eachSummedRow(
  matrix: FingerprintMatrix,
  { cluster, count, rows }: { cluster: Int32Array; count: number; rows: number },
  task: Task,
  visit: (c: number, row: Float64Array) => void,
): Promise<void> {
  const { order, starts } = byCluster(cluster, count);
  const onBits = Int32Array.from(order, (m) => matrix.onBits[m]);
  const postings = postingsOf(matrix, order);
  const overlap = new Uint16Array(order.length);
  const row = new Float64Array(count);
  const bits = new Int32Array(matrix.width * 32);
  let p = 0;
  for (let c = 0; c < rows; c++) {
    row.fill(0);
    for (; p < starts[c + 1]; p++) {
      const a = onBitPositions(matrix, order[p], bits);
      for (let k = 0; k < a; k++) {
        const bit = bits[k];
        // The list is ascending, and those up to here were met before: they are not looked at again.
        const from = ++postings.next[bit];
        const end = postings.starts[bit + 1];
        for (let e = from; e < end; e++) overlap[postings.positions[e]]++;
      }
      addRow(p, a, c, { starts, onBits, overlap, row });
      if (task.due()) await task.breathe(p);
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

/** Molecules by cluster, ascending within one, and where each cluster begins. */
function byCluster(cluster: Int32Array, count: number): { order: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const c of cluster) starts[c + 1]++;
  for (let c = 0; c < count; c++) starts[c + 1] += starts[c];
  const next = starts.slice();
  const order = new Int32Array(cluster.length);
  cluster.forEach((c, m) => {
    order[next[c]++] = m;
  });
  return { order, starts };
}

/** Of each bit the positions in `order` of the molecules that have it, ascending, as compressed rows. */
function postingsOf(matrix: FingerprintMatrix, order: Int32Array) {
  const bits = new Int32Array(matrix.width * 32);
  const starts = new Int32Array(bits.length + 1);
  for (const m of order) {
    const n = onBitPositions(matrix, m, bits);
    for (let k = 0; k < n; k++) starts[bits[k] + 1]++;
  }
  for (let b = 0; b < bits.length; b++) starts[b + 1] += starts[b];
  const next = starts.slice();
  const positions = new Int32Array(starts[bits.length]);
  order.forEach((m, p) => {
    const n = onBitPositions(matrix, m, bits);
    for (let k = 0; k < n; k++) positions[next[bits[k]]++] = p;
  });
  return { starts, positions, next: starts.slice() };
}
