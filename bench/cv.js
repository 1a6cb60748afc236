// How often repeated cross-validation tells two equal learners apart. Two (or three) copies of one learner are given
// feature subsets that are exchangeable, so that none is better in expectation; data, features and splits are drawn
// anew for each seed, and learners are trained and tested, so that the overlap of training sets is real.
//
//   node bench/cv.js [seeds per row of the table, 2000]
import { Random } from '../dist/random.js';
import {
  correctedResampledT,
  uncorrectedErrorRate,
} from '../dist/statistics/hypothesis/corrected-resampled-t.js';
import { friedman } from '../dist/statistics/hypothesis/friedman.js';
import { repeatedMeasuresAnova } from '../dist/statistics/hypothesis/repeated-measures.js';
import { holm } from '../dist/statistics/multiplicity.js';
import { table } from './common.js';

const FEATURES = 4;

function normal(random) {
  const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
  return radius * Math.cos(2 * Math.PI * random.uniform());
}

/** Rows whose value is the sum of all features and noise; each learner sees a share of the features. */
function population(rows, learners, random) {
  const x = Array.from({ length: rows }, () =>
    Float64Array.from({ length: FEATURES * learners }, () => normal(random)),
  );
  return { x, y: x.map((row) => row.reduce((sum, v) => sum + v, 0) + normal(random)) };
}

/** Ridge regression with an intercept, by elimination; its own features only. */
function ridge({ x, y }, train, offset) {
  const size = FEATURES + 1;
  const system = Array.from({ length: size }, (_, a) => {
    const row = new Float64Array(size + 1);
    row[a] = a < FEATURES ? 1 : 0;
    return row;
  });
  const feature = (i, a) => (a < FEATURES ? x[i][offset + a] : 1);
  for (const i of train) {
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) system[a][b] += feature(i, a) * feature(i, b);
      system[a][size] += feature(i, a) * y[i];
    }
  }
  for (let a = 0; a < size; a++) {
    for (let r = 0; r < size; r++) {
      if (r === a) continue;
      const factor = system[r][a] / system[a][a];
      for (let c = a; c <= size; c++) system[r][c] -= factor * system[a][c];
    }
  }
  const weights = system.map((row, a) => row[size] / row[a]);
  return (i) => weights.reduce((sum, w, a) => sum + w * feature(i, a), 0);
}

/** The mean of the five nearest training rows, by its own features. */
function neighbors({ x, y }, train, offset) {
  return (i) => {
    const nearest = [];
    for (const t of train) {
      let distance = 0;
      for (let a = offset; a < offset + FEATURES; a++) distance += (x[i][a] - x[t][a]) ** 2;
      if (nearest.length === 5 && distance >= nearest[4][0]) continue;
      nearest.push([distance, y[t]]);
      nearest.sort((p, q) => p[0] - q[0]);
      if (nearest.length > 5) nearest.pop();
    }
    return nearest.reduce((sum, [, value]) => sum + value, 0) / nearest.length;
  };
}

/** Mean absolute errors, folds × learners. */
function crossValidate(learner, learners, { rows, repeats, folds }, random) {
  const data = population(rows, learners, random);
  const blocks = [];
  for (let r = 0; r < repeats; r++) {
    const order = random.shuffle(Array.from({ length: rows }, (_, i) => i));
    for (let f = 0; f < folds; f++) {
      const test = order.filter((_, k) => k % folds === f);
      const train = order.filter((_, k) => k % folds !== f);
      blocks.push(
        Array.from({ length: learners }, (_, l) => {
          const predict = learner(data, train, l * FEATURES);
          return test.reduce((sum, i) => sum + Math.abs(data.y[i] - predict(i)), 0) / test.length;
        }),
      );
    }
  }
  return blocks;
}

/** Which tests say, at 5 %, that some learners differ. */
function verdicts(blocks, testToTrain) {
  const k = blocks[0].length;
  const column = (j) => blocks.map((row) => row[j]);
  const ps = [];
  for (let a = 0; a < k; a++) {
    for (let b = a + 1; b < k; b++) {
      ps.push(correctedResampledT(column(a), column(b), testToTrain).p);
    }
  }
  return [
    repeatedMeasuresAnova(blocks).p <= 0.05,
    friedman(blocks).p <= 0.05,
    holm(ps).some((p) => p <= 0.05),
  ];
}

const DESIGNS = [
  ['ridge', ridge, 2, { rows: 100, repeats: 5, folds: 5 }],
  ['ridge', ridge, 2, { rows: 300, repeats: 5, folds: 5 }],
  ['5 neighbors', neighbors, 2, { rows: 100, repeats: 5, folds: 5 }],
  ['ridge', ridge, 3, { rows: 100, repeats: 5, folds: 5 }],
  ['ridge', ridge, 2, { rows: 100, repeats: 1, folds: 5 }],
  ['ridge', ridge, 2, { rows: 100, repeats: 10, folds: 10 }],
];

export async function run(seeds = 1000) {
  console.log(`## Equal learners told apart at 5 %, in per cent of ${seeds} seeds\n`);
  const rows = [
    [
      'learner',
      'how many',
      'rows',
      'folds',
      'ANOVA (2: paired t)',
      'Friedman',
      'corrected, Holm',
      'formula, uncorrected (2)',
    ],
  ];
  for (const [name, learner, learners, design] of DESIGNS) {
    const testToTrain = 1 / (design.folds - 1);
    const counts = [0, 0, 0];
    for (let seed = 0; seed < seeds; seed++) {
      const blocks = crossValidate(learner, learners, design, new Random(seed));
      verdicts(blocks, testToTrain).forEach((yes, v) => {
        if (yes) counts[v]++;
      });
    }
    const percent = (share) => (100 * share).toFixed(1);
    rows.push([
      name,
      learners,
      design.rows,
      `${design.repeats} × ${design.folds}`,
      ...counts.map((c) => percent(c / seeds)),
      learners === 2
        ? percent(uncorrectedErrorRate(design.repeats * design.folds, testToTrain))
        : '',
    ]);
  }
  table(rows);
  const error = 100 * Math.sqrt((0.05 * 0.95) / seeds);
  console.log(`The standard error of 5 % is ${error.toFixed(1)}.\n`);
}

if (process.argv[1]?.endsWith('cv.js')) await run(Number(process.argv[2] ?? 2000));
