import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

type Row = Record<string, string>;

const folder = temporaryFolder();
const cwd = folder.path;
const rowsIn = (name: string): Row[] =>
  parse(readFileSync(folder.at(name)), { columns: true }) as Row[];
/** What a method's predictions are off by. */
const shift = (method: string, i: number) => (((i * 7) % 13) - 6) / (method === 'rf' ? 10 : 7);
const stratumOf = (similarity: number) =>
  similarity < 1 / 3 ? '[0, 1/3)' : similarity < 2 / 3 ? '[1/3, 2/3)' : '[2/3, 1]';

beforeAll(async () => {
  const folds = ['-m', 'random', '--folds', '3', '--repeats', '2', '-o', 'folds.csv'];
  await run(['split', 'dataset:drugs', ...folds], { cwd });
  for (const repeat of [0, 1]) {
    const rows = rowsIn(`folds.repeat-${repeat}.csv`);
    for (const method of ['rf', 'knn']) {
      const lines = rows.map(
        (row, i) => `${row.name},${Number(row.crippen_logp) + shift(method, i)}`,
      );
      folder.file(`${method}.csv`, `name,y_pred\n${lines.join('\n')}\n`);
    }
    const split = ['--split', `folds.repeat-${repeat}.csv`, '--bootstrap', '0'];
    const out = ['--cv-results', `cv-${repeat}.csv`, '--repeat', String(repeat)];
    const done = await run(['score', 'rf.csv', 'knn.csv', ...split, ...out], { cwd });
    expect(done.code, done.stderr).toBe(0);
  }
});

describe('score --cv-results', () => {
  it('has the metrics of each method, fold and stratum', () => {
    const results = rowsIn('cv-1.csv').filter(({ metric }) => metric === 'mae');
    const rows = rowsIn('folds.repeat-1.csv');
    const expected = ['rf', 'knn'].flatMap((method) =>
      ['0', '1', '2'].flatMap((fold) =>
        ['overall', '[0, 1/3)', '[1/3, 2/3)', '[2/3, 1]'].map((stratum) => {
          const own = [...rows.entries()].filter(
            ([, row]) =>
              row.fold === fold &&
              (stratum === 'overall' || stratumOf(Number(row.max_similarity)) === stratum),
          );
          const sum = own.reduce((total, [i]) => total + Math.abs(shift(method, i)), 0);
          return { method, repeat: '1', fold, stratum, value: sum / own.length };
        }),
      ),
    );
    expect(results).toHaveLength(expected.length);
    for (const [k, { value, ...keys }] of expected.entries()) {
      expect(results[k]).toMatchObject(keys);
      expect(Number(results[k].value)).toBeCloseTo(value, 10);
    }
  });

  it('is compared, all repeats together, in each stratum', async () => {
    const { code, stdout, stderr } = await run(
      ['compare', 'cv-*.csv', '--metrics', 'mae', '--json'],
      { cwd },
    );
    expect(code, stderr).toBe(0);
    for (const stratum of ['overall', '[0, 1/3)', '[1/3, 2/3)', '[2/3, 1]']) {
      expect(stdout).toContain(`"${stratum}"`);
    }
    expect(JSON.parse(stdout)).toMatchObject({ command: 'compare' });
  });

  it.each([
    [['rf.csv', '--split', 'one.csv', '--cv-results', 'x.csv'], 'needs out-of-fold predictions'],
    [['--split', 'folds.repeat-0.csv', '--cv-results', 'x.csv'], 'needs a prediction file'],
    [['rf.csv', '--split', 'folds.repeat-1.csv', '--repeat', '1'], '--repeat names the repeat in'],
    [
      [
        ...['rf.csv', '--split', 'folds.repeat-1.csv'],
        ...['--cv-results', 'x.csv', '--errors', 'x.csv'],
      ],
      'writes to the same file',
    ],
  ])('refuses %j', async (args, said) => {
    await run(['split', 'dataset:drugs', '-m', 'random', '--test', '0.5', '-o', 'one.csv'], {
      cwd,
    });
    const test = rowsIn('one.csv').filter(({ split }) => split === 'test');
    folder.file('rf.csv', `name,y_pred\n${test.map(({ name }) => `${name},1`).join('\n')}\n`);
    const { code, stderr } = await run(['score', ...args, '--bootstrap', '0'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});
