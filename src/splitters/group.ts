import { assertInvariant } from '../errors.js';
import { randomFolds, randomSplit } from './random-units.js';
import type { Assignment, SplitContext, Splitter } from './splitter.js';

/**
 * Random groups, whole: those of the column that `--group` names. Molecules that are in no group move on their own. As
 * scikit-learn's `GroupShuffleSplit`, and `GroupKFold` for folds, but sizes count molecules, not groups.
 */
export const group: Splitter = {
  name: 'group',
  purpose: 'source',
  series: 'groups',
  summary:
    'groups, such as series, batches or sources, stay whole; random ones go to test (--group)',
  reference: 'scikit-learn (GroupShuffleSplit, GroupKFold)',
  options: [],
  pairs: 'too',
  usesSeed: true,
  needsGroups: true,
  split: (_molecules, context) =>
    whole(randomSplit(context.units, context.sizes, context.random), context),
  folds: (_molecules, context, sizes) =>
    randomFolds(context.units, sizes, context.random).map((fold) => whole(fold, context)),
};

function whole(assignment: Assignment, { groups }: SplitContext): Assignment {
  assertInvariant(groups !== null, 'groups were asked for');
  return { ...assignment, clusters: groups.of };
}
