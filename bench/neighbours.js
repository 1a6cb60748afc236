// The neighbour graph (all pairs above 1/3) against a popcount over every pair of dense
// fingerprints, both on one thread in this run; the pairs found are compared.
import { parseBins } from '../dist/similarity/bins.js';
import { buildNeighbourGraph } from '../dist/similarity/neighbour-graph.js';
import { Task } from '../dist/task.js';
import { dataset, fingerprintsOf, median, table } from './common.js';

function popcount(x) {
  let v = x - ((x >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function bruteForce({ count, width, words, onBits }) {
  let pairs = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      let c = 0;
      for (let w = 0; w < width; w++) c += popcount(words[i * width + w] & words[j * width + w]);
      if (3 * c >= onBits[i] + onBits[j] - c) pairs++;
    }
  }
  return pairs;
}

export async function run() {
  const rows = [['data', 'molecules', 'pairs ≥ 1/3', 'popcount, ms', 'index, ms', 'ratio']];
  for (const name of ['IC50_EGFR.csv', 'drd2_hi.csv']) {
    const input = dataset(name);
    const matrix = await fingerprintsOf(input);
    const brute = await median(3, () => bruteForce(matrix));
    const graph = await median(3, () =>
      buildNeighbourGraph(matrix, parseBins('0,1/3,2/3,1'), new Task()),
    );
    const pairs = graph.result.neighbours.length / 2;
    if (pairs !== brute.result)
      throw new Error(`${pairs} pairs, brute force found ${brute.result}`);
    rows.push([
      input.split('/').pop(),
      matrix.count,
      pairs,
      Math.round(brute.ms),
      Math.round(graph.ms),
      (brute.ms / graph.ms).toFixed(1),
    ]);
    if (input.startsWith('dataset:')) break;
  }
  console.log('## Neighbour graph, one thread\n');
  table(rows);
}
