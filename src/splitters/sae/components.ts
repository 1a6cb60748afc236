import type { Random } from '../../random.js';
import { subsetSum } from '../subset-sum.js';
import { pickUnits, type Units, unitsWeight } from '../units.js';
import { growClosed } from './grow.js';
import { levelGraph } from './level-graph.js';
import { keepBoth } from './moves.js';
import { bestSelection, type Fit } from './selection.js';
import { IN_TEST, IN_TRAIN, OUT, type SplitState } from './state.js';

/**
 * Fills the test set with whole clusters: for each watched threshold, from the lowest, with
 * connected components of the graph of pairs at or above it, so many that the molecules below
 * it are those asked for. A molecule whose component is all in test has no training neighbor there. Where
 * components are too large, a part is grown that loses little at its border; what is then left is
 * filled with random units. Comes in steps.
 *
 * @param thresholds numbers of bins, ascending
 * @param requested weight asked for in each bin
 * @param cuts what minimum cuts found for a threshold, kept for the next time; made only with anchors, since elsewhere
 *   nearly every molecule can be closed, and a cut takes all of them or none
 */
export function* fillWithComponents(
  state: SplitState,
  thresholds: readonly number[],
  requested: readonly number[],
  size: number,
  random: Random,
  cuts = new Map<number, readonly number[]>(),
): Generator<void> {
  const { graph, units, bins, base } = state;
  const zones = state.snapshot();
  for (let u = 0; u < zones.length; u++) if (zones[u] !== OUT) zones[u] = IN_TRAIN;
  let filled = 0;
  for (const k of thresholds) {
    let below = 0;
    for (let b = 0; b < k; b++) below += requested[b];
    const free = clustersOf(graph, units, k).filter((list) =>
      list.every((u) => zones[u] === IN_TRAIN && canBeBelow(units, base, u, k)),
    );
    const weights = Int32Array.from(free, (list) => unitsWeight(units, list));
    const goal = below - filled;
    if (goal <= 0) continue;
    const fitting = Int32Array.from([...free.keys()].filter((c) => weights[c] <= goal));
    const { chosen, sum } = subsetSum(random.shuffle(fitting), weights, goal, true);
    for (const c of chosen) for (const u of free[c]) zones[u] = IN_TEST;
    filled += sum;
    if (sum === goal) continue;
    yield;
    const level = levelGraph(graph, k, bins);
    const isFree = zones.map((zone) => (zone === IN_TRAIN ? 1 : 0));
    const closable = base?.map((b) => (b < k ? 1 : 0));
    let grown: readonly number[] = yield* growClosed(
      level,
      units,
      isFree,
      size - filled,
      goal - sum,
      random,
      closable,
    );
    if (closable && state.isAnchored) {
      const fitOf = (more: readonly number[]) => fitWith(state, zones, more, requested, k);
      const { tooMuch, tooLittle } = fitOf(grown);
      if (tooLittle > 0) {
        const cut = cuts.get(k) ?? (yield* bestSelection(level, units, isFree, closable, fitOf));
        cuts.set(k, cut);
        const other = fitOf(cut);
        if (Math.max(other.tooMuch, other.tooLittle) < Math.max(tooMuch, tooLittle)) {
          grown = cut.filter((u) => isFree[u] === 1);
        }
      }
    }
    for (const u of grown) zones[u] = IN_TEST;
    filled += unitsWeight(units, grown);
  }
  if (cuts.size > 0) filled += fillLacking(state, zones, requested, random);
  const others = Int32Array.from([...zones.keys()].filter((u) => zones[u] === IN_TRAIN));
  if (filled < size && others.length > 0) {
    for (const u of pickUnits(units, others, size - filled, random)) zones[u] = IN_TEST;
  }
  keepBoth(state, zones);
  state.restore(zones);
}

/**
 * What bins get too much, and what those below a threshold get too little, if some more units are in test; infinitely too
 * much if they are more than the test set.
 */
function fitWith(
  { graph, units, bins, base }: SplitState,
  zones: Uint8Array,
  more: readonly number[],
  requested: readonly number[],
  threshold: number,
): Fit {
  const isTest = zones.map((zone) => (zone === IN_TEST ? 1 : 0));
  for (const u of more) isTest[u] = 1;
  const histogram = new Int32Array(bins);
  for (let m = 0; m < graph.count; m++) {
    if (isTest[units.of[m]] === 0) continue;
    let bin = base?.[m] ?? 0;
    for (let e = graph.offsets[m]; e < graph.offsets[m + 1] && bin < bins - 1; e++) {
      const other = units.of[graph.neighbors[e]];
      if (isTest[other] === 0 && zones[other] !== OUT) bin = Math.max(bin, graph.levels[e]);
    }
    histogram[bin] += units.weight[m];
  }
  let inTest = 0;
  let size = 0;
  let tooMuch = 0;
  let tooLittle = 0;
  for (let b = 0; b < bins; b++) {
    inTest += histogram[b];
    size += requested[b];
    tooMuch += Math.max(0, histogram[b] - requested[b]);
    if (b < threshold) tooLittle += Math.max(0, requested[b] - histogram[b]);
  }
  return { tooMuch: inTest > size ? Number.POSITIVE_INFINITY : tooMuch, tooLittle };
}

/**
 * Puts random training units into test that lie in bins that lack molecules; changes zones.
 *
 * @returns their weight
 */
function fillLacking(
  state: SplitState,
  zones: Uint8Array,
  requested: readonly number[],
  random: Random,
): number {
  const { units, histogram } = state;
  state.restore(zones);
  const lacking = requested.map((n, b) => n - histogram[b]);
  let room = requested.reduce((a, b) => a + b, 0) - state.testWeight;
  let taken = 0;
  for (const u of random.shuffle(
    state.order.slice(state.testCount, state.testCount + state.trainCount),
  )) {
    const bin = state.unitBin(u);
    const weight = units.unitWeight[u];
    if (weight > Math.min(lacking[bin], room)) continue;
    zones[u] = IN_TEST;
    lacking[bin] -= weight;
    room -= weight;
    taken += weight;
  }
  return taken;
}

/** Whether no molecule of a unit is held at or above a bin by what always is in training. */
function canBeBelow(units: Units, base: Uint8Array | null, unit: number, bin: number): boolean {
  if (!base) return true;
  for (let p = units.offsets[unit]; p < units.offsets[unit + 1]; p++) {
    if (base[units.members[p]] >= bin) return false;
  }
  return true;
}

/** The units of each connected component, ascending, in the graph of pairs at or above a bin. */
export function clustersOf(
  graph: SplitState['graph'],
  units: SplitState['units'],
  bin: number,
): number[][] {
  const clusters = new Map<number, number[]>();
  componentsOf(graph, units, bin).forEach((component, u) => {
    const list = clusters.get(component);
    if (list) list.push(u);
    else clusters.set(component, [u]);
  });
  return [...clusters.values()];
}

/** The connected component of each unit in the graph of pairs at or above a bin. */
export function componentsOf(
  graph: SplitState['graph'],
  units: SplitState['units'],
  bin: number,
): Int32Array {
  const component = new Int32Array(units.count).fill(-1);
  const stack: number[] = [];
  for (let root = 0; root < units.count; root++) {
    if (component[root] >= 0) continue;
    component[root] = root;
    stack.push(root);
    for (let u = stack.pop(); u !== undefined; u = stack.pop()) {
      for (let p = units.offsets[u]; p < units.offsets[u + 1]; p++) {
        const m = units.members[p];
        for (let e = graph.offsets[m]; e < graph.offsets[m + 1]; e++) {
          const other = units.of[graph.neighbors[e]];
          if (graph.levels[e] < bin || component[other] >= 0) continue;
          component[other] = root;
          stack.push(other);
        }
      }
    }
  }
  return component;
}
