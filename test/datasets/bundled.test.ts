import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { MainModule } from '@rdkit/rdkit';
import { beforeAll, describe, expect, it } from 'vitest';

interface Row {
  name: string;
  smiles: string;
  formula: string;
  weight: number;
  logp: number;
}

const read = (name: string) =>
  readFileSync(new URL(`../../datasets/${name}`, import.meta.url), 'utf8');
const rows: Row[] = read('drugs-and-chemicals.csv')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [name, smiles, formula, weight, logp] = line.split(',');
    return { name, smiles, formula, weight: Number(weight), logp: Number(logp) };
  });

/** Standard atomic weights (IUPAC 2021, abridged) of the elements in the file. */
const atomicWeights: Record<string, number> = {
  H: 1.008,
  B: 10.81,
  C: 12.011,
  N: 14.007,
  O: 15.999,
  F: 18.998,
  Na: 22.99,
  Si: 28.085,
  P: 30.974,
  S: 32.06,
  Cl: 35.45,
  K: 39.098,
  Br: 79.904,
  I: 126.904,
};

function weightOf(formula: string): number {
  let sum = 0;
  for (const [, element, n] of formula.matchAll(/([A-Z][a-z]?)(\d*)/g)) {
    sum += atomicWeights[element] * Number(n || 1);
  }
  return sum;
}

describe('the bundled data set', () => {
  let rdkit: MainModule;
  beforeAll(async () => {
    rdkit = await createRequire(import.meta.url)('@rdkit/rdkit')();
  });

  it('has 300 to 600 compounds, each named and written once', () => {
    expect(rows.length).toBeGreaterThanOrEqual(300);
    expect(rows.length).toBeLessThanOrEqual(600);
    expect(new Set(rows.map((r) => r.name)).size).toBe(rows.length);
  });

  it('has structures whose weight is that of the compound, and the label that RDKit computes', () => {
    const seen = new Map<string, string>();
    for (const { name, smiles, weight, formula, logp } of rows) {
      const mol = rdkit.get_mol(smiles);
      expect(mol, name).not.toBeNull();
      if (!mol) continue;
      const { amw, CrippenClogP } = JSON.parse(mol.get_descriptors());
      const canonical = mol.get_smiles();
      mol.delete();
      expect(Math.abs(amw - weight), `${name}: ${amw} against ${weight}`).toBeLessThan(0.1);
      expect(Math.abs(weightOf(formula) - weight), `${name}: ${formula}`).toBeLessThan(0.1);
      expect(CrippenClogP, name).toBeCloseTo(logp, 3);
      expect(seen.get(canonical), name).toBeUndefined();
      seen.set(canonical, name);
    }
  });

  it('is registered with what its label is', () => {
    const [entry] = JSON.parse(read('registry/bundled.json')).datasets;
    expect(entry.bundled).toBe('drugs-and-chemicals.csv');
    expect(entry.columns.labels).toEqual(['crippen_logp']);
    expect(entry.summary).toContain(`${rows.length} `);
    expect(entry.summary).toContain('computed, not measured');
  });
});
