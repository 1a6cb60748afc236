import { Worker } from 'node:worker_threads';
import { builtFile } from '../built-file.js';
import type { Job } from '../job.js';
import { askWorker } from '../threads.js';
import type { Comparison } from './comparison.js';
import type { Kernel } from './kernel/kernel.js';
import { runItem, type WorkItem, type WorkResult } from './work-item.js';
import type { WorkerStart } from './worker.js';

/** Pairs below which a worker thread takes longer to start than it saves. */
const PARALLEL_FROM = 100_000_000;

/** How many threads are worth having for so many pairs. */
export function threadsFor(pairs: number, job: Job): number {
  return pairs < PARALLEL_FROM ? 1 : job.threads;
}

/**
 * The threads that work on one comparison: this one alone, or workers. Whatever their number,
 * results are handed over with the item they belong to. Close it when done.
 */
export class WorkerPool {
  private readonly workers: Worker[] = [];
  private readonly own: Kernel | undefined;

  constructor(comparison: Comparison) {
    const { module, memory, plan } = comparison;
    const threads = plan.scratch.length;
    if (threads === 1) {
      this.own = comparison.kernel(0);
      return;
    }
    for (let thread = 0; thread < threads; thread++) {
      const start: WorkerStart = { module, memory, plan, thread };
      this.workers.push(
        new Worker(builtFile('similarity/worker.js'), { workerData: start, execArgv: [] }),
      );
    }
  }

  /**
   * Does all items, each once, in any order, as fast as `take` takes their results.
   *
   * @param take gets each result on this thread; what it throws ends the work
   * @throws AbortedError when canceled
   */
  async run<Item extends WorkItem>(
    items: readonly Item[],
    job: Job,
    take: (result: WorkResult<Item>, index: number) => void,
  ): Promise<void> {
    let next = 0;
    if (this.own) {
      for (; next < items.length; next++) {
        take(runItem(this.own, items[next]).result as WorkResult<Item>, next);
        if (job.due()) await job.breathe();
      }
      job.check();
      return;
    }
    const lane = async (worker: Worker) => {
      while (next < items.length) {
        const index = next++;
        take((await askWorker(worker, items[index], job)) as WorkResult<Item>, index);
      }
    };
    try {
      job.check();
      await Promise.all(this.workers.map(lane));
    } catch (error) {
      // The other lanes stop at their next item; what they are at is thrown away with them.
      next = items.length;
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
    this.workers.length = 0;
  }
}
