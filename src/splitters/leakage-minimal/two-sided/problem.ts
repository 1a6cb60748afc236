import type { Blocks, Goal } from '../partition.js';

/** The clusters on one side, and what its parts are to be like. */
export interface SideProblem {
  readonly blocks: Blocks;
  readonly goal: Goal;
  /** Summed similarity of all pairs of its entities, within clusters too. */
  readonly total: number;
}

/** One of the splits that an assignment makes: of several parts, or, for a fold, of one part and all others. */
export interface View {
  /** Set of each part. */
  readonly set: Uint8Array;
  readonly sets: number;
}

/**
 * Clusters on two sides, to be assigned to parts. A pair is in the set that both of its sides are in; where these
 * are in different sets, it is left out.
 */
export interface Problem {
  /** Drugs and partners. Both have the same number of parts. */
  readonly sides: readonly [SideProblem, SideProblem];
  /** Weight of the pairs of each cluster of drugs with each cluster of partners, drugs × partners. */
  readonly pairs: Float64Array;
  /** Weight of all pairs. */
  readonly weight: number;
  readonly views: readonly View[];
  /** The most weight that may be left out in each split; infinite without a limit. */
  readonly limit: number;
}

/** The part of each cluster of drugs and of partners. */
export type Parts = readonly [Uint8Array, Uint8Array];

/** What each part is a set of its own in. */
export function oneSplit(parts: number): View[] {
  return [{ set: Uint8Array.from({ length: parts }, (_, p) => p), sets: parts }];
}

/** For each of these parts a split in which it is the test set and all others are training. */
export function oneAgainstOthers(parts: number, tested: readonly number[]): View[] {
  return tested.map((own) => ({
    set: Uint8Array.from({ length: parts }, (_, p) => (p === own ? 1 : 0)),
    sets: 2,
  }));
}

/** A side's similarity across parts as a share of all of its similarity; 0 where it has none. */
export function share(similarity: number, { total }: SideProblem): number {
  return total === 0 ? 0 : similarity / total;
}

/** What is made small: both sides' shares of similarity across parts. */
export function leakOf({ sides }: Problem, drugs: number, partners: number): number {
  return share(drugs, sides[0]) + share(partners, sides[1]);
}
