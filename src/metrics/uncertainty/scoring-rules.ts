import { inOwnUnit } from '../../numerics/magnitude.js';
import { normalDensity, normalQuantile, normalWithin } from '../../numerics/normal.js';
import { type GivenData, type Metric, type MetricDescriptor, metric } from '../metric.js';
import { meanOf } from '../row-mean.js';
import { countBelow, GAUSSIAN, halfWidthOf, standardErrorsOf } from './standard-errors.js';

const TOOLBOX = 'uncertainty-toolbox';
const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

/** The mean of a number per row that is made of its |error| in standard deviations, and of its standard deviation. */
function gaussianScore(
  descriptor: MetricDescriptor & { score(): (z: number, std: number) => number },
): Metric {
  const { score, ...rest } = descriptor;
  return metric({
    ...rest,
    prepare(data: GivenData) {
      const of = score();
      const values = standardErrorsOf(data).map((z, i) => of(z, data.std[i]));
      return (sample) => sample.mean(values);
    },
  });
}

/** Negative log likelihood. */
export const gaussianNll = gaussianScore({
  ...GAUSSIAN,
  name: 'gaussian_nll',
  interval: 'identity',
  unit: 'summand',
  title: 'NLL',
  aliases: ['nll', 'nll_gaussian', 'negative_log_likelihood'],
  definition: 'mean of −ln(density of the truth under the predicted normal distribution)',
  reference: `${TOOLBOX}, nll_gaussian, scaled`,
  shown: true,
  score: () => (z, std) => HALF_LOG_TWO_PI + Math.log(std) + (z * z) / 2,
});

/** Continuous ranked probability score. */
export const crps = gaussianScore({
  ...GAUSSIAN,
  name: 'crps',
  interval: 'log',
  unit: 'factor',
  title: 'CRPS',
  aliases: ['crps_gaussian', 'continuous_ranked_probability_score'],
  definition:
    'mean of ∫ (predicted normal distribution function − step at the truth)²; in units of the label, an absolute error that knows of the uncertainty',
  reference: `Gneiting and Raftery, J. Am. Stat. Assoc. 102 (2007) 359; ${TOOLBOX}, crps_gaussian`,
  shown: true,
  score: () => (z, std) =>
    std * (z * normalWithin(z) + 2 * normalDensity(z) - 1 / Math.sqrt(Math.PI)),
});

/** 0.01, 0.02, … 0.99 */
const LEVELS = Float64Array.from({ length: 99 }, (_, k) => (k + 1) / 100);

/** Sums of the first 0, 1, 2, … of `values`. */
function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let k = 0; k < values.length; k++) sums[k + 1] = sums[k] + values[k];
  return sums;
}

/** Interval score over many levels. */
export const intervalScore = gaussianScore({
  ...GAUSSIAN,
  name: 'interval_score',
  interval: 'log',
  unit: 'factor',
  title: 'Interval score',
  aliases: ['mean_interval_score'],
  definition:
    'interval score (width + 2 / (1 − level) × distance outside) of the central normal intervals, mean over the levels 0.01, 0.02, … 0.99 and rows',
  reference: `Gneiting and Raftery, J. Am. Stat. Assoc. 102 (2007) 359; ${TOOLBOX}, interval_score`,
  score() {
    const halfWidths = LEVELS.map(halfWidthOf);
    // A row lies outside of the narrowest intervals: their penalties are sums, linear in its error.
    const slopes = LEVELS.map((level) => 2 / (1 - level));
    const slopeOf = runningSums(slopes);
    const offsetOf = runningSums(slopes.map((slope, k) => slope * halfWidths[k]));
    const width = 2 * runningSums(halfWidths)[LEVELS.length];
    return (z, std) => {
      const outside = countBelow(halfWidths, z);
      return (std * (width + slopeOf[outside] * z - offsetOf[outside])) / LEVELS.length;
    };
  },
});

/** Mean pinball loss over many quantiles. */
export const checkScore = gaussianScore({
  ...GAUSSIAN,
  name: 'check_score',
  interval: 'log',
  unit: 'factor',
  title: 'Check score',
  aliases: ['pinball_loss', 'mean_pinball_loss'],
  definition:
    'pinball loss of the quantiles of the predicted normal distribution, mean over the quantiles 0.01, 0.02, … 0.99 and rows',
  reference: `Koenker and Bassett, Econometrica 46 (1978) 33; ${TOOLBOX}, check_score`,
  score() {
    const quantiles = LEVELS.map(normalQuantile);
    const sumOf = runningSums(quantiles);
    const weighted = runningSums(LEVELS.map((q, k) => q * quantiles[k]))[LEVELS.length];
    const levels = runningSums(LEVELS)[LEVELS.length];
    // The sum over q of (quantile − z) × ((1 if z is at most the quantile) − q). The quantiles are symmetric,
    // so that the sign of the error does not matter.
    return (z, std) => {
      const below = countBelow(quantiles, z);
      const above = sumOf[LEVELS.length] - sumOf[below] - (LEVELS.length - below) * z;
      return (std * (above - weighted + levels * z)) / LEVELS.length;
    };
  },
});

/** How wide the predicted distributions are. */
export const sharpness = meanOf({
  ...GAUSSIAN,
  name: 'sharpness',
  interval: 'log',
  unit: 'factor',
  title: 'Sharpness',
  aliases: ['root_mean_variance', 'rmv'],
  needs: ['value', 'std'],
  definition: 'root mean square of the predicted standard deviations; says nothing of the errors',
  reference: `${TOOLBOX}, sharpness`,
  values({ std }) {
    const { values, unit } = inOwnUnit(std);
    return { values: values.map((s) => s ** 2), unit };
  },
  finish: (mean, unit) => Math.sqrt(mean) * unit,
});

export const scoringRules: readonly Metric[] = [
  gaussianNll,
  crps,
  intervalScore,
  checkScore,
  sharpness,
];
