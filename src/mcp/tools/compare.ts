import { COMPARE } from '../../options/evaluation.js';
import { required } from '../../options/kinds.js';
import { explainComparison } from '../../report/explain/index.js';
import type { CompareModelsOptions } from '../../workflows/compare/types.js';
import { COMPARE_MODELS } from '../../workflows/options.js';
import type { Tool } from '../tool.js';
import { pick } from './options.js';
import { OF_PREDICTIONS } from './score.js';

export const compare: Tool = {
  name: 'compare',
  title: 'Compare models',
  description:
    'Compares two or more models by their predictions of the same test rows: paired differences with 95% confidence intervals and corrected p-values, overall and by stratum of max similarity. Use it to decide whether one model is better, instead of the difference of two scores. "predictions" is a list of files, or one file with a column for each model ("models"). "No significant difference" does not say that models are equal, unless a "margin" is given.',
  options: {
    predictions: {
      ...required(COMPARE_MODELS.predictions),
      summary: 'prediction files of the same test rows, or one with a column for each model',
    },
    ...pick(COMPARE, ['models', 'names', 'margin', 'baseline', ...OF_PREDICTIONS]),
  },
  reads: ['predictions', 'split', 'data', 'train', 'truth'],
  writes: [],
  isReadOnly: true,
  async run(options: CompareModelsOptions, { job, memory }) {
    const { compareModels } = await import('../../workflows/compare/index.js');
    const summary = await compareModels(options, job);
    return {
      summary: {
        models: summary.models.map(({ name }) => name),
        tasks: summary.tasks.map(({ name, task, n, primary_metric: metric, groups }) => ({
          ...{ name, task, n, metric },
          groups: groups.map(({ by, value, n: rows, metrics }) => ({
            ...{ by, value, n: rows },
            differences: metrics[metric]?.differences ?? [],
          })),
        })),
      },
      reading: [...explainComparison(summary), ...memory.tuningNote(summary.inputs)],
      warnings: summary.warnings,
      document: { name: 'compare', value: summary },
    };
  },
};
