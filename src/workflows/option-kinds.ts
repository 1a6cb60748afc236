import { TanimarkError } from '../errors.js';
import { Job } from '../job.js';
import { count, list, nearestWord, printable } from '../text.js';

/** What an option takes. */
export interface Kind {
  /** For messages: `give …`. */
  readonly takes: string;
  accepts(value: unknown): boolean;
  /** Of an object, or of each object in a list. */
  readonly inside?: OptionTable;
  readonly required?: true;
}

/** The options of one function, by name. */
export type OptionTable = Readonly<Record<string, Kind>>;

/** A table that names every option of `Options`, and no other. */
export type TableOf<Options> = Readonly<Record<keyof Options & string, Kind>>;

export function text(what: string): Kind {
  return { takes: what, accepts: (value) => typeof value === 'string' };
}

export function texts(what: string): Kind {
  return {
    takes: what,
    accepts: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  };
}

export function wholeNumber(min: number, max: number): Kind {
  const span = max === Number.MAX_SAFE_INTEGER ? 'or more' : `to ${count(max)}`;
  return {
    takes: `a whole number, ${count(min)} ${span}`,
    accepts: (value) => Number.isSafeInteger(value) && inSpan(value as number, min, max),
  };
}

export function number(min: number, max: number): Kind {
  return {
    takes: `a number from ${min} to ${max}`,
    accepts: (value) => typeof value === 'number' && inSpan(value, min, max),
  };
}

function inSpan(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

export function oneOf(values: readonly string[]): Kind {
  return {
    takes: list(
      values.map((value) => `"${value}"`),
      'or',
    ),
    accepts: (value) => values.includes(value as string),
  };
}

export const flag: Kind = {
  takes: 'true or false',
  accepts: (value) => typeof value === 'boolean',
};

/** What only a class of this library is. */
export function instanceOf(of: abstract new (...args: never[]) => unknown, takes: string): Kind {
  return { takes, accepts: (value) => value instanceof of };
}

/** An object with options of its own. */
export function object(inside: OptionTable): Kind {
  return { takes: `an object with ${list(Object.keys(inside))}`, accepts: isObject, inside };
}

/** A list of objects with options of their own. */
export function objects(what: string, inside: OptionTable): Kind {
  const accepts = (value: unknown) => Array.isArray(value) && value.every(isObject);
  return { takes: what, accepts, inside };
}

/** Texts by name. */
export function record(what: string): Kind {
  return {
    takes: what,
    accepts: (value) =>
      isObject(value) && Object.values(value).every((one) => typeof one === 'string'),
  };
}

/** @returns the same kind, for an option that must be there */
export function required(kind: Kind): Kind {
  return { ...kind, required: true };
}

/** @returns the same kind, for what is `null` where there is none */
export function orNull(kind: Kind): Kind {
  return {
    ...kind,
    takes: `${kind.takes}, or null`,
    accepts: (value) => value === null || kind.accepts(value),
  };
}

/**
 * Checks the arguments of a function of the library at its entry. An option that is `undefined` is not given.
 *
 * @param name of the function, for messages
 * @throws TanimarkError (usage) that names the first option that is unknown, missing or not of its kind
 */
export function checkOptions(
  name: string,
  table: OptionTable,
  options: unknown,
  job?: unknown,
): void {
  if (!isObject(options)) {
    throw usage(`${name}: the options are ${shown(options)}; give an object`);
  }
  checkObject(name, '', table, options);
  checkArgument(name, 'job', jobKind, job);
}

const jobKind = instanceOf(Job, 'a Job, such as new Job({ threads: 2 })');

/** Checks one argument that is no object of options. @throws TanimarkError (usage) */
export function checkArgument(name: string, argument: string, kind: Kind, value: unknown): void {
  if (value === undefined && !kind.required) return;
  if (!kind.accepts(value)) {
    throw usage(`${name}: ${argument} is ${shown(value)}; give ${kind.takes}`);
  }
}

function checkObject(name: string, path: string, table: OptionTable, options: object): void {
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const option = `option "${path}${printable(key, 40)}"`;
    if (!Object.hasOwn(table, key)) throw unknown(name, path, key, Object.keys(table));
    const { takes, accepts, inside } = table[key];
    if (!accepts(value)) throw usage(`${name}: ${option} is ${shown(value)}; give ${takes}`);
    if (!inside) continue;
    if (Array.isArray(value)) {
      value.forEach((one, i) => {
        checkObject(name, `${path}${key}[${i}].`, inside, one);
      });
    } else if (isObject(value)) checkObject(name, `${path}${key}.`, inside, value);
  }
  for (const [key, kind] of Object.entries(table)) {
    if (!kind.required || (options as Record<string, unknown>)[key] !== undefined) continue;
    throw usage(`${name}: option "${path}${key}" is missing; give ${kind.takes}`);
  }
}

function unknown(name: string, path: string, key: string, known: readonly string[]): TanimarkError {
  const near = nearestWord(key, known);
  const help = near ? ` (did you mean "${near}"?)` : `; it takes ${list(known)}`;
  return usage(`${name}: unknown option "${path}${printable(key, 40)}"${help}`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in a message: short ones as they are, others by what they are. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `the text "${printable(value, 40)}"`;
  if (typeof value === 'number') return `the number ${value}`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

function usage(message: string): TanimarkError {
  return new TanimarkError('usage', message);
}
