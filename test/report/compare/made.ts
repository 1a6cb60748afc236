import { isSignificant, type Standing } from '../../../src/statistics/standing.js';
import type {
  ComparedGroup,
  ComparedTask,
  Composition,
  ModelComparison,
  PairDifference,
} from '../../../src/workflows/compare/types.js';

/** A difference by its numbers. */
export function difference(
  [a, b]: readonly [string, string],
  value: number,
  ci95: readonly [number, number] | null,
  standing: Standing,
  p_holm: number | null = 0.5,
  more: { opposed?: true; margin?: number } = {},
): PairDifference {
  const p = p_holm === null ? null : p_holm / 4;
  const test = 'wilcoxon' as const;
  const significant = !more.opposed && isSignificant(standing, p_holm);
  return {
    ...{ a, b, difference: value, ci95, p, p_holm, test, standing, significant, margin: 0 },
    ...more,
  };
}

/** A group in which every metric has these values and differences. */
export function group(
  by: string,
  value: string,
  n: number,
  metrics: Record<string, { values: Record<string, number>; differences: PairDifference[] }>,
  flag: ComparedGroup['flag'] = null,
): ComparedGroup {
  return {
    by,
    value,
    n,
    flag,
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, { values, differences }], m) => {
        const sorted = Object.values(values).sort((x, y) => x - y);
        return [
          name,
          {
            role: m === 0 ? ('primary' as const) : ('secondary' as const),
            values: Object.fromEntries(
              Object.entries(values).map(([model, v]) => [
                model,
                { value: v, ci95: [v - 0.05, v + 0.05] as const },
              ]),
            ),
            ranks: Object.fromEntries(
              Object.entries(values).map(([model, v]) => [model, sorted.indexOf(v) + 1]),
            ),
            differences,
          },
        ];
      }),
    ),
  };
}

/** A group that is too small to be reported. */
export function smallGroup(by: string, value: string, metric: string): ComparedGroup {
  const nothing = { value: null, reason: 'small_stratum' } as const;
  return {
    by,
    value,
    n: 4,
    flag: 'small',
    metrics: {
      [metric]: {
        role: 'primary',
        values: { base: nothing, new: nothing },
        ranks: { base: null, new: null },
        differences: [{ a: 'base', b: 'new', difference: null, reason: 'small_stratum' }],
      },
    },
  };
}

export function task(
  name: string,
  groups: readonly ComparedGroup[],
  composition: readonly Composition[] = [],
): ComparedTask {
  const n = groups[0].n;
  const train = { molecules: 3488, labelled: 3488 };
  const names = Object.keys(groups[0].metrics);
  const count = (metric: string) =>
    groups
      .flatMap(({ metrics }) => metrics[metric].differences)
      .filter((d) => d.difference !== null && d.p !== null).length;
  return {
    ...{ name, task: 'regression', n, molecules: n, train, groups, composition },
    resampled: { unit: 'molecule', count: n },
    primary_metric: names[0],
    tests: Object.fromEntries(names.map((metric) => [metric, count(metric)])),
  };
}

export function comparison(
  models: readonly string[],
  tasks: readonly ComparedTask[],
  parameters: Record<string, string | number> = {},
): ModelComparison {
  return {
    command: 'compare',
    kind: 'predictions',
    version: '0.0.0',
    rdkit: '0',
    seed: 0,
    parameters: {
      fingerprint: 'morgan:radius=2,bits=2048',
      bootstrap: 2000,
      resample: 'molecule',
      'min-n': 30,
      ...parameters,
    },
    inputs: [],
    models: models.map((name) => ({ name, path: `${name}.csv`, join: null })),
    tasks,
    warnings: [],
    seconds: {},
  };
}
