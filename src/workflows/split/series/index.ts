import { TanimarkError } from '../../../errors.js';
import { Job } from '../../../job.js';
import { checkOptions } from '../../../options/check-options.js';
import { DEFAULT_THRESHOLDS } from '../../../options/split.js';
import { compareRational, parseRational, toNumber } from '../../../rational.js';
import { optionName, optionValue } from '../../../spelling.js';
import {
  DEFAULT_METHOD,
  splitterNamed,
  splitterOptions,
  splitters,
} from '../../../splitters/registry.js';
import type { Splitter, SplitterOption } from '../../../splitters/splitter.js';
import { list } from '../../../text.js';
import { COMPARE_SPLITS, SWEEP_SPLITS } from '../../options.js';
import { planSplit, type SplitPlan } from '../plan.js';
import type { SplitOptions } from '../types.js';
import { runSeries, type SeriesStep } from './run.js';
import type { CompareOptions, SplitSeries, SweepOptions } from './types.js';

/** The option that names the similarity which pairs across the split shall not reach. */
const THRESHOLD = 'threshold';

/**
 * Makes the splits of several methods and measures them side by side: sizes, similarity, label shift,
 * scaffolds in common. Options go to the methods that have them, the seed to those that use one.
 *
 * With a library of the molecules that a model is for, it says which split's test set is about as
 * similar to its training set as the library is to all data: that split's score tells most of what is
 * to come. This is the MOOD protocol (Tossou et al., J. Chem. Inf. Model. 64 (2024) 697), with max
 * similarity in the place of the mean distance to five neighbors, and the Wasserstein distance in
 * that of the Jensen-Shannon distance of density estimates, which depends on a bandwidth.
 *
 * @throws TanimarkError on what is wrong with options or input, or when no method makes a split
 */
export async function compareSplits(given: CompareOptions, job = new Job()): Promise<SplitSeries> {
  checkOptions('compareSplits', COMPARE_SPLITS, given, job);
  const { methods, ...options } = given;
  const chosen = methods.map(splitterNamed);
  const twice = methods.find((name, i) => methods.indexOf(name) !== i);
  if (twice !== undefined)
    throw usage(
      `${optionValue('method', methods.join(','))}: ${twice} is listed twice; list each method once`,
    );
  if (chosen.length < 2) {
    throw usage(
      `${optionName('compare')} needs several methods, such as ${optionValue('method', 'sae,random,scaffold')}`,
    );
  }
  for (const { name, alwaysFolds } of chosen) {
    if (alwaysFolds)
      throw usage(
        `${optionName('compare')}: method ${name} makes folds and cannot be compared; leave it out`,
      );
  }
  const own = Object.keys(options.methodOptions ?? {});
  const foreign = own.find((name) => !chosen.some((splitter) => takes(splitter, name)));
  if (foreign !== undefined)
    throw usage(`${optionName(foreign)}: no method of ${list(methods)} has this option`);
  const steps = chosen.map((splitter): SeriesStep => {
    return { name: splitter.name, plan: planFor(splitter, options), threshold: null };
  });
  for (const [flag, value, uses] of [
    ['seed', options.seed, (plan: SplitPlan) => plan.usesSeed],
    ['time-limit', options.timeLimit, (plan: SplitPlan) => plan.splitter.usesTimeLimit],
    ['memory', options.memory, (plan: SplitPlan) => plan.splitter.usesNeighbors],
  ] as const) {
    if (value !== undefined && !steps.some(({ plan }) => uses(plan))) {
      throw usage(`${optionName(flag)}: no method of ${list(methods)} uses it; leave it out`);
    }
  }
  return runSeries('split-compare', steps, options, job);
}

/**
 * A series of splits from most to least similar: one for each threshold, whose test molecules stay
 * below it in similarity to training as far as the method can do it. What a model's score does along
 * the series is what Hestia-GOOD (Fernández-Díaz et al., 2024) and SPECTRA (Ektefaie et al., Nat. Mach.
 * Intell. 6 (2024) 1512) look at.
 *
 * @throws TanimarkError on what is wrong with options or input, or when no split can be made
 */
export async function sweepSplits(given: SweepOptions, job = new Job()): Promise<SplitSeries> {
  checkOptions('sweepSplits', SWEEP_SPLITS, given, job);
  const { method = DEFAULT_METHOD, thresholds = DEFAULT_THRESHOLDS, ...options } = given;
  const splitter = splitterNamed(method);
  if (splitter.findsTestSize?.(splitterOptions(splitter, options.methodOptions ?? {}).values)) {
    throw usage(
      `${optionName('sweep')}: the method ${method} chooses its own test size, so splits cannot be compared; choose another method`,
    );
  }
  const steps = parseThresholds(thresholds).map(({ text, value }): SeriesStep => {
    const methodOptions = { ...options.methodOptions, ...thresholdFor(splitter, text, options) };
    // The range of a sae split makes its own bins; the series has the user's.
    const plan = planSplit({ ...options, bins: undefined, method, methodOptions });
    return { name: text, plan, threshold: value };
  });
  return runSeries('split-sweep', steps, options, job);
}

function planFor(splitter: Splitter, options: SplitOptionsOfSeries) {
  const methodOptions = ownOptions(splitter, options.methodOptions ?? {});
  const all = { ...options, method: splitter.name, methodOptions };
  const seeded = planSplit({ ...all, seed: undefined, timeLimit: undefined, memory: undefined });
  return planSplit({
    ...all,
    seed: seeded.usesSeed ? options.seed : undefined,
    timeLimit: splitter.usesTimeLimit ? options.timeLimit : undefined,
    memory: splitter.usesNeighbors ? options.memory : undefined,
  });
}

/** Those of the given options that the method has and that matter to it. */
function ownOptions(
  splitter: Splitter,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const own = splitter.options.filter(({ name }) => given[name] !== undefined);
  const texts = (of: readonly SplitterOption[]) =>
    Object.fromEntries(of.map(({ name }) => [name, given[name]]));
  const sure = own.filter(({ idleWithout }) => idleWithout === undefined);
  const { values } = splitterOptions(splitter, texts(sure));
  return texts(own.filter((option) => option.idleWithout?.(values) === undefined));
}

type SplitOptionsOfSeries = Omit<SplitOptions, 'method'>;

function takes(splitter: Splitter, option: string): boolean {
  return splitter.options.some(({ name }) => name === option);
}

/** The options that keep a method's test molecules below a threshold. */
function thresholdFor(
  splitter: Splitter,
  text: string,
  { methodOptions = {} }: SplitOptionsOfSeries,
): Record<string, string> {
  const given = (name: string) => {
    if (methodOptions[name] === undefined) return;
    throw usage(
      `${optionName(name)} cannot be combined with ${optionName('sweep')}, which sets it; leave it out`,
    );
  };
  if (takes(splitter, THRESHOLD)) {
    given(THRESHOLD);
    return { [THRESHOLD]: text };
  }
  if (takes(splitter, 'distribution')) {
    given('distribution');
    if (methodOptions.grid === 'true') {
      throw usage(
        `${optionName('grid')} cannot be combined with ${optionName('sweep')}, which sets ${optionName('distribution')}; leave one of them out`,
      );
    }
    return { distribution: `range:0-${text}` };
  }
  const able = splitters.filter((s) => takes(s, THRESHOLD) || takes(s, 'distribution'));
  throw usage(
    `${optionName('sweep')}: the method ${splitter.name} has no threshold; choose one of ${list(able.map((s) => s.name))}`,
  );
}

function parseThresholds(text: string): { text: string; value: number }[] {
  const flag = optionValue('thresholds', text);
  const all = text.split(',').map((part) => {
    return { text: part.trim(), rational: parseRational(part, flag) };
  });
  all.forEach(({ rational }, i) => {
    if (rational.num === 0 || rational.num > rational.den) {
      throw usage(`${flag}: each threshold must be above 0 and at most 1`);
    }
    if (i > 0 && compareRational(all[i - 1].rational, rational) <= 0) {
      throw usage(`${flag}: list thresholds from the highest to the lowest, each once`);
    }
  });
  return all.map(({ text: written, rational }) => ({ text: written, value: toNumber(rational) }));
}

function usage(text: string): TanimarkError {
  return new TanimarkError('usage', text);
}
