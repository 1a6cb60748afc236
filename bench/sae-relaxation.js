// The search of the sae splitter against the relaxation of the paper that posed the problem
// (relaxation.js): test molecules in a wrong bin, and time. Both get the same molecules, and one
// function counts both results, with exact bins. The times of the relaxation leave out computing
// its matrix of similarities; those of the search include building its neighbor graph.
import { parseBins } from '../dist/similarity/bins.js';
import { selectFingerprints } from '../dist/similarity/fingerprints.js';
import { parseDistribution, requestedHistogram, sharesFor } from '../dist/splitters/sae/target.js';
import { dataset, fingerprintsOf, table } from './common.js';
import { gradientError, PUBLISHED, relaxation } from './relaxation.js';
import { runSae } from './sae-run.js';

const SEED = 0;

// The authors take the best of a grid of settings for each problem (240 runs of 20,000 iterations in
// demo_configs/IC50_EGFR_mimic.yaml). So beside the settings published for EGFR stand the best of 30
// that were tried for each target on the first 1,000 EGFR molecules, 2,500 iterations each: rates 0.003
// to 0.3, annealed or not, lambda 0 to 0.2, sigma 0.1 to 0.3, scale 100 or 200, start at 1, 2 or 5, not
// in every combination; the more promising with two seeds. That choice was made by what is measured
// here, and its time is not counted: both favor the relaxation.
const TARGETS = [
  {
    edges: '0,1/3,2/3,1',
    distribution: 'balanced',
    chosen: { ...PUBLISHED, rate: 0.1, lambda: 0.05 },
  },
  {
    edges: '0,0.4,0.6,1',
    distribution: '0,1,0',
    chosen: { ...PUBLISHED, rate: 0.05, lambda: 0.1, anneal: true },
  },
];

function popcount(x) {
  let v = x - ((x >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** All similarities, for the relaxation, and their exact bins, to count with; none to itself. */
function densePairs({ count, width, words, onBits }, bins) {
  const similarities = new Float32Array(count * count);
  const levels = new Uint8Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      let c = 0;
      for (let w = 0; w < width; w++) c += popcount(words[i * width + w] & words[j * width + w]);
      const union = onBits[i] + onBits[j] - c;
      const similarity = union === 0 ? 1 : c / union;
      similarities[i * count + j] = similarity;
      similarities[j * count + i] = similarity;
      levels[i * count + j] = bins.of(c, union);
      levels[j * count + i] = levels[i * count + j];
    }
  }
  return { similarities, levels };
}

function histogramOf(members, levels, bins) {
  const count = Math.sqrt(levels.length);
  const inTest = new Uint8Array(count);
  for (const m of members) inTest[m] = 1;
  const histogram = new Array(bins).fill(0);
  for (const m of members) {
    let bin = 0;
    for (let j = 0; j < count; j++) {
      if (!inTest[j]) bin = Math.max(bin, levels[m * count + j]);
    }
    histogram[bin]++;
  }
  return histogram;
}

function misplaced(histogram, requested) {
  return histogram.reduce((sum, n, b) => sum + Math.abs(n - requested[b]), 0) / 2;
}

/** The authors run 20,000 iterations; `run({ iterations: 20000 })` does, in some ten minutes. */
export async function run({ iterations = 2500 } = {}) {
  const rows = [['molecules', 'wanted', 'method', 'iterations', 'misplaced', 'in bins', 'seconds']];
  const input = dataset('IC50_EGFR.csv');
  const all = await fingerprintsOf(input);
  for (const count of new Set([500, 1000].map((n) => Math.min(n, all.count)))) {
    const first = Int32Array.from({ length: count }, (_, m) => m);
    const matrix = selectFingerprints(all, first);
    const test = count - Math.floor((4 * count) / 5);
    for (const { edges, distribution, chosen } of TARGETS) {
      const bins = parseBins(edges);
      const requested = requestedHistogram(
        sharesFor(parseDistribution(distribution), bins.count),
        test,
      );
      const { similarities, levels } = densePairs(matrix, bins);
      const counted = (members) => histogramOf(members, levels, bins.count);
      const row = (method, at, histogram, ms) => {
        const wrong = misplaced(histogram, requested);
        const wanted = `${requested.join(', ')} in ${edges}`;
        rows.push([count, wanted, method, at, wrong, histogram.join(', '), (ms / 1000).toFixed(2)]);
      };
      for (const [method, settings] of [
        ['relaxation, published settings', PUBLISHED],
        ['relaxation, best of those tried', chosen],
      ]) {
        // As the authors do, the best so far is kept; they look every 500 iterations only.
        let best = null;
        relaxation({
          similarities,
          count,
          edges: Array.from({ length: bins.count + 1 }, (_, b) => (b ? bins.high(b - 1) : 0)),
          requested,
          test,
          iterations,
          seed: SEED,
          every: 100,
          settings,
          onCheckpoint(iteration, ms, members) {
            const histogram = counted(members);
            if (!best || misplaced(histogram, requested) < misplaced(best, requested)) {
              best = histogram;
            }
            if ([100, 500, 2500, iterations].includes(iteration)) {
              row(method, iteration, best, ms);
            }
          },
        });
      }
      const start = performance.now();
      const { members } = await runSae(matrix, bins, distribution, test, SEED);
      row('tanimark', '', counted(members), performance.now() - start);
    }
  }
  console.log(`## Search against relaxation, first molecules of ${input.split('/').pop()}\n`);
  table(rows);
  const error = gradientError();
  console.log(
    `Gradient of the relaxation against finite differences: within ${error.toExponential(0)}\n`,
  );
  if (error > 1e-6) throw new Error('the gradient of the relaxation is wrong');
}
