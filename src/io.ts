import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable, Writable } from 'node:stream';

/** A stream that people or a pipeline read; on a terminal it has a width. */
export type Output = Pick<Writable, 'write'> & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};

/** What a run of the command line talks to. `process` is one; each run inside another program has its own. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the run is to end with, once its verdict is known; undefined means 0. */
  exitCode?: number | string | null | undefined;
}

const runs = new AsyncLocalStorage<Io>();

/** What the run that asks talks to: the process, but where {@link withIo} gave it something else. */
export function currentIo(): Io {
  return runs.getStore() ?? process;
}

/** Does `work` with streams and an environment of its own, and leaves those of the process alone. */
export function withIo<T>(io: Io, work: () => T): T {
  return runs.run(io, work);
}
