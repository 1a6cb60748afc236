import { describe, expect, it } from 'vitest';
import { disconnectMetals } from '../../../src/chemistry/standardize/metals.js';
import { skeletonKeys } from '../../../src/chemistry/standardize/skeleton.js';
import { levelOfEquality, openPool } from './setting.js';

const pool = openPool();

describe('disconnectMetals', () => {
  it.each([
    ['CC(=O)[O][Na]', 'CC(=O)[O-1].[Na+1]'],
    ['[Li][O]C(=O)c1cccnc1', '[Li+1].[O-1]C(=O)c%(1)cccnc%(1)'],
    ['CC(=O)[O][Mg][O]C(C)=O', 'CC(=O)[O-1].[Mg+2].[O-1]C(C)=O'],
    ['[Cl][Bi]([Cl])[Cl]', '[Cl-1].[Bi+3].[Cl-1].[Cl-1]'],
    ['O=C1[O][Cu][O]C1=O', 'O=C%(1)[O-1].[Cu+2].[O-1]C%(1)=O'],
  ])('cuts %s', (smiles, expected) => {
    const fragments = (text: string) => text.split('.').sort();
    expect(fragments(disconnectMetals(smiles))).toEqual(fragments(expected));
  });

  it.each([
    ['a Grignard reagent', 'C[CH2][Mg][Br]'],
    ['an organomercury compound', 'C[CH2][Hg][S]c1ccccc1C(=O)O'],
    ['platinum', '[NH2][Pt]([NH2])([Cl])[Cl]'],
    ['dative bonds', '[NH3]->[Zn](<-[NH3])([Cl])[Cl]'],
    ['charges on a metal', 'CN(C)C1=[S+][Zn-2]2([S]1)[S]C(N(C)C)=[S+]2'],
    ['more bonds than an ion has charges', 'C1C[NH][Co]23([NH]1)([NH]CC[NH]2)[NH]CC[NH]3'],
    ['a double bond', '[O]=[Fe]'],
    ['a chelate', 'O=C1C[N]2CC[N]3CC(=O)[O][Zn]23[O]1'],
    ['no metal', 'CC(=O)OC'],
    ['ions', 'CC(=O)[O-].[Na+]'],
  ])('leaves %s', (_, smiles) => {
    expect(disconnectMetals(smiles)).toBe(smiles);
  });
});

describe('a salt drawn with a bond to its metal', () => {
  it.each([
    ['sodium', 'CC(C(=O)O[Na])c1ccc2cc(OC)ccc2c1', 'CC(C(=O)O)c1ccc2cc(OC)ccc2c1'],
    [
      'sodium with stereo',
      'C[C@@H](C(=O)O[Na])c1ccc2cc(OC)ccc2c1',
      'C[C@@H](C(=O)O)c1ccc2cc(OC)ccc2c1',
    ],
    ['stereo of a double bond', 'O=C(O[K])/C=C/c1ccccc1', 'OC(=O)/C=C/c1ccccc1'],
    ['potassium', '[K]OC(=O)c1ccccc1N', 'OC(=O)c1ccccc1N'],
    ['lithium', '[Li]OC(=O)c1cccnc1', 'OC(=O)c1cccnc1'],
    ['magnesium between two', 'CCC(C)C(=O)O[Mg]OC(=O)C(C)CC', 'CCC(C)C(=O)O'],
    ['calcium in a ring', 'O=C1CC(=O)O[Ca]O1', 'OC(=O)CC(=O)O'],
    ['zinc and sulfur', '[O-][n+]1ccccc1S[Zn]Sc1cccc[n+]1[O-]', 'Sc1cccc[n+]1[O-]'],
    ['silver and nitrogen', 'Nc1ccc(cc1)S(=O)(=O)N([Ag])c1ncccn1', 'Nc1ccc(cc1)S(=O)(=O)Nc1ncccn1'],
    ['copper', 'O=C1O[Cu]OC1=O', 'OC(=O)C(O)=O'],
    ['a silanolate', 'C[Si](C)(C)O[Na]', 'C[Si](C)(C)O'],
    ['bismuth', 'O=C(O[Bi](OC(=O)c1ccccc1N)OC(=O)c1ccccc1N)c1ccccc1N', 'OC(=O)c1ccccc1N'],
    ['aluminium and a second acid', 'CC(=O)O[Al](O)OC(=O)c1ccc(Cl)cc1', 'OC(=O)c1ccc(Cl)cc1'],
  ])('is the acid once neutralized: %s', async (_, salt, acid) => {
    expect(await levelOfEquality(pool, salt, acid)).toBe('charges');
    const keys = new Set(skeletonKeys(salt));
    expect(skeletonKeys(acid)?.some((key) => keys.has(key))).toBe(true);
  });

  it.each([
    ['cisplatin and ammonia', 'N[Pt](N)(Cl)Cl', 'N'],
    ['a Grignard reagent and the alkane', 'CC[Mg]Br', 'CC'],
    [
      'a porphyrin and its zinc complex',
      'C1=CC2=CC3=CC=C4C=C5C=CC6=CC1=[N]2[Zn](N34)(N56)',
      'C1=CC2=CC3=CC=C(N3)C=C3C=CC(=N3)C=C1N2',
    ],
    ['an alkyl cobalt and the alkane', 'O=C[Co]', 'O=C'],
  ])('never: %s', async (_, one, other) => {
    expect(await levelOfEquality(pool, one, other)).toBe(null);
  });
});
