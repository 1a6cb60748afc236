import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, SMALL, temporaryFolder } from '../helpers.js';
import { run } from './run.js';
import { splitOfClasses } from './small-split.js';

const folder = temporaryFolder();
const split = folder.at('split.csv');
let test: Record<string, string>[];

beforeAll(async () => {
  await run(['split', folder.file('small.csv', SMALL), '--test', '9', '-o', split, '-q']);
  test = rowsOf(folder.read('split.csv')).filter((r) => r.split === 'test');
});

const json = async (args: string[]) => {
  const { code, stdout, stderr } = await run(['score', ...args, '--json', '--bootstrap', '50']);
  expect(stderr.replace(/^note: .*\n/gm, '')).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout);
};
const table = (header: string, rows: string[]) => `${header}\n${rows.join('\n')}\n`;
const mae = (values: number[]) =>
  values.reduce((sum, v, i) => sum + Math.abs(v - Number(test[i].y)), 0) / values.length;

describe('tanimark score', () => {
  it('joins by id, by another spelling of the SMILES, and by order, to the same scores', async () => {
    const predicted = test.map((_, i) => i * 0.7);
    const shuffled = test.map((r, i) => ({ r, p: predicted[i] })).reverse();
    const byId = await json([
      folder.file(
        'id.csv',
        table(
          'name,y_pred',
          shuffled.map(({ r, p }) => `${r.name},${p}`),
        ),
      ),
      '--split',
      split,
    ]);
    expect(byId.join).toEqual({
      by: 'id',
      matched: 9,
      unmatched: 0,
      unused: 0,
      unmatched_rows: [],
      unused_rows: [],
      averaged: 0,
    });
    expect(byId.overall.metrics.mae.value).toBeCloseTo(mae(predicted), 12);
    // The same molecules written from the other end.
    const reversed = (s: string) =>
      s.endsWith('O') ? `O${s.slice(0, -1)}` : `CN(C)${s.slice(0, -5)}`;
    const bySmiles = await json([
      folder.file(
        'smiles.csv',
        table(
          'smiles,prediction',
          shuffled.map(({ r, p }) => `${reversed(r.smiles)},${p}`),
        ),
      ),
      '--split',
      split,
    ]);
    expect(bySmiles.join.by).toBe('smiles');
    const byOrder = await json([
      folder.file('order.csv', table('y_pred', predicted.map(String))),
      '--split',
      split,
    ]);
    expect(byOrder.join.by).toBe('order');
    for (const other of [bySmiles, byOrder]) {
      expect(other.overall.metrics).toEqual(byId.overall.metrics);
      expect(other.strata).toEqual(byId.strata);
    }
  });

  it('scores strata that add up, flags small ones, and says what is not defined and why', async () => {
    const perfect = folder.file(
      'perfect.csv',
      table(
        'name,y_pred',
        test.map((r) => `${r.name},${r.y}`),
      ),
    );
    const result = await json([perfect, '--split', split]);
    expect(result.strata.map((s: { bin: string }) => s.bin)).toEqual([
      '[0, 1/3)',
      '[1/3, 2/3)',
      '[2/3, 1]',
    ]);
    expect(result.strata.reduce((n: number, s: { n: number }) => n + s.n, 0)).toBe(9);
    for (const stratum of result.strata) {
      expect(stratum.flag).toBe('small');
      for (const scored of Object.values(stratum.metrics)) {
        expect(scored).toEqual({ value: null, reason: 'small_stratum' });
      }
    }
    // Overall there are values, but fewer rows than an interval is made of.
    expect(result.overall.flag).toBe('small');
    expect(result.overall.metrics.mae).toMatchObject({
      value: 0,
      ci95: null,
      ci_reason: 'too_few',
    });
    expect(result.overall.metrics.r2.value).toBe(1);
    expect(result.baselines.train_mean.overall.metrics.pearson).toEqual({
      value: null,
      reason: 'constant_prediction',
    });
    const lenient = await run(['score', perfect, '--split', split, '--min-n', '1', '--json']);
    const scores = JSON.parse(lenient.stdout);
    for (const { n, flag, metrics } of scores.strata) {
      expect(flag).toBe(n < 1 ? 'small' : 'below_100');
      if (n > 0) expect(metrics.mae.value).toBe(0);
    }
    expect(scores.overall.metrics.mae).toMatchObject({ value: 0, ci95: [0, 0] });
  });

  it('gives the baselines their values from the training rows alone', async () => {
    const rows = rowsOf(folder.read('split.csv'));
    const train = rows.filter((r) => r.split === 'train');
    const mean = train.reduce((sum, r) => sum + Number(r.y), 0) / train.length;
    const labels = new Map(train.map((r) => [r.name, Number(r.y)]));
    // Of equally similar ones the mean, as the list of all neighbors tells.
    const file = (name: string, own: Record<string, string>[]) =>
      folder.file(
        name,
        table(
          'smiles,name',
          own.map((r) => `${r.smiles},${r.name}`),
        ),
      );
    const list = await run(['neighbors', file('q.csv', test), file('r.csv', train), '-k', '99']);
    const neighbors = rowsOf(list.stdout);
    const nearest = test.map(({ name }) => {
      const own = neighbors.filter((n) => n.query_id === name);
      const tied = own.filter((n) => n.similarity === own[0].similarity);
      const sum = tied.reduce((total, n) => total + (labels.get(n.reference_id) as number), 0);
      return sum / tied.length;
    });
    expect(nearest).not.toEqual(test.map((r) => labels.get(r.nearest_train)));
    const result = await json(['--split', split]);
    expect(result.join).toBeNull();
    expect(result.overall).toEqual({ n: 9, flag: 'small', metrics: {} });
    expect(result.baselines.train_mean.overall.metrics.mae.value).toBeCloseTo(
      mae(test.map(() => mean)),
      12,
    );
    expect(result.baselines.nearest_neighbour.overall.metrics.mae.value).toBeCloseTo(
      mae(nearest),
      12,
    );
  });

  it('scores classes: ranks by score, counts by class', async () => {
    const { split: out, test: rows } = await splitOfClasses(folder, ['active', 'inactive']);
    const preds = table(
      'name,prob',
      rows.map((r) => `${r.name},${r.y === 'active' ? 0.9 : 0.2}`),
    );
    const result = await json([folder.file('p.csv', preds), '--split', out]);
    expect(result.task).toBe('classification');
    for (const name of ['roc_auc', 'average_precision', 'mcc', 'balanced_accuracy']) {
      expect(result.overall.metrics[name].value, name).toBe(1);
    }
    const logits = preds.replaceAll('0.9', '3.5').replaceAll('0.2', '-2');
    const scored = await json([folder.file('l.csv', logits), '--split', out]);
    expect(scored.overall.metrics.roc_auc.value).toBe(1);
    expect(scored.overall.metrics.mcc).toEqual({ value: null, reason: 'not_probabilities' });
  });

  it('reads train and truth files, and predictions that hold the truth', async () => {
    await run([
      'split',
      folder.at('small.csv'),
      '--test',
      '9',
      '-o',
      `${folder.at('parts')}/`,
      '-q',
    ]);
    const fromSplit = await json(['--split', split]);
    const fromFiles = await json([
      '--train',
      folder.at('parts/train.csv'),
      '--truth',
      folder.at('parts/test.csv'),
    ]);
    expect(fromFiles.baselines).toEqual(fromSplit.baselines);
    const both = folder.file(
      'both.csv',
      table(
        'smiles,y_true,y_pred',
        test.map((r) => `${r.smiles},${r.y},5`),
      ),
    );
    const scored = await json([both, '--train', folder.at('parts/train.csv')]);
    expect(scored.overall.metrics.mae.value).toBeCloseTo(mae(test.map(() => 5)), 12);
    expect(scored.baselines.nearest_neighbour.overall).toEqual(
      fromSplit.baselines.nearest_neighbour.overall,
    );
  });

  it('refuses missing and unusable predictions, with the row, unless they are to be skipped', async () => {
    const some = folder.file(
      'some.csv',
      table(
        'name,y_pred',
        test.slice(2).map((r) => `${r.name},1`),
      ),
    );
    const refused = await run(['score', some, '--split', split]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /^error: .*2 test rows have no prediction \(matched by id\); the first is row \d+ .*--missing skip\n$/,
    );
    const skipped = await json([some, '--split', split, '--missing', 'skip']);
    expect(skipped.n).toBe(7);
    const all = rowsOf(folder.read('split.csv'));
    const rowOf = (r: Record<string, string>) => all.findIndex(({ name }) => name === r.name) + 1;
    expect(skipped.join).toEqual({
      by: 'id',
      matched: 7,
      unmatched: 2,
      unused: 0,
      unmatched_rows: test.slice(0, 2).map(rowOf),
      unused_rows: [],
      averaged: 0,
    });
    const nan = folder.file(
      'nan.csv',
      table(
        'name,y_pred',
        test.map((r, i) => `${r.name},${i === 4 ? 'NaN' : 1}`),
      ),
    );
    expect((await run(['score', nan, '--split', split])).stderr).toMatch(
      /row 5 \(line 6\): "NaN" is not a finite number/,
    );
    const twice = folder.file(
      'twice.csv',
      table(
        'name,y_pred',
        [...test, test[0]].map((r, i) => `${r.name},${i}`),
      ),
    );
    expect((await run(['score', twice, '--split', split])).stderr).toMatch(
      /have different predictions for the same id/,
    );
    const wrong = folder.file('wrong.csv', table('y_pred', ['1', '2']));
    expect((await run(['score', wrong, '--split', split])).stderr).toMatch(
      /neither ids nor SMILES, and its number of rows \(2\) equals neither that of the test set \(9\) nor that of [^ ]+ \(24\);/,
    );
    const other = folder.file('other.csv', table('smiles,y_pred', ['c1ccccc1,1']));
    expect((await run(['score', other, '--split', split])).stderr).toMatch(
      /no prediction matches a test row/,
    );
  });

  it('says when a split file was edited', async () => {
    const edited = folder.file(
      'edited.csv',
      folder.read('split.csv').replace(/,test,,([\d.]+),/, ',test,,0.123,'),
    );
    expect((await run(['score', '--split', edited])).stderr).toContain('of 1 row differs');
    expect((await run(['score', '--split', split])).stderr).toBe('');
  });

  it('scores a split with the label, bins and fingerprint it was made with, unless told otherwise', async () => {
    const odd = folder.file('odd.csv', SMALL.replace(',y\n', ',my label\n'));
    const out = folder.at('odd-split.csv');
    await run([
      'split',
      odd,
      '--label',
      'my label',
      '--bins',
      '0,0.5,1',
      '--fingerprint',
      'maccs',
      '-o',
      out,
    ]);
    const result = await json(['--split', out]);
    expect(result.strata.map((s: { bin: string }) => s.bin)).toEqual(['[0, 0.5)', '[0.5, 1]']);
    expect(result.parameters.fingerprint).toBe('maccs');
    expect((await json(['--split', out, '--bins', '0,1'])).strata).toHaveLength(1);
    // A file that was changed since is another split: its manifest no longer speaks for it.
    const edited = folder.file(
      'odd-split.csv',
      folder.read('odd-split.csv').replace('alcohol-2', 'ethanol'),
    );
    expect((await run(['score', '--split', edited])).stderr).toMatch(/no label column found/);
  });

  it('shows a table that fits 80 columns, without color in a pipe', async () => {
    const preds = folder.file(
      't.csv',
      table(
        'name,y_pred',
        test.map((r, i) => `${r.name},${i}`),
      ),
    );
    const { stdout } = await run(['score', preds, '--split', split, '--bootstrap', '100']);
    expect(stdout).not.toContain('\u001b');
    expect(Math.max(...stdout.split('\n').map((l) => l.length))).toBeLessThanOrEqual(80);
    for (const text of ['MAE (lower is better)', '  model', '  train mean', '  1-NN', '[0, 1/3)']) {
      expect(stdout).toContain(text);
    }
    const colored = await run(['score', preds, '--split', split, '--bootstrap', '0'], {
      env: { FORCE_COLOR: '1', NO_COLOR: '' },
    });
    expect(colored.stdout).toContain('\u001b[');
    for (const args of [[], ['--no-color']]) {
      const env: Record<string, string> = {
        FORCE_COLOR: '1',
        NO_COLOR: args.length ? '' : '1',
      };
      expect(
        (await run(['score', preds, '--split', split, '--bootstrap', '0', ...args], { env }))
          .stdout,
      ).not.toContain('\u001b');
    }
  });
});
