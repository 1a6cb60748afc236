import type { BenchPlan, PlannedCell } from '../plan.js';

/** Where the program of an engine runs: in the folder of the configuration. */
export interface EnginePlace {
  /** The configuration, and the folder of the results, as seen from there. */
  readonly config: string;
  readonly output: string;
}

/** Cells that are made by one call of tanimark, and the split that they need. */
export interface EngineStep {
  readonly split: string;
  readonly cells: readonly string[];
}

export interface EngineFile {
  readonly name: string;
  readonly text: string;
}

/** A program that runs the cells of a benchmark, on this machine or on others. */
export interface Engine {
  readonly name: string;
  readonly summary: string;
  /** The command that runs it. @param path of its first file */
  command(path: string): string;
  /** The files that it reads, in the folder of the results. */
  files(plan: BenchPlan, place: EnginePlace): readonly EngineFile[];
}

/** The steps of a benchmark: a command each; the baselines of a split, which are scored together, are one. */
export function stepsOf({ cells }: BenchPlan): EngineStep[] {
  const steps = new Map<string, { split: string; cells: string[] }>();
  for (const cell of cells) {
    const { split, key } = placeOf(cell);
    const step = steps.get(key) ?? { split, cells: [] };
    if (!step.cells.includes(cell.id)) step.cells.push(cell.id);
    steps.set(key, step);
  }
  return [...steps.values()];
}

function placeOf({ id, of, model }: PlannedCell) {
  return { split: of.id, key: model.kind === 'builtin' ? `${of.id} baselines` : id };
}
