import type { Grouping } from '../strata/strata.js';
import type { TestSet } from '../test-set/test-set.js';
import type { PairIdentities } from './identities.js';

/** The grouping of pairs by how new their sides are, as users call it. */
export const NOVELTY = 'novelty';

/** Values of {@link NOVELTY}. */
export const NOVELTIES = ['both seen', 'new drug', 'new partner', 'both new'] as const;

/** Whether the drug and the partner of each test row are in a pair of its training set. */
export function noveltyGrouping(
  { table, records, train, folds }: TestSet,
  { drug, partner, trainDrug, trainPartner }: PairIdentities,
): Grouping {
  const of = new Int32Array(records.length);
  for (const { rows, train: own } of folds ?? [{ rows: records.map((_, i) => i), train }]) {
    const drugs = new Set(Array.from(own.members, (m) => trainDrug[m]));
    const partners = new Set(Array.from(own.members, (m) => trainPartner[m]));
    for (const i of rows) {
      const pair = table.set.moleculeOf[records[i]];
      of[i] = (drugs.has(drug[pair]) ? 0 : 1) + (partners.has(partner[pair]) ? 0 : 2);
    }
  }
  return { by: NOVELTY, values: NOVELTIES, of };
}
