import { assertInvariant } from '../errors.js';
import { random } from './random.js';
import type { Assignment, SplitContext, Splitter } from './splitter.js';

/**
 * Random groups, whole: those of the column that `--group` names. Molecules that are in no group move on their own. As
 * scikit-learn's `GroupShuffleSplit`, and `GroupKFold` for folds, but sizes count molecules, not groups.
 */
export const group: Splitter = {
  name: 'group',
  summary: 'random whole groups, such as series, batches or sources (--group)',
  reference: 'scikit-learn (GroupShuffleSplit, GroupKFold)',
  options: [],
  usesSeed: true,
  needsGroups: true,
  async split(molecules, context) {
    return whole(await random.split(molecules, context), context);
  },
  async folds(molecules, context, sizes) {
    assertInvariant(random.folds !== undefined, 'random makes folds');
    const folds = await random.folds(molecules, context, sizes);
    return folds.map((fold) => whole(fold, context));
  },
};

function whole(assignment: Assignment, { groups }: SplitContext): Assignment {
  assertInvariant(groups !== null, 'groups were asked for');
  return { ...assignment, clusters: groups.of };
}
