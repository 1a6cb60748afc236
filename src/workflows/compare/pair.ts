import { amountOf, isShare } from '../../amount.js';
import { assertInvariant } from '../../errors.js';
import { lossDifference } from '../../evaluation/bootstrap/difference.js';
import { atValue, ratioOf } from '../../evaluation/bootstrap/ratio.js';
import type { Statistic } from '../../evaluation/bootstrap/statistic.js';
import { type Metric, Undefined, type UndefinedReason } from '../../metrics/metric.js';
import { standingOf } from '../../statistics/standing.js';
import type { Margin } from './margin.js';
import { isResampled } from './paired-test.js';
import type { Effect, Gain, PairDifference, PairTest, Tested } from './types.js';

/** Measured values of a model, and its place in the order by content. */
export interface Placed {
  readonly statistic: Statistic;
  readonly place: number;
}

/** The gain of `b` over `a`: that of `a` over `b` with the other sign, to the last bit. Null where one is undefined. */
export function gainOf(metric: Metric, a: Placed, b: Placed): Gain | null {
  const inOrder = a.place < b.place;
  const found = inOrder
    ? lossDifference(metric, a.statistic, b.statistic)
    : lossDifference(metric, b.statistic, a.statistic);
  if (!found) return null;
  const { difference, ci95, spread } = found;
  return inOrder
    ? { difference, ci95, spread }
    : { difference: negative(difference), ci95: ci95 && reversed(ci95), spread };
}

/** A difference in the unit of the metric: of one that is to be small a gain is below 0. */
function inUnit<G extends Pick<Gain, 'difference' | 'ci95'>>(
  { direction, target }: Metric,
  { difference, ci95 }: G,
): Pick<Gain, 'difference' | 'ci95'> {
  return target === undefined && direction === 'maximize'
    ? { difference: difference + 0, ci95: ci95 && [ci95[0] + 0, ci95[1] + 0] }
    : { difference: negative(difference), ci95: ci95 && reversed(ci95) };
}

/** Why one of two is undefined; of both, the first. */
function reasonOf(a: Statistic, b: Statistic): UndefinedReason {
  const { value } = a.value instanceof Undefined ? a : b;
  assertInvariant(value instanceof Undefined, 'what has no difference has a reason');
  return value.reason;
}

/** The difference of two models, as it is reported. */
export function effectOf(metric: Metric, a: Placed, b: Placed): Effect {
  const gain = gainOf(metric, a, b);
  if (!gain) return { difference: null, reason: reasonOf(a.statistic, b.statistic) };
  return inUnit(metric, gain);
}

/** How a pair is named and tested. */
export interface Pairing {
  readonly a: string;
  readonly b: string;
  readonly margin: Margin | null;
  readonly test: PairTest;
  /** Tests the two in the order that content decides. */
  readonly tested: (gain: Gain) => Tested | Undefined;
}

/** Result of a pair before its adjusted p-value and its significance are known. */
export function comparePair(
  metric: Metric,
  a: Placed,
  b: Placed,
  pairing: Pairing,
  bootstrap: number,
): PairDifference {
  const names = { a: pairing.a, b: pairing.b };
  const gain = gainOf(metric, a, b);
  if (!gain) return { ...names, difference: null, reason: reasonOf(a.statistic, b.statistic) };
  const value = a.statistic.value as number;
  const margin = pairing.margin ? amountOf(pairing.margin.amount, value) : 0;
  const byShare = pairing.margin !== null && isShare(pairing.margin.amount);
  const ratio = byShare ? ratioOf(metric, b.statistic, a.statistic) : null;
  // A gain in an error is above 0 where the ratio is below 1.
  const ci95 = ratio ? reversed(atValue(ratio.ci95, value)) : gain.ci95;
  const drawn = a.statistic.resampled !== undefined;
  // Without draws for want of rows there is no test either.
  const few = bootstrap > 0 && !drawn;
  const reason = a.statistic.fewUnits ? 'few_clusters' : 'too_few';
  const missing = few ? reason : 'unstable';
  const tested = few ? new Undefined(reason) : testPair(gain, pairing, drawn);
  const { p = null, rankGain = 0 } = tested instanceof Undefined ? {} : (tested ?? {});
  const opposed = rankGain * gain.difference * (a.place < b.place ? 1 : -1) < 0;
  return {
    ...names,
    ...inUnit(metric, { difference: gain.difference, ci95 }),
    ...(ci95 || bootstrap === 0 ? {} : { ci_reason: missing }),
    ...(ratio ? { ratio_ci95: ratio.ci95 } : {}),
    p,
    ...(tested instanceof Undefined ? { p_reason: tested.reason } : {}),
    p_holm: null,
    test: pairing.test,
    ...(opposed ? { opposed } : {}),
    standing: standingOf(ci95, margin),
    significant: false,
    margin,
  };
}

/** Null where nothing was drawn because nobody wanted it, and the test needs draws. */
function testPair(
  gain: Gain,
  { test, tested }: Pairing,
  drawn: boolean,
): Tested | Undefined | null {
  return isResampled(test) && !drawn ? null : tested(gain);
}

function negative(value: number): number {
  return 0 - value;
}

function reversed([low, high]: readonly [number, number]): [number, number] {
  return [negative(high), negative(low)];
}
