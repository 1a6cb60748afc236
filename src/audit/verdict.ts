import { count, percent, plural } from '../text.js';
import { moleculeCount, recordCount, type Side } from './side.js';
import type { Likeness } from './similarity.js';

export const VERDICTS = ['leaky', 'similar', 'distinct'] as const;

/**
 * `leaky`: at least 2% of the test records are duplicates (training molecules up to the level of
 * standardization) or share their fingerprint with a training molecule, or at least 20% have a training
 * neighbor of similarity ≥ 0.9.
 * `similar`: not leaky, but at least 10% of the test records have a training neighbor of similarity
 * ≥ 0.7, so that the test measures interpolation.
 * `distinct`: neither.
 */
export type Verdict = (typeof VERDICTS)[number];

/** Shares of the test records, in percent. */
const COPIES = 2;
const NEAR_COPIES = 20;
const NEIGHBORS = 10;

/** The verdicts with their limits, one line each; shares are those of the test rows, neighbors those in training. */
export const VERDICT_SCALE: readonly string[] = [
  `leaky: ≥ ${COPIES}% duplicates or equal fingerprints, or ≥ ${NEAR_COPIES}% with a neighbor ≥ 0.9`,
  `similar: ≥ ${NEIGHBORS}% with a neighbor ≥ 0.7`,
  'distinct: neither',
];

/** The counts of test records that decide a verdict. */
export interface VerdictFacts {
  /** Duplicates: test records that are training molecules up to the level of standardization. */
  readonly duplicates: number;
  /** Test records that are no duplicates and share their fingerprint with a training molecule. */
  readonly indistinguishable: number;
  /** Test records with a training neighbor of similarity ≥ 0.9, and ≥ 0.7. */
  readonly near90: number;
  readonly near70: number;
}

/** The verdict on two sides, of `records` test records. */
export function verdictOf(records: number, facts: VerdictFacts): Verdict {
  const reaches = (n: number, percent: number) => 100 * n >= percent * records;
  const copies = facts.duplicates + facts.indistinguishable;
  if (reaches(copies, COPIES) || reaches(facts.near90, NEAR_COPIES)) return 'leaky';
  return reaches(facts.near70, NEIGHBORS) ? 'similar' : 'distinct';
}

/** One kind of duplicates: test records, and what they are; a record may be of several kinds. */
export interface CopyKind {
  readonly records: number;
  readonly title: string;
}

/** The kinds with their counts: `stereoisomer: 2, tautomer: 1`. */
export function kindNames(kinds: readonly CopyKind[]): string {
  return kinds.map(({ records, title }) => `${title}: ${count(records)}`).join(', ');
}

/** The kinds of `records` duplicates with their counts; a duplicate can be of several kinds. */
export function copyKinds(records: number, kinds: readonly CopyKind[]): string {
  const sum = kinds.reduce((all, kind) => all + kind.records, 0);
  return sum > records ? `${kindNames(kinds)}; some are of several kinds` : kindNames(kinds);
}

/** How the test molecules compare with those of a random split. @param theirs the other side, as an adjective */
function likenessText(likeness: Likeness | null, own: string, theirs: string): string {
  const than = (what: string) =>
    `. For comparison: a random ${own} set would have ${what} median similarity to ${theirs}.`;
  switch (likeness) {
    case null:
      return '.';
    case 'as_random':
      return than('about the same');
    case 'nearer':
      return than('a lower');
    case 'further':
      return than('a higher');
    case 'otherwise':
      return `. The similarity of ${own} to ${theirs} is distributed differently than after a random split.`;
  }
}

/** The verdict in one or two sentences, with every kind of duplicates where they decide it. */
export function verdictLine(
  train: Side,
  test: Side,
  facts: VerdictFacts,
  kinds: readonly CopyKind[],
  likeness: Likeness | null,
): string {
  const records = recordCount(test);
  const noun = moleculeCount(test) === records ? 'molecule' : 'row';
  const own = adjective(test.name);
  const all = plural(records, `${own} ${noun}`);
  const theirs = adjective(train.name);
  const { near90, near70 } = facts;
  const verdict = verdictOf(records, facts);
  const like = likenessText(likeness, own, theirs);
  const copies = facts.duplicates + facts.indistinguishable;
  if (verdict === 'leaky' && 100 * copies >= COPIES * records) {
    const share = `${count(copies)} of ${all} (${percent(copies, records)})`;
    return `verdict: leaky. ${share} ${copiesText(theirs, facts, kinds)}${like}`;
  }
  const known = knownText(theirs, facts.duplicates);
  const nearest = near90 === 0 ? 'none has' : `${percent(near90, records)} have`;
  const near =
    near70 > 0
      ? `${percent(near70, records)} of the ${all} have a ${theirs} neighbor ≥ 0.7, ${nearest} one ≥ 0.9`
      : records === 1
        ? `The ${own} ${noun} has no ${theirs} neighbor ≥ 0.7`
        : `None of the ${all} has a ${theirs} neighbor ≥ 0.7`;
  return `verdict: ${verdict}. ${near}; ${known}${like}`;
}

function copiesText(
  theirs: string,
  { duplicates, indistinguishable }: VerdictFacts,
  kinds: readonly CopyKind[],
): string {
  const are =
    duplicates + indistinguishable === 1
      ? `is a duplicate of a ${theirs} molecule`
      : `are duplicates of ${theirs} molecules`;
  const what = copyKinds(duplicates, kinds);
  if (indistinguishable === 0) return `${are} (${what})`;
  if (duplicates > 0) {
    const these = kinds.length === 1 ? what : `${count(duplicates)}: ${what}`;
    return `${are} (${these}) or share their fingerprint with a different one (${count(indistinguishable)})`;
  }
  return `${indistinguishable === 1 ? 'shares its' : 'share their'} fingerprint with a different ${theirs} molecule (for example, one with a longer chain); ${knownText(theirs, 0)}`;
}

function knownText(theirs: string, duplicates: number): string {
  if (duplicates === 0) return `no duplicates of ${theirs} molecules`;
  return duplicates === 1
    ? `1 row is a duplicate of a ${theirs} molecule`
    : `${count(duplicates)} rows are duplicates of ${theirs} molecules`;
}

/** The adjective for molecules of a side: `training`, `validation`, `test`. */
export function adjective(side: string): string {
  return side === 'train' ? 'training' : side === 'valid' ? 'validation' : side;
}
