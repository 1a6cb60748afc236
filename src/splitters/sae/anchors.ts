import { TanimarkError } from '../../errors.js';
import type { Anchors } from '../../similarity/neighbor-graph.js';
import { optionName } from '../../spelling.js';
import { count, plural } from '../../text.js';
import type { Assignment } from '../splitter.js';
import type { Units } from '../units.js';
import type { FreePart } from './free.js';

const reasonOf = ({ reason }: Anchors) => reason ?? 'their neighbor pairs do not fit into memory';

/** States which molecules are kept in training and why. */
function whatStays(anchors: Anchors, part: FreePart): string {
  const others = anchors.isAnchor.length - anchors.count - part.graph.count;
  const grouped = others > 0 ? ` (and ${plural(others, 'molecule')} grouped with them)` : '';
  return `${plural(anchors.count, 'molecule')} with the most neighbors stay in training${grouped}, because ${reasonOf(anchors)}`;
}

/** @throws TanimarkError (usage) when more molecules are requested than are free to leave training */
export function requireRoom(part: FreePart, size: number, anchors: Anchors, units: Units): void {
  const { total } = part.units;
  if (size <= total) return;
  const what = units.total === units.members.length ? 'molecule' : 'row';
  throw new TanimarkError(
    'usage',
    `${optionName('test')}: ${plural(size, what)} requested for test and validation, only ${count(total)} available: ${whatStays(anchors, part)}; request fewer, give more ${optionName('memory')}, or raise the lowest edge of ${optionName('bins')}`,
  );
}

/** The error of folds with molecules that must stay in training: each molecule has to be a test molecule once. */
export function foldsError(anchors: Anchors): TanimarkError {
  return new TanimarkError(
    'usage',
    `${optionName('folds')}: ${plural(anchors.count, 'molecule')} with the most neighbors cannot be test molecules, because ${reasonOf(anchors)}; give more ${optionName('memory')}, use ${optionName('repeats')}, raise the lowest edge of ${optionName('bins')}, or choose -m random`,
  );
}

/** Adds the anchors to an assignment: a note, and the condition under which its reason and bound hold. */
export function withAnchors(assignment: Assignment, anchors: Anchors, part: FreePart): Assignment {
  const { bound, reason } = assignment;
  const condition = `while ${plural(anchors.count, 'molecule')} with the most neighbors stay in training`;
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
