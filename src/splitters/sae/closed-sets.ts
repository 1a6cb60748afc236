import { mostCompatible } from './compatible.js';
import type { LevelGraph } from './level-graph.js';
import { pathLoads, separated } from './separators.js';

/**
 * An upper bound on the number of molecules that count (those marked, or all) in a set A that has,
 * together with all of its neighbors, at most `room` molecules. Where about `enough` can be had,
 * no time is spent on a closer bound.
 *
 * Let S be the neighbors of A that are not in it. A component without a molecule of S is in A as
 * a whole or not at all: those that are form a knapsack, solved exactly. In the others every
 * molecule of A needs its closed neighborhood within the room, and at least one molecule goes to
 * S; in those that are much larger than the room, S separates A from the rest, and must be large
 * enough for that (see {@link separated}). Besides, any two molecules of A must fit into the room together
 * (see {@link mostCompatible}).
 */
export function mostClosed(
  graph: LevelGraph,
  room: number,
  counted: Uint8Array | null,
  enough: number,
): number {
  const whole = wholeComponents(graph, room, counted);
  // No set counts for more than its size.
  if (whole[room] === room) return room;
  const small = cutComponents(graph, room, counted, false);
  const large = cutComponents(graph, room, counted, true);
  let most = combined(combined(whole, small), large)[room];
  if (attained(graph, whole) >= Math.min(most, enough)) return most;
  most = Math.min(most, mostCompatible(graph, room, counted));
  if (large[room] === 0 || attained(graph, whole) >= most) return most;
  const loads = pathLoads(graph, (size) => isLarge(size, room), room);
  if (!loads) return most;
  for (let n = 1; n <= room; n++) large[n] = Math.min(large[n], separated(loads, n));
  return Math.min(most, combined(combined(whole, small), large)[room]);
}

/**
 * About what whole components and, beside them, the smallest closed neighborhoods hold. It only
 * decides whether time is spent: a neighborhood may be in one of the components.
 */
function attained({ count, offsets }: LevelGraph, whole: Int32Array): number {
  const room = whole.length - 1;
  const ofSize = new Int32Array(room + 1);
  for (let m = 0; m < count; m++) {
    const closed = offsets[m + 1] - offsets[m] + 1;
    if (closed <= room) ofSize[closed]++;
  }
  let left = room - whole.indexOf(whole[room]);
  let most = whole[room];
  for (let size = 2; size <= left; size++) {
    const some = Math.min(ofSize[size], Math.floor(left / size));
    most += some;
    left -= some * size;
  }
  return most;
}

/** Whether a component is so much larger than the room that cutting it should take many molecules. */
function isLarge(size: number, room: number): boolean {
  return size - room > room / 3;
}

/** For each room up to `room` the most that count in whole components that fit in it. */
function wholeComponents(graph: LevelGraph, room: number, counted: Uint8Array | null): Int32Array {
  const { starts, members } = graph;
  const most = new Int32Array(room + 1);
  // How many components there are of each size and worth.
  const kinds = new Map<number, number>();
  for (let c = 0; c + 1 < starts.length; c++) {
    const size = starts[c + 1] - starts[c];
    if (size > room) continue;
    let worth = size;
    if (counted) {
      worth = 0;
      for (let i = starts[c]; i < starts[c + 1]; i++) worth += counted[members[i]];
    }
    const kind = size * (room + 1) + worth;
    if (worth > 0) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  for (const [kind, number] of kinds) {
    const size = Math.floor(kind / (room + 1));
    const worth = kind % (room + 1);
    // One, two, four, … at a time, and the rest: any number up to all of them is a sum of these.
    for (let left = number, some = 1; left > 0; left -= some, some *= 2) {
      some = Math.min(some, left);
      for (let n = room; n >= some * size; n--) {
        const taken = most[n - some * size] + some * worth;
        if (taken > most[n]) most[n] = taken;
      }
    }
  }
  return most;
}

/**
 * For each room up to `room` a bound on what counts in cut components, large ones or others. They
 * give at least one molecule to S, and only molecules with a closed neighborhood that fits, and
 * is not all of the component, can be in A. (With all of it in A and S, nothing of it stays in
 * train: it counts as taken whole.)
 */
function cutComponents(
  graph: LevelGraph,
  room: number,
  counted: Uint8Array | null,
  large: boolean,
): Int32Array {
  const { count, offsets, starts, component } = graph;
  const most = new Int32Array(room + 1);
  for (let m = 0; m < count; m++) {
    const closed = offsets[m + 1] - offsets[m] + 1;
    const size = starts[component[m] + 1] - starts[component[m]];
    if (closed > room || closed === size || counted?.[m] === 0) continue;
    if (isLarge(size, room) !== large) continue;
    most[closed]++;
  }
  for (let n = 1; n <= room; n++) most[n] += most[n - 1];
  for (let n = 1; n <= room; n++) most[n] = Math.min(most[n], n - 1);
  return most;
}

/** Sums of two bounds that are looked at, at most: a fraction of a second. */
const MAX_SUMS = 100_000_000;

/**
 * For each room the most of two bounds when it is divided between them. In a large room the parts are
 * whole numbers of steps, rounded up for both: still a bound, as neither falls where its room grows.
 */
export function combined(a: Int32Array, b: Int32Array, maxSums = MAX_SUMS): Int32Array {
  const room = a.length - 1;
  if (b[room] === 0) return a;
  const step = Math.max(1, Math.ceil((room * room) / 2 / maxSums));
  const most = a.slice();
  for (let n = 1; n <= room; n++) {
    for (let k = 1; k <= n; k += step) {
      const sum = a[n - k] + b[Math.min(n, k + step - 1)];
      if (sum > most[n]) most[n] = sum;
    }
  }
  return most;
}
