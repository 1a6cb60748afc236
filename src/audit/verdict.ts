import { count, list, percent, plural } from '../text.js';
import { moleculeCount, recordCount, type Side } from './side.js';
import type { Likeness } from './similarity.js';

export const VERDICTS = ['leaky', 'similar', 'apart'] as const;

/**
 * `leaky`: answers of the test can be looked up. At least 2% of the test records are copies (training
 * molecules up to the level of standardization) or cannot be told from a training molecule by the
 * fingerprint, or at least 20% have a training neighbor of similarity 0.9.
 * `similar`: not that, but at least 10% of the test records have a training neighbor of similarity
 * 0.7: the test is one of interpolation.
 * `apart`: neither.
 */
export type Verdict = (typeof VERDICTS)[number];

/** Shares of the test records, in percent. */
const COPIES = 2;
const NEAR_COPIES = 20;
const NEIGHBORS = 10;

/** What a verdict rests on: numbers of test records. */
export interface VerdictFacts {
  /** Copies: that are training molecules up to the level of standardization. */
  readonly duplicates: number;
  /** That are none, but have the very fingerprint of a training molecule. */
  readonly indistinguishable: number;
  /** With a training neighbor from similarity 0.9, and from 0.7. */
  readonly near90: number;
  readonly near70: number;
}

/** The verdict on two sides, of `records` test records. */
export function verdictOf(records: number, facts: VerdictFacts): Verdict {
  const reaches = (n: number, percent: number) => 100 * n >= percent * records;
  const copies = facts.duplicates + facts.indistinguishable;
  if (reaches(copies, COPIES) || reaches(facts.near90, NEAR_COPIES)) return 'leaky';
  return reaches(facts.near70, NEIGHBORS) ? 'similar' : 'apart';
}

/** One kind of copies: test records, and what they are; a record may be of several kinds. */
export interface CopyKind {
  readonly records: number;
  readonly title: string;
}

/** `2 the same but for stereo and 1 another tautomer of the same`. */
export function kindNames(kinds: readonly CopyKind[]): string {
  return list(kinds.map(({ records, title }) => `${count(records)} ${title}`));
}

/** The kinds that `records` copies are of, each with its number. */
export function copyKinds(records: number, kinds: readonly CopyKind[]): string {
  const sum = kinds.reduce((all, kind) => all + kind.records, 0);
  return sum > records ? `${kindNames(kinds)}, some of several kinds` : kindNames(kinds);
}

const LIKENESS_WORDS: Readonly<Record<Likeness, string>> = {
  as_random: 'as near as after a random split',
  nearer: 'nearer than after a random split',
  further: 'further than after a random split',
  otherwise: 'spread otherwise than after a random split',
};

/** The verdict as one line, with every kind of copies where they decide it. */
export function verdictLine(
  train: Side,
  test: Side,
  facts: VerdictFacts,
  kinds: readonly CopyKind[],
  likeness: Likeness | null,
): string {
  const records = recordCount(test);
  const noun = moleculeCount(test) === records ? 'molecule' : 'row';
  const all = plural(records, `${adjective(test.name)} ${noun}`);
  const theirs = adjective(train.name);
  const { near90, near70 } = facts;
  const verdict = verdictOf(records, facts);
  const like = likeness === null ? '' : `; ${LIKENESS_WORDS[likeness]}`;
  const copies = facts.duplicates + facts.indistinguishable;
  if (verdict === 'leaky' && 100 * copies >= COPIES * records) {
    const share = `${count(copies)} of ${all} (${percent(copies, records)})`;
    return `leaky: ${share} ${copiesText(theirs, facts, kinds)}${like}`;
  }
  const known = knownText(theirs, facts.duplicates);
  const near = `${percent(near70, records)} of ${all} have a ${theirs} neighbor ≥ 0.7, ${percent(near90, records)} one ≥ 0.9`;
  return `${verdict}: ${near}; ${known}${like}`;
}

function copiesText(
  theirs: string,
  { duplicates, indistinguishable }: VerdictFacts,
  kinds: readonly CopyKind[],
): string {
  const are =
    duplicates + indistinguishable === 1 ? `is a ${theirs} molecule` : `are ${theirs} molecules`;
  const what = copyKinds(duplicates, kinds);
  if (indistinguishable === 0) return `${are}: ${what}`;
  if (duplicates > 0) {
    const these = kinds.length === 1 ? what : `${count(duplicates)}: ${what}`;
    return `${are} (${these}) or cannot be told from one by this fingerprint (${count(indistinguishable)})`;
  }
  return `cannot be told from a ${theirs} molecule by this fingerprint; ${knownText(theirs, 0)}`;
}

function knownText(theirs: string, duplicates: number): string {
  if (duplicates === 0) return `none is a ${theirs} molecule`;
  return duplicates === 1
    ? `1 is a ${theirs} molecule`
    : `${count(duplicates)} are ${theirs} molecules`;
}

/** What is said of molecules of a side. */
export function adjective(side: string): string {
  return side === 'train' ? 'training' : side === 'valid' ? 'validation' : side;
}
