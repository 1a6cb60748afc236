import { binLabels } from '../../similarity/bins.js';
import { DEFAULT_METHOD } from '../../splitters/registry.js';
import { labelsDiffer } from '../../statistics/label-shift.js';
import { count, plural, printable } from '../../text.js';
import { closenessOf } from '../../workflows/split/closeness.js';
import type { SplitPart, SplitSummary } from '../../workflows/split/types.js';
import { barTable } from '../bar-table.js';
import { alignColumns, shortNumber, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';

/** Renders the summary of a split: sizes, histogram of max similarity, verdict, labels, files. */
export const renderSplit = forScreen(splitLines);

/** A KS of a bin's labels that is never said to be much. */
const LITTLE_SHIFT = 0.05;
/** The mean KS of a random sample of n is about this over √n (Kolmogorov's distribution). */
const RANDOM_SHIFT = 0.87;

function splitLines(summary: SplitSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { input, method, seed, folds, repeats } = summary;
  const lines = [
    chalk.bold(`${titleOf(method)} split of ${input.path}`) +
      (seed === null ? '' : chalk.dim(`, seed ${seed}`)),
    wrap(sizeLine(summary), width),
    '',
    ...histogram(summary, style),
    ...verdict(summary, style),
    ...validation(summary, style),
    ...labelLine(summary, style),
    ...(folds ? foldTable(folds, style) : []),
    ...(repeats ? repeatTable(summary, style) : []),
  ];
  if (summary.outputs.length > 0) {
    lines.push('');
    const shown = summary.outputs.slice(0, 12);
    for (const { path, rows } of shown) {
      lines.push(`wrote ${path} ${chalk.dim(`(${count(rows)} rows)`)}`);
    }
    const more = summary.outputs.length - shown.length;
    if (more > 0) lines.push(chalk.dim(`and ${plural(more, 'more file')}`));
  }
  return lines;
}

/** The method's name; the default one is explained. */
function titleOf(method: string): string {
  return method === DEFAULT_METHOD ? `${method} (similarity-aware)` : method;
}

function labelLine(summary: SplitSummary, { chalk, width }: Style): string[] {
  const { labels, folds, parameters, label_problem: problem } = summary;
  if (!labels) {
    const effect = isBalanced(summary)
      ? 'bins were not balanced for labels'
      : 'label shift is not shown';
    const why = problem
      ? `the labels cannot be used (see the note), so ${effect}`
      : parameters.label === undefined
        ? `no label column was chosen, so ${effect}; name one with --label`
        : `no labels in column "${printable(parameters.label, 40)}", so ${effect}`;
    return [chalk.dim(wrap(why, width))];
  }
  const { test, whole } = labels;
  const what = labels.task === 'classification' ? 'share of the positive class' : 'mean';
  // All molecules may be in a fold, so that none is training only.
  const [where, train] = folds ? ['all', whole] : ['train', labels.train];
  const unit = labels.unit === undefined ? '' : ` (${labels.unit})`;
  const text = `${labels.column}${unit}: ${what} ${number(train.mean)} in ${where}, ${number(test.mean)} in test`;
  const shifted = isShifted(labels);
  const left = remainingShift(summary);
  const balanced = isBalanced(summary) && left.length === 0 ? ' (balanced in every bin)' : '';
  const far =
    labels.task === 'classification'
      ? 'the share of the positive class is shifted, so scores'
      : 'the test labels are shifted (by more than 0.25 standard deviations), so errors and R²';
  return [
    (shifted ? chalk.yellow : chalk.dim)(
      wrap(
        shifted
          ? `${text}: ${far} are not comparable with those of other splits${evened(summary)}`
          : `${text}${balanced}`,
        width,
      ),
    ),
    ...left.map((line) => chalk.yellow(wrap(line, width))),
  ];
}

/** Labels are balanced by a method that does so unless it is told not to. */
function isBalanced({ method, parameters }: SplitSummary): boolean {
  return method === 'sae' && parameters['balance-label'] !== 'false';
}

/** Advice where balance was turned off, else empty. */
function evened(summary: SplitSummary): string {
  const off = summary.method === 'sae' && !isBalanced(summary);
  return off ? ' (without --no-balance-label the labels are balanced)' : '';
}

/** The bin whose labels still differ most, if they differ more than a random sample does, with the least that is possible. */
function remainingShift(summary: SplitSummary): string[] {
  const { labels, similarity } = summary;
  if (!labels || !isBalanced(summary)) return [];
  const far = [...labels.bins.entries()].filter(
    ([, { ks, n }]) => (ks ?? 0) > Math.max(LITTLE_SHIFT, RANDOM_SHIFT / Math.sqrt(n)),
  );
  if (far.length === 0) return [];
  const [bin, { ks, least_ks: least }] = far.reduce((most, next) =>
    (next[1].ks ?? 0) > (most[1].ks ?? 0) ? next : most,
  );
  const proven =
    least && least >= 0.005 ? `; the proven minimum for these counts is ${least.toFixed(2)}` : '';
  return [
    `labels are not fully balanced: KS ${(ks ?? 0).toFixed(2)} is left in ${binLabels(similarity.bins)[bin]}${proven}`,
  ];
}

/** Whether the labels of test and training differ; false where all training labels are equal. */
function isShifted({ train, test, task }: NonNullable<SplitSummary['labels']>): boolean {
  return Boolean(train.sd) && labelsDiffer(task, train, test);
}

function sizeLine({ input, sizes, folds }: SplitSummary): string {
  const parts = [
    `${count(input.molecules)} molecules`,
    ...(folds ? [`${folds.length} folds`] : []),
    ...(folds && sizes.train === 0 ? [] : [`train ${count(sizes.train)}`]),
    ...(sizes.valid > 0 ? [`valid ${count(sizes.valid)}`] : []),
    `test ${count(sizes.test)}`,
    ...(sizes.discarded > 0 ? [`discarded ${count(sizes.discarded)}`] : []),
    ...(sizes.invalid > 0 ? [`invalid rows ${count(sizes.invalid)}`] : []),
  ];
  return parts.join(' · ');
}

function histogram(summary: SplitSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { bins, requested, achieved } = summary.similarity;
  const { sizes, records, folds, repeats, parameters } = summary;
  const inRecords = parameters.count === 'records';
  const what = inRecords
    ? plural(records.test, 'test row', 'test rows')
    : plural(sizes.test, 'test molecule');
  const full = Math.max(...achieved, ...(requested ?? []));
  const labels = binLabels(bins);
  const dim = (cells: readonly string[] | undefined) => cells?.map((cell) => chalk.dim(cell));
  const columns: [string, readonly string[] | undefined][] = [
    ['similarity', labels],
    ['test', achieved.map(count)],
    ['requested', dim(requested?.map(count))],
    [inRecords ? 'positive molecules' : 'positive', positivesIn(summary)],
    [
      summary.labels?.task === 'classification' ? 'positive share' : 'mean label',
      dim(summary.labels?.bins.map((l) => number(l.mean))),
    ],
    ['KS', dim(summary.labels?.bins.map((l) => (l.ks === null ? '–' : l.ks.toFixed(2))))],
    ['scaffolds', dim(summary.scaffolds?.bins.map(count))],
  ];
  const shown = columns.filter(([, cells]) => cells !== undefined);
  const head = shown.map(([title]) => title);
  const rows = achieved.map((_, b) => shown.map(([, cells]) => cells?.[b] ?? ''));
  return [
    wrap(
      `Max similarity of the ${what} to ${folds ? outsideFolds(folds) : 'the training set'}${repeats ? ' (repeat 0; all repeats are listed below)' : ''}`,
      width,
    ),
    ...barTable(head, rows, achieved, full, style),
    ...legend(head).map((text) => chalk.dim(wrap(text, width))),
  ];
}

/** What the columns of a histogram are that do not explain themselves. */
function legend(head: readonly string[]): string[] {
  const texts = [
    ['KS', 'KS: distance between the labels of the bin and of all molecules (0 to 1).'],
    ['scaffolds', 'scaffolds: number of different Bemis-Murcko scaffolds.'],
  ];
  const shown = texts.flatMap(([title, text]) => (head.includes(title) ? [text] : []));
  return shown.length === 0 ? [] : [shown.join(' ')];
}

/** Test molecules of class 1 in each bin; undefined unless labels are classes. */
function positivesIn({ labels }: SplitSummary): string[] | undefined {
  if (labels?.task !== 'classification') return undefined;
  return labels.bins.map(({ positives }) => count(positives ?? 0));
}

/** The molecules that a fold's test molecules are compared with, in words. */
function outsideFolds(folds: readonly SplitPart[]): string {
  const all = folds.every(({ sizes }) => sizes.discarded === 0);
  return all ? 'the molecules outside their fold' : 'the training molecules of their fold';
}

function verdict(
  { similarity, folds, parameters }: SplitSummary,
  { chalk, width }: Style,
): string[] {
  const { status, reason, requested } = similarity;
  if (status === null || !requested) return [];
  const what = parameters.count === 'records' ? 'rows' : 'molecules';
  const every = folds ? 'every bin of every fold' : 'every bin';
  if (status === 'exact') return [chalk.green(`exact: requested counts reached in ${every}`)];
  if (folds && status === 'closest') {
    const text = `closest: not ${every} reaches its requested count; ${reason}`;
    return [chalk.yellow(wrap(text, width))];
  }
  const { verdict: how, text } = closenessOf(similarity, what);
  return [chalk.yellow(wrap(`${how}: ${text}`, width))];
}

function validation({ similarity }: SplitSummary, { chalk, width }: Style): string[] {
  const { valid, with_valid: withValid } = similarity;
  if (!valid || !withValid) return [];
  const bins = binLabels(similarity.bins);
  const list = (values: readonly number[]) =>
    values.map((n, b) => `${bins[b]} ${count(n)}`).join(', ');
  const { requested: goal, achieved } = valid;
  const reached = goal?.every((n, b) => n === achieved[b]);
  const requested = !goal
    ? ''
    : reached
      ? ' (as requested)'
      : ` (requested: ${goal.map(count).join(', ')})`;
  return [
    wrap(`Validation molecules per bin: ${list(achieved)}${requested}`, width),
    chalk.dim(
      wrap(`Test molecules per bin if you train on train + valid: ${list(withValid)}`, width),
    ),
  ];
}

function foldTable(folds: readonly SplitPart[], { chalk }: Style): string[] {
  // A fold that leaves one group out is named by that group.
  const named = folds.some(({ diagnostics }) => 'held_out' in diagnostics);
  const aimed = folds.some(({ similarity }) => similarity.requested !== null);
  const titles = ['fold', ...(named ? ['left out'] : []), 'train', 'test', 'per bin'];
  const head = [...titles, ...(aimed ? ['requested', 'status'] : [])].map((t) => chalk.dim(t));
  const rows = folds.map(({ sizes, similarity, diagnostics }, f) => [
    String(f),
    ...(named ? [printable(String(diagnostics.held_out ?? ''), 30)] : []),
    count(sizes.train),
    count(sizes.test),
    similarity.achieved.join(' '),
    ...(aimed
      ? [
          chalk.dim(similarity.requested?.join(' ') ?? ''),
          (similarity.status ?? '').replace('_', ' '),
        ]
      : []),
  ]);
  return ['', ...alignColumns([head, ...rows]).map((line) => `  ${line}`)];
}

function repeatTable({ repeats, overlap }: SplitSummary, { chalk }: Style): string[] {
  const head = ['repeat', 'seed', 'test', 'per bin', 'status', 'mean overlap with others'].map(
    (t) => chalk.dim(t),
  );
  const rows = (repeats ?? []).map(({ seed, sizes, similarity }, k) => {
    const shared = (overlap?.[k] ?? []).filter((_, j) => j !== k);
    const mean = shared.reduce((a, b) => a + b, 0) / Math.max(1, shared.length);
    return [
      String(k),
      String(seed),
      count(sizes.test),
      similarity.achieved.join(' '),
      (similarity.status ?? '').replace('_', ' '),
      `${((100 * mean) / Math.max(1, sizes.test)).toFixed(1)}%`,
    ];
  });
  return ['', ...alignColumns([head, ...rows]).map((line) => `  ${line}`)];
}

function number(value: number | null): string {
  return value === null ? '–' : shortNumber(value);
}
