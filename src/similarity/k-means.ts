import type { Job } from '../job.js';
import type { Random } from '../random.js';
import { type FingerprintMatrix, onBitPositions } from './fingerprints.js';

/** The most rounds, as in scikit-learn. */
const MAX_ROUNDS = 300;
/** Distances that differ by less are compared again. */
const MARGIN = 1e-6;

/** The on-bits of each molecule, as compressed rows. */
interface OnBits {
  readonly count: number;
  readonly bits: number;
  readonly offsets: Int32Array;
  readonly positions: Uint16Array;
}

/** Clusters of {@link kMeans}. */
export interface MeanClusters {
  /** Cluster of each molecule, below `clusters`; none is empty. */
  readonly of: Int32Array;
  readonly clusters: number;
  /** Times that all molecules were put to their nearest mean. */
  readonly rounds: number;
  /** Whether the last round changed nothing. */
  readonly converged: boolean;
}

/**
 * k-means of fingerprints as vectors of zeros and ones, by Euclidean distance: Lloyd's algorithm (IEEE Trans. Inf.
 * Theory 1982) from the start of Arthur and Vassilvitskii (k-means++, SODA 2007), until no
 * molecule changes its cluster, for at most 300 rounds. A cluster that loses all its molecules gets the one that is
 * farthest from its mean. Of equally near means the first is taken.
 *
 * Sums are made in a fixed order of plain arithmetic: the same seed gives the same clusters everywhere.
 *
 * @param k how many clusters; there are fewer where fewer fingerprints are different
 * @throws AbortedError
 */
export async function kMeans(
  matrix: FingerprintMatrix,
  k: number,
  random: Random,
  job: Job,
): Promise<MeanClusters> {
  const rows = onBitsOf(matrix);
  job.progress.start('choosing first means', k, 'clusters');
  const centers = await firstCenters(rows, k, random, job);
  job.progress.finish();
  const means = new Means(rows, centers);
  job.progress.start('moving means', MAX_ROUNDS, 'rounds');
  let changed = true;
  let rounds = 0;
  while (changed && rounds < MAX_ROUNDS) {
    changed = false;
    for (let m = 0; m < rows.count; m++) {
      if (means.assign(m)) changed = true;
      if ((m & 255) === 0 && job.due()) await job.breathe(rounds);
    }
    rounds++;
    if (changed) means.update();
  }
  job.progress.finish();
  return { of: means.of, clusters: centers.length, rounds, converged: !changed };
}

function onBitsOf(matrix: FingerprintMatrix): OnBits {
  const { count, width, onBits } = matrix;
  const offsets = new Int32Array(count + 1);
  for (let m = 0; m < count; m++) offsets[m + 1] = offsets[m] + onBits[m];
  const positions = new Uint16Array(offsets[count]);
  const own = new Int32Array(width * 32);
  for (let m = 0; m < count; m++) {
    const n = onBitPositions(matrix, m, own);
    positions.set(own.subarray(0, n), offsets[m]);
  }
  return { count, bits: width * 32, offsets, positions };
}

/**
 * Molecules to start from, each chosen with a chance in proportion to the square of its distance to the
 * nearest before it, which is the number of bits that differ. Ends when all molecules are as one of them.
 */
async function firstCenters(rows: OnBits, k: number, random: Random, job: Job) {
  const { count, offsets, positions } = rows;
  const centers = [random.below(count)];
  const distance = new Int32Array(count).fill(0x7fff_ffff);
  const isOn = new Uint8Array(rows.bits);
  for (;;) {
    const center = centers[centers.length - 1];
    const on = positions.subarray(offsets[center], offsets[center + 1]);
    for (const b of on) isOn[b] = 1;
    let total = 0;
    for (let m = 0; m < count; m++) {
      let common = 0;
      for (let p = offsets[m]; p < offsets[m + 1]; p++) common += isOn[positions[p]];
      const apart = on.length + offsets[m + 1] - offsets[m] - 2 * common;
      if (apart < distance[m]) distance[m] = apart;
      total += distance[m];
    }
    for (const b of on) isOn[b] = 0;
    if (centers.length === k || total === 0) return centers;
    let left = random.below(total);
    let next = 0;
    for (; left >= distance[next]; next++) left -= distance[next];
    centers.push(next);
    if (job.due()) await job.breathe(centers.length);
  }
}

/** Means of clusters, and the cluster of each molecule. */
class Means {
  readonly of: Int32Array;
  private readonly k: number;
  /** Mean of each bit in each cluster, bits × clusters, so that a molecule's bits are rows. */
  private readonly mean: Float64Array;
  /** Square of the length of each mean. */
  private readonly square: Float64Array;
  private readonly size: Int32Array;
  private readonly dot: Float64Array;
  /** For each molecule a distance that no mean but its own is nearer than (Hamerly, SDM 2010). */
  private readonly lower: Float64Array;
  /** How far the mean that moved most has moved in the last update. */
  private moved = 0;

  /** @param centers molecules that are the first means */
  constructor(
    private readonly rows: OnBits,
    centers: readonly number[],
  ) {
    this.k = centers.length;
    this.of = new Int32Array(rows.count).fill(-1);
    this.mean = new Float64Array(rows.bits * this.k);
    this.square = new Float64Array(this.k);
    this.size = new Int32Array(this.k);
    this.dot = new Float64Array(this.k);
    this.lower = new Float64Array(rows.count);
    centers.forEach((m, c) => {
      this.square[c] = rows.offsets[m + 1] - rows.offsets[m];
      for (let p = rows.offsets[m]; p < rows.offsets[m + 1]; p++) {
        this.mean[rows.positions[p] * this.k + c] = 1;
      }
    });
  }

  /** Puts a molecule to its nearest mean; returns whether that is another than before. */
  assign(m: number): boolean {
    const own = this.of[m];
    if (own >= 0) {
      this.lower[m] -= this.moved;
      // The margin is far above what rounding adds up to: what is skipped would not have changed.
      if (this.distance(m, own) < this.lower[m] - MARGIN) return false;
    }
    const { dot, k, square, rows } = this;
    this.products(m);
    let best = 0;
    let least = square[0] - 2 * dot[0];
    let second = Number.POSITIVE_INFINITY;
    for (let c = 1; c < k; c++) {
      const d = square[c] - 2 * dot[c];
      if (d < least) {
        second = least;
        least = d;
        best = c;
      } else if (d < second) {
        second = d;
      }
    }
    const length = rows.offsets[m + 1] - rows.offsets[m];
    this.lower[m] = Math.sqrt(Math.max(0, length + second));
    this.of[m] = best;
    return best !== own;
  }

  private distance(m: number, c: number): number {
    const { offsets, positions } = this.rows;
    let dot = 0;
    for (let p = offsets[m]; p < offsets[m + 1]; p++) dot += this.mean[positions[p] * this.k + c];
    return Math.sqrt(Math.max(0, offsets[m + 1] - offsets[m] + this.square[c] - 2 * dot));
  }

  /** The inner product of a molecule with each mean, into `dot`. */
  private products(m: number): void {
    const { rows, mean, dot, k } = this;
    dot.fill(0);
    for (let p = rows.offsets[m]; p < rows.offsets[m + 1]; p++) {
      const row = rows.positions[p] * k;
      for (let c = 0; c < k; c++) dot[c] += mean[row + c];
    }
  }

  /** Moves each mean to the middle of its cluster. */
  update(): void {
    const { rows, mean, square, size, of, k } = this;
    const before = mean.slice();
    size.fill(0);
    for (const c of of) size[c]++;
    for (let c = 0; c < k; c++) if (size[c] === 0) this.refill(c);
    mean.fill(0);
    for (let m = 0; m < rows.count; m++) {
      for (let p = rows.offsets[m]; p < rows.offsets[m + 1]; p++) {
        mean[rows.positions[p] * k + of[m]]++;
      }
    }
    square.fill(0);
    const shift = new Float64Array(k);
    for (let at = 0, b = 0; b < rows.bits; b++) {
      for (let c = 0; c < k; c++, at++) {
        if (mean[at] > 0) mean[at] /= size[c];
        square[c] += mean[at] * mean[at];
        shift[c] += (mean[at] - before[at]) * (mean[at] - before[at]);
      }
    }
    this.moved = Math.sqrt(shift.reduce((a, b) => Math.max(a, b), 0));
  }

  /** Gives an empty cluster the molecule that is farthest from its mean, of several the first; not the last of a cluster. */
  private refill(empty: number): void {
    const { of, size } = this;
    let farthest = -1;
    let most = -1;
    for (let m = 0; m < this.rows.count; m++) {
      if (size[of[m]] === 1) continue;
      const d = this.distance(m, of[m]);
      if (d > most) {
        most = d;
        farthest = m;
      }
    }
    size[of[farthest]]--;
    size[empty]++;
    of[farthest] = empty;
    this.lower[farthest] = 0;
  }
}
