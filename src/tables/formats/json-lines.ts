import type { OutputOnlyFormat } from './format.js';

/** A JSON object a line, with the columns as keys. */
export const jsonl: OutputOnlyFormat = {
  name: 'jsonl',
  extensions: ['.jsonl'],
  content: 'none',
  writer: {
    kind: 'lines',
    header: () => '',
    line: (cells, columns) =>
      `${JSON.stringify(Object.fromEntries(columns.map((column, c) => [column, cells[c]])))}\n`,
  },
};
