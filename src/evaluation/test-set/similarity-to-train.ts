import { PROPERTIES } from '../../chemistry/descriptors/properties.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { readProperties } from '../../chemistry/properties.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { structureOf } from '../../dataset/molecules.js';
import type { Job } from '../../job.js';
import { butinaClusters } from '../../similarity/clusters.js';
import { type FingerprintMatrix, selectFingerprints } from '../../similarity/fingerprints.js';
import { findNearest } from '../../similarity/nearest.js';
import type { Nearest } from '../../similarity/search.js';
import { buildThresholdGraph } from '../../similarity/threshold-graph.js';
import { tiedNeighbors } from '../../similarity/tied.js';
import { textHash } from '../../text.js';
import { type BaselineContext, type LabeledNeighbors, NEIGHBORS } from '../baselines/baseline.js';
import type { TestSet } from './test-set.js';

/** Molecules at least so similar are in one cluster for `--resample cluster`. */
const CLUSTER_SIMILARITY = { num: 13, den: 20 };

/** A linear model of a dozen properties learns nothing more from more molecules. */
const MOST_FITTED = 20_000;

/** The test molecules, and how they relate to those in training. What takes long is found out when asked for, once. */
export class SimilarityToTrain {
  /** Position of each test row's molecule among the distinct ones. */
  readonly of: Int32Array;
  private readonly queries: FingerprintMatrix;
  private known: { mask: string; lists: readonly LabeledNeighbors[] } | undefined;
  private described: BaselineContext['properties'] | undefined;

  private constructor(
    private readonly test: TestSet,
    /** The distinct molecules of the test rows, as the test table numbers them. */
    readonly molecules: Int32Array,
    private readonly pool: ChemistryPool,
    private readonly job: Job,
    /** The nearest training molecule of each distinct test molecule. */
    readonly nearest: Nearest,
  ) {
    const position = new Int32Array(test.table.set.count);
    molecules.forEach((m, i) => {
      position[m] = i;
    });
    this.of = test.records.map((r) => position[test.table.set.moleculeOf[r]]);
    this.queries = selectFingerprints(test.table.fingerprints, molecules);
  }

  static async measure(test: TestSet, pool: ChemistryPool, job: Job): Promise<SimilarityToTrain> {
    const { table, records, train } = test;
    const molecules = Int32Array.from(new Set(records.map((r) => table.set.moleculeOf[r])));
    const queries = selectFingerprints(table.fingerprints, molecules);
    job.progress.start('finding neighbors', queries.count, 'molecules');
    const nearest = await findNearest(queries, train.fingerprints, job);
    job.progress.finish();
    return new SimilarityToTrain(test, molecules, pool, job, nearest);
  }

  /** Max similarity to training of a test row's molecule. */
  similarity(row: number): number {
    const m = this.of[row];
    return this.nearest.intersection[m] / this.nearest.union[m];
  }

  /** The nearest training molecules that have a label, of each distinct test molecule. */
  async neighbors(trainLabels: Float64Array): Promise<readonly LabeledNeighbors[]> {
    const labeled = [...trainLabels.keys()].filter((m) => !Number.isNaN(trainLabels[m]));
    const mask = labeled.length === trainLabels.length ? 'all' : labeled.join();
    if (this.known?.mask === mask) return this.known.lists;
    const { fingerprints } = this.test.train;
    const references = mask === 'all' ? fingerprints : selectFingerprints(fingerprints, labeled);
    const { job } = this;
    job.progress.start('nearest neighbors', this.queries.count, 'molecules');
    const found = await tiedNeighbors(this.queries, references, NEIGHBORS, job);
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

  /**
   * Properties of the distinct test molecules, and of the training molecules: of {@link MOST_FITTED} of them where
   * there are more, the others' are NaN.
   */
  async properties(): Promise<BaselineContext['properties']> {
    if (this.described) return this.described;
    const { test, pool, job } = this;
    const train = smilesOf(test.train.table, test.train.members);
    const fitted = sampled(train, MOST_FITTED);
    const own = smilesOf(test.table, this.molecules);
    job.progress.start('computing properties', fitted.length + own.length, 'molecules');
    const values = await readProperties(
      [...Array.from(fitted, (m) => train[m]), ...own],
      pool,
      job,
    );
    job.progress.finish();
    const width = PROPERTIES.length;
    const known = new Float64Array(train.length * width).fill(Number.NaN);
    fitted.forEach((m, k) => {
      known.set(values.subarray(k * width, (k + 1) * width), m * width);
    });
    this.described = { width, train: known, test: values.slice(fitted.length * width) };
    return this.described;
  }

  /** The Taylor-Butina cluster of each test row's molecule. Does not depend on the order of rows. */
  async clusters(): Promise<Int32Array> {
    const { queries } = this;
    const order = Int32Array.from({ length: queries.count }, (_, i) => i).sort((a, b) =>
      compareRows(queries, a, b),
    );
    const matrix = selectFingerprints(queries, order);
    const graph = await buildThresholdGraph(matrix, CLUSTER_SIMILARITY, this.job);
    const clusters = butinaClusters(graph);
    const ofMolecule = new Int32Array(queries.count);
    order.forEach((m, k) => {
      ofMolecule[m] = clusters[k];
    });
    return this.of.map((m) => ofMolecule[m]);
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

/** Order of two fingerprints read as numbers. */
function compareRows({ words, width }: FingerprintMatrix, a: number, b: number): number {
  for (let w = 0; w < width; w++) {
    const difference = words[a * width + w] - words[b * width + w];
    if (difference !== 0) return difference;
  }
  return 0;
}
