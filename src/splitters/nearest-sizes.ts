import type { Random } from '../random.js';
import { divideBySums, type TwoSets, type TwoSizes } from './divide-sums.js';
import { subsetSum } from './subset-sum.js';
import { type Units, unitsWeight } from './units.js';

/** Units of the test and of the validation set; all others are training units. */
export interface Filling extends TwoSets {
  /** False where whole units may come nearer to the sizes than these do, which was too much to find out. */
  readonly proven?: boolean;
}

/** What may be asked of {@link nearestFilling} beside sizes. */
export interface FillingOptions {
  /** By how much each size may be missed: fillings within it come before all others. Nothing unless given. */
  readonly slack?: TwoSizes;
  /** Whether no candidate needs to be left for training. */
  readonly all?: boolean;
}

/**
 * Whole units for test and validation whose weights come nearest to the sizes: the sum of what both are missed by is the
 * least there is ({@link divideBySums}), or, where that is too much to find out, the least of what is found when
 * one set is filled after the other.
 *
 * @param candidates which of several equal units are taken is their order
 * @param start a filling that is kept where no other is nearer
 */
export function nearestFilling(
  units: Units,
  candidates: Int32Array,
  sizes: TwoSizes,
  start: TwoSets,
  options: FillingOptions = {},
): Filling {
  let best: TwoSets = start;
  let missed = missedBy(units, best, sizes, candidates, options);
  if (missed === 0) return start;
  const keep = (next: TwoSets) => {
    const misses = missedBy(units, next, sizes, candidates, options);
    if (misses < missed) [best, missed] = [next, misses];
  };
  const testFirst = oneByOne(units, candidates, sizes, options);
  keep(testFirst);
  if (sizes.valid === 0 || missed === 0) return best;
  const turned = oneByOne(units, candidates, { test: sizes.valid, valid: sizes.test }, options);
  keep({ test: turned.valid, valid: turned.test });
  // Each alone comes no nearer than this.
  const least =
    Math.abs(unitsWeight(units, testFirst.test) - sizes.test) +
    Math.abs(unitsWeight(units, turned.test) - sizes.valid);
  if (missed === least) return best;
  const { slack } = options;
  const furthest = slack ? Math.max(slack.test + slack.valid + 1, missed) : missed;
  const nearest = divideBySums(
    candidates,
    units.unitWeight,
    sizes,
    Math.min(units.total + 1, furthest),
    options,
  );
  if (nearest === 'too_large') return { ...best, proven: false };
  if (nearest) keep(nearest);
  return best;
}

/** Fills the test set, then the validation set, each as near to its size as what is left allows. */
function oneByOne(
  { unitWeight }: Units,
  candidates: Int32Array,
  sizes: TwoSizes,
  { all }: FillingOptions,
): TwoSets {
  // Neither set shall take all that there is.
  const withSum = (items: Int32Array, goal: number): number[] => {
    if (goal === 0) return [];
    const nearest = subsetSum(items, unitWeight, goal, false, 'light');
    if (all || nearest.chosen.length < items.length) return nearest.chosen;
    return subsetSum(items, unitWeight, goal, true, 'light').chosen;
  };
  const test = withSum(candidates, sizes.test);
  const taken = new Set(test);
  const rest = candidates.filter((u) => !taken.has(u));
  return { test, valid: withSum(rest, sizes.valid) };
}

/**
 * By how much the sizes of test and validation together are missed; infinite where one of the sets, or training,
 * would be empty. What is out of the slack counts for more than everything.
 */
function missedBy(
  units: Units,
  { test, valid }: TwoSets,
  sizes: TwoSizes,
  candidates: Int32Array,
  { slack, all }: FillingOptions,
): number {
  if (test.length === 0 || (valid.length === 0 && sizes.valid > 0)) return Number.POSITIVE_INFINITY;
  if (!all && test.length + valid.length === candidates.length) return Number.POSITIVE_INFINITY;
  const off = Math.abs(unitsWeight(units, test) - sizes.test);
  const validOff = Math.abs(unitsWeight(units, valid) - sizes.valid);
  const isOut = slack && (off > slack.test || validOff > slack.valid);
  return off + validOff + (isOut ? 2 * units.total : 0);
}

/** The nearest sizes that whole units make ({@link nearestFilling}); undefined where there are fewer units than sets. */
export function nearestSizes(
  units: Units,
  sizes: TwoSizes,
  options: FillingOptions = {},
): TwoSizes | undefined {
  const none = { test: [], valid: [] };
  const { test, valid } = nearestFilling(units, allUnits(units), sizes, none, options);
  if (test.length === 0) return undefined;
  return { test: unitsWeight(units, test), valid: unitsWeight(units, valid) };
}

/**
 * Brings a filling to the nearest sizes that whole units have ({@link nearestFilling}), with as much of it kept as it
 * takes: some of its units leave, at random, one at first, then twice as many, and others that add up to
 * what is missing come in. Uses no random number where the sizes are met.
 */
export function settleSizes(
  units: Units,
  filling: TwoSets,
  sizes: TwoSizes,
  random: Random,
  candidates = allUnits(units),
): Filling {
  const nearest = nearestFilling(units, candidates, sizes, filling);
  if (nearest.test === filling.test && nearest.valid === filling.valid) return nearest;
  const { unitWeight } = units;
  const goal = { test: unitsWeight(units, nearest.test), valid: unitsWeight(units, nearest.valid) };
  const chosen = [...filling.test, ...filling.valid];
  const order = random.shuffle(Int32Array.from(chosen));
  const free = random.shuffle(candidates.slice());
  for (let out = 1; out < chosen.length; out *= 2) {
    const left = new Set(order.subarray(0, out));
    const test = filling.test.filter((u) => !left.has(u));
    const valid = filling.valid.filter((u) => !left.has(u));
    const missing = {
      test: goal.test - unitsWeight(units, test),
      valid: goal.valid - unitsWeight(units, valid),
    };
    if (missing.test < 0 || missing.valid < 0) continue;
    const kept = new Set([...test, ...valid]);
    const others = free.filter((u) => !kept.has(u));
    const more = divideBySums(others, unitWeight, missing, 1);
    if (more === 'too_large') break;
    if (more) {
      const proven = nearest.proven === false ? { proven: false } : {};
      return { test: [...test, ...more.test], valid: [...valid, ...more.valid], ...proven };
    }
  }
  return nearest;
}

/** What is said of sizes that are missed: that none are nearer, or that it is not known. */
export function nearness({ proven }: Filling): string {
  return proven === false
    ? '; closer sizes may exist (not proven)'
    : '; no closer sizes are possible';
}

export function allUnits({ count }: Units): Int32Array {
  return Int32Array.from({ length: count }, (_, u) => u);
}
