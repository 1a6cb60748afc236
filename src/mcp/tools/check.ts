import { explainCheck } from '../../report/explain/index.js';
import type { Tool } from '../tool.js';
import { path } from './options.js';

export const check: Tool = {
  name: 'check',
  title: 'Check the rules of a repository',
  description:
    'Checks the predictions that a configuration (tanimark.config.yaml) names against its rules: limits of metrics, worsening against a baseline, leakage. Use it before you propose a change of a model. A passed check does not say that a model is good, only that no rule failed; an inconclusive rule has too few rows.',
  options: {
    config: path('configuration (default: tanimark.config.yaml, .yml or .json of the root folder)'),
  },
  reads: ['config'],
  writes: [],
  isReadOnly: true,
  async run({ config }: { readonly config?: string }, { job }) {
    const { check: run, loadConfig } = await import('../../workflows/check/on-demand.js');
    const summary = await run(await loadConfig(config), undefined, job);
    const { verdict, exit_code, counts, errors } = summary;
    return {
      summary: { verdict, exit_code, counts, errors: errors.map(({ name }) => name) },
      reading: explainCheck(summary),
      warnings: summary.warnings,
      document: { name: 'check', value: summary },
    };
  },
};
