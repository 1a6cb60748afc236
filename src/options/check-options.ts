import { TanimarkError } from '../errors.js';
import { Job } from '../job.js';
import { isRecord } from '../record.js';
import { list, nearestWord, printable } from '../text.js';
import { instanceOf, type Kind, type OptionTable } from './kinds.js';

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
  if (!isRecord(options)) {
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
    } else if (isRecord(value)) checkObject(name, `${path}${key}.`, inside, value);
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
