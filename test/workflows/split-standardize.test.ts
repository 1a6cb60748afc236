import { describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { readMoleculeTable } from '../../src/dataset/molecule-table.js';
import { moleculesInCommon } from '../../src/dataset/molecules.js';
import { Job } from '../../src/job.js';
import { factsOf } from '../../src/workflows/split/column-data.js';
import { split } from '../../src/workflows/split/index.js';
import type { SplitOptions, SplitResult } from '../../src/workflows/split/types.js';
import { temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();

/** Rows as they come, and the same structures without salts, charges, isotopes, stereo. */
const pairs: [string, string][] = [
  ['CCOc1ccccc1.Cl', 'CCOc1ccccc1'],
  ['[2H]C([2H])([2H])CN1CCOCC1', 'CCN1CCOCC1'],
  ['C[C@H](N)Cc1ccccc1', 'CC(N)Cc1ccccc1'],
  ['C[C@@H]([NH3+])Cc1ccccc1.[Br-]', 'CC(N)Cc1ccccc1'],
  ['CC(=O)[O-].[Na+]', 'CC(=O)O'],
  ['CC(O)=O', 'CC(=O)O'],
  ['not a molecule', 'not a molecule'],
  ['c1ccc2[nH]ccc2c1', 'c1ccc2[nH]ccc2c1'],
  ['F/C=C/c1ccccc1', 'FC=Cc1ccccc1'],
  ['F/C=C\\c1ccccc1', 'FC=Cc1ccccc1'],
  ['CCCCCCN.OS(=O)(=O)C', 'CCCCCCN'],
  ['CCCCCCCCBr', 'CCCCCCCCBr'],
  ['O=C([O-])C1CCCCC1.[K+]', 'OC(=O)C1CCCCC1'],
  ['C[N+](C)(C)CCO.[I-]', 'C[N+](C)(C)CCO'],
  ['C[N+](C)(C)CCO.[Cl-]', 'C[N+](C)(C)CCO'],
  ['O=c1cccc[nH]1', 'O=c1cccc[nH]1'],
  ['Oc1ccccn1', 'Oc1ccccn1'],
];
const file = (name: string, at: number) =>
  folder.file(
    name,
    `id,smiles,y\n${pairs.map((pair, i) => `m${i},${pair[at]},${i % 5}\n`).join('')}`,
  );
const raw = file('raw.csv', 0);
const plain = file('plain.csv', 1);

const outcome = ({ records, summary }: SplitResult) => ({
  records,
  sizes: summary.sizes,
  similarity: summary.similarity,
  labels: summary.labels,
  scaffolds: summary.scaffolds,
  molecules: summary.input.molecules,
});
const make = (input: string, options: Partial<SplitOptions> = {}) =>
  split({ input, test: '4', ...options }, new Job());

describe('split --standardize', () => {
  it.each([
    { method: 'random' },
    { method: 'sae' },
    { method: 'random', count: 'records' as const, fingerprint: 'maccs' },
  ])('with %o is the split of the standardized structures', async (options) => {
    const expected = await make(plain, options);
    const made = await make(raw, { ...options, standardize: 'stereo' });
    expect(outcome(made)).toEqual(outcome(expected));
    expect(made.data.table.rows.map((row) => row[1])).toEqual(pairs.map(([smiles]) => smiles));
    expect(made.summary.invalid).toEqual(expected.summary.invalid);
    expect(made.summary.invalid.map(({ row, smiles }) => [row, smiles])).toEqual([
      [7, 'not a molecule'],
    ]);
    expect({ ...made.summary.parameters, standardize: undefined }).toEqual(
      expected.summary.parameters,
    );
    expect(made.summary.parameters.standardize).toBe('stereo');
    const [note] = made.summary.warnings;
    expect(note).toBe(
      '--standardize stereo changes the structure of 11 rows and merges 4 molecules with others',
    );
    expect(expected.summary.parameters).not.toHaveProperty('standardize');
    expect(expected.summary.warnings.join()).not.toContain('standardize');
  });

  it('joins what a level makes alike, and nothing else', async () => {
    const counts: number[] = [];
    for (const standardize of [
      'none',
      'salts',
      'charges',
      'isotopes',
      'stereo',
      'tautomers',
    ] as const) {
      const { summary, records } = await make(raw, { method: 'random', standardize });
      counts.push(summary.input.molecules);
      const of = (row: number) => records[row].split;
      if (standardize !== 'none') expect(of(13)).toBe(of(14));
      if (standardize === 'stereo') expect([of(2), of(8)]).toEqual([of(3), of(9)]);
      if (standardize === 'tautomers') expect(of(15)).toBe(of(16));
    }
    expect(counts).toEqual([16, 15, 14, 14, 12, 11]);
  });

  it('has properties and scaffolds of the standardized structures', async () => {
    const pool = new ChemistryPool(parseFingerprint('morgan'), { threads: 1 });
    const job = new Job();
    const scaffolds = true;
    try {
      const made = await readMoleculeTable(raw, { scaffolds, standardize: 'stereo' }, pool, job);
      const expected = await readMoleculeTable(plain, { scaffolds }, pool, job);
      expect(made.set.scaffolds).toEqual(expected.set.scaffolds);
      const [own, theirs] = await Promise.all(
        [made, expected].map((data) => factsOf(data, pool, job).properties()),
      );
      expect(own).toEqual(theirs);
      expect(new Set(own.values).has(Number.NaN)).toBe(false);
      expect(await moleculesInCommon(made, expected, pool, job)).toEqual(
        Int32Array.from({ length: made.set.count }, (_, m) => m),
      );
      const unlike = await readMoleculeTable(raw, {}, pool, job);
      expect((await moleculesInCommon(unlike, expected, pool, job)).includes(-1)).toBe(true);
    } finally {
      await pool.close();
    }
  });

  it('says what it does where nothing changes, and refuses other levels', async () => {
    const { summary } = await make(plain, { method: 'random', standardize: 'salts' });
    expect(summary.warnings[0]).toBe('--standardize salts changes the structure of 0 rows');
    await expect(make(plain, { standardize: 'all' as 'salts' })).rejects.toThrow(
      'split: option "standardize" is the text "all"; give "none", "salts", "charges", "isotopes", "stereo" or "tautomers"',
    );
  });
});
