import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { BenchResults } from '../../src/bench/results.js';
import { Random } from '../../src/random.js';
import { temporaryFolder } from '../helpers.js';
import { commandOf, copyBundled, resultFiles, writeModels } from '../workflows/bench/benchmark.js';
import { benchFor, foldersIn } from './bench-killed.js';

const folder = temporaryFolder();
writeModels(folder.path);
copyBundled(folder.at('all.csv'));

/** A model of scikit-learn where there is one; `PYTHON` names the interpreter. */
const python = process.env.PYTHON ?? 'python3';
const hasSklearn = spawnSync(python, ['-c', 'import sklearn, pandas']).status === 0;
folder.file(
  'forest.py',
  `import sys
import pandas as pd
from sklearn.ensemble import RandomForestRegressor

train, test, out, seed = sys.argv[1:5]
train, test = pd.read_csv(train), pd.read_csv(test)
features = lambda table: [[s.count(c) for c in "CcNnOoSF(=1"] for s in table.smiles]
model = RandomForestRegressor(n_estimators=20, random_state=int(seed), n_jobs=1)
model.fit(features(train), train.iloc[:, -1])
pd.DataFrame({"name": test.name, "prediction": model.predict(features(test))}).to_csv(out, index=False)
`,
);
const forest = hasSklearn
  ? `run: "${python} forest.py {train} {test} {predictions} {seed}", inputs: forest.py`
  : commandOf('good.mjs').replace('{seed}', '7');

/** A table of some rows of the bundled one. */
function rows(name: string, from: number, to: number): void {
  const lines = folder
    .read('all.csv')
    .split('\n')
    .filter((line) => !line.includes('"'));
  writeFileSync(folder.at(name), `${[lines[0], ...lines.slice(from, to)].join('\n')}\n`);
}
rows('mols.csv', 1, 161);
rows('second.csv', 161, 321);
rows('third.csv', 321, 481);

const data = ['mols', 'second', 'third'].map((name) => `{file: ${name}.csv, label: crippen_logp}`);
const config = `data: [${data.join(', ')}]
splits:
  - {method: random, repeats: 3}
  - {method: sae, repeats: 3}
  - {method: k-means, repeats: 3}
models:
  forest: {${forest}}
  lengths: {${commandOf('good.mjs')}}
  seeded: {${commandOf('good.mjs').replace('{seed}', '1{seed}')}}
metrics: [mae, rmse, spearman]
bootstrap: 200
`;

it('a benchmark that is killed at 20 random moments ends with the bytes of one that is not', {
  timeout: 3_600_000,
}, async () => {
  folder.file('tanimark.bench.yaml', config);
  const whole = await benchFor(folder.path, ['-o', 'whole']);
  expect(whole.code).toBe(0);
  const random = new Random(20);
  let [finished, hit] = [0, 0];
  for (let kill = 0; kill < 20; kill++) {
    // Cells that are finished before it is killed, few enough for all kills to come before the end; then a moment more.
    const more = Math.floor(random.uniform() * 9);
    const moment = 400 * random.uniform();
    let reached: number | null = null;
    const isTime = (ms: number) => {
      if (foldersIn(folder.at('killed/cells')).whole.length < finished + more) return false;
      reached ??= ms;
      return ms > reached + moment;
    };
    const signal = kill % 5 === 4 ? 'SIGINT' : 'SIGKILL';
    const jobs = String(1 + (kill % 3));
    const ended = await benchFor(folder.path, ['-o', 'killed', '--jobs', jobs], {
      when: isTime,
      signal,
    });
    if (ended.signal !== null || ended.code === 130) hit++;
    const cells = foldersIn(folder.at('killed/cells')).whole;
    for (const cell of cells) {
      expect(JSON.parse(readFileSync(join(cell, 'manifest.json'), 'utf8')).failure).toBeNull();
    }
    expect(cells.length).toBeGreaterThanOrEqual(finished);
    finished = cells.length;
  }
  console.log(`${finished} of 189 cells after 20 kills; scikit-learn ${hasSklearn}`);
  expect(finished).toBeGreaterThan(20);
  expect(hit).toBe(20);
  const last = await benchFor(folder.path, ['-o', 'killed']);
  expect(last.code).toBe(0);
  // A folder that was killed between the removal of its owner and its renaming is removed by a run a minute later.
  const owned = (kind: string) =>
    foldersIn(folder.at(`killed/${kind}`)).making.filter((name) =>
      existsSync(folder.at(`killed/${kind}/${name}/owner.json`)),
    );
  expect([...owned('cells'), ...owned('splits')]).toEqual([]);
  expect(resultFiles(folder.at('killed'))).toEqual(resultFiles(folder.at('whole')));
  const { cells }: BenchResults = JSON.parse(folder.read('whole/results.json'));
  expect(cells).toHaveLength(3 * 9 * (3 + 4));
  expect(cells.every(({ status }) => status === 'done')).toBe(true);
});
