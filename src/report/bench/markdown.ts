import type { BenchReport } from '../../bench/report/types.js';
import { markdownText as escaped } from '../markdown-text.js';
import { benchAnswer } from './answer.js';
import { countsText, failureLines, type ReportTable, sectionsOf } from './tables.js';

/** Every table of every metric in GitHub's Markdown. */
export function benchMarkdown(report: BenchReport): string {
  const failures = failureLines(report);
  const answer = benchAnswer(report);
  const parts = [
    ...(answer === null ? [] : [`**${escaped(answer)}**`]),
    escaped(countsText(report)),
    ...sectionsOf(report, report.metrics).flatMap(({ title, tables, notes }) => [
      `### ${escaped(title)}`,
      ...tables.map(tableText),
      ...notes.map((note) => escaped(note)),
    ]),
    ...(report.warnings.length > 0 ? ['### Notes', listText(report.warnings)] : []),
    ...(failures.length > 0
      ? ['### Failed (logs are in the folder of the results)', listText(failures)]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function tableText({ title, head, rows }: ReportTable): string {
  const lines = [
    head.map((cell) => escaped(cell)),
    head.map((_, c) => (c === 0 ? '---' : '---:')),
    ...rows.map((row) => row.map((cell) => escaped(cell))),
  ];
  const table = lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
  return title === '' ? table : `**${escaped(title)}**\n\n${table}`;
}

function listText(texts: readonly string[]): string {
  return texts.map((text) => `- ${escaped(text)}`).join('\n');
}
