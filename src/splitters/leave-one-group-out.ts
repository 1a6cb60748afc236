import { assertInvariant, TanimarkError } from '../errors.js';
import { optionValue } from '../spelling.js';
import { count } from '../text.js';
import { assignUnits } from './assign.js';
import { MAX_PARTS } from './sizes.js';
import type { Splitter } from './splitter.js';
import { unitsWeight } from './units.js';

/**
 * A fold for each group of the column that `--group` names, in the order of their first records: its molecules are the test set,
 * all others are trained on. Molecules in no group are trained on in every fold. As scikit-learn's
 * `LeaveOneGroupOut`.
 */
export const leaveOneGroupOut: Splitter = {
  name: 'leave-one-group-out',
  purpose: 'source',
  series: 'groups',
  summary: 'one fold per group; the group is the test set of its fold (--group)',
  reference: 'scikit-learn (LeaveOneGroupOut)',
  options: [],
  pairs: 'too',
  usesSeed: false,
  needsGroups: true,
  alwaysFolds: true,
  folds(_molecules, { units, groups }) {
    assertInvariant(groups !== null, 'groups were asked for');
    const { column, names, of } = groups;
    const inUnit = names.map((): number[] => []);
    for (let u = 0; u < units.count; u++) inUnit[of[units.members[units.offsets[u]]]]?.push(u);
    if (names.length === 0 || units.count < 2) {
      throw new TanimarkError(
        'target',
        `${optionValue('group', column)}: ${names.length === 0 ? 'no molecule is in a group' : 'all molecules are in one group'}; choose another column`,
      );
    }
    if (names.length > MAX_PARTS) {
      throw new TanimarkError(
        'usage',
        `${optionValue('group', column)}: ${count(names.length)} groups need as many folds, at most ${MAX_PARTS} are possible; use ${optionValue('method', 'group')} ${optionValue('folds', '10')}, which leaves out several at a time, or a coarser column`,
      );
    }
    return names.map((name, g) => {
      const test = inUnit[g];
      const sizes = { test: unitsWeight(units, test), valid: 0 };
      const assignment = assignUnits(units, { test, valid: [] }, sizes);
      return { ...assignment, clusters: of, diagnostics: { held_out: name } };
    });
  },
  split() {
    assertInvariant(false, 'it always makes folds');
  },
};
