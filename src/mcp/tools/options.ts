import { text } from '../../options/kinds.js';
import { type Option, type Options, option } from '../../options/option.js';

/** Some of the options of a function, by name; required ones as they are there. */
export function pick(options: Options, names: readonly string[]): Options {
  return Object.fromEntries(names.map((name) => [name, options[name]]));
}

/** A path, with what it is of. */
export function path(summary: string): Option {
  return option(text('the path of a file, as text'), summary);
}

/** How tables are read, in all tools that read them. */
export const READING = ['smiles', 'label', 'id', 'censored', 'transform'];
