import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { davis, hasDavis, someRows } from '../oracle/pair-data.js';
import { checkedSplit, IDS, PARTNERS, splitPairs, written } from './pair-split.js';

const METHODS = [
  ['-m', 'random', '--valid', '0.1'],
  ['-m', 'sae'],
  ['-m', 'cold-drug', '--drug-clusters', 'butina:0.4'],
  ['-m', 'cold-partner', '--partner-clusters', 'components:0.5'],
  ['-m', 'cold-both', '--test', '0.4'],
];

describe.skipIf(!hasDavis)('splits of DAVIS', () => {
  const folder = temporaryFolder();
  const all = hasDavis ? davis() : null;

  it.each([...Array(20).keys()])(
    'are what the double loop finds, subset %d',
    async (n) => {
      if (!all) throw new Error('no DAVIS');
      const some = someRows(all, n + 100, 400);
      for (const partners of PARTNERS) {
        for (const [m, method] of METHODS.entries()) {
          const given = await written(folder, some, partners, all);
          // By their letters alone, all kinases are one cluster.
          const isShort = partners === 'kmer:1' || partners === 'kmer:2';
          const own = isShort && m === 3 ? method.slice(0, 2) : method;
          const { tested } = await checkedSplit(folder, given, [...own, '--seed', `${n + m}`]);
          expect(tested).toBeGreaterThan(0);
        }
      }
    },
    600_000,
  );

  it.each([0, 1, 2, 3, 4])(
    'reach every cell of --grid, with the same bytes each time, seed %d',
    async (seed) => {
      if (!all) throw new Error('no DAVIS');
      const given = await written(folder, all, 'kmer:3');
      const args = [...given.args, '--grid', '--seed', String(seed)];
      const { summary, text } = await splitPairs(folder, given.input, IDS, args);
      expect(summary.pairs.grid).toEqual(new Array(3).fill([668, 668, 668]));
      expect(summary.pairs.grid_status).toBe('exact');
      expect(summary.sizes.discarded).toBeLessThan(10_600);
      const again = await splitPairs(folder, given.input, IDS, [...args, '--threads', '1']);
      expect(again.text).toBe(text);
    },
    600_000,
  );
});
