import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { rowsOf, temporaryFolder } from '../helpers.js';
import { drugsCsv, fasta, madePairs, pairsCsv } from '../oracle/pair-data.js';
import { run } from './run.js';

const folder = temporaryFolder();
const every = madePairs(5, 120);
// A check wants one prediction for each pair.
const first = new Map(every.rows.map((row) => [`${row[0]} ${row[1]}`, row]));
const made = { ...every, rows: [...first.values()] };
const at = (name: string) => folder.at(`repository/${name}`);

beforeAll(async () => {
  mkdirSync(folder.at('repository'));
  for (const [name, text] of [
    ['pairs.csv', pairsCsv(made)],
    ['drugs.csv', drugsCsv(made)],
    ['targets.fasta', fasta(made)],
  ]) {
    writeFileSync(at(name), text);
  }
  const sides = ['--drugs', at('drugs.csv'), '--targets', at('targets.fasta')];
  const args = ['-m', 'random', '--test', '0.4', '-o', at('split.csv'), '-q'];
  expect(await run(['split', at('pairs.csv'), ...sides, ...args])).toMatchObject({ code: 0 });
  const test = rowsOf(readFileSync(at('split.csv'), 'utf8')).filter((row) => row.split === 'test');
  const lines = test.map(
    (row, i) => `${row.drug_id},${row.target_id},${Number(row.y) + (i % 2 ? 0.5 : -0.5)}`,
  );
  writeFileSync(at('preds.csv'), `drug_id,target_id,y_pred\n${lines.join('\n')}\n`);
});

async function check(more: Record<string, unknown> = {}) {
  const config = at('check.json');
  const rules = [{ metric: 'mae', max: 0.6, on: 'value' }];
  writeFileSync(
    config,
    JSON.stringify({
      split: 'split.csv',
      predictions: 'preds.csv',
      rules,

      bootstrap: 0,
      minN: 1,
      ...more,
    }),
  );
  return run(['check', '--config', config]);
}

it('judges predictions of pairs, whose files are named by the manifest or the configuration', async () => {
  const passed = await check();
  expect(passed).toMatchObject({ code: 0 });
  expect(passed.stdout).toMatch(/^PASS\s+mae max, overall\s+0\.5\d* /m);
  const named = await check({ drugs: 'drugs.csv', targets: 'targets.fasta' });
  expect(named.stdout).toBe(passed.stdout);
  const failed = await check({
    rules: [{ metric: 'mae', max: 0.4, on: 'value', stratum: 'novelty=both seen' }],
  });
  expect(failed).toMatchObject({ code: 1 });
});

it('reads no file outside of its repository, whoever names it', async () => {
  const secret = folder.file('secret.csv', 'drug_id,smiles\npassword,hunter2\n');
  const named = await check({ drugs: secret });
  expect(named).toMatchObject({ code: 2 });
  expect(named.stderr).toMatch(/drugs is .*secret\.csv.*outside/);
  const manifest = at('split.csv.manifest.json');
  const before = readFileSync(manifest, 'utf8');
  const content = JSON.parse(before);
  content.parameters.drugs = secret;
  writeFileSync(manifest, JSON.stringify(content));
  const edited = await check();
  writeFileSync(manifest, before);
  expect(edited).toMatchObject({ code: 2, stdout: expect.not.stringContaining('hunter2') });
  expect(edited.stderr).toMatch(/config: `drugs` of the split is .*secret\.csv.*outside/);
  expect(edited.stderr).not.toContain('hunter2');
});
