import { printable } from '../text.js';
import { wrap } from './layout.js';
import type { Style } from './style.js';

/** The most characters of a note in a log. */
const MOST = 2000;
/** Characters that fit three lines of 80. */
const ROOM = 240;
const INDENT = '  ';

/**
 * A note for people, with its end of line: wrapped between words where the width is that of a terminal, in at most three
 * lines of 80 characters (one that is longer, as by a long path in it, is cut in its middle).
 *
 * @param style its width is infinite where lines are not to be broken, as in a log
 */
export function noteText(text: string, { chalk, width }: Style): string {
  const most = width < 80 ? Math.ceil(ROOM / (width - 10)) : 3;
  const linesOf = (shown: string) => wrap(`note: ${shown}`, width - INDENT.length).split('\n');
  let lines = linesOf(printable(text, MOST));
  for (let limit = most * width; lines.length > most && Number.isFinite(width); limit -= 4) {
    lines = linesOf(printable(text, limit));
  }
  return `${chalk.yellow('note:')}${lines.join(`\n${INDENT}`).slice('note:'.length)}\n`;
}
