import { describe, expect, it } from 'vitest';
import {
  changeAtoms,
  countAtoms,
  hasCharge,
  hasIsotope,
  hasStereo,
  withoutIsotopes,
  withoutStereo,
} from '../../../src/chemistry/standardize/atom-text.js';
import { hasMetal } from '../../../src/chemistry/standardize/tautomers.js';

describe('the text of a SMILES', () => {
  it.each([
    ['CC(=O)[O-]', true],
    ['C[NH3+]', true],
    ['[Fe+2]', true],
    ['c1ccccc1-c1ccccc1', false],
    ['[nH]1cccc1-c1ccccc1', false],
    ['[C@@H](F)(Cl)-c1ccccc1', false],
    ['N->[Pt]', false],
  ])('%s says whether there are charges: %s', (smiles, expected) => {
    expect(hasCharge(smiles)).toBe(expected);
  });

  it.each([
    ['[13CH4]', true],
    ['[2H]C', true],
    ['C%12CCCCC%12', false],
    ['[CH3:1]C', false],
    ['[Fe+2]', false],
  ])('%s says whether there are isotopes: %s', (smiles, expected) => {
    expect(hasIsotope(smiles)).toBe(expected);
  });

  it.each([
    ['F/C=C/F', 'FC=CF'],
    ['F/C=C\\F', 'FC=CF'],
    ['C[C@@H](O)N', 'C[CH](O)N'],
    ['C[C@](O)(F)N', 'C[C](O)(F)N'],
    ['[F][Pt@SP1]([Cl])([Br])[I]', '[F][Pt]([Cl])([Br])[I]'],
    ['C[Co@OH12+](F)N', 'C[Co+](F)N'],
    ['C[S@@+]([O-])CC', 'C[S+]([O-])CC'],
    ['CCO', 'CCO'],
  ])('%s is %s without stereo', (smiles, flat) => {
    expect(hasStereo(smiles)).toBe(smiles !== flat);
    expect(withoutStereo(smiles)).toBe(flat);
  });

  it('loses isotopes, but not ring numbers or map numbers', () => {
    expect(withoutIsotopes('[2H][13CH2]C1CC%10CC1%10[18O-:3]')).toBe('[H][CH2]C1CC%10CC1%10[O-:3]');
  });

  it.each([
    ['ClCBr', 3],
    ['[Cl-].[NH4+]', 2],
    ['c1cc[se]c1', 5],
    ['[nH]1cccc1', 5],
    ['C%10CCCCC%10', 6],
    ['*C[13CH3]', 3],
    ['O=[N+]([O-])c1ccc(S(=O)(=O)N)cc1', 13],
    ['N->[Pt]<-N', 3],
    ['[Sc]B(I)P', 4],
  ])('%s has %d atoms', (smiles, atoms) => {
    expect(countAtoms(smiles)).toBe(atoms);
  });

  it('takes new hydrogens and charges, and keeps all else', () => {
    const changes = new Map([
      [1, { hydrogens: 2, charge: 0 }],
      [3, { hydrogens: 1, charge: 0 }],
      [4, { hydrogens: 0, charge: -2 }],
      [5, { hydrogens: 0, charge: 1 }],
    ]);
    expect(changeAtoms('C[15N@@H3+]C[O-].[Fe+3].[Na]', changes)).toBe(
      'C[15N@@H2]C[OH].[Fe-2].[Na+1]',
    );
    const hydroxide = new Map([[1, { hydrogens: 0, charge: -1 }]]);
    expect(changeAtoms('CO', hydroxide)).toBe('C[O-1]');
    expect(() => changeAtoms('C[?]', hydroxide)).toThrow('an atom that cannot be read: [?]');
  });

  it.each([
    ['CC(=O)O[Na]', true],
    ['[Pt]', true],
    ['[Al+3]', true],
    ['c1cc[se]c1', false],
    ['C[Si](C)C', false],
    ['[2H]C', false],
    ['[13CH3][nH]', false],
    ['CSc1ccccc1', false],
    ['[Sc]', true],
  ])('%s says whether there is a metal: %s', (smiles, expected) => {
    expect(hasMetal(smiles)).toBe(expected);
  });
});
