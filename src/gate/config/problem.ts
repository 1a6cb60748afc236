import type { z } from 'zod';
import { TanimarkError } from '../../errors.js';
import { nearestWord, plural, printable } from '../../text.js';

/** Something wrong with a configuration. */
export interface Problem {
  /** Keys, and positions from 0, down to the value that is meant. */
  readonly path: readonly PropertyKey[];
  /** The key of it that is wrong; the value itself where there is none. */
  readonly key?: string;
  /** The problem and its remedy, to be read after the path: `must be …`. */
  readonly message: string;
}

/** Where the values of a configuration stand. */
export interface Places {
  /** Name of the file in messages. */
  readonly name: string;
  /** Keys above the configuration, as `tanimark` in package.json. */
  readonly above: readonly string[];
  /** The line, from 1, of a value or of a key of it; of what it lies in where it is not there. */
  line(path: readonly PropertyKey[], key?: string): number;
}

/** The keys that a configuration can have, and what is said of others. */
export interface KnownKeys {
  /** Those of the map at a path. */
  readonly at: (path: readonly PropertyKey[]) => readonly string[];
  /** The message on a key that is not among them. */
  readonly unknown: (key: string, path: readonly PropertyKey[]) => string;
}

/** Problems found by a schema: an unknown key with the nearest known one, else as its part says. */
export function schemaProblems(issues: readonly z.core.$ZodIssue[], known: KnownKeys): Problem[] {
  // A key that was misspelt is not missing, too.
  const meant = new Set(
    issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => [...issue.path, nearestWord(key, known.at(issue.path))].join('/'))
        : [],
    ),
  );
  return issues.flatMap((issue): Problem[] => {
    const { path } = issue;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path, key, message: known.unknown(key, path) }));
    }
    return meant.has(path.join('/')) ? [] : [{ path, message: issue.message }];
  });
}

/** The error of one or more problems: `tanimark.config.yaml:14: rules[2] has an unknown key …`. */
export function configError(problems: readonly Problem[], places: Places): TanimarkError {
  const keysFirst = [...problems].sort((a, b) => Number(!a.key) - Number(!b.key));
  const found = keysFirst.map(({ path, key, message }) => ({
    line: places.line(path, key),
    text: `${pathText([...places.above, ...path])} ${message}`,
  }));
  const distinct = [...new Map(found.map((one) => [`${one.line} ${one.text}`, one])).values()];
  // Sorting keeps the order of those of one line, where what is wrong with a key comes first.
  const [first] = distinct.sort((a, b) => a.line - b.line);
  const more = distinct.length - 1;
  return new TanimarkError(
    'config',
    `${places.name}:${first.line}: ${first.text}${more > 0 ? ` (${plural(more, 'more error')} in this file)` : ''}`,
  );
}

/** `rules[2].metric`. */
function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the configuration';
  return path
    .map((part, i) =>
      typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${printable(String(part), 40)}`,
    )
    .join('');
}

/** A value of a configuration, in a few characters. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'a map';
  return typeof value === 'string' ? JSON.stringify(printable(value, 40)) : String(value);
}
