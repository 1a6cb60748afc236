import { TanimarkError } from '../../errors.js';
import { optionValue } from '../../spelling.js';
import { uncorrectedErrorRate } from '../../statistics/hypothesis/corrected-resampled-t.js';
import { compareValues, list, nearestWord, plural, printable } from '../../text.js';
import { cvPlace } from './grouping.js';
import type { CvResult } from './read.js';
import type { CompareCvOptions, CvDesign } from './types.js';

/** More methods than this are another column, taken for that of methods. */
const MAX_METHODS = 50;

/** The results of one metric, arranged. */
export interface Arranged {
  readonly methods: readonly string[];
  /** Blocks × methods: one row per fold of each repeat, in the order of their names. */
  readonly values: readonly Float64Array[];
  readonly design: CvDesign;
}

/**
 * Arranges the results of one metric by fold and method, in an order that is not that of the rows.
 *
 * @param shown what messages call the table
 * @throws TanimarkError (usage, table) when a method lacks a fold, or there is too little
 */
export function arrange(
  metric: string,
  results: readonly CvResult[],
  options: CompareCvOptions,
  shown: string,
): Arranged {
  const methods = methodsOf(results, shown, metric);
  const blocks = new Map<string, { repeat: string; fold: string; of: Map<string, number> }>();
  for (const { method, repeat, fold, value } of results) {
    const key = JSON.stringify([repeat, fold]);
    const block = blocks.get(key) ?? { repeat, fold, of: new Map() };
    block.of.set(method, value);
    blocks.set(key, block);
  }
  const ordered = [...blocks.values()].sort(
    (a, b) => compareValues(a.repeat, b.repeat) || compareValues(a.fold, b.fold),
  );
  for (const method of methods) {
    const lacking = ordered.filter(({ of }) => !of.has(method));
    if (lacking.length === 0) continue;
    const more = lacking.length > 1 ? ` and ${lacking.length - 1} more` : '';
    throw new TanimarkError(
      'table',
      `${shown}: ${printable(method, 40)} lacks ${printable(metric, 30)} for ${cvPlace(lacking[0])}${more}; all methods need the same folds: add the values, or leave the method out`,
    );
  }
  return {
    methods,
    values: ordered.map(({ of }) =>
      Float64Array.from(methods, (method) => of.get(method) as number),
    ),
    design: designOf(ordered, options.testShare, shown),
  };
}

function methodsOf(results: readonly CvResult[], shown: string, metric: string): string[] {
  const methods = [...new Set(results.map(({ method }) => method))].sort(compareValues);
  if (methods.length < 2) {
    throw new TanimarkError(
      'table',
      `${shown}: only one method, ${printable(methods[0], 40)}, has ${printable(metric, 30)}; a comparison needs two`,
    );
  }
  if (methods.length > MAX_METHODS) {
    throw new TanimarkError(
      'table',
      `${shown}: ${plural(methods.length, 'method')} are too many for a comparison in pairs (at most ${MAX_METHODS}); leave some out`,
    );
  }
  return methods;
}

/** The method that `--baseline` names. @throws TanimarkError (usage) when it is not there */
export function baselineOf(
  name: string | undefined,
  methods: readonly string[],
  shown: string,
): string | null {
  if (name === undefined) return null;
  const wanted = name.trim();
  if (methods.includes(wanted)) return wanted;
  const near = nearestWord(wanted, methods);
  throw new TanimarkError(
    'usage',
    `${optionValue('baseline', printable(wanted, 40))}: ${shown} has no such method${near ? ` (did you mean ${printable(near, 40)}?)` : ''}; it has ${list(methods.slice(0, 20).map((m) => printable(m, 40)))}`,
  );
}

function designOf(
  blocks: readonly { readonly repeat: string }[],
  given: number | undefined,
  shown: string,
): CvDesign {
  const perRepeat = new Map<string, number>();
  for (const { repeat } of blocks) perRepeat.set(repeat, (perRepeat.get(repeat) ?? 0) + 1);
  const counts = [...new Set(perRepeat.values())].sort((a, b) => a - b);
  const folds = counts.length === 1 ? counts[0] : null;
  if (blocks.length < 2) {
    throw new TanimarkError(
      'table',
      `${shown}: each method has one result; a comparison needs two or more folds, better 25 (5 × 5 cross-validation)`,
    );
  }
  if (given !== undefined && !(given > 0 && given < 1)) {
    throw new TanimarkError(
      'usage',
      `${optionValue('testShare', given)}: must be above 0 and below 1, such as 0.2`,
    );
  }
  if (given === undefined && folds === null) {
    throw new TanimarkError(
      'usage',
      `${shown}: repeats have ${counts[0]} to ${plural(counts[counts.length - 1], 'fold')}, so the size of a test fold is unknown; fix the table, or give it, such as ${optionValue('testShare', '0.2')}`,
    );
  }
  if (given === undefined && folds === 1) {
    throw new TanimarkError(
      'usage',
      `${shown}: each repeat has one fold, so the size of a test fold is unknown; give it, such as ${optionValue('testShare', '0.2')}`,
    );
  }
  const test_share = given ?? 1 / (folds as number);
  return {
    repeats: perRepeat.size,
    folds,
    results: blocks.length,
    test_share,
    uncorrected_error_rate: uncorrectedErrorRate(blocks.length, testToTrain(test_share)),
  };
}

/** Rows in a test fold over rows in its training set. */
export function testToTrain(testShare: number): number {
  return testShare / (1 - testShare);
}
