// How often 95% intervals hold the truth where a test set is made of whole series: such test sets are drawn, series by
// series, from populations of predictions for series that models have not seen (bench/series-populations.py). The truth is the
// metric over all series of the population. What is left out by the jackknife is the molecule, a Taylor-Butina cluster of
// the test molecules, or the series itself.
//
//   node bench/clusters.js <folder of populations> [samples of each, 100] [first letters of their names] [seed, 11]

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFingerprint } from '../dist/chemistry/fingerprint.js';
import { ChemistryPool } from '../dist/chemistry/pool.js';
import { readMoleculeTable } from '../dist/dataset/molecule-table.js';
import { lossDifference } from '../dist/evaluation/bootstrap/difference.js';
import { GroupEvaluator } from '../dist/evaluation/bootstrap/group-evaluator.js';
import { intervalOf, trialsOf } from '../dist/evaluation/bootstrap/interval.js';
import { metricNamed } from '../dist/index.js';
import { Job } from '../dist/job.js';
import { Random } from '../dist/random.js';
import { butinaClusters } from '../dist/similarity/clusters.js';
import { fingerprintMatrix } from '../dist/similarity/fingerprints.js';
import { buildThresholdGraph } from '../dist/similarity/threshold-graph.js';
import { jackknifeParts } from '../dist/statistics/resampling.js';
import { table } from './common.js';

/** Numbers of series in a test set. */
const SERIES = [5, 10, 20, 40, 100];
const CUTOFFS = [65, 40, 35];
const METRICS = {
  r: ['mae', 'rmse', 'r2', 'pearson', 'spearman'],
  c: ['roc_auc', 'average_precision', 'brier', 'accuracy', 'recall'],
};
const FEW = 5;
/** Fewest rows of a test set, and the share of drawn sets that must have them: else what is left is another population. */
const LEAST_ROWS = 20;
const USUAL = 0.9;
const MODELS = ['forest', 'linear', '5nn'];

const classesOf = (value) => value.map((v) => (v >= 0.5 ? 1 : 0));

/** A population of one folder: its rows, and which rows each series has. */
function populationIn(path, isClass) {
  const lines = readFileSync(path, 'utf8').trim().split('\n').slice(1);
  const cells = lines.map((line) => line.split(',').map(Number));
  const truth = Float64Array.from(cells, ([y]) => y);
  const value = Float64Array.from(cells, ([, p]) => (isClass ? Math.min(1, Math.max(0, p)) : p));
  const series = [];
  cells.forEach(([, , s], i) => {
    series[s] ??= [];
    series[s].push(i);
  });
  return { truth, value, series: series.filter((rows) => rows) };
}

/** Who is similar to whom in a table, at each cutoff; and the molecule of each row. */
async function neighborsIn(path) {
  const pool = new ChemistryPool(parseFingerprint('morgan'), {});
  try {
    const { set } = await readMoleculeTable(path, { smiles: 'smiles' }, pool, new Job());
    const matrix = fingerprintMatrix(set.words, pool.fingerprint.words);
    const graphs = [];
    for (const percent of CUTOFFS) {
      graphs.push(await buildThresholdGraph(matrix, { num: percent, den: 100 }, new Job()));
    }
    return { graphs, moleculeOf: set.moleculeOf };
  } finally {
    await pool.close();
  }
}

/** Taylor-Butina clusters of some rows. Rows of two draws of one series are not neighbors: they stand for two series. */
function clustersOf({ offsets, neighbors }, moleculeOf, rows, series, draw) {
  const places = new Map();
  rows.forEach((row, k) => {
    const m = moleculeOf[row];
    if (places.has(m)) places.get(m).push(k);
    else places.set(m, [k]);
  });
  const lists = rows.map((row, k) => {
    const m = moleculeOf[row];
    const found = [m, ...neighbors.subarray(offsets[m], offsets[m + 1])].flatMap(
      (other) => places.get(other) ?? [],
    );
    return found
      .filter((other) => other !== k && (draw[other] === draw[k] || series[other] !== series[k]))
      .sort((a, b) => a - b);
  });
  const starts = new Int32Array(rows.length + 1);
  lists.forEach((list, k) => {
    starts[k + 1] = starts[k] + list.length;
  });
  return butinaClusters({
    count: rows.length,
    offsets: starts,
    neighbors: Int32Array.from(lists.flat()),
  });
}

/** Rows of whole series, drawn with replacement; null where these are too few, or too few of a class. */
function drawn({ truth, series }, count, random, isClass) {
  const rows = [];
  const of = [];
  const draw = [];
  for (let d = 0; d < count; d++) {
    const s = random.below(series.length);
    for (const row of series[s]) {
      rows.push(row);
      of.push(s);
      draw.push(d);
    }
  }
  const positives = rows.filter((i) => truth[i] === 1).length;
  if (rows.length < LEAST_ROWS) return null;
  if (isClass && Math.min(positives, rows.length - positives) < FEW) return null;
  return { rows, of, draw };
}

/** Test sets, drawn until there are enough; null where too many are too small. */
function testSets(population, count, samples, random, isClass) {
  const all = [];
  for (let k = 0; k < samples / USUAL && all.length < samples; k++) {
    const one = drawn(population, count, random, isClass);
    if (one !== null) all.push(one);
  }
  return all.length < samples * 0.95 ? null : all;
}

/** Numbered from 0. */
function unitsFrom(list) {
  const numbers = new Map();
  const of = Int32Array.from(list, (one) => {
    if (!numbers.has(one)) numbers.set(one, numbers.size);
    return numbers.get(one);
  });
  return { count: numbers.size, of };
}

/** Clusters of whole series: each series is in the cluster that most of its rows are in, of several the first. */
function wholeSeries(series, clusters) {
  const counts = new Map();
  Array.from(series).forEach((s, k) => {
    if (!counts.has(s)) counts.set(s, new Map());
    const own = counts.get(s);
    own.set(clusters[k], (own.get(clusters[k]) ?? 0) + 1);
  });
  const home = new Map();
  for (const [s, own] of counts) {
    home.set(s, [...own].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0][0]);
  }
  return unitsFrom(Array.from(series, (s) => home.get(s)));
}

function evaluatorOf(truth, values, units, metrics, isClass) {
  const statistics = values.flatMap((_, source) =>
    metrics.map((metric) => ({ source, metric, drawn: false })),
  );
  const sources = values.map((value) => ({
    value,
    classes: isClass ? classesOf(value) : undefined,
    probabilities: isClass,
  }));
  return new GroupEvaluator({ truth, sources, trainMean: 0, statistics, units, seed: 1 });
}

/** Statistics of metrics, of each of some predictions: predictions × metrics. */
function statisticsOf(truth, values, units, metrics, isClass) {
  const evaluator = evaluatorOf(truth, values, units, metrics, isClass);
  const all = evaluator.all();
  const parts = jackknifeParts(units.count);
  const left = evaluator.run({ kind: 'jackknife', first: 0, count: parts });
  return all.map((value, s) => {
    const metric = metricNamed(metrics[s % metrics.length]);
    const prediction = values[Math.floor(s / metrics.length)];
    const own = metric.needs[0] === 'class' ? classesOf(prediction) : prediction;
    const jackknife = Float64Array.from({ length: parts }, (_, d) => left[d * all.length + s]);
    return {
      value,
      resampled: { draws: new Float64Array(0), jackknife },
      units: units.count,
      trials: trialsOf(metric, { truth, prediction: own }, units),
    };
  });
}

const UNITS = ['molecule', ...CUTOFFS.map((c) => `cluster ${c / 100}`), 'series', 'series in 0.4'];

/** The units of a drawn test set, in the order of {@link UNITS}. */
function unitsOf({ rows, of, draw }, { graphs, moleculeOf }) {
  const clusters = graphs.map((graph) => clustersOf(graph, moleculeOf, rows, of, draw));
  return [
    unitsFrom(rows.map((_, k) => k)),
    ...clusters.map((list) => unitsFrom(list)),
    unitsFrom(draw),
    wholeSeries(draw, clusters[CUTOFFS.indexOf(40)]),
  ];
}

const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
const held = ([low, high], truth) => low - 1e-12 <= truth && truth <= high + 1e-12;

/** Coverage and width of the intervals of single values, for each kind of unit and each metric. */
function coverage(population, graphs, count, samples, metrics, isClass, seed) {
  const { truth, value } = population;
  const everything = unitsFrom(truth);
  const truths = evaluatorOf(truth, [value], everything, metrics, isClass).all();
  const random = new Random(seed);
  const found = UNITS.map(() => ({ units: [], metrics: metrics.map(() => []) }));
  const sets = testSets(population, count, samples, random, isClass);
  if (sets === null) return null;
  for (const sample of sets) {
    const [y, p] = [truth, value].map((list) => Float64Array.from(sample.rows, (i) => list[i]));
    unitsOf(sample, graphs).forEach((units, u) => {
      found[u].units.push(units.count);
      statisticsOf(y, [p], units, metrics, isClass).forEach((statistic, m) => {
        const own = intervalOf(metricNamed(metrics[m]), statistic);
        const given = Array.isArray(own);
        found[u].metrics[m].push({
          given,
          held: given && held(own, truths[m]) ? 1 : 0,
          width: given ? own[1] - own[0] : Number.NaN,
        });
      });
    });
  }
  return found;
}

/** How often the interval of the difference of two models holds that of the population, and how often it excludes 0 after an exchange by series. */
function differences(first, second, graphs, count, samples, metrics, isClass, seed) {
  const { truth } = first;
  const everything = unitsFrom(truth.map((_, i) => i));
  const one = (y, a, b, units) => {
    const all = statisticsOf(y, [a, b], units, metrics, isClass);
    return metrics.map((name, m) =>
      lossDifference(metricNamed(name), all[m], all[metrics.length + m]),
    );
  };
  const truths = one(truth, first.value, second.value, everything);
  const random = new Random(seed);
  const found = UNITS.map(() => metrics.map(() => []));
  const sets = testSets(first, count, samples, random, isClass);
  if (sets === null) return null;
  for (const sample of sets) {
    const pick = (list) => Float64Array.from(sample.rows, (i) => list[i]);
    const y = pick(truth);
    const [a, b] = [pick(first.value), pick(second.value)];
    const swap = Array.from({ length: count }, () => random.uniform() < 0.5);
    const exchanged = (own, other) => own.map((v, i) => (swap[sample.draw[i]] ? other[i] : v));
    unitsOf(sample, graphs).forEach((units, u) => {
      const asTheyAre = one(y, a, b, units);
      const chance = one(y, exchanged(a, b), exchanged(b, a), units);
      metrics.forEach((_, m) => {
        const [own, none] = [asTheyAre[m]?.ci95, chance[m]?.ci95];
        if (!own || !none) return;
        found[u][m].push({
          held: held(own, truths[m].difference) ? 1 : 0,
          called: none[0] > 0 || none[1] < 0 ? 1 : 0,
        });
      });
    });
  }
  return found;
}

export async function run(folder, samples, begins = '', seed = 11) {
  const files = readdirSync(folder).filter((name) => name.startsWith(begins));
  const known = new Map();
  for (const prefix of ['r', 'c']) {
    const isClass = prefix === 'c';
    const metrics = METRICS[prefix];
    const bases = [...new Set(files.map((name) => name.replace(/-[^-]+$/, '')))].filter((name) =>
      name.startsWith(`${prefix}-`),
    );
    const results = [];
    for (const base of bases) {
      const set = base.split('-')[1];
      if (!known.has(set)) known.set(set, await neighborsIn(join(folder, `${base}-forest.csv`)));
      const graphs = known.get(set);
      const populations = MODELS.map((m) =>
        populationIn(join(folder, `${base}-${m}.csv`), isClass),
      );
      for (const count of SERIES.filter((n) => n <= populations[0].series.length)) {
        populations.forEach((population, m) => {
          const own = coverage(population, graphs, count, samples, metrics, isClass, seed);
          if (own) results.push({ base, kind: base.split('-')[2], model: MODELS[m], count, own });
        });
        const [forest, , near] = populations;
        const pair = differences(forest, near, graphs, count, samples, metrics, isClass, seed);
        if (pair) results.push({ base, kind: base.split('-')[2], count, pair });
      }
      process.stderr.write(`${base}\n`);
    }
    if (results.length > 0) print(results, metrics, isClass ? 'classes' : 'numbers', samples);
  }
}

function print(results, metrics, what, samples) {
  const kinds = [...new Set(results.map(({ kind }) => kind))];
  for (const kind of [...kinds, 'all']) {
    const own = results.filter((one) => one.own && (kind === 'all' || one.kind === kind));
    console.log(
      `## ${what}, series: ${kind}; ${new Set(own.map(({ base, model }) => `${base} ${model}`)).size} populations, ${samples} samples each`,
    );
    console.log(
      'mean coverage (worst population), median width as a multiple of that by molecule, share without an interval\n',
    );
    const rows = [['series', 'unit', 'units', ...metrics]];
    for (const count of [...SERIES, 'any']) {
      const here = own.filter((one) => count === 'any' || one.count === count);
      if (here.length === 0) continue;
      UNITS.forEach((unit, u) => {
        const cells = metrics.map((_, m) => {
          const covered = here
            .map(({ own }) => {
              const given = own[u].metrics[m].filter((one) => one.given);
              return (100 * given.filter((one) => one.held).length) / given.length;
            })
            .filter((v) => !Number.isNaN(v));
          const widths = (k) =>
            here.map(({ own }) =>
              mean(own[k].metrics[m].filter((x) => x.given).map((x) => x.width)),
            );
          const [mine, theirs] = [widths(u), widths(0)];
          const ratios = mine
            .map((w, i) => w / theirs[i])
            .filter((v) => !Number.isNaN(v))
            .sort((a, b) => a - b);
          const none = mean(
            here.map(({ own }) => mean(own[u].metrics[m].map((x) => (x.given ? 0 : 1)))),
          );
          return `${mean(covered).toFixed(1)} (${Math.min(...covered).toFixed(0)}) ${ratios[ratios.length >> 1]?.toFixed(2)}${none > 0.005 ? ` −${(100 * none).toFixed(0)}` : ''}`;
        });
        rows.push([
          count,
          unit,
          mean(here.map(({ own }) => mean(own[u].units))).toFixed(0),
          ...cells,
        ]);
      });
    }
    table(rows);
    const pairs = results.filter((one) => one.pair && (kind === 'all' || one.kind === kind));
    console.log(
      'Differences of forest and 5-NN: mean coverage (worst), called different after an exchange by series\n',
    );
    const lines = [['series', 'unit', ...metrics]];
    for (const count of [...SERIES, 'any']) {
      const here = pairs.filter((one) => count === 'any' || one.count === count);
      if (here.length === 0) continue;
      UNITS.forEach((unit, u) => {
        const cells = metrics.map((_, m) => {
          const share = (field) =>
            here
              .map(({ pair }) => 100 * mean(pair[u][m].map((x) => x[field])))
              .filter((v) => !Number.isNaN(v));
          const covered = share('held');
          return `${mean(covered).toFixed(1)} (${Math.min(...covered).toFixed(0)}) ${mean(share('called')).toFixed(1)}`;
        });
        lines.push([count, unit, ...cells]);
      });
    }
    table(lines);
  }
}

if (process.argv[1]?.endsWith('clusters.js')) {
  const [, , folder, samples = '100', begins, seed] = process.argv;
  await run(folder, Number(samples), begins, seed && Number(seed));
}
