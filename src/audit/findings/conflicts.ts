import { differByMore } from '../../similarity/cliffs.js';
import type { AuditContext, Finding } from '../finding.js';
import { levelsUpTo } from '../side.js';

/** Molecules from this similarity on, and not duplicates, should have like labels. */
const NEAR = { num: 9, den: 10 };

/** Whether the labels of a test and a training record contradict each other. */
function contradicts({ test, train, conflict }: AuditContext) {
  const [ours, theirs] = [test.labels, train.labels];
  return (t: number, r: number) =>
    ours !== null && theirs !== null && differByMore(ours[t], theirs[r], conflict);
}

const amongDuplicates: Finding = {
  name: 'conflicting_duplicates',
  title: 'duplicates with conflicting labels',
  definition:
    'duplicates, up to the level of --standardize, of different classes or with values that differ by more than --conflict; every pair is listed',
  family: 'labels',
  async find(context, found) {
    if (context.labelTask === null) return { inapplicable: context.noLabels };
    const { same, settings } = context;
    const levels = levelsUpTo(settings.standardize);
    const conflicting = contradicts(context);
    for (const level of levels) {
      await same.each(level, (t, m) => found.addMolecules(t, m, conflicting));
    }
    return { details: { conflict: context.conflict } };
  },
};

const amongNeighbors: Finding = {
  name: 'conflicting_neighbours',
  title: 'near-duplicates with conflicting labels',
  definition:
    'similarity ≥ 0.9, no duplicates, of different classes or with values that differ by more than --conflict; every pair is listed',
  family: 'labels',
  async find(context, found) {
    if (context.labelTask === null) return { inapplicable: context.noLabels };
    const { same, settings } = context;
    const conflicting = contradicts(context);
    await context.eachSimilar(NEAR, (t, m) => {
      if (!same.isWithin(settings.standardize, t, m)) found.addMolecules(t, m, conflicting);
    });
    return { details: { conflict: context.conflict } };
  },
};

/** Labels of duplicates and near-duplicates that contradict each other. */
export const conflicts: readonly Finding[] = [amongDuplicates, amongNeighbors];
