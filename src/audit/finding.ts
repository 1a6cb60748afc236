import type { Job } from '../job.js';
import type { Rational } from '../rational.js';
import type { Nearest } from '../similarity/search.js';
import type { LabelTask } from '../tables/labels.js';
import type { FoundPairs } from './found-pairs.js';
import type { Sameness } from './sameness.js';
import type { SameLevel, Side } from './side.js';

/** Settings of an audit. */
export interface AuditSettings {
  /** Molecules that are the same up to this level count as duplicates. */
  readonly standardize: SameLevel;
  /** Similarities at or above which a training neighbor is near, highest first. */
  readonly near: readonly { readonly text: string; readonly value: Rational }[];
  /** Regression labels that differ by more are in conflict; null: the standard deviation of training. */
  readonly conflict: number | null;
}

/** Two sides of a split and the similarities between them. */
export interface AuditContext {
  /** The side that a model is trained on. */
  readonly train: Side;
  /** The side that a model is tested on. */
  readonly test: Side;
  readonly settings: AuditSettings;
  /** Task of the labels; null where they cannot be compared. */
  readonly labelTask: LabelTask | null;
  /** Why labels cannot be compared, where `labelTask` is null. */
  readonly noLabels: string;
  /** The nearest training molecule of each test molecule. */
  readonly nearest: Nearest;
  readonly same: Sameness;
  /** Regression labels that differ by more are in conflict; 0 for classes. */
  readonly conflict: number;
  /** Visits every pair of a test and a training molecule whose similarity is at least this. */
  eachSimilar(threshold: Rational, visit: (test: number, train: number) => void): Promise<void>;
  readonly job: Job;
}

/** Results of a finding besides its pairs. */
export interface FindingNotes {
  /** Why the finding cannot be checked here. */
  readonly inapplicable?: string;
  /** Further numbers, by snake-case name. */
  readonly details?: Readonly<Record<string, number>>;
}

/** A kind of leakage, or of similarity, between the sides. */
export interface Finding {
  /** Snake-case name, as in JSON and CSV. */
  readonly name: string;
  /** Title in tables; at most 44 characters. */
  readonly title: string;
  /** Definition in one line, and which pairs are listed. */
  readonly definition: string;
  readonly family: 'duplicates' | 'similarity' | 'labels';
  /** For duplicates: the level at which the molecules are the same. */
  readonly level?: SameLevel;
  /** Adds its pairs of records to `found`. */
  find(context: AuditContext, found: FoundPairs): Promise<FindingNotes> | FindingNotes;
}
