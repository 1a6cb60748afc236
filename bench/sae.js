// The sae splitter against plain annealing with random single swaps, on the same graph: test
// molecules in a wrong bin at the end, the least that is possible as far as is known, and time. Plain annealing gets as
// long as the splitter took, and at least two seconds.

import { Job } from '../dist/job.js';
import { Random } from '../dist/random.js';
import { parseBins } from '../dist/similarity/bins.js';
import { buildNeighborGraph } from '../dist/similarity/neighbor-graph.js';
import { IN_TEST, IN_TRAIN, SplitState } from '../dist/splitters/sae/state.js';
import { makeUnits } from '../dist/splitters/units.js';
import { dataset, fingerprintsOf, table } from './common.js';
import { runSae } from './sae-run.js';

export function misplaced(histogram, requested) {
  let sum = 0;
  for (let b = 0; b < requested.length; b++) sum += Math.abs(histogram[b] - requested[b]);
  return sum / 2;
}

/** Temperature falls linearly with the time that is left. */
export function plainAnnealing(graph, bins, requested, test, seed, ms, base = null) {
  const random = new Random(seed);
  const state = new SplitState(graph, bins, makeUnits(graph.count), base, false);
  const zones = new Uint8Array(graph.count).fill(IN_TRAIN);
  const order = random.shuffle(Int32Array.from({ length: graph.count }, (_, m) => m));
  for (const m of order.subarray(0, test)) zones[m] = IN_TEST;
  state.restore(zones);
  let energy = misplaced(state.histogram, requested);
  let best = energy;
  const start = performance.now();
  let temperature = 2;
  for (let move = 0; best > 0; move++) {
    if ((move & 255) === 0) {
      const share = (performance.now() - start) / ms;
      if (share > 1) break;
      temperature = 2 * (1 - share);
    }
    const out = state.order[random.below(test)];
    const into = state.order[test + random.below(graph.count - test)];
    state.begin();
    state.move(out, IN_TRAIN);
    state.move(into, IN_TEST);
    const next = misplaced(state.histogram, requested);
    if (next <= energy || random.uniform() < Math.exp((energy - next) / temperature)) energy = next;
    else state.undo();
    best = Math.min(best, energy);
  }
  return best;
}

const BALANCED = ['0,1/3,2/3,1', 'balanced', [0, 1, 2]];
/** All molecules in a range that is hard to reach, or impossible. */
const RANGES = [
  'Ki_Carbonic_anhydrase_I.csv',
  'CHEMBL204_Ki_cliffs.csv',
  'drd2_hi.csv',
  'CHEMBL217_simpd.csv',
  'biogen_logS.csv',
  'delaney-processed.csv',
].flatMap((name) => [
  [name, '0,0.4,1', '1,0', [0]],
  [name, '0,0.4,0.6,1', '0,1,0', [0]],
]);
const PROBLEMS = [
  ['IC50_EGFR.csv', ...BALANCED],
  ['Ki_Carbonic_anhydrase_I.csv', ...BALANCED],
  ['drd2_hi.csv', ...BALANCED],
  ['CHEMBL204_Ki_cliffs.csv', ...BALANCED],
  ['biogen_logS.csv', ...BALANCED],
  ['IC50_EGFR.csv', '0,0.4,1', '1,0', [0]],
  ['IC50_EGFR.csv', '0,0.4,0.6,1', '0,1,0', [0]],
  ['IC50_EGFR.csv', '0,1/3,1', '1,0', [0]],
  ['drd2_hi.csv', '0,1/3,1', '1,0', [0]],
  ['CHEMBL204_Ki_cliffs.csv', '0,1/3,1', '1,0', [0]],
  ...RANGES,
];

export async function run() {
  const rows = [
    ['data', 'bins', 'asked', 'plain annealing', 'tanimark', 'at least', 'seconds, median'],
  ];
  const matrices = new Map();
  for (const [name, edges, distribution, seeds] of PROBLEMS) {
    const input = dataset(name);
    if (!matrices.has(input)) matrices.set(input, await fingerprintsOf(input));
    const matrix = matrices.get(input);
    const bins = parseBins(edges);
    const graph = await buildNeighborGraph(matrix, bins, new Job());
    const test = matrix.count - Math.floor((4 * matrix.count) / 5);
    const found = { plain: [], ours: [], seconds: [] };
    let requested = [];
    let least = 0;
    for (const seed of seeds) {
      const start = performance.now();
      const { members, assignment } = await runSae(matrix, bins, distribution, test, seed, graph);
      const ms = performance.now() - start;
      requested = assignment.requested;
      least = Math.max(least, assignment.bound?.misplaced ?? 0);
      found.seconds.push(ms / 1000);
      found.ours.push(misplaced(histogramOf(members, graph, bins.count), requested));
      const time = Math.max(2000, ms);
      found.plain.push(plainAnnealing(graph, bins.count, requested, test, seed, time));
    }
    rows.push([
      input.split('/').pop(),
      edges,
      requested.join(' '),
      found.plain.join(', '),
      found.ours.join(', '),
      least,
      found.seconds.sort((a, b) => a - b)[found.seconds.length >> 1].toFixed(1),
    ]);
    if (input.startsWith('dataset:')) break;
  }
  console.log('## Molecules in a wrong bin, for each seed; neighbor graph given\n');
  table(rows);
}

export function histogramOf(members, graph, bins) {
  const histogram = new Array(bins).fill(0);
  const inTest = new Uint8Array(graph.count);
  for (const m of members) inTest[m] = 1;
  for (const m of members) {
    let bin = 0;
    for (let e = graph.offsets[m]; e < graph.offsets[m + 1]; e++) {
      if (!inTest[graph.neighbors[e]]) bin = Math.max(bin, graph.levels[e]);
    }
    histogram[bin]++;
  }
  return histogram;
}
