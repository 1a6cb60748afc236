import { describe, expect, it } from 'vitest';
import { cationDrawings, normalizeCharges } from '../../../src/chemistry/standardize/normalize.js';
import { skeletonKeys } from '../../../src/chemistry/standardize/skeleton.js';
import { formsOf, levelOfEquality, openPool } from './setting.js';

const pool = openPool();

/** Two drawings of one molecule, or its forms with and without a proton. */
const same: [name: string, one: string, other: string, level?: string][] = [
  ['sulfoxide', 'CC[S+](C)[O-]', 'CCS(C)=O'],
  ['sulfoxide with stereo', 'C[S@+]([O-])c1ccccc1', 'C[S@](=O)c1ccccc1'],
  [
    'omeprazole',
    'COc1ccc2[nH]c([S+]([O-])Cc3ncc(C)c(OC)c3C)nc2c1',
    'COc1ccc2[nH]c(S(=O)Cc3ncc(C)c(OC)c3C)nc2c1',
  ],
  ['sulfone', 'C[S+2]([O-])([O-])C', 'CS(C)(=O)=O'],
  ['half a sulfone', 'C[S+]([O-])(=O)C', 'CS(C)(=O)=O'],
  ['sulfonamide', 'C[S+2]([O-])([O-])N', 'CS(N)(=O)=O'],
  ['sulfinic acid', 'C[S+]([O-])O', 'CS(=O)O'],
  ['sulfilimine', 'C[S+](C)[N-]S(C)(=O)=O', 'CS(C)=NS(C)(=O)=O'],
  ['sulfoxonium ylide', 'C[S+](C)(=O)[CH2-]', 'CS(C)(=O)=C'],
  ['sulfonium ylide', 'C[S+](C)[CH2-]', 'CS(C)=C'],
  ['phosphine oxide', 'C[P+](C)(C)[O-]', 'CP(C)(C)=O'],
  ['phosphine sulfide', 'C[P+](C)(C)[S-]', 'CP(C)(C)=S'],
  ['phosphonate', 'C[P+]([O-])(OC)OC', 'CP(=O)(OC)OC'],
  ['phosphonium ylide', 'C[P+](C)(C)[CH2-]', 'CP(C)(C)=C'],
  ['iminophosphorane', 'C[P+](C)(C)[N-]c1ccccc1', 'CP(C)(C)=Nc1ccccc1'],
  ['arsine oxide', 'C[As+](C)(C)[O-]', 'C[As](C)(C)=O'],
  ['selenoxide', 'C[Se+](C)[O-]', 'C[Se](C)=O'],
  ['azide', 'C[N-][N+]#N', 'CN=[N+]=[N-]'],
  ['azide of five bonds', 'CN=N#N', 'CN=[N+]=[N-]', 'none'],
  [
    'zidovudine',
    'Cc1cn(C2CC([N-][N+]#N)C(CO)O2)c(=O)[nH]c1=O',
    'Cc1cn(C2CC(N=[N+]=[N-])C(CO)O2)c(=O)[nH]c1=O',
  ],
  ['diazo', '[CH2-][N+]#N', 'C=[N+]=[N-]'],
  ['nitro', 'O=N(=O)c1ccccc1', '[O-][N+](=O)c1ccccc1', 'none'],
  ['N-oxide of five bonds', 'O=n1ccccc1', '[O-][n+]1ccccc1', 'none'],
  ['N-methyl-2-pyridone', 'C[n+]1ccccc1[O-]', 'Cn1ccccc1=O'],
  ['N-methyl-4-pyridone', 'C[n+]1ccc([O-])cc1', 'Cn1ccc(=O)cc1'],
  ['N-methyl-2-pyridinethione', 'C[n+]1ccccc1[S-]', 'Cn1ccccc1=S'],
  ['N-methyl-2-hydroxypyridinium', 'C[n+]1ccccc1O.[Cl-]', 'Cn1ccccc1=O'],
  ['N-methyl-4-hydroxypyridinium', 'C[n+]1ccc(O)cc1.[I-]', 'Cn1ccc(=O)cc1'],
  ['protonated amide', 'C[N+](C)=CO', 'CN(C)C=O'],
  ['amide protonated at O', 'CN(C)C=[OH+]', 'CN(C)C=O'],
  ['merocyanine', 'C[n+]1ccc(cc1)/C=C/c1ccc([O-])cc1', 'CN1C=CC(=CC=C2C=CC(=O)C=C2)C=C1'],
  ['betaine hydrochloride', 'C[N+](C)(C)CC(=O)O.[Cl-]', 'C[N+](C)(C)CC(=O)[O-]'],
  ['carnitine', 'C[N+](C)(C)CC(O)CC(O)=O', 'C[N+](C)(C)CC(O)CC([O-])=O'],
  ['sulfobetaine', 'C[N+](C)(C)CCCS(=O)(=O)O.[Br-]', 'C[N+](C)(C)CCCS(=O)(=O)[O-]'],
  ['phosphocholine', 'C[N+](C)(C)CCOP(=O)(O)O', 'C[N+](C)(C)CCOP(=O)([O-])O'],
  ['disodium phosphocholine', '[Na+].C[N+](C)(C)CCOP(=O)([O-])[O-]', 'C[N+](C)(C)CCOP(=O)([O-])O'],
  [
    'betaine of two acids, either',
    'C[N+](C)(C)CC(CC(=O)[O-])CCC(=O)O',
    'C[N+](C)(C)CC(CC(=O)O)CCC(=O)[O-]',
  ],
  ['trigonelline', 'C[n+]1cccc(C(=O)O)c1.[Cl-]', 'C[n+]1cccc(C(=O)[O-])c1'],
  ['trimethylamine N-oxide hydrochloride', 'C[N+](C)(C)O.[Cl-]', 'C[N+](C)(C)[O-]'],
  ['pyridine N-oxide hydrochloride', 'O[n+]1ccccc1C.[Cl-]', '[O-][n+]1ccccc1C'],
  ['minoxidil-like N-oxide', 'Nc1cc(N)[n+](O)c(N)n1.[Cl-]', 'Nc1cc(N)[n+]([O-])c(N)n1'],
  ['protonated nitrone', 'CC=[N+](C)O', 'CC=[N+](C)[O-]'],
  ['guanidinium with its charge on carbon', 'N[C+](N)N', 'NC(N)=N'],
  ['amidinium with its charge on carbon', 'C[C+](N)N', 'CC(N)=N'],
  ['imidazolium ion', 'CCn1cc[n+](C)c1.[Cl-]', 'CC[n+]1ccn(C)c1'],
  ['amidinium ion', 'CN(C)C=[N+](C)CC', 'C[N+](C)=CN(C)CC'],
  ['guanidinium ion', 'CCN(C)C(N(C)C)=[N+](C)C', 'CC[N+](C)=C(N(C)C)N(C)C'],
  ['benzimidazolium ion', 'CCn1c[n+](C)c2ccccc21', 'CC[n+]1cn(C)c2ccccc21'],
  ['zwitterion', '[NH3+]CC([O-])=O', 'NCC(=O)O'],
  ['zwitterion of a sulfonic acid', '[NH3+]CCS(=O)(=O)[O-]', 'NCCS(=O)(=O)O'],
  ['acid of a phenol', '[O-]c1ccc(cc1)C[NH3+]', 'Oc1ccc(cc1)CN'],
  ['proton beside its acid', '[H+].[Cl-]', 'Cl'],
];

/** Pairs that differ by more than a drawing or a proton. */
const different: [name: string, one: string, other: string][] = [
  ['sulfoxide and sulfide', 'CS(C)=O', 'CSC'],
  ['sulfoxide and sulfone', 'C[S+](C)[O-]', 'CS(C)(=O)=O'],
  ['enantiomers are no drawings', 'C[S@+]([O-])CC', 'C[S@@](=O)CC'],
  ['N-oxide and amine', 'C[N+](C)(C)[O-]', 'CN(C)C'],
  ['N-oxide and pyridine', 'O[n+]1ccccc1.[Cl-]', 'c1ccncc1'],
  ['betaine and its ester', 'C[N+](C)(C)CC(=O)[O-]', 'C[N+](C)(C)CC(=O)OC'],
  ['quaternary ammonium and amine', 'C[N+](C)(C)CCO.[Cl-]', 'CN(C)CCO'],
  ['carbocation and alkane', 'C[C+](C)C', 'CC(C)C'],
  [
    'trityl and triphenylmethane',
    '[C+](c1ccccc1)(c1ccccc1)c1ccccc1',
    'C(c1ccccc1)(c1ccccc1)c1ccccc1',
  ],
  ['borohydride and borane', '[BH4-].[Na+]', 'B'],
  ['boronate and boronic acid', 'O[B-](O)(O)c1ccccc1.[Na+]', 'OB(O)c1ccccc1'],
  ['trifluoroborate and boronic acid', '[K+].F[B-](F)(F)c1ccccc1', 'OB(O)c1ccccc1'],
  ['pyridinium and dihydropyridine', 'c1cc[n+](C)cc1', 'C1=CCN(C)C=C1'],
  ['O-methyl and N-methyl pyridone', 'COc1ccccn1', 'Cn1ccccc1=O'],
  ['hydroxyethylpyridinium and its ether', 'OCC[n+]1ccccc1', 'COCC[n+]1ccccc1'],
  ['azide and triazene', 'CN=[N+]=[N-]', 'CN=NN'],
];

describe('two drawings of one molecule', () => {
  it.each(same)('are joined: %s', async (_, one, other, level = 'charges') => {
    expect(await levelOfEquality(pool, one, other)).toBe(level);
    expect(await levelOfEquality(pool, other, one)).toBe(level);
    const keys = new Set(skeletonKeys(one));
    expect(skeletonKeys(other)?.some((key) => keys.has(key))).toBe(true);
  });

  it.each(different)('are not made of two molecules: %s', async (_, one, other) => {
    const equal = await levelOfEquality(pool, one, other);
    expect([null, 'stereo']).toContain(equal);
    const [a, b] = await formsOf(pool, [one, other]);
    expect(a.charges).not.toBe(b.charges);
  });

  it.each(same)('settle at once: %s', async (_, one) => {
    const [{ charges }] = await formsOf(pool, [one]);
    const [again] = await formsOf(pool, [charges]);
    expect(again.charges).toBe(charges);
  });
});

describe('cationDrawings', () => {
  it.each([
    ['CN(C)C=[N+](C)CC', ['C[N+1](C)=C[N](C)CC']],
    ['CN(C)C(=[N+](C)C)N(C)CC', ['C[N+1](C)=C([N](C)C)N(C)CC', 'CN(C)C([N](C)C)=[N+1](C)CC']],
    ['CN(C)C=[NH+]CC', []],
    ['CNC=[N+](C)C', []],
    ['C[N+](C)(C)C', []],
    ['CN(C)C', []],
  ])('of %s are %j', (smiles, expected) => {
    expect(cationDrawings(smiles).sort()).toEqual(expected.sort());
  });
});

describe('normalizeCharges', () => {
  it.each([
    ['C[S@@+]([O-])CC', 'C[S@@](=[O])CC'],
    ['[O-][S+](C)C', '[O]=[S](C)C'],
    ['[O-][P+]1(C)CCCC1', '[O]=[P]1(C)CCCC1'],
    ['[CH-]1CCC[S+]1C', '[CH]=1CCC[S]1C'],
    ['C[N-][N+]#N', 'C[N]=[N+]=[N-1]'],
    ['C[N+](C)(C)O', 'C[N+](C)(C)[O-1]'],
    ['C[N+]1=CC=CC=C1[O-]', 'C[N]1C=CC=CC1=[O]'],
    ['NC(=[NH2+])N', 'NC(=[NH2+])N'],
    ['C[N+](=O)[O-]', 'C[N+](=O)[O-]'],
    ['CC=[N+]([O-])O', 'CC=[N+]([O-])O'],
    ['[O-]C1=C[N+](C)=NO1', '[O-]C1=C[N+](C)=NO1'],
    ['C[N+](C)(C)CCO', 'C[N+](C)(C)CCO'],
    ['F[P-](F)(F)(F)(F)F', 'F[P-](F)(F)(F)(F)F'],
    ['CCO', 'CCO'],
  ])('makes of %s %s', (smiles, expected) => {
    expect(normalizeCharges(smiles)).toBe(expected);
  });
});
