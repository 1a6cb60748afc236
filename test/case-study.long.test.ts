import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { spawn } from './end-to-end/run.js';
import { temporaryFolder } from './helpers.js';

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const FILES = {
  'sae-egfr': path('../shared/datasets/IC50_EGFR.csv'),
  'sae-carbonic-anhydrase-1': path('../shared/datasets/Ki_Carbonic_anhydrase_I.csv'),
};
const cwd = path('examples/case-study');
const { cells } = JSON.parse(readFileSync(`${cwd}/results.json`, 'utf8'));

/** A Python that has what the random forest needs; undefined without one. */
const python = ['python3', '/usr/bin/python3'].find(
  (one) => spawnSync(one, ['-c', 'import pandas, sklearn, rdkit']).status === 0,
);

// Skipped where the data sets are not at hand. The first repeat of every split, of 5.
describe.skipIf(!Object.values(FILES).every(existsSync))('the case study, run again', () => {
  const folder = temporaryFolder();
  const program = spawnSync(python ?? 'false', ['-c', 'import sys; print(sys.executable)']);
  if (python !== undefined) {
    mkdirSync(folder.at('bin'));
    symlinkSync(String(program.stdout).trim(), folder.at('bin/python'));
  }
  const env = {
    PATH: `${folder.at('bin')}${delimiter}${process.env.PATH}`,
    TANIMARK_CACHE_DIR: folder.at('cache'),
  };

  it.each(['EGFR', 'carbonic anhydrase I'])(
    'gives the numbers of its results on %s',
    (data) => {
      for (const [name, file] of Object.entries(FILES)) {
        expect(spawn(['datasets', 'fetch', name, '--from', file], { env }).code).toBe(0);
      }
      const args = ['bench', '-o', folder.at('bench'), '--quiet', '--only', `${data}/*/0/*`];
      const { code, stderr } = spawn(args, { cwd, env });
      // Without that Python the forest fails.
      expect(code, stderr).toBe(python === undefined ? 1 : 0);
      const results = JSON.parse(folder.read('bench/results.json'));
      const done = results.cells.filter((cell: { status: string; data: string }) => {
        return cell.status === 'done' && cell.data === data;
      });
      expect(done).toHaveLength(python === undefined ? 20 : 24);
      for (const { split, repeat, model, scores } of done) {
        const mae = scores.overall.metrics.mae.value;
        const known = cells[`${data}/${split}/${repeat}/${model}`];
        // A forest of another version of scikit-learn is another one.
        expect(mae).toBeCloseTo(known, model === 'forest' ? 1 : 6);
      }
    },
    1_200_000,
  );
});
