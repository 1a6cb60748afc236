import { printable } from './text.js';

/** What kind of thing went wrong: stable names, for programs that use the library. */
export type ErrorCode =
  | 'usage'
  | 'file'
  | 'table'
  | 'column'
  | 'structure'
  | 'config'
  | 'join'
  | 'unmatched'
  | 'prediction'
  | 'target'
  | 'gate'
  | 'memory'
  | 'network'
  | 'aborted';

/**
 * A failure that is the input's or the call's, not the program's.
 *
 * Its message is one line that says what is wrong, where, and what to do; the
 * command line prints it and exits with 2. Anything else that is thrown is a bug.
 */
export class TanimarkError extends Error {
  readonly code: ErrorCode;
  /**
   * The message without what a file of predictions, or one that may be no table, holds: no cell, no name of a column. For
   * those who must not tell; undefined where there is none.
   */
  readonly discreet: string | undefined;
  /** The option that it is about, by its name in the library, such as `minN`; undefined where it is about none, or several. */
  readonly option: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    {
      discreet,
      option,
      ...options
    }: { cause?: unknown; discreet?: string | 'as it is'; option?: string } = {},
  ) {
    super(printable(message, 2000), options);
    this.name = 'TanimarkError';
    this.code = code;
    this.option = option;
    this.discreet = discreet === 'as it is' ? this.message : discreet;
  }
}

/**
 * What the user is told where the system or Node.js gave no memory; undefined for other errors. They are
 * told by their texts, because V8 gives them no codes.
 */
export function memoryError(cause: unknown): TanimarkError | undefined {
  const { code, message } = Object(cause) as { code?: unknown; message?: unknown };
  if (cause instanceof RangeError && /WebAssembly/.test(String(message))) {
    return new TanimarkError(
      'memory',
      'not enough memory: the system gave WebAssembly no address space; raise the limit (ulimit -v), or set NODE_OPTIONS=--disable-wasm-trap-handler',
      { cause },
    );
  }
  const isMemory =
    code === 'ENOMEM' ||
    code === 'ERR_WORKER_OUT_OF_MEMORY' ||
    (cause instanceof RangeError && /allocation failed|out of memory/i.test(String(message)));
  if (!isMemory) return undefined;
  return new TanimarkError(
    'memory',
    `not enough memory (${message}); raise the limit of memory (ulimit -v, or that of the container), or set NODE_OPTIONS=--max-old-space-size=16000 (megabytes)`,
    { cause },
  );
}

/** Thrown out of long work when its abort signal fires (Ctrl-C). */
export class AbortedError extends TanimarkError {
  constructor() {
    super('aborted', 'interrupted; no output was written');
    this.name = 'AbortedError';
  }
}

/** A broken promise of the program itself: shown as a bug, never as the user's fault. */
export class InvariantError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvariantError';
  }
}

/** Throws an {@link InvariantError} unless `condition` holds. */
export function assertInvariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
