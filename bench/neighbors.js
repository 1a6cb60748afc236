// The similarity engine against a popcount over all bits of every pair, in this run: millions of
// pairs a second of the search for all pairs at a threshold, one thread and two. What both find is
// compared. Of the million, evenly spread parts of the work are done.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Job } from '../dist/job.js';
import { Comparison } from '../dist/similarity/comparison.js';
import { eachPairOf } from '../dist/similarity/kernel/kernel.js';
import { TILE } from '../dist/similarity/kernel/layout.js';
import { joinItems } from '../dist/similarity/pairs.js';
import { WorkerPool } from '../dist/similarity/worker-pool.js';
import { dataset, fingerprintsOf, table } from './common.js';
import { writeMolecules } from './generate.js';

const THRESHOLDS = [
  ['1/3', { num: 1, den: 3 }],
  ['1/2', { num: 1, den: 2 }],
  ['2/3', { num: 2, den: 3 }],
];
/** Pairs of one measurement; there are several of each, and the median counts. */
const PAIRS = 4e9;
const BRUTE_FORCE_QUERIES = 256;
/** References that the popcount takes at a time, so that they stay in the core's cache. */
const BRUTE_FORCE_BLOCK = 1024;
const REPEATS = 5;

/** Pairs of an item: a query meets the molecules of the tile that come before it. */
function pairsOf({ tile, first, last }) {
  const start = tile * TILE;
  let pairs = 0;
  for (let q = first; q < last; q++) pairs += Math.min(q - start, TILE);
  return pairs;
}

/** Evenly spread items, or all of them again and again, of about so many pairs in all. */
function someItems(count, pairs) {
  const items = joinItems(count);
  const all = (count * (count - 1)) / 2;
  const every = Math.max(1, Math.floor(all / pairs));
  const some = items.filter((_, i) => i % every === 0);
  return Array.from({ length: Math.max(1, Math.floor(pairs / all)) }, () => some).flat();
}

/** Millions of pairs a second, and how many were found. */
async function rate(crew, items, job) {
  const pairs = items.reduce((sum, item) => sum + pairsOf(item), 0);
  let found = 0;
  const start = performance.now();
  await crew.run(items, job, (block) => {
    found += block.pairs.length;
  });
  return { rate: pairs / (performance.now() - start) / 1000, found };
}

/** The same by looking at all bits of every pair of some queries; what is found is checked. */
function bruteForce(kernel, count, round) {
  const first = Math.floor(((count - BRUTE_FORCE_QUERIES) * (round + 0.5)) / REPEATS);
  const last = first + BRUTE_FORCE_QUERIES;
  const start = performance.now();
  let found = 0;
  for (let from = 0; from < first; from += BRUTE_FORCE_BLOCK) {
    found += kernel.bruteForce(first, last, from, Math.min(from + BRUTE_FORCE_BLOCK, first));
  }
  const rate = (BRUTE_FORCE_QUERIES * first) / (performance.now() - start) / 1000;
  let joined = 0;
  for (let tile = 0; tile * TILE < first; tile++) {
    const block = kernel.join(first, last, tile, true);
    eachPairOf(block, (_, position) => {
      if (position < first) joined++;
    });
  }
  if (joined !== found) throw new Error(`${joined} pairs, brute force found ${found}`);
  return rate;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

export async function run() {
  const rows = [
    [
      'data',
      'molecules',
      'threshold',
      'pairs at or above',
      'popcount',
      'one thread',
      'ratio',
      'two threads',
      'ratio to one',
    ],
  ];
  const real = dataset('HIV.csv.gz');
  const inputs = [real];
  if (!real.startsWith('dataset:')) inputs.push(await million());
  for (const input of inputs) {
    const matrix = await fingerprintsOf(input);
    const { count } = matrix;
    const items = someItems(count, PAIRS);
    const share = items.reduce((sum, item) => sum + pairsOf(item), 0) / ((count * (count - 1)) / 2);
    const [one, two] = await Promise.all([1, 2].map((threads) => started(matrix, threads)));
    for (const [name, threshold] of THRESHOLDS) {
      const rates = { brute: [], one: [], two: [], toBrute: [], toOne: [] };
      for (const { comparison } of [one, two]) comparison.setThreshold(threshold);
      let found = 0;
      // In turn, so that what else the machine does falls on all of them.
      for (let round = 0; round < REPEATS; round++) {
        const brute = bruteForce(one.comparison.kernel(0), count, round);
        const single = await rate(one.crew, items, new Job());
        const both = await rate(two.crew, items, new Job());
        found = single.found;
        if (both.found !== found) throw new Error(`${found} pairs, ${both.found} by two threads`);
        rates.brute.push(brute);
        rates.one.push(single.rate);
        rates.two.push(both.rate);
        rates.toBrute.push(single.rate / brute);
        rates.toOne.push(both.rate / single.rate);
      }
      rows.push([
        input.split('/').pop(),
        count,
        name,
        share >= 1 ? found / share : `about ${Math.round(found / share)}`,
        median(rates.brute).toFixed(0),
        median(rates.one).toFixed(0),
        median(rates.toBrute).toFixed(1),
        median(rates.two).toFixed(0),
        median(rates.toOne).toFixed(2),
      ]);
    }
    for (const { crew } of [one, two]) await crew.close();
  }
  console.log('## All pairs at a threshold, millions of pairs a second\n');
  table(rows);
  const mib = process.resourceUsage().maxRSS / 1024;
  console.log(`Highest memory of this process: ${Math.round(mib)} MiB\n`);
}

/** A comparison of molecules with one another, its threads running. */
async function started(matrix, threads) {
  const job = new Job({ threads });
  const comparison = await Comparison.prepare(matrix, { queryRoom: 0, threads }, job);
  const crew = new WorkerPool(comparison);
  comparison.setThreshold({ num: 1, den: 1 });
  await crew.run(joinItems(Math.min(matrix.count, 2 * TILE)), job, () => {});
  return { comparison, crew };
}

/** A million made molecules, kept for the next run. */
async function million() {
  const path = join(tmpdir(), 'tanimark-bench-1000000.csv');
  if (!existsSync(path)) await writeMolecules(path, { count: 1_000_000 });
  return path;
}
