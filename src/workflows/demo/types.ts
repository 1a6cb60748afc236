import type { ScoreSummary } from '../score/types.js';
import type { SplitSummary } from '../split/types.js';

/** The document that `tanimark demo --json` prints. */
export interface DemoSummary {
  readonly command: 'demo';
  readonly version: string;
  /** The same data, split at random and by similarity, and the baselines' scores on each. */
  readonly splits: readonly { readonly split: SplitSummary; readonly score: ScoreSummary }[];
}

export interface DemoOptions {
  /** Default 0. */
  readonly seed?: number | undefined;
}
