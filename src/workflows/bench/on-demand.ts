/**
 * What of a benchmark is in the library: loaded when it is called, because the packages that read a configuration take as
 * long to start as everything else together.
 */

import type { BenchReport } from '../../bench/report/types.js';
import type { Job } from '../../job.js';
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
} from './types.js';

/**
 * Runs the cells of a benchmark that are not finished, and writes their results. The commands of the configuration are
 * run: it has to be one that you trust.
 *
 * @param onCell is called for every cell that was run
 * @throws TanimarkError (config, file, usage); AbortedError
 */
export async function runBench(
  options: BenchOptions,
  job?: Job,
  onCell?: (news: CellNews) => void,
): Promise<BenchRun> {
  return (await import('./index.js')).runBench(options, job, onCell);
}

/** Makes cells and splits by their ids, as an engine asks for them. @throws TanimarkError (config, file, usage); AbortedError */
export async function runCells(
  options: BenchMadeOptions,
  job?: Job,
  onCell?: (news: CellNews) => void,
): Promise<void> {
  return (await import('./index.js')).runCells(options, job, onCell);
}

/** Writes the results of the cells that are finished. @throws TanimarkError (config, file) */
export async function mergeBench(options: BenchPlace, job?: Job): Promise<BenchRun> {
  return (await import('./index.js')).mergeBench(options, job);
}

/** Writes a file with which another program runs the cells. @throws TanimarkError (config, file, usage) */
export async function exportBench(options: BenchExportOptions, job?: Job): Promise<BenchExport> {
  return (await import('./index.js')).exportBench(options, job);
}

/** The cells of a benchmark, and which of them a run would run. @throws TanimarkError (config, file, usage) */
export async function listBench(options: BenchCellsOptions, job?: Job): Promise<BenchListing> {
  return (await import('./index.js')).listBench(options, job);
}

/** The report of the cells that are finished. @throws TanimarkError (config, file) */
export async function reportBench(options: BenchPlace, job?: Job): Promise<BenchReport> {
  return (await import('./index.js')).reportBench(options, job);
}
