import { type RowAmount, rowAmount } from '../amount.js';
import { TanimarkError } from '../errors.js';
import { compareRational, parseRational, type Rational } from '../rational.js';
import { optionName, optionValue } from '../spelling.js';
import { printable } from '../text.js';
import { USUAL_NEAR } from './findings/near.js';

/** A limit on test rows. */
export interface Limit {
  readonly option: keyof LimitOptions;
  /** As it was given. */
  readonly value: string;
  readonly most: RowAmount;
  /** Findings whose test rows count, each row once; none for duplicates. */
  readonly findings: readonly string[];
}

/** The limits of an audit. */
export interface LimitOptions {
  /** Limits on test rows: numbers, or shares such as `1%`. */
  readonly maxDuplicates?: string | undefined;
  /** `0.9:1%`: at most 1% of the test rows may have a training neighbor of similarity ≥ 0.9. */
  readonly maxNear?: readonly string[] | undefined;
  readonly maxSharedScaffolds?: string | undefined;
  readonly maxConflicts?: string | undefined;
  readonly maxCliffs?: string | undefined;
}

const ONE = { num: 1, den: 1 };

/** Similarity thresholds of the findings: the usual ones and those of limits, highest first. */
export function nearThresholds(maxNear: readonly string[] = []): {
  text: string;
  value: Rational;
}[] {
  const all = [...USUAL_NEAR, ...maxNear.map((text) => nearParts(text).similarity)].map((text) => ({
    text,
    value: parseRational(text, optionName('maxNear')),
  }));
  const distinct = all.filter(
    ({ value }, i) => all.findIndex((other) => compareRational(other.value, value) === 0) === i,
  );
  return distinct.sort((a, b) => compareRational(b.value, a.value));
}

/**
 * The limits that were given.
 *
 * @throws TanimarkError (usage)
 */
export function limitsOf(options: LimitOptions): Limit[] {
  const near = nearThresholds(options.maxNear);
  return [
    ...limit('maxDuplicates', options.maxDuplicates, []),
    ...(options.maxNear ?? []).map((text) => nearLimit(text, near)),
    ...limit('maxSharedScaffolds', options.maxSharedScaffolds, ['shared_scaffold']),
    ...limit('maxConflicts', options.maxConflicts, [
      'conflicting_duplicates',
      'conflicting_neighbours',
    ]),
    ...limit('maxCliffs', options.maxCliffs, ['activity_cliff']),
  ];
}

function limit(
  option: keyof LimitOptions,
  value: string | undefined,
  findings: readonly string[],
): Limit[] {
  if (value === undefined) return [];
  return [
    { option, value, most: rowAmount(value, optionValue(option, printable(value, 40))), findings },
  ];
}

function nearLimit(value: string, near: ReturnType<typeof nearThresholds>): Limit {
  const { similarity, most } = nearParts(value);
  const threshold = parseRational(similarity, optionName('maxNear'));
  const known = near.find((other) => compareRational(other.value, threshold) === 0);
  return {
    option: 'maxNear',
    value,
    most: rowAmount(most, optionValue('maxNear', value)),
    findings: [`near_${known?.text}`],
  };
}

/** The two numbers of `0.9:1%`. @throws TanimarkError (usage) */
export function nearParts(text: string): { similarity: string; most: string } {
  const parts = text.split(':').map((part) => part.trim());
  const where = optionValue('maxNear', text);
  const fail = (what: string) =>
    new TanimarkError(
      'usage',
      `${where}: ${what}; give a similarity and the largest number of test rows, such as 0.9:1% or 0.85:10`,
    );
  if (parts.length !== 2 || parts.includes(''))
    throw fail('the form is two numbers with a colon between them');
  const similarity = parseRational(parts[0], where);
  if (compareRational(similarity, ONE) > 0) throw fail('the similarity must be at most 1');
  if (similarity.num === 0) throw fail('the similarity must be above 0');
  return { similarity: parts[0], most: parts[1] };
}
