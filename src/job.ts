import { availableParallelism } from 'node:os';
import { AbortedError } from './errors.js';
import type { Shared } from './shared.js';

/** What long work tells about itself; every part may be ignored. */
export interface Progress {
  /**
   * A stage begins.
   *
   * @param total how many units it has; 0 if that is not known
   * @param unit what is counted, in the plural (`molecules`, `rows`, `bytes`); without it no rate is
   *   shown, as where work is counted in steps that mean nothing to people
   */
  start(stage: string, total: number, unit?: string): void;
  /** `done` units of the current stage are finished; `note` says how it stands. */
  advance(done: number, note?: string): void;
  /** The current stage is over. */
  finish(): void;
}

const silent: Progress = { start() {}, advance() {}, finish() {} };

/** How often long loops let the event loop run, so that Ctrl-C and the screen are served. */
const BREATH_MS = 40;

/** The surroundings of long work: progress, canceling, threads, and a pause for the event loop. */
export class Job {
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
  /** The most threads that work may use; results do not depend on it. */
  readonly threads: number;
  /** What the commands of a run have in common; undefined where there is one command. */
  readonly shared: Shared | undefined;
  private last = performance.now();

  /** @param options.threads the number of cores unless given */
  constructor(
    options: {
      progress?: Progress;
      signal?: AbortSignal | undefined;
      threads?: number | undefined;
      shared?: Shared | undefined;
    } = {},
  ) {
    this.progress = options.progress ?? silent;
    this.signal = options.signal;
    this.threads = options.threads ?? availableParallelism();
    this.shared = options.shared;
  }

  /** Throws {@link AbortedError} when canceled. */
  check(): void {
    if (this.signal?.aborted) throw new AbortedError();
  }

  /** True when it is time to `await breathe()`; cheap enough to ask every few thousand steps. */
  due(): boolean {
    return performance.now() - this.last > BREATH_MS;
  }

  /** Reports `done` units, lets the event loop run once, and throws when canceled. */
  async breathe(done?: number, note?: string): Promise<void> {
    if (done !== undefined) this.progress.advance(done, note);
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.last = performance.now();
    this.check();
  }

  /** Does work that comes in steps, and lets the event loop run between them when it is time. */
  async inSteps<T>(steps: Iterator<void, T>): Promise<T> {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      if (this.due()) await this.breathe();
    }
  }

  /**
   * A stretch of the current stage: what is reported to it counts on from `offset`, and it neither
   * starts nor ends a stage.
   */
  stretch(offset: number): Job {
    const progress: Progress = {
      start() {},
      advance: (done, note) => this.progress.advance(offset + done, note),
      finish() {},
    };
    const { signal, threads, shared } = this;
    return new Job({ progress, signal, threads, shared });
  }
}

/** Does work that comes in steps, one after the other. */
export function atOnce<T>(steps: Iterator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
