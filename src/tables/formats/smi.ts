import { TanimarkError } from '../../errors.js';
import type { RawRecord, TableFormat } from './format.js';

/** A line may be this long, in characters. */
const MAX_LINE = 32 * 1024 * 1024;

async function* readSmi(text: AsyncIterable<string>, name: string): AsyncGenerator<RawRecord> {
  let line = 0;
  for await (const raw of lines(text, name)) {
    line++;
    const trimmed = raw.trim();
    if (trimmed === '') continue;
    const match = /[ \t]+/.exec(trimmed);
    const cells = match
      ? [trimmed.slice(0, match.index), trimmed.slice(match.index + match[0].length)]
      : [trimmed, ''];
    yield { cells, line };
  }
}

async function* lines(text: AsyncIterable<string>, name: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    const parts = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = parts.pop() as string;
    if (rest.length > MAX_LINE) {
      throw new TanimarkError('table', `${name}: a line is longer than 32 million characters`);
    }
    yield* parts;
  }
  if (rest !== '') yield rest;
}

/** A SMILES, then a space or a tab, then a name to the end of the line (which may be absent). */
export const smi: TableFormat = {
  name: 'smi',
  extensions: ['.smi', '.smiles', '.ism'],
  delimiter: ' ',
  rectangular: false,
  defaultColumns: ['smiles', 'name'],
  read: readSmi,
};
