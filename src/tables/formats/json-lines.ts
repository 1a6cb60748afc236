import { TanimarkError } from '../../errors.js';
import { isRecord } from '../../record.js';
import { optionValue } from '../../spelling.js';
import { printable } from '../../text.js';
import type { RawRecord, ReadContext, TextFormat } from './format.js';
import { GrowingColumns, putCell } from './growing-columns.js';
import { linesOf } from './lines.js';

/** The keys and values of an object without nested ones, in turn. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null/g;

/**
 * An object a line, with the columns as keys. A missing key and `null` are empty cells; numbers stay as they are written.
 *
 * @throws TanimarkError (table) for a line that is no object, and for nested values
 */
async function* readJsonLines(
  text: AsyncIterable<string>,
  { name }: ReadContext,
): AsyncGenerator<RawRecord> {
  const columns = new GrowingColumns();
  let isFirst = true;
  let number = 0;
  for await (const [line] of linesOf(text, name)) {
    number++;
    if (line.trim() === '') continue;
    const where = `${name} line ${number}`;
    checkLine(line, where);
    const cells: string[] = [];
    const tokens = line.match(TOKENS) ?? [];
    for (let t = 0; t < tokens.length; t += 2) {
      putCell(cells, columns.at(JSON.parse(tokens[t]), where), cellOf(tokens[t + 1]));
    }
    if (isFirst) yield { cells: columns.names, line: number };
    isFirst = false;
    yield { cells, line: number };
  }
}

function checkLine(line: string, where: string): void {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    const array = /^\s*\[/.test(line)
      ? `; if the file is one JSON array, name it .json or add ${optionValue('inputFormat', 'json')}`
      : '; each line must be one whole JSON object';
    throw new TanimarkError('table', `${where}: "${printable(line, 40)}" is not JSON${array}`);
  }
  if (!isRecord(value)) {
    throw new TanimarkError(
      'table',
      `${where}: ${Array.isArray(value) ? 'an array' : `"${printable(line, 40)}"`} where an object is needed, such as {"smiles": "CCO", "y": 1}`,
    );
  }
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null) continue;
    throw new TanimarkError(
      'table',
      `${where}: the value of "${printable(key, 40)}" is ${Array.isArray(inner) ? 'an array' : 'an object'}, not a text or a number; remove this key, or flatten it (pandas: json_normalize)`,
    );
  }
}

function cellOf(token: string): string {
  if (token.startsWith('"')) return JSON.parse(token);
  return token === 'null' ? '' : token;
}

/** A JSON object a line, with the columns as keys. */
export const jsonl: TextFormat = {
  name: 'jsonl',
  extensions: ['.jsonl', '.ndjson'],
  content: 'text',
  hasGrowingColumns: true,
  read: readJsonLines,
  writer: {
    kind: 'lines',
    header: () => '',
    // Not through an object, which would put columns with numbers for names first.
    line: (cells, columns) =>
      `{${columns.map((column, c) => `${JSON.stringify(column)}:${JSON.stringify(cells[c])}`).join(',')}}\n`,
  },
};
