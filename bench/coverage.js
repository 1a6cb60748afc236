// How often the 95% intervals hold the truth: predictions are drawn from a population whose metrics are known, again and
// again, and scored; intervals as in `tanimark score`, beside BCa intervals. Populations are made up (their metrics are
// known to three digits, from a very large sample), or the errors of real models (bench/error-populations.py).
//
//   node bench/coverage.js [samples per row of the table, 2000] [folder of populations] [draws of BCa, 1000; 0 for none]
//   node bench/coverage.js <samples> <folder of populations> <draws> studentized
//
// The second compares studentized intervals with both, of small samples, on every third population.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lossDifference } from '../dist/evaluation/bootstrap/difference.js';
import { GroupEvaluator } from '../dist/evaluation/bootstrap/group-evaluator.js';
import { intervalOf, studentizedScale, trialsOf } from '../dist/evaluation/bootstrap/interval.js';
import { metricNamed } from '../dist/index.js';
import { Random } from '../dist/random.js';
import { bcaInterval } from '../dist/statistics/bca.js';
import { jackknifeParts } from '../dist/statistics/resampling.js';
import { table } from './common.js';

const DRAWS = Number(process.argv[4] ?? 1000);
const POPULATION = 1_000_000;
const SIZES = [30, 100, 300];
const REAL_SIZES = [30, 50, 100, 300];
const STUDENTIZED_SIZES = [30, 50, 100];
/** Fewer rows of a class are flagged. */
const FEW = 10;

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

function evaluatorOf({ truth, value, units }, metrics, seed, studentized = false) {
  const probabilities = value.every((v) => v >= 0 && v <= 1);
  const classes = probabilities ? value.map((v) => (v >= 0.5 ? 1 : 0)) : undefined;
  const statistics = metrics.map((metric) => {
    const scale = studentized ? studentizedScale(metricNamed(metric)) : null;
    const errors = scale ? { scale, against: null } : undefined;
    return { source: 0, metric, drawn: true, studentized: errors };
  });
  const sources = [{ value, classes, probabilities }];
  return new GroupEvaluator({ truth, sources, trainMean: 6.5, statistics, units, seed });
}

/**
 * Whether the intervals of one sample hold the truths, and how wide they are: as in `tanimark score`, BCa, and studentized
 * if they are wanted.
 */
function tried(data, metrics, truths, seed, random, studentized = false) {
  const evaluator = evaluatorOf(data, metrics, seed, studentized);
  const values = evaluator.all();
  const draws = evaluator.run({ kind: 'draws', first: 0, count: DRAWS, seed: random.seed() });
  const parts = jackknifeParts(data.units.count);
  const left = evaluator.run({ kind: 'jackknife', first: 0, count: parts });
  const kinds = studentized ? 3 : 1;
  return metrics.map((name, s) => {
    const column = (all, count, of = 1, kind = 0) =>
      Float64Array.from({ length: count }, (_x, d) => all[(d * of + kind) * metrics.length + s]);
    const metric = metricNamed(name);
    const value = values[s];
    const resampled = {
      draws: column(draws, DRAWS, kinds),
      errors: studentized ? column(draws, DRAWS, kinds, 1) : undefined,
      jackknife: column(left, parts),
    };
    const prediction = metric.needs[0] === 'class' ? classesOf(data.value) : data.value;
    const trials = trialsOf(metric, { ...data, prediction }, data.units);
    const own = intervalOf(metric, { value, resampled, trials });
    const bca =
      typeof value === 'number' && DRAWS > 0
        ? bcaInterval(value, resampled.draws, resampled.jackknife)
        : null;
    const t = studentized ? intervalOf(metric, { value, resampled, method: 'studentized' }) : null;
    const all = [own, bca, ...(studentized ? [t] : [])];
    return all
      .map((found) => (Array.isArray(found) ? found : null))
      .map((interval) =>
        interval
          ? {
              held: interval[0] - 1e-12 <= truths[s] && truths[s] <= interval[1] + 1e-12 ? 1 : 0,
              width: interval[1] - interval[0],
            }
          : null,
      );
  });
}

const classesOf = (value) => value.map((v) => (v >= 0.5 ? 1 : 0));

/** Shares of intervals that hold the truth, in per cent, and mean widths, by metric and kind; of those there are. */
function summary(samples) {
  return samples[0].map((kinds, s) =>
    kinds.map((_, k) => {
      const found = samples.flatMap((sample) => sample[s][k] ?? []);
      const mean = (of) => found.reduce((sum, one) => sum + of(one), 0) / found.length;
      return { coverage: 100 * mean(({ held }) => held), width: mean(({ width }) => width) };
    }),
  );
}

function simulated(draw, metrics, copies, byRow, molecules, repeats, truths) {
  const random = new Random(1);
  const samples = Array.from({ length: repeats }, (_, k) =>
    tried(sample(draw, molecules, copies, random, byRow), metrics, truths, k, random),
  );
  return summary(samples);
}

export async function run(repeats = 200) {
  console.log(
    `## Coverage of 95 % intervals, in per cent of ${repeats} samples, ${DRAWS} draws each\n`,
  );
  const rows = [
    ['data', 'metric', 'resampled by', ...SIZES.map((n) => `${n} molecules: new / BCa`)],
  ];
  for (const [name, draw, metrics, copies] of FAMILIES) {
    const truths = evaluatorOf(sample(draw, POPULATION, 1, new Random(0), true), metrics, 0).all();
    for (const byRow of copies === 1 ? [false] : [false, true]) {
      const bySize = SIZES.map((n) => simulated(draw, metrics, copies, byRow, n, repeats, truths));
      metrics.forEach((metric, s) => {
        const cells = bySize.map((found) =>
          found[s].map(({ coverage }) => coverage.toFixed(1)).join(' / '),
        );
        rows.push([name, metric, byRow ? 'row' : 'molecule', ...cells]);
      });
    }
  }
  table(rows);
  const error = 100 * Math.sqrt((0.95 * 0.05) / repeats);
  console.log(`The standard error of a share is ${error.toFixed(1)}.\n`);
}

const REAL = [
  ['r-', ['mae', 'rmse', 'r2', 'pearson', 'spearman', 'kendall']],
  [
    'c-',
    [
      'roc_auc',
      'average_precision',
      'mcc',
      'balanced_accuracy',
      'f1',
      'accuracy',
      'recall',
      'brier',
    ],
  ],
];

/** Rows with at least {@link FEW} of either class, or null where that hardly ever happens. */
function rowsFrom({ truth }, n, random, isClass) {
  for (let attempt = 0; attempt < 20; attempt++) {
    const rows = Array.from({ length: n }, () => Math.floor(random.uniform() * truth.length));
    const positives = rows.filter((i) => truth[i] === 1).length;
    if (!isClass || Math.min(positives, n - positives) >= FEW) return rows;
  }
  return null;
}

function drawnFrom(population, n, random, isClass) {
  const rows = rowsFrom(population, n, random, isClass);
  if (rows === null) return null;
  const pick = (list) => Float64Array.from(rows, (i) => list[i]);
  const of = Int32Array.from({ length: n }, (_, i) => i);
  return { truth: pick(population.truth), value: pick(population.value), units: { count: n, of } };
}

function populationIn(path, isClass) {
  const lines = readFileSync(path, 'utf8').trim().split('\n').slice(1);
  const cells = lines.map((line) => line.split(',').map(Number));
  const truth = Float64Array.from(cells, ([y]) => y);
  const value = Float64Array.from(cells, ([, p]) => (isClass ? Math.min(1, Math.max(0, p)) : p));
  const of = Int32Array.from(truth.keys());
  return { truth, value, units: { count: truth.length, of } };
}

/** Coverage on populations of real errors: the mean over populations, and the worst of them. */
export function runReal(folder, repeats) {
  for (const [prefix, metrics] of REAL) {
    const files = readdirSync(folder).filter((name) => name.startsWith(prefix));
    const isClass = prefix === 'c-';
    console.log(`## ${files.length} populations of real errors, ${repeats} samples each\n`);
    const found = REAL_SIZES.map((n) =>
      files.flatMap((file) => {
        const population = populationIn(join(folder, file), isClass);
        const truths = evaluatorOf(population, metrics, 0).all();
        const random = new Random(7);
        const samples = [];
        for (let k = 0; k < repeats; k++) {
          const data = drawnFrom(population, n, random, isClass);
          if (data === null) return [];
          samples.push(tried(data, metrics, truths, k, random));
        }
        return [summary(samples)];
      }),
    );
    const rows = [['metric', ...REAL_SIZES.map((n) => `${n} rows: new, BCa, width`)]];
    metrics.forEach((metric, s) => {
      const cells = found.map((populations) => {
        const of = (kind, field) =>
          populations.map((one) => one[s][kind][field]).filter((v) => !Number.isNaN(v));
        const shown = [0, 1].map((kind) => {
          const all = of(kind, 'coverage');
          const mean = all.reduce((a, b) => a + b, 0) / all.length;
          return `${mean.toFixed(1)} (${Math.min(...all).toFixed(1)})`;
        });
        const [own, bca] = [0, 1].map((kind) => of(kind, 'width'));
        const ratios = own.map((w, i) => w / bca[i]).sort((a, b) => a - b);
        return [...shown, ratios[Math.floor(ratios.length / 2)]?.toFixed(2) ?? '–'].join(', ');
      });
      rows.push([metric, ...cells]);
    });
    table(rows);
  }
}

/** Coverage of studentized intervals on every third population of real errors, beside the two others. */
export function runStudentized(folder, repeats) {
  for (const [prefix, metrics] of REAL) {
    const isClass = prefix === 'c-';
    const files = readdirSync(folder)
      .filter((name) => name.startsWith(prefix))
      .sort()
      .filter((_, k) => k % 3 === 0);
    console.log(
      `## Studentized: ${files.length} populations, ${repeats} samples, ${DRAWS} draws\n`,
    );
    const rows = [
      ['metric', ...STUDENTIZED_SIZES.map((n) => `${n} rows: own, BCa, t, width, none`)],
    ];
    const found = STUDENTIZED_SIZES.map((n) =>
      files.flatMap((file) => {
        const population = populationIn(join(folder, file), isClass);
        const truths = evaluatorOf(population, metrics, 0).all();
        const random = new Random(7);
        const samples = [];
        for (let k = 0; k < repeats; k++) {
          const data = drawnFrom(population, n, random, isClass);
          if (data === null) return [];
          samples.push(tried(data, metrics, truths, k, random, true));
        }
        return [samples];
      }),
    );
    metrics.forEach((metric, s) => {
      const cells = found.map((populations) => {
        const shown = [0, 1, 2].map((kind) => {
          const coverage = populations
            .map((samples) => samples.flatMap((sample) => sample[s][kind] ?? []))
            .filter((own) => own.length > 0)
            .map((own) => (100 * own.filter(({ held }) => held).length) / own.length);
          const mean = coverage.reduce((a, b) => a + b, 0) / coverage.length;
          return `${mean.toFixed(1)} (${Math.min(...coverage).toFixed(1)})`;
        });
        // Of the samples that have both.
        const both = populations.flat().filter((sample) => sample[s][0] && sample[s][2]);
        const ratios = both
          .map((sample) => sample[s][2].width / sample[s][0].width)
          .sort((a, b) => a - b);
        const none =
          100 *
          (1 -
            populations.flat().filter((sample) => sample[s][2]).length / populations.flat().length);
        return [
          ...shown,
          ratios[Math.floor(ratios.length / 2)]?.toFixed(2) ?? '–',
          `${none.toFixed(0)} %`,
        ].join(', ');
      });
      rows.push([metric, ...cells]);
    });
    table(rows);
  }
}

const MODELS = ['forest', 'linear', '5nn', '1nn'];
const DIFFERENCES = [
  ['r-', ['mae', 'rmse', 'r2', 'pearson', 'spearman']],
  ['c-', ['roc_auc', 'average_precision', 'mcc', 'balanced_accuracy', 'f1', 'brier']],
];

/** Values of two models on some rows, without each part in turn, and how they differ. */
function differencesOf(a, b, rows, swapped, metrics) {
  const statistics = [0, 1].flatMap((source) =>
    metrics.map((metric) => ({ source, metric, drawn: false })),
  );
  const isClass = a.truth.every((y) => y === 0 || y === 1);
  const pick = (own, other) =>
    Float64Array.from(rows, (i, k) => (swapped[k] ? other : own).value[i]);
  const sources = [pick(a, b), pick(b, a)].map((value) => ({
    value,
    classes: isClass ? classesOf(value) : undefined,
    probabilities: isClass,
  }));
  const truth = Float64Array.from(rows, (i) => a.truth[i]);
  const units = { count: rows.length, of: Int32Array.from(truth.keys()) };
  const evaluator = new GroupEvaluator({
    truth,
    sources,
    trainMean: 0,
    statistics,
    units,
    seed: 1,
  });
  const values = evaluator.all();
  const count = jackknifeParts(units.count);
  const left = evaluator.run({ kind: 'jackknife', first: 0, count });
  return metrics.map((name, s) => {
    const statistic = (at) => ({
      value: values[at],
      units: units.count,
      resampled: {
        draws: new Float64Array(0),
        jackknife: Float64Array.from({ length: count }, (_, d) => left[d * statistics.length + at]),
      },
    });
    return lossDifference(metricNamed(name), statistic(s), statistic(metrics.length + s));
  });
}

/** How often models that differ by chance alone are called different, and intervals hold the true difference. */
export function runDifferences(folder, repeats) {
  for (const [prefix, metrics] of DIFFERENCES) {
    const isClass = prefix === 'c-';
    const bases = new Set(
      readdirSync(folder)
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.replace(/-[^-]+$/, '')),
    );
    const pairs = [...bases].flatMap((base) =>
      MODELS.flatMap((first, i) =>
        MODELS.slice(i + 1).map((second) =>
          [first, second].map((model) =>
            populationIn(join(folder, `${base}-${model}.csv`), isClass),
          ),
        ),
      ),
    );
    console.log(`## Differences: ${pairs.length} pairs of models, ${repeats} samples each\n`);
    const rows = [['metric', ...REAL_SIZES.map((n) => `${n} rows: different by chance, coverage`)]];
    const found = REAL_SIZES.map((n) =>
      pairs.flatMap(([a, b]) => {
        const everything = Array.from(a.truth.keys());
        const never = everything.map(() => false);
        const truths = differencesOf(a, b, everything, never, metrics);
        const random = new Random(3);
        const counts = metrics.map(() => ({ called: 0, held: 0, of: 0 }));
        for (let k = 0; k < repeats; k++) {
          const drawn = rowsFrom(a, n, random, isClass);
          if (drawn === null) return [];
          const asTheyAre = differencesOf(a, b, drawn, never, metrics);
          const exchanged = differencesOf(
            a,
            b,
            drawn,
            drawn.map(() => random.uniform() < 0.5),
            metrics,
          );
          metrics.forEach((_, s) => {
            const [own, chance] = [asTheyAre[s]?.ci95, exchanged[s]?.ci95];
            if (!own || !chance) return;
            const { difference } = truths[s];
            counts[s].of++;
            if (own[0] <= difference && difference <= own[1]) counts[s].held++;
            if (chance[0] > 0 || chance[1] < 0) counts[s].called++;
          });
        }
        return [counts];
      }),
    );
    metrics.forEach((metric, s) => {
      const cells = found.map((all) => {
        const share = (field) => all.map((one) => (100 * one[s][field]) / one[s].of);
        const mean = (list) => list.reduce((x, y) => x + y, 0) / list.length;
        const held = share('held');
        return `${mean(share('called')).toFixed(1)}, ${mean(held).toFixed(1)} (${Math.min(...held).toFixed(1)})`;
      });
      rows.push([metric, ...cells]);
    });
    table(rows);
  }
}

if (process.argv[1]?.endsWith('coverage.js')) {
  const [, , repeats = '2000', folder, , only] = process.argv;
  if (only === 'studentized') runStudentized(folder, Number(repeats));
  else if (folder) {
    runReal(folder, Number(repeats));
    runDifferences(folder, Number(repeats));
  } else await run(Number(repeats));
}
