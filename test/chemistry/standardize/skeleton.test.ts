import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STANDARDIZE_LEVELS, standardForms } from '../../../src/chemistry/standardize/index.js';
import { skeletonKeys } from '../../../src/chemistry/standardize/skeleton.js';
import { Job } from '../../../src/job.js';
import { hasShared, sharedJson, sharedPath } from '../../shared.js';
import { openPool } from './setting.js';

const pool = openPool(2);

const share = (a: string, b: string) => {
  const [ours, theirs] = [skeletonKeys(a), skeletonKeys(b)];
  return ours === null || theirs === null || ours.some((key) => theirs.includes(key));
};

describe('skeletonKeys', () => {
  it.each([
    ['a salt and its parent', 'CC(=O)[O-].[Na+]', 'OC(C)=O'],
    ['isotopes', '[2H]C([2H])([2H])c1ccc[13cH]c1', 'Cc1ccccc1'],
    ['stereo', 'F/C=C\\Cl', 'Cl/C=C/F'],
    ['tautomers', 'Cc1c[nH]cn1', 'Cc1cnc[nH]1'],
    ['Kekulé bonds', 'C1=CC=CC=C1O', 'Oc1ccccc1'],
    ['ring closures of two digits, and in brackets', 'C%12CCCC%12', 'C%(123)CCCC%(123)'],
    ['ring closures over a dot', 'C1.CC1', 'CCC'],
    ['aromatic selenium', 'c1cc[se]c1', 'C1=C[Se]C=C1'],
    ['a bond to a metal, and none', 'C[Mg]Br', 'Br[Mg]C'],
    ['counter-ions that may be the larger part', 'CCN.OC(=O)C(O)=O', 'CCO.OC(=O)C(O)=O'],
    ['nitro groups', 'C[N+](=O)[O-]', 'CN(=O)=O'],
  ])('are shared by %s', (_, a, b) => {
    expect(share(a, b)).toBe(true);
  });

  it.each([
    ['CCO', 'COC'],
    ['CCO', 'CCS'],
    ['C1CCCCC1', 'CCCCCC'],
    ['CC(C)CC', 'CCCCC'],
    ['Cc1ccccc1C', 'Cc1cccc(C)c1'],
    ['C[Mg]Br', 'C[Mg]Cl'],
    ['BrCC', 'BCC'],
    ['Cl.CCCCCCCCCCCCN', 'Cl.CCCCCCCCCCCCO'],
  ])('are not shared by %s and %s', (a, b) => {
    expect(share(a, b)).toBe(false);
  });

  it.each(['C1CC', 'C(C', '[#26]', 'not one'])('are unknown of %s', (text) => {
    expect(skeletonKeys(text)).toBeNull();
  });

  it.skipIf(!hasShared)('are shared by all molecules that are the same at some level', async () => {
    const lines = readFileSync(sharedPath('datasets/CHEMBL217_simpd.csv'), 'utf8').split('\n');
    const at = lines[0].split(',').findIndex((name) => /smiles/i.test(name));
    const { molecules } = sharedJson<{ molecules: { smiles: string }[] }>(
      'reference/molecules.json',
    );
    const smiles = [
      ...lines.slice(1).flatMap((line) => line.split(',')[at] ?? []),
      ...molecules.map((m) => m.smiles),
    ].filter((text) => text !== '');
    const { forms } = await standardForms(smiles, pool, new Job());
    const keys = smiles.map(skeletonKeys);
    expect(keys).not.toContain(null);
    let pairs = 0;
    for (const level of STANDARDIZE_LEVELS) {
      const first = new Map<string, number>();
      forms[level].forEach((form, i) => {
        const other = first.get(form) ?? i;
        first.set(form, other);
        if (form === '' || other === i) return;
        pairs++;
        expect(keys[i]?.some((key) => keys[other]?.includes(key))).toBe(true);
      });
    }
    expect(pairs).toBeGreaterThan(100);
  });
});
