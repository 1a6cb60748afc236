import { plural } from '../../../text.js';
import type { ScoreSummary } from '../../../workflows/score/types.js';
import { columnsOf, metricsIn } from '../../score/columns.js';
import { outsideText } from '../../score/terminal.js';
import type { SectionOf } from '../context.js';
import { joined } from '../escape.js';
import { table } from '../table.js';
import { valueCell } from './tables.js';

/** Expected metrics on the library that the model is for. */
export const deploymentSection: SectionOf<ScoreSummary> = (summary) => {
  const { deployment } = summary;
  if (!deployment) return [];
  const { path, molecules, strata, outside, metrics } = deployment;
  const [main] = columnsOf(summary);
  const sources = main[0].sources.filter(({ name }) => Object.hasOwn(metrics, name));
  const shares = table({
    caption: `Library by max similarity to the training set`,
    head: ['similarity', 'share of the library', 'enough test rows'],
    rows: strata.map(({ bin, share, measured }) => [
      bin,
      `${(100 * share).toFixed(1)}%`,
      measured ? 'yes' : 'no',
    ]),
    notes: outside > 0 ? [outsideText(outside)] : [],
  });
  const values = table({
    caption: 'Expected metrics in the strata with enough test rows',
    head: ['metric', ...sources.map(({ title }) => title)],
    rows: metricsIn(main).map((metric) => [
      metric.title,
      ...sources.map(({ name }) => valueCell(metrics[name][metric.name], name === 'model')),
    ]),
  });
  return [
    {
      title: `Expected on ${path} (${plural(molecules, 'molecule')})`,
      body: joined(sources.length > 0 ? [shares, values] : [shares]),
    },
  ];
};
