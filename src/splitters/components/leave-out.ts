import { DisjointSets } from '../../disjoint-sets.js';
import type { Rational } from '../../rational.js';
import { buildThresholdGraph, type ThresholdGraph } from '../../similarity/threshold-graph.js';
import { allUnits } from '../nearest-sizes.js';
import type { Molecules, SplitContext } from '../splitter.js';
import { dealToNeediest, type Units, unitsWeight } from '../units.js';
import { leaveOutLeast, MOST_UNITS } from './least.js';
import { separate } from './separate.js';
import type { Bounds } from './separation.js';
import { unitGraph } from './unit-graph.js';

/** A part that is asked for, in the units' weight. */
export interface Wanted {
  readonly size: number;
  /** By how much it may be missed. */
  readonly slack: number;
}

/** Parts that no similar pair is across. */
export interface Parts {
  /** Part of each unit: a position in the list of those wanted, their number for the rest, -1 for one that is left out. */
  readonly part: Int8Array;
  /** Weight of what is left out. */
  readonly leftOut: number;
  /** Whether no choice leaves out less. */
  readonly proven: boolean;
  /** What is still connected: for each molecule the first of its component, -1 if it is left out. */
  readonly component: Int32Array;
}

/**
 * Divides the units into test, validation and a rest, with as few left out as any choice leaves where that can be found
 * out ({@link leaveOutLeast}), else as few as a {@link search} finds.
 *
 * @param joined units that hold components together
 * @param options.slack by how much sizes may be missed
 * @param options.room the most weight to leave out; what is returned may be above it, to say so
 * @returns null when no division was found
 */
export async function leaveOut(
  molecules: Molecules,
  context: SplitContext,
  joined: Units,
  {
    threshold,
    room,
    slack,
    effort,
  }: {
    threshold: Rational;
    room: number;
    slack: { test: number; valid: number };
    effort: number;
  },
): Promise<Parts | null> {
  const { units, sizes } = context;
  const graph = await graphOf(molecules, context, threshold);
  const least =
    units.count > MOST_UNITS
      ? 'too_many'
      : leaveOutLeast(unitGraph(graph, units, allUnits(units)), sizes, slack, room);
  if (least !== null && least !== 'too_many') {
    const part = new Int8Array(units.count).fill(sizes.valid > 0 ? 2 : 1);
    for (const u of least.test) part[u] = 0;
    for (const u of least.valid) part[u] = 1;
    for (const u of least.out) part[u] = -1;
    return partsOf(graph, units, part, unitsWeight(units, least.out), true);
  }
  const wanted = (['test', 'valid'] as const).flatMap((name) =>
    sizes[name] > 0 ? [{ size: sizes[name], slack: slack[name] }] : [],
  );
  return search(graph, context, joined, wanted, effort);
}

export function graphOf(
  { fingerprints }: Molecules,
  { memory, stored, job }: SplitContext,
  threshold: Rational,
): Promise<ThresholdGraph> {
  return buildThresholdGraph(fingerprints, threshold, job, { memory, stored });
}

/**
 * Divides the units into the wanted parts and a rest, leaving out as few as it can find in the largest component;
 * the others are dealt out whole.
 *
 * @param joined units that hold components together
 * @returns null when none was found
 */
export async function search(
  graph: ThresholdGraph,
  { units, random, job }: SplitContext,
  joined: Units,
  wanted: readonly Wanted[],
  effort: number,
): Promise<Parts | null> {
  const giant = joined.unitWeight.reduce((g, w, j) => (w > joined.unitWeight[g] ? j : g), 0);
  const of = (u: number) => joined.of[units.members[units.offsets[u]]];
  const all = allUnits(units);
  const chosen = all.filter((u) => of(u) === giant);
  const bounds = boundsOf(wanted, joined.total, joined.unitWeight[giant]);
  const division = await separate(unitGraph(graph, units, chosen), bounds, effort, random, job);
  if (!division) return null;
  const part = new Int8Array(units.count).fill(-1);
  chosen.forEach((u, i) => {
    part[u] = division.part[i] === bounds.length ? -1 : division.part[i];
  });
  const partOf = dealOthers(joined, giant, wanted, division.leftOut, (p) =>
    chosen.reduce((sum, u) => (part[u] === p ? sum + units.unitWeight[u] : sum), 0),
  );
  for (const u of all) if (of(u) !== giant) part[u] = partOf[of(u)];
  return partsOf(graph, units, part, division.leftOut, false);
}

function partsOf(
  graph: ThresholdGraph,
  units: Units,
  part: Int8Array,
  leftOut: number,
  proven: boolean,
): Parts {
  const component = componentsWithout(graph, (m) => part[units.of[m]] < 0);
  return { part, leftOut, proven, component };
}

/** What the parts may weigh in the largest component, if the others are theirs in proportion to what they want. */
function boundsOf(wanted: readonly Wanted[], total: number, giant: number): Bounds[] {
  const others = total - giant;
  const sum = wanted.reduce((s, { size }) => s + size, 0);
  const bounds = wanted.map(({ size, slack }) => ({
    low: Math.max(0, size - slack - Math.floor((others * size) / sum)),
    high: size + slack,
  }));
  return sum < total ? [...bounds, { low: 1, high: total }] : bounds;
}

/** Part of each component but the largest: the heaviest first, each to the part that lacks most. */
function dealOthers(
  joined: Units,
  giant: number,
  wanted: readonly Wanted[],
  leftOut: number,
  has: (part: number) => number,
): Int8Array {
  const sum = wanted.reduce((s, { size }) => s + size, 0);
  const sizes = wanted.map(({ size }) => size);
  if (sum < joined.total) sizes.push(joined.total - sum - leftOut);
  const lacking = sizes.map((size, p) => size - has(p));
  const order = Int32Array.from({ length: joined.count }, (_, j) => j).filter((j) => j !== giant);
  order.sort((a, b) => joined.unitWeight[b] - joined.unitWeight[a] || a - b);
  const part = new Int8Array(joined.count);
  dealToNeediest(joined, order, lacking, part);
  return part;
}

function componentsWithout(
  { count, offsets, neighbors }: ThresholdGraph,
  isOut: (molecule: number) => boolean,
): Int32Array {
  const out = Uint8Array.from({ length: count }, (_, m) => (isOut(m) ? 1 : 0));
  const sets = new DisjointSets(count);
  for (let m = 0; m < count; m++) {
    if (out[m] === 1) continue;
    for (let e = offsets[m]; e < offsets[m + 1]; e++) {
      if (out[neighbors[e]] === 0) sets.join(m, neighbors[e]);
    }
  }
  return Int32Array.from({ length: count }, (_, m) => (out[m] === 1 ? -1 : sets.find(m)));
}
