import { cacheFolder } from '../chemistry/cache/folder.js';
import { StructureCache } from '../chemistry/cache/structure-cache.js';
import type { CommonOptions } from './session.js';

/** Options of every command that are about its output, not its work. */
const OF_OUTPUT = [
  'json',
  'quiet',
  'color',
  'threads',
  'format',
  'output',
  'structures',
  'explain',
  'html',
  'figures',
];

/** What of a command's flags the library takes: all but those of its output and `others`. */
export function forLibrary<Flags extends object, Other extends string>(
  flags: Flags,
  others: readonly Other[],
): Omit<Flags, Other | keyof CommonOptions | 'format' | 'output'> {
  const left: readonly string[] = [...OF_OUTPUT, ...others];
  const kept = Object.entries(flags).filter(([name]) => !left.includes(name));
  return Object.fromEntries(kept) as never;
}

/** The user's cache, unless `--no-cache` was given or there is no folder for it. */
export function cacheOf(flags: { cache?: boolean }): StructureCache | undefined {
  const folder = flags.cache === false ? undefined : cacheFolder();
  return folder === undefined ? undefined : new StructureCache(folder);
}

/** Whether there is a header: commander's `--no-header` gives `true` when absent, which for us means "find out". */
export function headerOption(flags: { header?: boolean }): false | undefined {
  return flags.header === false ? false : undefined;
}
