import type { Style } from './style.js';

/**
 * The results of commands, by name, each with what draws it on a terminal. To add one, put it here: its type and its JSON
 * follow, and other reporters name it where they render it. A renderer is loaded when it is called.
 */
export const terminal = {
  split: async () => (await import('./split/terminal.js')).renderSplit,
  /** Of `split --folds` with `--repeats`. */
  'repeated-folds': async () => (await import('./split/repeated-folds.js')).renderRepeatedFolds,
  /** Of `split --compare` and `split --sweep`. */
  series: async () => (await import('./split/series.js')).renderSeries,
  audit: async () => (await import('./audit/terminal.js')).renderAudit,
  /** Of `audit` of a split of pairs. */
  'pair-audit': async () => (await import('./audit/pairs-terminal.js')).renderPairAudit,
  score: async () => (await import('./score/terminal.js')).renderScore,
  /** Of `score` with several prediction files. */
  suite: async () => (await import('./score/suite.js')).renderSuite,
  compare: async () => (await import('./compare/terminal.js')).renderComparison,
  /** Of `compare` with results of cross-validation. */
  'compare-cv': async () => (await import('./compare-cv/terminal.js')).renderCvComparison,
  check: async () => (await import('./check/terminal.js')).renderCheck,
  expect: async () => (await import('./expect/terminal.js')).renderExpect,
  /** Of `bench` and `bench report`. */
  bench: async () => (await import('./bench/terminal.js')).renderBench,
  /** Of `bench --dry-run`. */
  'bench-cells': async () => (await import('./bench/terminal.js')).renderBenchCells,
  neighbors: async () => (await import('./neighbors/terminal.js')).renderNeighbors,
  verify: async () => (await import('./verify/terminal.js')).renderVerify,
  /** Of `verify --describe`. */
  describe: async () => (await import('./verify/terminal.js')).renderDescribed,
  /** Of `datasets list` and `datasets show`. */
  datasets: async () => (await import('./datasets/terminal.js')).renderDatasets,
  /** Of `datasets fetch`, `verify` and `remove`. */
  'fetched-datasets': async () => (await import('./datasets/terminal.js')).renderFetched,
  'verified-datasets': async () => (await import('./datasets/terminal.js')).renderVerifiedDatasets,
  'removed-datasets': async () => (await import('./datasets/terminal.js')).renderRemoved,
  demo: async () => (await import('./demo/terminal.js')).renderDemo,
};

export type ResultName = keyof typeof terminal;

/** The type of each result. */
export type Results = {
  readonly [Name in ResultName]: Parameters<Awaited<ReturnType<(typeof terminal)[Name]>>>[0];
};

/** Draws a result as text; some have to wait for structures to be drawn. */
export type Renderer<Name extends ResultName> = (
  result: Results[Name],
  style: Style,
) => string | Promise<string>;
