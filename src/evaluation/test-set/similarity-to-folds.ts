import { PROPERTIES } from '../../chemistry/descriptors/properties.js';
import type { Job } from '../../job.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import type { Fold } from './folds.js';
import { type DescribeSmiles, SimilarityToTrain } from './similarity-to-train.js';
import { type RowSimilarity, TestMolecules, type TrainingSet } from './test-molecules.js';
import type { Sides } from './true-values.js';

/** The test molecules of all folds, and how each row relates to the training set of its own fold. */
export class SimilarityToFolds implements RowSimilarity {
  readonly of: Int32Array;
  readonly molecules: Int32Array;
  /** Number of each row's fold, and the row's place among those of the fold. */
  private readonly fold: Int32Array;
  private readonly place: Int32Array;

  private constructor(
    own: TestMolecules,
    readonly sets: readonly TrainingSet[],
  ) {
    this.of = own.of;
    this.molecules = own.molecules;
    this.fold = new Int32Array(own.of.length);
    this.place = new Int32Array(own.of.length);
    sets.forEach(({ rows }, k) => {
      rows.forEach((row, i) => {
        this.fold[row] = k;
        this.place[row] = i;
      });
    });
  }

  /** @param describe computes properties; every molecule is asked for once, however many folds there are */
  static async measure(
    sides: Sides,
    folds: readonly Fold[],
    describe: DescribeSmiles,
    job: Job,
  ): Promise<SimilarityToFolds> {
    const once = describedOnce(describe);
    const sets: TrainingSet[] = [];
    for (const { rows, train } of folds) {
      const own = { ...sides, records: rows.map((i) => sides.records[i]), train };
      sets.push({ rows, toTrain: await SimilarityToTrain.measure(own, once, job) });
    }
    return new SimilarityToFolds(new TestMolecules(sides), sets);
  }

  similarity(row: number): number {
    return this.sets[this.fold[row]].toTrain.similarity(this.place[row]);
  }

  nearest(row: number) {
    const set = this.fold[row];
    return { set, member: this.sets[set].toTrain.nearest(this.place[row]).member };
  }

  bin(row: number, bins: SimilarityBins): number {
    return this.sets[this.fold[row]].toTrain.bin(this.place[row], bins);
  }
}

/** The same, but asked only for what is not known yet. */
function describedOnce(describe: DescribeSmiles): DescribeSmiles {
  const width = PROPERTIES.length;
  const known = new Map<string, Float64Array>();
  return async (smiles) => {
    const fresh = [...new Set(smiles)].filter((text) => !known.has(text));
    const found = await describe(fresh);
    fresh.forEach((text, k) => {
      known.set(text, found.subarray(k * width, (k + 1) * width));
    });
    const values = new Float64Array(smiles.length * width);
    smiles.forEach((text, i) => {
      values.set(known.get(text) as Float64Array, i * width);
    });
    return values;
  };
}
