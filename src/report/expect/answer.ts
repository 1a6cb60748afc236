import { baselineTitle } from '../../evaluation/baselines/registry.js';
import { metricNamed } from '../../metrics/registry.js';
import { count, list } from '../../text.js';
import type { ExpectSummary } from '../../workflows/expect/types.js';
import { shortNumber } from '../layout.js';

/** A share in per cent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** Title of an expected metric. */
export function titleOf(metric: string): string {
  return metricNamed(metric)?.title ?? { error_rate: 'error rate' }[metric] ?? metric;
}

/** The set whose errors are known, as an adjective: `test molecules`. */
export function judgedSet({ calibration }: Pick<ExpectSummary, 'calibration'>): string {
  return calibration.of === 'valid' ? 'validation' : 'test';
}

/** What an expectation says, in a few sentences: error, what is outside, the domain, and what to measure. */
export function expectAnswer(summary: ExpectSummary): string[] {
  return [errorText(summary), ...outsideText(summary), ...limitText(summary), ...planText(summary)];
}

function errorText(summary: ExpectSummary): string {
  const { expected, library, calibration } = summary;
  const [name] = Object.keys(expected.metrics);
  const { value, ci95 } = expected.metrics[name];
  const interval = ci95 ? `95% CI ${ci95.map(shortNumber).join(', ')}` : 'no 95% CI';
  return `Expected ${titleOf(name)} on ${library.invalid > 0 ? 'the valid rows of ' : ''}the library: ${shortNumber(value)} (${interval}); on the ${count(calibration.molecules)} ${judgedSet(summary)} molecules: ${shortNumber(expected.test[name])}.`;
}

function outsideText({ library }: ExpectSummary): string[] {
  if (library.outside === 0)
    return ['The whole library is in the similarity range of the test set.'];
  const { too_few: few, below_range: below, above_range: above } = library.reasons;
  const why = [
    ...(few > 0 ? [`${count(few)} in strata with too few test molecules`] : []),
    ...(below > 0 ? [`${count(below)} less similar to training than every test molecule`] : []),
    ...(above > 0 ? [`${count(above)} more similar than every test molecule`] : []),
  ];
  return [
    `Outside of the similarity range of the test set: ${percent(library.outside_share)} of the library (${list(why)}).`,
  ];
}

function limitText({ domain: { limit, metric } }: ExpectSummary): string[] {
  if (!limit) return [];
  if (limit.cutoff === null) {
    return [
      `Below every tested cut-off (${limit.tested_from?.toFixed(2)} and higher), the model is significantly better than every baseline.`,
    ];
  }
  const title = baselineTitle(limit.baseline ?? '');
  const than = limit.worse ? 'is no better than' : 'is not significantly better than';
  const measured = `${titleOf(metric)}, ${count(limit.n ?? 0)} test rows`;
  if (limit.cutoff === 1) {
    return [`The model ${than} the baseline ${title} at any cut-off (${measured}).`];
  }
  const where = `Below similarity ${limit.cutoff.toFixed(2)}`;
  const share = percent(limit.share_below ?? 0);
  return [
    `${where} the model ${than} the baseline ${title} (${measured}); ${share} of the library is there.`,
  ];
}

/** Narrowing by less than this share is not worth a sentence, unless it was asked for. */
const WORTH = 0.1;

function planText({ planning, strata, parameters }: ExpectSummary): string[] {
  const { more, wanted, width } = planning;
  const forInterval = strata.filter((one) => one.more_for_interval > 0 && one.library > 0);
  const intervals =
    forInterval.length === 0
      ? []
      : [
          `For a prediction interval, measure at least ${list(forInterval.map((one) => `${count(one.more_for_interval)} more in ${one.bin}`))}.`,
        ];
  if (planning.reason === 'library_too_small') {
    return [
      ...intervals,
      `No number of test molecules gives a 95% CI of width ${shortNumber(wanted ?? 0)}: the library has too few molecules itself.`,
    ];
  }
  if (more === null || wanted === null || width === null || more === 0) return intervals;
  // The width of a small library's interval is the chance of its own molecules.
  if (parameters.width === undefined && wanted > (1 - WORTH) * width) return intervals;
  const bins = strata.filter((one) => (one.more_for_width ?? 0) > 0);
  const error = `expected ${titleOf(planning.metric)}`;
  const goal =
    parameters.width === undefined
      ? `halve the standard error of the ${error} (95% CI of width ${shortNumber(wanted)} instead of ${shortNumber(width)})`
      : `get a 95% CI of width ${shortNumber(wanted)} for the ${error} (now ${shortNumber(width)})`;
  const places =
    bins.length === 1
      ? ` in ${bins[0].bin}`
      : `: ${list(bins.map((one) => `${count(one.more_for_width ?? 0)} in ${one.bin}`))}`;
  return [...intervals, `To ${goal}, measure about ${count(more)} more test molecules${places}.`];
}
