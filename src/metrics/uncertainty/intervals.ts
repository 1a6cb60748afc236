import type { Metric } from '../metric.js';
import { rowMean } from '../row-mean.js';

const INTERVALS = {
  task: 'uncertainty',
  labels: 'regression',
  needs: ['value', 'interval'],
  undefinedFor: ['no_interval'],
  fractional: true,
} as const;

/** Share of truths inside the predicted intervals. */
export const intervalCoverage = rowMean({
  ...INTERVALS,
  name: 'interval_coverage',
  interval: 'proportion',
  trials: 'rows',
  title: 'Int. coverage',
  aliases: ['picp', 'prediction_interval_coverage'],
  direction: 'maximize',
  target: 'level',
  definition:
    'share of truths inside the predicted intervals, bounds included: best at the share that they promise',
  reference: 'Khosravi et al., IEEE Trans. Neural Netw. 22 (2011) 1341 (PICP)',
  shown: true,
  value: ({ truth, interval }, i) =>
    interval.lower[i] <= truth[i] && truth[i] <= interval.upper[i] ? 1 : 0,
});

/** Mean width of the predicted intervals. */
export const intervalWidth = rowMean({
  ...INTERVALS,
  name: 'interval_width',
  interval: 'log',
  unit: 'factor',
  title: 'Interval width',
  aliases: ['mpiw', 'mean_interval_width'],
  direction: 'minimize',
  definition: 'mean of upper − lower bound of the predicted intervals',
  reference: 'Pearce et al., ICML 2018 (MPIW)',
  shown: false,
  value: ({ interval }, i) => interval.upper[i] - interval.lower[i],
});

/** Width and misses of the predicted intervals in one. */
export const winklerScore = rowMean({
  ...INTERVALS,
  name: 'winkler_score',
  interval: 'log',
  unit: 'factor',
  title: 'Winkler score',
  aliases: ['winkler', 'winkler_interval_score'],
  direction: 'minimize',
  definition:
    'mean of width + 2 / (1 − promised level) × distance of the truth from the predicted interval',
  reference:
    'Winkler, J. Am. Stat. Assoc. 67 (1972) 187; Gneiting and Raftery, ibid. 102 (2007) 359',
  shown: true,
  value({ truth, interval }, i) {
    const { lower, upper, level } = interval;
    const outside = Math.max(lower[i] - truth[i], truth[i] - upper[i], 0);
    // An interval that promises all is infinitely wrong with a truth outside, and right otherwise.
    return upper[i] - lower[i] + (outside > 0 ? (2 / (1 - level)) * outside : 0);
  },
});

export const intervalMetrics: readonly Metric[] = [intervalCoverage, intervalWidth, winklerScore];
