// The sae search on a made-up neighbor graph of a million molecules: time by phase and memory. Say
// `anchors` for the bounded form, where half of the molecules are anchors and their pairs are not listed.
//
//   node --expose-gc bench/sae-million.js [anchors|all] [molecules] [pairs per molecule]

import { Job } from '../dist/job.js';
import { Random } from '../dist/random.js';
import { parseBins } from '../dist/similarity/bins.js';
import { splitterOptions } from '../dist/splitters/registry.js';
import { sae } from '../dist/splitters/sae/index.js';
import { parseSize, resolveSizes } from '../dist/splitters/sizes.js';
import { TEST } from '../dist/splitters/splitter.js';
import { makeUnits } from '../dist/splitters/units.js';

const [form = 'anchors', molecules = '1000000', degree = '400', ...options] = process.argv.slice(2);

/**
 * Analog series of heavy-tailed sizes: most pairs within a series are similar, a few are near-copies, and
 * series of one neighborhood have pairs with each other. Rows ascend; pairs are there in both directions.
 */
function madeUp(count, mean, random) {
  const series = new Int32Array(count);
  const starts = [];
  for (let m = 0; m < count; ) {
    // Pareto: P(size > x) = 1 / x, up to 2,000.
    const size = Math.min(2000, Math.floor(1 / (random.uniform() + 1e-4)), count - m);
    starts.push(m);
    series.fill(starts.length - 1, m, m + size);
    m += size;
  }
  starts.push(count);
  const half = mean / 2;
  // A hash of the pair decides, so that both directions agree without a list of pairs.
  const degrees = new Int32Array(count + 1);
  const pair = (visit) => {
    const r = new Random(7);
    for (let m = 0; m < count; m++) {
      const s = series[m];
      const inside = starts[s + 1] - m - 1;
      const near = Math.min(inside, 24);
      for (let d = 1; d <= near; d++) visit(m, m + d, r.below(4) === 0 ? 2 : 1);
      // One in ten is alone outside its series; the others have neighbors in the region.
      if (m % 10 === 0) continue;
      let k = m + near;
      const links = r.below(Math.max(1, Math.round((2 * (half - 8)) / 0.9)));
      for (let i = 0; i < links; i++) {
        k += 1 + r.below(40);
        if (k >= count) break;
        if (k % 10 !== 0) visit(m, k, 1);
      }
    }
  };
  pair((a, b) => {
    degrees[a + 1]++;
    degrees[b + 1]++;
  });
  for (let m = 0; m < count; m++) degrees[m + 1] += degrees[m];
  const neighbors = new Int32Array(degrees[count]);
  const levels = new Uint8Array(degrees[count]);
  const next = degrees.slice(0, count);
  pair((a, b, level) => {
    neighbors[next[a]] = b;
    levels[next[a]++] = level;
    neighbors[next[b]] = a;
    levels[next[b]++] = level;
  });
  return { count, offsets: degrees, neighbors, levels };
}

/** Every other molecule is an anchor without pairs; the graph is that of the others. */
function withAnchors(graph, random) {
  const count = 2 * graph.count;
  const offsets = new Int32Array(count + 1);
  for (let m = 0; m < graph.count; m++) {
    offsets[2 * m + 1] = graph.offsets[m + 1];
    offsets[2 * m + 2] = graph.offsets[m + 1];
  }
  // In place: this graph is used nowhere else.
  const { neighbors, levels } = graph;
  for (let e = 0; e < neighbors.length; e++) neighbors[e] *= 2;
  const isAnchor = new Uint8Array(count);
  const bin = new Uint8Array(count);
  for (let m = 0; m < count; m++) {
    isAnchor[m] = m % 2;
    const x = random.below(100);
    if (m % 2 === 0) bin[m] = x < 15 ? 0 : x < 70 ? 1 : 2;
  }
  const anchors = { count: graph.count, isAnchor, bin, reason: 'their pairs would not fit' };
  return { count, offsets, neighbors, levels, anchors };
}

const seconds = (ms) => (ms / 1000).toFixed(1);
const mib = (bytes) => Math.round(bytes / 2 ** 20);
const random = new Random(1);
const n = Number(molecules);
let start = performance.now();
const graph =
  form === 'anchors'
    ? withAnchors(madeUp(n / 2, Number(degree), random), random)
    : madeUp(n, Number(degree), random);
console.log(
  `graph: ${graph.neighbors.length} entries, ${seconds(performance.now() - start)} s, ${mib(process.memoryUsage().rss)} MiB`,
);

let stage = '';
let began = 0;
let last = 0;
const progress = {
  start(name) {
    stage = name;
    began = performance.now();
  },
  advance(done, note) {
    if (performance.now() - last < 5000) return;
    last = performance.now();
    console.log(
      `  ${seconds(last - began)} s: ${(done / 1e9).toFixed(2)}e9, ${note}, ${mib(process.memoryUsage().rss)} MiB`,
    );
  },
  finish() {
    console.log(`${stage}: ${seconds(performance.now() - began)} s`);
  },
};
const bins = parseBins('0,1/3,2/3,1');
const units = makeUnits(n);
const sizes = resolveSizes(n, parseSize('0.2', '--test'), parseSize('0', '--valid'));
const given = Object.fromEntries(options.map((o) => o.split('=')));
const scaffolds = Int32Array.from({ length: n }, () => random.below(n / 4));
start = performance.now();
const assignment = await sae.split(
  { count: n, smiles: [], fingerprints: null, labels: null, scaffolds },
  {
    units,
    sizes,
    bins,
    options: splitterOptions(sae, given).values,
    random: new Random(0),
    neighbors: async () => graph,
    usage: undefined,
    deadline: Number.POSITIVE_INFINITY,
    job: new Job({ progress }),
  },
);
console.log(
  `split: ${seconds(performance.now() - start)} s, peak ${mib(process.resourceUsage().maxRSS * 1024)} MiB`,
);

const histogram = new Array(bins.count).fill(0);
const { subset } = assignment;
for (let m = 0; m < n; m++) {
  if (subset[m] !== TEST) continue;
  let bin = graph.anchors ? graph.anchors.bin[m] : 0;
  for (let e = graph.offsets[m]; e < graph.offsets[m + 1]; e++) {
    if (subset[graph.neighbors[e]] === 0 && graph.levels[e] > bin) bin = graph.levels[e];
  }
  histogram[bin]++;
}
const { requested, bound, reason, diagnostics, notes, sizeReason } = assignment;
console.log({ requested, histogram, bound, reason, diagnostics, notes, sizeReason });
