import type { Job } from '../job.js';
import type { Rational } from '../rational.js';
import type { Nearest } from '../similarity/search.js';
import type { LabelTask } from '../tables/labels.js';
import type { FoundPairs } from './found-pairs.js';
import type { Sameness } from './sameness.js';
import type { SameLevel, Side } from './side.js';

/** What an audit is asked to look for. */
export interface AuditSettings {
  /** The level up to which molecules that are the same count as duplicates. */
  readonly standardize: SameLevel;
  /** Similarities from which on a training neighbor is near, highest first. */
  readonly near: readonly { readonly text: string; readonly value: Rational }[];
  /** Labels of a regression that differ by more contradict each other; null: by the standard deviation of training. */
  readonly conflict: number | null;
}

/** Two sides of a split, and what is known of how they relate. */
export interface AuditContext {
  /** The side that a model learns from. */
  readonly train: Side;
  /** The side that it is judged on. */
  readonly test: Side;
  readonly settings: AuditSettings;
  /** What the labels are; null where they cannot be compared. */
  readonly labelTask: LabelTask | null;
  /** Why labels cannot be compared, where they cannot. */
  readonly noLabels: string;
  /** The nearest training molecule of each test molecule. */
  readonly nearest: Nearest;
  readonly same: Sameness;
  /** Labels of a regression that differ by more contradict each other; 0 for classes. */
  readonly conflict: number;
  /** Visits every pair of a test and a training molecule whose similarity is at least this. */
  eachSimilar(threshold: Rational, visit: (test: number, train: number) => void): Promise<void>;
  readonly job: Job;
}

/** What a finding says beside its pairs. */
export interface FindingNotes {
  /** Why it cannot be looked for here. */
  readonly inapplicable?: string;
  /** Further numbers, by snake-case name. */
  readonly details?: Readonly<Record<string, number>>;
}

/** A kind of leak, or of likeness, between the sides. */
export interface Finding {
  /** Snake-case name, as in JSON and CSV. */
  readonly name: string;
  /** What tables call it; at most 44 characters. */
  readonly title: string;
  /** Definition in one line, and which pairs are listed. */
  readonly definition: string;
  readonly family: 'duplicates' | 'similarity' | 'labels';
  /** Of a duplicate: the level at which it is one. */
  readonly level?: SameLevel;
  /** Adds its pairs of records to `found`. */
  find(context: AuditContext, found: FoundPairs): Promise<FindingNotes> | FindingNotes;
}
