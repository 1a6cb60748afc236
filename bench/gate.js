// How often the gate that `tanimark check --init` writes is wrong, by either way to decide, in simulations: two models that are
// equally good, and one that is worse in the lowest stratum alone by twice the margin. Errors are normal, larger at
// low similarity, and those of the two models on a molecule correlate by ρ, as of a learner that is trained again.
//
//   node bench/gate.js [seeds, 1000]

import { sampleCorrelation } from 'simple-statistics';
import { decided } from '../dist/gate/rules/decide.js';
import { judgeTarget } from '../dist/gate/rules/judge.js';
import { gateVerdict } from '../dist/gate/rules/verdict.js';
import { searchNeighbors, split } from '../dist/index.js';
import { Job } from '../dist/job.js';
import { Random } from '../dist/random.js';
import { parseBins } from '../dist/similarity/bins.js';
import { fingerprintsOf } from '../dist/similarity/compared.js';
import { selectFingerprints } from '../dist/similarity/fingerprints.js';
import { dataset, table } from './common.js';
import { realErrors } from './gate-rules.js';

/** Test molecules in each of three strata, and the spread of errors in each, in units of pIC50. */
const ROWS = 300;
const SPREAD = [0.9, 0.7, 0.5];

const bins = parseBins('0,1/3,2/3,1');
const settings = { bins, by: [], bootstrap: 2000, resample: 'row', minN: 30, threshold: undefined };
const gate = { seed: 0, bootstrap: 2000, inconclusive: 'warn' };

function normals(random, count) {
  return Float64Array.from({ length: count }, () => {
    const [u, v] = [1 - random.uniform(), random.uniform()];
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
  });
}

/** Rules of the starter: the first metric overall and in each stratum. */
function starterRules(metric, margin, decide) {
  const rule = {
    name: null,
    metric,
    task: null,
    min: null,
    max: null,
    on: 'interval',
    decide,
    level: 'error',
  };
  const tolerance = { maxDrop: { value: 0 }, margin };
  return ['overall', 'each'].map((kind, r) => ({
    ...rule,
    number: r + 1,
    stratum: kind,
    rows: { kind },
    tolerance,
  }));
}

async function verdictOf(rules, task, truth, baseline, predicted, seed) {
  const n = truth.length;
  const target = {
    name: 'y',
    task,
    truth,
    train: new Float64Array(0),
    models: [{ value: predicted }],
    sources: [{ name: 'new', predictions: { value: predicted } }],
  };
  const subject = {
    name: null,
    targets: [target],
    settings,
    context: {
      bin: Uint8Array.from({ length: n }, (_, i) => Math.floor(i / ROWS)),
      groupings: [],
      toTrain: { of: Int32Array.from({ length: n }, (_, i) => i) },
      mixed: false,
    },
  };
  const theirs = {
    model: { value: baseline },
    source: { name: 'baseline', predictions: { value: baseline } },
  };
  const random = new Random(seed);
  const args = [gate, rules, subject, target, theirs, random, new Job({ threads: 1 }), []];
  const { outcomes: judged, errors } = await judgeTarget(...args);
  if (errors.length > 0) throw new Error(errors[0].message);
  const outcomes = decided(judged);
  return { ...gateVerdict(outcomes, 0, 'warn'), outcomes };
}

/** Truths and the predictions of both models; `worse` is by how much the new one's errors grow in the lowest stratum. */
function regression(random, rho, worse) {
  const n = 3 * ROWS;
  const truth = normals(random, n);
  const [shared, own] = [normals(random, n), normals(random, n)];
  const spread = (i) => SPREAD[Math.floor(i / ROWS)];
  const baseline = truth.map((y, i) => y + spread(i) * shared[i]);
  const error = (i) => rho * shared[i] + Math.sqrt(1 - rho * rho) * own[i];
  const predicted = truth.map((y, i) => y + spread(i) * error(i) * (i < ROWS ? worse : 1));
  return { truth, baseline, predicted };
}

/** Half of the molecules are active; scores are normal, `gap` apart. ROC-AUC is Φ(gap / √2). */
function classification(random, rho, gaps) {
  const n = 3 * ROWS;
  const truth = Float64Array.from({ length: n }, (_, i) => i % 2);
  const [shared, own] = [normals(random, n), normals(random, n)];
  const score = (z, gap) => 1 / (1 + Math.exp(-(z + gap)));
  const baseline = truth.map((y, i) => score(shared[i], y * gaps[0]));
  const predicted = truth.map((y, i) =>
    score(rho * shared[i] + Math.sqrt(1 - rho * rho) * own[i], y * (i < ROWS ? gaps[1] : gaps[0])),
  );
  return { truth, baseline, predicted };
}

/** Shares of seeds, in per cent. */
async function simulate(seeds, rules, task, make) {
  const counts = { pass: 0, fail: 0, inconclusive: 0 };
  let lowest = 0;
  let pooled = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const { truth, baseline, predicted } = make(new Random(seed));
    const { verdict, outcomes } = await verdictOf(rules, task, truth, baseline, predicted, seed);
    counts[verdict]++;
    if (outcomes.some((o) => o.stratum !== 'overall' && o.verdict === 'fail')) lowest++;
    const [overall] = outcomes;
    pooled += overall.drop / overall.tolerance;
  }
  const share = (count) => `${((100 * count) / seeds).toFixed(1)}%`;
  return [
    ...['pass', 'inconclusive', 'fail'].map((v) => share(counts[v])),
    share(lowest),
    (pooled / seeds).toFixed(2),
  ];
}

/**
 * What ρ is in practice: how far the errors of two k-NN models (k = 5, weighted by similarity) correlate that saw
 * different random parts of one training set, by stratum of a balanced split.
 */
async function retrained() {
  const input = dataset('IC50_EGFR.csv');
  const { data, records } = await split({ input, test: '900' });
  const { set, labels } = data;
  const fingerprints = fingerprintsOf(data.compared);
  const of = (what) => [...records.keys()].filter((r) => records[r].split === what);
  const [test, train] = [of('test'), of('train')];
  const rows = (list) =>
    selectFingerprints(
      fingerprints,
      list.map((r) => set.moleculeOf[r]),
    );
  const found = await searchNeighbors(rows(test), rows(train), { k: 60 }, new Job());
  const { offsets, indices, intersections, unions } = found;
  const predict = (random, share) => {
    const seen = train.map(() => random.uniform() < share);
    return test.map((_, i) => {
      let [sum, weight, used] = [0, 0, 0];
      for (let n = offsets[i]; n < offsets[i + 1] && used < 5; n++) {
        if (!seen[indices[n]]) continue;
        const similarity = intersections[n] / unions[n];
        sum += similarity * labels.values[train[indices[n]]];
        weight += similarity;
        used++;
      }
      return sum / weight;
    });
  };
  const lines = [['training molecules seen', '[0, 1/3)', '[1/3, 2/3)', '[2/3, 1]']];
  for (const share of [0.5, 0.8, 0.9]) {
    const [a, b] = [1, 2].map((seed) => predict(new Random(seed), share));
    const cells = [0, 1, 2].map((stratum) => {
      const inside = (r) => Math.min(2, Math.floor(3 * records[r].maxSimilarity)) === stratum;
      const own = test.flatMap((r, i) => (inside(r) ? [i] : []));
      const errors = (p) => own.map((i) => p[i] - labels.values[test[i]]);
      return sampleCorrelation(errors(a), errors(b)).toFixed(2);
    });
    lines.push([`${100 * share}%`, ...cells]);
  }
  return lines;
}

const HEAD = [
  'decided by',
  'ρ of errors',
  'models',
  'pass',
  'inconclusive',
  'fail',
  'fail in the lowest stratum',
  'pooled change / margin',
];

/** The rows of a table: every correlation, equally good and worse, by both ways to decide. */
async function rowsOf(seeds, metric, margin, task, rhos, cases) {
  const rows = [];
  for (const decide of ['interval', 'estimate']) {
    const rules = starterRules(metric, margin, decide);
    for (const rho of rhos) {
      for (const [name, make] of cases) {
        const shares = await simulate(seeds, rules, task, (random) => make(random, rho));
        rows.push([decide, rho, name, ...shares]);
      }
    }
  }
  return rows;
}

export async function run(seeds = 200) {
  console.log(
    `## The gate that --init writes, ${seeds} seeds, ${ROWS} test molecules in each of 3 strata\n`,
  );
  console.log('### What ρ is: two k-NN models of parts of the training set, EGFR, by stratum\n');
  table(await retrained());
  const worse = 'worse by 2 margins in the lowest stratum';
  const rhos = [0.8, 0.9, 0.95];
  console.log('### MAE, margin 10% of the baseline\n');
  const errors = [
    ['equally good', (random, rho) => regression(random, rho, 1)],
    [worse, (random, rho) => regression(random, rho, 1.2)],
  ];
  table([HEAD, ...(await rowsOf(seeds, 'mae', { share: 0.1 }, 'regression', rhos, errors))]);
  console.log('### ROC-AUC of 0.85, half of the molecules active, margin 0.05\n');
  // Φ(gap / √2) is 0.85, and 0.75.
  const [good, bad] = [1.4657, 0.9539];
  const scores = [
    ['equally good', (random, rho) => classification(random, rho, [good, good])],
    [worse, (random, rho) => classification(random, rho, [good, bad])],
  ];
  const auc = await rowsOf(seeds, 'roc_auc', { value: 0.05 }, 'classification', rhos, scores);
  table([HEAD, ...auc]);
  console.log('### MAE without a margin: what noise alone does\n');
  const none = await rowsOf(seeds, 'mae', { value: 0 }, 'regression', [0.8, 0.9], [errors[0]]);
  table([HEAD, ...none].map((row) => row.slice(0, 7)));
  await realErrors(4 * seeds);
}

if (process.argv[1]?.endsWith('gate.js')) await run(Number(process.argv[2] ?? 1000));
