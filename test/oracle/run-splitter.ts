import { Random } from '../../src/random.js';
import type { SimilarityBins } from '../../src/similarity/bins.js';
import { buildNeighbourGraph } from '../../src/similarity/neighbour-graph.js';
import { splitterOptions } from '../../src/splitters/registry.js';
import { parseSize, resolveSizes, type Sizes } from '../../src/splitters/sizes.js';
import {
  type Assignment,
  type Molecules,
  type Splitter,
  TEST,
  TRAIN,
  VALID,
} from '../../src/splitters/splitter.js';
import { Task } from '../../src/task.js';
import { histogram, type Matrix, type Ratio } from './brute-force.js';
import { packed } from './generators.js';

/** The project's view of a matrix, with made-up names. */
export function moleculesOf(matrix: Matrix): Molecules {
  return {
    count: matrix.molecules,
    smiles: Array.from({ length: matrix.molecules }, (_, m) => `M${m}`),
    fingerprints: packed(matrix),
  };
}

export interface Request {
  readonly test: number;
  readonly valid?: number;
  readonly seed?: number;
  readonly options?: Record<string, string>;
}

/** Runs a splitter on a matrix; returns its answer with the sizes it was given. */
export async function runSplitter(
  splitter: Splitter,
  matrix: Matrix,
  bins: SimilarityBins,
  { test, valid = 0, seed = 0, options = {} }: Request,
): Promise<{ assignment: Assignment; sizes: Sizes }> {
  const molecules = moleculesOf(matrix);
  const task = new Task();
  const sizes = resolveSizes(
    matrix.molecules,
    parseSize(String(test), '--test'),
    parseSize(String(valid), '--valid'),
  );
  const assignment = await splitter.split(molecules, {
    sizes,
    bins,
    options: splitterOptions(splitter, options).values,
    random: new Random(seed),
    neighbours: () => buildNeighbourGraph(molecules.fingerprints, bins, task),
    task,
  });
  return { assignment, sizes };
}

/** The molecules with a subset code, ascending. */
export function members(assignment: Assignment, code: number): number[] {
  return [...assignment.subset.keys()].filter((m) => assignment.subset[m] === code);
}

export function membership(assignment: Assignment) {
  return {
    train: members(assignment, TRAIN),
    valid: members(assignment, VALID),
    test: members(assignment, TEST),
  };
}

/** The histogram an assignment achieves, by the oracle. */
export function achievedBy(assignment: Assignment, matrix: Matrix, edges: readonly Ratio[]) {
  const { train, test } = membership(assignment);
  return histogram(matrix, test, train, edges);
}
