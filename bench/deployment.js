// The error to expect of molecules that are not measured yet, against the error that they have: parts of real sets were held
// back (bench/expect-populations.py), and their mean absolute error is estimated from the test molecules and from the
// similarities alone. Bias is the mean of log(estimate / truth); coverage that of nominal 95% intervals.
//
//   node bench/deployment.js <folder of the populations>

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../dist/random.js';
import { parseBins } from '../dist/similarity/bins.js';
import { meanElsewhere } from '../dist/statistics/mean-elsewhere.js';
import { jackknifeParts, partition } from '../dist/statistics/resampling.js';
import { fallingSteps, strataSteps } from '../dist/statistics/steps.js';
import { table } from './common.js';

const bins = parseBins('0,1/3,2/3,1');

/** Means of the three usual bins; a bin without test molecules takes the value of its neighbor. */
function binSteps(x, y) {
  const of = [0, 1, 2].map((b) => y.filter((_, i) => bins.ofNumber(x[i]) === b));
  const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = (values) => mean(values.map((v) => (v - mean(values)) ** 2));
  const near = of.map((own, b) =>
    own.length > 0 ? own : (of.find((o, c) => Math.abs(b - c) === 1 && o.length > 0) ?? y),
  );
  return {
    starts: Float64Array.of(Number.NEGATIVE_INFINITY, bins.low(1), bins.low(2)),
    values: Float64Array.from(near, mean),
    variances: Float64Array.from(near, variance),
  };
}

const strata = (size) => (x, y) => strataSteps(x, y, size);
const falling = (size) => (x, y) => fallingSteps(x, y, size);
const METHODS = {
  'test set as it is': (x, y) => strataSteps(x, y, x.length),
  'three bins': binSteps,
  'strata of 30': strata(30),
  'strata of 15': strata(15),
  'strata of 10': strata(10),
  isotonic: falling(1),
  'isotonic, strata of 30': falling(30),
  'isotonic, strata of 15': falling(15),
  'isotonic, strata of 10': falling(10),
  'isotonic, strata of 5': falling(5),
};

/** Without the chance of the library's own molecules: as `tanimark score --deployment` has it, of the metric alone. */
const OF_METRIC = 'isotonic, strata of 5, as score has it';
/** The same library so often that its own molecules leave nothing to chance. */
const COPIES = 100;
METHODS[OF_METRIC] = falling(5);

function copied(list) {
  return Float64Array.from(
    { length: COPIES * list.length },
    (_, i) => list[Math.floor(i / COPIES)],
  );
}

const folder = join(process.argv[2], 'deployment');
const found = [];
for (const file of readdirSync(folder).sort()) {
  const set = file.replace('.jsonl', '');
  for (const [trial, line] of readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .entries()) {
    const { design, test, similarity, errors } = JSON.parse(line);
    const elsewhere = Float64Array.from(similarity.slice(test)).sort();
    const order = [...Array(test).keys()].sort((a, b) => similarity[a] - similarity[b]);
    const x = Float64Array.from(order, (i) => similarity[i]);
    const parts = jackknifeParts(test);
    const part = partition(test, new Random(trial));
    for (const [model, own] of Object.entries(errors)) {
      const y = Float64Array.from(order, (i) => own[i]);
      const truth = own.slice(test).reduce((sum, e) => sum + e, 0) / (own.length - test);
      for (const [method, fit] of Object.entries(METHODS)) {
        const library = method === OF_METRIC ? copied(elsewhere) : elsewhere;
        const { value, ci95 } = meanElsewhere({ x, y, part, parts }, library, fit);
        found.push({
          set,
          design,
          model,
          method,
          bias: Math.log(value / truth),
          held: ci95 && ci95[0] <= truth && truth <= ci95[1] ? 1 : 0,
          below: ci95 && truth > ci95[1] ? 1 : 0,
          width: ci95 ? Math.log(ci95[1] / ci95[0]) : Number.POSITIVE_INFINITY,
        });
      }
    }
  }
}
const mean = (rows, of) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
const designs = [...new Set(found.map(({ design }) => design))].sort();
for (const design of designs) {
  console.log(`held back: ${design}`);
  table([
    ['method', 'bias', 'spread', 'covered %', 'truth above %', 'width'],
    ...Object.keys(METHODS).map((method) => {
      const own = found.filter((one) => one.design === design && one.method === method);
      const bias = mean(own, (one) => one.bias);
      return [
        method,
        bias.toFixed(3),
        Math.sqrt(mean(own, (one) => (one.bias - bias) ** 2)).toFixed(3),
        (100 * mean(own, (one) => one.held)).toFixed(1),
        (100 * mean(own, (one) => one.below)).toFixed(1),
        mean(own, (one) => one.width).toFixed(3),
      ];
    }),
  ]);
}
const chosen = 'isotonic, strata of 5';
console.log(`by set and model: ${chosen}`);
table([
  ['set', 'model', ...designs.flatMap((d) => [`${d}: bias`, 'covered %'])],
  ...[...new Set(found.map(({ set, model }) => `${set},${model}`))].map((key) => {
    const [set, model] = key.split(',');
    return [
      set,
      model,
      ...designs.flatMap((design) => {
        const own = found.filter(
          (o) => o.set === set && o.model === model && o.design === design && o.method === chosen,
        );
        return [mean(own, (o) => o.bias).toFixed(3), (100 * mean(own, (o) => o.held)).toFixed(1)];
      }),
    ];
  }),
]);
