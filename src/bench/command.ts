import { nearestWord } from '../text.js';
import { PLACEHOLDERS, type Placeholder } from './config/words.js';

/** Values of the placeholders of a command. */
export type PlaceholderValues = Readonly<Record<Placeholder, string>>;

/** Something wrong with a command, to be read after what it is: `has an unknown placeholder …`. */
export class CommandProblem extends Error {}

/** Words that mean something to a shell alone, where they stand without quotes. */
const OF_SHELLS = /^(?:[|&;]|\d*>|<)|;$/;
const VARIABLE = /^[A-Za-z_]\w*=/;
const EXPANSION = /\$[A-Za-z_({]|`/;

/** A word, and what of it stood outside of quotes, and outside of single quotes. */
interface Word {
  text: string;
  bare: string;
  expandable: string;
}

/**
 * The words of a command, divided as a POSIX shell does: at blanks, but not within quotes; a backslash takes the next
 * character as it is. Nothing is expanded.
 *
 * @throws CommandProblem for a quote without its end, and for what only a shell does
 */
export function wordsOf(command: string): string[] {
  const words = divided(command);
  if (words.length === 0) throw new CommandProblem('is blank; give a command');
  for (const [w, { text, bare, expandable }] of words.entries()) {
    const needs =
      OF_SHELLS.test(bare) || (w === 0 && VARIABLE.test(bare)) || EXPANSION.test(expandable);
    if (!needs) continue;
    throw new CommandProblem(
      `has ${text}, which needs a shell; add shell: true, or put it in single quotes if it is meant as it is`,
    );
  }
  return words.map(({ text }) => text);
}

function divided(command: string): Word[] {
  const words: Word[] = [];
  let word: Word | undefined;
  let quote: string | undefined;
  const add = (c: string, isBare: boolean, isExpandable: boolean) => {
    word ??= { text: '', bare: '', expandable: '' };
    word.text += c;
    if (isBare) word.bare += c;
    if (isExpandable) word.expandable += c;
  };
  for (let i = 0; i < command.length; i++) {
    const c = command[i];
    const next = command[i + 1];
    if (c === quote) quote = undefined;
    else if (quote === undefined && (c === "'" || c === '"')) {
      quote = c;
      add('', false, false);
    } else if (c === '\\' && (quote === undefined || (quote === '"' && /["\\$`]/.test(next)))) {
      if (next === undefined) throw new CommandProblem('ends in a backslash; leave it out');
      i++;
      // A line that goes on.
      if (next !== '\n') add(next, false, false);
    } else if (quote === undefined && /\s/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else add(c, quote === undefined, quote !== "'");
  }
  if (quote !== undefined) throw new CommandProblem(`has a ${quote} without its end; add it`);
  if (word !== undefined) words.push(word);
  return words;
}

const PLACEHOLDER = /\{([A-Za-z_]+)\}/g;

/** The placeholders of a text. @throws CommandProblem for one that is unknown, with the nearest known one */
export function placeholdersIn(text: string): Placeholder[] {
  return Array.from(text.matchAll(PLACEHOLDER), ([written, name]) => {
    if (Object.hasOwn(PLACEHOLDERS, name)) return name as Placeholder;
    const near = nearestWord(name, Object.keys(PLACEHOLDERS));
    const known = Object.keys(PLACEHOLDERS).map((one) => `{${one}}`);
    throw new CommandProblem(
      `has an unknown placeholder ${written}${near ? `; did you mean {${near}}?` : `; it takes ${known.join(' ')}`}`,
    );
  });
}

/** A text with the values of its placeholders. @param quote how a value is written */
export function expanded(
  text: string,
  values: PlaceholderValues,
  quote: (value: string) => string = (value) => value,
): string {
  return text.replace(PLACEHOLDER, (_, name: Placeholder) => quote(values[name]));
}

/** A value as one word of a POSIX shell. */
export function shellWord(value: string): string {
  return /^[\w./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
