import type { BenchReport } from '../../bench/report/types.js';
import { plural, printable } from '../../text.js';
import type { BenchListing } from '../../workflows/bench/types.js';
import { alignColumns, visibleWidth, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';
import { benchAnswer } from './answer.js';
import { countsText, failureLines, firstMetrics, type ReportTable, sectionsOf } from './tables.js';

/** Longest name in a table. */
const NAME = 24;
/** Failures and notes that are listed. */
const LISTED = 20;

/** Renders the tables of the first metric of every data set, then failures, then the counts. */
export const renderBench = forScreen(benchLines);

function benchLines(report: BenchReport, style: Style): string[] {
  const { chalk, width } = style;
  const shown = firstMetrics(report);
  const others = report.metrics.filter((metric) => !shown.includes(metric));
  const failures = failureLines(report);
  const answer = benchAnswer(report);
  return [
    ...sectionsOf(report, shown).flatMap(({ title, tables, notes }) => [
      chalk.bold(wrap(title, width)),
      '',
      ...tables.flatMap((table) => [...tableLines(table, style), '']),
      ...notes.map((note) => chalk.dim(wrap(note, width))),
      ...(notes.length > 0 ? [''] : []),
    ]),
    ...(others.length > 0
      ? [
          chalk.dim(
            wrap(
              `Other metrics (${others.map(({ metric }) => metric).join(', ')}): --markdown, --latex, --html, --csv or --json.`,
              width,
            ),
          ),
          '',
        ]
      : []),
    ...listed('Notes', report.warnings, style),
    ...listed('Failed (logs are in the folder of the results)', failures, style),
    ...(answer === null ? [] : [chalk.bold(wrap(answer, width))]),
    chalk.bold(countsText(report)),
  ];
}

function listed(title: string, texts: readonly string[], { chalk, width }: Style): string[] {
  if (texts.length === 0) return [];
  const more = texts.length - LISTED;
  return [
    chalk.bold(title),
    ...texts.slice(0, LISTED).map((text) => wrap(printable(text, 300), width - 2, '  ')),
    ...(more > 0 ? [`  … and ${plural(more, 'more')}; --json has all`] : []),
    '',
  ];
}

/** A table; what does not fit the width goes below, with the first column again. */
function tableLines({ title, head, rows }: ReportTable, { chalk, width }: Style): string[] {
  const all = [head, ...rows].map((row) => row.map((cell) => printable(cell, NAME + 8)));
  const widths = head.map((_, c) => Math.max(...all.map((row) => visibleWidth(row[c]))));
  const blocks: number[][] = [];
  let used = 0;
  for (let c = 1; c < head.length; c++) {
    const block = blocks.at(-1);
    if (block && used + 2 + widths[c] <= width) {
      block.push(c);
      used += 2 + widths[c];
    } else {
      blocks.push([c]);
      used = 2 + widths[0] + 2 + widths[c];
    }
  }
  return [
    ...(title === '' ? [] : [printable(title, width)]),
    ...blocks.flatMap((block, b) => {
      const cells = all.map((row, r) =>
        [row[0], ...block.map((c) => row[c])].map((cell) => (r === 0 ? chalk.dim(cell) : cell)),
      );
      const lines = alignColumns(cells).map((line) => `  ${line}`);
      return b === 0 ? lines : ['', ...lines];
    }),
  ];
}

/** Renders the list of `bench --dry-run`. */
export const renderBenchCells = forScreen((listing: BenchListing, { chalk, width }: Style) => {
  const { cells, counts, folder } = listing;
  const words = { run: 'run', score: 'score again', done: 'finished' };
  const rows = cells.map(({ id, name, state, failed }) => [
    id,
    words[state],
    `${printable(name, 100)}${failed === null ? '' : ` (failed: ${printable(failed, 80)})`}`,
  ]);
  const head = ['cell', 'state', 'data/split/repeat/model'].map((text) => chalk.dim(text));
  return [
    ...alignColumns([head, ...rows], 3),
    '',
    wrap(
      `${plural(counts.run, 'cell')} to run, ${counts.score} to score again, ${counts.done} finished; results: ${printable(folder, 200)}`,
      width,
    ),
  ];
});
