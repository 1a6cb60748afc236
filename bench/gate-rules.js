// How often rules against a baseline are wrong, by either way to decide, on the errors of real models: samples of test
// molecules are drawn from the errors of two models, which are exchanged at random per molecule, so that both models
// are equally good; a worse one has every error larger by twice the margin.

import { correctedPs, worseningP } from '../dist/gate/rules/significance.js';
import { judgeWorsening } from '../dist/gate/rules/verdict.js';
import { measuredWorsening } from '../dist/gate/rules/worsening.js';
import { metricNamed } from '../dist/index.js';
import { Random } from '../dist/random.js';
import { jackknifeParts, partition } from '../dist/statistics/resampling.js';
import { table } from './common.js';
import { errorPopulations, withCorrelation } from './gate-errors.js';

const SIZES = [50, 110, 300];
const CORRELATIONS = [0.8, 0.9, 0.95];
const MARGINS = [0.05, 0.1];
const METRICS = ['mae', 'rmse'];
/** Rules of a check. */
const CHECKS = [2, 5, 20];

/** Absolute and squared errors of both models on `n` molecules, four numbers each. */
function sample({ a, b }, n, random) {
  const errors = new Float64Array(4 * n);
  for (let i = 0; i < n; i++) {
    const molecule = Math.floor(random.uniform() * a.length);
    const swap = random.uniform() < 0.5;
    const base = Math.abs(swap ? b[molecule] : a[molecule]);
    const own = Math.abs(swap ? a[molecule] : b[molecule]);
    errors.set([base, own, base * base, own * own], 4 * i);
  }
  return errors;
}

/** Means without each part of the molecules in turn. */
function leftOut(errors, n, random) {
  const partOf = partition(n, random);
  const parts = jackknifeParts(n);
  const means = new Float64Array(4 * parts);
  for (let p = 0; p < parts; p++) {
    let kept = 0;
    for (let i = 0; i < n; i++) {
      if (partOf[i] === p) continue;
      kept++;
      for (let c = 0; c < 4; c++) means[4 * p + c] += errors[4 * i + c];
    }
    for (let c = 0; c < 4; c++) means[4 * p + c] /= kept;
  }
  return means;
}

/** A metric of one model from means of its absolute and squared errors, which are larger by a factor. */
function values(means, metric, model, factor) {
  const column = metric === 'mae' ? model : 2 + model;
  const own = new Float64Array(means.length / 4);
  for (let d = 0; d < own.length; d++) {
    const mean = means[4 * d + column];
    own[d] = factor * (metric === 'mae' ? mean : Math.sqrt(mean));
  }
  return own;
}

/** How a metric of a model whose errors are larger by a factor compares with the baseline's, as a check measures it. */
function compared({ all, left }, name, factor) {
  const statistic = (model, scale) => ({
    value: values(all, name, model, scale)[0],
    resampled: {
      draws: new Float64Array(0),
      jackknife: values(left, name, model, scale),
    },
  });
  const [theirs, own] = [statistic(0, 1), statistic(1, factor)];
  // The interval does not depend on how large the share is.
  const tolerance = { maxDrop: { value: 0 }, margin: { share: 0.05 } };
  const found = measuredWorsening(metricNamed(name), own, theirs, tolerance);
  const { drop, drop_ci95: ci95, spread } = found;
  return { estimate: drop, ci95, p: worseningP(spread.errors, spread.df), baseline: theirs.value };
}

/** Verdicts of a check with these rules. */
function verdicts(check, margin, decide) {
  const corrected = correctedPs(check.map(({ p }) => p));
  return check.map(({ estimate, ci95, baseline }, i) =>
    judgeWorsening({ estimate, ci95, pCorrected: corrected[i] }, margin * baseline, decide),
  );
}

/** What was left out of rules on `n` molecules each. */
function* rulesOf(populations, n, count, seed) {
  const random = new Random(seed);
  for (let r = 0; r < count; r++) {
    const errors = sample(populations[r % populations.length], n, random);
    const all = new Float64Array(4);
    for (let i = 0; i < errors.length; i++) all[i % 4] += errors[i] / n;
    yield { all, left: leftOut(errors, n, random) };
  }
}

const share = (list, of) => list.filter(of).length / list.length;
const percent = (value, digits = 1) => `${(100 * value).toFixed(digits)}%`;

/** The share of checks of so many rules that fail. */
function checksFailing(rules, margin, size, decide) {
  const checks = [];
  for (let i = 0; i + size <= rules.length; i += size) checks.push(rules.slice(i, i + size));
  return share(checks, (check) => verdicts(check, margin, decide).includes('fail'));
}

/** Of a worse model: shares of rules that pass, fail by the interval, by the estimate, and as one of 20 rules. */
function worse(rules, margin, equal) {
  const is = (verdict, decide) => (rule) => verdicts([rule], margin, decide)[0] === verdict;
  const asOneOf20 = (rule, i) => {
    const others = Array.from({ length: 19 }, (_, k) => equal[(i + 1 + k) % equal.length]);
    return verdicts([rule, ...others], margin, 'estimate')[0] === 'fail';
  };
  return [is('pass', 'estimate'), is('fail', 'interval'), is('fail', 'estimate'), asOneOf20].map(
    (of) => share(rules, of),
  );
}

/** @param count rules per row of the tables */
export async function realErrors(count) {
  const populations = await errorPopulations();
  if (populations.length === 0) {
    console.log('### Errors of real models: left out, ../shared/datasets is absent\n');
    return;
  }
  console.log('### Errors of real models: how they correlate, and MAE of both\n');
  const absolute = (list) => list.reduce((sum, e) => sum + Math.abs(e), 0) / list.length;
  table([
    ['data', 'models', 'stratum', 'molecules', 'ρ', 'MAE'],
    ...populations.map(({ name, pair, label, a, b, rho }) => {
      const errors = [a, b].map((list) => absolute(list).toFixed(3)).join(', ');
      return [name, pair, label, a.length, rho.toFixed(2), errors];
    }),
  ]);
  const equalRows = [
    ['metric', 'ρ', 'rows', 'margin', 'rule: interval, estimate'].concat(
      CHECKS.map((size) => `${size} rules: interval, estimate`),
    ),
  ];
  const worseRows = [
    ['metric', 'ρ', 'rows', 'margin', 'passes', 'fails: interval', 'fails: estimate', 'one of 20'],
  ];
  for (const rho of CORRELATIONS) {
    const own = populations.map((population) => withCorrelation(population, rho));
    for (const n of SIZES) {
      const factors = [1, ...MARGINS.map((margin) => 1 + 2 * margin)];
      const found = METRICS.map(() => factors.map(() => []));
      for (const rule of rulesOf(own, n, count, n)) {
        METRICS.forEach((metric, m) => {
          factors.forEach((factor, f) => {
            found[m][f].push(compared(rule, metric, factor));
          });
        });
      }
      METRICS.forEach((metric, m) => {
        const [equal, ...larger] = found[m];
        MARGINS.forEach((margin, k) => {
          const head = [metric.toUpperCase(), rho, n, percent(margin, 0)];
          const cells = [1, ...CHECKS].map((size) =>
            ['interval', 'estimate']
              .map((decide) => percent(checksFailing(equal, margin, size, decide)))
              .join(', '),
          );
          equalRows.push([...head, ...cells]);
          worseRows.push([...head, ...worse(larger[k], margin, equal).map((v) => percent(v))]);
        });
      });
    }
  }
  console.log(`### Equally good models: share of rules, and of whole checks, that fail\n`);
  console.log(`${count} rules each.\n`);
  table(equalRows);
  console.log('### Worse by twice the margin: share of rules that pass, and that fail\n');
  table(worseRows);
}

if (process.argv[1]?.endsWith('gate-rules.js')) await realErrors(Number(process.argv[2] ?? 2000));
