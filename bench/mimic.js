// The sae splitter asked for the distribution of another data set (ten bins, so that nearly all pairs of molecules are in
// the graph), against plain annealing with random single swaps for as long, on the same graph and on the pairs of it
// that decide anything: test molecules in a wrong bin at the end, and the least that is possible as far as is known.

import { Job } from '../dist/job.js';
import { parseBins } from '../dist/similarity/bins.js';
import { countBins, findNearest } from '../dist/similarity/nearest.js';
import { buildNeighborGraph } from '../dist/similarity/neighbor-graph.js';
import { decidingPairs } from '../dist/splitters/sae/free.js';
import { MIMIC_BINS } from '../dist/splitters/sae/mimic.js';
import { dataset, fingerprintsOf, table } from './common.js';
import { histogramOf, misplaced, plainAnnealing } from './sae.js';
import { runSae } from './sae-run.js';

/** Sets to split, each with those whose similarity to it is to be had. */
const PROBLEMS = [
  ['IC50_EGFR.csv', ['Ki_Carbonic_anhydrase_I.csv', 'CHEMBL204_Ki_cliffs.csv']],
  ['Ki_Carbonic_anhydrase_I.csv', ['IC50_EGFR.csv', 'CHEMBL204_Ki_cliffs.csv']],
  ['CHEMBL204_Ki_cliffs.csv', ['IC50_EGFR.csv', 'biogen_logS.csv']],
  ['biogen_logS.csv', ['IC50_EGFR.csv', 'delaney-processed.csv']],
  ['CHEMBL217_simpd.csv', ['biogen_logS.csv']],
];

export async function run() {
  const bins = parseBins(MIMIC_BINS);
  const matrices = new Map();
  const matrixOf = async (name) => {
    if (!matrices.has(name)) matrices.set(name, await fingerprintsOf(dataset(name)));
    return matrices.get(name);
  };
  const rows = [
    [
      'data',
      'as similar as',
      'test',
      'pairs kept',
      'plain',
      'plain, those',
      'tanimark',
      'at least',
      'seconds',
    ],
  ];
  for (const [name, others] of PROBLEMS) {
    const matrix = await matrixOf(name);
    const graph = await buildNeighborGraph(matrix, bins, new Job());
    const test = matrix.count - Math.floor((4 * matrix.count) / 5);
    const deciding = decidingPairs({ graph, base: null }, bins.count, test);
    for (const other of others) {
      const shares = countBins(await findNearest(await matrixOf(other), matrix, new Job()), bins);
      const start = performance.now();
      const { members, assignment } = await runSae(matrix, bins, shares.join(), test, 0, graph);
      const ms = performance.now() - start;
      const { requested, bound } = assignment;
      rows.push([
        name.split(/[_.]/)[name.startsWith('Ki') ? 1 : 0],
        other,
        test,
        `${Math.round((100 * deciding.graph.levels.length) / graph.levels.length)}%`,
        plainAnnealing(graph, bins.count, requested, test, 0, ms),
        plainAnnealing(deciding.graph, bins.count, requested, test, 0, ms, deciding.base),
        misplaced(histogramOf(members, graph, bins.count), requested),
        bound?.misplaced ?? 0,
        (ms / 1000).toFixed(1),
      ]);
    }
  }
  console.log('## Molecules in a wrong bin of ten; neighbor graph given\n');
  table(rows);
}
