/** The ways in which programs write one and the same CSV table. */

/** Cells of a simple CSV (no quotes in it), rows × columns, the header first. */
const cellsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

const quoted = (text: string, separator: string) =>
  `${cellsOf(text)
    .map((cells) => cells.map((cell) => `"${cell}"`).join(separator))
    .join('\n')}\n`;

export const FORMS: readonly (readonly [string, (text: string) => string])[] = [
  ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
  ['CR', (text) => text.replaceAll('\n', '\r')],
  ['a byte order mark', (text) => `\uFEFF${text}`],
  ['a byte order mark and CRLF', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
  ['no final newline', (text) => text.trimEnd()],
  ['empty lines at the end', (text) => `${text}\n\n`],
  ['quotes around every cell', (text) => quoted(text, ',')],
  ['semicolons and quotes', (text) => quoted(text, ';')],
  ['tabs', (text) => text.replaceAll(',', '\t')],
  [
    'a further column',
    (text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line, i) => `${line},${i === 0 ? 'mine' : 'x'}\n`)
        .join(''),
  ],
];
