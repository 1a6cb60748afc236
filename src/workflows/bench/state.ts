import type { BenchConfig } from '../../bench/config/types.js';
import type { Failure } from '../../bench/failure.js';
import type { PlannedCell, PlannedSplit } from '../../bench/plan.js';
import type { CellScores } from '../../bench/results.js';
import type { BenchStore } from '../../bench/store.js';
import type { SplitFacts } from './make-split.js';
import { scoringOf } from './score-cell.js';

/** How far a cell is. */
export type CellState =
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Its predictions are there; the settings of the scores have changed. */
  | { readonly kind: 'unscored' }
  | { readonly kind: 'done'; readonly scores: CellScores };

/** What is known of a finished split; null where it was not made. */
export function factsOf(store: BenchStore, { id }: PlannedSplit): SplitFacts | null {
  return store.manifest('splits', id) as SplitFacts | null;
}

/** How far a cell is, by its folder. */
export function stateOf(store: BenchStore, config: BenchConfig, cell: PlannedCell): CellState {
  const manifest = store.manifest('cells', cell.id);
  if (manifest === null) return { kind: 'none' };
  if (manifest.failure) return { kind: 'failed', failure: manifest.failure as Failure };
  const facts = factsOf(store, cell.of);
  if (facts === null) return { kind: 'none' };
  const scores = store.read('cells', cell.id, 'scores.json') as CellScores | null;
  const { settings } = scoringOf(config, store.place('splits', cell.of.id), facts);
  return scores?.settings === settings ? { kind: 'done', scores } : { kind: 'unscored' };
}
