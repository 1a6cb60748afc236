import { Undefined } from '../../metrics/metric.js';
import { fSf } from '../../statistics/distributions/tails.js';
import { brownForsythe } from '../../statistics/hypothesis/brown-forsythe.js';
import { conoverFriedman } from '../../statistics/hypothesis/conover-friedman.js';
import { friedman } from '../../statistics/hypothesis/friedman.js';
import {
  type RepeatedMeasuresAnova,
  repeatedMeasuresAnova,
} from '../../statistics/hypothesis/repeated-measures.js';
import { shapiroWilk } from '../../statistics/hypothesis/shapiro-wilk.js';
import { sphericity } from '../../statistics/hypothesis/sphericity.js';
import { tukeyHsd } from '../../statistics/hypothesis/tukey-hsd.js';
import { holm } from '../../statistics/multiplicity.js';
import { summarize } from '../../statistics/summary.js';
import type { CvPair, CvUncorrected } from './types.js';

/** With groups of one size, variances may differ by this much (Blanca et al., Behav. Res. Methods 50 (2018) 937). */
const LARGEST_RATIO = 9;

/** Analysis of variance bears all but strong departures, from normality or from sphericity. */
const STRONG = 0.01;

/** Result of the protocol for a pair of methods, by their positions. */
export type UncorrectedPair = Pick<CvPair, 'tukey' | 'conover'> & {
  readonly first: number;
  readonly second: number;
};

/**
 * The protocol of Ash et al. (J. Chem. Inf. Model. 65 (2025) 9398): repeated-measures analysis of variance and
 * Tukey's comparison, or, where variances or residuals speak against it, Friedman's test and Conover's comparison
 * with Holm's adjustment. Folds count as independent.
 *
 * @param values blocks × methods
 * @param losses the same, lower being better
 * @returns differences of pairs are those of the second less the first
 */
export function uncorrected(
  values: readonly Float64Array[],
  losses: readonly Float64Array[],
): { readonly summary: CvUncorrected; readonly pairs: readonly UncorrectedPair[] } {
  const anova = repeatedMeasuresAnova(values);
  const ranks = friedman(losses);
  const checks = checksOf(values, anova);
  const pairs = pairsOf(values[0].length, anova, conoverFriedman(losses));
  const summary = {
    anova: anova instanceof Undefined ? null : anovaOf(anova, checks.sphericity?.epsilon ?? null),
    friedman:
      ranks instanceof Undefined ? null : { statistic: ranks.statistic, df: ranks.df, p: ranks.p },
    checks,
    ...recommendation(checks, !(anova instanceof Undefined), !(ranks instanceof Undefined)),
  };
  return { summary, pairs };
}

function anovaOf(
  { statistic, dfn, dfd, p }: RepeatedMeasuresAnova,
  epsilon: number | null,
): CvUncorrected['anova'] {
  const corrected = epsilon === null ? null : fSf(statistic, epsilon * dfn, epsilon * dfd);
  return { statistic, dfn, dfd, p, p_greenhouse_geisser: corrected };
}

function checksOf(
  values: readonly Float64Array[],
  anova: RepeatedMeasuresAnova | Undefined,
): CvUncorrected['checks'] {
  const columns = Array.from(values[0], (_, j) => values.map((row) => row[j]));
  const variances = columns.map((column) => (summarize(column).sd as number) ** 2);
  const smallest = Math.min(...variances);
  const spread = brownForsythe(columns);
  const sphere = sphericity(values);
  const mauchly = sphere instanceof Undefined ? null : sphere.mauchly;
  const normal = anova instanceof Undefined ? anova : shapiroWilk(residuals(values, anova));
  return {
    variance_ratio:
      smallest > 0 ? Math.min(Math.max(...variances) / smallest, Number.MAX_VALUE) : null,
    brown_forsythe:
      spread instanceof Undefined ? null : { statistic: spread.statistic, p: spread.p },
    shapiro_wilk: normal instanceof Undefined ? null : { statistic: normal.statistic, p: normal.p },
    sphericity:
      sphere instanceof Undefined
        ? null
        : {
            epsilon: sphere.epsilon,
            mauchly: mauchly && { statistic: mauchly.statistic, p: mauchly.p },
          },
  };
}

/** Residuals of blocks and methods; of two methods, whose residuals mirror each other, those of one. */
function residuals(values: readonly Float64Array[], { means }: RepeatedMeasuresAnova): number[] {
  const grand = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  const effects = means.map((mean) => mean - grand);
  return values.flatMap((row) => {
    const block = row.reduce((sum, value) => sum + value, 0) / row.length;
    const all = Array.from(row, (value, j) => value - block - effects[j]);
    return all.length === 2 ? all.slice(0, 1) : all;
  });
}

function recommendation(
  { variance_ratio: ratio, shapiro_wilk: normal, sphericity: sphere }: CvUncorrected['checks'],
  hasAnova: boolean,
  hasFriedman: boolean,
): Pick<CvUncorrected, 'recommended' | 'because'> {
  if (!hasAnova) {
    const because = 'the methods differ by the same amount in every fold, or do not differ';
    return { recommended: hasFriedman ? 'friedman' : null, because };
  }
  const shape = `Shapiro-Wilk p ${shownP(normal?.p ?? 1)}`;
  if (ratio === null || ratio > LARGEST_RATIO) {
    const because =
      ratio === null
        ? 'a method has the same value in every fold'
        : `the largest variance is ${ratio.toFixed(1)} times the smallest (limit: ${LARGEST_RATIO})`;
    return { recommended: 'friedman', because };
  }
  if (normal !== null && normal.p < STRONG) {
    return { recommended: 'friedman', because: `residuals are far from normal (${shape})` };
  }
  const isDoubtful = sphere?.mauchly && sphere.mauchly.p < STRONG;
  const doubt = isDoubtful
    ? `; but sphericity is violated (Mauchly p ${shownP(sphere.mauchly.p)}, Greenhouse-Geisser epsilon ${sphere.epsilon.toFixed(2)})`
    : '';
  return {
    recommended: 'anova',
    because: `variances are similar (the largest is ${ratio.toFixed(1)} times the smallest, limit ${LARGEST_RATIO}) and residuals are nearly normal (${shape})${doubt}`,
  };
}

function shownP(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
}

function pairsOf(
  methods: number,
  anova: RepeatedMeasuresAnova | Undefined,
  conover: ReturnType<typeof conoverFriedman>,
): UncorrectedPair[] {
  const tukey =
    anova instanceof Undefined
      ? null
      : tukeyHsd(anova.means, anova.n, anova.meanSquareError, anova.dfd);
  const ranked = conover instanceof Undefined ? null : conover;
  const adjusted = holm(ranked?.map(({ p }) => p) ?? []);
  const pairs: UncorrectedPair[] = [];
  for (let first = 0; first < methods; first++) {
    for (let second = first + 1; second < methods; second++) {
      const i = pairs.length;
      const [low, high] = tukey?.[i].interval ?? [0, 0];
      pairs.push({
        first,
        second,
        tukey: tukey && { p: tukey[i].p, ci95: [-high, -low] },
        conover: ranked && { p: ranked[i].p, p_holm: adjusted[i] },
      });
    }
  }
  return pairs;
}
