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
    // A CXSMILES extension belongs to the structure, not to the name.
    const match = /[ \t]+(?![ \t|])/.exec(trimmed);
    const cells = match
      ? [trimmed.slice(0, match.index), trimmed.slice(match.index + match[0].length)]
      : [trimmed, ''];
    yield { cells, line };
  }
}

async function* lines(text: AsyncIterable<string>, name: string): AsyncGenerator<string> {
  // The parts of a line that is not finished; joined once, so that a long line costs linear time.
  let parts: string[] = [];
  let length = 0;
  let afterReturn = false;
  for await (const raw of text) {
    if (raw === '') continue;
    // A CRLF may be cut in two by the end of a chunk.
    const chunk = afterReturn && raw[0] === '\n' ? raw.slice(1) : raw;
    afterReturn = raw.endsWith('\r');
    const pieces = chunk.split(/\r\n|\n|\r/);
    for (let i = 0; i < pieces.length; i++) {
      parts.push(pieces[i]);
      length += pieces[i].length;
      if (length > MAX_LINE) {
        throw new TanimarkError('table', `${name}: a line is longer than 32 million characters`);
      }
      if (i === pieces.length - 1) break;
      yield parts.join('');
      parts = [];
      length = 0;
    }
  }
  if (length > 0) yield parts.join('');
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
