import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { compareModels } from '../../../src/workflows/compare/index.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { csv, type MadeRow, madeRows, numbersOf, scored } from './made.js';

const folder = temporaryFolder();
const rows = madeRows(150, 9);
const subset = (k: number) => (k < 60 ? 'test' : k < 90 ? 'valid' : 'train');

/** A split file. @param word what the validation rows are called @param similarity of a column max_similarity */
const splitFile = (name: string, word: string, similarity?: string) =>
  folder.file(
    name,
    csv(
      rows.map((row, k) => ({ ...row, split: subset(k).replace('valid', word) })),
      {
        name: (r) => r.name,
        smiles: (r) => r.smiles,
        y: (r) => r.y,
        split: (r) => r.split,
        ...(similarity === undefined ? {} : { max_similarity: () => similarity }),
      },
    ),
  );
const predictions = folder.file(
  'preds.csv',
  csv(rows.slice(0, 60), { name: (r: MadeRow) => r.name, y_pred: (r) => r.pred }),
);
const valid = splitFile('valid.csv', 'Validation');
const renamed = splitFile('renamed.csv', 'train');
const settings = { predictions, bootstrap: 30, minN: 5 };

describe('--train-with valid', () => {
  it('measures test rows against training and validation rows, and fits baselines on both', async () => {
    const both = await scored({ ...settings, split: valid, trainWith: 'valid' });
    const expected = await scored({ ...settings, split: renamed });
    expect(numbersOf(both)).toEqual(numbersOf(expected));
    expect(both.train.molecules).toBe(90);
    expect(both.parameters).toEqual({ ...expected.parameters, 'train-with': 'valid' });
    expect(both.warnings).toContain('30 validation rows count as training rows');
    const alone = await scored({ ...settings, split: valid });
    expect(alone.train.molecules).toBe(60);
    expect(alone.overall).not.toEqual(both.overall);
    expect(alone.warnings.join()).not.toContain('validation rows');
  });

  it('does not compare similarities to both with those to training that the file states', async () => {
    const split = splitFile('stated.csv', 'valid', '0.001');
    const said = (warnings: readonly string[]) => warnings.join().includes('max_similarity');
    expect(said((await scored({ ...settings, split })).warnings)).toBe(true);
    expect(said((await scored({ ...settings, split, trainWith: 'valid' })).warnings)).toBe(false);
  });

  it('does the same in a comparison', async () => {
    const second = folder.file(
      'second.csv',
      csv(rows.slice(0, 60), { name: (r) => r.name, y_pred: (r) => r.pred + 0.5 }),
    );
    const comparing = {
      predictions: [predictions, second],
      metrics: ['mae'],
      bootstrap: 30,
      minN: 5,
    };
    const job = new Job({ threads: 1 });
    const both = await compareModels({ ...comparing, split: valid, trainWith: 'valid' }, job);
    const expected = await compareModels({ ...comparing, split: renamed }, job);
    expect(both.tasks).toEqual(expected.tasks);
  });

  it('takes the validation file of a folder', async () => {
    const path = join(folder.path, 'sides');
    mkdirSync(path);
    for (const side of ['train', 'valid', 'test']) {
      const own = rows.filter((_, k) => subset(k) === side);
      writeFileSync(
        join(path, `${side}.csv`),
        csv(own, { name: (r) => r.name, smiles: (r) => r.smiles, y: (r) => r.y }),
      );
    }
    const both = await scored({ ...settings, split: path, trainWith: 'valid' });
    const expected = await scored({ ...settings, split: renamed });
    expect(numbersOf(both)).toEqual(numbersOf(expected));
    expect(both.train.molecules).toBe(90);
    expect(both.warnings).toContain('30 validation rows count as training rows');
    expect(both.inputs.find(({ role }) => role === 'train')).toMatchObject({
      path: `${join(path, 'train.csv')} and ${join(path, 'valid.csv')}`,
      rows: 90,
    });
    expect((await scored({ ...settings, split: path })).train.molecules).toBe(60);
  });

  it.each([
    [
      'a split without validation rows',
      { split: renamed },
      `--train-with valid: ${renamed} has no validation rows; leave it out`,
    ],
    [
      'two files',
      { train: renamed, truth: renamed },
      '--train-with valid needs --split with validation rows (a file, or a folder with valid.csv); leave it out, or add the rows to the training file',
    ],
  ])('is refused with %s', async (_, files, message) => {
    const error = await errorOf(() => scored({ ...settings, ...files, trainWith: 'valid' }));
    expect(error.message).toBe(message);
    expect(error.code).toBe('usage');
  });
});
