import { shownInput } from '../../tables/table.js';
import { count, plural } from '../../text.js';
import type { ExpectSummary } from '../../workflows/expect/types.js';
import { barTable } from '../bar-table.js';
import { alignColumns, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';
import { expectAnswer, judgedSet, percent } from './answer.js';
import { domainCells, footnotes, strataCells, TOO_FEW } from './cells.js';

/** Renders an expectation: strata, histogram, applicability domain, footnotes, then the answer. */
export const renderExpect = forScreen(expectLines);

function expectLines(summary: ExpectSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { library, calibration, train, outputs } = summary;
  const invalid = library.invalid === 0 ? '' : `, ${count(library.invalid)} invalid`;
  return [
    chalk.bold(
      wrap(
        `expected ${summary.task} error on ${shownInput(library.path)} (${plural(library.records, 'row')}${invalid})`,
        width,
      ),
    ),
    wrap(
      `model trained on ${plural(train.molecules, 'molecule')}, calibrated on ${plural(calibration.molecules, `${judgedSet(summary)} molecule`)}`,
      width,
    ),
    '',
    ...strataLines(summary, style),
    '',
    ...histogramLines(summary, style),
    '',
    ...domainLines(summary, style),
    '',
    ...[TRAINING, ...footnotes(summary)].map((note) => chalk.dim(wrap(note, width))),
    ...outputs.map(({ path, rows }) => `wrote ${path} ${chalk.dim(`(${plural(rows, 'row')})`)}`),
    '',
    ...expectAnswer(summary).map((text) => chalk.bold(wrap(text, width))),
  ];
}

const TRAINING = 'training: similarity to the nearest other training molecule. bars: library.';

function strataLines(summary: ExpectSummary, { chalk }: Style): string[] {
  const { head, rows } = strataCells(summary);
  const colored = rows.map((row) =>
    row.map((cell) => (cell === TOO_FEW ? chalk.yellow(cell) : cell)),
  );
  return alignColumns([head.map((title) => chalk.bold(title)), ...colored]);
}

function histogramLines({ histogram }: ExpectSummary, style: Style): string[] {
  // Two bins of 0.05 each.
  const merged = (counts: readonly number[]) =>
    Array.from({ length: 10 }, (_, i) => counts[2 * i] + counts[2 * i + 1]);
  const groups = [histogram.train, histogram.test, histogram.library].map(merged);
  const shares = groups.map((own) => {
    const total = own.reduce((sum, n) => sum + n, 0);
    return own.map((n) => (total === 0 ? 0 : n / total));
  });
  const rows = shares[0].map((_, i) => [
    `${(i / 10).toFixed(1)} to ${((i + 1) / 10).toFixed(1)}`,
    ...shares.map((own) => percent(own[i])),
  ]);
  return [
    style.chalk.bold('Max similarity to training'),
    ...barTable(
      ['similarity', 'training', 'test', 'library'],
      rows,
      shares[2],
      Math.max(...shares[2]),
      style,
    ),
  ];
}

function domainLines(summary: ExpectSummary, { chalk }: Style): string[] {
  const { head, rows } = domainCells(summary);
  if (rows.length === 0) return [];
  return [
    `${chalk.bold('Applicability domain')} ${chalk.dim('(molecules with at least this max similarity)')}`,
    ...alignColumns([head.map((title) => chalk.dim(title)), ...rows]),
  ];
}
