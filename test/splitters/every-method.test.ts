import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TanimarkError } from '../../src/errors.js';
import { Job } from '../../src/job.js';
import { Random } from '../../src/random.js';
import { buildNeighborGraph } from '../../src/similarity/neighbor-graph.js';
import { splitterOptions, splitters } from '../../src/splitters/registry.js';
import { foldSizes } from '../../src/splitters/sizes.js';
import {
  type Assignment,
  type Molecules,
  type SplitContext,
  type Splitter,
  TEST,
  TRAIN,
} from '../../src/splitters/splitter.js';
import { verifyAssignment } from '../../src/splitters/verify.js';
import { clustered, edgesOf, packed, seeded } from '../oracle/generators.js';
import { plainContext, unitsOf } from './setting.js';

const { bins } = edgesOf('0,1/3,2/3,1');

/** Options without which a method does nothing, or takes long. */
const wanted: Readonly<Record<string, Record<string, string>>> = {
  sae: { effort: '0.02' },
  time: { time: 'year' },
  property: { property: 'size' },
  lo: { 'min-cluster': '2', 'min-sd': '0' },
};

interface Case {
  readonly seed: number;
  readonly count: number;
  readonly grouped: boolean;
  readonly weighted: boolean;
  readonly valid: boolean;
  readonly task: 'regression' | 'classification';
}

const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.nat(1e6),
  count: fc.integer({ min: 12, max: 40 }),
  grouped: fc.boolean(),
  weighted: fc.boolean(),
  valid: fc.boolean(),
  task: fc.constantFrom('regression', 'classification'),
});

/** Molecules in clusters with made-up labels, scaffolds, years, sizes and groups of up to three. */
function made({ seed, count, grouped, weighted, valid, task }: Case, splitter: Splitter) {
  const uniform = seeded(seed);
  const below = (n: number) => Math.floor(uniform() * n);
  const list = (make: () => number) => Array.from({ length: count }, make);
  const group = list(() => below(Math.ceil(count / 2)));
  const units = unitsOf(
    count,
    grouped || splitter.needsGroups ? group : undefined,
    weighted ? list(() => 1 + below(3)) : undefined,
  );
  const labels = list(() => (task === 'classification' ? below(2) : uniform() * 4 + 4));
  const scaffolds = Int32Array.from(list(() => below(count) - 1));
  const molecules: Molecules = {
    count,
    fingerprints: packed(clustered(seed, count, 2, 6)),
    labels: Float64Array.from(labels),
    labelTask: task,
    scaffolds,
  };
  const names = [...new Set(group)].map(String);
  const years = Float64Array.from(list(() => 2000 + below(20)));
  const sizes = Float64Array.from(list(() => 100 + below(300)));
  const properties = ['molecular_weight', 'crippen_logp', 'tpsa', 'heavy_atoms', 'rings'];
  const values = Float64Array.from({ length: count * properties.length }, () => uniform() * 100);
  const test = Math.max(1, Math.floor(units.total / 4));
  const own = { test, valid: valid ? Math.max(1, Math.floor(units.total / 8)) : 0 };
  const all = splitterOptions(splitter, wanted[splitter.name] ?? {});
  const task_ = new Job();
  const context = (): SplitContext => ({
    ...plainContext,
    units,
    sizes: { ...own, train: units.total - own.test - own.valid },
    sizesGiven: { test: false, valid },
    groups: { column: 'group', of: Int32Array.from(group, (g) => names.indexOf(String(g))), names },
    facts: {
      numbers: () => sizes,
      times: () => years,
      propertyNames: properties,
      properties: async () => ({ names: properties, values }),
      genericScaffolds: async () => scaffolds,
      // Pairs of seven drugs with as many partners as are needed.
      sideClusters: async (side) =>
        Int32Array.from(group, (_, m) => (side === 'drugs' ? m % 7 : Math.floor(m / 7))),
    },
    bins,
    options: all.values,
    random: new Random(seed),
    neighbors: () => buildNeighborGraph(molecules.fingerprints, bins, task_),
    job: task_,
  });
  return { molecules, units, context, sizes: context().sizes };
}

/** The answer, or undefined where the method says that it cannot be done. */
async function attempt<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TanimarkError && error.code === 'target') return undefined;
    throw error;
  }
}

describe.each(splitters.map((s) => [s.name, s] as const))('%s', (_, splitter) => {
  it.skipIf(splitter.alwaysFolds)('keeps its promises, and does the same again', async () => {
    let made_ = 0;
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const { molecules, units, context, sizes } = made(one, splitter);
        const first = await attempt(() => splitter.split(molecules, context()));
        if (!first || isEmpty(first)) return;
        made_++;
        await verifyAssignment(molecules, first, units, sizes, bins, new Job());
        const again = await splitter.split(molecules, context());
        expect(again).toEqual(first);
      }),
      { numRuns: 15, seed: 1 },
    );
    expect(made_).toBeGreaterThan(7);
  });

  it.skipIf(splitter.alwaysFolds || splitter.pairs === 'only')(
    'says whether it moves whole series',
    async () => {
      let whole = 0;
      await fc.assert(
        fc.asyncProperty(cases, async (one) => {
          const { molecules, context } = made({ ...one, grouped: false }, splitter);
          const found = await attempt(() => splitter.split(molecules, context()));
          if (!found || isEmpty(found)) return;
          // Clusters that stay whole, or sets without similar molecules in two of them.
          if (found.clusters !== undefined || found.apart !== undefined) whole++;
        }),
        { numRuns: 8, seed: 2 },
      );
      expect(whole > 0).toBe(splitter.series !== undefined);
    },
  );

  it.skipIf(!splitter.folds)('makes folds without a test molecule in two', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const { molecules, units, context } = made({ ...one, valid: false }, splitter);
        const asked = splitter.alwaysFolds ? [] : foldSizes(units.total, 3, undefined);
        const folds = await attempt(() => splitter.folds?.(molecules, context(), asked));
        if (!folds) return;
        const times = new Uint8Array(molecules.count);
        for (const [f, fold] of folds.entries()) {
          if (isEmpty(fold)) continue;
          const test = asked[f] ?? testWeight(fold, units.weight);
          fold.subset.forEach((s, m) => {
            if (s === TEST) times[m]++;
          });
          const own = { train: units.total - test, valid: 0, test };
          await verifyAssignment(molecules, fold, units, own, bins, new Job());
        }
        expect(Math.max(...times)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 8, seed: 2 },
    );
  });
});

/** Whether nothing is in a set, which ends a split with the reason. */
function isEmpty({ subset, sizeReason }: Assignment): boolean {
  const empty = !subset.includes(TRAIN) || !subset.includes(TEST);
  if (empty) expect(sizeReason).toBeDefined();
  return empty;
}

function testWeight({ subset }: Assignment, weight: Int32Array): number {
  return subset.reduce((sum, s, m) => (s === TEST ? sum + weight[m] : sum), 0);
}
