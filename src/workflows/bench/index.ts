import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { BENCH_CONFIG } from '../../bench/config/words.js';
import type { Engine } from '../../bench/engines/engine.js';
import { engines } from '../../bench/engines/registry.js';
import type { Failure } from '../../bench/failure.js';
import { type BenchPlan, cellsMatching, type PlannedCell } from '../../bench/plan.js';
import { reportOf } from '../../bench/report/index.js';
import type { BenchReport } from '../../bench/report/types.js';
import { BenchStore, isForeign } from '../../bench/store.js';
import { TanimarkError } from '../../errors.js';
import { fromHere } from '../../folders.js';
import { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { optionValue } from '../../spelling.js';
import { writeTexts } from '../../tables/output-path.js';
import { VERSION } from '../../version.js';
import { BENCH, BENCH_CELLS, BENCH_EXPORT, BENCH_MADE, BENCH_PLACE } from '../options.js';
import { collect, writeResults } from './collect.js';
import { planOf } from './load.js';
import { BenchRunner } from './run.js';
import { stateOf } from './state.js';
import type {
  BenchCellsOptions,
  BenchExport,
  BenchExportOptions,
  BenchListing,
  BenchMadeOptions,
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
  const runner = new BenchRunner(plan, store, options, job, onCell);
  try {
    await runner.run(cells);
  } finally {
    await runner.close();
  }
  return written(plan, store, job);
}

/**
 * Makes cells and splits by their ids, as an engine asks for them, and writes no results. A model that fails is no failure
 * of the call: its cell says so.
 *
 * @throws TanimarkError (config, file; usage for an id that the benchmark does not have); AbortedError
 */
export async function runCells(
  options: BenchMadeOptions,
  job = new Job(),
  onCell: (news: CellNews) => void = () => {},
): Promise<void> {
  checkOptions('runCells', BENCH_MADE, options, job);
  const { plan, store } = await open(options);
  const { cells, splits } = plan;
  const ids = new Set(options.cell);
  const unknown = [...ids].find((id) => ![...cells, ...splits].some((one) => one.id === id));
  if (unknown !== undefined) {
    throw new TanimarkError(
      'usage',
      `${optionValue('cell', unknown)}: the benchmark has no such cell or split; its configuration or its files have changed, so run tanimark bench export again`,
    );
  }
  const runner = new BenchRunner(plan, store, { cache: options.cache }, job, onCell);
  const wanted = cells.filter(({ id }) => ids.has(id));
  let failure: Failure | null;
  try {
    failure = await runner.makeSplits(splits.filter(({ id }) => ids.has(id)));
    await runner.run(wanted);
  } finally {
    await runner.close();
  }
  if (failure === null || wanted.length > 0) return;
  onCell({
    name: 'split',
    builtin: false,
    done: 1,
    of: 1,
    failure: failure.message,
    seconds: null,
  });
}

/** Writes the results of the cells that are finished. Nothing is run. @throws TanimarkError (config, file) */
export async function mergeBench(options: BenchPlace, job = new Job()): Promise<BenchRun> {
  checkOptions('mergeBench', BENCH_PLACE, options, job);
  const { plan, store } = await open(options);
  store.sweep();
  return written(plan, store, job);
}

async function written(plan: BenchPlan, store: BenchStore, job: Job): Promise<BenchRun> {
  const results = collect(plan, store);
  const outputs = await writeResults(results, store.folder, job);
  return {
    report: reportOf(results, plan.config.scoring.metrics, plan.config.published),
    outputs: outputs.map((file) => fromHere(file)),
  };
}

/** Paths that need no quotes in any shell, nor in a Makefile. */
const PLAIN = /^[\w./+@-]+$/;

/**
 * Writes a file with which another program runs the cells of a benchmark, into the folder of the results.
 *
 * @throws TanimarkError (config; file; usage for paths with blanks)
 */
export async function exportBench(
  options: BenchExportOptions,
  job = new Job(),
): Promise<BenchExport> {
  checkOptions('exportBench', BENCH_EXPORT, options, job);
  const { plan, store } = await open(options);
  const { folder } = plan.config;
  const config = basename(options.config ?? BENCH_CONFIG);
  const output = relative(folder, store.folder).split(sep).join('/');
  const wrong = [config, output].find((path) => !PLAIN.test(path));
  if (wrong !== undefined) {
    throw new TanimarkError(
      'usage',
      `the path ${JSON.stringify(wrong)} cannot stand in such a file; use letters, digits, dots, dashes and underscores`,
    );
  }
  const engine = engines.find(({ name }) => name === options.engine) as Engine;
  const files = engine.files(plan, { config, output }).map(({ name, text }) => {
    return { path: join(store.folder, name), text };
  });
  await writeTexts(files, job);
  const [{ path }] = files;
  return {
    command: 'bench',
    action: 'export',
    engine: options.engine,
    path: fromHere(path),
    cells: plan.cells.length,
    outputs: files.map((file) => fromHere(file.path)),
    run: engine.command(`${output}/${basename(path)}`),
    folder: fromHere(folder),
  };
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
  return reportOf(collect(plan, store), plan.config.scoring.metrics, plan.config.published);
}
