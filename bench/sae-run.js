// The sae splitter on a fingerprint matrix, without files around it.

import { Job } from '../dist/job.js';
import { Random } from '../dist/random.js';
import { buildNeighborGraph } from '../dist/similarity/neighbor-graph.js';
import { splitterOptions } from '../dist/splitters/registry.js';
import { sae } from '../dist/splitters/sae/index.js';
import { TEST } from '../dist/splitters/splitter.js';
import { makeUnits } from '../dist/splitters/units.js';

/** @returns the test molecules, and the splitter's answer */
export async function runSae(matrix, bins, distribution, test, seed, graph) {
  const job = new Job();
  const options = splitterOptions(sae, { distribution }).values;
  const assignment = await sae.split(
    { count: matrix.count, smiles: [], fingerprints: matrix, labels: null, scaffolds: null },
    {
      units: makeUnits(matrix.count),
      sizes: { train: matrix.count - test, valid: 0, test },
      bins,
      options,
      random: new Random(seed),
      neighbors: async () => graph ?? buildNeighborGraph(matrix, bins, job),
      usage: undefined,
      deadline: Number.POSITIVE_INFINITY,
      job,
    },
  );
  const members = [...assignment.subset.keys()].filter((m) => assignment.subset[m] === TEST);
  return { members, assignment };
}
