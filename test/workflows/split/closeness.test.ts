import { describe, expect, it } from 'vitest';
import { split } from '../../../src/index.js';
import { closenessOf, gridCloseness } from '../../../src/workflows/split/closeness.js';

const reason = 'no closer test set was found in 9 steps';
const limit = 'at most 4 can have a training neighbor ≥ 2/3, and 6 were requested';
const given = {
  bins: ['0', '1/2', '1'],
  requested: [4, 6],
  achieved: [7, 3],
  status: 'closest',
  reason,
  valid: null,
  with_valid: null,
} as const;

describe('how close a split comes to its requested counts', () => {
  it.each([
    [
      'best possible where the proven number is reached',
      { bound: { misplaced: 3, reason: limit } },
      'best possible, not exact: 3 of 10 test molecules are not in their requested bin. No split can do better: at most 4 can have a training neighbor ≥ 2/3, and 6 were requested',
    ],
    [
      'closest where fewer might be possible',
      { bound: { misplaced: 2, reason: limit } },
      `closest: 3 of 10 test molecules are not in their requested bin; ${reason}; proven minimum: 2 (${limit})`,
    ],
    [
      'closest where nothing is proven',
      { bound: null },
      `closest: 3 of 10 test molecules are not in their requested bin; ${reason}`,
    ],
    [
      'closest where the proof excludes nothing',
      { bound: { misplaced: 0, reason: 'no proof' } },
      `closest: 3 of 10 test molecules are not in their requested bin; ${reason}`,
    ],
    [
      'best possible where it is so for test and validation sets together',
      {
        bound: { misplaced: 2, reason: limit, together: 4 },
        valid: { requested: [2, 2], achieved: [3, 1] },
      },
      `best possible, not exact: 4 molecules of the test and validation sets are not in their requested bin (3 test, 1 validation), and no split can do better. Even without a validation set, at least 2 test molecules would miss their requested bin: ${limit}`,
    ],
    [
      'closest where test and validation sets together might miss fewer',
      {
        bound: { misplaced: 2, reason: limit, together: 3 },
        valid: { requested: [2, 2], achieved: [3, 1] },
      },
      `closest: 3 of 10 test molecules are not in their requested bin; ${reason}; proven minimum: 2 (${limit})`,
    ],
    [
      'in the singular',
      { bound: null, achieved: [5, 5] },
      `closest: 1 of 10 test molecules is not in its requested bin; ${reason}`,
    ],
  ] as const)('is %s', (_, own, expected) => {
    const { verdict, text } = closenessOf({ ...given, ...own }, 'molecules');
    expect(`${verdict}: ${text}`).toBe(expected);
  });

  it('is proven for a test and a validation set that need the same scarce molecules', async () => {
    const { summary } = await split({
      input: 'dataset:drugs',
      test: '0.3',
      valid: '0.1',
      methodOptions: { distribution: '10,10,80' },
    });
    const { achieved, requested, valid, bound } = summary.similarity;
    const missed = (want: readonly number[], have: readonly number[]) =>
      have.reduce((sum, n, b) => sum + Math.max(0, n - want[b]), 0);
    const test = missed(requested ?? [], achieved);
    const others = missed(valid?.requested ?? [], valid?.achieved ?? []);
    expect([test, others]).toEqual([40, 14]);
    expect(bound?.together).toBe(test + others);
    expect(bound?.misplaced).toBe(6);
    expect(summary.similarity.reason).toMatch(/^no closer test set was found in [\d,]+ steps$/);
  });
});

describe('how close a grid comes to its requested counts', () => {
  const cell = (test: number, requested: number) => {
    return { drug: '[0, 1/2)', partner: '[1/2, 1]', requested, test, bound: 40 };
  };
  const novelty = {
    quadrants: { both_seen: 0, new_drug: 0, new_partner: 0, both_new: 0 },
    grid: [],
    grid_reason: reason,
  };

  it('counts the pairs that are missing, and lists the cells that lack some', () => {
    const grid_target = [cell(5, 9), cell(9, 9), cell(0, 8), cell(8, 8)];
    const most = '(at most 40 possible)';
    expect(gridCloseness({ ...novelty, grid_target })).toEqual({
      text: `12 of 34 requested test pairs are missing, in 2 of 4 cells; ${reason}`,
      cells: [
        `molecule [0, 1/2) × partner [1/2, 1]: 5 of 9 ${most}`,
        `molecule [0, 1/2) × partner [1/2, 1]: 0 of 8 ${most}`,
      ],
    });
  });

  it('is nothing where all cells have what was requested, or none was', () => {
    expect(gridCloseness({ ...novelty, grid_target: [cell(9, 9)] })).toBeNull();
    expect(gridCloseness(novelty)).toBeNull();
  });
});
