import type { ScoreOptions } from '../../evaluation/options.js';
import type { Scored } from '../../evaluation/types.js';
import { SCORE } from '../../options/evaluation.js';
import { explainScore } from '../../report/explain/index.js';
import type { Tool } from '../tool.js';
import { pick, READING } from './options.js';

/** Options of a test set and of predictions, which compare has, too. */
export const OF_PREDICTIONS = [
  ...['split', 'data', 'part', 'train', 'truth', 'task', 'bins', 'fingerprint', 'metrics', 'by'],
  ...['prediction', 'predictionSmiles', 'predictionId', 'std', 'lower', 'upper', 'join', 'missing'],
  ...['duplicates', 'splitColumn', 'threshold', 'positive', 'trainWith', 'bootstrap', 'resample'],
  ...['minN', 'seed', ...READING],
];

export const score: Tool = {
  name: 'score',
  title: 'Score predictions',
  description:
    'Measures predictions of test molecules, overall and by stratum of max similarity to training, with 95% confidence intervals, next to baselines that a model should beat. Use it once for a model that was chosen on validation data: to score many variants here and keep the best is tuning on the test set. Give "split" (or "train" and "truth"); without "predictions" only the baselines are scored. It says nothing of molecules less similar to training than the test set has, and a difference of two scores is no comparison: use compare.',
  options: pick(SCORE, ['predictions', ...OF_PREDICTIONS, 'baselines', 'deployment']),
  reads: ['predictions', 'split', 'data', 'train', 'truth', 'deployment'],
  writes: [],
  isReadOnly: true,
  async run(options: ScoreOptions, { job, memory }) {
    const { score: measure } = await import('../../workflows/score/index.js');
    const summary = await measure(options, job);
    const { task, n, overall, strata, join } = summary;
    return {
      summary: {
        ...{ task, n, join: join && { by: join.by, matched: join.matched, unused: join.unused } },
        overall: values(overall.metrics),
        strata: strata.map(({ bin, n: rows, flag, metrics }) => ({
          ...{ bin, n: rows, flag },
          ...values(metrics),
        })),
        baselines: Object.fromEntries(
          Object.entries(summary.baselines).map(([name, own]) => [
            name,
            values(own.overall.metrics),
          ]),
        ),
      },
      reading: [...explainScore(summary), ...memory.tuningNote(summary.inputs)],
      warnings: summary.warnings,
      document: { name: 'score', value: summary },
    };
  },
};

/** Value and interval of each metric, or why there is none. */
function values(metrics: Readonly<Record<string, Scored>>): object {
  const entries = Object.entries(metrics).map(([name, scored]) => [
    name,
    scored.value === null
      ? { value: null, reason: scored.reason }
      : { value: scored.value, ci95: scored.ci95 },
  ]);
  return Object.fromEntries(entries);
}
