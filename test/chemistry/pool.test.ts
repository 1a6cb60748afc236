import { afterAll, describe, expect, it, vi } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { onBits } from './on-bits.js';

vi.unmock('../../src/chemistry/pool.js');

const fingerprint = parseFingerprint('morgan');
const pool = new ChemistryPool(fingerprint, { threads: 1 });
afterAll(() => pool.close());

/** The description of one SMILES. */
async function one(smiles: string) {
  const { canonical, problems, words } = await pool.describe([smiles]);
  return { canonical: canonical[0], problem: problems[0], bits: onBits(words, fingerprint, 0) };
}

describe('ChemistryPool', () => {
  it('knows the version of RDKit', async () => {
    expect(await pool.rdkitVersion()).toMatch(/^20\d\d\.\d\d\.\d+$/);
  });

  it('describes nothing as nothing', async () => {
    expect(await pool.describe([])).toEqual({
      canonical: [],
      problems: [],
      words: new Uint32Array(),
      failures: 0,
    });
  });

  it('gives one canonical SMILES and one fingerprint to all ways of writing a molecule', async () => {
    const { canonical, words, problems } = await pool.describe(['OCC', 'CCO', 'C(O)C', '[CH3]CO']);
    expect(canonical).toEqual(['CCO', 'CCO', 'CCO', 'CCO']);
    expect(problems).toEqual([null, null, null, null]);
    for (const i of [1, 2, 3])
      expect(onBits(words, fingerprint, i)).toEqual(onBits(words, fingerprint, 0));
    // RDKit 2022.09.3: GetMorganFingerprintAsBitVect(MolFromSmiles('CCO'), 2, 2048)
    expect(onBits(words, fingerprint, 0)).toEqual([80, 222, 294, 807, 1057, 1410]);
  });

  it('keeps stereo apart in the SMILES, though not in the fingerprint', async () => {
    const [left, right] = [await one('C[C@H](N)C(=O)O'), await one('C[C@@H](N)C(=O)O')];
    expect(left.canonical).not.toBe(right.canonical);
    expect(left.bits).toEqual(right.bits);
  });

  it('has a reason and no fingerprint for each invalid SMILES, in its place', async () => {
    const bad: Record<number, [string, string]> = {
      0: ['CC(', 'syntax error, around character 3'],
      1: ['', 'empty SMILES'],
      254: ['CC)', 'extra close parentheses, around character 3'],
      255: ['C1CC', 'unclosed ring'],
      256: ['c1cccc1', "Can't kekulize mol.  Unkekulized atoms: 0 1 2 3 4"],
      257: ['CN(C)(C)(C)C', 'Explicit valence for atom # 1 N, 5, is greater than permitted'],
      511: ['C (C)', 'a space inside the SMILES, at character 2'],
      599: ['XYZ', 'syntax error, around character 1'],
    };
    const smiles = Array.from(
      { length: 600 },
      (_, i) => bad[i]?.[0] ?? `${'C'.repeat((i % 30) + 1)}O`,
    );
    const { canonical, problems, words } = await pool.describe(smiles);
    smiles.forEach((text, i) => {
      expect(problems[i]).toBe(bad[i]?.[1] ?? null);
      expect(canonical[i]).toBe(bad[i] ? '' : text);
      expect(onBits(words, fingerprint, i).length > 0).toBe(!bad[i]);
    });
  });

  it('gives the same reason on every run', async () => {
    const smiles = ['CC(', 'c1cccc1', 'C1CC', 'CC('];
    const first = await pool.describe(smiles);
    expect(first.problems[3]).toBe(first.problems[0]);
    expect((await pool.describe([...smiles].reverse())).problems).toEqual(
      [...first.problems].reverse(),
    );
  });
});

describe('hostile SMILES', () => {
  it.each([
    ['', 'empty SMILES'],
    ['CC😀', 'a character that no SMILES has (U+D83D), at character 3'],
    ['C\u0000C', 'a character that no SMILES has (U+0000), at character 2'],
    ['C\n(', 'a character that no SMILES has (U+000A), at character 2'],
    ['C'.repeat(10_000_000), 'SMILES of 10000000 characters, longer than the limit of 5000'],
    ['('.repeat(4999), 'syntax error, around character 1'],
    ['['.repeat(4999), 'syntax error, around character 2'],
    ['C%(99999)C', 'unclosed ring'],
    ['InChI=1S/CH4/h1H4', 'an InChI, not a SMILES; convert it to SMILES first'],
    ['CC>>CO', 'a reaction, not a molecule'],
    [
      'CC |^1:0|',
      'a CXSMILES extension that changes the molecule (radicals, "^1:0"); write the molecule without it',
    ],
  ])('%# is refused', async (smiles, problem) => {
    expect(await one(smiles)).toEqual({ canonical: '', problem, bits: [] });
    expect((await one('OCC')).canonical).toBe('CCO');
  });

  it('may be a chain of 4,900 carbons, or as deeply nested as the limit allows', async () => {
    const chain = await one('C'.repeat(4900));
    expect([chain.canonical, chain.problem]).toEqual(['C'.repeat(4900), null]);
    expect(chain.bits).toEqual((await one('C'.repeat(100))).bits);
    const nested = await one(`${'C('.repeat(1666)}C${')'.repeat(1666)}`);
    expect([nested.canonical, nested.problem]).toEqual(['C'.repeat(1667), null]);
    expect(nested.bits).toEqual(chain.bits);
    expect((await one('OCC')).bits).toEqual([80, 222, 294, 807, 1057, 1410]);
  });

  it('in thousands leave RDKit in order', async () => {
    const smiles = Array.from({ length: 2500 }, (_, i) => ['CC(', 'c1cccc1', 'C1C', 'c'][i % 4]);
    const { problems } = await pool.describe(smiles);
    expect(problems.filter((problem) => problem === null)).toEqual([]);
    expect(new Set(problems).size).toBe(4);
    expect((await one('OCC')).canonical).toBe('CCO');
  });

  // DEFECT: RDKit's get_mol also reads its JSON, which has no spaces, so such a cell is a molecule.
  it('that are RDKit JSON are no SMILES', async () => {
    const json = JSON.stringify({
      rdkitjson: { version: 12 },
      defaults: {
        atom: { z: 6, impHs: 0, chg: 0, nRad: 0, isotope: 0, stereo: 'unspecified' },
        bond: { bo: 1, stereo: 'unspecified' },
      },
      molecules: [{ atoms: [{ impHs: 4 }], bonds: [] }],
    });
    const { canonical, problem } = await one(json);
    expect(canonical).toBe('');
    expect(problem).not.toBe(null);
  });
});
