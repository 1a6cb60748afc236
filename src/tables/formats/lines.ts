import { TanimarkError } from '../../errors.js';

/** A line may be this long, in characters. */
const MAX_LINE = 32 * 1024 * 1024;

/** A line of a text, and what ends it: LF, CRLF, CR, or nothing at the end of the text. */
export type Line = readonly [text: string, end: string];

/** The lines of a text, the last one only if it is not empty. */
export async function* linesOf(text: AsyncIterable<string>, name: string): AsyncGenerator<Line> {
  // The parts of a line that is not finished; joined once, so that a long line costs linear time.
  let parts: string[] = [];
  let length = 0;
  // A CRLF may be cut in two by the end of a chunk.
  let held = '';
  for await (const raw of text) {
    if (raw === '') continue;
    const chunk = held + raw;
    held = chunk.endsWith('\r') ? '\r' : '';
    const pieces = chunk.slice(0, chunk.length - held.length).split(/(\r\n|\n|\r)/);
    for (let i = 0; i < pieces.length; i += 2) {
      parts.push(pieces[i]);
      length += pieces[i].length;
      if (length > MAX_LINE) {
        throw new TanimarkError('table', `${name}: a line is longer than 32 million characters`);
      }
      if (i === pieces.length - 1) break;
      yield [parts.join(''), pieces[i + 1]];
      parts = [];
      length = 0;
    }
  }
  if (length > 0 || held !== '') yield [parts.join(''), held];
}
