import { describe, expect, it } from 'vitest';
import { formsOf, levelOfEquality, openPool } from './setting.js';

const pool = openPool();

describe('two SMILES are one molecule from a level on', () => {
  it.each([
    ['another writing', 'OCC', 'CCO', 'none'],
    ['aromatic and Kekulé', 'C1=CC=CC=C1C', 'Cc1ccccc1', 'none'],
    ['hydrogens written out', '[H]OC([H])([H])C', 'CCO', 'none'],
    ['order of fragments', 'Cl.CCN', 'CCN.Cl', 'none'],
    ['hydrochloride', 'CCN(CC)CC.Cl', 'CCN(CC)CC', 'salts'],
    ['several counter-ions', 'CCN(CC)CC.Cl.Cl', 'CCN(CC)CC.Br', 'salts'],
    ['mesylate', 'CC(C)NCC(O)COc1ccccc1.CS(=O)(=O)O', 'CC(C)NCC(O)COc1ccccc1', 'salts'],
    ['hydrate', 'CC(=O)Nc1ccc(O)cc1.O.O', 'CC(=O)Nc1ccc(O)cc1', 'salts'],
    ['solvate', 'c1ccc2ncccc2c1.CCO', 'c1ccc2ncccc2c1', 'salts'],
    ['hemisalt', 'OC(=O)CC(=O)O.CCCCCCN.CCCCCCN', 'CCCCCCN', 'salts'],
    ['hydrochloride with charges', 'CC[NH3+].[Cl-]', 'CCN', 'charges'],
    ['sodium salt', '[Na+].CC(C)Cc1ccc(C(C)C(=O)[O-])cc1', 'CC(C)Cc1ccc(C(C)C(=O)O)cc1', 'charges'],
    ['calcium salt', '[Ca+2].CC(=O)[O-].CC(=O)[O-]', 'CC(=O)O', 'charges'],
    ['zwitterion', 'NCC(=O)O', '[NH3+]CC(=O)[O-]', 'charges'],
    ['pyridinium', 'c1cc[nH+]cc1', 'c1ccncc1', 'charges'],
    ['imidazolium', 'Cn1cc[nH+]c1.[Br-]', 'Cn1ccnc1', 'charges'],
    ['amidinium', 'CC(N)=[NH2+]', 'CC(N)=N', 'charges'],
    ['tetrazolate', 'c1ccccc1-c1nn[n-]n1', 'c1ccccc1-c1nn[nH]n1', 'charges'],
    ['phenolate', '[K+].[O-]c1ccccc1', 'Oc1ccccc1', 'charges'],
    ['thiolate', '[Na+].CC[S-]', 'CCS', 'charges'],
    ['sulfonate', '[Na+].Cc1ccc(S(=O)(=O)[O-])cc1', 'Cc1ccc(S(=O)(=O)O)cc1', 'charges'],
    ['phosphate', 'COP([O-])([O-])=O.[Na+].[Na+]', 'COP(O)(O)=O', 'charges'],
    ['cyclopentadienide', '[cH-]1cccc1.[Na+]', 'C1C=CC=C1', 'charges'],
    ['deuterium', '[2H]C([2H])([2H])S(C)=O', 'CS(C)=O', 'isotopes'],
    ['carbon-13', '[13CH3]CO', 'CCO', 'isotopes'],
    ['iodine-125', '[125I]c1ccccc1', 'Ic1ccccc1', 'isotopes'],
    ['deuterium on a charged nitrogen', '[2H][N+]([2H])([2H])C', 'CN', 'isotopes'],
    ['a center by deuterium', 'C[C@H](O)[2H]', 'CCO', 'isotopes'],
    ['enantiomers', 'C[C@H](N)C(=O)O', 'C[C@@H](N)C(=O)O', 'stereo'],
    ['a racemate', 'C[C@H](N)C(=O)O', 'CC(N)C(=O)O', 'stereo'],
    ['diastereomers', 'C[C@H](O)[C@H](C)N', 'C[C@H](O)[C@@H](C)N', 'stereo'],
    ['E and Z', 'F/C=C/F', 'F/C=C\\F', 'stereo'],
    ['a chiral sulfoxide', 'C[S@](=O)CC', 'CS(=O)CC', 'stereo'],
    ['a salt of an enantiomer', 'C[C@H](N)c1ccccc1.Cl', 'C[C@@H](N)c1ccccc1', 'stereo'],
    [
      'a salt with charges, labeled',
      '[13CH3][C@H]([NH3+])c1ccccc1.[Cl-]',
      'C[C@@H](N)c1ccccc1',
      'stereo',
    ],
    ['lactam and lactim', 'O=c1cccc[nH]1', 'Oc1ccccn1', 'tautomers'],
    ['4-pyridone', 'O=c1cc[nH]cc1', 'Oc1ccncc1', 'tautomers'],
    ['amide and imidic acid', 'CC(N)=O', 'CC(O)=N', 'tautomers'],
    ['thioamide', 'CC(N)=S', 'CC(S)=N', 'tautomers'],
    ['imidazole', 'Cc1c[nH]cn1', 'Cc1cnc[nH]1', 'tautomers'],
    ['pyrazole', 'Cc1cc[nH]n1', 'Cc1ccn[nH]1', 'tautomers'],
    ['triazole', 'Cc1c[nH]nn1', 'Cc1cn[nH]n1', 'tautomers'],
    ['benzotriazole', 'Clc1ccc2[nH]nnc2c1', 'Clc1ccc2nn[nH]c2c1', 'tautomers'],
    ['tetrazole', 'Cc1nnn[nH]1', 'Cc1nn[nH]n1', 'tautomers'],
    ['purine', 'c1ncc2nc[nH]c2n1', 'c1ncc2[nH]cnc2n1', 'tautomers'],
    ['amidine', 'CNC(C)=N', 'CN=C(C)N', 'tautomers'],
    ['guanidine', 'CNC(=N)N', 'CN=C(N)N', 'tautomers'],
    ['guanine', 'Nc1nc(O)c2nc[nH]c2n1', 'Nc1nc2[nH]cnc2c(=O)[nH]1', 'tautomers'],
    [
      'tautomers of a salt, charged, chiral',
      'C[C@H](O)c1c[nH]c[nH+]1.[Cl-]',
      'C[C@@H](O)c1cnc[nH]1',
      'tautomers',
    ],
  ])('%s', async (_, one, other, level) => {
    expect(await levelOfEquality(pool, one, other)).toBe(level);
    expect(await levelOfEquality(pool, other, one)).toBe(level);
  });

  it.each([
    ['constitutional isomers', 'CCCO', 'CC(C)O'],
    ['isomers of substitution', 'Cc1ccccc1O', 'Cc1ccc(O)cc1'],
    ['N-methyl tautomers that are none', 'Cn1ccccc1=O', 'COc1ccccn1'],
    ['N-methylpyrazoles', 'Cc1ccnn1C', 'Cc1ccn(C)n1'],
    ['quaternary ammonium and amine', 'C[N+](C)(C)CCO.[Cl-]', 'CN(C)CCO'],
    [
      'quaternary ammonium salts and the ion alone are one, other ions not',
      'C[N+](C)(C)CCO',
      'CC[N+](C)(C)CCO',
    ],
    ['N-oxide and pyridine', '[O-][n+]1ccccc1', 'c1ccncc1'],
    ['nitro and amine', 'O=[N+]([O-])c1ccccc1', 'Nc1ccccc1'],
    ['acid and ester', 'CC(=O)O', 'CC(=O)OC'],
    ['acid and amide', 'CC(=O)O', 'CC(N)=O'],
    ['keto and enol', 'CC(=O)CC(C)=O', 'CC(O)=CC(C)=O'],
    ['imine and enamine', 'CC=NC', 'C=CNC'],
    ['nitroso and oxime', 'CCN=O', 'CC=NO'],
    ['nitro and aci-nitro', 'CC[N+](=O)[O-]', 'CC=[N+]([O-])O'],
    ['a drug and its larger counter-ion', 'CN', 'CCCCCC(=O)O.CN'],
    ['metals', 'C[Hg]Cl', 'C[Zn]Cl'],
    ['places of a metal', 'O=C([O-])c1cccnc1[Hg]C', 'C[Hg]c1cc(C(=O)[O-])ccn1'],
    ['radical and molecule', 'CC[O]', 'CCO'],
    ['carbon chains', 'CCCC', 'CCCCC'],
    ['double and triple bonds', 'C=CC', 'C#CC'],
    ['dummy atoms', '*CC', 'CCC'],
  ])('never: %s', async (_, one, other) => {
    expect(await levelOfEquality(pool, one, other)).toBe(null);
  });
});

describe('forms', () => {
  it.each([
    // Of ions alone all are kept.
    ['[Na+].[Cl-]', Array(5).fill('[Cl-].[Na+]')],
    ['[Na+]', ['[Na+]', '[Na+]', '[Na+]', '[Na+]', '[Na+]']],
    ['[H+]', ['[H+]', '[H+]', '[H+]', '[H+]', '[H+]']],
    // Hydrogens are atoms here, and thirteen of them more than the nine heavy atoms of the other.
    [
      'CCCCC=C.O=C=NC(=O)C(=O)N=C=O',
      ['C=CCCCC.O=C=NC(=O)C(=O)N=C=O', 'C=CCCCC', 'C=CCCCC', 'C=CCCCC', 'C=CCCCC'],
    ],
    // As many atoms: the heavier; as heavy: all, but the first by letter of stereoisomers.
    ['CF.CCl', ['CCl.CF', 'CCl', 'CCl', 'CCl', 'CCl']],
    ['CC=CF.C=CCF', Array(5).fill('C=CCF.CC=CF')],
    [
      'C[C@H](F)Cl.C[C@@H](F)Cl',
      ['C[C@@H](F)Cl.C[C@H](F)Cl', ...Array(3).fill('C[C@@H](F)Cl'), 'CC(F)Cl'],
    ],
    ['C[13CH3].CC', ['CC.C[13CH3]', 'C[13CH3]', 'C[13CH3]', 'CC', 'CC']],
    // One anion stays for each cation without hydrogens.
    [
      'C[N+](C)(C)CC(CC(=O)[O-])CC(=O)[O-]',
      [
        'C[N+](C)(C)CC(CC(=O)[O-])CC(=O)[O-]',
        'C[N+](C)(C)CC(CC(=O)[O-])CC(=O)[O-]',
        'C[N+](C)(C)CC(CC(=O)[O-])CC(=O)O',
        'C[N+](C)(C)CC(CC(=O)[O-])CC(=O)O',
        'C[N+](C)(C)CC(CC(=O)[O-])CC(=O)O',
      ],
    ],
    // Anions that are no acids give way first.
    [
      'C[N+](C)(C)CC([O-])C(=O)[O-]',
      [
        'C[N+](C)(C)CC([O-])C(=O)[O-]',
        'C[N+](C)(C)CC([O-])C(=O)[O-]',
        'C[N+](C)(C)CC(O)C(=O)[O-]',
        'C[N+](C)(C)CC(O)C(=O)[O-]',
        'C[N+](C)(C)CC(O)C(=O)[O-]',
      ],
    ],
    [
      '[O-][N+](=O)[O-]',
      ['O=[N+]([O-])[O-]', 'O=[N+]([O-])[O-]', 'O=[N+]([O-])O', 'O=[N+]([O-])O', 'O=[N+]([O-])O'],
    ],
    // Nothing gains or loses a hydride.
    ['[BH4-].[Na+]', ['[BH4-].[Na+]', ...Array(4).fill('[BH4-]')]],
    ['[CH3+]', Array(5).fill('[CH3+]')],
    [
      'N[C@@H](C)C(=O)[O-].[Na+]',
      [
        'C[C@H](N)C(=O)[O-].[Na+]',
        'C[C@H](N)C(=O)[O-]',
        'C[C@H](N)C(=O)O',
        'C[C@H](N)C(=O)O',
        'CC(N)C(=O)O',
      ],
    ],
    [
      'C[C@H]1[NH2+]CC[C@H]1[2H]',
      [
        '[2H][C@@H]1CC[NH2+][C@@H]1C',
        '[2H][C@@H]1CC[NH2+][C@@H]1C',
        '[2H][C@@H]1CCN[C@@H]1C',
        'C[C@@H]1CCCN1',
        'CC1CCCN1',
      ],
    ],
    // What neutral would be no molecule keeps its charges.
    [
      '[H][H-][B-]1([H-][H])[n+]2ccccc2-c2cccc[n+]21',
      Array(5).fill('[H][H-][B-]1([H-][H])[n+]2ccccc2-c2cccc[n+]21'),
    ],
  ])('of %s', async (smiles, expected) => {
    const [{ tautomers, ...forms }] = await formsOf(pool, [smiles]);
    expect(Object.values(forms)).toEqual(expected);
    expect(tautomers).not.toBe('');
  });

  it('keep charges that neighbors cancel, even where there is a net charge', async () => {
    const [{ none, charges }] = await formsOf(pool, ['C[NH+]([O-])CC[N+](C)(C)C']);
    expect(none).toContain('[NH+]');
    expect(charges).toBe(none);
  });

  it('keep a cation that balances an anion which cannot go', async () => {
    const [{ none, charges }] = await formsOf(pool, ['C[NH2+]CC[B-](F)(F)F']);
    expect(none).toContain('[NH2+]');
    expect(charges).toBe(none);
  });
});
