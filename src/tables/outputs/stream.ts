import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import type { OutputTarget } from './target.js';

/** How long a named pipe may be without a program that reads it, in milliseconds. */
const NO_READER_MS = 10_000;
/** Between looks at a pipe that is full, or that nobody reads, in milliseconds. */
const LOOK_MS = 10;

/**
 * An output that is written as it comes: a pipe, a device, or a file that is open already. Waiting for a reader
 * never blocks the thread, so that Ctrl-C is served.
 */
export class StreamOutput {
  private constructor(
    private readonly descriptor: number,
    /** False for what was open before, and stays so. */
    private readonly own: boolean,
    private readonly job: Job,
  ) {}

  /**
   * @param path as the user calls it
   * @throws TanimarkError (file) where nobody reads a pipe; AbortedError
   */
  static async open(
    path: string,
    target: Exclude<OutputTarget, { kind: 'file' }>,
    job: Job,
  ): Promise<StreamOutput> {
    if (target.kind === 'descriptor') return new StreamOutput(target.descriptor, false, job);
    const flags = constants.O_WRONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
    const start = performance.now();
    for (;;) {
      try {
        return new StreamOutput(openSync(target.path, flags), true, job);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
        if (performance.now() - start > NO_READER_MS) {
          throw new TanimarkError(
            'file',
            `${path} is a pipe that no program reads; start its reader first`,
          );
        }
        await wait(job);
      }
    }
  }

  /** @throws NodeJS.ErrnoException, AbortedError */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(this.descriptor, bytes, at);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // A reader of standard output that has seen enough (`| head`) is no failure.
        if (code === 'EPIPE' && this.descriptor === 1) return;
        if (code !== 'EAGAIN') throw error;
        await wait(this.job);
      }
    }
  }

  close(): void {
    if (this.own) closeSync(this.descriptor);
  }
}

async function wait(job: Job): Promise<void> {
  await pause(LOOK_MS);
  job.check();
}
