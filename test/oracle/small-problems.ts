import type { SimilarityBins } from '../../src/similarity/bins.js';
import { sae } from '../../src/splitters/sae/index.js';
import type { Assignment } from '../../src/splitters/splitter.js';
import { deviation, type Matrix, type Ratio, smallestDeviation } from './brute-force.js';
import { clustered, edgesOf, fromBits, seeded } from './generators.js';
import { achievedBy, runSplitter } from './run-splitter.js';

/** A histogram to be reached with few enough molecules for an exhaustive search. */
export interface SmallProblem {
  readonly matrix: Matrix;
  readonly bins: SimilarityBins;
  readonly edges: readonly Ratio[];
  readonly distribution: string;
  readonly test: number;
  readonly seed: number;
}

const EDGES = ['0,1/3,2/3,1', '0,1/2,1', '0,1/4,1/2,3/4,1', '0,1/5,2/5,3/5,4/5,1'];

/** Problem number `n`: 4 to 16 clustered molecules, up to 8 of them test, mixed bins and shares. */
export function smallProblem(n: number): SmallProblem {
  const uniform = seeded(n * 7 + 1);
  const below = (limit: number) => Math.floor(uniform() * limit);
  const molecules = 4 + below(13);
  const test = 1 + below(Math.min(8, molecules - 1));
  const clusters = 1 + below(5);
  const { bins, edges } = edgesOf(EDGES[below(EDGES.length)]);
  const shares = bins.labels.map(() => below(5));
  const balanced = below(2) === 0 || shares.every((share) => share === 0);
  return {
    matrix: clustered(n, molecules, 2, clusters),
    bins,
    edges,
    distribution: balanced ? 'balanced' : shares.join(','),
    test,
    seed: n,
  };
}

/** One hub that is like every leaf; the leaves are strangers to each other. */
export function star(leaves: number): Matrix {
  const hub = [0, 1, 2, 3];
  const rows = Array.from({ length: leaves }, (_, leaf) => [
    ...hub,
    ...[4, 5, 6].map((bit) => bit + 3 * leaf),
  ]);
  return fromBits([hub, ...rows], Math.ceil((4 + 3 * leaves) / 32));
}

/** What the sae splitter makes of a problem, measured by the oracle. */
export async function solve(problem: SmallProblem): Promise<{
  assignment: Assignment;
  requested: readonly number[];
  deviation: number;
}> {
  const { matrix, bins, edges, distribution, test, seed } = problem;
  const { assignment } = await runSplitter(sae, matrix, bins, {
    test,
    seed,
    options: { distribution },
  });
  const requested = assignment.requested ?? [];
  return {
    assignment,
    requested,
    deviation: deviation(achievedBy(assignment, matrix, edges), requested),
  };
}

/** The best that any test set can do. */
export function optimum({ matrix, edges }: SmallProblem, requested: readonly number[]): number {
  return smallestDeviation(matrix, edges, requested).deviation;
}
