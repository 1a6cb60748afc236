import type { Finding } from '../finding.js';

/** Test molecules whose Bemis-Murcko scaffold is in training, too. */
export const sharedScaffolds: Finding = {
  name: 'shared_scaffold',
  title: 'shared scaffold',
  definition:
    'same Bemis-Murcko scaffold as a training molecule; molecules without rings do not count; each test row is listed with the first training row of the scaffold',
  family: 'similarity',
  find({ train, test }, found) {
    const first = new Map<number, number>();
    train.moleculeOf.forEach((m, r) => {
      const scaffold = train.scaffolds[m];
      if (scaffold >= 0 && !first.has(scaffold)) first.set(scaffold, r);
    });
    const own = new Set<number>();
    test.moleculeOf.forEach((m, r) => {
      const scaffold = test.scaffolds[m];
      if (scaffold < 0) return;
      own.add(scaffold);
      const there = first.get(scaffold);
      if (there !== undefined) found.add(r, there);
    });
    const shared = [...own].filter((scaffold) => first.has(scaffold)).length;
    return { details: { scaffolds: own.size, shared_scaffolds: shared } };
  },
};
