import type { Amount } from '../../gate/config.js';
import { Undefined } from '../../metrics/metric.js';
import { doubledRanks } from '../../statistics/ranks.js';
import { summarise } from '../../statistics/summary.js';
import { correctedResampledT } from '../../statistics/tests/corrected-resampled-t.js';
import { average } from '../../statistics/tests/input.js';
import { type Arranged, testToTrain } from './arrange.js';
import type { CvMetric } from './metrics.js';
import type { CvMethod, CvMetricComparison, CvPair } from './types.js';
import { uncorrected } from './uncorrected.js';

/** A comparison before p-values are adjusted for all metrics, on which verdicts depend. */
export type Unadjusted = Omit<CvMetricComparison, 'pairs'> & {
  readonly pairs: readonly Omit<CvPair, 'p_holm' | 'verdict'>[];
};

/** Compares all pairs of methods on one metric: the later method against the earlier. */
export function compareMetric(
  metric: CvMetric,
  { methods, values: given, design }: Arranged,
  margin: Amount | null,
): Unadjusted {
  const { target, direction } = metric;
  const values =
    target === null ? given : given.map((row) => row.map((value) => Math.abs(value - target)));
  const losses = direction === 'minimize' || target !== null ? values : values.map(negated);
  const columns = methods.map((_, j) => values.map((row) => row[j]));
  const described = describe(methods, columns, losses);
  const { summary, pairs } = uncorrected(values, losses);
  const ratio = testToTrain(design.test_share);
  return {
    metric: metric.name,
    direction: target === null ? direction : 'minimize',
    target,
    design,
    margin,
    methods: described,
    pairs: pairs.map(({ first, second, tukey, conover }) => {
      const test = correctedResampledT(columns[second], columns[first], ratio);
      const known = test instanceof Undefined ? null : test;
      const ownMargin = margin && amountOf(margin, described[first].mean);
      return {
        method: methods[second],
        against: methods[first],
        difference: known?.difference ?? average(values.map((row) => row[second] - row[first])),
        ci95: known?.interval ?? null,
        p: known?.p ?? null,
        reason: test instanceof Undefined ? test.reason : null,
        margin: ownMargin,
        beyond_margin:
          ownMargin === null || known === null ? null : isBeyond(known.interval, ownMargin),
        tukey,
        conover,
      };
    }),
    uncorrected: summary,
  };
}

function negated(row: Float64Array): Float64Array {
  return row.map((value) => -value);
}

function describe(
  methods: readonly string[],
  columns: readonly (readonly number[])[],
  losses: readonly Float64Array[],
): CvMethod[] {
  const ranks = losses.map(doubledRanks);
  return methods.map((name, j) => ({
    name,
    mean: average(columns[j]),
    sd: summarise(columns[j]).sd as number,
    mean_rank: ranks.reduce((sum, row) => sum + row[j], 0) / (2 * ranks.length),
  }));
}

function amountOf(amount: Amount, mean: number): number {
  return 'share' in amount ? amount.share * Math.abs(mean) : amount.value;
}

function isBeyond([low, high]: readonly [number, number], margin: number): boolean {
  return low > margin || high < -margin;
}
