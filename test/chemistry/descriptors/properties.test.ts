import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { crippenTypeNames } from '../../../src/chemistry/descriptors/crippen.js';
import { crippenTypes } from '../../../src/chemistry/descriptors/crippen-table.js';
import { readGraph } from '../../../src/chemistry/descriptors/graph.js';
import { moleculeProperties, PROPERTIES } from '../../../src/chemistry/descriptors/properties.js';
import { DescriptorOracle } from './descriptors.js';

let oracle: DescriptorOracle;
beforeAll(async () => {
  oracle = await DescriptorOracle.start();
});

/** Molecules that show what is rare in real data. */
const odd = `
  O C N S P B Cl F [He] [U] [H][H] [H+] [OH3+] [NH4+] [PH4+] [SH-] [NH2-] [F-] [I-] [Cl+] [125I]C I[I-]I
  [2H]C* [2H]O[2H] [3H]OC C[13CH3] [18F]CC [99Tc] [14CH4] [131I]c1ccccc1 [2H]C([2H])([2H])O *c1ccccc1 *.*
  [Na+].[Cl-] [Li+].[OH-] [K+].C[O-] [Cs]C [Ca+2] [Mg]C C[Mg]Br C[Al](C)C C[Si](C)(C)C C[Ge](C)C C[As](C)C
  C[Se]C [se]1cccc1 [te]1cccc1 C[Hg]C C[Sn](C)(C)C [Pt](Cl)(Cl)(N)N [NH3]->[Pt](Cl)(Cl)<-[NH3] [Cu+2]<-N
  c1ccn(->[Fe])cc1 O=C[Fe] C1CN->[Pt](Cl)(Cl)<-N1
  OO OS ON ONC OC#N OC#C OC=S O=CO O=C O=CN O=C=O O=C=C OC(=N)C OC(=C)C OB(O)O OP(=O)(O)O OS(=O)(=O)O O[Si](C)C
  Oc1ccccc1 OC1CC1 COC COc1ccccc1 c1ccc(cc1)Oc1ccccc1 C=O CC=O CC(=O)C CC(=O)c1ccccc1 O=Cc1ccccc1 NC(=O)N
  O=C(c1ccccc1)c1ccccc1 O=C(F)F O=C(O)Cl CC(=O)[O-] C[O-] [O-]c1ccccc1 [O-]O CS(=O)C C[S+](C)[O-] CS(=O)(=O)C
  [O-][S+](C)C C[N+](=O)[O-] C[N+](C)(C)[O-] [O-][n+]1ccccc1 O=c1cc[nH]cc1 c1cc[o+]cc1 o1cccc1
  C[O+](C)C CN=O CON=O O=O [O] C[O] O=[Mn](=O)(=O)[O-] O=S=O O=P(C)(C)C C=P(C)(C)C S=P(C)(C)C S=C S=C=S c1ccsc1
  C[S-] C[S+](C)C CSSC S(F)(F)(F)(F)(F)F CS(=N)(=O)C Nc1ccccc1 N(c1ccccc1)c1ccccc1 N(c1ccccc1)(c1ccccc1)c1ccccc1
  CNc1ccccc1 CN(C)c1ccccc1 CN(c1ccccc1)c1ccccc1 CN CNC CN(C)C C=N C=NC N=N CN=NC CC#N C#N C[N+]#N [N-]=[N+]=NC
  [C-]#[N+]C C=[N+]=[N-] [C-]#[O+] N#N C=[NH2+] C=[N+](C)C C[NH+]=C C[NH2+]C C[NH+](C)C C[N+](C)(C)C
  C[N-]C [NH-]c1ccccc1 c1cc[nH]c1 c1ccncc1 c1cc[nH+]cc1 C[n+]1ccccc1 [n-]1cccc1 c1ccc2[nH]ccc2c1 n1c[nH]c2ncncc12
  N1C=NN=N1 c1cc2ccccn2c1 C1CN1 CN1CC1 C1CO1 C1=NC1 C1CC1N C1NN1 C1ON1 C[N+]1(C)CC1 N1=CC1 c1ccc2c(c1)C2
  C=C C=CC CC=CC CC(C)=C(C)C C=C=C C#C CC#CC C=Cc1ccccc1 CC=Cc1ccccc1 C(=C)(c1ccccc1)c1ccccc1 CC(=C)c1ccccc1
  C=c1cccc[nH]1 O=C1C=CC(=O)C=C1 O=c1cccco1 Cc1ccccc1 CCc1ccccc1 CC(C)c1ccccc1 CC(C)(C)c1ccccc1 Cn1cccc1 CCn1cccc1
  CC(C)n1cccc1 CC(C)(C)n1cccc1 Fc1ccccc1 Clc1ccccc1 Brc1ccccc1 Ic1ccccc1 Sc1ccccc1 CSc1ccccc1 Cc1ccc(cc1)-c1ccccc1
  C[Si](C)(C)c1ccccc1 Pc1ccccc1 OB(O)c1ccccc1 [SiH3]C [SiH3]C(C)(C)C c1ccc2ccccc2c1 c1ccc2c(c1)ccc1ccccc12
  [CH3] [CH2] C[CH2] C[CH]C [CH2-]C [CH3+] [cH-]1cccc1 [CH-]1C=CC=C1 c1ccccc1[CH2] C[C](C)C c1cc[cH-]c1 CC(F)(F)F
  FC(F)(F)c1ccccc1 CC(Cl)(Cl)C(Cl)(Cl)Cl BrC(Br)(Br)CCO CC(C)(C)CCO CC(C)(C)C(=O)NC NC(=N)NCC CCOC(=O)CC CCSC(=O)CC
  CC(=[N+](C)C)NCC CCC#CCC CCC(=O)NCC CCNS(=O)(=O)CC C1CCCCC1C1CCCCC1 O=C1CCCN1CC SC(C)=NCC CC(=S)SCC CNC(=O)C(=O)S CNC(=O)C(=O)SC ClC(F)(F)CC
  [2H]C([2H])([2H])CCO c1ccccc1-c1ccccc1 C1CC2CCC1C2 C12C3C4C1C5C2C3C45 C1CC12CC2 c1cc2cccc3ccc(c1)c23
`
  .trim()
  .split(/\s+/);

describe('moleculeProperties', () => {
  it.each([
    // Water and ethanol by hand; aspirin and caffeine: weight and area are Ertl's and the formula's.
    ['O', { molecular_weight: 18.015, tpsa: 31.5, lipinski_donors: 2, heavy_atoms: 1 }],
    ['CCO', { molecular_weight: 46.069, crippen_logp: -0.0014, tpsa: 20.23 }],
    ['CC(=O)Oc1ccccc1C(=O)O', { molecular_weight: 180.159, tpsa: 63.6, rotatable_bonds: 2 }],
    ['CN1C=NC2=C1C(=O)N(C(=O)N2C)C', { tpsa: 61.82, rings: 2, aromatic_rings: 2 }],
    ['C[N+](C)(C)CC(=O)[O-]', { formal_charge: 0, tpsa: 40.13, heteroatoms: 3 }],
    ['c1ccc2ccccc2c1-c1ccncc1', { benzene_rings: 2, aromatic_rings: 3 }],
    ['[Ca+2].[Cl-]', { formal_charge: 1, heavy_atoms: 2, rings: 0 }],
  ])('of %s', (smiles, expected) => {
    const { ...all } = oracle.properties(smiles);
    for (const [name, value] of Object.entries(expected)) {
      expect(all[name as keyof typeof all], name).toBeCloseTo(value, 6);
    }
  });

  it('are those of RDKit for odd molecules', () => {
    expect(odd.length).toBeGreaterThan(200);
    expect(odd.flatMap((smiles) => oracle.differences(smiles))).toEqual([]);
  });

  it('are those of RDKit for molecules put together from pieces', () => {
    // Each is held by its first atom, or joins what is before it and what is after it.
    const ends = odd.filter((s) => /^[A-Z]/.test(s) && !s.includes('.') && !/[\dH*>]|^B$/.test(s));
    const middles = ['C', 'N', 'O', 'S', 'C(=O)', 'C(=O)N', 'S(=O)(=O)', 'C#C', 'C=C', 'N=N', 'P'];
    const rings = ['c1ccc(cc1)', 'C1CC(CC1)', 'c1cn(cc1)', 'C1CN(C1)', 'c1nc(sc1)', 'C1OC1', ''];
    const piece = fc.tuple(
      fc.constantFrom(...rings),
      fc.array(fc.constantFrom(...middles), { maxLength: 4 }),
      fc.constantFrom(...ends),
    );
    let read = 0;
    fc.assert(
      fc.property(piece, ([ring, chain, end]) => {
        const smiles = `${ring}${chain.join('')}${end}`;
        let differences: string[];
        try {
          differences = oracle.differences(smiles);
        } catch {
          return;
        }
        read++;
        expect(differences).toEqual([]);
      }),
      { numRuns: 400, seed: 11 },
    );
    expect(read).toBeGreaterThan(200);
  });

  it('do not depend on how a molecule is written', () => {
    const one = oracle.properties('CN1C=NC2=C1C(=O)N(C)C(=O)N2CCOC(=O)c1ccccc1');
    const other = oracle.properties('c1cccc(c1)C(OCCn1c2c(c(=O)n(c1=O)C)n(cn2)C)=O');
    for (const name of PROPERTIES) expect(one[name], name).toBeCloseTo(other[name], 9);
  });

  it('need the bonds of each ring', () => {
    const json = oracle.json('C1CC1').replace('[0,1,2]', '[0,1,2,0]');
    expect(() => readGraph(json)).toThrow('no bond 0-0 of a ring');
    expect(() => moleculeProperties('{', new Float64Array(20))).toThrow(SyntaxError);
  });

  it('take the mass number of an isotope without a mass', () => {
    expect(oracle.properties('[238U]').molecular_weight).toBe(238);
    expect(oracle.properties('[7*]').molecular_weight).toBe(0);
  });
});

describe('crippenTypeNames', () => {
  it('are those of Wildman and Crippen', () => {
    const types = (smiles: string) => crippenTypeNames(readGraph(oracle.json(smiles)));
    expect(types('CCO')).toEqual('C1 C3 O2 H1 H1 H1 H1 H1 H2'.split(' '));
    expect(types('CC(=O)O')).toEqual('C1 C5 O9 O2 H1 H1 H1 H4'.split(' '));
    expect(types('[He]')).toEqual(['']);
  });

  it('occur in the odd molecules, all of them', () => {
    const seen = new Set(odd.flatMap((s) => crippenTypeNames(readGraph(oracle.json(s)))));
    expect([...new Set(crippenTypes.map(([name]) => name))].filter((n) => !seen.has(n))).toEqual(
      [],
    );
  });
});
