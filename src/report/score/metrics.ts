import { baselines } from '../../evaluation/baselines/registry.js';
import { type Metric, reasonTexts } from '../../metrics/metric.js';
import { metrics } from '../../metrics/registry.js';
import { bestText } from '../best-value.js';
import { intervalTexts } from '../interval-text.js';
import { wrap } from '../layout.js';

const families: readonly (readonly [Metric['task'], string])[] = [
  ['regression', 'Regression'],
  ['classification', 'Classification'],
  ['ranking', 'Early recognition'],
  ['uncertainty', 'Uncertainty'],
];

/** Renders `--list-metrics`. */
export function renderMetrics(): string {
  const lines = families.flatMap(([task, title]) => [
    `${title}`,
    ...metrics
      .filter((metric) => metric.task === task)
      .flatMap((metric) => [
        `  ${metric.name}${metric.shown ? ' (shown by default)' : ''}, ${bestText(metric)}`,
        wrap(metric.definition, 80, '      '),
        wrap(`(${metric.reference})`, 80, '      '),
      ]),
    '',
  ]);
  return `${lines.join('\n')}Other names (scikit-learn's, TDC's) are understood, too; see docs/metrics.md.\n`;
}

const needTexts: Readonly<Record<Metric['needs'][number], string>> = {
  value: 'predicted values',
  order: 'any score: only its order counts',
  class: 'classes, made of probabilities at `--threshold` (0.5)',
  probability: 'probabilities from 0 to 1',
  std: 'predicted standard deviations (`y_std`)',
  interval: 'predicted intervals (`y_lower`, `y_upper`)',
  train_mean: 'labels of the training molecules',
};

/** docs/metrics.md, from the descriptors. @internal for scripts/update-readme.js */
export function metricsMarkdown(): string {
  const parts = [
    '# Metrics',
    'Made from the descriptors in `src/metrics` by `scripts/update-readme.js`; do not edit.',
    `\`tanimark score --metrics <names>\` takes names and other names, in small or capital letters, and \`all\`. Those marked **shown** are computed without being asked for, as far as the predictions have what they need. A metric that is not defined has no value and a reason: never 0, NaN or infinite, and it is never averaged in. Beside the reasons below, any metric can be ${reasonTexts.overflow} (\`overflow\`).`,
    ...families.flatMap(([task, title]) => [
      `## ${title}`,
      ...metrics.filter((metric) => metric.task === task).map(section),
    ]),
    '## Baselines',
    [
      '| name | prediction |',
      '| --- | --- |',
      ...baselines.map(({ name, summary }) => `| \`${name}\` | ${summary} |`),
    ].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(metric: Metric): string {
  const { name, title, aliases, needs, definition, reference, undefinedFor, shown } = metric;
  const { undefinedWhere = {} } = metric;
  const lines = [
    `### \`${name}\``,
    `${title}${shown ? ', **shown**' : ''}, ${bestText(metric)}: ${definition}.`,
    [
      `- needs ${needs.map((need) => needTexts[need]).join('; ')}`,
      ...(aliases.length > 0
        ? [`- other names: ${aliases.map((alias) => `\`${alias}\``).join(', ')}`]
        : []),
      ...(undefinedFor.length > 0
        ? [
            `- not defined where ${undefinedFor.map((reason) => `${undefinedWhere[reason] ?? reasonTexts[reason]} (\`${reason}\`)`).join(', ')}`,
          ]
        : []),
      `- 95% interval: ${intervalTexts[metric.interval]}`,
      `- source: ${reference}`,
    ].join('\n'),
  ];
  return lines.join('\n\n');
}
