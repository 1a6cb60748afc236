import { assertInvariant } from '../../errors.js';
import { type Metric, type MetricData, type Scale, Undefined } from '../../metrics/metric.js';
import { bcaInterval, percentileInterval } from '../../statistics/bca.js';
import { jackknifeInterval, shareInterval } from '../../statistics/jackknife-t.js';
import type { IntervalMethod, Units } from '../../statistics/resampling.js';
import { studentizedInterval } from '../../statistics/studentized.js';
import type { Resampled } from './resample.js';
import type { Statistic } from './statistic.js';

/** Whether the intervals of a metric, and of its differences, need bootstrap draws. */
export function needsDraws({ interval }: Metric, method?: IntervalMethod): boolean {
  return method !== undefined || interval === 'bca' || interval === 'none';
}

/**
 * Scale of the studentized interval of a metric: the metric's own, and of a proportion, or of what is like one, the logit,
 * which from −1 to 1 is that of artanh. Null where the jackknife, and so its standard error, does not hold.
 */
export function studentizedScale({ interval }: Pick<Metric, 'interval'>): Scale | null {
  if (interval === 'bca' || interval === 'none') return null;
  if (interval === 'signed_share') return 'atanh';
  return interval === 'proportion' || interval === 'share' ? 'logit' : interval;
}

/**
 * The bootstrap interval of a value.
 *
 * @param scale of a studentized interval, whose draws have standard errors; null where it is BCa instead
 */
export function drawnInterval(
  method: IntervalMethod,
  value: number,
  { draws, jackknife, errors }: Resampled,
  scale: Scale | null,
): readonly [number, number] | null {
  if (method === 'studentized' && scale !== null) {
    assertInvariant(errors !== undefined, 'the draws have no standard errors');
    return studentizedInterval(value, { draws, errors, jackknife }, scale);
  }
  return method === 'percentile' ? percentileInterval(draws) : bcaInterval(value, draws, jackknife);
}

/** The 95% interval of a metric's value, or why there is none. */
export function intervalOf(
  metric: Metric,
  { value, resampled, trials = 0, fewUnits, method }: Statistic,
): readonly [number, number] | Undefined {
  const { interval } = metric;
  if (value instanceof Undefined) return value;
  if (interval === 'none') return new Undefined('shifted_by_chance');
  if (!resampled) return new Undefined(fewUnits ? 'few_clusters' : 'too_few');
  if (method !== undefined) {
    const drawn = drawnInterval(method, value, resampled, studentizedScale(metric));
    return drawn ?? new Undefined('unstable');
  }
  const { draws, jackknife } = resampled;
  const share = (estimated: boolean) => shareInterval(value, jackknife, trials, estimated);
  const found = {
    bca: () => bcaInterval(value, draws, jackknife),
    proportion: () => share(false),
    share: () => share(true),
    signed_share: () => signedShare(value, jackknife, trials),
    // A curve that reaches 0 or 1, here or without some row, has no place on the scale.
    logit: () => (isInside(jackknife) ? jackknifeInterval(value, jackknife, 'logit') : share(true)),
    identity: () => jackknifeInterval(value, jackknife, 'identity'),
    log: () => jackknifeInterval(value, jackknife, 'log'),
    log1m: () => jackknifeInterval(value, jackknife, 'log1m'),
    atanh: () => jackknifeInterval(value, jackknife, 'atanh'),
  }[interval]();
  return found ?? new Undefined('unstable');
}

function isInside(jackknife: Float64Array): boolean {
  return jackknife.every((v) => Number.isNaN(v) || (v > 0 && v < 1));
}

/** Of what lies between −1 and 1, as a share of the way from the one to the other. */
function signedShare(
  value: number,
  jackknife: Float64Array,
  trials: number,
): readonly [number, number] | null {
  const half = (x: number) => (1 + x) / 2;
  const found = shareInterval(half(value), jackknife.map(half), trials, true);
  return found && [2 * found[0] - 1, 2 * found[1] - 1];
}

/** Independent trials behind a share: rows of a kind, where several rows of one unit count once. */
export function trialsOf(
  { trials }: Metric,
  { truth, prediction }: MetricData,
  { count }: Units,
): number | undefined {
  if (trials === undefined) return undefined;
  const share = count / truth.length;
  if (trials === 'rows') return share * truth.length;
  const of = trials === 'predicted_positives' ? prediction : truth;
  const positives = of.reduce((sum, y) => sum + (y === 1 ? 1 : 0), 0);
  const negatives = of.length - positives;
  if (trials === 'negatives') return share * negatives;
  return share * (trials === 'rarer_class' ? Math.min(positives, negatives) : positives);
}
