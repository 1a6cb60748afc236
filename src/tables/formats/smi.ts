import type { DelimitedFormat, RawRecord } from './format.js';
import { linesOf } from './lines.js';

/** The words of a line before the rest, which is one cell; a CXSMILES extension belongs to the SMILES before it. */
async function* readWords(
  text: AsyncIterable<string>,
  name: string,
  words: number,
): AsyncGenerator<RawRecord> {
  let line = 0;
  for await (const [raw] of linesOf(text, name)) {
    line++;
    let rest = raw.trim();
    if (rest === '') continue;
    const cells: string[] = [];
    for (let w = 0; w < words; w++) {
      // A blank before | is within the structure.
      const match = /[ \t]+(?![ \t|])/.exec(rest);
      cells.push(match ? rest.slice(0, match.index) : rest);
      rest = match ? rest.slice(match.index + match[0].length) : '';
    }
    yield { cells: [...cells, rest], line };
  }
}

/** A SMILES, then a space or a tab, then a name to the end of the line (which may be absent). */
export const smi: DelimitedFormat = {
  name: 'smi',
  extensions: ['.smi', '.smiles', '.ism'],
  content: 'delimited',
  delimiter: ' ',
  rectangular: false,
  defaultColumns: ['smiles', 'name'],
  read: (text, name) => readWords(text, name, 1),
};

/** A word such as a count, a SMILES, then a name to the end of the line; found by a look at the lines. */
export const namedSecond: DelimitedFormat = {
  ...smi,
  extensions: [],
  defaultColumns: ['column_1', 'smiles', 'name'],
  read: (text, name) => readWords(text, name, 2),
};

/** The same where the first word is a whole number. */
export const countFirst: DelimitedFormat = {
  ...namedSecond,
  defaultColumns: ['count', 'smiles', 'name'],
};
