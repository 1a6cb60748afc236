import { type Command, InvalidArgumentError, Option } from 'commander';
import { cacheFolder } from '../chemistry/cache/folder.js';
import { StructureCache } from '../chemistry/cache/structure-cache.js';
import { MULTIPLE } from '../chemistry/cells.js';
import { CENSORED } from '../tables/labels.js';
import { ON_INVALID } from '../workflows/split/types.js';
import type { CommonOptions } from './session.js';

/** A parser for whole numbers from `min` to `max`, for commander. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) {
      throw new InvalidArgumentError(`give a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

export function seedOption(): Option {
  return new Option('--seed <n>', 'seed of the random numbers (default: 0)').argParser(
    wholeNumber(0, Number.MAX_SAFE_INTEGER),
  );
}

/** Options of every command. */
export function addCommonOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--threads <n>', 'worker threads (default: the number of cores)').argParser(
        wholeNumber(1, 256),
      ),
    )
    .option('--json', 'print one JSON document that describes the result, or the error')
    .option('-q, --quiet', 'no summary, no progress, no notes; results and errors stay')
    .option('--no-color', 'no colors (also: NO_COLOR=1)');
}

/** Options of every command that are about its output, not its work. */
const OF_OUTPUT = ['json', 'quiet', 'color', 'threads', 'format', 'output'];

/** What of a command's flags the library takes: all but those of its output and `others`. */
export function forLibrary<Flags extends object, Other extends string>(
  flags: Flags,
  others: readonly Other[],
): Omit<Flags, Other | keyof CommonOptions | 'format' | 'output'> {
  const left: readonly string[] = [...OF_OUTPUT, ...others];
  const kept = Object.entries(flags).filter(([name]) => !left.includes(name));
  return Object.fromEntries(kept) as never;
}

/** How to read input tables. */
export function addTableOptions(command: Command): Command {
  return command
    .option('--smiles <column>', 'column of structures, by name or number')
    .option('--label <column>', 'column of labels')
    .option('--positive <class>', 'positive class, where labels are two words or numbers')
    .addOption(
      new Option(
        '--censored <what>',
        'labels such as >10: error, skip (no label), bound (use the 10) (default: error)',
      ).choices([...CENSORED]),
    )
    .option('--id <column>', 'column of molecule names')
    .addOption(multipleOption())
    .option('--no-header', 'the first line is data')
    .addOption(
      new Option('--delimiter <char>', 'separator between cells (\\t for tab)').argParser(
        delimiter,
      ),
    );
}

export function multipleOption(): Option {
  return new Option(
    '--multiple <what>',
    'cells with several SMILES: take the first, or stop with an error (default: such rows are invalid)',
  ).choices([...MULTIPLE]);
}

export function cacheOption(): Option {
  return new Option(
    '--no-cache',
    'read every molecule anew, and keep nothing for later runs (see: tanimark cache)',
  );
}

/** The user's cache, unless `--no-cache` was given or there is no folder for it. */
export function cacheOf(flags: { cache?: boolean }): StructureCache | undefined {
  const folder = flags.cache === false ? undefined : cacheFolder();
  return folder === undefined ? undefined : new StructureCache(folder);
}

export function onInvalidOption(): Option {
  return new Option(
    '--on-invalid <what>',
    'rows whose SMILES is invalid: keep them marked, drop, or fail (default: keep)',
  ).choices([...ON_INVALID]);
}

/** A parser for a separator between cells, for commander. */
export function delimiter(text: string): string {
  const char = text === '\\t' || text === 'tab' ? '\t' : text;
  if (char.length !== 1 || char === '"' || char === '\n' || char === '\r') {
    throw new InvalidArgumentError('give one character, or \\t for a tab');
  }
  return char;
}

/** Whether there is a header: commander's `--no-header` gives `true` when absent, which for us means "find out". */
export function headerOption(flags: { header?: boolean }): false | undefined {
  return flags.header === false ? false : undefined;
}

/** A parser for numbers from `min` to `max`, for commander. */
export function number(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= min && value <= max)) {
      throw new InvalidArgumentError(`give a number from ${min} to ${max}`);
    }
    return value;
  };
}
