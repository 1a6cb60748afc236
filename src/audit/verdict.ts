import { count } from '../text.js';
import { moleculeCount, recordCount, type Side } from './side.js';

export const VERDICTS = ['leaky', 'similar', 'apart'] as const;

/**
 * `leaky`: answers of the test can be looked up. At least 1% of the test records are copies (a
 * training molecule after standardisation, or one with the very fingerprint of one), or at least 20%
 * have a training neighbour of similarity 0.9.
 * `similar`: not that, but at least 10% of the test records have a training neighbour of similarity
 * 0.7: the test is one of interpolation.
 * `apart`: neither.
 */
export type Verdict = (typeof VERDICTS)[number];

/** Shares of the test records, in percent. */
const COPIES = 1;
const NEAR_COPIES = 20;
const NEIGHBOURS = 10;

/** What a verdict rests on: numbers of test records. */
export interface VerdictFacts {
  /** That are training molecules after standardisation. */
  readonly duplicates: number;
  /** That are, or have the very fingerprint of one. */
  readonly copies: number;
  /** With a training neighbour from similarity 0.9, and from 0.7. */
  readonly near90: number;
  readonly near70: number;
}

/** The verdict on two sides, of `records` test records. */
export function verdictOf(records: number, facts: VerdictFacts): Verdict {
  const reaches = (n: number, percent: number) => 100 * n >= percent * records;
  if (reaches(facts.copies, COPIES) || reaches(facts.near90, NEAR_COPIES)) return 'leaky';
  return reaches(facts.near70, NEIGHBOURS) ? 'similar' : 'apart';
}

/** The verdict as one line. */
export function verdictLine(train: Side, test: Side, facts: VerdictFacts): string {
  const records = recordCount(test);
  const verdict = verdictOf(records, facts);
  const noun = moleculeCount(test) === records ? 'molecules' : 'rows';
  const all = `${count(records)} ${adjective(test.name)} ${noun}`;
  const theirs = adjective(train.name);
  const { duplicates, copies, near90, near70 } = facts;
  const some = (n: number) => `${count(n)} of ${all} (${percent(n, records)})`;
  const shares = `${percent(near90, records)} have a ${theirs} neighbour ≥ 0.9, ${percent(near70, records)} ≥ 0.7`;
  if (verdict === 'leaky') {
    if (duplicates > 0) {
      const [are, molecules] = duplicates === 1 ? ['is a', 'molecule'] : ['are', 'molecules'];
      return `leaky: ${some(duplicates)} ${are} ${theirs} ${molecules}; ${shares}`;
    }
    if (copies > 0) {
      const have = copies === 1 ? 'has' : 'have';
      return `leaky: ${some(copies)} ${have} the very fingerprint of a ${theirs} molecule; ${shares}`;
    }
    return `leaky: ${percent(near90, records)} of ${all} have a ${theirs} neighbour ≥ 0.9`;
  }
  const known =
    duplicates === 0
      ? `none is a ${theirs} molecule`
      : duplicates === 1
        ? `1 is a ${theirs} molecule`
        : `${count(duplicates)} are ${theirs} molecules`;
  return `${verdict}: ${percent(near70, records)} of ${all} have a ${theirs} neighbour ≥ 0.7, ${percent(near90, records)} ≥ 0.9; ${known}`;
}

/** What is said of molecules of a side. */
export function adjective(side: string): string {
  return side === 'train' ? 'training' : side === 'valid' ? 'validation' : side;
}

/** A share for people: `38.2%`; one that is neither none nor all is never shown as if it were. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0%';
  if (part === whole) return '100%';
  return `${Math.min(99.9, Math.max(0.1, (100 * part) / whole)).toFixed(1)}%`;
}
