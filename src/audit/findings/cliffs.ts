import { CLIFF_DIFFERENCE, CLIFF_SIMILARITY, differByMore } from '../../similarity/cliffs.js';
import type { AuditContext, Finding } from '../finding.js';
import { meanLabels } from '../side.js';

/** Decadic logarithms of concentrations, equilibrium and rate constants, and solubilities lie within this. */
const LARGEST_LOGARITHM = 15;

/** Why labels cannot be decadic logarithms of potencies; null if they can. */
export function notLogarithms({ train, test, labelTask, noLabels }: AuditContext): string | null {
  if (labelTask === null) return noLabels;
  if (labelTask === 'classification') return 'the labels are classes';
  const labels = [...(train.labels ?? []), ...(test.labels ?? [])].filter((y) => !Number.isNaN(y));
  if (labels.some((y) => Math.abs(y) > LARGEST_LOGARITHM)) {
    return `labels beyond ±${LARGEST_LOGARITHM} cannot be logarithms`;
  }
  if (labels.every(Number.isInteger)) return 'the labels are whole numbers, not logarithms';
  return null;
}

/**
 * Activity cliffs across the split: similar molecules of very different potency, one on either side, by the fingerprint
 * of the audit. MoleculeACE's activity cliffs, which `score --by cliff` looks for, are more: also those within a side,
 * and similar by any of three measures, of which this is one.
 */
export const cliffs: Finding = {
  name: 'activity_cliff',
  title: 'cross-split activity cliffs',
  definition:
    'similarity ≥ 0.9, no duplicates, and labels (taken as log10) that differ by more than 1; every pair is listed',
  family: 'labels',
  async find(context, found) {
    const inapplicable = notLogarithms(context);
    if (inapplicable !== null) return { inapplicable };
    const { same, settings } = context;
    const ours = meanLabels(context.test) as Float64Array;
    const theirs = meanLabels(context.train) as Float64Array;
    await context.eachSimilar(CLIFF_SIMILARITY, (t, m) => {
      if (
        differByMore(ours[t], theirs[m], CLIFF_DIFFERENCE) &&
        !same.isWithin(settings.standardize, t, m)
      ) {
        found.addMolecules(t, m);
      }
    });
    return {};
  },
};
