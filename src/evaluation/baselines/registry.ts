import type { Baseline } from './baseline.js';
import { knn, nearestNeighbor } from './nearest.js';
import { additive, drugMean, partnerMean } from './pairs.js';
import { propertyOnly } from './property-only.js';
import { trainMean } from './train-mean.js';

/** Every baseline, in the order of tables. To add one, write its file and put it here. */
export const baselines: readonly Baseline[] = [
  trainMean,
  nearestNeighbor,
  knn,
  propertyOnly,
  drugMean,
  partnerMean,
  additive,
];

/** The baseline that has a role; undefined where none has it. */
export function baselineWithRole(role: NonNullable<Baseline['role']>): Baseline | undefined {
  return baselines.find((one) => one.role === role);
}

/** The title of a baseline; another name, such as that of a model, as it is. */
export function baselineTitle(name: string): string {
  return baselines.find((one) => one.name === name)?.title ?? name;
}

/** The same where a table has little room. */
export function baselineShortTitle(name: string): string {
  return baselines.find((one) => one.name === name)?.shortTitle ?? name;
}

/** The names of the baselines that a curve along similarity can show, the preferred one first. */
export function curveBaselines(): string[] {
  return baselines
    .filter(({ curvePlace }) => curvePlace !== undefined)
    .sort((a, b) => (a.curvePlace as number) - (b.curvePlace as number))
    .map(({ name }) => name);
}
