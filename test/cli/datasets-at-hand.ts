import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

export const shared = (name: string) =>
  fileURLToPath(new URL(`../../../shared/datasets/${name}`, import.meta.url));

export interface AtHand {
  readonly file: string;
  readonly name: string;
  /** Column names of the output. */
  readonly smiles: string;
  readonly label: string | null;
  readonly id?: string;
  readonly unit?: string;
  readonly rows: number;
}

export const atHand: readonly AtHand[] = [
  {
    ...{ file: 'IC50_EGFR.csv', name: 'sae-egfr', rows: 4361 },
    ...{ smiles: 'smiles', label: 'column_2', unit: 'pIC50' },
  },
  {
    ...{ file: 'Ki_Carbonic_anhydrase_I.csv', name: 'sae-carbonic-anhydrase-1', rows: 4422 },
    ...{ smiles: 'smiles', label: 'column_2', unit: 'pKi' },
  },
  {
    ...{ file: 'IC50_EGFR_published_train.csv', name: 'sae-egfr-train', rows: 3488 },
    ...{ smiles: 'smiles', label: 'column_2', unit: 'pIC50' },
  },
  {
    ...{ file: 'IC50_EGFR_published_test.csv', name: 'sae-egfr-test', rows: 873 },
    ...{ smiles: 'smiles', label: 'column_2', unit: 'pIC50' },
  },
  {
    ...{ file: 'biogen_logS.csv', name: 'biogen-solubility', rows: 2173 },
    ...{ smiles: 'SMILES', label: 'logS', id: 'Internal ID' },
  },
  {
    ...{ file: 'drd2_hi.csv', name: 'lohi-drd2-hi', rows: 6267 },
    ...{ smiles: 'smiles', label: 'value' },
  },
  {
    ...{ file: 'CHEMBL217_simpd.csv', name: 'simpd-chembl217-1', rows: 996 },
    ...{ smiles: 'canonical_smiles', label: 'pchembl_value', id: 'compound_chembl_id' },
  },
  {
    ...{ file: 'CHEMBL204_Ki_cliffs.csv', name: 'moleculeace-chembl204-ki', rows: 2754 },
    ...{ smiles: 'smiles', label: 'y [pEC50/pKi]' },
  },
  {
    ...{ file: 'delaney-processed.csv', name: 'esol', rows: 1128 },
    ...{ smiles: 'smiles', label: 'measured log solubility in mols per litre', id: 'Compound ID' },
  },
  {
    ...{ file: 'B3DB_classification.tsv', name: 'b3db-classification', rows: 7807 },
    ...{ smiles: 'SMILES', label: 'BBB+/BBB-' },
  },
  // Six endpoints, of which none is to be preferred.
  {
    ...{ file: 'ADME_public_set_3521.csv', name: 'biogen-adme', rows: 3521 },
    ...{ smiles: 'SMILES', label: null, id: 'Internal ID' },
  },
];

/** Fetches a file at hand under its name, and splits it without a flag. */
export async function checkAtHand({
  file,
  name,
  rows,
  label,
  id,
  unit,
  smiles,
}: AtHand): Promise<void> {
  const folder = temporaryFolder();
  const how = { cwd: folder.path, env: { TANIMARK_CACHE_DIR: folder.at('cache') } };
  const from = ['datasets', 'fetch', name, '--from', shared(file), '--no-audit', '--json'];
  const fetched = await run(from, how);
  expect(fetched.code, fetched.stderr).toBe(0);
  const [one] = JSON.parse(fetched.stdout).datasets;
  expect(one).toMatchObject({ checked: 'published', rows });
  const made = await run(
    ['split', `dataset:${name}`, '-m', 'random', '-o', 'split.csv', '--json'],
    how,
  );
  expect(made.code, made.stderr).toBe(0);
  const { input, labels, label_candidates: candidates } = JSON.parse(made.stdout);
  expect(input.records).toBe(rows);
  expect(labels?.column ?? null).toBe(label);
  if (label === null) expect(candidates).toEqual(one.columns.labels);
  expect(labels?.unit ?? null).toBe(label === null ? null : (one.unit ?? null));
  if (unit) expect(labels.unit).toBe(unit);
  const table: Record<string, string>[] = parse(readFileSync(folder.at('split.csv')), {
    columns: true,
  });
  expect(Object.keys(table[0])).toContain(smiles);
  if (id === undefined) return;
  // The id is what tells the nearest training molecule.
  const ids = new Set(table.map((row) => row[id]));
  const test = table.filter(({ split }) => split === 'test');
  expect(test.length).toBeGreaterThan(100);
  for (const row of test) expect(ids.has(row.nearest_train)).toBe(true);
}
