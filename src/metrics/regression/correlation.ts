import { inOwnUnit } from '../../numerics/magnitude.js';
import { type Measure, type Metric, metric, Undefined } from '../metric.js';
import { rankCorrelation, withinOne } from '../rank-correlation.js';
import type { Sample } from '../sample.js';
import { coproduct, spreadOf } from '../spread.js';
import { pairsOf } from './pairs.js';

const SCIPY = 'SciPy, scipy.stats';
const CORRELATION = {
  task: 'regression',
  labels: 'regression',
  direction: 'maximize',
  undefinedFor: ['too_few', 'constant_truth', 'constant_prediction'],
  shown: true,
  fractional: true,
} as const;

/** A correlation of values of which neither are constant. */
function correlation(
  truth: Float64Array,
  prediction: Float64Array,
  measure: (sample: Sample) => ReturnType<Measure>,
): Measure {
  return (sample) => {
    if (sample.size < 2) return new Undefined('too_few');
    if (sample.isConstant(truth)) return new Undefined('constant_truth');
    if (sample.isConstant(prediction)) return new Undefined('constant_prediction');
    return measure(sample);
  };
}

/** Linear correlation. */
export const pearson = metric({
  ...CORRELATION,
  name: 'pearson',
  noSkill: 0,
  interval: 'atanh',
  title: 'Pearson',
  aliases: ['pearsonr', 'pcc'],
  needs: ['value'],
  definition: 'covariance over the product of the standard deviations',
  reference: `${SCIPY}.pearsonr`,
  prepare({ truth, prediction }) {
    const [own, predicted] = [truth, prediction].map((list) => inOwnUnit(list).values);
    const spreadOfTruth = spreadOf(own);
    const spreadOfPrediction = spreadOf(predicted);
    const products = coproduct(own, predicted);
    return correlation(truth, prediction, (sample) => {
      const a = spreadOfTruth(sample).squares;
      const b = spreadOfPrediction(sample).squares;
      // Drawn values may differ by less than can be squared in the unit of all.
      if (a === 0 || b === 0) return new Undefined('overflow');
      return withinOne(products(sample) / (Math.sqrt(a) * Math.sqrt(b)));
    });
  },
});

/** Rank correlation. */
export const spearman = metric({
  ...CORRELATION,
  name: 'spearman',
  noSkill: 0,
  interval: 'atanh',
  title: 'Spearman',
  aliases: ['spearmanr', 'spearman_rho'],
  needs: ['order'],
  definition: 'Pearson correlation of the ranks, ties sharing their mean rank',
  reference: `${SCIPY}.spearmanr`,
  prepare({ truth, prediction }) {
    return correlation(truth, prediction, rankCorrelation(truth, prediction));
  },
});

/** Rank correlation by pairs, corrected for ties. */
export const kendall = metric({
  ...CORRELATION,
  name: 'kendall',
  noSkill: 0,
  interval: 'atanh',
  title: 'Kendall',
  aliases: ['kendalltau', 'kendall_tau', 'kendall_tau_b'],
  needs: ['order'],
  definition:
    'τ-b: (concordant − discordant pairs) over the geometric mean of the pairs not tied in each',
  reference: `${SCIPY}.kendalltau; Knight, J. Am. Stat. Assoc. 61 (1966) 436`,
  shown: false,
  prepare({ truth, prediction }) {
    const pairs = pairsOf(truth, prediction);
    return correlation(truth, prediction, (sample) => {
      const { truthDiffers, predictionDiffers, predictionTied, discordant } = pairs(sample);
      const surplus = truthDiffers - predictionTied - 2 * discordant;
      return withinOne(surplus / Math.sqrt(truthDiffers) / Math.sqrt(predictionDiffers));
    });
  },
});

/** Share of pairs in the right order: 0.5 for predictions that say nothing. */
export const concordanceIndex = metric({
  ...CORRELATION,
  name: 'concordance_index',
  noSkill: 0.5,
  interval: 'share',
  trials: 'rows',
  title: 'C-index',
  aliases: ['c_index', 'ci'],
  needs: ['order'],
  definition:
    'share of the pairs with unequal truth whose predictions are in the same order, equal ones counting one half',
  reference: 'Harrell et al., Stat. Med. 15 (1996) 361, without censoring',
  undefinedFor: ['constant_truth'],
  shown: false,
  prepare({ truth, prediction }) {
    const pairs = pairsOf(truth, prediction);
    return (sample) => {
      if (sample.isConstant(truth)) return new Undefined('constant_truth');
      const { truthDiffers, predictionTied, discordant } = pairs(sample);
      return (truthDiffers - predictionTied / 2 - discordant) / truthDiffers;
    };
  },
});

export const correlationMetrics: readonly Metric[] = [pearson, spearman, kendall, concordanceIndex];
