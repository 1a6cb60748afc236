import { describe, expect, it } from 'vitest';
import type { BenchReport } from '../../src/bench/report/types.js';
import { benchAnswer } from '../../src/report/bench/answer.js';

/** A report of MAE with mean ranks; a model of rank null has no scores and is last. */
function report(
  ranks: Readonly<Record<string, number | null>>,
  builtins: readonly string[],
  data = ['a'],
): BenchReport {
  const names = Object.keys(ranks);
  const entry = (name: string) => ({
    ...{ data: data[0], split: 'sae', model: name, value: ranks[name] === null ? null : 1 },
    ...{ ci95: null, sd: null, done: 1, failed: 0, missing: 0, repeats: 1, interval: null },
    strata: [],
  });
  const summary = (model: string) => ({
    ...{ model, mean_rank: ranks[model] ?? names.length, ranked: 4, compared: 4, better: 0 },
    ...{ worse: 0, significantly_better: 0, significantly_worse: 0, median_gain: null },
  });
  return {
    ...{ command: 'bench', action: 'report', version: '0', reference: names[0], data },
    models: names.map((name) => ({ name, builtin: builtins.includes(name) ? name : null })),
    splits: [{ name: 'sae', method: 'sae' }],
    counts: { done: 1, failed: 0, missing: 0 },
    metrics: [
      {
        ...{
          metric: 'mae',
          direction: 'minimize',
          target: null,
          tested: 0,
          tests: [],
          gaps: [],
          published: null,
        },
        table: names.map(entry),
        models: names.map(summary),
      },
    ],
    failures: [],
    warnings: [],
  };
}

describe('the answer of a benchmark', () => {
  it('names the model that ranks better than every baseline', () => {
    const found = report({ forest: 1.25, ridge: 2, knn: 2.75, train_mean: 4 }, [
      'knn',
      'train_mean',
    ]);
    expect(benchAnswer(found)).toBe(
      'forest has the best mean rank in MAE over 4 splits: 1.25, and the best baseline, 5-NN, has 2.75.',
    );
  });

  it('says that none does, also where both rank alike', () => {
    for (const rank of [2, 3]) {
      const found = report({ gnn: rank, knn: 2, failed: null }, ['knn'], ['a', 'b']);
      expect(benchAnswer(found)).toBe(
        `No model has a better mean rank in MAE than the baseline 5-NN: over 4 data sets × splits it is 2.00, and that of the best model, gnn, is ${rank}.00.`,
      );
    }
  });

  it('is none without a model, or a baseline, with scores', () => {
    expect(benchAnswer(report({ knn: 1 }, ['knn']))).toBeNull();
    expect(benchAnswer(report({ gnn: null, knn: 1 }, ['knn']))).toBeNull();
    expect(benchAnswer(report({ gnn: 1 }, []))).toBeNull();
    expect(benchAnswer({ ...report({ gnn: 1, knn: 2 }, ['knn']), metrics: [] })).toBeNull();
  });
});
