import { type Group, type Measured, measure } from '../../evaluation/bootstrap/measure.js';
import { reweightedGroup } from '../../evaluation/strata/reweighting.js';
import type { Strata, Stratum } from '../../evaluation/strata/strata.js';
import type { Job } from '../../job.js';
import { type Metric, Undefined } from '../../metrics/metric.js';
import type { Random } from '../../random.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { effectOf, type Placed } from './pair.js';
import { type Compared, placed } from './prepare.js';
import type { Composition } from './types.js';

/** Below this share of the value a difference is rounding, and has no sign. */
const ROUNDING = 1e-12;

/** Every metric and pair with and without the sizes of the strata; nothing where fewer than two are measured. */
export async function compositionsOf(
  compared: Compared,
  { strata }: Strata,
  measured: readonly Measured[],
  bin: Uint8Array,
  random: Random,
  job: Job,
): Promise<Unjudged[]> {
  const { rows, metrics, names, places, pairs, context } = compared;
  const { settings } = context;
  const large = strata.map(({ flag }) => flag !== 'small');
  const count = large.filter(Boolean).length;
  if (count < 2) return [];
  const shares = Float64Array.from(large, (is) => (is ? 1 / count : 0));
  const group = reweightedGroup(shares, bin, large) as Group;
  const fractional = metrics.filter((metric) => metric.fractional);
  const [equal] = await measure(rows, [group], fractional, settings.bootstrap, random, job);
  return metrics.flatMap((metric, m) => {
    const f = fractional.indexOf(metric);
    return pairs.map(([a, b]) => {
      const sides = (of: Measured, k: number): readonly [Placed, Placed] => [
        placed(of, places[a], k),
        placed(of, places[b], k),
      ];
      return compositionOf(
        {
          metric,
          a: names[a],
          b: names[b],
          pooled: sides(measured[0], m),
          strata: strata.map((_, s) => sides(measured[s + 1], m)),
          standardized: f < 0 ? null : sides(equal, f),
        },
        strata,
        settings.bins,
      );
    });
  });
}

/** A composition before it is known what is significant. */
export type Unjudged = Omit<Composition, 'paradox'>;

/** One metric of a pair, in all rows and in each stratum. */
interface Sides {
  readonly metric: Metric;
  readonly a: string;
  readonly b: string;
  /** Of the two in all rows, in each stratum, and in all rows with each stratum counting the same. */
  readonly pooled: readonly [Placed, Placed];
  readonly strata: readonly (readonly [Placed, Placed])[];
  readonly standardized: readonly [Placed, Placed] | null;
}

/**
 * The difference of two models over all rows, within strata, and with strata counting the same. They may have
 * opposite signs (Simpson, J. R. Stat. Soc. B 13 (1951) 238).
 */
function compositionOf(
  { metric, a, b, pooled, strata, standardized }: Sides,
  parts: readonly Stratum[],
  bins: SimilarityBins,
): Unjudged {
  const effect = (sides: readonly [Placed, Placed]) => effectOf(metric, ...sides);
  const own = strata.map((sides, s) => ({
    bin: bins.labels[s],
    n: parts[s].rows.length,
    difference: effect(sides).difference,
  }));
  const effects = {
    pooled: effect(pooled),
    within: { difference: weightedMean(own), strata: own },
    standardized: standardized && effect(standardized),
  };
  const rounding = ROUNDING * Math.max(...pooled.map(({ statistic }) => magnitude(statistic)));
  const signs = [effects.pooled, effects.within, effects.standardized].map((side) => {
    const difference = side?.difference ?? 0;
    return Math.abs(difference) <= rounding ? 0 : Math.sign(difference);
  });
  return {
    metric: metric.name,
    a,
    b,
    ...effects,
    disagree: signs.includes(1) && signs.includes(-1),
  };
}

function magnitude({ value }: Placed['statistic']): number {
  return value instanceof Undefined ? 0 : Math.abs(value);
}

function weightedMean(
  strata: readonly { readonly n: number; readonly difference: number | null }[],
): number | null {
  let rows = 0;
  let sum = 0;
  for (const { n, difference } of strata) {
    if (difference === null) continue;
    rows += n;
    sum += n * difference;
  }
  return rows === 0 ? null : sum / rows;
}
