import { describe, expect, it } from 'vitest';
import { rowsOf, temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();

/** Each row has the molecule of the next, from the level named on. */
const planted = [
  ['CCOc1ccc(CCN)cc1.Cl', 'CCOc1ccc(CCN)cc1'],
  ['CC(C)Cc1ccc(C(C)C(=O)[O-])cc1.[Na+]', 'CC(C)Cc1ccc(C(C)C(O)=O)cc1'],
  ['[2H]C([2H])([2H])OC1CCNCC1', 'COC1CCNCC1'],
  ['C[C@H](N)Cc1ccccc1', 'C[C@@H](N)Cc1ccccc1'],
  ['O=c1cc(C)cc[nH]1', 'Cc1ccnc(O)c1'],
  ['CC(=O)c1ccc2c(c1)OCO2', 'O1COc2ccc(C(C)=O)cc12'],
].flat();
const others = Array.from({ length: 14 }, (_, i) => `${'C'.repeat(i + 1)}${i % 2 ? 'O' : 'S'}CF`);
const smiles = [...planted, ...others];
const table = folder.file(
  'table.csv',
  `smiles,y\n${smiles.map((text, i) => `${text},${(i * 7) % 10}\n`).join('')}`,
);

describe('tanimark split --standardize', async () => {
  const made = await run([
    'split',
    table,
    ...['-m', 'random', '--seed', '3', '--test', '8', '--standardize', 'tautomers'],
    ...['-o', folder.at('s.csv'), '--json'],
  ]);

  it('keeps rows of one standardized structure together, and the rows as they are', () => {
    expect(made.code).toBe(0);
    const summary = JSON.parse(made.stdout);
    expect(summary.input).toMatchObject({ records: 26, molecules: 20, invalid: 0 });
    expect(summary.parameters.standardize).toBe('tautomers');
    const rows = rowsOf(folder.read('s.csv'));
    expect(rows.map((row) => row.smiles)).toEqual(smiles);
    for (let r = 0; r < planted.length; r += 2) {
      expect([rows[r].split, rows[r].max_similarity]).toEqual([
        rows[r + 1].split,
        rows[r + 1].max_similarity,
      ]);
    }
    expect(rows.slice(0, planted.length).filter((row) => row.split === 'test')).not.toEqual([]);
    expect(JSON.parse(folder.read('s.csv.manifest.json')).parameters.standardize).toBe('tautomers');
    // Both enantiomers change; the last pair is one molecule as it is.
    expect(made.stderr).toContain(
      'note: --standardize tautomers changes the structure of 6 rows and merges 5 molecules with others',
    );
  });

  it('is scored by the same structures, and joined by what the rows say', async () => {
    const test = rowsOf(folder.read('s.csv')).filter((row) => row.split === 'test');
    // Some predictions are for one form, others for another.
    const preds = folder.file(
      'preds.csv',
      `smiles,y_pred\n${test.map((row, i) => `${row.smiles},${i}\n`).join('')}`,
    );
    const split = ['--split', folder.at('s.csv')];
    const { code, stdout, stderr } = await run([
      'score',
      preds,
      ...split,
      ...['--json', '--min-n', '1', '--bootstrap', '0', '--metrics', 'mae'],
    ]);
    expect(code).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary.parameters.standardize).toBe('tautomers');
    expect(summary.n).toBe(test.length);
    expect(summary.train.molecules).toBe(12);
    const errors = test.map((row, i) => Math.abs(Number(row.y) - i));
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(summary.overall.metrics.mae.value).toBeCloseTo(mean, 12);
    // Similarities that were recomputed would be others without the manifest's level.
    expect(stderr).not.toContain('another max_similarity');
    expect(stderr).not.toContain('in the training set too');
  });
});
