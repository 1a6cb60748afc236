import { type Amount, amountOf } from '../../amount.js';
import { Undefined } from '../../metrics/metric.js';
import { correctedResampledT } from '../../statistics/hypothesis/corrected-resampled-t.js';
import { average } from '../../statistics/hypothesis/input.js';
import { doubledRanks } from '../../statistics/ranks.js';
import { standingOf } from '../../statistics/standing.js';
import { summarize } from '../../statistics/summary.js';
import { type Arranged, testToTrain } from './arrange.js';
import type { CvMetric } from './metrics.js';
import type { CvMethod, CvMetricComparison, CvPair } from './types.js';
import { type UncorrectedPair, uncorrected } from './uncorrected.js';

/** A comparison before p-values are corrected over all groups, on which significance depends. */
export type Unadjusted = Omit<CvMetricComparison, 'pairs' | 'tests' | 'role'> & {
  readonly pairs: readonly Omit<CvPair, 'p_holm' | 'significant'>[];
};

/** Inputs of the comparison of one metric. */
export interface ComparedResults {
  readonly metric: CvMetric;
  readonly group: string | null;
  readonly margin: Amount | null;
  /** The only method to compare with; null for all pairs. */
  readonly baseline: string | null;
}

/**
 * Compares methods on one metric, the best first: all pairs, the better against the worse, or all others against a
 * baseline.
 */
export function compareMetric(
  { metric, group, margin, baseline }: ComparedResults,
  { methods: named, values: given, design }: Arranged,
): Unadjusted {
  const { target, direction } = metric;
  const distances =
    target === null ? given : given.map((row) => row.map((value) => Math.abs(value - target)));
  const isLoss = direction === 'minimize' || target !== null;
  const order = bestFirst(distances, isLoss);
  const methods = order.map((j) => named[j]);
  const values = distances.map((row) => Float64Array.from(order, (j) => row[j]));
  const losses = isLoss ? values : values.map(negated);
  const columns = methods.map((_, j) => values.map((row) => row[j]));
  const described = describe(methods, columns, losses);
  const { summary, pairs } = uncorrected(values, losses);
  const ratio = testToTrain(design.test_share);
  const wanted = pairs.filter(
    ({ first, second }) =>
      baseline === null || [methods[first], methods[second]].includes(baseline),
  );
  return {
    metric: metric.name,
    group,
    direction: isLoss ? 'minimize' : 'maximize',
    target,
    design,
    margin,
    baseline,
    methods: described,
    pairs: wanted.map((pair) => {
      const { first, second, tukey, conover } =
        methods[pair.first] === baseline ? pair : turned(pair);
      const test = correctedResampledT(columns[second], columns[first], ratio);
      const known = test instanceof Undefined ? null : test;
      const ownMargin = margin && amountOf(margin, described[first].mean);
      const ci95 = known?.interval ?? null;
      const reason = test instanceof Undefined ? test.reason : null;
      const standing =
        reason === 'no_difference' && ownMargin !== null
          ? 'equivalent'
          : standingOf(ci95 && (isLoss ? [-ci95[1], -ci95[0]] : ci95), ownMargin ?? 0);
      return {
        method: methods[second],
        against: methods[first],
        difference: known?.difference ?? average(values.map((row) => row[second] - row[first])),
        ci95,
        p: known?.p ?? null,
        reason,
        margin: ownMargin,
        verdict: standing,
        tukey,
        conover,
      };
    }),
    uncorrected: summary,
  };
}

/** Positions of methods by their mean, the best first; of equal ones in the order given. */
function bestFirst(values: readonly Float64Array[], isLoss: boolean): number[] {
  const means = Array.from(values[0], (_, j) => average(values.map((row) => row[j])));
  const loss = (j: number) => (isLoss ? means[j] : -means[j]);
  return [...means.keys()].sort((i, j) => loss(i) - loss(j) || i - j);
}

/** The same pair the other way round. */
function turned({ first, second, tukey, conover }: UncorrectedPair): UncorrectedPair {
  return {
    first: second,
    second: first,
    tukey: tukey && { p: tukey.p, ci95: [-tukey.ci95[1], -tukey.ci95[0]] },
    conover,
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
    sd: summarize(columns[j]).sd as number,
    mean_rank: ranks.reduce((sum, row) => sum + row[j], 0) / (2 * ranks.length),
  }));
}
