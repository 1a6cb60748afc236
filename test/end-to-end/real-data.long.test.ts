import { describe, expect, it } from 'vitest';
import { rowsOf, temporaryFolder } from '../helpers.js';
import { hasShared, sharedPath } from '../shared.js';
import { spawn } from './run.js';

const folder = temporaryFolder();

describe.skipIf(!hasShared)('real data', () => {
  it.each([
    ['IC50_EGFR.csv', 873, 291],
    ['Ki_Carbonic_anhydrase_I.csv', 885, 295],
  ])(
    '%s: %i test molecules, %i in each bin, and the same bytes with one thread and two',
    (file, size, each) => {
      for (const seed of ['0', '1', '2']) {
        // With either number of threads once: which splits are made is what the seeds are for.
        const both = seed === '0' && file === 'IC50_EGFR.csv';
        const outputs = (both ? ['1', '2'] : ['2']).map((threads) => {
          const name = `${file}-${seed}-${threads}.csv`;
          const args = [
            '--no-header',
            '--seed',
            seed,
            '--threads',
            threads,
            '-o',
            folder.at(name),
            '--json',
          ];
          // Structures are read anew for the first seed, with either number of threads.
          const env = { TANIMARK_CACHE_DIR: folder.at(`cache-${file}`) };
          const input = sharedPath(`datasets/${file}`);
          const { code, stdout } = spawn(['split', input, ...args], seed === '0' ? {} : { env });
          expect(code).toBe(0);
          const { sizes, similarity } = JSON.parse(stdout);
          expect(sizes.test).toBe(size);
          expect(similarity).toMatchObject({ achieved: [each, each, each], status: 'exact' });
          return folder.read(name);
        });
        expect(new Set(outputs).size).toBe(1);
        if (seed !== '0' || file !== 'IC50_EGFR.csv') continue;
        // The file itself, counted by nobody's code but this line's.
        const test = rowsOf(outputs[0]).filter((r) => r.split === 'test');
        const bins = [0, 0, 0];
        for (const r of test)
          bins[Math.floor(Math.min(Number(r.max_similarity), 0.99) * 3 + 1e-12)]++;
        expect(bins).toEqual([each, each, each]);
      }
    },
    180_000,
  );

  it('the published EGFR split: its histogram and the published size of a nearest neighbor’s error', () => {
    const { code, stdout } = spawn([
      'score',
      '--json',
      '--bootstrap',
      '0',
      '--train',
      sharedPath('datasets/IC50_EGFR_published_train.csv'),
      '--truth',
      sharedPath('datasets/IC50_EGFR_published_test.csv'),
    ]);
    expect(code).toBe(0);
    const { strata, baselines } = JSON.parse(stdout);
    expect(strata.map((s: { n: number }) => s.n)).toEqual([295, 289, 289]);
    const values = (metric: string) =>
      baselines.nearest_neighbour.strata.map(
        (s: { metrics: Record<string, { value: number }> }) => s.metrics[metric].value,
      );
    // The reference breaks ties between equally near molecules its own way; hence the tolerance.
    const close = (actual: number[], expected: number[]) =>
      actual.forEach((v, i) => {
        expect(Math.abs(v - expected[i])).toBeLessThan(0.04);
      });
    close(values('r2'), [-0.58, 0.13, 0.61]);
    close(values('mae'), [1.56, 0.96, 0.6]);
  });
});
