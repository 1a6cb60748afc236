import { plural } from '../text.js';
import { type Assignment, DISCARDED } from './splitter.js';
import type { Units } from './units.js';

/** Leaves units out of an assignment in which they are in training, and says so; with no units it is as it was. */
export function discardUnits(
  assignment: Assignment,
  { members, offsets }: Units,
  out: readonly number[],
  discardReason: string,
): Assignment {
  if (out.length === 0) return assignment;
  const subset = assignment.subset.slice();
  let molecules = 0;
  for (const u of out) {
    for (let p = offsets[u]; p < offsets[u + 1]; p++, molecules++) subset[members[p]] = DISCARDED;
  }
  const are = molecules === 1 ? 'is' : 'are';
  const note = `${plural(molecules, 'molecule')} ${are} discarded: ${discardReason}`;
  return { ...assignment, subset, discardReason, notes: [...(assignment.notes ?? []), note] };
}
