import { plural, printable } from '../../text.js';
import type { CvComparison, CvMetricComparison } from '../../workflows/compare-cv/types.js';
import { alignColumns, visibleWidth, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import { standingColor, starred } from '../standing-words.js';
import type { Style } from '../style.js';
import {
  designText,
  groupText,
  headlines,
  marginText,
  numberOf,
  protocolTexts,
  reasonNote,
  shownP,
  titleOf,
  uncorrectedP,
  verdictNotes,
  warningText,
} from './cells.js';

/** Longest name of a method in a table. */
const NAME = 30;

/** Renders methods and pairs of each metric, footnotes, and last the result of the primary metric. */
export const renderCvComparison = forScreen(cvComparisonLines);

function cvComparisonLines(summary: CvComparison, style: Style): string[] {
  const { chalk, width } = style;
  const { metrics } = summary;
  const designs = [...new Set(metrics.map(({ design }) => designText(design)))];
  const shared = designs.length === 1 ? `, ${designs[0]}` : '';
  const groups = [...new Set(metrics.map(({ group }) => group))];
  return [
    chalk.dim(wrap(`${plural(metrics[0].methods.length, 'method')}${shared}`, width)),
    '',
    ...groups.flatMap((group) => [
      ...(group === null ? [] : [chalk.bold(groupText(summary.by, group)), '']),
      ...metrics
        .filter((metric) => metric.group === group)
        .flatMap((metric) => metricLines(metric, shared === '', style)),
    ]),
    ...notes(summary).map((note) => chalk.dim(wrap(note, width))),
    '',
    ...headlines(summary).map((text) => chalk.bold(wrap(text, width))),
  ];
}

function metricLines(metric: CvMetricComparison, ownDesign: boolean, style: Style): string[] {
  const { chalk, width } = style;
  const number = numberOf(metric);
  const extra = [ownDesign ? designText(metric.design) : null, marginText(metric)];
  const said = extra.filter((text) => text !== null).join('; ');
  return [
    chalk.bold(printable(titleOf(metric), width)),
    ...(said === '' ? [] : [chalk.dim(wrap(said, width))]),
    ...methodTable(metric, number, style),
    '',
    ...pairTable(metric, number, style),
    '',
  ];
}

function methodTable(
  { methods }: CvMetricComparison,
  number: (value: number) => string,
  { chalk }: Style,
): string[] {
  const best = Math.min(...methods.map((method) => method.mean_rank));
  const rows = methods.map(({ name, mean, sd, mean_rank: rank }, m) => {
    const cells = [`${m + 1} ${printable(name, NAME)}`, number(mean), number(sd), rank.toFixed(2)];
    return rank === best ? cells.map((cell) => chalk.bold(cell)) : cells;
  });
  const head = ['method', 'mean', 'sd of folds', 'mean rank'].map((title) => chalk.dim(title));
  return alignColumns([head, ...rows]).map((line) => `  ${line}`);
}

function pairTable(
  metric: CvMetricComparison,
  number: (value: number) => string,
  { chalk, width }: Style,
): string[] {
  const { methods, pairs } = metric;
  const position = (name: string) => methods.findIndex((method) => method.name === name);
  const cells = pairs.map((pair) => [
    number(pair.difference),
    pair.ci95 ? pair.ci95.map(number).join(', ') : '–',
    shownP(pair.p_holm),
    chalk[standingColor[pair.verdict]](starred(pair.verdict, pair.significant)),
    shownP(uncorrectedP(metric, pair)),
  ]);
  const head = ['difference', '95% CI', 'p (Holm)', 'verdict', 'uncorr. p'].map((t) =>
    chalk.dim(t),
  );
  const taken = Math.max(...alignColumns([head, ...cells], 0).map(visibleWidth));
  const room = width - taken - 4;
  const named = pairs.map(
    ({ method, against }) => `${printable(method, NAME)} vs ${printable(against, NAME)}`,
  );
  // Where two names do not fit beside the numbers, methods go by their place in the table above.
  const labels = named.every((label) => label.length <= room)
    ? named
    : pairs.map(({ method, against }) => `${position(method) + 1} vs ${position(against) + 1}`);
  return alignColumns([['', ...head], ...cells.map((row, i) => [labels[i], ...row])]).map(
    (line) => `  ${line}`,
  );
}

function notes(summary: CvComparison): string[] {
  const { metrics } = summary;
  const reason = reasonNote(metrics);
  return [
    ...verdictNotes(summary),
    ...protocolTexts(metrics),
    ...new Set(metrics.map(({ design }) => warningText(design))),
    ...(reason === null ? [] : [reason]),
  ];
}
