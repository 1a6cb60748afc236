import { AsyncLocalStorage } from 'node:async_hooks';

/** How a front end writes options in messages. Names are camelCase, as the library has them. */
export interface Spelling {
  /** Whether the front end has the option, so that advice to give it can be followed. */
  has(name: string): boolean;
  /** The option alone, as in `name it with …`. */
  name(name: string): string;
  /** With a value: as it was given, or as it is to be given. */
  value(name: string, value: string): string;
}

/** `minN` as a manifest's parameters have it: `min-n`. */
export function parameterOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `minN` as the command line has it: `--min-n`. */
export function flagOf(name: string): string {
  return `--${parameterOf(name)}`;
}

/** Options that the command line has as what takes them back: `--no-header`. */
const NEGATIVE = ['header', 'cache', 'color'];

/** `--min-n`, `--missing skip`, `--no-header`: that of messages, unless another is chosen. */
const COMMAND_LINE: Spelling = {
  has: () => true,
  name: flagOf,
  value: (name, value) =>
    value === 'false' && NEGATIVE.includes(name)
      ? `--no-${parameterOf(name)}`
      : `${flagOf(name)} ${value}`,
};

const chosen = new AsyncLocalStorage<Spelling>();
const current = () => chosen.getStore() ?? COMMAND_LINE;

/** Runs work whose messages, of errors and of warnings, write options as a front end does. */
export function spelledAs<Result>(spelling: Spelling, work: () => Result): Result {
  return chosen.run(spelling, work);
}

/** An option in a message: `--min-n`, or as the front end in whose name the work runs writes it. */
export function optionName(name: string): string {
  return current().name(name);
}

/** An option with a value in a message: `--missing skip`. */
export function optionValue(name: string, value: string | number): string {
  return current().value(name, String(value));
}

/** Advice to give an option: nothing where the front end does not have it. */
export function adviceOf(name: string, advice: string): string {
  return current().has(name) ? advice : '';
}
