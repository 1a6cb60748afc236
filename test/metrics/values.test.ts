import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossOf, type MetricData, targetOf, Undefined } from '../../src/metrics/metric.js';
import { metricOf } from './data.js';

function value(
  name: string,
  truth: number[],
  prediction: number[],
  more: Partial<Record<'std' | 'lower' | 'upper', number[]>> & {
    trainMean?: number;
    level?: number;
  } = {},
) {
  const { std, lower, upper, trainMean, level = 0.9 } = more;
  const data: Omit<MetricData, 'truth' | 'prediction'> = {
    std: std && Float64Array.from(std),
    interval: lower && {
      lower: Float64Array.from(lower),
      upper: Float64Array.from(upper ?? []),
      level,
    },
    trainMean,
  };
  return metricOf(name).compute(Float64Array.from(truth), Float64Array.from(prediction), data);
}

describe('metrics of values, by hand', () => {
  // Errors 1, -1, 0, 2; mean truth 4, squared deviations 9 + 1 + 1 + 9.
  const truth = [1, 3, 5, 7];
  const predictions = [2, 2, 5, 9];
  it.each([
    ['mae', 1],
    ['mse', 6 / 4],
    ['rmse', Math.sqrt(6 / 4)],
    ['median_ae', 1],
    ['max_error', 2],
    ['mean_signed_error', 0.5],
    ['within_2_fold', 1 / 4],
    ['within_10_fold', 3 / 4],
    ['within_1.0_log', 3 / 4],
    ['aafe', 10],
    // From 3: errors 2, 0, 2, 4.
    ['relative_mae', 1 / 2],
    // From their mean, 4: 3, 1, 1, 3.
    ['rae', 1 / 2],
    ['r2', 1 - 6 / 20],
    ['r2_train_mean', 1 - 6 / 24],
    // Errors less their mean: 0.5, -1.5, -0.5, 1.5.
    ['explained_variance', 1 - 5 / 20],
    // Deviations -3 -1 1 3 and -2.5 -2.5 0.5 4.5: products 7.5 + 2.5 + 0.5 + 13.5.
    ['pearson', 24 / Math.sqrt(20 * 33)],
    // Ranks 1 2 3 4 and 1.5 1.5 3 4.
    ['spearman', 4.5 / Math.sqrt(5 * 4.5)],
    // Five pairs agree, one is tied in the predictions.
    ['kendall', 5 / Math.sqrt(6 * 5)],
    ['concordance_index', 5.5 / 6],
  ])('%s', (name, expected) => {
    expect(value(name, truth, predictions, { trainMean: 3 })).toBeCloseTo(expected, 12);
  });
});

describe('metrics of classes, by hand', () => {
  // From 0.5 on: true positive 1, false positive 1, false negative 1, true negative 2.
  it.each([
    ['mcc', (1 * 2 - 1 * 1) / Math.sqrt(2 * 2 * 3 * 3)],
    ['balanced_accuracy', (1 / 2 + 2 / 3) / 2],
    ['accuracy', 3 / 5],
    ['precision', 1 / 2],
    ['recall', 1 / 2],
    ['specificity', 2 / 3],
    ['f1', 1 / 2],
    // By chance 2/5 × 2/5 + 3/5 × 3/5 agree.
    ['cohen_kappa', (3 / 5 - 13 / 25) / (1 - 13 / 25)],
  ])('%s', (name, expected) => {
    expect(value(name, [1, 0, 1, 0, 0], [1, 1, 0, 0, 0])).toBeCloseTo(expected, 12);
  });

  it('are undefined where they divide by zero, and 0 where they do not', () => {
    const undefinedFor = (name: string, truth: number[], predictions: number[]) => {
      const found = value(name, truth, predictions);
      return found instanceof Undefined ? found.reason : found;
    };
    expect(undefinedFor('precision', [0, 1], [0, 0])).toBe('one_predicted_class');
    expect(undefinedFor('precision', [0, 0], [0, 1])).toBe(0);
    expect(undefinedFor('f1', [0, 1], [0, 0])).toBe(0);
    expect(undefinedFor('f1', [0, 0], [0, 1])).toBe('one_class');
    expect(undefinedFor('f1', [1, 1], [0, 1])).toBe(2 / 3);
    expect(undefinedFor('recall', [0, 0], [0, 1])).toBe('one_class');
    expect(undefinedFor('specificity', [1, 1], [0, 1])).toBe('one_class');
    expect(undefinedFor('cohen_kappa', [1, 1], [0, 1])).toBe(0);
    expect(undefinedFor('cohen_kappa', [1, 1], [0, 0])).toBe(0);
    expect(undefinedFor('cohen_kappa', [1, 1], [1, 1])).toBe('one_class');
    expect(undefinedFor('mcc', [1, 1], [0, 1])).toBe('one_class');
    expect(undefinedFor('mcc', [0, 1], [1, 1])).toBe('one_predicted_class');
  });
});

describe('metrics of scores, by hand', () => {
  // Two positives at 0.9 and 0.4, three negatives at 0.6, 0.4 and 0.1.
  const classes = [1, 0, 1, 0, 0];
  const scores = [0.9, 0.6, 0.4, 0.4, 0.1];
  it.each([
    // Of six pairs: three right for the first, one right and one tied for the second.
    ['roc_auc', 4.5 / 6],
    // Recall 1/2 at precision 1; then both ties at once: the other half at 2 of 4.
    ['average_precision', 0.5 * 1 + 0.5 * (2 / 4)],
    // Precision 1, then at recall 1/2 down to 1/2, then 1/2 up to recall 1.
    ['pr_auc', 0.5 * 1 + 0.5 * 0.5],
    ['recall_at_precision_80', 1 / 2],
    // Half of the positives without a false one, up to a rate of 1/3.
    ['log_auc', 1 / 2],
    ['brier', (0.01 + 0.36 + 0.36 + 0.16 + 0.01) / 5],
    ['log_loss', -Math.log(0.9 * 0.4 * 0.4 * 0.6 * 0.9) / 5],
    // Bins up to 14/15, 9/15, 6/15 (with both ties) and 2/15.
    ['ece', (0.1 + 0.6 + 0.2 + 0.1) / 5],
    // The first row is a positive; so are 1.5 of the first three.
    ['ef_1', 1 / (2 / 5)],
    ['ef_50', 1.5 / 3 / (2 / 5)],
  ])('%s', (name, expected) => {
    expect(value(name, classes, scores)).toBeCloseTo(expected, 12);
  });

  it('ece: every edge is in the bin below it, 0 in the first', () => {
    // Were an edge in the bin above, its row would be with the next, whose label is the other: less of an error.
    for (let k = 1; k < 15; k++) {
      const edge = k / 15;
      const above = edge + 1e-9;
      expect(value('ece', [1, 0], [edge, above])).toBeCloseTo((1 - edge + above) / 2, 12);
    }
    for (const edge of [0.2, 0.4, 0.6, 0.8])
      expect(value('ece', [1, 0], [edge, edge + 0.001])).toBeCloseTo(0.5005, 12);
    expect(value('ece', [1, 0], [0, 1 / 15])).toBeCloseTo(Math.abs(1 - 1 / 15) / 2, 12);
    expect(value('ece', [1, 0], [1, 14 / 15])).toBeCloseTo(14 / 15 / 2, 12);
  });

  it('log_loss clips to 2^-52, as scikit-learn does for doubles', () => {
    const sure = -Math.log(2 ** -52);
    expect(sure).toBeCloseTo(36.0437, 4);
    expect(value('log_loss', [1], [0])).toBe(sure);
    expect(value('log_loss', [0], [1])).toBeCloseTo(sure, 12);
    expect(value('log_loss', [1, 0], [1, 0])).toBeCloseTo(2 ** -52, 20);
  });

  it('log_auc of scores that say nothing is 0.0215, and follows a line between two points', () => {
    // All tied: the true positive rate is the false positive rate.
    const random = (0.1 - 0.001) / Math.log(10) / 2;
    expect(random).toBeCloseTo(0.0215, 4);
    expect(value('log_auc', [1, 0, 0], [3, 3, 3])).toBeCloseTo(random, 12);
    // A positive with 1 of 100 negatives: the line to (0.01, 1), then 1.
    const truth = [1, ...Array.from({ length: 100 }, () => 0)];
    const scores = [2, 2, ...Array.from({ length: 99 }, () => 1)];
    const line = (100 * (0.01 - 0.001)) / Math.log(10);
    expect(value('log_auc', truth, scores)).toBeCloseTo((line + 1) / 2, 12);
  });

  it('enrichment looks at whole rows, the part rounded up but not for a rounding', () => {
    // One percent of 700 is 7.000000000000001 in doubles.
    const n = 700;
    const truth = Array.from({ length: n }, (_, i) => (i < 7 || i === n - 1 ? 1 : 0));
    const scores = truth.map((_, i) => n - i);
    expect(value('ef_1', truth, scores)).toBeCloseTo(7 / 7 / (8 / n), 12);
    expect(value('ef_1', [...truth, 0], [...scores, 0])).toBeCloseTo(7 / 8 / (8 / (n + 1)), 12);
  });

  it('RIE and BEDROC of a list of four', () => {
    const weights = [5, 10, 15, 20].map((x) => Math.exp(-x));
    const all = weights.reduce((a, b) => a + b) / 4;
    const rie = (weights[0] + weights[2]) / 2 / all;
    const best = (weights[0] + weights[1]) / 2 / all;
    const worst = (weights[2] + weights[3]) / 2 / all;
    expect(value('rie_20', [1, 0, 1, 0], [4, 3, 2, 1])).toBeCloseTo(rie, 12);
    expect(value('bedroc_20', [1, 0, 1, 0], [4, 3, 2, 1])).toBeCloseTo(
      (rie - worst) / (best - worst),
      12,
    );
  });

  it('RIE of a long list, where places are taken together, is that of one exponential per place', () => {
    const n = 5000;
    const truth = Array.from({ length: n }, (_, i) => Number(i % 7 === 3));
    const scores = Array.from({ length: n }, (_, i) => (i < 3000 ? n - i : 0));
    let [sum, all] = [0, 0];
    const tail = truth.slice(3000).reduce((a, b) => a + b, 0) / 2000;
    for (let i = 0; i < n; i++) {
      const weight = Math.exp((-20 * (i + 1)) / n);
      all += weight;
      sum += weight * (i < 3000 ? truth[i] : tail);
    }
    const positives = truth.reduce((a, b) => a + b, 0);
    expect(value('rie_20', truth, scores)).toBeCloseTo(sum / positives / (all / n), 11);
  });
});

describe('metrics of uncertainty, by hand', () => {
  // Errors 0, 1 and -2, which are 0, 1 and 2 standard deviations.
  const truth = [1, 2, 5];
  const predictions = [1, 3, 3];
  const std = [2, 1, 1];
  it.each([
    ['gaussian_nll', Math.log(2 * Math.PI) / 2 + Math.log(2) / 3 + (0 + 0.5 + 2) / 3],
    ['sharpness', Math.sqrt((4 + 1 + 1) / 3)],
    // The intervals are ± 0.674, 1.28, 1.64 and 1.96.
    ['coverage_50', 1 / 3],
    ['coverage_80', 2 / 3],
    ['coverage_90', 2 / 3],
    ['coverage_95', 2 / 3],
    // Errors 1 and 2 in either order, then 0.
    ['aurc', (1.5 + 1.5 + 1) / 3],
    // Ranks 1 2 3 and 3 1.5 1.5.
    ['error_std_spearman', -1.5 / Math.sqrt(2 * 1.5)],
    // Two thirds of the ten parts have variance 1 and mean squared error 2.5; the seventh is mixed of both.
    [
      'ence',
      (6 * (Math.sqrt(2.5) - 1) +
        Math.abs(1 - Math.sqrt((2 / 3) * 2.5) / Math.sqrt((2 / 3) * 1 + (1 / 3) * 4)) +
        3 * 1) /
        10,
    ],
    // CRPS at 0: (√2 - 1) / √π standard deviations; at 1 and 2 from tables of the normal distribution.
    ['crps', (2 * 0.233694977254 + 0.602441357627 + 1.452791821686) / 3],
  ])('%s', (name, expected) => {
    expect(value(name, truth, predictions, { std })).toBeCloseTo(expected, 10);
  });

  it.each([
    // Inside, inside at the bound, below by 1.
    ['interval_coverage', 2 / 3],
    ['interval_width', (2 + 4 + 3) / 3],
    ['winkler_score', (2 + 4 + 3 + (2 / 0.2) * 1) / 3],
  ])('%s', (name, expected) => {
    const interval = { lower: [0, 2, 6], upper: [2, 6, 9], level: 0.8 };
    expect(value(name, truth, predictions, interval)).toBeCloseTo(expected, 12);
  });

  it('are undefined without what they need', () => {
    const no = (reason: Undefined['reason']) => new Undefined(reason);
    expect(value('crps', truth, predictions)).toEqual(no('no_std'));
    expect(value('winkler_score', truth, predictions)).toEqual(no('no_interval'));
    expect(value('r2_train_mean', truth, predictions)).toEqual(no('no_training_labels'));
    expect(value('brier', [0, 1], [0, 1.5])).toEqual(no('not_probabilities'));
    expect(value('error_std_spearman', truth, truth, { std })).toEqual(no('constant_error'));
    expect(value('error_std_spearman', truth, predictions, { std: [1, 1, 1] })).toEqual(
      no('constant_std'),
    );
  });
});

describe('how bad a value is', () => {
  it('depends on the direction, or on the target', () => {
    expect(lossOf(metricOf('mae'), 2)).toBe(2);
    expect(lossOf(metricOf('r2'), 0.5)).toBe(-0.5);
    expect(lossOf(metricOf('coverage_95'), 1)).toBeCloseTo(0.05, 12);
    expect(lossOf(metricOf('mean_signed_error'), -3)).toBe(3);
  });

  it('is how far the coverage of intervals is from the level that they promise', () => {
    const coverage = metricOf('interval_coverage');
    const interval = { lower: new Float64Array(1), upper: new Float64Array(1), level: 0.9 };
    expect(targetOf(coverage, { interval })).toBe(0.9);
    expect(targetOf(metricOf('coverage_95'), {})).toBe(0.95);
    expect(targetOf(metricOf('mae'), { interval })).toBeUndefined();
    expect(lossOf(coverage, 0.97, 0.9)).toBeCloseTo(0.07, 12);
    // 0.95 is no double, and these are 2.0000000000000018 and 1.9999999999999907 hundredths from it.
    expect(lossOf(coverage, 0.97, 0.95)).toBe(lossOf(coverage, 0.93, 0.95));
    expect(lossOf(coverage, 1, 0.95)).toBeGreaterThan(lossOf(coverage, 0.96, 0.95));
    expect(() => lossOf(coverage, 0.97)).toThrow('depends on the predictions');
  });
});

describe('a million-fold offset', () => {
  it('costs no digits that the values have', () => {
    const offset = 2 ** 30;
    const [truth, predictions] = [
      [1, 3, 5, 7],
      [2, 2, 5, 9],
    ];
    for (const name of ['r2', 'pearson', 'explained_variance'])
      expect(
        value(
          name,
          truth.map((y) => y + offset),
          predictions.map((p) => p + offset),
        ),
      ).toBeCloseTo(value(name, truth, predictions) as number, 12);
  });
});

describe('an offset of 10^15', () => {
  /** Pearson's correlation of doubles in rational arithmetic, but for the last root. */
  function exactPearson(truth: readonly number[], prediction: readonly number[]): number {
    // Counted in eighths the values are whole, and so are n times their deviations from a mean.
    const eighths = (v: number) => 8n * BigInt(Math.floor(v)) + BigInt(8 * (v - Math.floor(v)));
    const n = BigInt(truth.length);
    const [x, y] = [truth, prediction].map((list) => {
      const values = list.map(eighths);
      const sum = values.reduce((a, b) => a + b, 0n);
      return values.map((v) => n * v - sum);
    });
    const product = (a: readonly bigint[], b: readonly bigint[]) =>
      Number(a.reduce((sum, v, i) => sum + v * b[i], 0n));
    return product(x, y) / Math.sqrt(product(x, x)) / Math.sqrt(product(y, y));
  }

  it('costs pearson no digits: a mean lies between doubles, an eighth apart', () => {
    const eighth = fc.integer({ min: 0, max: 12 }).map((k) => k / 8);
    const pairs = fc.array(fc.tuple(eighth, eighth), { minLength: 3, maxLength: 60 });
    const offset = fc.constantFrom(0, 2 ** 30, 1e15);
    fc.assert(
      fc.property(pairs, offset, offset, (rows, u, v) => {
        const truth = rows.map(([y]) => y + u);
        const prediction = rows.map(([, p]) => p + v);
        const found = value('pearson', truth, prediction);
        fc.pre(typeof found === 'number');
        expect(Math.abs((found as number) - exactPearson(truth, prediction))).toBeLessThan(1e-13);
      }),
    );
  });
});
