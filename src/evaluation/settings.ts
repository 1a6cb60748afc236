import { fingerprintSource } from '../chemistry/own-fingerprints/index.js';
import { TanimarkError } from '../errors.js';
import type { Metric } from '../metrics/metric.js';
import { metricNamed, metrics } from '../metrics/registry.js';
import { DEFAULT_BINS, parseBins } from '../similarity/bins.js';
import { optionValue } from '../spelling.js';
import { DEFAULT_BOOTSTRAP, DEFAULT_MIN_N, type Resample } from '../statistics/resampling.js';
import { list, nearestWord } from '../text.js';
import type { Baseline } from './baselines/baseline.js';
import { baselines } from './baselines/registry.js';
import type { EvaluateOptions, ScoreOptions } from './options.js';
import type { WholeSeries } from './test-set/series.js';

/** {@link EvaluateOptions}, parsed, with defaults applied. */
export type Settings = ReturnType<typeof readSettings>;

/**
 * @param series that the split kept whole: test molecules of one are no independent draws, and clusters of them are
 *   resampled unless the options say otherwise
 * @throws TanimarkError (usage)
 */
export function readSettings(
  options: EvaluateOptions & Pick<ScoreOptions, 'partner'>,
  series: WholeSeries | null = null,
) {
  const isOfPairs = options.partner !== undefined && options.partner !== 'none';
  const usual: Resample = series && !isOfPairs ? 'cluster' : 'molecule';
  return {
    bins: parseBins(options.bins ?? DEFAULT_BINS),
    fingerprint: fingerprintSource(options.fingerprint),
    standardize: options.standardize ?? ('none' as const),
    trainWith: options.trainWith,
    metrics: options.metrics,
    baselines: chosenBaselines(options.baselines),
    by: [...new Set(options.by ?? [])],
    curve: options.curve === undefined ? undefined : curveMetric(options.curve),
    conformal: options.conformal,
    deployment: options.deployment,
    bootstrap: options.bootstrap ?? DEFAULT_BOOTSTRAP,
    minN: options.minN ?? DEFAULT_MIN_N,
    threshold: options.threshold,
    interval: intervalMethod(options),
    resample: options.resample ?? usual,
    series,
    seed: options.seed ?? 0,
  };
}

/** @throws TanimarkError (usage) where a bootstrap interval is wanted without draws */
function intervalMethod({ interval, bootstrap }: EvaluateOptions) {
  if (interval !== undefined && bootstrap === 0) {
    throw new TanimarkError(
      'usage',
      `${optionValue('interval', interval)} needs bootstrap draws; leave out ${optionValue('bootstrap', '0')}`,
      { option: 'interval' },
    );
  }
  return interval;
}

function curveMetric(name: string): Metric {
  const found = metricNamed(name);
  if (found) return found;
  const near = nearestWord(
    name.trim(),
    metrics.map((m) => m.name),
  );
  throw new TanimarkError(
    'usage',
    `${optionValue('curve', String(name))}: unknown metric${near ? ` (did you mean ${near}?)` : ''}; tanimark score --list-metrics lists all`,
    { option: 'curve' },
  );
}

function chosenBaselines(names: readonly string[] | undefined): readonly Baseline[] {
  if (!names) return baselines;
  const known = baselines.map(({ name }) => name);
  const wanted = names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'none');
  for (const name of wanted) {
    if (known.includes(name)) continue;
    const near = nearestWord(name, known);
    throw new TanimarkError(
      'usage',
      `${optionValue('baselines', String(name))}: unknown baseline${near ? ` (did you mean ${near}?)` : ''}; choose from ${list(known)}, or none`,
      { option: 'baselines' },
    );
  }
  return baselines.filter(({ name }) => wanted.includes(name));
}
