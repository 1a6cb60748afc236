import type { Job } from '../../job.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { butinaClusters } from '../../similarity/clusters.js';
import { type Compared, fingerprintsOf, selectCompared } from '../../similarity/compared.js';
import { type FingerprintMatrix, selectFingerprints } from '../../similarity/fingerprints.js';
import { buildThresholdGraph } from '../../similarity/threshold-graph.js';
import type { BaselineContext, LabeledNeighbors } from '../baselines/baseline.js';
import type { PairNumbers } from '../pairs/numbers.js';
import type { Sides } from './true-values.js';

/** Molecules at least so similar are in one cluster for `--resample cluster`. */
const CLUSTER_SIMILARITY = { num: 13, den: 20 };

/** A training set, and the test rows whose predictions come from a model of it. */
export interface TrainingSet {
  /** Positions among the test rows. */
  readonly rows: Int32Array;
  /** Of these rows alone. */
  readonly toTrain: SimilarityToOne;
}

/** The molecules of test rows, and how they relate to the training set of each row. */
export interface RowSimilarity {
  /** The distinct molecules, as the test table numbers them, and each row's position among them. */
  readonly molecules: Int32Array;
  readonly of: Int32Array;

  /** Max similarity of a test row's molecule to the row's training set. */
  similarity(row: number): number;
  /** The training set of a test row, by its number, and the position of the nearest of its molecules. */
  nearest(row: number): { readonly set: number; readonly member: number };
  /** The bin that it is in. */
  bin(row: number, bins: SimilarityBins): number;
  /** The Taylor-Butina cluster of each test row's molecule. Does not depend on the order of rows. */
  clusters(): Promise<Int32Array>;
  /** One, or that of each fold. */
  readonly sets: readonly TrainingSet[];
}

/** The same where all rows have one training set, with what baselines are fitted to. */
export interface SimilarityToOne extends RowSimilarity {
  /** The nearest training molecules that have a label, of each distinct test molecule. */
  neighbors(trainLabels: Float64Array): Promise<readonly LabeledNeighbors[]>;
  /** Drugs and partners of the distinct test pairs, and of training pairs; null where rows are molecules. */
  pairs(): PairNumbers | null;
  /** Properties of the distinct test molecules, and of training molecules. */
  properties(): Promise<BaselineContext['properties']>;
}

/** The distinct molecules of test rows. */
export class TestMolecules {
  /** As the test table numbers them. */
  readonly molecules: Int32Array;
  /** Position of each test row's molecule among them. */
  readonly of: Int32Array;
  /** What is compared of them. */
  readonly compared: Compared;

  constructor({ table, records }: Pick<Sides, 'table' | 'records'>) {
    const { set, compared } = table;
    this.molecules = Int32Array.from(new Set(records.map((r) => set.moleculeOf[r])));
    const position = new Int32Array(set.count);
    this.molecules.forEach((m, i) => {
      position[m] = i;
    });
    this.of = records.map((r) => position[set.moleculeOf[r]]);
    this.compared = selectCompared(compared, this.molecules);
  }

  /** The Taylor-Butina cluster of each test row's molecule. Does not depend on the order of rows. */
  async clusters(job: Job): Promise<Int32Array> {
    const queries = fingerprintsOf(this.compared);
    const order = Int32Array.from({ length: queries.count }, (_, i) => i).sort((a, b) =>
      compareRows(queries, a, b),
    );
    const matrix = selectFingerprints(queries, order);
    const graph = await buildThresholdGraph(matrix, CLUSTER_SIMILARITY, job);
    const clusters = butinaClusters(graph);
    const ofMolecule = new Int32Array(queries.count);
    order.forEach((m, k) => {
      ofMolecule[m] = clusters[k];
    });
    return this.of.map((m) => ofMolecule[m]);
  }
}

/** Order of two fingerprints read as numbers. */
function compareRows({ words, width }: FingerprintMatrix, a: number, b: number): number {
  for (let w = 0; w < width; w++) {
    const difference = words[a * width + w] - words[b * width + w];
    if (difference !== 0) return difference;
  }
  return 0;
}
