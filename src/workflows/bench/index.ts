import { dirname, resolve } from 'node:path';
import { fromHere } from '../../bench/config/paths.js';
import { BENCH_CONFIG } from '../../bench/config/words.js';
import { type BenchPlan, cellsMatching, type PlannedCell } from '../../bench/plan.js';
import { reportOf } from '../../bench/report/index.js';
import type { BenchReport } from '../../bench/report/types.js';
import { BenchStore, isForeign } from '../../bench/store.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { optionValue } from '../../spelling.js';
import { VERSION } from '../../version.js';
import { BENCH, BENCH_CELLS, BENCH_PLACE } from '../options.js';
import { collect, writeResults } from './collect.js';
import { planOf } from './load.js';
import { BenchRunner } from './run.js';
import { stateOf } from './state.js';
import type {
  BenchCellsOptions,
  BenchListing,
  BenchOptions,
  BenchPlace,
  BenchRun,
  CellNews,
  ListedCell,
} from './types.js';

/** A benchmark's plan, and the folder of its results. */
interface Opened {
  readonly plan: BenchPlan;
  readonly store: BenchStore;
}

/** @throws TanimarkError (config, usage) */
async function open({ config = BENCH_CONFIG, output }: BenchPlace): Promise<Opened> {
  const plan = await planOf(config);
  const folder = resolve(output ?? `${dirname(config)}/bench`);
  if (isForeign(folder)) {
    throw new TanimarkError(
      'file',
      `${fromHere(folder)} has other files in it; name another folder for the results with -o`,
    );
  }
  return { plan, store: new BenchStore(folder) };
}

/** @throws TanimarkError (usage) where no cell matches */
function chosen({ cells }: BenchPlan, only: string | undefined): readonly PlannedCell[] {
  const found = cellsMatching(cells, only);
  if (found.length > 0) return found;
  throw new TanimarkError(
    'usage',
    `${optionValue('only', only ?? '')}: no cell matches; their names are as ${cells[0].name} (data set, split, repeat, model); list them with tanimark bench --dry-run`,
  );
}

/**
 * Runs the cells of a benchmark that are not finished, and writes `results.json` and `results.csv`. A model that fails is
 * a failure in the report and ends no other.
 *
 * @param onCell is called for every cell that was run
 * @throws TanimarkError (config, file, usage); AbortedError
 */
export async function runBench(
  options: BenchOptions,
  job = new Job(),
  onCell: (news: CellNews) => void = () => {},
): Promise<BenchRun> {
  checkOptions('runBench', BENCH, options, job);
  const { plan, store } = await open(options);
  const cells = chosen(plan, options.only);
  store.sweep();
  await new BenchRunner(plan, store, options, job, onCell).run(cells);
  const results = collect(plan, store);
  const outputs = await writeResults(results, store.folder, job);
  return { report: reportOf(results, plan.config.scoring.metrics), outputs: outputs.map(fromHere) };
}

/** What a run would do. @throws TanimarkError (config, file, usage) */
export async function listBench(
  options: BenchCellsOptions,
  job = new Job(),
): Promise<BenchListing> {
  checkOptions('listBench', BENCH_CELLS, options, job);
  const { plan, store } = await open(options);
  const cells = chosen(plan, options.only).map((cell): ListedCell => {
    const { id, name } = cell;
    const state = stateOf(store, plan.config, cell);
    const again = options.force || state.kind === 'none' || state.kind === 'failed';
    return {
      id,
      name,
      state: again ? 'run' : state.kind === 'unscored' ? 'score' : 'done',
      failed: state.kind === 'failed' ? state.failure.message : null,
    };
  });
  const count = (state: string) => cells.filter((cell) => cell.state === state).length;
  return {
    command: 'bench',
    action: 'dry-run',
    version: VERSION,
    folder: fromHere(store.folder),
    counts: { run: count('run'), score: count('score'), done: count('done') },
    cells,
  };
}

/** The report of the cells that are finished. Nothing is run. @throws TanimarkError (config, file) */
export async function reportBench(options: BenchPlace, job = new Job()): Promise<BenchReport> {
  checkOptions('reportBench', BENCH_PLACE, options, job);
  const { plan, store } = await open(options);
  return reportOf(collect(plan, store), plan.config.scoring.metrics);
}
