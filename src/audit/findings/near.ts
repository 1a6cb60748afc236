import type { AuditSettings, Finding } from '../finding.js';

/** Similarities for which near neighbors are always counted. */
export const USUAL_NEAR = ['0.9', '0.8', '0.7'] as const;

/** Test molecules whose nearest training molecule is near, duplicates included. */
export function nearFindings({ near }: AuditSettings): Finding[] {
  return near.map(({ text, value: { num, den } }) => ({
    name: `near_${text}`,
    title: `nearest neighbor ≥ ${text}`,
    definition: `similarity of the nearest training molecule ≥ ${text}, duplicates included; each test row is listed with that neighbor's first row`,
    family: 'similarity',
    find({ train, test, nearest, same, settings }, found) {
      const known = same.upTo(settings.standardize);
      let others = 0;
      test.moleculeOf.forEach((m, r) => {
        if (nearest.intersection[m] * den < num * nearest.union[m]) return;
        found.add(r, train.records[train.offsets[nearest.index[m]]]);
        if (!known[m]) others++;
      });
      return { details: { test_records_without_duplicates: others } };
    },
  }));
}
