import { leastCover } from './cover.js';
import type { GridState } from './state.js';

/** What is asked of a division. */
export interface GridGoal {
  /** Test pairs wanted in each cell. */
  readonly requested: readonly number[];
  /** The most pairs that may be left out. */
  readonly maxOut: number;
}

/** How near a division is to the goal. */
export interface GridRank {
  /** Test pairs that cells lack, in all. */
  readonly short: number;
  /** Pairs in neither training nor test. */
  readonly out: number;
}

/** Open pairs up to which the least cover is found in the midst of a search. */
const SMALL = 2000;

/** Work for each pair of finding it. */
const COVER_WORK = 8;

/** The rank of a division, without the limit on pairs left out; a division without training pairs has none. */
export function rankOf(state: GridState, { requested }: GridGoal): GridRank | null {
  const { cells, open, problem } = state;
  if (open === 0) return null;
  const last = requested.length - 1;
  let short = 0;
  let taken = 0;
  for (let c = 0; c < last; c++) {
    const found = Math.min(requested[c], cells[c]);
    short += requested[c] - found;
    taken += found;
  }
  // Open pairs may be test pairs, too, as long as each of their entities keeps one.
  const closed = Math.min(requested[last], cells[last] - open);
  const more = requested[last] - closed;
  const lacking = more === 0 ? 0 : Math.max(0, more - spare(state, more));
  return { short: short + lacking, out: problem.count - open - taken - closed };
}

/** Open pairs that can be test pairs: at least so many, or all that are needed. */
function spare(state: GridState, needed: number): number {
  const { open, sides, problem } = state;
  const training = sides[0].training + sides[1].training;
  const surely = Math.max(0, open - training + 1);
  if (surely >= needed || problem.count > SMALL) return surely;
  const most = open - Math.max(sides[0].training, sides[1].training);
  if (most <= surely) return surely;
  state.work += COVER_WORK * problem.count;
  return open - leastCover(state, problem.order).length;
}

/** Whether a division is nearer: fewer pairs short, then fewer left out. */
export function isNearer(a: GridRank, b: GridRank): boolean {
  return a.short < b.short || (a.short === b.short && a.out < b.out);
}
