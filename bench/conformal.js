// Coverage of conformal intervals by stratum of similarity: of tanimark expect (Mondrian: each stratum has its own limit), and
// with one limit for all strata (pooled), which is what split-conformal intervals usually have. Populations are real errors of
// models (bench/expect-populations.py), and a made-up one whose errors grow with dissimilarity. In each of 200 trials half of
// the molecules calibrate, and the other half are judged.
//
//   node bench/conformal.js <folder of the populations> [trials, 200] [coverage, 0.9]

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { holds, membersByBin, regionOf } from '../dist/evaluation/conformal/regions.js';
import { Random } from '../dist/random.js';
import { parseBins } from '../dist/similarity/bins.js';
import { table } from './common.js';

const TRIALS = Number(process.argv[3] ?? 200);
const COVERAGE = Number(process.argv[4] ?? 0.9);
/** Strata with fewer calibration molecules are not judged. */
const LEAST = 100;
const bins = parseBins('0,1/3,2/3,1');

function setOf(rows, task, normalized) {
  const score = rows.map(({ truth, prediction, std }) =>
    task === 'classification'
      ? truth === 1
        ? 1 - prediction
        : prediction
      : Math.abs(truth - prediction) / (normalized ? Math.max(std, 1e-3) : 1),
  );
  return {
    task,
    count: rows.length,
    bin: Uint8Array.from(rows, ({ similarity }) => bins.ofNumber(similarity)),
    similarity: Float64Array.from(rows, ({ similarity }) => similarity),
    score: Float64Array.from(score),
    label: Uint8Array.from(rows, ({ truth }) => (task === 'classification' ? truth : 0)),
  };
}

function read(path) {
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',').map(Number);
    return Object.fromEntries(names.map((name, c) => [name, cells[c]]));
  });
}

/** Errors with a spread of 0.3 + 0.9 × dissimilarity. */
function madeUp() {
  const random = new Random(1);
  return Array.from({ length: 3000 }, () => {
    const similarity = random.uniform();
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
    const normal = radius * Math.cos(2 * Math.PI * random.uniform());
    return { similarity, truth: 0, prediction: normal * (0.3 + 0.9 * (1 - similarity)) };
  });
}

function study(set, random) {
  const all = Int32Array.from({ length: set.count }, (_, m) => m);
  const strata = bins.labels.map(() => ({ mondrian: [], pooled: [], calibration: 0 }));
  for (let trial = 0; trial < TRIALS; trial++) {
    random.shuffle(all);
    const half = [...all.subarray(0, set.count >> 1)];
    const rest = [...all.subarray(set.count >> 1)];
    const pooled = regionOf(set, half, COVERAGE);
    const ours = membersByBin({ bin: half.map((m) => set.bin[m]) }, bins.count);
    strata.forEach((one, b) => {
      const own = ours[b].map((k) => half[k]);
      one.calibration += own.length / TRIALS;
      const judged = rest.filter((m) => set.bin[m] === b);
      if (judged.length === 0) return;
      const region = regionOf(set, own, COVERAGE);
      const share = (of) => judged.filter((m) => holds(of, set, m)).length / judged.length;
      one.mondrian.push(share(region));
      one.pooled.push(share(pooled));
    });
  }
  const mean = (values) => (100 * values.reduce((sum, v) => sum + v, 0)) / values.length;
  return strata.map(({ mondrian, pooled, calibration }) => ({
    calibration,
    mondrian: mean(mondrian),
    pooled: mean(pooled),
  }));
}

const folder = join(process.argv[2], 'conformal');
const populations = [['made up', madeUp(), 'regression', false]];
for (const file of readdirSync(folder).sort()) {
  const rows = read(join(folder, file));
  const name = file.slice(2).replace('.csv', '').replaceAll('-', ', ');
  populations.push([name, rows, file[0] === 'c' ? 'classification' : 'regression', false]);
  if ('std' in rows[0]) populations.push([`${name} / std`, rows, 'regression', true]);
}
const cell = ({ calibration, mondrian, pooled }) =>
  calibration < LEAST
    ? [`(${calibration.toFixed(0)})`, '–', '–']
    : [calibration.toFixed(0), mondrian.toFixed(1), pooled.toFixed(1)];
const found = populations.map(([name, rows, task, normalized], p) => ({
  name,
  strata: study(setOf(rows, task, normalized), new Random(p)),
}));
table([
  ['population', ...bins.labels.flatMap((bin) => [`${bin}: n`, 'by stratum', 'pooled'])],
  ...found.map(({ name, strata }) => [name, ...strata.flatMap(cell)]),
]);
const judged = found.flatMap(({ strata }) => strata).filter((s) => s.calibration >= LEAST);
const worst = (of) => Math.max(...judged.map((s) => Math.abs(of(s) - 100 * COVERAGE))).toFixed(1);
const lowest = found.map(({ strata }) => strata[0]).filter((s) => s.calibration >= LEAST);
console.log(`strata with at least ${LEAST} calibration molecules: ${judged.length}`);
console.log(
  `furthest from ${100 * COVERAGE}%: by stratum ${worst((s) => s.mondrian)} points, pooled ${worst((s) => s.pooled)}`,
);
console.log(
  `lowest stratum, mean: by stratum ${(lowest.reduce((sum, s) => sum + s.mondrian, 0) / lowest.length).toFixed(1)}%, pooled ${(lowest.reduce((sum, s) => sum + s.pooled, 0) / lowest.length).toFixed(1)}% (least ${Math.min(...lowest.map((s) => s.pooled)).toFixed(1)}%)`,
);
