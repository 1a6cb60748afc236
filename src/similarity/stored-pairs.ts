import type { TanimarkError } from '../errors.js';
import type { Job } from '../job.js';
import { Random } from '../random.js';
import { compareRational, type Rational } from '../rational.js';
import { type Adjacency, sortRows } from './adjacency.js';
import { type FingerprintMatrix, overlapOf, selectFingerprints } from './fingerprints.js';
import { GrowingRows } from './growing-rows.js';
import { SimilaritySearch } from './search.js';

/** Molecules whose neighbors are searched again, to see whether all are listed. */
const SAMPLE = 1000;

/** The neighbors of a molecule as they were stored. */
export interface StoredRow {
  readonly molecule: number;
  /** Molecules, in any order. */
  readonly neighbors: readonly number[];
  /** Similarity of each. */
  readonly similarities: readonly number[];
}

/** Neighbors that were found elsewhere, which can be gone through several times. */
export interface PairSource {
  /** The least similarity of pairs that are listed; all of them are, from both sides. */
  readonly threshold: Rational;
  /** The neighbors of every molecule, in the order of the molecules. */
  rows(job: Job): AsyncIterable<StoredRow>;
  /** The error for a selection that needs pairs of a smaller similarity than those listed. */
  tooHigh(needed: Rational): TanimarkError;
  /** The error for a pair that is not listed as it should be. */
  wrong(i: number, j: number, what: string): TanimarkError;
}

/** Which pairs are taken, and what is kept of them. */
export interface Selection<Values extends Uint8Array | Uint16Array> {
  /** The least similarity; not below that of the source. */
  readonly threshold: Rational;
  /** The most pairs. */
  readonly limit: number;
  /** What is kept of a pair: below 65,536, of its on-bits in common and on-bits of either. */
  value(intersection: number, union: number): number;
  make(length: number): Values;
  /** 1 for molecules whose pairs are not taken. */
  readonly left?: Uint8Array;
  /** Is told of the pairs of a molecule that is taken and one that is not. */
  readonly crossing?: (molecule: number, value: number) => void;
}

/**
 * Pairs that were found elsewhere, as an adjacency of molecules. They are not believed: the similarity of every pair is
 * computed again and each pair must be listed from both sides. The neighbors of a sample of molecules, always the same one for
 * a seed, are searched again, so that pairs that are not listed show.
 */
export class StoredPairs {
  private isChecked = false;
  private wasRead = false;

  constructor(
    private readonly source: PairSource,
    private readonly seed: number,
  ) {}

  get threshold(): Rational {
    return this.source.threshold;
  }

  /** Whether anything was asked of the pairs. */
  get used(): boolean {
    return this.wasRead;
  }

  /**
   * Both directions of the pairs of a selection.
   *
   * @returns undefined if there are more than its limit
   * @throws TanimarkError that names the two molecules of a pair that is wrong, missing or listed once only
   */
  async select<Values extends Uint8Array | Uint16Array>(
    matrix: FingerprintMatrix,
    selection: Selection<Values>,
    job: Job,
  ): Promise<Adjacency<Values> | undefined> {
    this.wasRead = true;
    const { source } = this;
    const { threshold, limit, left, crossing } = selection;
    if (compareRational(threshold, source.threshold) < 0) throw source.tooHigh(threshold);
    const { count } = matrix;
    const sampled = this.isChecked ? new Map<number, Set<number>>() : this.sample(count);
    const rows = new GrowingRows(selection.make);
    const offsets = new Int32Array(count + 1);
    let pairs = 0;
    job.progress.start('reading neighbors', count, 'molecules');
    for await (const { molecule: i, neighbors, similarities } of source.rows(job)) {
      const seen = sampled.get(i);
      for (const [e, j] of neighbors.entries()) {
        seen?.add(j);
        const { intersection, union } = overlapOf(matrix, i, matrix, j);
        this.checkPair(i, j, similarities[e], intersection, union);
        if (!reaches(intersection, union, threshold) || left?.[i] === 1) continue;
        const value = selection.value(intersection, union);
        if (left?.[j] === 1) {
          crossing?.(i, value);
          continue;
        }
        if (j > i && ++pairs > limit) return undefined;
        rows.push(j, value);
      }
      offsets[i + 1] = rows.length;
      if ((i & 63) === 0 && job.due()) await job.breathe(i);
    }
    job.progress.finish();
    const { neighbors, values } = rows.finish();
    await sortRows(offsets, neighbors, values, job);
    this.checkSymmetric(offsets, neighbors);
    if (!this.isChecked) await this.checkSample(matrix, sampled, job);
    this.isChecked = true;
    return { offsets, neighbors, values };
  }

  private sample(count: number): Map<number, Set<number>> {
    const all = Int32Array.from({ length: count }, (_, m) => m);
    const some = count <= SAMPLE ? all : new Random(this.seed).shuffle(all).slice(0, SAMPLE).sort();
    return new Map(Array.from(some, (m) => [m, new Set<number>()]));
  }

  private checkPair(i: number, j: number, listed: number, intersection: number, union: number) {
    const similarity = union === 0 ? 1 : intersection / union;
    if (listed !== similarity) {
      throw this.source.wrong(i, j, `are listed with similarity ${listed}, and have ${similarity}`);
    }
    if (!reaches(intersection, union, this.threshold)) {
      throw this.source.wrong(
        i,
        j,
        `are listed, and their similarity of ${similarity} is below the threshold`,
      );
    }
  }

  /** @param neighbors ascending within rows */
  private checkSymmetric(offsets: Int32Array, neighbors: Int32Array): void {
    const next = offsets.slice(0, -1);
    for (let i = 0; i < next.length; i++) {
      for (let e = offsets[i]; e < offsets[i + 1]; e++) {
        const j = neighbors[e];
        if (e > offsets[i] && neighbors[e - 1] === j) {
          throw this.source.wrong(i, j, 'are listed twice');
        }
        // Rows ascend, so the molecules before i in row j have all been passed.
        const at = next[j]++;
        if (at < offsets[j + 1] && neighbors[at] === i) continue;
        const other = at < offsets[j + 1] ? neighbors[at] : i;
        throw this.oneSided(...(other < i ? ([j, other] as const) : ([i, j] as const)));
      }
    }
    const j = next.findIndex((at, row) => at < offsets[row + 1]);
    if (j >= 0) throw this.oneSided(j, neighbors[next[j]]);
  }

  private oneSided(i: number, j: number): TanimarkError {
    return this.source.wrong(i, j, 'are listed as neighbors from the first of them only');
  }

  private async checkSample(
    matrix: FingerprintMatrix,
    sampled: ReadonlyMap<number, ReadonlySet<number>>,
    job: Job,
  ): Promise<void> {
    const members = [...sampled.keys()];
    job.progress.start('searching some neighbors again', members.length, 'molecules');
    const search = await SimilaritySearch.open(matrix, members.length, job);
    try {
      const { threshold } = this;
      const found = await search.search(selectFingerprints(matrix, members), { threshold }, job);
      for (const [q, i] of members.entries()) {
        for (let e = found.offsets[q]; e < found.offsets[q + 1]; e++) {
          const j = found.indices[e];
          if (j === i || sampled.get(i)?.has(j)) continue;
          const similarity = found.unions[e] === 0 ? 1 : found.intersections[e] / found.unions[e];
          throw this.source.wrong(i, j, `have similarity ${similarity}, and are not listed`);
        }
      }
    } finally {
      await search.close();
    }
    job.progress.finish();
  }
}

function reaches(intersection: number, union: number, { num, den }: Rational): boolean {
  return union === 0 || intersection * den >= num * union;
}
