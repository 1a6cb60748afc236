import { describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { hasShared, sharedJson } from '../shared.js';
import { onBits } from './on-bits.js';

interface Reference {
  readonly molecules: {
    readonly smiles: string;
    readonly canonical: string;
    readonly morgan2_2048: number[];
    readonly maccs: number[];
  }[];
}

/** Molecules whose canonical SMILES newer RDKits write otherwise: bonds to platinum are explicit. */
const PLATINUM = [
  'Cl[Pt+2]Cl.NCCCCNCCCN.[Cl-].[Cl-].[Cl-].[Cl-].[Pt+2]',
  'Cl[Pt+2]Cl.NCCCNCCCN.[Cl-].[Cl-]',
];

describe.skipIf(!hasShared)('1000 molecules of RDKit 2022.09.3', () => {
  it.each([
    ['morgan', 'morgan2_2048'],
    ['maccs', 'maccs'],
  ] as const)('have same canonical SMILES and %s bits', async (spec, key) => {
    const { molecules } = sharedJson<Reference>('reference/molecules.json');
    expect(molecules).toHaveLength(1000);
    const fingerprint = parseFingerprint(spec);
    const pool = new ChemistryPool(fingerprint, { threads: 2 });
    try {
      const { canonical, problems, words } = await pool.describe(molecules.map((m) => m.smiles));
      expect(problems.filter((problem) => problem !== null)).toEqual([]);
      const otherBits = molecules.filter(
        (m, i) => onBits(words, fingerprint, i).join() !== m[key].join(),
      );
      expect(otherBits.map((m) => m.canonical)).toEqual([]);
      const otherSmiles = molecules.filter((m, i) => canonical[i] !== m.canonical);
      expect(otherSmiles.map((m) => m.canonical).sort()).toEqual(PLATINUM);
      // What RDKit wrote, it reads and writes again.
      const again = await pool.describe(canonical);
      expect(again.canonical).toEqual(canonical);
      expect(again.words).toEqual(words);
    } finally {
      await pool.close();
    }
  });
});
