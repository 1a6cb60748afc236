import { afterAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import {
  genericFingerprints,
  genericScaffolds,
  genericSmiles,
} from '../../src/chemistry/generic.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { Job } from '../../src/job.js';
import { hasShared, sharedJson } from '../shared.js';

const pool = new ChemistryPool(parseFingerprint('morgan:bits=1024'), { threads: 2 });
afterAll(() => pool.close());

describe('genericSmiles', () => {
  it.each([
    ['c1ccccc1', 'C1CCCCC1'],
    ['c1[nH]ccc1', 'C1CCCC1'],
    ['C1[NH2+]C1', 'C1CC1'],
    ['C1[C@](Cl)(F)O1', 'C1C(C)(C)C1'],
    ['ClCBr', 'CCC'],
    ['O/C=C/[C@@H](C#N)[O-].[Na+]', 'CCCC(CC)C.C'],
    ['C=%12CC=%12', 'C%12CC%12'],
    ['C%(123)CC%(123)', 'C%(123)CC%(123)'],
    ['*C[*]~N:O$P->[Fe]', 'CCCCCCC'],
    [
      '[2H]C([H])[H+].[Hg].[He].[D].[Dy].[#1].[#6].[H:3].[Ti]',
      '[H]C([H])[H].C.C.[H].C.[H].C.[H].C',
    ],
  ])('of %s is %s', (smiles, generic) => {
    expect(genericSmiles(smiles)).toBe(generic);
  });

  it('is its own', () => {
    const once = genericSmiles('CC(=O)N[C@@H](Cc1ccccc1)C(=O)[O-]');
    expect(genericSmiles(once)).toBe(once);
  });
});

describe('genericFingerprints', () => {
  it('are those of the generic molecule, or of the scaffold where there is none', async () => {
    const smiles = ['Oc1ccncc1', 'FS(F)(F)(F)(F)c1ccccn1', '(', 'NC1CCCCC1', 'FS(F)(F)(F)(F)F'];
    const width = pool.fingerprint.words;
    const words = await genericFingerprints(smiles, pool, new Job());
    const rows = smiles.map((_, i) => [...words.subarray(i * width, (i + 1) * width)]);
    const plain = await pool.describe(['CC1CCCCC1', 'c1ccncc1']);
    const [methylcyclohexane, pyridine] = [0, 1].map((i) => [
      ...plain.words.subarray(i * width, (i + 1) * width),
    ]);
    const nothing = new Array(width).fill(0);
    expect(rows).toEqual([methylcyclohexane, pyridine, nothing, methylcyclohexane, nothing]);
    expect(await genericFingerprints([], pool, new Job())).toEqual(new Uint32Array());
  });
});

describe('genericScaffolds', () => {
  it('are canonical, and none where an atom would have five neighbors', async () => {
    const scaffolds = [
      'c1ccncc1',
      null,
      '',
      'O=C1CCOC1',
      'C1CCCCC1',
      'O=S1(=O)CCCC1',
      'c1ccc(P2(c3ccccc3)(c3ccccc3)OCCO2)cc1',
    ];
    const made = await genericScaffolds(scaffolds, pool, new Job());
    const canonical = await pool.describe(['CC1CCCC1', 'CC1(C)CCCC1']);
    expect(made).toEqual([
      'C1CCCCC1',
      null,
      '',
      canonical.canonical[0],
      'C1CCCCC1',
      canonical.canonical[1],
      null,
    ]);
    expect(await genericScaffolds([], pool, new Job())).toEqual([]);
  });
});

interface Reference {
  readonly molecules: { readonly murcko: string; readonly murcko_generic: string }[];
}

describe.skipIf(!hasShared)('1000 scaffolds made generic', () => {
  it('are those of RDKit 2022.09.3', async () => {
    const { molecules } = sharedJson<Reference>('reference/molecules.json');
    const ours = await pool.describe(molecules.map((m) => genericSmiles(m.murcko)));
    // Two of theirs are not canonical until they are read and written again.
    const theirs = await pool.describe(molecules.map((m) => m.murcko_generic));
    expect(ours.canonical).toEqual(theirs.canonical);
  });

  it('are those of RDKit 2022.09.3 from the molecules on, all of them', async () => {
    const { molecules } = sharedJson<{
      molecules: { smiles: string; murcko_generic: string }[];
    }>('reference/molecules.json');
    const smiles = molecules.map((m) => m.smiles);
    const { scaffolds = [] } = await pool.describe(smiles, undefined, {
      scaffolds: true,
      fingerprints: false,
    });
    const ours = await genericScaffolds(scaffolds, pool, new Job());
    const theirs = await pool.describe(molecules.map((m) => m.murcko_generic));
    // A molecule without rings has the empty scaffold in both.
    const others = molecules.filter((_, i) => (ours[i] ?? '') !== (theirs.canonical[i] ?? ''));
    expect(others).toEqual([]);
  });
});
