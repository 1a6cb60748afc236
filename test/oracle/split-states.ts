import fc from 'fast-check';
import { Job } from '../../src/job.js';
import { buildNeighborGraph } from '../../src/similarity/neighbor-graph.js';
import { SplitState } from '../../src/splitters/sae/state.js';
import { makeUnits } from '../../src/splitters/units.js';
import { type Matrix, membersOfUnits, pairBins, type Ratio } from './brute-force.js';
import { adversarial, edgesOf, edgeTexts, moleculeLike, packed } from './generators.js';

/** Molecules, what moves as one and what each counts for. */
export interface Setup {
  readonly matrix: Matrix;
  /** Edges of the bins. */
  readonly text: string;
  /** Number of each molecule's unit. */
  readonly group: readonly number[];
  readonly weights: readonly number[];
}

/** Each molecule on its own. */
export function single(matrix: Matrix, text: string): Setup {
  const group = Array.from({ length: matrix.molecules }, (_, m) => m);
  return { matrix, text, group, weights: group.map(() => 1) };
}

/** A state for the project, all of it train, and what the oracle needs to know of the same molecules. */
export async function start({ matrix, text, group, weights }: Setup) {
  const { bins, edges } = edgesOf(text);
  const graph = await buildNeighborGraph(packed(matrix), bins, new Job());
  const units = makeUnits(matrix.molecules, Int32Array.from(group), Int32Array.from(weights));
  const state = new SplitState(graph, bins.count, units);
  return { state, graph, units, bins, edges, ...oracleView(matrix, edges, group, weights) };
}

function oracleView(
  matrix: Matrix,
  edges: readonly Ratio[],
  group: readonly number[],
  weights: readonly number[],
) {
  return { pairs: pairBins(matrix, edges), members: membersOfUnits(group), weights };
}

/** Single molecules of weight 1, and groups with any weights. */
export function setups(maxMolecules: number, minMolecules = 2): fc.Arbitrary<Setup> {
  return fc
    .oneof(moleculeLike(maxMolecules, 1), adversarial(1, maxMolecules))
    .filter(({ molecules }) => molecules >= minMolecules)
    .chain((matrix) => {
      const n = { minLength: matrix.molecules, maxLength: matrix.molecules };
      const alone = fc.constant(Array.from({ length: matrix.molecules }, (_, m) => m));
      const ones = fc.constant(new Array<number>(matrix.molecules).fill(1));
      return fc.record({
        matrix: fc.constant(matrix),
        text: edgeTexts(4),
        group: fc.oneof(alone, fc.array(fc.nat(Math.ceil(matrix.molecules / 2)), n)),
        weights: fc.oneof(ones, fc.array(fc.integer({ min: 1, max: 3 }), n)),
      });
    });
}
