import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

type Row = Record<string, string>;

const folder = temporaryFolder();
const rowsIn = (name: string): Row[] =>
  parse(readFileSync(folder.at(name)), { columns: true }) as Row[];
const score = async (...args: string[]) => {
  const { code, stdout, stderr } = await run(['score', ...args, '--bootstrap', '0'], {
    cwd: folder.path,
  });
  return { code, stderr, stdout };
};

/** A shift that differs from row to row. */
const shift = (i: number) => ((i * 7) % 13) / 10 - 0.5;

beforeAll(async () => {
  const how = { cwd: folder.path };
  await run(['split', 'dataset:drugs', '-o', 'split.csv'], how);
  await run(['split', 'dataset:drugs', '-m', 'random', '--folds', '3', '-o', 'folds.csv'], how);
  const predicted = (rows: Row[], further: (i: number) => string) =>
    rows.map((row, i) => `${row.name},${Number(row.crippen_logp) + shift(i)}${further(i)}`);
  const test = rowsIn('split.csv').filter((row) => row.split === 'test');
  folder.file(
    'p.csv',
    `name,y_pred,y_std\n${predicted(test, (i) => `,${1 + (i % 3)}`).join('\n')}\n`,
  );
  const all = rowsIn('folds.csv');
  folder.file('oof.csv', `name,y_pred\n${predicted(all, () => '').join('\n')}\n`);
});

describe('score --errors', () => {
  it('has every scored row with its error, and the nearest training molecule that the split names', async () => {
    const { code, stdout, stderr } = await score(
      ...['p.csv', '--split', 'split.csv', '--errors', 'e.csv', '--json'],
    );
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('wrote e.csv (120 rows)');
    const summary = JSON.parse(stdout);
    expect(summary).not.toHaveProperty('molecules_scored');
    const split = rowsIn('split.csv');
    const test = [...split.entries()].filter(([, row]) => row.split === 'test');
    const errors = rowsIn('e.csv');
    expect(errors.map(({ row }) => Number(row) - 1)).toEqual(test.map(([r]) => r));
    for (const [k, one] of errors.entries()) {
      const [, row] = test[k];
      const near = split.findIndex((other) => other.name === row.nearest_train);
      expect(one).toMatchObject({
        id: row.name,
        smiles: row.smiles,
        max_similarity: row.max_similarity,
        nearest_train_id: row.nearest_train,
        nearest_train_row: String(near + 1),
        nearest_train_smiles: split[near].smiles,
        std: String(1 + (k % 3)),
      });
      expect(Number(one.truth)).toBe(Number(row.crippen_logp));
      expect(Number(one.nearest_train_label)).toBe(Number(split[near].crippen_logp));
      expect(Number(one.error)).toBeCloseTo(shift(k), 12);
      const [low, high] = { '[0, 1/3)': [0, 1 / 3], '[1/3, 2/3)': [1 / 3, 2 / 3] }[one.stratum] ?? [
        2 / 3,
        1.1,
      ];
      expect(Number(one.max_similarity)).toBeGreaterThanOrEqual(low);
      expect(Number(one.max_similarity)).toBeLessThan(high);
    }
    const mean = errors.reduce((sum, one) => sum + Math.abs(Number(one.error)), 0) / 120;
    expect(summary.overall.metrics.mae.value).toBeCloseTo(mean, 12);
  });

  it('has the fold of each row, and a neighbor of another fold', async () => {
    const { code, stderr } = await score('oof.csv', '--split', 'folds.csv', '--errors', 'o.csv');
    expect(code, stderr).toBe(0);
    const split = rowsIn('folds.csv');
    const errors = rowsIn('o.csv');
    expect(errors).toHaveLength(split.length);
    for (const [k, one] of errors.entries()) {
      expect(one.fold).toBe(split[k].fold);
      expect(one.max_similarity).toBe(split[k].max_similarity);
      expect(split[Number(one.nearest_train_row) - 1].fold).not.toBe(one.fold);
      expect(one.nearest_train_id).toBe(split[k].nearest_train);
    }
  });

  it('names the task of each row where there are several, also in JSON Lines', async () => {
    folder.file('q.csv', readFileSync(folder.at('p.csv')));
    const done = await score(
      ...['p.csv', 'q.csv', '--split', 'split.csv', '--errors', 'both.jsonl'],
    );
    expect(done.code, done.stderr).toBe(0);
    const rows = readFileSync(folder.at('both.jsonl'), 'utf8').trim().split('\n');
    const tasks = rows.map((line) => JSON.parse(line).task);
    expect([tasks.length, tasks[0], tasks[119], tasks[120], tasks[239]]).toEqual([
      240,
      'p',
      'p',
      'q',
      'q',
    ]);
    expect(typeof JSON.parse(rows[0]).error).toBe('number');
  });

  it('is in the JSON document with --molecules', async () => {
    const { stdout } = await score('p.csv', '--split', 'split.csv', '--json', '--molecules');
    const { molecules_scored: molecules } = JSON.parse(stdout);
    expect(molecules).toHaveLength(120);
    expect(molecules[0].error).toBeCloseTo(shift(0), 12);
  });

  it.each([
    [['--split', 'split.csv', '--errors', 'e.csv'], '--errors needs a prediction file'],
    [['p.csv', '--split', 'split.csv', '--errors', 'e.txt'], 'unknown file ending'],
    [['p.csv', '--split', 'split.csv', '--errors', 'p.csv'], 'is an input itself'],
    [['p.csv', '--split', 'split.csv', '--errors', 'e.csv', '-o', 'e.csv'], 'choose another name'],
  ])('refuses %j', async (args, said) => {
    const { code, stderr } = await score(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});
