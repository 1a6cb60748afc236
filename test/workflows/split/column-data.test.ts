import { describe, expect, it } from 'vitest';
import type { ChemistryPool } from '../../../src/chemistry/pool.js';
import { Job } from '../../../src/job.js';
import { factsOf } from '../../../src/workflows/split/column-data.js';
import { errorOf } from '../../helpers.js';
import { fromBits } from '../../oracle/generators.js';
import { madeTable } from './made.js';

/** Facts of so many molecules, of a column "when" with these cells; each molecule one record unless given. */
function facts(molecules: number, cells: readonly string[], moleculeOf?: readonly number[]) {
  const matrix = fromBits(new Array(molecules).fill([]), 1);
  const column = ['when', cells] as const;
  const data = madeTable({ matrix, column, ...(moleculeOf ? { moleculeOf } : {}) });
  // Columns are read without RDKit.
  return factsOf(data, {} as ChemistryPool, new Job());
}

describe('times', () => {
  it("are the earliest of a molecule's records, in any form", () => {
    const cells = ['2019-12-31', '2019', '', '2020-02', ' 1999 ', 'NA', '2001', '1990'];
    const found = facts(5, cells, [0, 1, 0, 1, 0, 2, 3, 3]).times('when', 'time');
    expect([...found]).toEqual([1999, 2019, Number.NaN, 1990, Number.NaN]);
  });

  it('take no part of an invalid row', () => {
    const found = facts(2, ['2019', '1990', '2020'], [0, -1, 1]).times('when', 'time');
    expect([...found]).toEqual([2019, 2020]);
  });

  it('find the column by its number and without regard to case', () => {
    const made = facts(2, ['7', '3']);
    expect([...made.times('When', 'time')]).toEqual([7, 3]);
    expect([...made.times('2', 'time')]).toEqual([7, 3]);
  });

  it.each([
    ['31/12/2019', 'is not a number or an ISO date (2019-12-31)'],
    ['2019-02-29', 'is not a number or an ISO date (2019-12-31)'],
    ['>2019', 'is not a number or an ISO date (2019-12-31)'],
  ])('cannot be read of %j', async (cell, problem) => {
    const error = await errorOf(() => facts(3, ['2019', '', cell]).times('when', 'time'));
    expect(error.code).toBe('column');
    expect(error.message).toBe(
      `made.csv: --time column "when", row 3 (line 4): "${cell}" ${problem}; fix it, leave it empty, or choose another column`,
    );
  });

  it('cannot be read where dates are mixed with numbers that are no years', async () => {
    for (const odd of ['43830', '0', '20191231', '19']) {
      const error = await errorOf(() => facts(3, ['2019-05-01', '2018', odd]).times('when', '-t'));
      expect(error.code).toBe('column');
      expect(error.message).toContain(`row 3 (line 4): "${odd}" is neither a date nor a year`);
    }
    const found = facts(3, ['2019-01-01', '2018', '1000']).times('when', 'time');
    expect([...found]).toEqual([2019, 2018, 1000]);
  });

  it('say which columns there are', async () => {
    const error = await errorOf(() => facts(1, ['1']).times('year', 'time'));
    expect(error.message).toContain('--time year: made.csv has no such column');
  });
});

describe('numbers', () => {
  it("are the mean of a molecule's records that have one", () => {
    const found = facts(3, ['1', ' 2.5 ', '', '-1e1', 'null'], [0, 0, 0, 1, 2]);
    expect([...found.numbers('when', 'property')]).toEqual([1.75, -10, Number.NaN]);
  });

  it.each(['high', '>3', '2019-12-31', '1,5', '1e999'])('cannot be read of %j', async (cell) => {
    const error = await errorOf(() => facts(2, ['1', cell]).numbers('when', 'property'));
    expect(error.message).toBe(
      `made.csv: --property column "when", row 2 (line 3): "${cell}" is not a number; fix it, leave it empty, or choose another column`,
    );
  });
});
