import { count, percent, plural } from '../../text.js';
import { adjective, type Verdict, type VerdictFacts, verdictOf } from '../verdict.js';

/** Whether the drugs and the partners of test rows are in training; numbers of rows. */
export interface Quadrants {
  readonly both_seen: number;
  readonly new_drug: number;
  readonly new_partner: number;
  readonly both_new: number;
}

/** The verdicts on pairs with their limits, one line each, as of molecules; similarities are those of pairs. */
export const PAIR_VERDICT_SCALE: readonly string[] = [
  'leaky = ≥ 2% are training pairs, or ≥ 20% have a training pair ≥ 0.9',
  'similar = ≥ 10% have a training pair ≥ 0.7',
  'distinct = neither',
];

/** The counts of test rows that decide a verdict. */
export type PairVerdictFacts = Omit<VerdictFacts, 'indistinguishable'>;

/**
 * The verdict on pairs, with the limits of molecules: `leaky` where at least 2% of the test rows are training pairs, or at
 * least 20% have a training pair of similarity ≥ 0.9; else `similar` where at least 10% have one ≥ 0.7; else `distinct`.
 *
 * @param rows number of test rows
 */
export function pairVerdictOf(rows: number, facts: PairVerdictFacts): Verdict {
  return verdictOf(rows, { ...facts, indistinguishable: 0 });
}

/**
 * The verdict in two sentences: what decides it, and which sides of the pairs are new.
 *
 * @param noun what the test rows are: `pair`, or `row` where some have the same pair
 */
export function pairVerdictLine(
  sides: { readonly train: string; readonly test: string },
  noun: string,
  rows: number,
  facts: PairVerdictFacts,
  { both_seen, new_drug, new_partner, both_new }: Quadrants,
): string {
  const [own, theirs] = [adjective(sides.test), adjective(sides.train)];
  const all = plural(rows, `${own} ${noun}`);
  const { duplicates, near90, near70 } = facts;
  const verdict = pairVerdictOf(rows, facts);
  const share = (n: number) => percent(n, rows);
  const copies =
    duplicates === 0
      ? `none is a ${theirs} pair`
      : `${count(duplicates)} (${share(duplicates)}) ${duplicates === 1 ? 'is a' : 'are'} ${theirs} ${duplicates === 1 ? 'pair' : 'pairs'}`;
  const near =
    near70 === 0
      ? `none has a ${theirs} pair ≥ 0.7`
      : `${share(near70)} have a ${theirs} pair ≥ 0.7, ${near90 === 0 ? 'none has' : `${share(near90)} have`} one ≥ 0.9`;
  const seen = [
    `both sides ${share(both_seen)}`,
    `the partner alone ${share(new_drug)}`,
    `the drug alone ${share(new_partner)}`,
    `neither ${share(both_new)}`,
  ];
  return `verdict: ${verdict}. Of ${all}, ${copies}; ${near}. Known from ${theirs}: ${seen.join(', ')}.`;
}
