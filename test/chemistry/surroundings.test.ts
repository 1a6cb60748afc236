import { readFileSync } from 'node:fs';
import type { MainModule } from '@rdkit/rdkit';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileRDKit, startRDKit } from '../../src/chemistry/rdkit.js';
import { differences, surroundingsOf } from '../../src/chemistry/surroundings.js';

let rdkit: MainModule;
beforeAll(async () => {
  rdkit = await startRDKit(await compileRDKit());
});

function read(smiles: string) {
  const molecule = rdkit.get_mol(smiles);
  if (!molecule) throw new Error(`no molecule: ${smiles}`);
  try {
    return { surroundings: surroundingsOf(molecule.get_json()), canonical: molecule.get_smiles() };
  } finally {
    molecule.delete();
  }
}

const compare = (first: string, second: string) =>
  differences(read(first).surroundings, read(second).surroundings);

/** Differing atoms and the bonds between them, derived by hand; atoms and bonds in the order of the SMILES. */
const KNOWN = [
  // The ortho carbons have the ipso carbon as a neighbor in both.
  ['toluene and chlorobenzene', 'Cc1ccccc1', 'Clc1ccccc1', [0, 1], [0, 1], [0], [0]],
  // C–Cl beside C–CH3, and CH between two CH, are in the ortho isomer only.
  [
    ...['ortho- and para-chlorotoluene', 'Cc1ccccc1Cl', 'Cc1ccc(Cl)cc1'],
    ...[[1, 3, 4, 6], [1, 4], [3, 7], []],
  ],
  ['a salt and its acid', 'CC(=O)[O-].[Na+]', 'CC(=O)O', [1, 3, 4], [1, 3], [2], [2]],
  ['an isotope', '[13CH3]CO', 'CCO', [0, 1], [0, 1], [0], [0]],
  ['a ring and a chain', 'C1CC1', 'CCC', [0, 1, 2], [0, 1, 2], [0, 1, 2], [0, 1]],
  ['double and single bonds', 'CC=O', 'CCO', [0, 1, 2], [0, 1, 2], [0, 1], [0, 1]],
  ['one atom', 'C', 'N', [0], [0], [], []],
  // C of the amide has the same neighbors; N has lost a hydrogen.
  ['a methylated amide', 'CC(=O)N', 'CC(=O)NC', [1, 3], [1, 3, 4], [2], [2, 3]],
] as [string, string, string, number[], number[], number[], number[]][];

describe('atoms that differ', () => {
  it.each(KNOWN)('of %s', (_, first, second, one, two, bonds, others) => {
    const [own, other] = compare(first, second);
    expect([own.differing, other.differing]).toEqual([one, two]);
    expect([own.bonds, other.bonds]).toEqual([bonds, others]);
    expect([own.by, other.by]).toEqual(['surroundings', 'surroundings']);
  });

  it.each([
    ['enantiomers', 'C[C@H](N)C(=O)O', 'C[C@@H](N)C(=O)O', [1], [1]],
    ['a racemate', 'C[C@H](N)C(=O)O', 'CC(N)C(=O)O', [1], [1]],
    ['cis and trans', 'F/C=C/Cl', 'F/C=C\\Cl', [1, 2], [1, 2]],
    // (R,R) has no center that the meso form lacks.
    ['diastereomers', 'C[C@@H](O)[C@@H](C)O', 'C[C@@H](O)[C@H](C)O', [], [3]],
  ])('in configuration of %s', (_, first, second, one, two) => {
    const found = compare(first, second);
    expect(found.map(({ differing }) => differing)).toEqual([one, two]);
    expect(found.map(({ by }) => by)).toEqual(['stereo', 'stereo']);
  });

  it.each([
    ['the same text', 'Cc1ccccc1', 'Cc1ccccc1', null],
    ['a Kekulé structure in another order', 'Cc1ccccc1', 'C1=CC=CC(C)=C1', null],
    ['homologs', 'CCCCCCC', 'CCCCCCCC', 'number'],
    ['a dimer of a salt', '[Na+].[Cl-]', '[Na+].[Cl-].[Na+].[Cl-]', 'number'],
  ])('are none in %s', (_, first, second, by) => {
    for (const own of compare(first, second)) {
      expect(own).toMatchObject({ differing: [], bonds: [], by });
    }
  });
});

const lines = readFileSync(new URL('./surroundings-reference.tsv', import.meta.url), 'utf8');
const reference = lines
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'));

describe('pairs of drugs', () => {
  // Identifiers of GetMorganFingerprint(radius 1, includeRedundantEnvironments) of RDKit 2022.09.3.
  it('differ in the atoms that have a Morgan environment of their own in RDKit for Python', () => {
    expect(reference.length).toBeGreaterThan(40);
    for (const [first, second, one, two] of reference) {
      const found = compare(first, second).map(({ differing }) => differing.join(' '));
      expect([first, ...found]).toEqual([first, one, two]);
    }
  });

  it('differ in both directions alike, and not at all from themselves', () => {
    const smiles = fc.constantFrom(...reference.flatMap((row) => row.slice(0, 2)));
    fc.assert(
      fc.property(smiles, smiles, (first, second) => {
        const [one, two] = compare(first, second);
        expect(compare(second, first)).toEqual([two, one]);
        const { canonical } = read(first);
        for (const own of compare(first, canonical)) {
          expect(own).toMatchObject({ differing: [], bonds: [], by: null });
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});
