import { assertInvariant } from '../../errors.js';
import type { Predictions } from '../../evaluation/bootstrap/group-evaluator.js';
import { needsDraws } from '../../evaluation/bootstrap/interval.js';
import type { Rows } from '../../evaluation/bootstrap/measure.js';
import { type Metric, Undefined } from '../../metrics/metric.js';
import { studentSf } from '../../statistics/distributions/student.js';
import { delongTest } from '../../statistics/hypothesis/delong.js';
import { mcnemarExact } from '../../statistics/hypothesis/mcnemar.js';
import { wilcoxonSignedRank } from '../../statistics/hypothesis/wilcoxon.js';
import type { Gain, PairTest, Tested } from './types.js';

type RowTest = Exclude<PairTest, 'jackknife' | 'bootstrap'>;

/** The tests of metrics that have one of their own. It looks at single rows, which must be independent. */
const ROW_TESTS: Readonly<Record<string, RowTest>> = {
  mae: 'wilcoxon',
  roc_auc: 'delong',
  accuracy: 'mcnemar',
};

/** The test by which a metric's differences have their p-values. @param independent whether rows are */
export function testOf(metric: Metric, independent: boolean): PairTest {
  if (independent && Object.hasOwn(ROW_TESTS, metric.name)) return ROW_TESTS[metric.name];
  return needsDraws(metric) ? 'bootstrap' : 'jackknife';
}

/** Whether a test is one of the difference over its standard error, and not of single rows. */
export function isResampled(test: PairTest): test is Exclude<PairTest, RowTest> {
  return test === 'jackknife' || test === 'bootstrap';
}

/**
 * Two-sided test of the difference of two sources: of absolute errors by Wilcoxon's signed ranks, of ROC-AUC
 * by DeLong's test, of predicted classes by McNemar's exact test, of anything else from the standard error of the
 * difference, by Student's t.
 *
 * @param group positions of rows, in an order that does not depend on that of a file
 * @param difference of the metric
 */
export function pairedTest(
  test: PairTest,
  rows: Rows,
  group: Int32Array,
  first: number,
  second: number,
  difference: Gain,
): Tested | Undefined {
  if (isResampled(test)) return studentTest(difference);
  const [a, b] = [first, second].map((s): Predictions => {
    const { predictions } = rows.sources[s];
    assertInvariant(!(predictions instanceof Undefined), 'a model has predictions');
    return predictions as Predictions;
  });
  const truth = pick(rows.truth, group);
  if (test === 'wilcoxon') return signedRanks(truth, group, a, b);
  return test === 'delong'
    ? delongTest(truth, pick(a.value, group), pick(b.value, group))
    : rightAlone(truth, group, a, b);
}

function signedRanks(
  truth: Float64Array,
  group: Int32Array,
  a: Predictions,
  b: Predictions,
): Tested | Undefined {
  const errors = ({ value }: Predictions) => truth.map((y, k) => Math.abs(y - value[group[k]]));
  const found = wilcoxonSignedRank(errors(a), errors(b));
  return found instanceof Undefined
    ? found
    : { p: found.p, rankGain: Math.sign(found.positive - found.negative) };
}

function rightAlone(
  truth: Float64Array,
  group: Int32Array,
  a: Predictions,
  b: Predictions,
): Tested | Undefined {
  const right = ({ classes }: Predictions) =>
    truth.map((y, k) => (classes?.[group[k]] === y ? 1 : 0));
  const [ours, theirs] = [right(a), right(b)];
  const alone = (own: Float64Array, other: Float64Array) =>
    own.reduce((sum, is, k) => sum + (is > other[k] ? 1 : 0), 0);
  return mcnemarExact(alone(theirs, ours), alone(ours, theirs));
}

/** Twice the tail of Student's distribution beyond the difference over its standard error. */
function studentTest({ difference, spread }: Gain): Tested | Undefined {
  if (!spread) return new Undefined('unstable');
  const { standardError, df } = spread;
  if (standardError === 0) {
    return new Undefined(difference === 0 ? 'no_difference' : 'no_variation');
  }
  return { p: Math.min(1, 2 * studentSf(Math.abs(difference) / standardError, df)) };
}

function pick(values: Float64Array, at: Int32Array): Float64Array {
  return Float64Array.from(at, (i) => values[i]);
}
