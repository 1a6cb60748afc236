import type { MainModule, Mol } from '@rdkit/rdkit';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileRDKit, startRDKit } from '../../src/chemistry/rdkit.js';
import { murckoScaffold, ScaffoldMemo } from '../../src/chemistry/scaffold.js';
import { CORE, EXOCYCLIC, OUTSIDE, scaffoldAtoms } from '../../src/chemistry/scaffold-json.js';

let rdkit: MainModule;
beforeAll(async () => {
  rdkit = await startRDKit(await compileRDKit());
});

function scaffoldOf(smiles: string, memo?: ScaffoldMemo): string | null {
  const mol = rdkit.get_mol(smiles);
  if (!mol) throw new Error(`not read: ${smiles}`);
  try {
    return murckoScaffold(rdkit, mol, memo);
  } finally {
    mol.delete();
  }
}

describe('murckoScaffold', () => {
  it.each([
    ['toluene', 'Cc1ccccc1', 'c1ccccc1'],
    ['an alkane', 'CCCC', ''],
    ['a salt without rings', '[Na+].CC(=O)[O-]', ''],
    ['hydrogen', '[H][H]', ''],
    ['a linker', 'Cc1cc(Oc2nccc(CCC)c2)ccc1', 'c1ccc(Oc2ccccn2)cc1'],
    ['a bond as linker', 'NCNCC2CC2C1CC1O', 'C1CC1C1CC1'],
    ['a triple bond in a linker', 'C1CC1C#CC1CC1C', 'C(#CC1CC1)C1CC1'],
    ['a ketone in a ring', 'CC1CCCC1=O', 'O=C1CCCC1'],
    ['a ketone in a linker', 'C1CC1C(=O)C1OC1C', 'O=C(C1CC1)C1CO1'],
    ['a carbonyl in a side chain', 'C1CC1C(=O)OC', 'C1CC1'],
    ['an alkylidene, cut short', 'CC(C)=C1CCC1', 'C=C1CCC1'],
    ['an oxime, cut short', 'ON=C1CCCC1', 'N=C1CCCC1'],
    ['a sulfonamide linker', 'CC1CCCN1S(=O)(=O)c1ccccc1', 'O=S(=O)(c1ccccc1)N1CCCC1'],
    ['a sulfone in a side chain', 'CS(=O)(=O)c1ccccc1', 'c1ccccc1'],
    ['a nitrile', 'N#CC1CC1', 'C1CC1'],
    ['a spiro system', 'CC1(C)CCC2(CC1)OCCO2', 'C1CCC2(CC1)OCCO2'],
    ['a fused system', 'Cc1ccc2ccccc2c1', 'c1ccc2ccccc2c1'],
    ['a bridged system', 'CC1(C)C2CCC1(C)C(=O)C2', 'O=C1CC2CCC1C2'],
    ['N-methylpyrrole', 'Cn1cccc1', 'c1cc[nH]c1'],
    ['N-methylpyridinium and its anion', 'C[n+]1ccccc1.[Cl-]', 'c1cc[nH+]cc1'],
    ['an N-oxide', '[O-][n+]1ccccc1C', 'c1cc[nH+]cc1'],
    ['a quaternary amine', 'C[N+]1(C)CCCCC1', 'C1CC[NH2+]CC1'],
    ['rings in two fragments', 'CC1CCCCC1.Cc1ccncc1.CCO', 'C1CCCCC1.c1ccncc1'],
    ['stereo', 'O/C=C/[C@H]1CC[C@@H](C)C1', 'C1CCCC1'],
    ['stereo in a linker', 'C1CC1/C=C/C1CC1', 'C(=CC1CC1)C1CC1'],
    ['isotopes', '[2H]C1([2H])[13CH2]C1', 'C1CC1'],
    ['a nitroxide', 'CC1(C)CCC(C)(C)N1[O]', 'C1CCNC1'],
    ['a radical in a ring', 'C[C]1CCCC1', '[CH]1CCCC1'],
    ['a dummy atom in a ring', 'C*1CC1', '*1CC1'],
    ['a dummy atom in a side chain', '*C1CC1', 'C1CC1'],
    ['rings of metal and dative bonds', 'C1CN->[Pt](Cl)(Cl)<-N1', 'C1C[NH2]->[Pt]<-[NH2]1'],
  ])('of %s: %s', (_, smiles, scaffold) => {
    expect(scaffoldOf(smiles)).toBe(scaffold);
  });

  // What ChemTransforms.cpp leaves of these is no sound molecule, and has to be reproduced.
  it.each([
    ['hypervalent phosphorus', 'N1=P(Cl)(Cl)N=P(Cl)(Cl)N=P1(Cl)Cl', 'N1=PN=PN=P1'],
    ['phosphorus with an oxygen', 'CP1(=O)CCCC1', 'O=[PH]1CCCC1'],
    ['hypervalent sulfur', 'CS1(C)CCCC1', 'C1CCSC1'],
    ['a tin with a lower valence', 'C[Sn]1(C)CCCC1', 'C1C[CH2][Sn][CH2]1'],
    ['a metal', 'C[Pt]1CC1', '[CH2]1[CH2][Pt]1'],
    ['an iminium next to a ring', 'C[N+](C)=C1CCCC1', '[N+]=C1CCCC1'],
    ['a diazo group', '[N-]=[N+]=C1C=CC=CC1=O', '[N+]=C1C=CC=CC1=O'],
    ['an aromatic carbanion', 'C[c-]1cccc1', '[c-]1cccc1'],
  ])('fills up as RDKit does: %s', (_, smiles, scaffold) => {
    expect(scaffoldOf(smiles)).toBe(scaffold);
  });

  it('does not depend on the way a molecule is written', () => {
    const ways = ['Cn1cnc2c1c(=O)n(C)c(=O)n2C', 'CN1C=NC2=C1C(=O)N(C)C(=O)N2C'];
    expect(ways.map((smiles) => scaffoldOf(smiles))).toEqual(
      Array(2).fill('O=c1[nH]c(=O)c2[nH]cnc2[nH]1'),
    );
    // Brackets that are not needed.
    expect(scaffoldOf('C[N]=C1[CH2]CC1')).toBe('N=C1CCC1');
  });

  it('is its own scaffold', () => {
    for (const smiles of ['Cc1cc(Oc2nccc(CCC)c2)ccc1', 'C[N+]1(C)CCCCC1', 'CC1CCCC1=O']) {
      const scaffold = scaffoldOf(smiles) as string;
      expect(scaffoldOf(scaffold)).toBe(scaffold);
    }
  });

  it('deletes what it makes, whatever happens', () => {
    const deleted: string[] = [];
    const json = scaffoldInput('CC1CC1');
    const mol = { get_json: () => json } as Mol;
    const fake = (getSmiles: () => string, found = true) =>
      ({
        get_mol: () =>
          found ? { get_smiles: getSmiles, delete: () => deleted.push('scaffold') } : null,
      }) as unknown as MainModule;
    expect(
      murckoScaffold(
        fake(() => 'X'),
        mol,
      ),
    ).toBe('X');
    const fault = () => {
      throw new Error('fault');
    };
    expect(() => murckoScaffold(fake(fault), mol)).toThrow('fault');
    expect(deleted).toEqual(['scaffold', 'scaffold']);
    expect(murckoScaffold(fake(fault, false), mol)).toBe(null);
  });
});

function scaffoldInput(smiles: string): string {
  const mol = rdkit.get_mol(smiles) as Mol;
  const json = mol.get_json();
  mol.delete();
  return json;
}

describe('ScaffoldMemo', () => {
  it('changes no scaffold, and is used', () => {
    const smiles = ['Cc1ccccc1', 'CCc1ccccc1', 'c1ccccc1', 'CC1CCCC1=O', 'CCC1CCCC1=O', 'CCC'];
    for (const limit of [0, 100, 10_000]) {
      const memo = new ScaffoldMemo(limit);
      for (let round = 0; round < 2; round++) {
        for (const text of smiles) expect(scaffoldOf(text, memo)).toBe(scaffoldOf(text));
      }
      expect(memo.size).toBe(limit === 10_000 ? 2 : 0);
    }
  });

  it('never holds more than its limit', () => {
    const memo = new ScaffoldMemo(100);
    for (let i = 0; i < 50; i++) {
      memo.set(String(i).padStart(20, '0'), 'abcde');
      expect(memo.get(String(i).padStart(20, '0'))).toBe('abcde');
      expect(memo.size).toBeLessThanOrEqual(4);
    }
    memo.set('x'.repeat(200), 'y');
    expect(memo.size).toBe(0);
  });
});

describe('scaffoldAtoms', () => {
  /** Bonds as `[from, to, order]`. */
  const parts = (atoms: number, bonds: [number, number, number][]) => [
    ...scaffoldAtoms(atoms, {
      from: Int32Array.from(bonds, (b) => b[0]),
      to: Int32Array.from(bonds, (b) => b[1]),
      order: Uint8Array.from(bonds, (b) => b[2]),
    }),
  ];

  it('peels chains from both ends, of any length', () => {
    const length = 200_000;
    const bonds = Array.from({ length: length - 1 }, (_, i): [number, number, number] => [
      i,
      i + 1,
      1,
    ]);
    expect(parts(length, bonds).every((part) => part === OUTSIDE)).toBe(true);
    expect(parts(length, [...bonds, [length - 1, length - 3, 1]]).slice(-4)).toEqual([
      OUTSIDE,
      CORE,
      CORE,
      CORE,
    ]);
  });

  it('leaves nothing of single atoms and pairs', () => {
    expect(parts(0, [])).toEqual([]);
    expect(parts(3, [[0, 1, 2]])).toEqual([OUTSIDE, OUTSIDE, OUTSIDE]);
  });

  it('marks what is doubly bonded to the core, and no more', () => {
    const ring: [number, number, number][] = [
      [0, 1, 1],
      [1, 2, 1],
      [2, 0, 1],
    ];
    const { length } = ring;
    expect(parts(length + 3, [...ring, [3, 0, 2], [3, 4, 2], [1, 5, 3]])).toEqual([
      ...[CORE, CORE, CORE],
      ...[EXOCYCLIC, OUTSIDE, OUTSIDE],
    ]);
  });

  it('is what taking leaves away one by one leaves', () => {
    const graph = fc.integer({ min: 2, max: 14 }).chain((atoms) =>
      fc.tuple(
        fc.constant(atoms),
        fc.uniqueArray(
          fc
            .tuple(fc.nat(atoms - 1), fc.nat(atoms - 1), fc.constantFrom(1, 2))
            .filter(([a, b]) => a !== b),
          { selector: ([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`, maxLength: 18 },
        ),
      ),
    );
    fc.assert(
      fc.property(graph, ([atoms, bonds]) => {
        const left = new Set(Array.from({ length: atoms }, (_, a) => a));
        const within = () => bonds.filter(([a, b]) => left.has(a) && left.has(b));
        for (;;) {
          const leaf = [...left].find(
            (x) => within().filter(([a, b]) => a === x || b === x).length < 2,
          );
          if (leaf === undefined) break;
          left.delete(leaf);
        }
        const expected = Array.from({ length: atoms }, (_, x) => {
          if (left.has(x)) return CORE;
          const doubly = bonds.some(
            ([a, b, order]) =>
              order === 2 && ((a === x && left.has(b)) || (b === x && left.has(a))),
          );
          return doubly ? EXOCYCLIC : OUTSIDE;
        });
        expect(parts(atoms, bonds)).toEqual(expected);
      }),
    );
  });
});
