import { currentIo, type Io } from '../io.js';
import { flagOf } from '../spelling.js';

const printed = new WeakSet<Io>();

/** Whether anything of a run's result is on standard output already: a document cannot follow it. */
export function hasPrinted(): boolean {
  return printed.has(currentIo());
}

/** @param io where something of a result is being printed */
export function markPrinted(io: Io): void {
  printed.add(io);
}

const lines = new WeakMap<Io, readonly string[]>();

/** Keeps the arguments of a run, so that its result can say how it was made. */
export function rememberArguments(args: readonly string[]): void {
  lines.set(currentIo(), args);
}

/** Flags that do not change a result, and how many words follow each. */
const IDLE: Readonly<Record<string, number>> = {
  '--threads': 1,
  '--quiet': 0,
  '-q': 0,
  '--no-color': 0,
  '--color': 0,
};

/** The command of this run as a shell takes it, without what has no effect on the result; undefined outside of one. */
export function commandLine(): string | undefined {
  const args = lines.get(currentIo());
  if (!args) return undefined;
  const kept: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i].startsWith('--threads=')) continue;
    if (Object.hasOwn(IDLE, args[i])) i += IDLE[args[i]];
    else kept.push(args[i]);
  }
  return ['tanimark', ...kept.map(quoted)].join(' ');
}

/** Options that say how a result is made, but do not change it or its page. */
const UNSEEN = ['cache', 'molecules'];

/**
 * The command that makes the page of a result alone, as a shell takes it.
 *
 * @param options as the library takes them; `predictions` are arguments, as is the split of an audit
 */
export function commandOf(name: string, options: object): string {
  const { predictions = [], ...others } = options as { predictions?: string | readonly string[] };
  const inputs = [predictions].flat();
  const flags = Object.entries(others).flatMap(([option, value]): string[] => {
    if (value === undefined || UNSEEN.includes(option)) return [];
    if (name === 'audit' && option === 'split') {
      inputs.push(value as string);
      return [];
    }
    if (value === false) return [flagOf(option).replace('--', '--no-')];
    return [flagOf(option), String(value)];
  });
  return ['tanimark', name, ...inputs, ...flags, '-o', `${name}.html`].map(quoted).join(' ');
}

/** A word as a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
