import { Worker } from 'node:worker_threads';
import { builtFile } from '../../built-file.js';
import type { Job } from '../../job.js';
import { Random } from '../../random.js';
import { jackknifeParts } from '../../statistics/resampling.js';
import { askWorker } from '../../threads.js';
import { GroupEvaluator, type GroupWork, studentizes, type WorkItem } from './group-evaluator.js';

/** Draws of one piece of work. Each has a seed of its own, so that threads do not matter. */
const PIECE = 16;
/** Numbers looked at below which worker threads take longer to start than they save. */
const PARALLEL_FROM = 100_000_000;

/** The values of one statistic; NaN where it is undefined. */
export interface Resampled {
  /** Empty where none are wanted. */
  readonly draws: Float64Array;
  readonly jackknife: Float64Array;
  /** Standard error of each draw, on the scale of a studentized interval; absent where none is wanted. */
  readonly errors?: Float64Array | undefined;
  /** Standard error of the difference of its loss from that of the first source in each draw; absent likewise. */
  readonly differenceErrors?: Float64Array | undefined;
}

/** What a draw has for each statistic, in the order of {@link GroupEvaluator.run}. */
const DRAWN = ['draws', 'errors', 'differenceErrors'] as const;

/**
 * Every statistic of every group on bootstrap draws and leave-out samples. The same for any number of
 * threads.
 *
 * @param parallelFrom numbers looked at from which on threads are used
 * @returns per group, per statistic
 * @throws AbortedError
 */
export async function resample(
  works: readonly GroupWork[],
  draws: number,
  job: Job,
  parallelFrom = PARALLEL_FROM,
): Promise<Resampled[][]> {
  const results = works.map(({ statistics, units }) =>
    statistics.map(({ drawn, studentized }) => ({
      draws: new Float64Array(drawn ? draws : 0),
      jackknife: new Float64Array(jackknifeParts(units.count)),
      errors: studentized && new Float64Array(draws),
      differenceErrors:
        studentized && studentized.against !== null ? new Float64Array(draws) : undefined,
    })),
  );
  const items = works.flatMap((work, group) => itemsOf(work, group, draws));
  let done = 0;
  const take = (values: Float64Array, index: number) => {
    const { group, kind, first, count } = items[index];
    const width = works[group].statistics.length;
    const rows =
      kind === 'jackknife'
        ? ([kind] as const)
        : studentizes(works[group])
          ? DRAWN
          : (['draws'] as const);
    for (const [r, own] of rows.entries()) {
      for (let s = 0; s < width; s++) {
        const into = results[group][s][own];
        if (!into || into.length === 0) continue;
        for (let d = 0; d < count; d++) into[first + d] = values[(d * rows.length + r) * width + s];
      }
    }
    done += count;
    job.progress.advance(done);
  };
  const total = items.reduce((sum, { count }) => sum + count, 0);
  job.progress.start('intervals', total, 'samples');
  const work = works.reduce((sum, { truth, statistics, units }) => {
    const drawn = statistics.filter((statistic) => statistic.drawn).length;
    const parts = jackknifeParts(units.count);
    const inDraws = statistics.filter(({ studentized }) => studentized).length * parts;
    const values = (drawn + inDraws) * draws + statistics.length * parts;
    return sum + truth.length * values;
  }, 0);
  if (work < parallelFrom || job.threads === 1) await alone(works, items, take, job);
  else await inThreads(works, items, take, job);
  job.progress.finish();
  return results;
}

function itemsOf({ units, seed, statistics }: GroupWork, group: number, draws: number): WorkItem[] {
  const random = new Random(seed);
  const items: WorkItem[] = [];
  const wanted = statistics.some(({ drawn }) => drawn) ? draws : 0;
  for (let first = 0; first < wanted; first += PIECE) {
    const count = Math.min(PIECE, wanted - first);
    items.push({ group, kind: 'draws', first, count, seed: random.seed() });
  }
  const parts = jackknifeParts(units.count);
  for (let first = 0; first < parts; first += PIECE) {
    items.push({ group, kind: 'jackknife', first, count: Math.min(PIECE, parts - first) });
  }
  return items;
}

async function alone(
  works: readonly GroupWork[],
  items: readonly WorkItem[],
  take: (values: Float64Array, index: number) => void,
  job: Job,
): Promise<void> {
  let current = -1;
  let evaluator: GroupEvaluator | undefined;
  for (const [index, item] of items.entries()) {
    if (item.group !== current || !evaluator) {
      current = item.group;
      evaluator = new GroupEvaluator(works[current]);
    }
    take(evaluator.run(item), index);
    if (job.due()) await job.breathe();
  }
}

async function inThreads(
  works: readonly GroupWork[],
  items: readonly WorkItem[],
  take: (values: Float64Array, index: number) => void,
  job: Job,
): Promise<void> {
  job.check();
  const workers = Array.from(
    { length: Math.min(job.threads, items.length) },
    () =>
      new Worker(builtFile('evaluation/bootstrap/worker.js'), { workerData: works, execArgv: [] }),
  );
  let next = 0;
  const lane = async (worker: Worker) => {
    while (next < items.length) {
      const index = next++;
      take((await askWorker(worker, items[index], job)) as Float64Array, index);
    }
  };
  try {
    await Promise.all(workers.map(lane));
  } finally {
    next = items.length;
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
