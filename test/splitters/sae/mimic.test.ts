import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBins } from '../../../src/similarity/bins.js';
import { MIMIC_BINS, mimicTarget } from '../../../src/splitters/sae/mimic.js';
import { requestedHistogram } from '../../../src/splitters/sae/target.js';
import type { Preparation } from '../../../src/splitters/splitter.js';
import { errorOf } from '../../helpers.js';

/** A preparation with one file, of which each row is a list of cells; a row that is no data is its header. */
function withFile(rows: readonly (readonly string[])[], bins?: string) {
  const asked: string[] = [];
  const preparation: Preparation = {
    bins: bins === undefined ? undefined : parseBins(bins),
    readTable: async (path, isData) => {
      asked.push(`read ${path}`);
      const [first = [], ...rest] = rows;
      return isData(first)
        ? { columns: first.map((_, c) => `column ${c + 1}`), rows: rows.map((row) => [...row]) }
        : { columns: first, rows: rest.map((row) => [...row]) };
    },
    similarityToInput: async (path, used) => {
      asked.push(`compare ${path} ${used.texts.join(',')}`);
      return Array.from({ length: used.count }, (_, b) => b + 1);
    },
  };
  return { preparation, asked };
}

async function target(rows: readonly (readonly string[])[], bins?: string) {
  const { preparation } = withFile(rows, bins);
  const found = await mimicTarget('h.csv', preparation);
  return {
    edges: found.bins.texts.join(','),
    shares: found.shares.map(({ num, den }) => num / den),
  };
}

const columns = (left: readonly string[], right: readonly string[]) =>
  left.map((cell, i) => [cell, right[i]]);

describe('mimicTarget', () => {
  it.each([
    ['half-open', ['[0, 0.25)', '[0.25, 0.5)', '[0.5, 1]']],
    ['dashes', ['0-0.25', '0.25 - 0.5', '0.5–1.0']],
    ['dots', ['0..0.25', '0.25..0.5', '0.5..1']],
    ['words', ['0 to 0.25', '0.25 TO 0.5', '0.5 to 1']],
    ['lower edges', ['0', '0.25', '0.5']],
    ['one of each', ['0', '[0.25, 0.5)', '0.5..1']],
  ])('reads a histogram in %s', async (_, bins) => {
    const wanted = { edges: '0,0.25,0.5,1', shares: [12, 0, 3.5] };
    const counts = ['12', '0', '3.5'];
    expect(await target(columns(bins, counts))).toEqual(wanted);
    // With a header, and with room around.
    expect(await target([['bin', 'count'], ...columns(bins, counts)])).toEqual(wanted);
    const wide = (cells: readonly string[]) => cells.map((cell) => ` ${cell} `);
    expect(await target(columns(wide(bins), wide(counts)))).toEqual(wanted);
  });

  it('reads fractions and powers of ten', async () => {
    expect(await target(columns(['0-1/3', '1/3-2/3', '2/3-1'], ['1', '2', '3']))).toEqual({
      edges: '0,1/3,2/3,1',
      shares: [1, 2, 3],
    });
    expect(await target(columns(['0', '1 / 3', '5e-1'], ['1', '2', '3']))).toEqual({
      edges: '0,1/3,5e-1,1',
      shares: [1, 2, 3],
    });
  });

  it('takes an end and the next beginning for the same in any notation', async () => {
    expect((await target(columns(['0-0.5', '1/2-1'], ['1', '2']))).edges).toBe('0,1/2,1');
    expect((await target(columns(['0-1/2', '0.50-1'], ['1', '2']))).edges).toBe('0,0.50,1');
  });

  it('reads counts of any number of digits exactly', async () => {
    const { preparation } = withFile(
      columns(['0', '1/2'], ['0.3333333333', '.6'.replace('.', '0.')]),
    );
    const { shares } = await mimicTarget('h.csv', preparation);
    expect(requestedHistogram(shares, 9_333_333_333)).toEqual([3_333_333_333, 6_000_000_000]);
  });

  it('asks for the histogram that is written, for a test set of its size', async () => {
    const counts = fc
      .array(fc.nat(1000), { minLength: 1, maxLength: 12 })
      .filter((all) => all.some((n) => n > 0));
    await fc.assert(
      fc.asyncProperty(counts, async (all) => {
        const edges = all.map((_, b) => (b === 0 ? '0' : `${b}/${all.length}`));
        const { preparation } = withFile(columns(edges, all.map(String)));
        const { bins, shares } = await mimicTarget('h.csv', preparation);
        expect(bins.count).toBe(all.length);
        const total = all.reduce((a, b) => a + b, 0);
        expect(requestedHistogram(shares, total)).toEqual(all);
      }),
    );
  });

  it.each([
    [
      'a gap',
      ['0-0.4', '0.5-1'],
      ['1', '1'],
      'h.csv: the bin "0-0.4" must end where the next one begins (0.5); write one row per bin, from 0 to 1, such as "0-0.1,12"',
    ],
    [
      'a gap after a fraction',
      ['0-1/3', '0.5-1'],
      ['1', '1'],
      'h.csv: the bin "0-1/3" must end where the next one begins (0.5); write one row per bin, from 0 to 1, such as "0-0.1,12"',
    ],
    [
      'a gap before a fraction',
      ['0-0.3', '1/3-1'],
      ['1', '1'],
      'h.csv: the bin "0-0.3" must end where the next one begins (1/3); write one row per bin, from 0 to 1, such as "0-0.1,12"',
    ],
    [
      'an early end',
      ['0-0.5', '0.5-0.9'],
      ['1', '1'],
      'h.csv: the bin "0.5-0.9" must end where the next one begins (1); write one row per bin, from 0 to 1, such as "0-0.1,12"',
    ],
    ['a late beginning', ['0.1-0.5', '0.5-1'], ['1', '1'], 'must cover 0 to 1'],
    ['no order', ['0', '0.5', '0.2'], ['1', '1', '1'], 'must cover 0 to 1'],
    ['a bin twice', ['0', '0.5', '0.5'], ['1', '1', '1'], 'must cover 0 to 1'],
    ['an edge at 1', ['0', '1'], ['1', '1'], 'must cover 0 to 1'],
    ['a division by zero', ['0', '1/0'], ['1', '1'], 'must cover 0 to 1'],
    ['no molecules', ['0', '0.5'], ['0', '0.0'], 'its counts are all 0 or too large'],
    ['huge counts', ['0', '0.5'], ['1', '99999999999999999'], 'its counts are all 0 or too large'],
  ])('refuses a histogram with %s', async (_, bins, counts, message) => {
    const { preparation } = withFile(columns(bins, counts));
    const error = await errorOf(() => mimicTarget('h.csv', preparation));
    expect(error.code).toBe('table');
    expect(error.message).toContain(`h.csv: `);
    expect(error.message).toContain(message);
    expect(error.message).toContain('write one row per bin, from 0 to 1, such as "0-0.1,12"');
  });

  it('takes the same bins from the user, and refuses others', async () => {
    const rows = columns(['0-1/3', '1/3-1'], ['1', '2']);
    expect((await target(rows, '0,1/3,1')).shares).toEqual([1, 2]);
    const half = columns(['0-0.5', '0.5-1'], ['1', '2']);
    expect((await target(half, '0,1/2,1')).shares).toEqual([1, 2]);
    const { preparation } = withFile(rows, '0,0.5,1');
    const error = await errorOf(() => mimicTarget('h.csv', preparation));
    expect(error.code).toBe('usage');
    expect(error.message).toBe(
      '--bins 0,0.5,1: h.csv has different bins (0,1/3,1); leave out --bins',
    );
  });

  it.each([
    ['one that is not a bin', columns(['0-0.5', 'C', '0.5-1'], ['1', '2', '3']), 'C,2'],
    ['a count below 0', columns(['0-0.5', '0.5-1'], ['1', '-2']), '0.5-1,-2'],
  ])('names the row of %s', async (_, rows, shown) => {
    const { preparation, asked } = withFile(rows);
    const error = await errorOf(() => mimicTarget('h.csv', preparation));
    expect(error.code).toBe('table');
    expect(error.message).toContain(`h.csv: row 2, "${shown}", must hold a bin and a count; write`);
    expect(asked).toEqual(['read h.csv']);
  });

  it.each([
    ['molecules', [['smiles'], ['CCO'], ['C']]],
    [
      'molecules with labels',
      [
        ['smiles', 'y'],
        ['CCO', '1'],
        ['C', '2'],
      ],
    ],
    [
      'three columns',
      [
        ['0', '0.5', '12'],
        ['0.5', '1', '3'],
      ],
    ],
  ])('compares a file of %s with the input', async (_, rows) => {
    for (const bins of [undefined, '0,0.3,1']) {
      const { preparation, asked } = withFile(rows, bins);
      const found = await mimicTarget('set.csv', preparation);
      const used = bins ?? MIMIC_BINS;
      expect(asked).toEqual(['read set.csv', `compare set.csv ${used}`]);
      expect(found.bins.texts.join(',')).toBe(used);
      expect(found.shares.map(({ num, den }) => num / den)).toEqual(
        Array.from({ length: found.bins.count }, (_, b) => b + 1),
      );
    }
  });
});
