import type { MainModule } from '@rdkit/rdkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { implicitHydrogens } from '../../src/chemistry/implicit-hydrogens.js';
import { compileRDKit, startRDKit } from '../../src/chemistry/rdkit.js';

/** Hydrogen to radium, without what RDKit has no normal valence for. */
const elements: Record<string, number> = {
  ...{ H: 1, He: 2, Li: 3, Be: 4, B: 5, C: 6, N: 7, O: 8, F: 9, Ne: 10, Na: 11, Mg: 12, Al: 13 },
  ...{ Si: 14, P: 15, S: 16, Cl: 17, Ar: 18, K: 19, Ca: 20, Ga: 31, Ge: 32, As: 33, Se: 34 },
  ...{ Br: 35, Kr: 36, Rb: 37, Sr: 38, In: 49, Sn: 50, Sb: 51, Te: 52, I: 53, Xe: 54, Cs: 55 },
  ...{ Ba: 56, Pb: 82, Bi: 83, Po: 84, At: 85, Rn: 86, Ra: 88 },
  ...{ Sc: 21, Ti: 22, Fe: 26, Ni: 28, Cu: 29, Zn: 30, Y: 39, Ru: 44, Pd: 46, Cd: 48, La: 57 },
  ...{ Pt: 78, Au: 79, Hg: 80 },
};

let rdkit: MainModule;
beforeAll(async () => {
  rdkit = await startRDKit(await compileRDKit());
});

/** The hydrogens that RDKit adds to an atom with so many bonds to fluorine, none being stated. */
function rdkitsHydrogens(symbol: string, charge: number, bonds: number): number {
  const three = (n: number) => String(n).padStart(3);
  const atom = (s: string) => `    0.0000    0.0000    0.0000 ${s.padEnd(3)} 0${'  0'.repeat(11)}`;
  const block = [
    ...['', '', ''],
    `${three(bonds + 1)}${three(bonds)}  0  0  0  0  0  0  0  0999 V2000`,
    ...[symbol, ...Array(bonds).fill('F')].map(atom),
    ...Array.from({ length: bonds }, (_, i) => `  1${three(i + 2)}  1  0`),
    ...(charge === 0 ? [] : [`M  CHG  1   1 ${three(charge)}`]),
    'M  END',
  ].join('\n');
  const mol = rdkit.get_mol(block, '{"sanitize":false,"removeHs":false}');
  if (!mol) throw new Error(`not read: ${symbol} ${charge} ${bonds}`);
  const [first] = JSON.parse(mol.get_json()).molecules[0].atoms;
  mol.delete();
  return first.impHs ?? 0;
}

describe('implicitHydrogens', () => {
  it.each(Object.entries(elements))('is RDKit\u2019s number for %s', (symbol, element) => {
    for (const charge of [-2, -1, 0, 1, 2]) {
      for (let used = 0; used <= 7; used++) {
        expect(
          implicitHydrogens({ element, charge, aromatic: false, used }),
          `${symbol} of charge ${charge} with ${used} bonds`,
        ).toBe(rdkitsHydrogens(symbol, charge, used));
      }
    }
  });

  it('goes no further than the first valence of an aromatic atom, and counts its bonds as whole', () => {
    const sulfur = { element: 16, charge: 0, used: 3 };
    expect(implicitHydrogens({ ...sulfur, aromatic: false })).toBe(1);
    expect(implicitHydrogens({ ...sulfur, aromatic: true })).toBe(0);
    expect(implicitHydrogens({ element: 6, charge: 0, aromatic: true, used: 4.5 })).toBe(0);
    expect(implicitHydrogens({ element: 6, charge: 0, aromatic: true, used: 3 })).toBe(1);
  });

  it('gives none to an unknown element', () => {
    for (const element of [0, 119]) {
      expect(implicitHydrogens({ element, charge: 0, aromatic: false, used: 0 })).toBe(0);
    }
  });
});
