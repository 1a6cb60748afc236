// The similarity engine against a popcount over all bits of every pair, in this run: millions of
// pairs a second of the search for all pairs at a threshold, one thread and two. What both find is
// compared. Of the million, evenly spread parts of the work are done.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Comparison } from '../dist/similarity/comparison.js';
import { Crew } from '../dist/similarity/crew.js';
import { TILE } from '../dist/similarity/kernel/layout.js';
import { joinItems } from '../dist/similarity/pairs.js';
import { Task } from '../dist/task.js';
import { dataset, fingerprintsOf, table } from './common.js';
import { writeMolecules } from './generate.js';

const THRESHOLDS = [
  ['1/3', { num: 1, den: 3 }],
  ['1/2', { num: 1, den: 2 }],
  ['2/3', { num: 2, den: 3 }],
];
/** Pairs of one measurement; there are three of each, and the median counts. */
const PAIRS = 5e9;
const BRUTE_FORCE_QUERIES = 64;
/** References that the popcount takes at a time, so that they stay in the core's cache. */
const BRUTE_FORCE_BLOCK = 1024;
const REPEATS = 3;

/** Pairs of an item: a query meets the molecules of the tile that come before it. */
function pairsOf({ tile, first, last }) {
  const start = tile * TILE;
  let pairs = 0;
  for (let q = first; q < last; q++) pairs += Math.min(q - start, TILE);
  return pairs;
}

/** Evenly spread items of about so many pairs in all. */
function someItems(count, pairs) {
  const items = joinItems(count);
  const all = (count * (count - 1)) / 2;
  const every = Math.max(1, Math.floor(all / pairs));
  return items.filter((_, i) => i % every === 0);
}

async function rate(comparison, items, task) {
  const crew = new Crew(comparison);
  // Starting the threads is no part of it.
  await crew.run(items.slice(0, comparison.plan.scratch.length), task, () => {});
  const pairs = items.reduce((sum, item) => sum + pairsOf(item), 0);
  const rates = [];
  let found = 0;
  for (let r = 0; r < REPEATS; r++) {
    found = 0;
    const start = performance.now();
    await crew.run(items, task, (block) => {
      found += block.pairs.length;
    });
    rates.push(pairs / (performance.now() - start) / 1000);
  }
  await crew.close();
  rates.sort((a, b) => a - b);
  return { rate: rates[REPEATS >> 1], found };
}

/** Of some queries, every pair: the rate, and a check of the join. */
function bruteForce(comparison, count) {
  const kernel = comparison.kernel(0);
  const rates = [];
  for (let r = 0; r < REPEATS; r++) {
    const first = Math.floor(((count - BRUTE_FORCE_QUERIES) * (r + 0.5)) / REPEATS);
    const last = first + BRUTE_FORCE_QUERIES;
    const start = performance.now();
    let found = 0;
    for (let from = 0; from < first; from += BRUTE_FORCE_BLOCK) {
      found += kernel.bruteForce(first, last, from, Math.min(from + BRUTE_FORCE_BLOCK, first));
    }
    rates.push((BRUTE_FORCE_QUERIES * first) / (performance.now() - start) / 1000);
    let joined = 0;
    for (let tile = 0; tile * TILE < first; tile++) {
      const block = kernel.join(first, last, tile, true);
      let p = 0;
      block.counts.forEach((n) => {
        for (const end = p + n; p < end; p++) {
          if (tile * TILE + (block.pairs[p] & 0xffff) < first) joined++;
        }
      });
    }
    if (joined !== found) throw new Error(`${joined} pairs, brute force found ${found}`);
  }
  return rates.sort((a, b) => a - b)[REPEATS >> 1];
}

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
    const comparisons = [];
    for (const threads of [1, 2]) {
      const task = new Task({ threads });
      comparisons.push(await Comparison.prepare(matrix, { queryRoom: 0, threads }, task));
    }
    for (const [name, threshold] of THRESHOLDS) {
      for (const comparison of comparisons) comparison.setThreshold(threshold);
      const brute = bruteForce(comparisons[0], count);
      const one = await rate(comparisons[0], items, new Task());
      const two = await rate(comparisons[1], items, new Task());
      if (one.found !== two.found)
        throw new Error(`${one.found} pairs, ${two.found} by two threads`);
      rows.push([
        input.split('/').pop(),
        count,
        name,
        share === 1 ? one.found : `about ${Math.round(one.found / share)}`,
        brute.toFixed(0),
        one.rate.toFixed(0),
        (one.rate / brute).toFixed(1),
        two.rate.toFixed(0),
        (two.rate / one.rate).toFixed(2),
      ]);
    }
  }
  console.log('## All pairs at a threshold, millions of pairs a second\n');
  table(rows);
  const mib = process.resourceUsage().maxRSS / 1024;
  console.log(`Highest memory of this process: ${Math.round(mib)} MiB\n`);
}

/** A million made molecules, kept for the next run. */
async function million() {
  const path = join(tmpdir(), 'tanimark-bench-1000000.csv');
  if (!existsSync(path)) await writeMolecules(path, { count: 1_000_000 });
  return path;
}
