import { expect } from 'vitest';
import { TanimarkError } from '../../src/errors.js';
import { Job } from '../../src/job.js';
import { Random } from '../../src/random.js';
import { buildNeighborGraph } from '../../src/similarity/neighbor-graph.js';
import { splitterNamed, splitterOptions } from '../../src/splitters/registry.js';
import {
  type Assignment,
  DISCARDED,
  type Molecules,
  type SplitContext,
  TEST,
  VALID,
} from '../../src/splitters/splitter.js';
import type { Units } from '../../src/splitters/units.js';
import { verifyAssignment } from '../../src/splitters/verify.js';
import { compare, similarity } from '../oracle/brute-force.js';
import { clustered, edgesOf, packed, seeded } from '../oracle/generators.js';
import { leastMissed, reachablePairs } from '../oracle/whole-units.js';
import { plainContext, unitsOf } from './setting.js';

const { bins } = edgesOf('0,1/3,2/3,1');

/** Methods whose sizes are those of whole units, with options that keep them quick. */
export const methodsOfWholeUnits: readonly (readonly [string, Record<string, string>])[] = [
  ['sae', { effort: '0.01' }],
  ['random', {}],
  ['group', {}],
  ['stratified', {}],
  ['scaffold', {}],
  ['scaffold', { balanced: 'true' }],
  ['butina', {}],
  ['leader', {}],
  ['k-means', { clusters: '4' }],
  ['sphere-exclusion', {}],
  ['leakage-minimal', {}],
  ['simpd', {}],
  ['components', {}],
];

/** What a problem turned out to be, for tests to count. */
export type Kind = 'refused' | 'met' | 'missed';

/** A problem of 4 to 14 molecules with groups, weights, or neither; the sizes leave something to train on. */
function problem(seed: number, grouped?: boolean) {
  const uniform = seeded(seed * 13 + 5);
  const below = (n: number) => Math.floor(uniform() * n);
  const count = 4 + below(11);
  const list = (make: () => number) => Array.from({ length: count }, make);
  const group = list(() => below(2 + below(count)));
  const units = unitsOf(
    count,
    (grouped ?? below(3) > 0) ? group : undefined,
    below(3) === 0 ? list(() => 1 + below(4)) : undefined,
  );
  const test = 1 + below(Math.max(1, Math.floor(units.total / 2)));
  const most = Math.min(Math.floor(units.total / 2), units.total - test - 1);
  const valid = below(3) === 0 ? 0 : Math.min(most, 1 + below(Math.max(1, most)));
  const matrix = clustered(seed, count, 1, 1 + below(count));
  const scaffolds = Int32Array.from(list(() => below(count) - 1));
  const molecules: Molecules = {
    count,
    fingerprints: packed(matrix),
    labels: Float64Array.from(list(() => below(3))),
    labelTask: 'regression',
    scaffolds,
  };
  const properties = ['molecular_weight', 'heavy_atoms', 'tpsa', 'benzene_rings', 'rings'];
  const values = Float64Array.from({ length: count * properties.length }, () => below(50));
  const names = [...new Set(group)].map(String);
  const job = new Job();
  const context = (options: SplitContext['options']): SplitContext => ({
    ...plainContext,
    units,
    sizes: { test, valid, train: units.total - test - valid },
    groups: { column: 'group', of: Int32Array.from(group, (g) => names.indexOf(String(g))), names },
    facts: {
      ...plainContext.facts,
      propertyNames: properties,
      properties: async () => ({ names: properties, values }),
      genericScaffolds: async () => scaffolds,
      sideClusters: async () => Int32Array.from(group, (_, m) => m),
    },
    bins,
    options,
    random: new Random(seed),
    neighbors: () => buildNeighborGraph(molecules.fingerprints, bins, job),
    job,
  });
  return { matrix, molecules, units, context, below, sizes: { test, valid } };
}

/** Runs a method on a small problem and holds its sizes against all that whole units can make. */
export async function checkSizes(
  name: string,
  given: Record<string, string>,
  seed: number,
): Promise<Kind> {
  const splitter = splitterNamed(name);
  const { molecules, units, context, sizes } = problem(seed, name === 'group' ? true : undefined);
  if (sizes.test + sizes.valid >= units.total) return 'refused';
  const own = context(splitterOptions(splitter, given).values);
  let made: Assignment;
  try {
    made = await splitter.split(molecules, own);
  } catch (error) {
    if (!(error instanceof TanimarkError)) throw error;
    // Only where there are fewer units than sets.
    const said = /(?:there (?:is|are)|the molecules form) (\d+) (?:cluster|component|scaffold)/;
    const found = said.exec(error.message)?.[1];
    expect(Number(found ?? units.count), `${name}, problem ${seed}: ${error.message}`).toBeLessThan(
      sizes.valid > 0 ? 3 : 2,
    );
    return 'refused';
  }
  const whole = unitWeights(units, made.clusters);
  const weight = (code: number) =>
    made.subset.reduce((sum, s, m) => (s === code ? sum + units.weight[m] : sum), 0);
  const missed = Math.abs(weight(TEST) - sizes.test) + Math.abs(weight(VALID) - sizes.valid);
  const least = leastMissed(whole, sizes);
  if (least === Number.POSITIVE_INFINITY) return 'refused';
  expect(missed, `${name}, problem ${seed}: ${whole} for ${sizes.test} and ${sizes.valid}`).toBe(
    least,
  );
  expect(made.sizeReason !== undefined).toBe(least > 0);
  await verifyAssignment(molecules, made, units, own.sizes, bins, new Job());
  return least === 0 ? 'met' : 'missed';
}

/** Weights of what stays together: units, and clusters that the method promises to keep whole. */
function unitWeights(units: Units, clusters: Int32Array | undefined): number[] {
  const label = Array.from(units.of);
  for (let changed = true; changed; ) {
    changed = false;
    const join = (same: (m: number, o: number) => boolean) => {
      for (let m = 0; m < label.length; m++) {
        for (let o = 0; o < label.length; o++) {
          if (label[m] <= label[o] || !same(m, o)) continue;
          label[m] = label[o];
          changed = true;
        }
      }
    };
    join((m, o) => units.of[m] === units.of[o]);
    if (clusters) join((m, o) => clusters[m] >= 0 && clusters[m] === clusters[o]);
  }
  const weight = new Map<number, number>();
  label.forEach((l, m) => {
    weight.set(l, (weight.get(l) ?? 0) + units.weight[m]);
  });
  return [...weight.values()];
}

/**
 * Runs components where molecules may be left out, and holds what is left out, and the sizes, against every set of units
 * that could be.
 */
export async function checkLeftOut(seed: number): Promise<Kind> {
  const splitter = splitterNamed('components');
  const { matrix, molecules, units, context, below, sizes } = problem(seed);
  if (sizes.test + sizes.valid >= units.total || units.count > 11) return 'refused';
  const tenths = 2 + below(6);
  const discard = 1 + below(5);
  const tolerance = below(3);
  const own = context(
    splitterOptions(splitter, {
      threshold: `0.${tenths}`,
      'max-discard': `0.${discard}`,
      tolerance: `0.${tolerance}`,
    }).values,
  );
  const slack = (size: number) =>
    Math.min(Math.floor((tolerance * units.total) / 10), Math.floor(size / 4));
  const room = Math.floor((discard * units.total) / 10);
  const unitOf = Array.from({ length: units.count }, (_, u) =>
    Array.from(units.members.subarray(units.offsets[u], units.offsets[u + 1])),
  );
  const isNear = (u: number, v: number) =>
    unitOf[u].some((a) =>
      unitOf[v].some((b) => compare(similarity(matrix, a, matrix, b), [BigInt(tenths), 10n]) >= 0),
    );
  const near = unitOf.map((_, u) => unitOf.map((__, v) => isNear(u, v)));
  let fewest = Number.POSITIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < 2 ** units.count; mask++) {
    const out = unitOf.reduce(
      (sum, _, u) => ((mask >> u) & 1 ? sum + units.unitWeight[u] : sum),
      0,
    );
    if (out > room || out > fewest) continue;
    const kept = [...unitOf.keys()].filter((u) => !((mask >> u) & 1));
    for (const { test, valid } of reachablePairs(parts(kept, near, units), sizes.valid > 0)) {
      const off = Math.abs(test - sizes.test);
      const validOff = Math.abs(valid - sizes.valid);
      if (off > slack(sizes.test) || validOff > slack(sizes.valid)) continue;
      if (out < fewest) least = Number.POSITIVE_INFINITY;
      fewest = out;
      least = Math.min(least, off + validOff);
    }
  }
  let made: Assignment;
  try {
    made = await splitter.split(molecules, own);
  } catch (error) {
    if (!(error instanceof TanimarkError)) throw error;
    expect(fewest, `problem ${seed}: ${error.message}`).toBe(Number.POSITIVE_INFINITY);
    return 'refused';
  }
  const weight = (code: number) =>
    made.subset.reduce((sum, s, m) => (s === code ? sum + units.weight[m] : sum), 0);
  await verifyAssignment(molecules, made, units, own.sizes, bins, new Job());
  const missed = Math.abs(weight(TEST) - sizes.test) + Math.abs(weight(VALID) - sizes.valid);
  if (fewest === Number.POSITIVE_INFINITY) {
    // Nothing that may be left out helps: whole components, as near as they come.
    expect(weight(DISCARDED)).toBe(0);
    const all = [...unitOf.keys()];
    expect(missed).toBe(leastMissed(parts(all, near, units), sizes));
    return 'missed';
  }
  expect(weight(DISCARDED), `problem ${seed}`).toBe(fewest);
  expect(missed, `problem ${seed}`).toBe(least);
  if (tolerance === 0) expect(made.sizeReason).toBe(fewest === 0 ? undefined : made.sizeReason);
  return 'met';
}

/** Weights of the connected parts of some units. */
function parts(kept: readonly number[], near: readonly boolean[][], units: Units): number[] {
  const weights: number[] = [];
  const left = new Set(kept);
  for (const first of kept) {
    if (!left.delete(first)) continue;
    const part = new Set([first]);
    for (const u of part) {
      for (const v of left) {
        if (!near[u][v]) continue;
        part.add(v);
        left.delete(v);
      }
    }
    weights.push([...part].reduce((sum, u) => sum + units.unitWeight[u], 0));
  }
  return weights;
}
