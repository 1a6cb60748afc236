import type { SimilarityBins } from '../../similarity/bins.js';
import { type Compared, selectCompared } from '../../similarity/compared.js';
import type { BaselineContext, LabeledNeighbors } from '../baselines/baseline.js';
import type { PairNumbers } from '../pairs/numbers.js';
import type { Sides } from './true-values.js';

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
}
