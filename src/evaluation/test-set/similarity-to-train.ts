import { PROPERTIES } from '../../chemistry/descriptors/properties.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { structureOf } from '../../dataset/molecules.js';
import type { Job } from '../../job.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { nearestOf, selectCompared, tiedOf } from '../../similarity/compared.js';
import type { Nearest } from '../../similarity/search.js';
import { textHash } from '../../text.js';
import type { BaselineContext, LabeledNeighbors } from '../baselines/baseline.js';
import { NEIGHBORS } from '../baselines/nearest.js';
import type { PairNumbers } from '../pairs/numbers.js';
import { type SimilarityToOne, TestMolecules, type TrainingSet } from './test-molecules.js';
import type { Sides } from './true-values.js';

/** A linear model of a dozen properties learns nothing more from more molecules. */
const MOST_FITTED = 20_000;

/** Properties of molecules by their SMILES, molecules × properties, row-major. */
export type DescribeSmiles = (smiles: string[]) => Promise<Float64Array>;

/** The test molecules, and how they relate to those of one training set. What takes long is found out when asked for, once. */
export class SimilarityToTrain implements SimilarityToOne {
  readonly of: Int32Array;
  readonly molecules: Int32Array;
  readonly sets: readonly TrainingSet[];
  private known: { mask: string; lists: readonly LabeledNeighbors[] } | undefined;
  private described: BaselineContext['properties'] | undefined;

  private constructor(
    private readonly sides: Sides,
    private readonly own: TestMolecules,
    /** The nearest training molecule of each distinct test molecule. */
    private readonly found: Nearest,
    private readonly describe: DescribeSmiles,
    private readonly job: Job,
  ) {
    this.of = own.of;
    this.molecules = own.molecules;
    this.sets = [{ rows: Int32Array.from(sides.records.keys()), toTrain: this }];
  }

  /** @param describe computes properties when they are asked for */
  static async measure(
    sides: Sides,
    describe: DescribeSmiles,
    job: Job,
  ): Promise<SimilarityToTrain> {
    const own = new TestMolecules(sides);
    job.progress.start('finding neighbors', own.compared.count, 'molecules');
    const nearest = await nearestOf(own.compared, sides.train.compared, job);
    job.progress.finish();
    return new SimilarityToTrain(sides, own, nearest, describe, job);
  }

  similarity(row: number): number {
    const m = this.of[row];
    return this.found.intersection[m] / this.found.union[m];
  }

  nearest(row: number) {
    return { set: 0, member: this.found.index[this.of[row]] };
  }

  bin(row: number, bins: SimilarityBins): number {
    const m = this.of[row];
    return bins.of(this.found.intersection[m], this.found.union[m]);
  }

  /** The nearest training molecules that have a label, of each distinct test molecule. */
  async neighbors(trainLabels: Float64Array): Promise<readonly LabeledNeighbors[]> {
    const labeled = [...trainLabels.keys()].filter((m) => !Number.isNaN(trainLabels[m]));
    const mask = labeled.length === trainLabels.length ? 'all' : labeled.join();
    if (this.known?.mask === mask) return this.known.lists;
    const { job, own, sides } = this;
    const { compared } = sides.train;
    const references = mask === 'all' ? compared : selectCompared(compared, labeled);
    job.progress.start('nearest neighbors', own.compared.count, 'molecules');
    const found = await tiedOf(own.compared, references, NEIGHBORS, job);
    job.progress.finish();
    const lists =
      mask === 'all'
        ? found
        : found.map(({ indices, similarities }) => ({
            indices: indices.map((m) => labeled[m]),
            similarities,
          }));
    this.known = { mask, lists };
    return lists;
  }

  pairs(): PairNumbers | null {
    const { sides, molecules } = this;
    if (!sides.pairs) return null;
    const { drug, partner, trainDrug, trainPartner } = sides.pairs;
    const of = (numbers: Int32Array, members: Int32Array) => members.map((m) => numbers[m]);
    return {
      drug: of(drug, molecules),
      partner: of(partner, molecules),
      trainDrug: of(trainDrug, sides.train.members),
      trainPartner: of(trainPartner, sides.train.members),
    };
  }

  /**
   * Properties of the distinct test molecules, and of the training molecules: of {@link MOST_FITTED} of them where
   * there are more, the others' are NaN.
   */
  async properties(): Promise<BaselineContext['properties']> {
    if (this.described) return this.described;
    const { sides, job } = this;
    const train = smilesOf(sides.train.table, sides.train.members);
    const fitted = sampled(train, MOST_FITTED);
    const own = smilesOf(sides.table, this.molecules);
    job.progress.start('computing properties', fitted.length + own.length, 'molecules');
    const values = await this.describe([...Array.from(fitted, (m) => train[m]), ...own]);
    job.progress.finish();
    const width = PROPERTIES.length;
    const known = new Float64Array(train.length * width).fill(Number.NaN);
    fitted.forEach((m, k) => {
      known.set(values.subarray(k * width, (k + 1) * width), m * width);
    });
    this.described = { width, train: known, test: values.slice(fitted.length * width) };
    return this.described;
  }
}

/** Positions of at most `most` texts, chosen by a hash of each, so that their order does not matter. */
function sampled(texts: readonly string[], most: number): Int32Array {
  const all = Int32Array.from(texts, (_, i) => i);
  if (texts.length <= most) return all;
  const hashes = Float64Array.from(texts, textHash);
  const limit = hashes.slice().sort()[most];
  return all.filter((i) => hashes[i] < limit);
}

/** A SMILES of each of some molecules of a table: of several the first by letter, whatever the order of rows. */
export function smilesOf(data: MoleculeTable, molecules: Int32Array): string[] {
  const { set } = data;
  return Array.from(molecules, (m) => {
    const own = set.records.subarray(set.recordOffsets[m], set.recordOffsets[m + 1]);
    const texts = Array.from(own, (r) => structureOf(data, r));
    return texts.reduce((first, text) => (text < first ? text : first));
  });
}
