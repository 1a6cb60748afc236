import { printable } from '../../text.js';
import type {
  ComparedGroup,
  ComparedTask,
  ModelComparison,
  PairDifference,
  PairTest,
} from '../../workflows/compare/types.js';
import { intervalMethod } from '../interval-text.js';
import { shortNumber } from '../layout.js';
import { starred } from '../standing-words.js';
import { testRowsText, trainingText } from '../training-text.js';

/** A difference that has a value. */
export type Known = Extract<PairDifference, { readonly difference: number }>;

export function isKnown(difference: PairDifference | undefined): difference is Known {
  return difference !== undefined && difference.difference !== null;
}

/** The verdict of two models that have the same value in every sample. */
export const SAME = 'same';

/** The verdict of a difference in a table, with a star where it is significant; `same` if every draw gives 0. */
export function wordOf({ standing, significant, ci95 }: Known): string {
  if (standing === 'inconclusive' && ci95 && ci95[0] === 0 && ci95[1] === 0) return SAME;
  return starred(standing, significant);
}

/** A difference for people; one that is small but not 0 is not shown as 0. */
export function shortDifference(value: number): string {
  const small = value !== 0 && Math.abs(value) < 0.0005;
  return small ? value.toExponential(0).replaceAll('-', '−') : shortNumber(value);
}

/** A difference with its sign: `+0.031`, `−0.012`. */
export function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${shortDifference(value)}`;
}

/** `[−0.083, −0.021]`; nothing without draws. */
export function bracketed(ci95: readonly [number, number] | null): string {
  return ci95 ? ` [${ci95.map(shortDifference).join(', ')}]` : '';
}

/** A p-value as tables show it. */
export function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(p < 0.0995 ? 3 : 2);
}

/** A model's name, short enough for a table. */
export function modelName(name: string): string {
  return printable(name, 14);
}

/** Where rows are, in a sentence. */
export function placeOf({ by, value }: ComparedGroup): string {
  if (by === 'overall') return 'overall';
  return by === 'similarity'
    ? `in ${value}`
    : `where ${printable(by, 20)} is ${printable(value, 30)}`;
}

/** Groups that stand in one table: all rows and the strata; then each other grouping. */
export function tablesOf({ groups }: ComparedTask): ComparedGroup[][] {
  const main = groups.filter(({ by }, g) => g === 0 || by === 'similarity');
  const others = new Map<string, ComparedGroup[]>();
  for (const group of groups.slice(1)) {
    if (group.by === 'similarity') continue;
    others.set(group.by, [...(others.get(group.by) ?? []), group]);
  }
  return [main, ...others.values()];
}

/** The tests of a comparison, as its legend names them. */
export const testNames: Readonly<Record<PairTest, string>> = {
  wilcoxon: "Wilcoxon's signed-rank test",
  delong: "DeLong's test",
  mcnemar: "McNemar's exact test",
  jackknife: 'a t-test with the jackknife standard error',
  bootstrap: 'a t-test with the bootstrap standard error',
};

/** Task, label and numbers of molecules of a comparison, in words. */
export function subject(compared: ComparedTask, { folds }: Pick<ModelComparison, 'folds'>): string {
  const { task, name, train } = compared;
  return `${task} of ${printable(name, 40)}, ${testRowsText(compared)}, ${trainingText(train, folds)}`;
}

/** The method of the intervals, in words. */
export function intervalsText({ parameters, models, tasks }: ModelComparison): string {
  const share = models.length === 2 ? 'both' : 'all';
  const names = tasks.flatMap(({ groups }) => Object.keys(groups[0].metrics));
  return `95% CI (${intervalMethod(names, parameters, tasks[0].resampled)}; ${share} models on the same rows)`;
}
