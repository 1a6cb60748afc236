import { Job } from '../../src/job.js';
import { Random } from '../../src/random.js';
import { buildNeighborGraph } from '../../src/similarity/neighbor-graph.js';
import type { Molecules, SplitContext } from '../../src/splitters/splitter.js';
import { makeUnits, type Units } from '../../src/splitters/units.js';
import type { Matrix } from '../oracle/brute-force.js';
import { edgesOf, fromBits, packed } from '../oracle/generators.js';

const unknown = () => {
  throw new Error('there is no table here');
};

/** What a splitter is given that most take no notice of. */
export const plainContext = {
  sizesGiven: { test: true, valid: true },
  groups: null,
  facts: {
    numbers: unknown,
    times: unknown,
    propertyNames: [],
    properties: unknown,
    genericScaffolds: unknown,
    sideClusters: unknown,
  },
  memory: 2 ** 30,
  usage: undefined,
  deadline: Number.POSITIVE_INFINITY,
} satisfies Partial<SplitContext>;

/** The molecules of a matrix with made-up names, and labels if they matter. */
export function moleculesIn(matrix: Matrix, labels: readonly number[] | null = null): Molecules {
  return {
    count: matrix.molecules,
    fingerprints: packed(matrix),
    labels: labels ? Float64Array.from(labels) : null,
    labelTask: labels ? 'regression' : null,
    scaffolds: null,
  };
}

/** So many molecules without any bits, for what does not look at fingerprints. */
export function blank(molecules: number): Molecules {
  return moleculesIn(fromBits(new Array(molecules).fill([]), 1));
}

/** Units from lists of molecules and weights; every molecule on its own, weighing 1, unless given. */
export function unitsOf(molecules: number, groups?: number[], weights?: number[]): Units {
  return makeUnits(
    molecules,
    groups ? Int32Array.from(groups) : undefined,
    weights ? Int32Array.from(weights) : undefined,
  );
}

/** What a splitter is given beside the molecules. */
export function contextOf(
  molecules: Molecules,
  units: Units,
  sizes: { test: number; valid: number },
  seed: number,
): SplitContext {
  const { bins } = edgesOf('0,1/3,2/3,1');
  const job = new Job();
  return {
    units,
    sizes: { ...sizes, train: units.total - sizes.test - sizes.valid },
    bins,
    options: {},
    random: new Random(seed),
    ...plainContext,
    neighbors: () => buildNeighborGraph(molecules.fingerprints, bins, job),
    job,
  };
}
