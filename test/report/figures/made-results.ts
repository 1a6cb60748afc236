import { metricNamed } from '../../../src/metrics/registry.js';
import { Random } from '../../../src/random.js';
import type { AuditSummary } from '../../../src/workflows/audit/types.js';
import type { ModelComparison } from '../../../src/workflows/compare/types.js';
import type { ScoredMolecule, ScoreSummary } from '../../../src/workflows/score/types.js';
import type { SplitSummary } from '../../../src/workflows/split/types.js';

/** Three bins of similarity. */
export const BINS = ['[0, 1/3)', '[1/3, 2/3)', '[2/3, 1]'];
const EDGES = ['0', '1/3', '2/3', '1'];

/** Numbers from 0 to 1, the same in each run. */
export function numbers(seed: number): () => number {
  const random = new Random(seed);
  return () => random.below(1_000_000) / 1_000_000;
}

/** Scored molecules with similarities of every bin; of classes, predictions are rounded so that many are tied. */
export function molecules(n: number, task: 'regression' | 'classification'): ScoredMolecule[] {
  const next = numbers(n);
  return Array.from({ length: n }, (_, i) => {
    const similarity = next();
    const classes = task === 'classification';
    const truth = classes ? Number(next() < 0.4) : 10 * next() - 5;
    const prediction = classes
      ? Math.round(20 * (0.6 * next() + 0.4 * truth)) / 20
      : truth + (next() - 0.4) * 3;
    return {
      row: i + 1,
      id: null,
      smiles: 'C',
      truth,
      prediction,
      error: prediction - truth,
      ...(classes ? {} : { std: 0.2 + next() }),
      stratum: BINS[Math.min(2, Math.floor(3 * similarity))],
      max_similarity: similarity,
      nearest_train_row: 1,
      nearest_train_id: null,
      nearest_train_smiles: 'C',
      nearest_train_label: 0,
    };
  });
}

/** A metric of some molecules, by the project's own metrics. */
export function measured(metric: string, own: readonly ScoredMolecule[]): number | null {
  const value = metricNamed(metric)?.compute(
    Float64Array.from(own, (m) => m.truth),
    Float64Array.from(own, (m) => m.prediction as number),
    own[0]?.std === undefined ? {} : { std: Float64Array.from(own, (m) => m.std as number) },
  );
  return typeof value === 'number' ? value : null;
}

/** A score of made molecules, with intervals that are not symmetric and a stratum without values. */
export function madeScore(
  task: 'regression' | 'classification',
  rows: readonly ScoredMolecule[],
  label = 'logS',
): ScoreSummary {
  const names = task === 'regression' ? ['mae', 'r2'] : ['roc_auc', 'average_precision'];
  const metricsOf = (own: readonly ScoredMolecule[], shift: number) =>
    Object.fromEntries(
      names.map((name) => {
        const value = measured(name, own);
        return [
          name,
          value === null
            ? { value: null, reason: 'small_stratum' as const }
            : { value: value + shift, ci95: [value + shift - 0.05, value + shift + 0.11] as const },
        ];
      }),
    );
  const scores = (shift: number) => ({
    overall: { n: rows.length, flag: null, metrics: metricsOf(rows, shift) },
    strata: BINS.map((bin, b) => {
      const own = rows.filter(({ stratum }) => stratum === bin);
      return {
        bin,
        low: b / 3,
        high: (b + 1) / 3,
        n: own.length,
        flag: null,
        metrics: metricsOf(own, shift),
      };
    }),
  });
  return {
    command: 'score',
    version: '0',
    rdkit: '0',
    seed: 0,
    parameters: { label },
    inputs: [],
    join: null,
    warnings: [],
    seconds: {},
    task,
    n: rows.length,
    molecules: rows.length,
    resampled: { unit: 'molecule', count: rows.length },
    train: { molecules: 100, labelled: 100 },
    ...scores(0),
    baselines: { train_mean: scores(0.07), nearest_neighbour: scores(-0.03) },
    curve: {
      metric: names[0],
      points: [0.2, 0.35, 0.5, 0.8].map((similarity, k) => ({
        similarity,
        low: similarity - 0.1,
        high: similarity + 0.15,
        n: 30 + k,
        values: { model: k === 2 ? null : 0.5 + k / 7, train_mean: 0.9 - k / 11 },
        ci95: k === 2 ? null : ([0.4 + k / 7, 0.7 + k / 7] as const),
      })),
    },
    deployment: null,
    molecules_scored: rows,
  };
}

/** The parts of a split that figures look at. */
export function madeSplit(task: 'regression' | 'classification' = 'regression'): SplitSummary {
  const labels = (n: number, mean: number | null) => ({ n, mean, sd: mean === null ? null : 0.7 });
  return {
    input: { path: 'data.csv' },
    parameters: {},
    sizes: { train: 300, valid: 60, test: 131, discarded: 0, invalid: 0 },
    records: { train: 300, valid: 60, test: 140, discarded: 0, invalid: 0 },
    folds: null,
    repeats: null,
    similarity: {
      bins: EDGES,
      requested: [50, 50, 31],
      achieved: [47, 53, 31],
      valid: { requested: null, achieved: [20, 17, 23] },
    },
    labels: {
      column: 'logS',
      task,
      whole: labels(491, 0.51),
      train: labels(300, 0.52),
      test: labels(131, 0.43),
      bins: [labels(47, 0.21), labels(53, 0.6), labels(0, null)],
      ...(task === 'regression'
        ? {
            histogram: {
              edges: [-2, 0, 2, 4],
              counts: { train: [30, 90, 180], valid: [0, 60, 0], test: [100, 0, 31] },
            },
          }
        : {}),
    },
    scaffolds: { bins: [40, 31, 9] },
  } as unknown as SplitSummary;
}

/** A comparison of models by overall and strata. @param models more than two give a section for each group */
export function madeComparison(models: readonly string[], margin = 0.04): ModelComparison {
  const next = numbers(models.length);
  const pairs = models.flatMap((b, j) => models.slice(0, j).map((a) => ({ a, b })));
  const groups = ['overall', ...BINS].map((value, g) => ({
    by: g === 0 ? 'overall' : 'similarity',
    value,
    n: 1200 + g,
    flag: null,
    metrics: {
      mae: {
        role: 'primary',
        values: {},
        ranks: {},
        differences: pairs.map((pair, p) => {
          if (g === 3 && p === 0) return { ...pair, difference: null, reason: 'small_stratum' };
          const difference = next() - 0.5;
          return {
            ...pair,
            difference,
            ci95: [difference - 0.1, difference + 0.17],
            p: 0.01,
            p_holm: 0.02,
            test: 'wilcoxon',
            standing: g === 1 ? 'inconclusive' : difference < 0 ? 'better' : 'worse',
            significant: g !== 1,
            margin,
          };
        }),
      },
    },
  }));
  return {
    tasks: [{ name: 'logS', n: 1200, primary_metric: 'mae', groups }],
  } as unknown as ModelComparison;
}

/** An audit of training and test. */
export function madeAudit(isBinned = true): AuditSummary {
  const finding = (title: string, test_records: number) => ({
    title,
    test_records,
    share: test_records / 140,
  });
  return {
    label: 'logS',
    sides: { train: { records: 300 }, test: { records: 140 } },
    comparisons: [
      {
        name: 'train-test',
        train: 'train',
        test: 'test',
        findings: [finding('stereoisomer', 7), finding('tautomer', 0), finding('near ≥ 0.9', 35)],
        similarity: { bins: EDGES, test: [47, 53, 31], median_test: 0.41, median_train: 0.6 },
        labels: {
          task: 'regression',
          train: { n: 300, mean: 1, sd: 2 },
          test: { n: 131, mean: 1.5, sd: 1 },
          ks: 0.2,
          ...(isBinned
            ? { histogram: { edges: [0, 1, 2], counts: { train: [75, 225], test: [131, 0] } } }
            : {}),
        },
      },
    ],
  } as unknown as AuditSummary;
}
