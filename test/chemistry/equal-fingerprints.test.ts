import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FingerprintTable, rowsInCommon } from '../../src/chemistry/equal-fingerprints.js';

const matrix = (rows: number[][]) => Uint32Array.from(rows.flat());
const small = fc.array(fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }), { maxLength: 60 });

describe('rowsInCommon', () => {
  it('finds every row that another equals, of those that count', () => {
    fc.assert(
      fc.property(small, fc.nat(7), (rows, skip) => {
        const counts = (row: number) => row % 8 !== skip;
        const expected = [...rows.keys()].filter(
          (i) =>
            counts(i) &&
            rows.some((row, j) => j !== i && counts(j) && row.join() === rows[i].join()),
        );
        expect(rowsInCommon(matrix(rows), 3, rows.length, counts)).toEqual(expected);
      }),
    );
  });
});

describe('FingerprintTable', () => {
  it('finds the first equal row of another matrix, or none', () => {
    fc.assert(
      fc.property(small, small, (rows, others) => {
        const table = new FingerprintTable(matrix(rows), 3, rows.length);
        const first = (row: number[]) => rows.findIndex((r) => r.join() === row.join());
        expect(rows.map((_, i) => table.add(i))).toEqual(rows.map(first));
        expect(others.map((_, i) => table.find(matrix(others), i))).toEqual(others.map(first));
      }),
    );
  });
});
