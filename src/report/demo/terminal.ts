import type { ScoredGroup } from '../../evaluation/types.js';
import { count } from '../../text.js';
import type { DemoSummary } from '../../workflows/demo/types.js';
import { alignColumns, bar, padEnd, shortNumber, visibleWidth, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';

const BAR = 12;

/** The demo in one screen: where each split's test molecules lie, and what a simple model's error is there. */
export const renderDemo = forScreen(demoLines);

function demoLines(summary: DemoSummary, style: Style): string[] {
  const { chalk, width } = style;
  const [random, aware] = summary.splits;
  const blocks = [
    block('random split', random, style),
    block('similarity-aware split (sae)', aware, style),
  ];
  const left = Math.max(...blocks[0].map(visibleWidth));
  const sideBySide = left + 4 + Math.max(...blocks[1].map(visibleWidth)) <= width;
  const table = sideBySide
    ? blocks[0].map((line, i) => `${padEnd(line, left)}    ${blocks[1][i]}`.trimEnd())
    : [...blocks[0], '', ...blocks[1]];
  return [
    chalk.bold(`${count(random.split.input.molecules)} well-known drugs and chemicals`) +
      chalk.dim(', label: Crippen logP (computed by RDKit)'),
    wrap(
      'Model: the label of the most similar training molecule. Error: mean absolute error (MAE).',
      width,
    ),
    '',
    ...table,
    '',
    ...conclusion(summary, style),
    '',
    'Try it on your data:',
    `  ${chalk.cyan('tanimark split data.csv -o split.csv')}`,
    `  ${chalk.cyan('tanimark score predictions.csv --split split.csv')}`,
  ];
}

function block(
  title: string,
  { score }: DemoSummary['splits'][number],
  { chalk }: Style,
): string[] {
  const model = score.baselines.nearest_neighbour;
  const full = Math.max(...model.strata.map((s) => s.n));
  const rows = [
    ['similarity', '', 'test', 'error'].map((head) => chalk.dim(head)),
    ...model.strata.map((s, b) => [
      s.bin,
      padEnd(chalk.cyan(bar(s.n, full, BAR)), BAR),
      String(s.n),
      (b === 0 ? chalk.red : chalk.reset)(mae(s)),
    ]),
    [chalk.bold('overall'), '', String(model.overall.n), chalk.bold(mae(model.overall))],
    ['train mean', '', '', mae(score.baselines.train_mean.overall)].map((cell) => chalk.dim(cell)),
  ];
  return [chalk.bold(title), ...alignColumns(rows)];
}

function conclusion(summary: DemoSummary, { chalk, width }: Style): string[] {
  const [random, aware] = summary.splits.map(({ score }) => score);
  const randomModel = random.baselines.nearest_neighbour;
  const awareModel = aware.baselines.nearest_neighbour;
  const overall = value(randomModel.overall);
  const low = value(awareModel.strata[0]);
  const lowMean = value(aware.baselines.train_mean.strata[0]);
  const share = Math.round((100 * randomModel.strata[0].n) / randomModel.overall.n);
  const compared =
    lowMean === null || low === null
      ? ''
      : low > 1.1 * lowMean
        ? `, worse than predicting the training mean for the same molecules (${shortNumber(lowMean)})`
        : low > 0.9 * lowMean
          ? `; predicting the training mean gives ${shortNumber(lowMean)} on the same molecules`
          : ` (predicting the training mean gives ${shortNumber(lowMean)} on the same molecules)`;
  const text =
    overall === null || low === null
      ? 'The error is undefined on one of the splits.'
      : `The random split reports an error of ${shortNumber(overall)}. On the ${awareModel.strata[0].n} dissimilar molecules of the sae split the error is ${shortNumber(low)}${compared}. Only ${share}% of the random test molecules are dissimilar, so the random score hides this error.`;
  return [chalk.yellow(wrap(text, width))];
}

function value(group: ScoredGroup): number | null {
  return group.metrics.mae.value;
}

function mae(group: ScoredGroup): string {
  const v = value(group);
  return v === null ? '–' : shortNumber(v);
}
