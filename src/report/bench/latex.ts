import type { BenchReport } from '../../bench/report/types.js';
import { latexText } from '../latex-text.js';
import { failureLines, type ReportSection, type ReportTable, sectionsOf } from './tables.js';

/** Every table of every metric, for the package booktabs: the same numbers as in Markdown. */
export function benchLatex(report: BenchReport): string {
  const tables = sectionsOf(report, report.metrics).flatMap((section) =>
    section.tables.map((table) => tableText(section, table)),
  );
  const failures = failureLines(report).map((line) => `% failed: ${latexText(line, 300)}`);
  return `${['% \\usepackage{booktabs}', ...failures, ...tables].join('\n')}\n`;
}

function tableText({ title, notes }: ReportSection, table: ReportTable): string {
  const what = [table.title, title].filter((text) => text !== '').join(': ');
  const caption = [`${what}.`, ...notes].map((text) => latexText(text, 1000)).join(' ');
  const line = (cells: readonly string[]) =>
    `    ${cells.map((cell) => latexText(cell)).join(' & ')} \\\\`;
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${caption}}`,
    `  \\begin{tabular}{l${'r'.repeat(table.head.length - 1)}}`,
    '    \\toprule',
    line(table.head),
    '    \\midrule',
    ...table.rows.map(line),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}
