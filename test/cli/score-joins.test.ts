import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, SMALL, temporaryFolder } from '../helpers.js';
import { run } from './run.js';
import { splitOfClasses } from './small-split.js';

const folder = temporaryFolder();
const split = folder.at('split.csv');
let test: Record<string, string>[];
let count = 0;

beforeAll(async () => {
  // As SMALL, with a catalog number of an unusual name.
  const rows = SMALL.trimEnd().split('\n');
  const data = rows.map((row, i) => (i === 0 ? `${row},Vendor` : `${row},${9000 - i}`)).join('\n');
  await run(['split', folder.file('small.csv', `${data}\n`), '--test', '9', '-o', split, '-q']);
  test = rowsOf(folder.read('split.csv')).filter((r) => r.split === 'test');
});

const predictions = (
  header: string,
  line: (r: Record<string, string>, i: number) => string,
  rows = test,
) => folder.file(`p${count++}.csv`, `${header}\n${rows.map(line).join('\n')}\n`);
const score = (file: string, ...args: string[]) =>
  run(['score', file, '--split', split, '--bootstrap', '0', '--json', ...args]);
const ok = async (file: string, ...args: string[]) => {
  const result = await score(file, ...args);
  expect(result.stderr.replace(/^note: .*\n/gm, '')).toBe('');
  return { ...JSON.parse(result.stdout), stderr: result.stderr };
};
const refused = async (file: string, ...args: string[]) => {
  const { code, stderr, stdout } = await score(file, ...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(`error: ${JSON.parse(stdout).error.message}\n`).toBe(stderr);
  return stderr;
};
const off = (by: number) => (r: Record<string, string>) => Number(r.y) + by;

describe('the column of predictions', () => {
  it('is not the one that holds the true values', async () => {
    const both = predictions('smiles,y,my_model', (r) => `${r.smiles},${r.y},${off(2)(r)}`);
    expect(await refused(both)).toContain(
      '"y" and "my_model" could be the predictions or the true values; choose one with --prediction',
    );
    expect((await ok(both, '--prediction', 'my_model')).overall.metrics.mae.value).toBeCloseTo(
      2,
      12,
    );
    const truth = predictions('smiles,y', (r) => `${r.smiles},${r.y}`);
    expect(await refused(truth)).toContain('column "y" holds the true values, not predictions');
    const chemprop = predictions('smiles,y', (r) => `${r.smiles},${off(2)(r)}`);
    expect((await ok(chemprop)).overall.metrics.mae.value).toBeCloseTo(2, 12);
  });

  it('may say what it is in a part of its name', async () => {
    for (const name of ['y_pred', 'pred_0', 'Predicted y', 'logS_pred']) {
      const result = await ok(
        predictions(`smiles,y,${name}`, (r) => `${r.smiles},${r.y},${off(1)(r)}`),
      );
      expect(result.parameters.prediction).toBe(name);
      expect(result.overall.metrics.mae.value).toBeCloseTo(1, 12);
    }
    const two = predictions('smiles,pred_rf,pred_gnn', (r) => `${r.smiles},1,2`);
    expect(await refused(two)).toContain(
      '"pred_rf" and "pred_gnn" could each be the prediction column',
    );
  });

  it('is a probability rather than a class, and a class alone is said', async () => {
    const { split: out, test: rows } = await splitOfClasses(folder, ['1', '0']);
    const line = (r: Record<string, string>, i: number) =>
      `${r.smiles},${i % 2},${r.y === '1' ? 0.6 : 0.4}`;
    const args = ['--split', out, '--bootstrap', '0', '--json'];
    const both = await run(['score', predictions('smiles,y_pred,y_prob', line, rows), ...args]);
    expect(JSON.parse(both.stdout).overall.metrics.roc_auc.value).toBe(1);
    const hard = await run([
      'score',
      predictions(
        'smiles,y_pred',
        (r) => `${r.smiles},${r.y === '1' ? 'active' : 'inactive'}`,
        rows,
      ),
      ...args,
    ]);
    expect(JSON.parse(hard.stdout).overall.metrics.mcc.value).toBe(1);
    expect(hard.stderr).toContain(
      'the predictions of "y" are classes (0 and 1), not probabilities',
    );
    const logits = predictions('smiles,y_pred', (r) => `${r.smiles},${r.y === '1' ? 3 : -3}`, rows);
    const cut = JSON.parse((await run(['score', logits, ...args, '--threshold', '0'])).stdout);
    expect(cut.overall.metrics.mcc.value).toBe(1);
    // The baselines give probabilities and keep their own threshold.
    const before = JSON.parse((await run(['score', logits, ...args])).stdout);
    expect(cut.baselines).toEqual(before.baselines);
  });
});

describe('matching predictions with test rows', () => {
  it('goes by any column that both files have and that tells rows apart', async () => {
    const reversed = [...test].reverse();
    const result = await ok(
      predictions('Vendor,y_pred', (r) => `${r.Vendor},${off(1)(r)}`, reversed),
    );
    expect(result.overall.metrics.mae.value).toBeCloseTo(1, 12);
    expect(result.stderr).toContain('by id (column "Vendor", which both files have)');
  });

  it('does not fall back to the order of rows where the file has names of its own', async () => {
    const named = predictions('ID,y_pred', (r) => `${r.name.toUpperCase()},${off(1)(r)}`);
    expect(await refused(named)).toMatch(/no id in column "ID" \(the first is ".*--join order/);
    const strange = predictions('batch,y_pred', (_, i) => `b${i},1`);
    expect(await refused(strange)).toContain('no column identifies the test row of a prediction');
    const byOrder = await ok(named, '--join', 'order');
    expect(byOrder.join.by).toBe('order');
    expect(byOrder.overall.metrics.mae.value).toBeCloseTo(1, 12);
    expect((await ok(predictions('y_true,y_pred', (r) => `${r.y},${off(1)(r)}`))).join.by).toBe(
      'order',
    );
    expect(
      await refused(
        predictions('y_pred', () => '1'),
        '--join',
        'smiles',
      ),
    ).toContain('no column of SMILES found');
    expect(
      await refused(
        predictions('y_pred', () => '1'),
        '--join',
        'id',
      ),
    ).toContain('has no id column');
  });

  it('is refused when true values or structures beside the predictions contradict it', async () => {
    const shifted = predictions('smiles,y_true,y_pred', (r) => `${r.smiles},${off(3)(r)},1`);
    expect(await refused(shifted)).toMatch(
      /"y_true" has different true values from .* in 9 rows .*row 1 \(line 2\)/,
    );
    const rounded = predictions(
      'smiles,y_true,y_pred',
      (r) => `${r.smiles},${(Number(r.y) + 0.004).toFixed(3)},1`,
    );
    expect((await ok(rounded)).n).toBe(9);
    const crossed = predictions(
      'name,smiles,y_pred',
      (r, i) => `${r.name},${test[(i + 1) % 9].smiles},1`,
    );
    expect(await refused(crossed)).toMatch(
      /9 rows matched by id have a different structure from the test row/,
    );
  });

  it('takes the index of a data frame for no name where it starts anew', async () => {
    const all = rowsOf(folder.read('split.csv'));
    const at = (r: Record<string, string>) => all.findIndex(({ name }) => name === r.name);
    const frame = all.map((r, i) => `${i},${r.smiles},${r.y},${r.split}`);
    const split = folder.file('frame.csv', `,smiles,value,split\n${frame.join('\n')}\n`);
    const renewed = predictions(',y_pred', (r, i) => `${i},${off(1)(r)}`);
    const result = JSON.parse((await run(['score', renewed, '--split', split, '--json'])).stdout);
    expect(result.join.by).toBe('order');
    expect(result.overall.metrics.mae.value).toBeCloseTo(1, 12);
    const kept = predictions(',y_pred', (r) => `${at(r)},${off(1)(r)}`, [...test].reverse());
    const same = JSON.parse((await run(['score', kept, '--split', split, '--json'])).stdout);
    expect(same.join.by).toBe('id');
    expect(same.overall.metrics.mae.value).toBeCloseTo(1, 12);
  });

  it('says which rows are left over, and what is wrong with a decimal comma', async () => {
    const salted = predictions('smiles,y_pred', (r, i) => `${r.smiles}${i === 2 ? '.Cl' : ''},1`);
    expect(await refused(salted)).toContain(
      'and 1 prediction row matches no test row (row 3); add the missing predictions',
    );
    const comma = predictions('name,y_pred', (r) => `${r.name},"1,5"`);
    expect(await refused(comma)).toMatch(
      /"1,5" has a decimal comma \((\d+) of \1 filled cells\); save the numbers with a decimal point/,
    );
  });

  it('says so where train and test are exchanged', async () => {
    await run([
      'split',
      folder.at('small.csv'),
      '--test',
      '9',
      '-o',
      `${folder.at('swapped')}/`,
      '-q',
    ]);
    const [train, truth] = ['test.csv', 'train.csv'].map((name) => folder.at(`swapped/${name}`));
    const chemprop = predictions('smiles,y', (r) => `${r.smiles},${off(2)(r)}`);
    const { code, stderr } = await run(['score', chemprop, '--train', train, '--truth', truth]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no prediction matches a test row of .*train\.csv/);
  });

  it('counts repeats of a molecule as used', async () => {
    const repeated = predictions('smiles,y_pred', (r) => `${r.smiles},1`, [
      ...test,
      ...test.slice(0, 4),
    ]);
    const result = await ok(repeated);
    expect(result.join).toEqual({
      by: 'smiles',
      matched: 9,
      unmatched: 0,
      unused: 0,
      unmatched_rows: [],
      unused_rows: [],
      averaged: 0,
    });
    expect(result.stderr).not.toContain('not used');
  });
});

describe('what a split says of itself', () => {
  it('is read from the manifest of a folder, too', async () => {
    const out = `${folder.at('parts')}/`;
    await run([
      'split',
      folder.at('small.csv'),
      '--bins',
      '0,0.5,1',
      '--fingerprint',
      'maccs',
      '-o',
      out,
      '-q',
    ]);
    const args = [
      '--train',
      `${out}train.csv`,
      '--truth',
      `${out}test.csv`,
      '--json',
      '--bootstrap',
      '0',
    ];
    const result = JSON.parse((await run(['score', ...args])).stdout);
    expect(result.parameters).toMatchObject({ bins: '0,0.5,1', fingerprint: 'maccs', label: 'y' });
    expect((await run(['score', ...args.slice(0, 4)])).stdout).toContain(
      'similarity: Tanimoto of maccs',
    );
  });

  it('no longer holds once the file was changed, and that is said', async () => {
    const changed = folder.file('changed.csv', folder.read('split.csv'));
    await run(['split', folder.at('small.csv'), '--test', '9', '-o', changed, '-q']);
    folder.file('changed.csv', folder.read('changed.csv').replace(/,1,/, ',7,'));
    const { stderr } = await run(['score', '--split', changed]);
    expect(stderr).toContain('changed.csv has changed since the split was made');
  });

  it('names rows without a label at the time of the split', async () => {
    const some = SMALL.replace(/,3$/gm, ',');
    const { stderr } = await run(['split', folder.file('some.csv', some)]);
    expect(stderr).toContain('2 rows without a label (column "y")');
    const none = await run(['split', folder.file('none.csv', SMALL.replace(',y\n', ',year\n'))]);
    expect(none.stderr.replaceAll('\n', ' ')).toContain(
      'no label column was chosen, so bins were not balanced for labels; name one with --label',
    );
    for (const args of [['-m', 'random'], ['--no-balance-label']]) {
      const { stderr } = await run(['split', folder.at('none.csv'), ...args]);
      expect(stderr).toContain(
        'no label column was chosen, so label shift is not shown; name one with --label',
      );
    }
  });

  it('does not take the names in an SMI file for labels', async () => {
    const smi = SMALL.split('\n')
      .slice(1, -1)
      .map((l, i) => `${l.split(',')[0]} ${1000 + i}`)
      .join('\n');
    const { stdout } = await run([
      'split',
      folder.file('numbers.smi', smi),
      '--json',
      '-o',
      folder.at('n.csv'),
    ]);
    expect(JSON.parse(stdout).labels).toBeNull();
    expect(folder.read('n.csv').split('\n')[0]).toContain('smiles,name,split');
  });
});

describe('molecules with several rows', () => {
  const repeated = (copies: number) =>
    `smiles,y,split\n${[1, 2, 3, 4].map((n) => `${'C'.repeat(n)}N,${n},train`).join('\n')}\n${[
      3, 4, 5, 6, 7, 8,
    ]
      .flatMap((n) => Array(copies).fill(`${'C'.repeat(n)}O,${n ** 2},test`))
      .join('\n')}\n`;
  const interval = async (file: string, ...args: string[]) => {
    const { stdout } = await run([
      'score',
      '--split',
      file,
      '--metrics',
      'mae',
      '--min-n',
      '1',
      '--json',
      ...args,
    ]);
    return JSON.parse(stdout).baselines.train_mean.overall.metrics.mae.ci95 as [number, number];
  };

  it('are drawn as one, unless rows are asked for: copies must not narrow an interval', async () => {
    const once = folder.file('once.csv', repeated(1));
    const often = folder.file('often.csv', repeated(9));
    expect(await interval(often)).toEqual((await interval(once)).map((v) => expect.closeTo(v, 9)));
    const [low, high] = await interval(often, '--resample', 'row');
    const [wideLow, wideHigh] = await interval(once);
    expect(high - low).toBeLessThan((wideHigh - wideLow) / 2);
  });

  it('lend a baseline only the labels of their training rows', async () => {
    const leaky = folder.file(
      'leaky.csv',
      'smiles,y,split\nCCO,1,train\nCCCCN,3,train\nOCC,100,test\nCCCl,2,test\n',
    );
    const { stdout, stderr } = await run([
      'score',
      '--split',
      leaky,
      '--metrics',
      'mae',
      '--min-n',
      '1',
      '--json',
      '--bootstrap',
      '0',
    ]);
    // The mean of 1 and 3; the leaked molecule's own test label stays out.
    const { train_mean, nearest_neighbour } = JSON.parse(stdout).baselines;
    expect(train_mean.overall.metrics.mae.value).toBe((98 + 0) / 2);
    expect(nearest_neighbour.strata[2].metrics.mae.value).toBe(99);
    expect(stderr).toContain('1 test row holds a molecule of the training set');
  });
});
