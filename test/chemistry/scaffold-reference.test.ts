import { afterAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { hasShared, sharedJson } from '../shared.js';

interface Reference {
  readonly molecules: { readonly smiles: string; readonly canonical: string; murcko: string }[];
}

/** Molecules whose scaffold is not that of RDKit 2022.09.3: none. */
const OTHERS: string[] = [];

const pool = new ChemistryPool(parseFingerprint('morgan'), { threads: 2 });
afterAll(() => pool.close());

const scaffoldsOf = async (smiles: string[]) =>
  (await pool.describe(smiles, undefined, { scaffolds: true })).scaffolds;

describe.skipIf(!hasShared)('1000 molecules of RDKit 2022.09.3', () => {
  it('have the same Murcko scaffolds but for stereo', async () => {
    const { molecules } = sharedJson<Reference>('reference/molecules.json');
    expect(molecules).toHaveLength(1000);
    const scaffolds = await scaffoldsOf(molecules.map((m) => m.smiles));
    // The reference kept stereo. Without its marks the text has brackets that it needs no more, and
    // perhaps another order; RDKit puts both right.
    const flat = molecules.map((m) => m.murcko.replace(/[@/\\]/g, ''));
    expect(molecules.filter((m, i) => m.murcko !== flat[i])).toHaveLength(34);
    const marked = flat.filter((text, i) => text !== molecules[i].murcko);
    const { canonical } = await pool.describe(marked);
    const unmarked = new Map(marked.map((text, i) => [text, canonical[i]]));
    const others = molecules.filter(
      (m, i) =>
        scaffolds?.[i] !== (m.murcko === flat[i] ? m.murcko : (unmarked.get(flat[i]) as string)),
    );
    expect(others.map((m) => m.canonical)).toEqual(OTHERS);
    expect(scaffolds?.filter((scaffold) => scaffold === '')).toHaveLength(7);
    expect(scaffolds).not.toContain(null);
  });

  it('have scaffolds that do not depend on how they are written, and are their own', async () => {
    const { molecules } = sharedJson<Reference>('reference/molecules.json');
    const scaffolds = await scaffoldsOf(molecules.map((m) => m.smiles));
    const canonical = molecules.map((m) => m.canonical);
    expect(await scaffoldsOf(canonical)).toEqual(scaffolds);
    const rings = (scaffolds ?? []).filter((s): s is string => s !== null && s !== '');
    expect(rings).toHaveLength(993);
    expect(await scaffoldsOf(rings)).toEqual(rings);
  });
});
