import { binLabels } from '../../similarity/bins.js';
import { DEFAULT_METHOD } from '../../splitters/registry.js';
import { labelsDiffer } from '../../statistics/label-shift.js';
import { count, plural, printable } from '../../text.js';
import { closenessOf, gridCloseness } from '../../workflows/split/closeness.js';
import type { PairNovelty, SplitPart, SplitSummary } from '../../workflows/split/types.js';
import { barTable } from '../bar-table.js';
import { alignColumns, shortNumber, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';
import { countedNoun, inputText } from './counted.js';
import { cellLines, statusText } from './grid-cells.js';

/** Renders the summary of a split: sizes, histogram of max similarity, verdict, labels, files. */
export const renderSplit = forScreen(splitLines);

/** A KS of a bin's labels that is never said to be much. */
const LITTLE_SHIFT = 0.05;
/** The mean KS of a random sample of n is about this over √n (Kolmogorov's distribution). */
const RANDOM_SHIFT = 0.87;

function splitLines(summary: SplitSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { seed, folds, repeats } = summary;
  const lines = [
    chalk.bold(splitTitle(summary)) + (seed === null ? '' : chalk.dim(`, seed ${seed}`)),
    wrap(sizeLine(summary), width),
    '',
    ...histogram(summary, style),
    ...novelty(summary, style),
    ...cellLines(summary, style),
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

/** What was split, and by which method; the default one is explained. */
export function splitTitle({ method, input }: SplitSummary): string {
  const how = method === DEFAULT_METHOD ? `${method} (similarity-aware)` : method;
  return `${how} split of ${input.path}`;
}

/** How the labels of test and training differ, or why that is not known. */
export function labelLine(summary: SplitSummary, { chalk, width }: Style): string[] {
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
  const inBins = isBalanced(summary) && left.length === 0 && !summary.pairs?.grid_target;
  const balanced = inBins ? ' (labels balanced in every bin)' : '';
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
  // Of a grid, cells are balanced and not bins.
  if (!labels || !isBalanced(summary) || summary.pairs?.grid_target) return [];
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
    `labels are not fully balanced: KS ${(ks ?? 0).toFixed(2)} in ${binLabels(similarity.bins)[bin]}${proven}`,
  ];
}

/** Whether the labels of test and training differ; false where all training labels are equal. */
function isShifted({ train, test, task }: NonNullable<SplitSummary['labels']>): boolean {
  return Boolean(train.sd) && labelsDiffer(task, train, test);
}

/** `598 molecules · train 478 · test 120`. */
export function sizeLine({ input, sizes, folds }: SplitSummary): string {
  const parts = [
    inputText(input),
    ...(folds ? [`${folds.length} folds`] : []),
    ...(folds && sizes.train === 0 ? [] : [`train ${count(sizes.train)}`]),
    ...(sizes.valid > 0 ? [`valid ${count(sizes.valid)}`] : []),
    `test ${count(sizes.test)}`,
    ...(sizes.discarded > 0 ? [`discarded ${count(sizes.discarded)}`] : []),
    ...(sizes.invalid > 0 ? [`invalid rows ${count(sizes.invalid)}`] : []),
  ];
  return parts.join(' · ');
}

/** A table of numbers by bin, with its title and what its columns are. */
export interface BinTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** The test set by bin of max similarity. */
export function binTable(summary: SplitSummary): BinTable {
  const { bins, requested, achieved } = summary.similarity;
  const { sizes, records, folds, repeats, parameters } = summary;
  const inRecords = parameters.count === 'records';
  const items = summary.input.pairs ? 'pairs' : 'molecules';
  const what = plural(inRecords ? records.test : sizes.test, `test ${countedNoun(summary)}`);
  const labels = binLabels(bins);
  const columns: [string, readonly string[] | undefined][] = [
    ['similarity', labels],
    ['test', achieved.map(count)],
    ['requested', requested?.map(count)],
    [inRecords ? `positive ${items}` : 'positive', positivesIn(summary)],
    [
      summary.labels?.task === 'classification' ? 'positive share' : 'mean label',
      summary.labels?.bins.map((l) => number(l.mean)),
    ],
    ['KS', summary.labels?.bins.map((l) => (l.ks === null ? '–' : l.ks.toFixed(2)))],
    ['scaffolds', summary.scaffolds?.bins.map(count)],
  ];
  const shown = columns.filter(([, cells]) => cells !== undefined);
  const head = shown.map(([title]) => title);
  const rows = achieved.map((_, b) => shown.map(([, cells]) => cells?.[b] ?? ''));
  return {
    title: `Max similarity of the ${what} to ${folds ? outsideFolds(folds) : 'the training set'}${repeats ? ' (repeat 0; all repeats are listed below)' : ''}`,
    head,
    rows,
    notes: legend(head, items),
  };
}

/** Columns that are not dimmed on a terminal. */
const PLAIN = ['similarity', 'test', 'positive', 'positive molecules', 'positive pairs'];

function histogram(summary: SplitSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { requested, achieved } = summary.similarity;
  const { title, head, rows, notes } = binTable(summary);
  const cells = rows.map((row) =>
    row.map((cell, c) => (PLAIN.includes(head[c]) ? cell : chalk.dim(cell))),
  );
  return [
    wrap(title, width),
    ...barTable(head, cells, achieved, Math.max(...achieved, ...(requested ?? [])), style),
    ...notes.map((text) => chalk.dim(wrap(text, width))),
  ];
}

/** What the columns of a histogram are that do not explain themselves. */
function legend(head: readonly string[], items: string): string[] {
  const texts = [
    ['KS', `KS: distance between label distributions, bin and all ${items} (0 to 1).`],
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

/** How many test pairs are new on either side. */
export function novelty({ pairs }: Pick<SplitSummary, 'pairs'>, { width }: Style): string[] {
  if (!pairs) return [];
  const { both_seen, new_drug, new_partner, both_new } = pairs.quadrants;
  return [
    wrap(
      `Test pairs: both sides in training ${count(both_seen)} · new molecule ${count(new_drug)} · new partner ${count(new_partner)} · both new ${count(both_new)}`,
      width,
    ),
  ];
}

/** The molecules that a fold's test molecules are compared with, in words. */
function outsideFolds(folds: readonly SplitPart[]): string {
  const all = folds.every(({ sizes }) => sizes.discarded === 0);
  return all ? 'the molecules outside their fold' : 'the training molecules of their fold';
}

/** How near the test set is to what was requested; empty where nothing was. */
export function verdict(summary: SplitSummary, { chalk, width }: Style): string[] {
  const { similarity, folds, pairs } = summary;
  const { status, reason, requested } = similarity;
  if (pairs?.grid_target) return gridVerdict(pairs, { chalk, width });
  if (status === null || !requested) return [];
  const what = `${countedNoun(summary)}s`;
  const every = folds ? 'every bin of every fold' : 'every bin';
  if (status === 'exact') return [chalk.green(`exact: requested counts reached in ${every}`)];
  if (folds && status === 'closest') {
    const text = `not exact: not ${every} reaches its requested count; ${reason}`;
    return [chalk.yellow(wrap(text, width))];
  }
  const { verdict: how, text } = closenessOf(similarity, what);
  return [chalk.yellow(wrap(`${how}: ${text}`, width))];
}

function gridVerdict(
  pairs: PairNovelty,
  { chalk, width }: Pick<Style, 'chalk' | 'width'>,
): string[] {
  const closeness = gridCloseness(pairs);
  if (!closeness) return [chalk.green('exact: requested counts reached in every cell')];
  const { text, cells } = closeness;
  return [
    chalk.yellow(wrap(`closest: ${text}`, width)),
    ...cells.map((cell) => wrap(cell, width, '  ')),
  ];
}

/** The validation set by bin, and the test set where that is trained on, too. */
export function validation({ similarity, input }: SplitSummary, { chalk, width }: Style): string[] {
  const { valid, with_valid: withValid } = similarity;
  if (!valid || !withValid) return [];
  const bins = binLabels(similarity.bins);
  const items = input.pairs ? 'pairs' : 'molecules';
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
    wrap(`Validation ${items} per bin: ${list(achieved)}${requested}`, width),
    chalk.dim(
      wrap(`Test ${items} per bin if you train on train + valid: ${list(withValid)}`, width),
    ),
  ];
}

function foldTable(folds: readonly SplitPart[], style: Style): string[] {
  const { head, rows } = foldCells(folds);
  return partLines(head, rows, ['requested'], style);
}

function repeatTable(summary: SplitSummary, style: Style): string[] {
  const { head, rows } = repeatCells(summary);
  return partLines(head, rows, [], style);
}

function partLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  dimmed: readonly string[],
  { chalk }: Style,
): string[] {
  const cells = rows.map((row) =>
    row.map((cell, c) => (dimmed.includes(head[c]) ? chalk.dim(cell) : cell)),
  );
  return ['', ...alignColumns([head.map((t) => chalk.dim(t)), ...cells]).map((l) => `  ${l}`)];
}

/** A row for each fold. */
export function foldCells(folds: readonly SplitPart[]): Pick<BinTable, 'head' | 'rows'> {
  // A fold that leaves one group out is named by that group.
  const named = folds.some(({ diagnostics }) => 'held_out' in diagnostics);
  const aimed = folds.some(({ similarity }) => similarity.requested !== null);
  const titles = ['fold', ...(named ? ['left out'] : []), 'train', 'test', 'per bin'];
  const rows = folds.map(({ sizes, similarity, diagnostics }, f) => [
    String(f),
    ...(named ? [printable(String(diagnostics.held_out ?? ''), 30)] : []),
    count(sizes.train),
    count(sizes.test),
    similarity.achieved.join(' '),
    ...(aimed
      ? [similarity.requested?.join(' ') ?? '', (similarity.status ?? '').replace('_', ' ')]
      : []),
  ]);
  return { head: [...titles, ...(aimed ? ['requested', 'status'] : [])], rows };
}

/** A row for each repeat. */
export function repeatCells({ repeats, overlap }: SplitSummary): Pick<BinTable, 'head' | 'rows'> {
  const rows = (repeats ?? []).map((part, k) => {
    const { seed, sizes, similarity } = part;
    const shared = (overlap?.[k] ?? []).filter((_, j) => j !== k);
    const mean = shared.reduce((a, b) => a + b, 0) / Math.max(1, shared.length);
    return [
      String(k),
      String(seed),
      count(sizes.test),
      similarity.achieved.join(' '),
      statusText(part),
      `${((100 * mean) / Math.max(1, sizes.test)).toFixed(1)}%`,
    ];
  });
  return {
    head: ['repeat', 'seed', 'test', 'per bin', 'status', 'mean overlap with others'],
    rows,
  };
}

function number(value: number | null): string {
  return value === null ? '–' : shortNumber(value);
}
