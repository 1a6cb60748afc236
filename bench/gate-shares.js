// A tolerance that is a share of the baseline's value, at its edge: the new model is truly worse by exactly that share, on
// the errors of real models (bench/gate-errors.js). How often does its rule pass, or fail by the interval, though each
// should happen in at most 2.5% of test sets? Tested on the difference against a share of the baseline's measured value,
// and on the ratio of both values (jackknife-t interval of its logarithm). And of models that are equally good: how often
// is one called significantly worse, by either?
//
//   node bench/gate-shares.js [test sets of each population, 2000]

import { lossDifference } from '../dist/evaluation/bootstrap/difference.js';
import { ratioOf } from '../dist/evaluation/bootstrap/ratio.js';
import { metricNamed } from '../dist/index.js';
import { Random } from '../dist/random.js';
import { jackknifeParts, partition } from '../dist/statistics/resampling.js';
import { table } from './common.js';
import { errorPopulations } from './gate-errors.js';

const SIZES = [30, 50, 100, 300];
const SHARES = [0.05, 0.1, 0.25];
const METRICS = {
  mae: { of: Math.abs, to: (mean) => mean, from: (value) => value },
  rmse: { of: (e) => e * e, to: Math.sqrt, from: (value) => value * value },
};

/** Signed errors of both on `n` molecules, exchanged at random where `exchanged`. */
function drawn({ a, b }, n, exchanged, random) {
  const [base, own] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    const molecule = Math.floor(random.uniform() * a.length);
    const swap = exchanged && random.uniform() < 0.5;
    base[i] = (swap ? b : a)[molecule];
    own[i] = (swap ? a : b)[molecule];
  }
  return [base, own];
}

/** A metric of some errors, and without each part of them in turn. */
function statisticOf(errors, { of, to }, partOf, parts) {
  const n = errors.length;
  const [sums, counts] = [new Float64Array(parts), new Float64Array(parts)];
  let total = 0;
  for (let i = 0; i < n; i++) {
    const value = of(errors[i]);
    total += value;
    sums[partOf[i]] += value;
    counts[partOf[i]]++;
  }
  const jackknife = sums.map((sum, p) => to((total - sum) / (n - counts[p])));
  return {
    value: to(total / n),
    units: n,
    resampled: { draws: new Float64Array(0), jackknife },
  };
}

function scaled(statistic, factor) {
  return {
    ...statistic,
    value: factor * statistic.value,
    resampled: {
      ...statistic.resampled,
      jackknife: statistic.resampled.jackknife.map((v) => v * factor),
    },
  };
}

const metricOf = (errors, { of, to }) =>
  to(errors.reduce((sum, e) => sum + of(e), 0) / errors.length);

/** Excess over the tolerance by the difference, and by the ratio: intervals, above 0 where beyond it. */
function excesses(name, base, own, share) {
  const { ci95 } = lossDifference(metricNamed(name), own, base);
  const tolerance = share * base.value;
  const { ci95: ratio } = ratioOf(metricNamed(name), own, base);
  return [
    [ci95[0] - tolerance, ci95[1] - tolerance],
    [ratio[0] - 1 - share, ratio[1] - 1 - share],
  ];
}

const percent = (part, whole) => ((100 * part) / whole).toFixed(1);

/** @param count test sets of each population */
export async function run(count = 2000) {
  const populations = await errorPopulations();
  if (populations.length === 0) {
    console.log('## Tolerances that are shares: left out, ../shared/datasets is absent\n');
    return;
  }
  console.log(
    `## Tolerances that are shares: ${populations.length} pairs of models, ${count} test sets each\n`,
  );
  const rows = [
    ['case', 'metric', 'rows', 'passes: difference', 'ratio', 'fails: difference', 'ratio'],
  ];
  for (const [title, share, exchanged] of [
    ['equally good', 0, true],
    ...SHARES.map((one) => [`exchanged, worse by ${100 * one}%`, one, true]),
    ['as they are', null, false],
  ]) {
    for (const [name, metric] of Object.entries(METRICS)) {
      for (const n of SIZES) {
        const random = new Random(n);
        const shares = populations.map((population) => {
          const counts = [0, 0, 0, 0];
          const truly =
            share ?? metricOf(population.b, metric) / metricOf(population.a, metric) - 1;
          // As they are, the worse of the two is the new one.
          const inOrder = truly >= 0 ? population : { a: population.b, b: population.a };
          const edge = truly >= 0 ? truly : 1 / (1 + truly) - 1;
          const parts = jackknifeParts(n);
          for (let k = 0; k < count; k++) {
            const [base, own] = drawn(inOrder, n, exchanged, random);
            const partOf = partition(n, random);
            const [theirs, ours] = [base, own].map((e) => statisticOf(e, metric, partOf, parts));
            const factor = share === null ? 1 : 1 + share;
            excesses(name, theirs, scaled(ours, factor), edge).forEach(([low, high], kind) => {
              if (high <= 0) counts[kind]++;
              if (low > 0) counts[2 + kind]++;
            });
          }
          return counts;
        });
        const cell = (kind) => {
          const all = shares.map((counts) => counts[kind]);
          const sum = all.reduce((x, y) => x + y, 0);
          return `${percent(sum, count * all.length)} (${percent(Math.max(...all), count)})`;
        };
        rows.push([title, name, n, ...[0, 1, 2, 3].map(cell)]);
      }
    }
  }
  table(rows);
}

if (process.argv[1]?.endsWith('gate-shares.js')) await run(Number(process.argv[2] ?? 2000));
