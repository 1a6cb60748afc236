import type { Job } from '../../job.js';

/** Edges looked at that make one unit of `--effort`, up to {@link LARGE} molecules: about six seconds of one core. */
export const WORK_PER_EFFORT = 1_500_000_000;

/** Work for each unit at most: a handful of molecules needs no long search. */
const WORK_PER_UNIT = 10_000_000;

/** Units beyond which the work grows with their number, so that each can still be moved a few times. */
export const LARGE = 300_000;

/** Edges to look at for an effort. */
export function workFor(effort: number, units: number): number {
  const most = WORK_PER_EFFORT * Math.max(1, units / LARGE);
  return effort * Math.min(most, units * WORK_PER_UNIT);
}

/** How long a search may go on: so much work, the same on every machine, and no longer than the clock allows. */
export class Budget {
  /** True once the time limit, and not the work, has ended the search. */
  timedOut = false;

  /**
   * @param state that counts its work
   * @param deadline of `performance.now()`; the result then depends on the machine
   * @param note what the progress line says of the state of things
   */
  constructor(
    readonly state: { work: number },
    readonly job: Job,
    private readonly deadline = Number.POSITIVE_INFINITY,
    private readonly note: () => string = () => '',
  ) {}

  /** Whether work must end at once. */
  get over(): boolean {
    return this.timedOut;
  }

  /** To be called every few hundred proposals: lets the event loop run, looks at the clock. */
  async breathe(): Promise<void> {
    if (!this.job.due()) return;
    if (performance.now() > this.deadline) this.timedOut = true;
    await this.job.breathe(this.state.work, this.note());
  }
}
