import type { LabelShift } from '../../../audit/label-shift.js';
import type { DuplicatePairs } from '../../../audit/pairs/duplicates.js';
import type { EntityOverlap } from '../../../audit/pairs/entities.js';
import type { HubBias } from '../../../audit/pairs/hub-bias.js';
import type { NearPairs, PairSimilarityShape } from '../../../audit/pairs/similarity.js';
import type { Quadrants } from '../../../audit/pairs/verdict.js';
import type { Verdict } from '../../../audit/verdict.js';
import type { PartnerKind } from '../../../dataset/pairs/types.js';
import type { LabelConflicts } from '../../../tables/label-conflicts.js';
import type { AuditSource, AuditSummary, HeldLimit } from '../types.js';

/** One side of a split of pairs. */
export interface PairAuditSide {
  /** Rows that are valid pairs, and the different pairs, drugs and partners among them. */
  readonly records: number;
  readonly pairs: number;
  readonly drugs: number;
  readonly partners: number;
  /** Rows with a label, and the label column; null without one. */
  readonly labelled: number;
  readonly label: string | null;
  /** Pairs of the side whose own rows have different labels (`molecules` counts the pairs); null without labels. */
  readonly label_conflicts: LabelConflicts | null;
  /** Rows that were left out because their drug or their partner is invalid. */
  readonly invalid: number;
}

/** A test row whose pair is in training, and the first training row that has it. Rows count from 1. */
export interface DuplicateExample {
  readonly test_row: number;
  readonly train_row: number;
  /** Cells of the drug and the partner, those of the test row. */
  readonly drug: string;
  readonly partner: string;
  /** For classes 0 or 1; null without a label. */
  readonly test_label: number | null;
  readonly train_label: number | null;
}

/** A test drug or partner that is not in training, and its nearest neighbor there. */
export interface NearExample {
  /** Their cells in the tables, cut where they are long. */
  readonly test: string;
  readonly train: string;
  /** The first rows that have them, from 1. */
  readonly test_row: number;
  readonly train_row: number;
  readonly similarity: number;
  /** Test rows that have it. */
  readonly test_records: number;
}

/** A finding about drugs or partners, with the most similar of those that are not in training. */
export interface AuditedEntities extends EntityOverlap {
  readonly examples: readonly NearExample[];
}

/** Two sides of a split of pairs, compared. Unless it says otherwise, a number counts test rows. */
export interface PairAuditComparison {
  /** Such as `train-test`. */
  readonly name: string;
  /** Sides: the one that is learned from, and the one that is judged on. */
  readonly train: string;
  readonly test: string;
  readonly verdict: Verdict;
  /** The verdict in two sentences. */
  readonly line: string;
  /** Test rows that are training pairs; `--max-duplicates` counts these. */
  readonly duplicates: DuplicatePairs & { readonly examples: readonly DuplicateExample[] };
  readonly drugs: AuditedEntities;
  readonly partners: AuditedEntities;
  /** Test rows by what of their pair is in training. */
  readonly quadrants: Quadrants;
  /** Max similarities of test rows to training pairs. */
  readonly similarity: PairSimilarityShape;
  /** Test rows by the similarity of their nearest training pair, duplicates included; `--max-near` counts these. */
  readonly near: readonly NearPairs[];
  /** Null without labels on both sides, or if they cannot be compared; the reason is in `labels_reason`. */
  readonly labels: LabelShift | null;
  readonly labels_reason: string | null;
  /** Null without labels on both sides. */
  readonly hub_bias: HubBias | null;
}

/** The document that `tanimark audit --json` prints of a split of pairs, and all other output is rendered from. */
export interface PairAuditSummary extends Omit<AuditSummary, 'sides' | 'comparisons'> {
  readonly kind: 'pairs';
  /** Columns of the drugs and of the partners, of the first table. */
  readonly pairs: {
    readonly drug: string;
    readonly partner: string;
    readonly partner_kind: PartnerKind;
  };
  readonly sides: Readonly<Record<string, PairAuditSide>>;
  /** The first is that of training and test. */
  readonly comparisons: readonly PairAuditComparison[];
}

/** A finished audit of a split of pairs. */
export interface PairAuditResult {
  readonly summary: PairAuditSummary;
  /** The limits of the summary, in the same order. */
  readonly limits: readonly HeldLimit[];
  readonly sources: readonly AuditSource[];
}
