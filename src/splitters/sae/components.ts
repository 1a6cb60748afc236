import type { Random } from '../../random.js';
import { subsetSum } from '../subset-sum.js';
import { pickUnits, type Units, unitsWeight } from '../units.js';
import { growClosed } from './grow.js';
import { levelGraph } from './level-graph.js';
import { keepBoth } from './moves.js';
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
 */
export function* fillWithComponents(
  state: SplitState,
  thresholds: readonly number[],
  requested: readonly number[],
  size: number,
  random: Random,
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
    const grown = yield* growClosed(
      levelGraph(graph, k, bins),
      units,
      zones.map((zone) => (zone === IN_TRAIN ? 1 : 0)),
      size - filled,
      goal - sum,
      random,
      base?.map((b) => (b < k ? 1 : 0)),
    );
    for (const u of grown) zones[u] = IN_TEST;
    filled += unitsWeight(units, grown);
  }
  const others = Int32Array.from([...zones.keys()].filter((u) => zones[u] === IN_TRAIN));
  if (filled < size && others.length > 0) {
    for (const u of pickUnits(units, others, size - filled, random)) zones[u] = IN_TEST;
  }
  keepBoth(state, zones);
  state.restore(zones);
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
