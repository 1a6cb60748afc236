import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BenchReport } from '../../../src/bench/report/types.js';
import type { BenchResults } from '../../../src/bench/results.js';
import { listBench, reportBench, runBench } from '../../../src/workflows/bench/index.js';
import type { BenchOptions } from '../../../src/workflows/bench/types.js';
import { score } from '../../../src/workflows/score/index.js';
import { split } from '../../../src/workflows/split/index.js';
import { writeSplit } from '../../../src/workflows/split/output.js';
import { errorOf, rowsOf, temporaryFolder } from '../../helpers.js';
import { commandOf, resultFiles, writeModels } from './benchmark.js';

const folder = temporaryFolder();
writeModels(folder.path);

/** Runs a configuration in a folder of its own. */
async function bench(config: string, output: string, options: Partial<BenchOptions> = {}) {
  const path = folder.file(`${output}.yaml`, config);
  const ran: string[] = [];
  const place = { config: path, output: folder.at(output) };
  const { report } = await runBench({ ...place, ...options }, undefined, ({ name }) =>
    ran.push(name),
  );
  const results: BenchResults = JSON.parse(folder.read(`${output}/results.json`));
  return { report, results, ran, place };
}

const data = 'data: [{file: mols.csv, label: crippen_logp}]';
const quick = 'bootstrap: 100\nminN: 5\nmetrics: [mae, rmse]';
const posix = process.platform !== 'win32';

describe.skipIf(!posix)('a model that fails', () => {
  const failing = {
    crash: 'exit code 3',
    hang: 'time limit of 1s',
    half: 'predictions for 12 of 30 test rows',
    nan: 'predictions are not numbers (3 NaN, first in row 5)',
    labels: 'predictions equal the labels (30 of 30 test rows)',
    killed: 'killed by SIGKILL',
    nothing: 'no predictions file (predictions.csv)',
    empty: 'the predictions file is empty',
  };
  const names = [...Object.keys(failing), 'strange', 'good'];
  let result: Awaited<ReturnType<typeof bench>>;
  beforeAll(async () => {
    const models = names.map((name) => {
      const limit = name === 'hang' ? ', timeout: 1s' : '';
      return `  ${name}: {${commandOf(`${name}.mjs`)}${limit}}`;
    });
    const config = `${data}\nsplits: [random]\nmodels:\n${models.join('\n')}\n  gone: {run: "no-such-program {predictions}"}\nreference: good\n${quick}\n`;
    result = await bench(config, 'failures', { jobs: 3 });
  });
  const cellOf = (model: string) => {
    const found = result.results.cells.find((cell) => cell.model === model);
    if (!found) throw new Error(`no cell of ${model}`);
    return found;
  };

  it.each(Object.entries(failing))('%s: is a named failure', (name, message) => {
    expect(cellOf(name)).toMatchObject({ status: 'failed', scores: null });
    expect(cellOf(name).failure?.message).toBe(message);
  });

  it('with a table that holds no predictions is told what score says, without folders', () => {
    expect(cellOf('strange').failure).toMatchObject({ kind: 'predictions' });
    expect(cellOf('strange').failure?.message).toMatch(/^predictions\.csv: /);
    expect(cellOf('gone').failure?.message).toBe(
      'no-such-program cannot be started (no such program)',
    );
  });

  it('ends no other, and is in every table', () => {
    expect(cellOf('good').status).toBe('done');
    const [metric] = result.report.metrics;
    for (const name of Object.keys(failing)) {
      const entry = metric.table.find(({ model }) => model === name);
      expect(entry).toMatchObject({ failed: 1, done: 0, value: null, ci95: null });
    }
    expect(result.report.counts).toEqual({ done: 5, failed: 10, missing: 0 });
    expect(result.report.failures.map(({ model }) => model)).toEqual([
      ...names.slice(0, -1),
      'gone',
    ]);
  });

  it('has its output in a log, and what it took beside the results', () => {
    const at = (name: string) => join(folder.at('failures'), 'cells', cellOf('crash').id, name);
    expect(readFileSync(at('log.txt'), 'utf8')).toBe('about to fail\n');
    expect(JSON.parse(readFileSync(at('run.json'), 'utf8'))).toMatchObject({
      exit_code: 3,
      signal: null,
      seconds: expect.any(Number),
    });
    expect(folder.read('failures/results.json')).not.toContain('seconds');
  });

  it('is run again the next time, and what is finished is not', async () => {
    const again = await bench(folder.read('failures.yaml'), 'failures', { only: '*/c*' });
    expect(again.ran).toEqual(['mols/random/0/crash']);
    const { cells } = await listBench({ ...again.place, only: 'random' });
    expect(cells.filter(({ state }) => state === 'done').map(({ name }) => name)).toEqual(
      ['good', 'train_mean', 'nearest_neighbour', 'knn', 'property_only'].map(
        (name) => `mols/random/0/${name}`,
      ),
    );
    expect(cells.find(({ name }) => name.endsWith('crash'))).toMatchObject({
      state: 'run',
      failed: 'exit code 3',
    });
  });

  it('ends the run with failFast', async () => {
    const config = folder
      .read('failures.yaml')
      .replace(/ {2}good:.*\n/, '')
      .replace('reference: good', `baselines: none`);
    const { ran, report } = await bench(config, 'fast', { failFast: true });
    expect(ran).toEqual(['mols/random/0/crash']);
    expect(report.counts).toEqual({ done: 0, failed: 1, missing: 9 });
  });
});

describe.skipIf(!posix)('the files that a model is given', () => {
  const splits = 'splits: [{method: random, valid: 0.1}]';
  const config = (more: string) =>
    `data: [{file: mols.csv, label: crippen_logp${more}}]\n${splits}\nbaselines: none\nmodels: {good: {${commandOf('good.mjs')}}}\n${quick}\n`;
  const given = (output: string, id: string, name: string) =>
    folder.read(`${output}/cells/${id}/${name}`);
  const all = () => rowsOf(folder.read('mols.csv'));

  it('hold ids, structures and labels alone, and no label of a test row', async () => {
    const { results } = await bench(config(''), 'given');
    const [{ id }] = results.cells;
    const tables = Object.fromEntries(
      ['train', 'valid', 'test', 'data'].map((name) => [
        name,
        rowsOf(given('given', id, `${name}.csv`)),
      ]),
    );
    expect(Object.keys(tables.train[0])).toEqual(['name', 'smiles', 'crippen_logp']);
    expect(Object.keys(tables.test[0])).toEqual(['name', 'smiles']);
    const sizes = Object.values(tables).map(({ length }) => length);
    expect(sizes).toEqual([105, 15, 30, 150]);
    const truth = new Map(all().map((row) => [row.name, row.crippen_logp]));
    const inTest = new Set(tables.test.map(({ name }) => name));
    for (const row of [...tables.train, ...tables.valid]) {
      expect(Number(row.crippen_logp)).toBe(Number(truth.get(row.name)));
      expect(inTest.has(row.name)).toBe(false);
    }
    // Every cell of the test file is an id or a structure, and none is the label of its row.
    for (const line of given('given', id, 'test.csv').trimEnd().split('\n').slice(1)) {
      const [name, smiles, ...rest] = line.split(',');
      expect(rest).toEqual([]);
      const own = all().find((row) => row.name === name);
      expect(own?.smiles).toBe(smiles);
      for (const cell of [name, smiles]) expect(Number(cell)).not.toBe(Number(own?.crippen_logp));
    }
    for (const row of tables.data) {
      expect(row.crippen_logp === '').toBe(inTest.has(row.name));
    }
    const [lists] = JSON.parse(given('given', id, 'splits.json'));
    const named = (rows: number[]) => rows.map((r) => tables.data[r].name);
    expect(named(lists.train)).toEqual(tables.train.map(({ name }) => name));
    expect(named(lists.val)).toEqual(tables.valid.map(({ name }) => name));
    expect(named(lists.test)).toEqual(tables.test.map(({ name }) => name));
  });

  it('hold transformed labels, and the columns that were asked for', async () => {
    const lines = all().map(
      ({ name, smiles, formula_weight }, i) => `${name},${smiles},${i + 1},${formula_weight}`,
    );
    folder.file('nm.csv', `name,smiles,ic50,formula_weight\n${lines.join('\n')}\n`);
    const text = config('').replace(
      '{file: mols.csv, label: crippen_logp}',
      '{file: nm.csv, label: ic50, transform: neg-log10:nM, columns: formula_weight}',
    );
    const { results } = await bench(
      text.replace(/{good: .*}/, '{m: {run: "false {predictions}"}}'),
      'nm',
    );
    const [{ id }] = results.cells;
    const [first] = rowsOf(given('nm', id, 'train.csv'));
    const row = lines.findIndex((line) => line.startsWith(`${first.name},`));
    expect(Object.keys(first)).toEqual(['name', 'smiles', 'formula_weight', 'ic50']);
    expect(Number(first.ic50)).toBeCloseTo(9 - Math.log10(row + 1), 12);
    expect(given('nm', id, 'test.csv').split('\n')[0]).toBe('name,smiles,formula_weight');
  });

  it('are refused where a further column is the label in other words', async () => {
    const lines = all().map(
      ({ name, smiles, crippen_logp: y }) => `${name},${smiles},${y},${Number(y).toFixed(6)}`,
    );
    folder.file('twice.csv', `name,smiles,y,copy\n${lines.join('\n')}\n`);
    const text = config('').replace(
      '{file: mols.csv, label: crippen_logp}',
      '{file: twice.csv, label: y, columns: copy}',
    );
    const { results } = await bench(text, 'twice');
    expect(results.cells.map(({ failure }) => failure)).toEqual([
      {
        kind: 'split',
        message: expect.stringMatching(
          /^no split: twice\.csv: column "copy" holds the label of every test row/,
        ),
      },
    ]);
  });
});

describe.skipIf(!posix)('predictions', () => {
  it('are found where a command leaves them, as chemprop does, and read in other formats', async () => {
    // Labels of {data} and rows of {splits}, as far as chemprop reads them; predictions are 0.5.
    folder.file(
      'chemprop.mjs',
      `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const [data, splits, workdir, label] = process.argv.slice(2);
const [head, ...rows] = readFileSync(data, 'utf8').trimEnd().split('\\n').map((line) => line.split(','));
const [{ train, test }] = JSON.parse(readFileSync(splits, 'utf8'));
const y = head.indexOf(label);
if (train.some((r) => rows[r][y] === '') || test.some((r) => rows[r][y] !== '')) process.exit(9);
mkdirSync(workdir + '/model_0');
const lines = test.map((r) => rows[r][head.indexOf('smiles')] + ',0.5');
writeFileSync(workdir + '/model_0/test_predictions.csv', ['smiles,' + label, ...lines].join('\\n') + '\\n');
`,
    );
    const words = [
      process.execPath,
      '-e',
      'const [test, out] = process.argv.slice(1); const { readFileSync, writeFileSync } = require("fs"); writeFileSync(out, readFileSync(test, "utf8").trimEnd().split("\\n").slice(1).map((line) => JSON.stringify({ name: line.split(",")[0], p: 0.5 }) + "\\n").join(""))',
      '{test}',
      '{predictions}',
    ];
    const models = `  cp: {run: "${process.execPath} chemprop.mjs {data} {splits} {workdir} {label}", format: chemprop}
  lines: {run: ${JSON.stringify(words)}, format: jsonl, prediction: p}`;
    const config = `${data}\nsplits: [random]\nbaselines: none\nmodels:\n${models}\n${quick}\n`;
    const { results } = await bench(config, 'formats');
    const truth = new Map(
      rowsOf(folder.read('mols.csv')).map((row) => [row.name, row.crippen_logp]),
    );
    const [cp, lines] = results.cells;
    const test = rowsOf(folder.read(`formats/cells/${cp.id}/test.csv`));
    const mae =
      test.reduce((sum, { name }) => sum + Math.abs(Number(truth.get(name)) - 0.5), 0) / 30;
    for (const { scores, failure } of [cp, lines]) {
      expect(failure).toBeNull();
      expect(scores?.overall.metrics.mae.value).toBeCloseTo(mae, 12);
    }
    expect(existsSync(folder.at(`formats/cells/${cp.id}/predictions.csv`))).toBe(true);
    expect(existsSync(folder.at(`formats/cells/${lines.id}/predictions.jsonl`))).toBe(true);
  });
});

describe.skipIf(!posix)('the values of a report', () => {
  it('are those of split and score by hand', async () => {
    const config = `${data}\nsplits: [{method: sae, repeats: 2, seed: 4}]\nmodels: {good: {${commandOf('good.mjs')}}}\n${quick}\n`;
    const { report, results } = await bench(config, 'values');
    const values: Record<string, number[]> = { model: [], knn: [] };
    for (const repeat of [0, 1]) {
      const path = folder.at(`by-hand-${repeat}.csv`);
      const seed = 4 + repeat;
      const input = folder.at('mols.csv');
      await writeSplit(await split({ input, label: 'crippen_logp', seed }), path, 'csv');
      const cell = results.cells.find((one) => one.model === 'good' && one.repeat === repeat);
      const predictions = folder.at(`values/cells/${cell?.id}/predictions.csv`);
      const scored = await score({
        predictions,
        split: path,
        minN: 5,
        bootstrap: 100,
        metrics: ['mae', 'rmse'],
      });
      expect(cell?.scores?.overall.metrics.mae.value).toBe(scored.overall.metrics.mae.value);
      expect(cell?.scores?.overall.metrics.mae).toMatchObject({
        ci95: (scored.overall.metrics.mae as { ci95: unknown }).ci95,
      });
      expect(cell?.scores?.strata.map(({ n, metrics }) => [n, metrics.rmse.value])).toEqual(
        scored.strata.map(({ n, metrics }) => [n, metrics.rmse.value]),
      );
      values.model.push(scored.overall.metrics.mae.value as number);
      values.knn.push(scored.baselines.knn.overall.metrics.mae.value as number);
    }
    const meanOf = (model: string) =>
      report.metrics[0].table.find((entry) => entry.model === model)?.value;
    expect(meanOf('good')).toBeCloseTo((values.model[0] + values.model[1]) / 2, 12);
    expect(meanOf('knn')).toBeCloseTo((values.knn[0] + values.knn[1]) / 2, 12);
  });
});

describe.skipIf(!posix)('the bytes of the results', () => {
  const config = `${data}\nsplits: [{method: random, repeats: 2}, scaffold]\nmodels:\n  good: {${commandOf('good.mjs')}}\n  crash: {${commandOf('crash.mjs')}}\n${quick}\n`;

  it('are the same for any number of jobs and working folder, in pieces, and after a change of metrics and back', async () => {
    const before = process.cwd();
    await bench(config, 'whole');
    const whole = resultFiles(folder.at('whole'));
    expect(whole.size).toBeGreaterThan(40);
    process.chdir('..');
    await bench(config, 'parallel', { jobs: 4 });
    process.chdir(before);
    expect(resultFiles(folder.at('parallel'))).toEqual(whole);
    const first = await bench(config, 'pieces', { only: 'scaffold' });
    expect(first.report.counts).toEqual({ done: 5, failed: 1, missing: 12 });
    await bench(config, 'pieces', { only: '*knn' });
    const other = await bench(config.replace('mae, rmse', 'r2'), 'pieces');
    expect(other.report.metrics.map(({ metric }) => metric)).toEqual(['r2']);
    const { ran } = await bench(config, 'pieces');
    // Only scored again, but for the model that fails.
    expect(ran).toHaveLength(18);
    expect(resultFiles(folder.at('pieces'))).toEqual(whole);
  });

  it('do not need a model again when metrics change', async () => {
    const calls = folder.at('calls');
    writeFileSync(calls, '');
    const counted = config.replace(
      /run: "\S+ good.mjs/,
      `shell: true, run: "echo x >> ${calls} && ${process.execPath} good.mjs`,
    );
    await bench(counted, 'counted', { only: 'good' });
    await bench(counted.replace('mae, rmse', 'r2'), 'counted', { only: 'good' });
    expect(readFileSync(calls, 'utf8')).toBe('x\n'.repeat(3));
    await bench(counted, 'counted', { only: 'random/0/good', force: true });
    expect(readFileSync(calls, 'utf8')).toBe('x\n'.repeat(4));
  });

  it('of a report do not need a run', async () => {
    const { place, report } = await bench(config, 'whole');
    const again: BenchReport = await reportBench(place);
    expect(JSON.stringify(again)).toBe(JSON.stringify(report));
    rmSync(folder.at('whole/cells'), { recursive: true });
    expect((await reportBench(place)).counts).toEqual({ done: 0, failed: 0, missing: 18 });
    expect(existsSync(folder.at('whole/cells'))).toBe(false);
  });
});

describe('a benchmark that cannot begin', () => {
  const start = (text: string, output = 'none') =>
    errorOf(() => runBench({ config: folder.file('wrong.yaml', text), output: folder.at(output) }));
  const good = `${data}\nsplits: [random]\nmodels: {}\n`;

  it.each<[string, string, string]>([
    [
      'wrong.yaml:2: splits[0] cannot be made: method: ransom: unknown method (did you mean random?)',
      'splits: [random]',
      'splits: [ransom]',
    ],
    [
      'wrong.yaml:2: splits[0] cannot be made: repeats: the method scaffold always makes the same split',
      'splits: [random]',
      'splits: [{method: scaffold, repeats: 2}]',
    ],
    [
      'wrong.yaml:2: splits[0] cannot be made: seed: the method scaffold draws no random numbers',
      'splits: [random]',
      'splits: [{method: scaffold, seed: 2}]',
    ],
    [
      'wrong.yaml:1: data[0] names dataset:esol was not fetched yet; run tanimark datasets fetch esol',
      '{file: mols.csv, label: crippen_logp}',
      'esol',
    ],
  ])('says %s', async (message, from, to) => {
    const error = await start(good.replace(from, to));
    expect(error.code).toBe('config');
    expect(error.message).toContain(message);
  });

  it('refuses a folder of other files, and a pattern that matches nothing', async () => {
    expect((await start(good, '.')).message).toContain(
      'has other files in it; name another folder',
    );
    const config = folder.file('right.yaml', good);
    const { message } = await errorOf(() =>
      runBench({ config, output: folder.at('none'), only: 'zzz' }),
    );
    expect(message).toBe(
      '--only zzz: no cell matches; their names are as mols/random/0/train_mean (data set, split, repeat, model); list them with tanimark bench --dry-run',
    );
  });

  it('has cells without scores where the label is not known', async () => {
    const { results } = await bench(
      good.replace('label: crippen_logp', 'label: formula'),
      'unknown',
    );
    expect(new Set(results.cells.map(({ status }) => status))).toEqual(new Set(['failed']));
    expect(results.cells[0].failure?.message).toMatch(/^no split: mols\.csv.*"formula"/);
  });
});
