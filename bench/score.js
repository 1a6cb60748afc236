// Bootstrap draws of the usual metrics of a model: one preparation and weights for each draw, as in
// `tanimark score`, against gathering the drawn rows and computing each metric anew with simple-statistics, on
// the same draws. And the whole command on made-up molecules, as many in training as in test.
//
//   node bench/score.js [molecules in each, 2000]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  mean,
  sampleCorrelation,
  sampleRankCorrelation,
  sumNthPowerDeviations,
} from 'simple-statistics';
import { GroupEvaluator } from '../dist/evaluation/bootstrap/group-evaluator.js';
import { Random } from '../dist/random.js';
import { median, table } from './common.js';
import { generateMolecules } from './generate.js';

const METRICS = ['mae', 'rmse', 'r2', 'pearson', 'spearman'];
const DRAWS = 20;

function madeUp(n) {
  const random = new Random(1);
  const truth = Float64Array.from(
    { length: n },
    () => 4 + Math.round(600 * random.uniform()) / 100,
  );
  const value = truth.map((y) => y + 2 * random.uniform() - 1);
  return { truth, value };
}

function ours({ truth, value }) {
  const statistics = METRICS.map((metric) => ({ source: 0, metric }));
  const of = Int32Array.from(truth.keys());
  const units = { count: truth.length, of };
  const sources = [{ value, probabilities: false }];
  const evaluator = new GroupEvaluator({ truth, sources, statistics, units, seed: 0 });
  return (seed) => evaluator.run({ kind: 'draws', first: 0, count: DRAWS, seed });
}

function anew({ truth, value }) {
  const n = truth.length;
  return (seed) => {
    const random = new Random(seed);
    const out = [];
    for (let d = 0; d < DRAWS; d++) {
      const y = [];
      const p = [];
      for (let k = 0; k < n; k++) {
        const i = random.below(n);
        y.push(truth[i]);
        p.push(value[i]);
      }
      const errors = y.map((v, i) => p[i] - v);
      const mse = mean(errors.map((e) => e * e));
      out.push(mean(errors.map(Math.abs)), Math.sqrt(mse));
      out.push(1 - (n * mse) / sumNthPowerDeviations(y, 2));
      out.push(sampleCorrelation(y, p), sampleRankCorrelation(y, p));
    }
    return out;
  };
}

async function draws() {
  console.log(`## Bootstrap draws of ${METRICS.join(', ')}, one thread, milliseconds a draw\n`);
  const rows = [['rows', 'tanimark', 'anew, simple-statistics', 'ratio']];
  for (const n of [300, 3000, 30_000]) {
    const data = madeUp(n);
    const [a, b] = [ours(data), anew(data)];
    a(0);
    const fast = await median(5, a);
    const slow = await median(3, b);
    const ms = [fast.ms / DRAWS, slow.ms / DRAWS];
    rows.push([n, ms[0].toFixed(3), ms[1].toFixed(3), (ms[1] / ms[0]).toFixed(1)]);
  }
  table(rows);
}

async function wholeCommand(n) {
  const folder = mkdtempSync(join(tmpdir(), 'tanimark-bench-'));
  const files = { train: ['smiles,y'], test: ['smiles,y'], preds: ['smiles,y_pred'] };
  let k = 0;
  const random = new Random(0);
  for await (const { smiles, activity } of generateMolecules({ count: 2 * n })) {
    const side = k++ % 2 === 0 ? 'train' : 'test';
    files[side].push(`${smiles},${activity}`);
    if (side === 'test') files.preds.push(`${smiles},${Number(activity) + random.uniform() - 0.5}`);
  }
  const path = (name) => join(folder, `${name}.csv`);
  for (const [name, lines] of Object.entries(files)) writeFileSync(path(name), lines.join('\n'));
  const bin = fileURLToPath(new URL('../bin/tanimark.js', import.meta.url));
  const args = [bin, 'score', path('preds'), '--train', path('train'), '--truth', path('test')];
  const start = performance.now();
  const { stdout } = spawnSync(process.execPath, [...args, '--json', '--no-cache', '-q'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - start) / 1000;
  rmSync(folder, { recursive: true });
  const stages = Object.entries(JSON.parse(stdout).seconds)
    .filter(([stage]) => stage !== 'total')
    .map(([stage, s]) => `${stage} ${s.toFixed(1)}`);
  console.log(`## The whole command, ${n} training and ${n} test molecules, 2,000 draws\n`);
  console.log(`${seconds.toFixed(1)} s: ${stages.join(', ')}\n`);
}

export async function run(n = 2000) {
  await draws();
  await wholeCommand(n);
}

if (process.argv[1]?.endsWith('score.js')) await run(Number(process.argv[2] ?? 2000));
