import { count, list, printable } from '../../text.js';
import type { SeriesPart, SeriesSummary } from '../../workflows/split/series/types.js';
import { alignColumns, shortNumber, visibleWidth, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';
import { inputText } from './counted.js';

type Column = readonly [title: string, cell: (part: SeriesPart) => string];

/** Renders several splits of one input as a table: one row for each method, or for each threshold. */
export const renderSeries = forScreen(seriesLines);

function seriesLines(summary: SeriesSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { splits, failed, deployment, input } = summary;
  const columns = columnsOf(summary);
  const head = columns.map(([title]) => chalk.dim(title));
  const rows = splits.map((part) =>
    columns.map(([, cell], c) => {
      const text = cell(part);
      return c === 0 && part.name === deployment?.closest ? chalk.green(text) : text;
    }),
  );
  const wide = alignColumns([head, ...rows]);
  const fits = wide.every((line) => visibleWidth(line) <= width);
  const lines = [
    chalk.bold(title(summary)) + chalk.dim(`, ${inputText(input)}`),
    '',
    ...(fits ? wide : alignColumns([head, ...rows], 1, 1)),
    ...unreached(summary).map((text) => chalk.yellow(wrap(text, width))),
    ...failed.map(({ name, error }) => chalk.yellow(wrap(`${name}: failed: ${error}`, width))),
    '',
    ...explanations(summary).map((text) => chalk.dim(wrap(text, width))),
  ];
  lines.push(...closestText(summary).map((text) => wrap(text, width)));
  return lines;
}

/** Which split is closest to the library; none without one. */
export function closestText({ splits, deployment }: SeriesSummary): string[] {
  if (!deployment) return [];
  const { path, closest, mean } = deployment;
  const gap = splits.find(({ name }) => name === closest)?.deployment?.wasserstein ?? 0;
  return [
    `Closest to ${printable(path, 60)} (mean max similarity to the data: ${shortNumber(mean)}): ${closest}, Wasserstein distance ${shortNumber(gap)}.`,
  ];
}

export function title({ command, splits, input }: SeriesSummary): string {
  if (command === 'split-compare') return `${count(splits.length)} splits of ${input.path}`;
  return `${splits[0].method} splits of ${input.path} by upper limit of max similarity`;
}

/** The columns of a table of splits, each with what makes its cells. */
export function columnsOf({
  command,
  splits,
  labels,
  deployment,
  seconds,
}: SeriesSummary): Column[] {
  const sweep = command === 'split-sweep';
  const any = (subset: 'valid' | 'discarded') => splits.some(({ sizes }) => sizes[subset] > 0);
  const columns: (Column | false)[] = [
    [sweep ? 'limit' : 'method', ({ name }) => name],
    ['train', ({ sizes }) => count(sizes.train)],
    any('valid') && ['valid', ({ sizes }) => count(sizes.valid)],
    ['test', ({ sizes }) => count(sizes.test)],
    any('discarded') && ['discarded', ({ sizes }) => count(sizes.discarded)],
    sweep && ['≥ limit', ({ similarity: { at_threshold: n } }) => (n === null ? '–' : count(n))],
    ['bins, %', ({ similarity, sizes }) => binShares(similarity.achieved, sizes.test)],
    ['sim.', ({ similarity }) => similarity.mean.toFixed(3)],
    labels !== null && ['label KS', ({ labels: shift }) => fixed(shift?.ks)],
    [
      'known scaffolds',
      ({ scaffolds: { test, shared } }) => (test === 0 ? '–' : percent(shared / test)),
    ],
    deployment !== null && ['library', ({ deployment: own }) => fixed(own?.wasserstein, 3)],
    ['time', ({ name }) => `${(seconds[name] ?? 0).toFixed(1)} s`],
  ];
  return columns.filter((column) => column !== false);
}

/** One line for each threshold that some test molecules reach. */
export function unreached({ splits, input }: SeriesSummary): string[] {
  const items = input.pairs ? 'pairs' : 'molecules';
  return splits.flatMap(({ name, sizes, similarity: { at_threshold: n } }) =>
    n === null || n === 0
      ? []
      : [
          `${name}: ${count(n)} of ${count(sizes.test)} test ${items} are at or above the limit: no test set below it was found (a smaller --test or a larger --max-discard may help)`,
        ],
  );
}

export function explanations({
  bins,
  labels,
  deployment,
  command,
  input,
}: SeriesSummary): string[] {
  const items = input.pairs ? 'pairs' : 'molecules';
  const edges = list(bins.slice(1, -1)) || 'none';
  return [
    ...(command === 'split-sweep'
      ? [
          `limit: requested upper limit of max similarity to training; ≥ limit: number of test ${items} that are at or above it.`,
        ]
      : []),
    `bins, %: share of the test ${items} in each bin of max similarity to training (edges ${edges}); sim.: their mean max similarity.`,
    ...(labels
      ? [
          `label KS: Kolmogorov-Smirnov distance between test and training labels ("${printable(labels.column, 40)}"), from 0 (same distribution) to 1.`,
        ]
      : []),
    `known scaffolds: share of the test ${items} ${input.pairs ? 'whose molecules have rings' : 'with rings'} whose Bemis-Murcko scaffold is also in training.`,
    ...(deployment
      ? ['library: Wasserstein distance between the max similarities of test set and library.']
      : []),
  ];
}

function binShares(achieved: readonly number[], test: number): string {
  return achieved.map((n) => Math.round((100 * n) / Math.max(1, test))).join('/');
}

function fixed(value: number | null | undefined, digits = 2): string {
  return value === null || value === undefined ? '–' : value.toFixed(digits);
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
