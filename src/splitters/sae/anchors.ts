import { TanimarkError } from '../../errors.js';
import type { Anchors } from '../../similarity/neighbor-graph.js';
import { count, plural } from '../../text.js';
import type { Assignment } from '../splitter.js';
import type { Units } from '../units.js';
import type { FreePart } from './free.js';

const reasonOf = ({ reason }: Anchors) => reason ?? 'their pairs would not fit in memory';

/** What stays in training, and why, as a sentence. */
function whatStays(anchors: Anchors, part: FreePart): string {
  const others = anchors.isAnchor.length - anchors.count - part.graph.count;
  const grouped = others > 0 ? `, and ${plural(others, 'molecule')} grouped with them` : '';
  return `${plural(anchors.count, 'molecule')} with the most neighbors stay in training${grouped}: ${reasonOf(anchors)}`;
}

/** @throws TanimarkError (usage) when more is asked for than the free molecules are */
export function requireRoom(part: FreePart, size: number, anchors: Anchors, units: Units): void {
  const { total } = part.units;
  if (size <= total) return;
  const what = units.total === units.members.length ? 'molecule' : 'row';
  throw new TanimarkError(
    'usage',
    `--test: ${plural(size, what)} shall be outside training and only ${count(total)} can be, because ${whatStays(anchors, part)}; ask for fewer, give more --memory, or raise the lowest edge of --bins`,
  );
}

/** Why there are no folds: every molecule would be in the test set of one. */
export function foldsError(anchors: Anchors): TanimarkError {
  return new TanimarkError(
    'usage',
    `--folds: ${plural(anchors.count, 'molecule')} with the most neighbors can be in no test set: ${reasonOf(anchors)}; give more --memory, use --repeats, raise the lowest edge of --bins, or choose -m random`,
  );
}

/** Says in an assignment what was not free to move, and that what is said of other splits holds for those with the same anchors. */
export function withAnchors(assignment: Assignment, anchors: Anchors, part: FreePart): Assignment {
  const { bound, reason } = assignment;
  const condition = `as long as ${plural(anchors.count, 'molecule')} with the most neighbors stay in training`;
  return {
    ...assignment,
    ...(reason === undefined ? {} : { reason: `${reason}, ${condition}` }),
    ...(bound ? { bound: { ...bound, reason: `${bound.reason}, ${condition}` } } : {}),
    notes: [
      `${whatStays(anchors, part)}; test molecules are chosen among the other ${count(part.graph.count)}`,
    ],
    diagnostics: { ...assignment.diagnostics, anchors: anchors.count },
  };
}
