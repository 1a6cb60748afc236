import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { main } from '../../src/cli/main.js';
import { checkDocuments } from '../schemas/validate.js';

/** How a run ended, and what it printed. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run is given beside its arguments. */
export interface Given {
  /** Its standard input. */
  readonly input?: string | Buffer;
  /** Its working folder. */
  readonly cwd?: string;
  /** Variables on top of those of the tests. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether its standard output is a terminal. */
  readonly isTTY?: boolean;
  /** Whether its standard error takes nothing. */
  readonly mute?: boolean;
  /** Is called in its working folder, before it begins. */
  readonly ready?: () => void;
}

/** Runs the command line in this process, with streams and an environment of its own; one run at a time. */
export async function run(
  args: readonly string[],
  { input = '', cwd, env, isTTY = false, mute = false, ready }: Given = {},
): Promise<Run> {
  // An empty cache for each run: a second one must not be the same for that reason.
  const cache = mkdtempSync(join(tmpdir(), 'tanimark-cache-'));
  const before = process.cwd();
  const [stdout, stderr] = [new Screen(isTTY), new Screen(false, mute)];
  try {
    if (cwd !== undefined) process.chdir(cwd);
    ready?.();
    const code = await main(['node', 'tanimark', ...args], {
      stdin: Readable.from(input.length === 0 ? [] : [Buffer.from(input)]),
      stdout,
      stderr,
      env: { ...process.env, TANIMARK_CACHE_DIR: cache, ...env },
    });
    if (code <= 3) checkDocuments(args, stdout.text);
    return { code, stdout: stdout.text, stderr: stderr.text };
  } finally {
    process.chdir(before);
    rmSync(cache, { recursive: true });
  }
}

/** Keeps what is written to it. */
class Screen {
  private readonly pieces: Buffer[] = [];

  constructor(
    readonly isTTY: boolean,
    private readonly isFull = false,
  ) {}

  readonly write = (piece: string | Uint8Array, ...rest: unknown[]): boolean => {
    if (!this.isFull) this.pieces.push(Buffer.from(piece as string));
    const done = rest.find((one) => typeof one === 'function') as
      | ((error?: Error) => void)
      | undefined;
    if (done) queueMicrotask(() => (this.isFull ? done(new Error('ENOSPC')) : done()));
    return !this.isFull;
  };

  get text(): string {
    return Buffer.concat(this.pieces).toString();
  }
}
