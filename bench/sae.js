// The search of the sae splitter against plain annealing with random single swaps, on the same
// state and the same number of proposals: molecules in a wrong bin at the end, and time.
import { Random } from '../dist/random.js';
import { parseBins } from '../dist/similarity/bins.js';
import { buildNeighbourGraph } from '../dist/similarity/neighbour-graph.js';
import { searchHistogram } from '../dist/splitters/sae/search.js';
import { SplitState } from '../dist/splitters/sae/state.js';
import { requestedHistogram } from '../dist/splitters/sae/target.js';
import { Task } from '../dist/task.js';
import { dataset, fingerprintsOf, median, table } from './common.js';

const BUDGET = 1_000_000;

function misplaced(histogram, requested) {
  let sum = 0;
  for (let b = 0; b < requested.length; b++) sum += Math.abs(histogram[b] - requested[b]);
  return sum / 2;
}

function plainAnnealing(state, requested, random) {
  let energy = misplaced(state.histogram, requested);
  let moves = 0;
  for (; energy > 0 && moves < BUDGET; moves++) {
    const temperature = 2 * (1 - moves / BUDGET);
    const a = random.below(state.testSize);
    const b = state.testSize + random.below(state.order.length - state.testSize);
    state.swap(a, b);
    const next = misplaced(state.histogram, requested);
    if (next <= energy || random.uniform() < Math.exp((energy - next) / temperature)) energy = next;
    else state.swap(a, b);
  }
  return { misplaced: energy, moves };
}

export async function run() {
  const bins = parseBins('0,1/3,2/3,1');
  const rows = [
    ['data', 'test', 'method', 'misplaced (seeds 0, 1, 2)', 'swaps, median', 'ms, median'],
  ];
  for (const name of [
    'IC50_EGFR.csv',
    'Ki_Carbonic_anhydrase_I.csv',
    'drd2_hi.csv',
    'CHEMBL204_Ki_cliffs.csv',
    'biogen_logS.csv',
  ]) {
    const input = dataset(name);
    const matrix = await fingerprintsOf(input);
    const graph = await buildNeighbourGraph(matrix, bins, new Task());
    const size = matrix.count - Math.floor((4 * matrix.count) / 5);
    const requested = requestedHistogram({ kind: 'balanced' }, bins.count, size);
    const members = Int32Array.from({ length: matrix.count }, (_, m) => m);
    for (const [method, search] of [
      ['plain annealing', plainAnnealing],
      ['tanimark', (state, r, random) => searchHistogram(state, r, random, new Task())],
    ]) {
      const results = [];
      const { ms } = await median(3, async (seed) => {
        const random = new Random(seed);
        const state = new SplitState(graph, bins.count, members, size, random);
        results.push(await search(state, requested, random));
      });
      rows.push([
        input.split('/').pop(),
        size,
        method,
        results.map((r) => r.misplaced).join(', '),
        results.map((r) => r.moves).sort((a, b) => a - b)[1],
        Math.round(ms),
      ]);
    }
    if (input.startsWith('dataset:')) break;
  }
  console.log('## Search for a balanced split, neighbour graph given\n');
  table(rows);
}
