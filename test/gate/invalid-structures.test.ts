import { describe, expect, it } from 'vitest';
import { rowAmount } from '../../src/amount.js';
import { exceeds } from '../../src/dataset/invalid-share.js';
import { Job } from '../../src/job.js';
import { audit } from '../../src/workflows/audit/index.js';
import { compareModels } from '../../src/workflows/compare/index.js';
import { score } from '../../src/workflows/score/index.js';
import { split } from '../../src/workflows/split/index.js';
import { errorOf } from '../helpers.js';
import {
  isTest,
  NEW,
  Repository,
  type Row,
  rows,
  SIDES,
  SPLIT,
} from '../workflows/check/repository.js';
import { csv } from '../workflows/score/made.js';

const all = rows(160);
const test = all.filter(isTest);
const task = () => new Job({ threads: 1 });

/** Rows that are no molecules, as a column of names that was taken for SMILES has. */
const broken = (count: number, split = 'train'): Row[] =>
  Array.from({ length: count }, (_, i) => ({
    ...all[i],
    name: `broken-${i}`,
    smiles: `mol ${i}`,
    split,
  }));

const KINDS = ['split', 'train', 'truth', 'predictions'] as const;
type Kind = (typeof KINDS)[number];

/** A repository of which one file has 80 rows and so many more that are broken: 8 of 88 are 9.1%, 9 of 89 are 10.1%. */
function repositoryOf(kind: Kind, count: number): Repository {
  const repository = new Repository(all);
  if (kind === 'split') repository.write('split.csv', csv([...all, ...broken(2 * count)], SPLIT));
  if (kind === 'predictions') {
    const columns = { ...NEW, smiles: (row: Row) => row.smiles };
    repository.write('new.csv', csv([...test, ...broken(count)], columns));
  }
  if (kind === 'train' || kind === 'truth') repository.writeSides({ [kind]: broken(count) });
  return repository;
}

const sidesOf = (kind: Kind) =>
  kind === 'split' || kind === 'predictions' ? { split: 'split.csv' } : SIDES;
const config = (kind: Kind) => ({
  ...{ baseline: undefined, rules: [{ metric: 'mae', max: 9 }] },
  ...sidesOf(kind),
});
const name = (kind: Kind) => (kind === 'predictions' ? 'new.csv' : `${kind}.csv`);

describe('a check of a file with invalid structures', () => {
  it.each(KINDS)('is an error above a tenth of the rows (%s)', async (kind) => {
    const few = await repositoryOf(kind, 8).check(config(kind));
    expect([few.errors, few.exit_code]).toEqual([[], 0]);
    const repository = repositoryOf(kind, 9);
    const many = await repository.check(config(kind));
    expect(many.exit_code).toBe(2);
    expect(many.errors.map((error) => error.name)).toEqual(['invalid_structures']);
    const counts = kind === 'split' ? '18 of 178 rows' : '9 of 89 rows';
    expect(many.errors[0].message).toContain(
      `${name(kind)}: ${counts} (10.1%) have an invalid SMILES in column "smiles" (the first is row ${kind === 'split' ? 161 : 81}, "mol 0"); the limit is 10%; `,
    );
    for (const maxInvalid of ['11%', 20, '1']) {
      const own = await repository.check({ ...config(kind), maxInvalid });
      expect(own.exit_code).toBe(maxInvalid === '1' ? 2 : 0);
    }
  });

  it('is an error of the audit, too, and told once', async () => {
    const repository = repositoryOf('split', 9);
    const limits = { audit: { maxDuplicates: 0 } };
    for (const own of [
      { ...config('split'), ...limits },
      { baseline: undefined, ...limits },
    ]) {
      const { errors, exit_code } = await repository.check(own);
      expect([errors.map((error) => error.name), exit_code]).toEqual([['invalid_structures'], 2]);
    }
  });

  it('makes no baseline', async () => {
    const rules = [{ metric: 'mae', margin: 0 }];
    const { message } = await errorOf(() => repositoryOf('split', 9).update({ rules }));
    expect(message).toContain('18 of 178 rows (10.1%) have an invalid SMILES');
  });
});

describe('other commands', () => {
  const told = (kind: Kind, rows: string) =>
    expect.stringMatching(
      new RegExp(`${name(kind)}: ${rows} \\(10\\.1%\\) have an invalid SMILES in column "smiles"`),
    );

  it.each(KINDS)('say so first, and go on (%s)', async (kind) => {
    const counts = kind === 'split' ? '18 of 178 rows' : '9 of 89 rows';
    for (const [count, first] of [
      [9, told(kind, counts)],
      [8, expect.not.stringContaining('have an invalid SMILES')],
    ] as const) {
      const repository = repositoryOf(kind, count);
      const { split, ...sides } = { train: undefined, truth: undefined, ...sidesOf(kind) };
      const at = (file: string | undefined) => file && repository.at(file);
      const places = { split: at(split), train: at(sides.train), truth: at(sides.truth) };
      const reading = { ...places, label: 'y', bootstrap: 0, baselines: [] };
      const predictions = repository.at('new.csv');
      const scored = await score({ ...reading, predictions, prediction: 'pred' }, task());
      expect(scored.warnings[0]).toEqual(first);
      const compared = await compareModels(
        {
          ...{ split: places.split, train: places.train, truth: places.truth, label: 'y' },
          ...{ bootstrap: 100, predictions: [predictions, repository.at('base.csv')] },
        },
        task(),
      );
      expect(compared.warnings[0]).toEqual(first);
      if (kind === 'predictions') continue;
      const sidesAudited = split
        ? { split: places.split }
        : { train: places.train, test: places.truth };
      const { summary } = await audit({ ...sidesAudited, label: 'y' }, task());
      expect(summary.warnings[0] ?? '').toEqual(first);
      if (kind === 'truth') continue;
      const input = repository.at(name(kind));
      const { summary: made } = await split_(input);
      expect(made.warnings[0]).toEqual(first);
    }
  });

  const split_ = (input: string) => split({ input, method: 'random' }, task());
});

describe('the share of invalid structures', () => {
  it.each([
    ['10%', 100, 10, false],
    ['10%', 100, 11, true],
    ['1/3', 99, 33, false],
    ['1/3', 98, 33, true],
    ['0', 100, 0, false],
    ['0', 100, 1, true],
    ['5', 6, 5, false],
    ['5', 1000, 6, true],
    ['100%', 4, 4, false],
  ])('of %s in %d rows is exceeded by %d: %s', (most, rows, invalid, expected) => {
    const file = { name: 'a.csv', what: 'SMILES', column: 'smiles', first: null } as const;
    const share = { ...file, rows, invalid };
    expect(exceeds(share, rowAmount(most, '--max-invalid', 'rows'))).toBe(expected);
  });

  it('is none below 0 or above all', async () => {
    for (const wrong of ['-1', '150%', 'many', '']) {
      const { message } = await errorOf(() => rowAmount(wrong, '--max-invalid', 'rows'));
      expect(message).toMatch(/^--max-invalid/);
    }
  });
});
