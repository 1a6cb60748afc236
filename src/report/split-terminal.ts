import { binLabels } from '../similarity/bins.js';
import { count } from '../text.js';
import type { SplitSummary } from '../workflows/split.js';
import { alignColumns, bar, padEnd, shortNumber, visibleWidth, wrap } from './layout.js';
import type { Style } from './style.js';

/** The screen that follows a split: sizes, histogram of similarity, label means, files. */
export function renderSplit(summary: SplitSummary, style: Style): string {
  const { chalk, width } = style;
  const { input, sizes, method, seed } = summary;
  const lines = [
    chalk.bold(`${method} split of ${input.path}`) +
      (seed === null ? '' : chalk.dim(`, seed ${seed}`)),
    wrap(sizeLine(summary), width),
    '',
    `Max similarity of the ${count(sizes.test)} test molecules to the training set`,
    ...histogram(summary, style),
    ...verdict(summary, style),
  ];
  const labels = summary.labels;
  if (labels) {
    const { train, test } = labels;
    const share = labels.task === 'classification' ? ' (share of the positive class)' : '';
    const text = `${labels.column}: mean ${number(train.mean)} in train, ${number(test.mean)} in test${share}`;
    const shifted = isShifted(labels);
    lines.push(
      (shifted ? chalk.yellow : chalk.dim)(
        wrap(
          shifted
            ? `${text}: labels shift with similarity, so scores of other splits do not compare`
            : text,
          width,
        ),
      ),
    );
  } else {
    lines.push(chalk.dim('no label column found (--label names one): label shift is not shown'));
  }
  if (summary.outputs.length > 0) {
    lines.push('');
    for (const { path, rows } of summary.outputs) {
      lines.push(`wrote ${path} ${chalk.dim(`(${count(rows)} rows)`)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Whether the mean label of the test set is off by more than a quarter of a standard deviation. */
function isShifted({ train, test }: NonNullable<SplitSummary['labels']>): boolean {
  if (train.mean === null || test.mean === null || !train.sd) return false;
  return Math.abs(test.mean - train.mean) > train.sd / 4;
}

function sizeLine({ input, sizes }: SplitSummary): string {
  const parts = [
    `${count(input.molecules)} molecules`,
    `train ${count(sizes.train)}`,
    ...(sizes.valid > 0 ? [`valid ${count(sizes.valid)}`] : []),
    `test ${count(sizes.test)}`,
    ...(sizes.discarded > 0 ? [`discarded ${count(sizes.discarded)}`] : []),
    ...(sizes.invalid > 0 ? [`invalid rows ${count(sizes.invalid)}`] : []),
  ];
  return parts.join(' · ');
}

function histogram(summary: SplitSummary, { chalk, width }: Style): string[] {
  const { bins, requested, achieved } = summary.similarity;
  const full = Math.max(...achieved, ...(requested ?? []));
  const labels = binLabels(bins);
  const means = summary.labels?.bins.map((l) => number(l.mean));
  const head = [
    chalk.dim('similarity'),
    chalk.dim('test'),
    ...(requested ? [chalk.dim('asked')] : []),
    ...(means ? [chalk.dim('mean label')] : []),
  ];
  const rows = achieved.map((n, b) => [
    labels[b],
    count(n),
    ...(requested ? [chalk.dim(count(requested[b]))] : []),
    ...(means ? [chalk.dim(means[b])] : []),
  ]);
  const table = alignColumns([head, ...rows]);
  const taken = Math.max(...table.map(visibleWidth));
  const room = Math.max(8, Math.min(40, width - taken - 4));
  return table.map((line, i) =>
    i === 0
      ? `  ${line}`
      : `  ${padEnd(line, taken)}  ${chalk.cyan(bar(achieved[i - 1], full, room))}`.trimEnd(),
  );
}

function verdict({ similarity }: SplitSummary, { chalk, width }: Style): string[] {
  const { status, reason } = similarity;
  if (status === null) return [];
  if (status === 'exact') return [chalk.green('exact: every bin holds what was asked')];
  const text =
    status === 'within_one'
      ? 'within one: every bin is within one molecule of what was asked'
      : 'closest: not every bin could be filled as asked';
  return [chalk.yellow(wrap(reason ? `${text}; ${reason}` : text, width))];
}

function number(value: number | null): string {
  return value === null ? '–' : shortNumber(value);
}
