import { ALPHA, type Standing } from '../statistics/standing.js';
import { list, plural } from '../text.js';

/** The color of each verdict of a comparison. */
export const standingColor: Readonly<Record<Standing, 'green' | 'red' | 'yellow' | 'dim'>> = {
  better: 'green',
  worse: 'red',
  equivalent: 'dim',
  inconclusive: 'yellow',
};

/** How one of several stands against another; `standing` is null where there is no interval. */
export interface Judged {
  readonly name: string;
  readonly standing: Standing | null;
  readonly significant: boolean;
}

/** The number of tests that p-values are corrected for, and whether a margin is given. */
export interface Judging {
  readonly tests: number;
  readonly margin: boolean;
}

/** `better*`: the star is significance. */
export function starred(word: string, significant: boolean): string {
  return significant ? `${word}*` : word;
}

/** `significantly better`, or `better, but not significantly after correction for 3 tests`. */
export function qualified(standing: Standing, significant: boolean, { tests }: Judging): string {
  return significant ? `significantly ${standing}` : `${standing}, ${notSignificant(tests)}`;
}

/** Why a difference whose interval excludes 0 has no star. */
export function notSignificant(tests: number): string {
  return tests === 1
    ? 'but not significantly by its test'
    : `but not significantly after correction for ${plural(tests, 'test')}`;
}

/** How the best of several stands against the others: `significantly better than a; no significant difference from b`. */
export function againstOthers(others: readonly Judged[], judging: Judging): string {
  const parts = [
    part(others, 'better', true, (names) => `significantly better than ${names}`),
    part(
      others,
      'better',
      false,
      (names) => `better than ${names}, ${notSignificant(judging.tests)}`,
    ),
    part(others, 'equivalent', false, (names) => `equivalent to ${names}`),
    part(others, 'inconclusive', false, (names) =>
      judging.margin ? `inconclusive against ${names}` : `no significant difference from ${names}`,
    ),
    part(
      others,
      'worse',
      false,
      (names) => `worse than ${names} by its 95% CI, ${notSignificant(judging.tests)}`,
    ),
    part(others, 'worse', true, (names) => `significantly worse than ${names} by its 95% CI`),
    part(others, null, false, (names) => `not tested against ${names}`),
  ];
  return parts.filter((text) => text !== '').join('; ');
}

/** How others stand against a baseline: `a is significantly better; no significant difference for b`. */
export function againstBaseline(others: readonly Judged[], judging: Judging): string {
  const is = (word: string) => (names: string, several: boolean) =>
    `${names} ${several ? 'are' : 'is'} ${word}`;
  const both = (standing: 'better' | 'worse', significant: boolean) =>
    part(others, standing, significant, is(qualified(standing, significant, judging)));
  const parts = [
    both('better', true),
    both('better', false),
    part(others, 'equivalent', false, is('equivalent')),
    part(others, 'inconclusive', false, (names) =>
      judging.margin ? `inconclusive for ${names}` : `no significant difference for ${names}`,
    ),
    both('worse', false),
    both('worse', true),
    part(others, null, false, (names) => `no test for ${names}`),
  ];
  return parts.filter((text) => text !== '').join('; ');
}

function part(
  others: readonly Judged[],
  standing: Standing | null,
  significant: boolean,
  text: (names: string, several: boolean) => string,
): string {
  const names = others
    .filter((one) => one.standing === standing && one.significant === significant)
    .map(({ name }) => name);
  return names.length === 0 ? '' : text(list(names), names.length > 1);
}

/** A legend of the verdicts and the star of a table. @param margin the margin as text; null if none is given */
export function legend(tests: readonly number[], margin: string | null): string {
  const counts = [...new Set(tests.filter((n) => n > 0))];
  const words =
    margin === null
      ? 'better, worse: the 95% CI excludes 0. inconclusive: it includes 0.'
      : `better, worse: the whole 95% CI lies beyond the margin (${margin}); equivalent: within it; inconclusive: neither.`;
  if (counts.length === 0) return words;
  const each = counts.length === 1 ? ` ${plural(counts[0], 'test')}` : ' tests';
  return `${words} With *: also p ≤ ${ALPHA} after Holm's correction for the${each} of the metric.`;
}
