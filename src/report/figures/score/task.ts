import { baselines } from '../../../evaluation/baselines/registry.js';
import { printable } from '../../../text.js';
import type { ScoredMolecule, ScoreSummary, TaskScores } from '../../../workflows/score/types.js';

/** One label column of a score, to be drawn. */
export interface ScoredTask {
  readonly scores: TaskScores;
  /** The label column; null where it is not known. */
  readonly label: string | null;
}

/** A molecule with a prediction. */
export type PredictedMolecule = ScoredMolecule & {
  readonly prediction: number;
  readonly error: number;
};

/** Molecules of one stratum, or of several next to each other. */
export interface StratumMolecules {
  /** `[0, 1/3)` */
  readonly name: string;
  /** The strata in it. */
  readonly bins: readonly string[];
  readonly molecules: readonly PredictedMolecule[];
  /** Place in the list of looks: the same in all figures. */
  readonly look: number;
}

/** Looks of strata; the fifth is that of all molecules. */
const LOOKS = [0, 1, 2, 3, 5, 6];
/** Place in the list of looks of all molecules together. */
export const ALL_LOOK = 4;

/** Label columns of a score: its tasks, or the only one. */
export function scoredTasks(summary: ScoreSummary): ScoredTask[] {
  if (summary.tasks) return summary.tasks.map((task) => ({ scores: task, label: task.name }));
  const { label } = summary.parameters;
  return [{ scores: summary, label: label === undefined ? null : String(label) }];
}

/** Scored molecules that have a prediction; empty where the result does not hold any. */
export function predictedMolecules({ molecules_scored }: TaskScores): PredictedMolecule[] {
  return (molecules_scored ?? []).filter(
    (m): m is PredictedMolecule => m.prediction !== null && m.error !== null,
  );
}

/** Molecules by stratum, neighboring strata together where there are more than looks; without empty ones. */
export function byStratum({ scores }: ScoredTask): StratumMolecules[] {
  const predicted = predictedMolecules(scores);
  const bins = scores.strata.map(({ bin }) => bin);
  const size = Math.ceil(bins.length / LOOKS.length);
  const parts = Array.from({ length: Math.ceil(bins.length / Math.max(1, size)) }, (_, g) =>
    bins.slice(g * size, (g + 1) * size),
  );
  return parts
    .map((own, g) => ({
      name: joinedName(own),
      bins: own,
      molecules: predicted.filter(({ stratum }) => own.includes(stratum)),
      look: LOOKS[g],
    }))
    .filter(({ molecules }) => molecules.length > 0);
}

/** `[0, 0.2)` of `[0, 0.1)` and `[0.1, 0.2)`. */
function joinedName(bins: readonly string[]): string {
  if (bins.length === 1) return bins[0];
  return `${bins[0].split(',')[0]},${bins[bins.length - 1].split(',')[1]}`;
}

/** Place in the list of looks of the model or a baseline: the same in all figures. */
export function sourceLook(source: string): number {
  return baselines.findIndex(({ name }) => name === source) + 1;
}

/** The label column in an axis title or caption. */
export function labelName({ label }: ScoredTask): string {
  return printable(label ?? 'label', 60);
}
