import { TanimarkError } from '../errors.js';
import { parseRational, type Rational } from '../rational.js';
import { optionName, optionValue } from '../spelling.js';
import { count, plural } from '../text.js';

/** The most folds or repeats of one call. */
export const MAX_PARTS = 100;

/** Why sizes can be missed where molecules, rows or groups of them cannot be divided, as a clause. */
export const TOGETHER = 'groups and rows of one molecule are never divided';

/** Number of molecules in each subset. */
export interface Sizes {
  readonly train: number;
  readonly valid: number;
  readonly test: number;
}

/** A size as it was asked for: a share of the molecules, or a number of them. */
export type SizeRequest =
  | { readonly kind: 'fraction'; readonly value: Rational; readonly text: string }
  | { readonly kind: 'count'; readonly value: number; readonly text: string };

/**
 * Reads `0.2`, `1/5`, `20%` (a fraction) or `200` (a count).
 *
 * @param option that it was given to, for messages
 * @param items what is counted, in the plural
 * @throws TanimarkError (usage)
 */
export function parseSize(text: string, option: string, items = 'molecules'): SizeRequest {
  if (/^\d{1,15}$/.test(text.trim())) return { kind: 'count', value: Number(text), text };
  const value = parseRational(text, optionName(option));
  if (value.num >= value.den) {
    throw new TanimarkError(
      'usage',
      `${optionValue(option, text)}: give a fraction below 1, such as 0.2, or a whole number of ${items}`,
    );
  }
  return { kind: 'fraction', value, text };
}

/**
 * Sizes for `total` molecules, or other items, such as pairs. A fraction is rounded as in the SAE paper: train is
 * floor((1 - test - valid) · total), computed exactly, and what remains is test and valid.
 *
 * @throws TanimarkError (usage) when a subset that was asked for, or train, would be empty
 */
export function resolveSizes(
  total: number,
  test: SizeRequest,
  valid: SizeRequest,
  item = 'molecule',
): Sizes {
  const testSize = outside(total, test);
  const both =
    test.kind === 'fraction' && valid.kind === 'fraction'
      ? total - share(total, [test.value, valid.value])
      : testSize + outside(total, valid);
  const sizes = { train: total - both, valid: both - testSize, test: testSize };
  const of = `of ${plural(total, item)}`;
  if (sizes.test < 1)
    throw new TanimarkError(
      'usage',
      `${optionValue('test', test.text)}: no ${item} ${of} would be in the test set; request more`,
    );
  if (sizes.train < 1) {
    throw new TanimarkError(
      'usage',
      `${optionValue('test', test.text)}${both > testSize ? ` ${optionValue('valid', valid.text)}` : ''}: ${count(both)} ${of} would leave none for training; request fewer`,
    );
  }
  const validAsked = valid.kind === 'count' ? valid.value > 0 : valid.value.num > 0;
  if (validAsked && sizes.valid < 1) {
    throw new TanimarkError(
      'usage',
      `${optionValue('valid', valid.text)}: no ${item} ${of} would be in the validation set; request more`,
    );
  }
  return sizes;
}

function outside(total: number, { kind, value }: SizeRequest): number {
  return kind === 'count' ? value : total - share(total, [value]);
}

/** floor((1 - sum of the fractions) · total), exactly; at least 0. */
function share(total: number, fractions: readonly Rational[]): number {
  let num = 1n;
  let den = 1n;
  for (const fraction of fractions) {
    num = num * BigInt(fraction.den) - BigInt(fraction.num) * den;
    den *= BigInt(fraction.den);
  }
  return num <= 0n ? 0 : Number((num * BigInt(total)) / den);
}

/**
 * Sizes of disjoint test sets: all of `total` in equal parts, the first ones larger by one where it cannot be
 * divided (as scikit-learn's KFold), or, if `test` is given, so many in each.
 *
 * @throws TanimarkError (usage) when there are too few molecules
 */
export function foldSizes(
  total: number,
  folds: number,
  test: SizeRequest | undefined,
  item = 'molecule',
): number[] {
  const size = test === undefined ? Math.floor(total / folds) : outside(total, test);
  const of = `of ${plural(total, item)}`;
  if (size < 1) {
    throw new TanimarkError(
      'usage',
      `${optionValue('folds', folds)}: no ${item} ${of} would be in a fold`,
    );
  }
  if (test !== undefined && size * folds > total) {
    throw new TanimarkError(
      'usage',
      `${optionValue('folds', folds)} ${optionValue('test', test.text)}: ${count(folds)} times ${count(size)} ${of} do not fit into disjoint folds; request less, or leave ${optionName('test')} out for equal folds`,
    );
  }
  if (size >= total) {
    throw new TanimarkError(
      'usage',
      `${optionValue('folds', folds)}: ${count(size)} ${of} would leave none for training`,
    );
  }
  const larger = test === undefined ? total % folds : 0;
  return Array.from({ length: folds }, (_, f) => size + (f < larger ? 1 : 0));
}

/**
 * Why sizes differ from those asked for. Undefined when they do not.
 *
 * @param why as a clause; by default that groups and repeated records cannot be divided
 */
export function sizeReason(
  asked: { test: number; valid: number },
  got: { test: number; valid: number },
  why = TOGETHER,
): string | undefined {
  const parts = (['test', 'valid'] as const).flatMap((subset) =>
    asked[subset] === got[subset]
      ? []
      : [`${count(got[subset])} instead of ${count(asked[subset])} in ${subset}`],
  );
  return parts.length === 0 ? undefined : `${parts.join(', ')}: ${why}`;
}
