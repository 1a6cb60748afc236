import { Argument, Command } from 'commander';
import {
  CACHE_LIMIT,
  type CacheEntry,
  StructureCache,
} from '../chemistry/cache/structure-cache.js';
import { COMMON } from '../options/table.js';
import { printable } from '../text.js';
import { addOptions } from './add-options.js';
import { type CommonOptions, runInSession } from './session.js';

const ACTIONS = ['path', 'list', 'clear'] as const;
type Action = (typeof ACTIONS)[number];

export function cacheCommand(): Command {
  const command = new Command('cache')
    .description(
      `Shows or empties the cache: parsed structures and fingerprints of tables with 2,000 or more molecules are cached on disk. The cache never changes a result. It is in the system's cache folder, or in TANIMARK_CACHE_DIR, and holds at most ${size(CACHE_LIMIT)}; the least recently used entries are removed first.`,
    )
    .addArgument(
      new Argument(
        '<action>',
        'path: print its folder; list: list its entries; clear: remove them',
      ).choices(ACTIONS),
    );
  addOptions(command, COMMON);
  command.addHelpText('after', '\nExample:\n  tanimark cache list\n');
  return command.action(run);
}

async function run(action: Action, flags: CommonOptions): Promise<void> {
  await runInSession(flags, async (session) => {
    const cache = new StructureCache();
    const { result, lines, total } = actions[action](cache);
    const summary = { command: 'cache' as const, action, path: cache.folder, ...result };
    const shown = [...lines, ...(total === undefined || flags.quiet ? [] : [total])];
    if (flags.json) return session.json('cache', summary);
    await session.out(shown.map((text) => `${printable(text, 2000)}\n`).join(''));
  });
}

interface Outcome {
  /** Its part of the JSON document. */
  readonly result: object;
  readonly lines: readonly string[];
  /** What --quiet leaves out. */
  readonly total?: string;
}

const actions: Readonly<Record<Action, (cache: StructureCache) => Outcome>> = {
  path: ({ folder }) => ({ result: {}, lines: [folder] }),
  list: (cache) => {
    const entries = cache.list();
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    return {
      result: { limit: cache.limit, bytes, entries },
      lines: entries.map(line),
      total: `${entryCount(entries.length)}, ${size(bytes)} of ${size(cache.limit)}, in ${cache.folder}`,
    };
  },
  clear: (cache) => {
    const removed = cache.clear();
    const total = `removed ${entryCount(removed.entries)}, ${size(removed.bytes)}`;
    return { result: { removed }, lines: [], total };
  },
};

function line({ used, bytes, structures, fingerprint, scaffolds }: CacheEntry): string {
  const what =
    structures === null
      ? 'damaged'
      : `${structures} structures, ${fingerprint}${scaffolds ? ', scaffolds' : ''}`;
  return `${used.toISOString().slice(0, 16).replace('T', ' ')}  ${size(bytes).padStart(8)}  ${what}`;
}

function entryCount(n: number): string {
  return `${n} ${n === 1 ? 'entry' : 'entries'}`;
}

/** `512 B`, `1.4 MB`, `2 GB`, in powers of 1024. */
function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const power = Math.min(3, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** power;
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} ${units[power]}`;
}
