import type { Metric } from '../../metrics/metric.js';
import { list } from '../../text.js';
import type { Composition, Effect } from './types.js';

/** So many pairs are told of, one line each; the others are counted. */
const TOLD = 3;

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
