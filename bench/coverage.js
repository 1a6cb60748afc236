// How often the 95 % intervals hold the truth: predictions are drawn from a population whose metrics are known (to
// three digits, from a very large sample), again and again, and scored. BCa as in `tanimark score`, beside the
// percentile interval on the same draws.
//
//   node bench/coverage.js [samples per row of the table, 2000]

import { GroupEvaluator } from '../dist/evaluation/bootstrap/group-evaluator.js';
import { Random } from '../dist/random.js';
import { bcaInterval } from '../dist/statistics/bca.js';
import { jackknifeParts } from '../dist/statistics/resampling.js';
import { table } from './common.js';

const DRAWS = 1000;
const POPULATION = 1_000_000;
const SIZES = [30, 100, 300];

/** Quantiles between two draws, interpolated linearly (type 7 of Hyndman & Fyfe); without undefined draws. */
function percentileInterval(draws, level = 0.95) {
  const sorted = draws.filter((v) => !Number.isNaN(v)).sort();
  const at = (share) => {
    const place = share * (sorted.length - 1);
    const low = Math.floor(place);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
  };
  return [at((1 - level) / 2), at((1 + level) / 2)];
}

/** Two normal numbers (Box and Muller). */
function normals(random) {
  const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
  const angle = 2 * Math.PI * random.uniform();
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** A potency, and a prediction whose error has heavy tails: a tenth of them are three times as wide. */
function potency(random) {
  const [a, b] = normals(random);
  const width = random.uniform() < 0.1 ? 1.5 : 0.5;
  return [6.5 + 1.2 * a, 6.5 + 0.9 * a + width * b];
}

/** A class with three inactives to an active, and a probability. */
function activity(random) {
  const [a] = normals(random);
  const active = random.uniform() < 0.25 ? 1 : 0;
  return [active, 1 / (1 + Math.exp(-(a + 1.5 * active - 1)))];
}

const REGRESSION = ['mae', 'rmse', 'r2', 'pearson', 'spearman', 'kendall'];
const CLASSES = ['roc_auc', 'average_precision', 'mcc', 'balanced_accuracy', 'brier'];
const FAMILIES = [
  ['regression', potency, REGRESSION, 1],
  ['classification', activity, CLASSES, 1],
  // Each molecule has three rows with one true value and nearly one prediction.
  ['three rows a molecule', potency, ['mae', 'r2', 'spearman'], 3],
];

/** Rows of so many molecules, and the unit of each. */
function sample(draw, molecules, copies, random, byRow) {
  const n = molecules * copies;
  const truth = new Float64Array(n);
  const value = new Float64Array(n);
  for (let m = 0; m < molecules; m++) {
    const [y, p] = draw(random);
    for (let c = 0; c < copies; c++) {
      truth[m * copies + c] = y;
      value[m * copies + c] = copies === 1 ? p : p + 0.05 * normals(random)[0];
    }
  }
  const of = Int32Array.from({ length: n }, (_, i) => (byRow ? i : Math.floor(i / copies)));
  return { truth, value, units: { count: byRow ? n : molecules, of } };
}

function evaluatorOf({ truth, value, units }, metrics, seed) {
  const probabilities = value.every((v) => v >= 0 && v <= 1);
  const classes = probabilities ? value.map((v) => (v >= 0.5 ? 1 : 0)) : undefined;
  const statistics = metrics.map((metric) => ({ source: 0, metric }));
  const sources = [{ value, classes, probabilities }];
  return new GroupEvaluator({ truth, sources, trainMean: 6.5, statistics, units, seed });
}

/** The share of samples whose interval holds the population's value, in per cent, and how wide it is. */
function coverage(draw, metrics, copies, byRow, molecules, repeats, truths) {
  const held = metrics.map(() => ({ bca: 0, percentile: 0, none: 0 }));
  const random = new Random(1);
  for (let k = 0; k < repeats; k++) {
    const data = sample(draw, molecules, copies, random, byRow);
    const evaluator = evaluatorOf(data, metrics, k);
    const values = evaluator.all();
    const draws = evaluator.run({ kind: 'draws', first: 0, count: DRAWS, seed: random.seed() });
    const parts = jackknifeParts(data.units.count);
    const left = evaluator.run({ kind: 'jackknife', first: 0, count: parts });
    metrics.forEach((_, s) => {
      const column = (all, count) =>
        Float64Array.from({ length: count }, (_x, d) => all[d * metrics.length + s]);
      const own = column(draws, DRAWS);
      const within = (interval) =>
        interval && interval[0] <= truths[s] && truths[s] <= interval[1] ? 1 : 0;
      const bca =
        typeof values[s] === 'number' ? bcaInterval(values[s], own, column(left, parts)) : null;
      if (!bca) held[s].none++;
      held[s].bca += within(bca);
      held[s].percentile += within(percentileInterval(own));
    });
  }
  return held;
}

export async function run(repeats = 200) {
  console.log(
    `## Coverage of 95 % intervals, in per cent of ${repeats} samples, ${DRAWS} draws each\n`,
  );
  const rows = [
    ['data', 'metric', 'resampled by', ...SIZES.map((n) => `${n} molecules: BCa / percentile`)],
  ];
  for (const [name, draw, metrics, copies] of FAMILIES) {
    const truths = evaluatorOf(sample(draw, POPULATION, 1, new Random(0), true), metrics, 0).all();
    const ways = copies === 1 ? [false] : [false, true];
    for (const byRow of ways) {
      const bySize = SIZES.map((n) => coverage(draw, metrics, copies, byRow, n, repeats, truths));
      metrics.forEach((metric, s) => {
        const percent = (count, none) => ((100 * count) / (repeats - none)).toFixed(1);
        const cells = bySize.map((held) => {
          const { bca, percentile, none } = held[s];
          return `${percent(bca, none)} / ${percent(percentile, none)}`;
        });
        rows.push([name, metric, byRow ? 'row' : 'molecule', ...cells]);
      });
    }
  }
  table(rows);
  const error = 100 * Math.sqrt((0.95 * 0.05) / repeats);
  console.log(`The standard error of a share is ${error.toFixed(1)}.\n`);
}

if (process.argv[1]?.endsWith('coverage.js')) await run(Number(process.argv[2] ?? 2000));
