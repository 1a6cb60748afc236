import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moleculeGroups } from '../../../src/workflows/split/groups.js';
import { errorOf } from '../../helpers.js';
import { fromBits } from '../../oracle/generators.js';
import { madeTable } from './made.js';

/** Groups of so many molecules whose records have these cells; each molecule one record unless given. */
function groups(molecules: number, cells: readonly string[], moleculeOf?: readonly number[]) {
  const matrix = fromBits(new Array(molecules).fill([]), 1);
  const column = ['batch', cells] as const;
  return moleculeGroups(
    madeTable({ matrix, column, ...(moleculeOf ? { moleculeOf } : {}) }),
    'batch',
  );
}

/** Which molecules are together with which, by walking from record to record. */
function together(molecules: number, cells: readonly string[], moleculeOf: readonly number[]) {
  const linked = (a: number, b: number) =>
    cells.some(
      (x, r) =>
        moleculeOf[r] === a &&
        x.trim() !== '' &&
        cells.some((y, s) => moleculeOf[s] === b && y.trim() === x.trim()),
    );
  return Array.from({ length: molecules }, (_, start) => {
    const seen = new Set([start]);
    for (const a of seen) {
      for (let b = 0; b < molecules; b++) if (linked(a, b)) seen.add(b);
    }
    return [...seen].sort((a, b) => a - b);
  });
}

describe('moleculeGroups', () => {
  it('puts molecules with equal values together, and others on their own', () => {
    const found = groups(6, ['a', 'b', 'a', 'c', 'b', 'a']);
    expect([...found.of]).toEqual([0, 1, 0, 3, 1, 0]);
    expect(found).toMatchObject({ named: { column: 'batch' }, count: 2, bridging: 0 });
  });

  it('leaves molecules without a value on their own', () => {
    const found = groups(5, ['', 'a', '  ', 'a', '']);
    expect([...found.of]).toEqual([0, 1, 2, 1, 4]);
    expect(found.count).toBe(1);
  });

  it('does not mind spaces around a value, and minds everything else', () => {
    expect([...groups(4, ['a', ' a ', 'A', 'a b']).of]).toEqual([0, 0, 2, 3]);
  });

  it('joins the groups of a molecule that is in several, over any number of steps', () => {
    // Molecule 1 is in a and b, molecule 3 in b and c: 0 to 4 are one group.
    const moleculeOf = [0, 1, 1, 2, 3, 3, 4, 5];
    const found = groups(6, ['a', 'a', 'b', 'b', 'b', 'c', 'c', 'd'], moleculeOf);
    expect([...found.of]).toEqual([0, 0, 0, 0, 0, 5]);
    expect(found).toMatchObject({ count: 1, bridging: 2 });
  });

  it('does not count a molecule as bridging for records without a value, or with the same one', () => {
    const found = groups(2, ['a', '', 'a', 'a'], [0, 0, 0, 1]);
    expect([...found.of]).toEqual([0, 0]);
    expect(found).toMatchObject({ count: 1, bridging: 0 });
  });

  it('takes no part of an invalid row', () => {
    const found = groups(3, ['a', 'a', 'b', 'b', 'a'], [0, -1, 1, -1, 2]);
    expect([...found.of]).toEqual([0, 1, 0]);
    expect(found.count).toBe(1);
  });

  it('is the transitive closure, whatever the order of the rows', () => {
    const input = fc.integer({ min: 1, max: 9 }).chain((molecules) =>
      fc.record({
        molecules: fc.constant(molecules),
        records: fc.array(
          fc.tuple(
            fc.integer({ min: -1, max: molecules - 1 }),
            fc.constantFrom('a', 'b', 'c', 'd', 'e', '', ' a'),
          ),
          { maxLength: 15 },
        ),
      }),
    );
    fc.assert(
      fc.property(input, ({ molecules, records }) => {
        const moleculeOf = records.map(([m]) => m);
        const cells = records.map(([, cell]) => cell);
        const { of, count } = groups(molecules, cells, moleculeOf);
        const expected = together(molecules, cells, moleculeOf);
        const all = [...of.keys()];
        expect(all.map((m) => all.filter((n) => of[n] === of[m]))).toEqual(expected);
        expect(count).toBe(new Set(expected.filter((g) => g.length > 1).map(String)).size);
      }),
      { numRuns: 300 },
    );
  });

  it('says which columns there are when there is none of that name', async () => {
    const table = madeTable({ matrix: fromBits([[], []], 1), column: ['batch', ['a', 'b']] });
    const error = await errorOf(() => moleculeGroups(table, 'bacth'));
    expect(error.code).toBe('column');
    expect(error.message).toContain('--group bacth');
    expect(error.message).toContain('did you mean "batch"?');
  });
});
