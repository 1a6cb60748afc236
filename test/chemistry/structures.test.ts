import { afterAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { describeStructures, distinctTexts } from '../../src/chemistry/structures.js';
import {
  canonicalSmiles,
  loadTable,
  moleculesInCommon,
  readMolecules,
} from '../../src/dataset/molecules.js';
import { Job } from '../../src/job.js';
import { temporaryFolder } from '../helpers.js';
import { hasShared, sharedPath } from '../shared.js';

const folder = temporaryFolder();
const pool = new ChemistryPool(parseFingerprint('morgan'), { threads: 2 });
afterAll(() => pool.close());
const job = new Job();

async function molecules(path: string, smiles?: string) {
  const loaded = await loadTable(path, { smiles }, pool, job);
  return { ...loaded, set: await readMolecules(loaded, pool, job) };
}

describe('distinctTexts', () => {
  it('numbers texts in the order of their first use', () => {
    const { texts, of } = distinctTexts(['b', 'a', 'b', '', 'a']);
    expect(texts).toEqual(['b', 'a', '']);
    expect([...of]).toEqual([0, 1, 0, 2, 1]);
  });
});

describe('describeStructures', () => {
  it('makes canonical SMILES only of what has the fingerprint of another', async () => {
    const smiles = ['OCC', 'C[C@H](N)O', 'CCN', 'C[C@@H](N)O', 'C(C)O', '(', 'NC(C)O'];
    const { canonical, problems } = await describeStructures(smiles, pool, job, {});
    expect(canonical).toEqual(['CCO', 'C[C@H](N)O', '', 'C[C@@H](N)O', 'CCO', '', 'CC(N)O']);
    expect(problems.map((p) => p === null)).toEqual([true, true, true, true, true, false, true]);
  });
});

describe('moleculesInCommon', () => {
  it('tells stereoisomers apart, and finds molecules in other spellings', async () => {
    const one = await molecules(
      folder.file('one.csv', 'smiles\nC[C@H](N)O\nOCC\n(\nCCF\nNC(C)O\n'),
    );
    const other = await molecules(
      folder.file('other.csv', 'smiles\nCCN\nC[C@@H](N)O\nCC(N)O\nC(C)O\n'),
    );
    expect([...(await moleculesInCommon(one, other, pool, job))]).toEqual([-1, 3, -1, 2]);
    expect([...(await moleculesInCommon(other, one, pool, job))]).toEqual([-1, -1, 3, 1]);
  });
});

describe.skipIf(!hasShared)('the molecules of real tables', () => {
  it.each([
    ['CHEMBL204_Ki_cliffs.csv', undefined],
    ['CHEMBL217_simpd.csv', undefined],
  ])('%s are those of its canonical SMILES', async (name, column) => {
    const { table, smilesColumn, set } = await molecules(sharedPath(`datasets/${name}`), column);
    const cells = table.rows.map((row) => row[smilesColumn].trim());
    const canonical = await canonicalSmiles(cells, pool, job);
    const numbers = new Map<string, number>();
    const expected = canonical.map((text) => {
      if (text === '') return -1;
      if (!numbers.has(text)) numbers.set(text, numbers.size);
      return numbers.get(text);
    });
    expect([...set.moleculeOf]).toEqual(expected);
    expect(set.count).toBe(numbers.size);
    // With stereo and hydrogens read as RDKit does by itself, every fingerprint is the same.
    const whole = await pool.describe(canonical.filter((text) => text !== ''));
    const records = [...set.moleculeOf].filter((m) => m >= 0);
    const width = pool.fingerprint.words;
    const other = records.filter(
      (m, i) =>
        set.words.subarray(m * width, (m + 1) * width).join() !==
        whole.words.subarray(i * width, (i + 1) * width).join(),
    );
    expect(other).toEqual([]);
  });
});
