import { Job } from '../../src/job.js';
import { Random } from '../../src/random.js';
import type { SimilarityBins } from '../../src/similarity/bins.js';
import { buildNeighborGraph } from '../../src/similarity/neighbor-graph.js';
import { splitterOptions } from '../../src/splitters/registry.js';
import { parseSize, resolveSizes, type Sizes } from '../../src/splitters/sizes.js';
import {
  type Assignment,
  DISCARDED,
  type Molecules,
  type SplitContext,
  type Splitter,
  TEST,
  TRAIN,
  VALID,
} from '../../src/splitters/splitter.js';
import { makeUnits } from '../../src/splitters/units.js';
import { type VerifiedSplit, verifyAssignment } from '../../src/splitters/verify.js';
import { plainContext } from '../splitters/setting.js';
import { histogram, type Matrix, type Ratio } from './brute-force.js';
import { packed } from './generators.js';

/** What may be known of the molecules beside their fingerprints. */
export interface Knowledge {
  /** NaN for none. */
  readonly labels?: readonly number[];
  /** -1 for none. */
  readonly scaffolds?: readonly number[];
}

/** The project's view of a matrix, with made-up names. */
export function moleculesOf(matrix: Matrix, { labels, scaffolds }: Knowledge = {}): Molecules {
  return {
    count: matrix.molecules,
    fingerprints: packed(matrix),
    labels: labels ? Float64Array.from(labels) : null,
    labelTask: labels ? 'regression' : null,
    scaffolds: scaffolds ? Int32Array.from(scaffolds) : null,
  };
}

interface Setting extends Knowledge {
  readonly seed?: number;
  readonly options?: Record<string, string>;
  /** Number of each molecule's group. */
  readonly group?: readonly number[];
  readonly weight?: readonly number[];
  readonly usage?: readonly number[];
  readonly deadline?: number;
  readonly job?: Job;
  /** Whatever else the splitter may ask for. */
  readonly context?: Partial<SplitContext>;
}

export interface Request extends Setting {
  readonly test: number;
  readonly valid?: number;
}

/** Runs a splitter on a matrix; returns its answer, verified, with the sizes it was given. */
export async function runSplitter(
  splitter: Splitter,
  matrix: Matrix,
  bins: SimilarityBins,
  request: Request,
): Promise<{ assignment: Assignment; sizes: Sizes; verified: VerifiedSplit }> {
  const molecules = moleculesOf(matrix, request);
  const context = await contextOf(splitter, molecules, bins, request);
  const sizes = resolveSizes(
    context.units.total,
    parseSize(String(request.test), 'test'),
    parseSize(String(request.valid ?? 0), 'valid'),
  );
  const assignment = await splitter.split(molecules, { ...context, sizes });
  const verified = await verifyAssignment(
    molecules,
    assignment,
    context.units,
    sizes,
    context.bins,
    new Job(),
  );
  return { assignment, sizes, verified };
}

/** Runs a splitter for disjoint test sets of these sizes. */
export async function runFolds(
  splitter: Splitter,
  matrix: Matrix,
  bins: SimilarityBins,
  sizes: readonly number[],
  setting: Setting = {},
): Promise<Assignment[]> {
  const molecules = moleculesOf(matrix, setting);
  const context = await contextOf(splitter, molecules, bins, setting);
  if (!splitter.folds) throw new Error(`${splitter.name} makes no folds`);
  return splitter.folds(molecules, context, sizes);
}

async function contextOf(
  splitter: Splitter,
  { fingerprints, count }: Molecules,
  given: SimilarityBins,
  { seed = 0, options = {}, group, weight, usage, ...setting }: Setting,
): Promise<SplitContext> {
  const job = setting.job ?? new Job();
  const { values } = splitterOptions(splitter, options);
  const noFile = async () => {
    throw new Error('there are no files here');
  };
  const prepared = await splitter.prepare?.(values, {
    bins: given,
    readTable: noFile,
    similarityToInput: noFile,
  });
  const bins = prepared?.bins ?? given;
  return {
    ...plainContext,
    ...setting.context,
    units: makeUnits(count, group && Int32Array.from(group), weight && Int32Array.from(weight)),
    sizes: { train: 0, valid: 0, test: 0 },
    bins,
    options: prepared?.options ?? values,
    random: new Random(seed),
    neighbors: () => buildNeighborGraph(fingerprints, bins, job),
    usage: usage && Int32Array.from(usage),
    deadline: setting.deadline ?? Number.POSITIVE_INFINITY,
    job,
  };
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
    discarded: members(assignment, DISCARDED),
  };
}

/** The histogram an assignment achieves, by the oracle. */
export function achievedBy(assignment: Assignment, matrix: Matrix, edges: readonly Ratio[]) {
  const { train, test } = membership(assignment);
  return histogram(matrix, test, train, edges);
}
