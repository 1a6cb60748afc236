import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { davis, hasDavis } from '../oracle/pair-data.js';
import { expectCold, joinedAlike } from './leakage-pairs.js';
import { IDS, splitPairs, written } from './pair-split.js';

describe.skipIf(!hasDavis)('leakage-minimal on all pairs of DAVIS', () => {
  const folder = temporaryFolder();

  it.each(['kmer:3', 'matrix', 'category'] as const)(
    'leaves out the mixed pairs alone, and says what the loops find, partners by %s',
    async (partners) => {
      const all = davis();
      const own = await written(folder, all, partners, all);
      const args = [...own.args, '-m', 'leakage-minimal'];
      const { rows, summary } = await splitPairs(folder, own.input, IDS, args);
      expect(rows).toHaveLength(30_056);
      const { drugs, partners: others } = own.world;
      const cells = rows.map((row) => row.partner);
      const world = {
        drugs,
        partners: partners === 'matrix' ? joinedAlike(cells, others) : others,
      };
      expectCold(rows, world, summary.diagnostics, '0.4');
      expect(summary.diagnostics.gap).toBeLessThan(0.1);
    },
    600_000,
  );
});
