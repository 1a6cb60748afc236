import type { Metric } from '../../metrics/metric.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { list } from '../../text.js';
import type { Part } from '../score/groups.js';
import { effectOf, type Placed } from './pair.js';
import type { Composition, Effect } from './types.js';

/** So many pairs are told of, one line each; the others are counted. */
const TOLD = 3;

/** One metric of a pair, in all rows and in each stratum. */
export interface Sides {
  readonly metric: Metric;
  readonly a: string;
  readonly b: string;
  /** Of the two in all rows, in each stratum, and in all rows with each stratum counting the same. */
  readonly pooled: readonly [Placed, Placed];
  readonly strata: readonly (readonly [Placed, Placed])[];
  readonly standardised: readonly [Placed, Placed] | null;
}

/**
 * The difference of two models over all rows, within strata, and with strata counting the same. They may have opposite signs: Simpson's paradox
 * (J. R. Stat. Soc. B 13 (1951) 238).
 */
export function compositionOf(
  { metric, a, b, pooled, strata, standardised }: Sides,
  parts: readonly Part[],
  bins: SimilarityBins,
): Composition {
  const effect = (sides: readonly [Placed, Placed]) => effectOf(metric, ...sides);
  const own = strata.map((sides, s) => ({
    bin: bins.labels[s],
    n: parts[s].rows.length,
    difference: effect(sides).difference,
  }));
  const effects = {
    pooled: effect(pooled),
    within: { difference: weightedMean(own), strata: own },
    standardised: standardised && effect(standardised),
  };
  const signs = [effects.pooled, effects.within, effects.standardised].map((side) =>
    Math.sign(side?.difference ?? 0),
  );
  return {
    metric: metric.name,
    a,
    b,
    ...effects,
    disagree: signs.includes(1) && signs.includes(-1),
  };
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

/** What is to be said where signs disagree: a line per pair. @param task its name, where there are several */
export function compositionWarnings(
  composition: readonly Composition[],
  task: string | null,
  metricNamed: (name: string) => Metric,
): string[] {
  const disagreeing = composition.filter(({ disagree }) => disagree);
  const pairs = new Map<string, Composition[]>();
  for (const one of disagreeing) {
    const key = JSON.stringify([one.a, one.b]);
    pairs.set(key, [...(pairs.get(key) ?? []), one]);
  }
  const lines = [...pairs.values()].map((own) => warningOf(own, task, metricNamed));
  const rest = lines.length - TOLD;
  return rest <= 0
    ? lines
    : [
        ...lines.slice(0, TOLD),
        `${rest} more ${rest === 1 ? 'pair disagrees' : 'pairs disagree'} likewise with their strata; --json has them all`,
      ];
}

function warningOf(
  own: readonly Composition[],
  task: string | null,
  metricNamed: (name: string) => Metric,
): string {
  const [{ a, b }] = own;
  const simpson = own.some(
    ({ pooled, within }) =>
      Math.sign(pooled.difference ?? 0) * Math.sign(within.difference ?? 0) < 0,
  );
  const numbers = own.map((one) => {
    const { title, direction, target } = metricNamed(one.metric);
    const smaller = direction === 'minimize' || target !== undefined;
    const said = (difference: number | null) => change(difference, smaller);
    return [
      `${title} is ${said(one.pooled.difference)} over all rows${chance(one.pooled)}`,
      `${said(one.within.difference)} within strata`,
      ...(one.standardised
        ? [`${said(one.standardised.difference)} if all strata count the same`]
        : []),
    ].join(', ');
  });
  const where = task === null ? '' : `"${task}": `;
  const what = simpson
    ? `all test rows together say the opposite of the strata of similarity (Simpson's paradox)`
    : 'who is better depends on how many test rows each stratum of similarity has';
  const why = simpson
    ? 'all rows together also reward telling molecules of different strata apart; judge by the strata'
    : 'the largest strata decide over all rows; judge by the strata that resemble your molecules';
  return `${where}${b} against ${a}: ${what}: ${list(numbers)}; ${why}`;
}

function change(difference: number | null, smallerIsBetter: boolean): string {
  if (difference === null) return 'undefined';
  if (difference === 0) return 'the same';
  const better = difference < 0 === smallerIsBetter;
  return `${Number(Math.abs(difference).toPrecision(2))} ${better ? 'better' : 'worse'}`;
}

function chance(pooled: Effect): string {
  if (pooled.difference === null || !pooled.ci95) return '';
  const [low, high] = pooled.ci95;
  return low <= 0 && high >= 0
    ? ' (its interval includes 0: that may be chance)'
    : ' (its interval excludes 0)';
}
