import type { Random } from '../../../random.js';
import type { GridState, SideState } from './state.js';

/** Neighbors up to which an entity is moved with all that are nearer. */
const MOST_NEIGHBORS = 2000;

/** A random change of what is held out; one in four is two or more at once, for states that single ones cannot leave. */
export function propose(state: GridState, random: Random): void {
  do change(state, random);
  while (random.below(4) === 0);
}

function change(state: GridState, random: Random): void {
  const s = random.below(2);
  const own = state.sides[s];
  const kind = random.below(8);
  if (kind < 3 || own.heldCount === 0) {
    takeOut(state, s, anyOf(own, random), random);
  } else if (kind < 4) {
    state.toggle(s, anyOf(own, random));
  } else if (kind < 5) {
    giveBack(state, s, heldOf(own, random), random);
  } else {
    giveBack(state, s, heldOf(own, random), random);
    takeOut(state, s, anyOf(own, random), random);
  }
}

function anyOf({ side: { used } }: SideState, random: Random): number {
  return used[random.below(used.length)];
}

function heldOf({ heldList, heldCount }: SideState, random: Random): number {
  return heldList[random.below(heldCount)];
}

/** Holds an entity out together with all training neighbors above a random bin, so that it falls into that bin or a lower one. */
function takeOut(state: GridState, s: number, entity: number, random: Random): void {
  const own = state.sides[s];
  const { offsets, neighbors, levels } = own.side.graph;
  const [first, end] = [offsets[entity], offsets[entity + 1]];
  const { bins } = state.problem;
  const bin = bins === 1 ? 0 : random.below(bins - 1);
  if (own.held[entity] === 0) state.toggle(s, entity);
  if (end - first > MOST_NEIGHBORS) return;
  state.work += end - first;
  let anchor = -1;
  let anchors = 0;
  for (let n = first; n < end; n++) {
    const k = neighbors[n];
    if (levels[n] > bin && own.open[k] > 0) state.toggle(s, k);
    // One of those in the bin itself, any with the same chance.
    else if (levels[n] === bin && own.held[k] === 1 && random.below(++anchors) === 0) anchor = k;
  }
  if (bin > 0 && anchor >= 0 && own.bin[entity] < bin) state.toggle(s, anchor);
}

/** Holds an entity out no longer, nor, half of the time, its neighbors. */
function giveBack(state: GridState, s: number, entity: number, random: Random): void {
  const own = state.sides[s];
  const { offsets, neighbors, levels } = own.side.graph;
  const [first, end] = [offsets[entity], offsets[entity + 1]];
  state.toggle(s, entity);
  if (end - first > MOST_NEIGHBORS || random.below(2) === 0) return;
  state.work += end - first;
  const above = random.below(state.problem.bins);
  for (let n = first; n < end; n++) {
    if (levels[n] > above && own.held[neighbors[n]] === 1) state.toggle(s, neighbors[n]);
  }
}
