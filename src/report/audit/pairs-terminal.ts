import { PAIR_VERDICT_SCALE } from '../../audit/pairs/verdict.js';
import type {
  PairAuditComparison,
  PairAuditSummary,
} from '../../workflows/audit/pair-split/types.js';
import { barTable } from '../bar-table.js';
import { alignColumns, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';
import {
  baselineCells,
  type Cells,
  comparedTexts,
  entityCells,
  labelColumn,
  overlapCells,
  pairNotes,
  similarityCells,
  sizeOf,
} from './pair-cells.js';
import { answerLines } from './terminal.js';

/** Renders an audit of a split of pairs: notes and all findings, then limits and the verdict of each comparison. */
export const renderPairAudit = forScreen(auditLines);

function auditLines(summary: PairAuditSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { comparisons, limits } = summary;
  return [
    ...comparisons.flatMap((comparison) => [...sectionOf(comparison, summary, style), '']),
    ...legend(summary, width).map((line) => chalk.dim(line)),
    '',
    ...answerLines(comparisons, limits, style),
  ];
}

/** What the verdicts are, and what is compared. */
function legend(summary: PairAuditSummary, width: number): string[] {
  return [
    summary.comparisons.length === 1
      ? 'verdicts (shares of test rows):'
      : 'verdicts (of A-B: shares of the rows of B; training is A):',
    ...PAIR_VERDICT_SCALE.map((line) => wrap(line, width, '  ')),
    ...comparedTexts(summary).map((text) => wrap(text, width)),
  ];
}

function sectionOf(
  comparison: PairAuditComparison,
  { sides }: PairAuditSummary,
  style: Style,
): string[] {
  const { chalk, width } = style;
  const { train, test, name } = comparison;
  const head = [name, sizeOf(train, sides), sizeOf(test, sides)];
  const labels = comparison.labels ? labelColumn(sides[test]) : 'no labels to compare';
  return [
    chalk.bold(wrap([...head, labels].join(' · '), width)),
    ...pairNotes(comparison, sides).map(
      (note) => `  ${wrap(note, width - 4).replaceAll('\n', '\n    ')}`,
    ),
    '',
    ...tableLines(overlapCells(comparison), style),
    '',
    ...tableLines(entityCells(comparison), style),
    '',
    ...histogram(comparison, style),
    ...baselineLines(comparison, style),
  ];
}

function tableLines({ head, rows, note }: Cells, { chalk, width }: Style): string[] {
  return [
    ...alignColumns([head.map((title) => chalk.dim(title)), ...rows]).map((line) => `  ${line}`),
    ...(note === '' ? [] : [chalk.dim(wrap(note, width - 2, '  '))]),
  ];
}

function histogram(comparison: PairAuditComparison, style: Style): string[] {
  const { title, head, rows } = similarityCells(comparison);
  const counts = comparison.similarity.test;
  return [wrap(title, style.width), ...barTable(head, rows, counts, Math.max(...counts), style)];
}

function baselineLines(comparison: PairAuditComparison, style: Style): string[] {
  const cells = baselineCells(comparison);
  return cells === null ? [] : ['', wrap(cells.title, style.width), ...tableLines(cells, style)];
}
