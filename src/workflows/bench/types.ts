import type { BenchReport } from '../../bench/report/types.js';
import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import type { EngineName } from '../../options/bench.js';

/** Where a benchmark is, and where its results go. */
export interface BenchPlace {
  /** The configuration; `tanimark.bench.yaml` in the working folder unless given. */
  readonly config?: string | undefined;
  /** Folder of the results; `bench` beside the configuration unless given. */
  readonly output?: string | undefined;
}

/** Which cells are meant. */
export interface BenchCellsOptions extends BenchPlace {
  /** Only the cells whose names match; see `cellsMatching`. */
  readonly only?: string | undefined;
  /** Whether finished cells are run again; default no. */
  readonly force?: boolean | undefined;
}

/** Options of `tanimark bench`. */
export interface BenchOptions extends BenchCellsOptions {
  /** Commands that run at the same time; default 1. */
  readonly jobs?: number | undefined;
  /** Whether the first failed cell ends the run; default no. */
  readonly failFast?: boolean | undefined;
  /** Where parsed structures of large tables are kept from run to run; nowhere unless given. */
  readonly cache?: StructureCache | undefined;
}

/** Options of `tanimark bench --cell`. */
export interface BenchMadeOptions extends BenchPlace {
  /** Ids of cells and of splits. */
  readonly cell: readonly string[];
  /** As in {@link BenchOptions}. */
  readonly cache?: StructureCache | undefined;
}

/** Options of `tanimark bench export`. */
export interface BenchExportOptions extends BenchPlace {
  readonly engine: EngineName;
}

/** The document of `tanimark bench export --json`. */
export interface BenchExport {
  readonly command: 'bench';
  readonly action: 'export';
  readonly engine: EngineName;
  /** The file that is to be run. */
  readonly path: string;
  /** Every file that was written, that one first. */
  readonly outputs: readonly string[];
  readonly cells: number;
  /** The command that runs it, and the folder to run it in. */
  readonly run: string;
  readonly folder: string;
}

/** A cell that has been run, for a line of a log. */
export interface CellNews {
  readonly name: string;
  /** How many cells of this run are finished, and of how many. */
  readonly done: number;
  readonly of: number;
  readonly builtin: boolean;
  /** Null where it has scores. */
  readonly failure: string | null;
  readonly seconds: number | null;
}

/** A cell of the list that `--dry-run` prints. */
export interface ListedCell {
  readonly id: string;
  readonly name: string;
  /** `run`: it would be run; `score`: only scored again; `done`: it is finished. */
  readonly state: 'run' | 'score' | 'done';
  /** Why it failed the last time, where it did. */
  readonly failed: string | null;
}

/** The document of `tanimark bench --dry-run --json`. */
export interface BenchListing {
  readonly command: 'bench';
  readonly action: 'dry-run';
  readonly version: string;
  readonly folder: string;
  readonly counts: Readonly<Record<ListedCell['state'], number>>;
  readonly cells: readonly ListedCell[];
}

export interface BenchRun {
  readonly report: BenchReport;
  /** Files that were written. */
  readonly outputs: readonly string[];
}
