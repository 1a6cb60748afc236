import { describe, expect, it } from 'vitest';
import { changeLine } from '../../../src/report/check/baseline.js';
import { csv } from '../score/made.js';
import { isTest, maeOf, NEW, Repository, rows, SPLIT, strataOf } from './repository.js';

const all = rows(160);
const test = all.filter(isTest);
const rules = [
  { metric: 'mae', margin: '10%' },
  { metric: 'mae', margin: '10%', stratum: 'lowest' },
  { metric: 'r2', min: 0 },
];

describe('the baseline that is replaced', () => {
  it('is compared with the new one by the rules that compare', async () => {
    const [lowest] = await strataOf(all);
    const repository = new Repository(all);
    const first = await repository.update({ rules, predictions: 'base.csv' });
    const places = [
      ['overall', test],
      ['[0, 11/20)', lowest],
    ] as const;
    expect(first.changes).toEqual(
      places.map(([stratum, list]) => ({
        ...{ task: null, metric: 'mae', stratum, n: list.length, before: null, worse_by: null },
        after: expect.closeTo(maeOf(list, 'base'), 12),
      })),
    );
    const second = await repository.update({ rules });
    expect(second.changes).toEqual(
      places.map(([stratum, list]) => ({
        ...{ task: null, metric: 'mae', stratum, n: list.length },
        before: expect.closeTo(maeOf(list, 'base'), 12),
        after: expect.closeTo(maeOf(list, 'pred'), 12),
        worse_by: expect.closeTo(maeOf(list, 'pred') - maeOf(list, 'base'), 12),
      })),
    );
    expect(second.warnings.filter((text) => text.includes('old baseline'))).toEqual([]);
    const again = await repository.update({ rules });
    expect(again.changes.map(changeLine)).toEqual([
      expect.stringMatching(/^mae, overall: (\d\.\d{3}) → \1 \(unchanged\)$/),
      expect.stringMatching(/^mae, \[0, 11\/20\): (\d\.\d{3}) → \1 \(unchanged\)$/),
    ]);
  });

  it('is not compared where it is of another test set, or cannot be read', async () => {
    const repository = new Repository(all);
    await repository.update({ rules, predictions: 'base.csv' });
    const fewer = all.filter((row) => row !== test[0]);
    repository.write('split.csv', csv(fewer, SPLIT));
    repository.write('new.csv', csv(fewer.filter(isTest), NEW));
    const { changes, warnings } = await repository.update({ rules });
    expect(changes.map(({ n, before }) => [n, before])).toEqual([
      [test.length - 1, null],
      [expect.any(Number), null],
    ]);
    expect(warnings).toContainEqual(
      expect.stringMatching(
        /^the old baseline cannot be compared with the new one: the test set differs from that of .*b\.json: 1 row is missing \(the first is .*\)$/,
      ),
    );
    repository.write('b.json', 'no baseline');
    expect((await repository.update({ rules })).changes.map(({ before }) => before)).toEqual([
      null,
      null,
    ]);
  });

  it('is told by lines', () => {
    const line = { task: null, metric: 'mae', stratum: '[0, 1/3)', n: 100 };
    expect(changeLine({ ...line, before: 0.552, after: 0.661, worse_by: 0.109 })).toBe(
      'mae, [0, 1/3): 0.552 → 0.661 (worse by 0.109)',
    );
    expect(changeLine({ ...line, task: 'hERG', before: 1.5, after: 1.25, worse_by: -0.25 })).toBe(
      'hERG: mae, [0, 1/3): 1.500 → 1.250 (better by 0.250)',
    );
    expect(changeLine({ ...line, before: null, after: null, worse_by: null })).toBe(
      'mae, [0, 1/3): undefined',
    );
  });
});
