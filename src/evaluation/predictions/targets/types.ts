import type { LabelTask } from '../../../tables/labels.js';
import type { Table } from '../../../tables/table.js';
import type { ScoreOptions } from '../../options.js';
import type { TestSet } from '../../test-set/test-set.js';
import type { JoinReport } from '../../types.js';
import type { Joined } from '../join.js';
import type { ModelPredictions } from '../read-model.js';

/** True values of one label column, or of one class. */
export interface Truths {
  readonly name: string;
  readonly task: LabelTask;
  /** Of each test row; NaN where it has none. */
  readonly truth: Float64Array;
  /** Of each training molecule; NaN where it has none. */
  readonly train: Float64Array;
  /** The same of the training set of each fold; null without folds. */
  readonly trainByFold: readonly Float64Array[] | null;
}

/** True values, and what a model predicts of them. */
export interface ScoredTarget extends Truths {
  /** Null where only the baselines are scored. */
  readonly model: ModelPredictions | null;
}

export interface Targets {
  readonly targets: readonly ScoredTarget[];
  /** Whether they are tasks of their own, the classes of one column, or a single column. */
  readonly kind: 'single' | 'tasks' | 'classes';
  readonly join: JoinReport | null;
  readonly joined: Joined | null;
  /** The columns that were used, as they are called. */
  readonly label: string | undefined;
  readonly prediction: string | undefined;
  readonly warnings: string[];
  /** Signs that the predictions are wrong, such as another scale. */
  readonly hints: readonly string[];
}

/** Targets and columns, before the predictions are examined. */
export type FoundTargets = Omit<Targets, 'hints'>;

/** Joins the predictions with the test rows, by columns that hold predictions; null without predictions. */
export type Join = (columns: readonly number[]) => Promise<Joined> | null;

/** Inputs of reading targets. */
export interface TargetRequest {
  readonly options: ScoreOptions;
  readonly test: TestSet;
  /** The predictions; null to score the baselines alone. */
  readonly table: Table | null;
  readonly join: Join;
}
