import { count, list, plural } from '../text.js';
import { moleculeCount, recordCount, type Side } from './side.js';

export const VERDICTS = ['leaky', 'similar', 'apart'] as const;

/**
 * `leaky`: answers of the test can be looked up. At least 2% of the test records are copies (training
 * molecules after standardisation, or molecules with the very fingerprint of one), or at least 20% have
 * a training neighbour of similarity 0.9.
 * `similar`: not that, but at least 10% of the test records have a training neighbour of similarity
 * 0.7: the test is one of interpolation.
 * `apart`: neither.
 */
export type Verdict = (typeof VERDICTS)[number];

/** Shares of the test records, in percent. */
const COPIES = 2;
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

/** One kind of copies: test records, and what they are; a record may be of several kinds. */
export interface CopyKind {
  readonly records: number;
  readonly title: string;
}

/** Kinds of copies that a verdict names. */
const MOST_NAMED = 3;

/** The verdict as one line, with the most frequent kinds of copies. */
export function verdictLine(
  train: Side,
  test: Side,
  facts: VerdictFacts,
  kinds: readonly CopyKind[],
): string {
  const records = recordCount(test);
  const noun = moleculeCount(test) === records ? 'molecule' : 'row';
  const all = plural(records, `${adjective(test.name)} ${noun}`);
  const theirs = adjective(train.name);
  const { duplicates, copies, near90, near70 } = facts;
  const verdict = verdictOf(records, facts);
  if (verdict === 'leaky' && 100 * copies >= COPIES * records) {
    const are = copies === 1 ? 'is a copy of a' : 'are copies of';
    const molecules = copies === 1 ? 'molecule' : 'molecules';
    return `leaky: ${count(copies)} of ${all} (${percent(copies, records)}) ${are} ${theirs} ${molecules}: ${named(kinds)}`;
  }
  const known =
    duplicates === 0
      ? `none is a ${theirs} molecule`
      : duplicates === 1
        ? `1 is a ${theirs} molecule`
        : `${count(duplicates)} are ${theirs} molecules`;
  const near = `${percent(near70, records)} of ${all} have a ${theirs} neighbour ≥ 0.7, ${percent(near90, records)} one ≥ 0.9`;
  return `${verdict}: ${near}; ${known}`;
}

function named(kinds: readonly CopyKind[]): string {
  const sorted = kinds.toSorted((a, b) => b.records - a.records);
  const most = kinds.length > MOST_NAMED + 1 ? MOST_NAMED : kinds.length;
  const shown = kinds.filter((kind) => sorted.indexOf(kind) < most);
  const others = sorted.slice(most).reduce((sum, { records }) => sum + records, 0);
  return list([
    ...shown.map(({ records, title }) => `${count(records)} ${title}`),
    ...(others > 0 ? [`${count(others)} otherwise`] : []),
  ]);
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
