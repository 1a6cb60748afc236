import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { genericFingerprints } from '../../src/chemistry/generic.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { Job } from '../../src/job.js';
import { markCliffs } from '../../src/similarity/cliffs.js';
import { fingerprintMatrix } from '../../src/similarity/fingerprints.js';
import { hasShared, sharedPath } from '../shared.js';

let pool: ChemistryPool | undefined;
afterEach(() => pool?.close());

interface Row {
  readonly smiles: string;
  readonly nanomolar: number;
  readonly cliff: boolean;
}

function published(): Row[] {
  const [header, ...lines] = readFileSync(sharedPath('datasets/CHEMBL204_Ki_cliffs.csv'), 'utf8')
    .trim()
    .split('\n');
  expect(header).toBe('smiles,exp_mean [nM],y,cliff_mol,split,y [pEC50/pKi]');
  return lines.map((line) => {
    const [smiles, nanomolar, y, cliff] = line.split(',');
    // "y" is minus the logarithm of nM, the last column that of M.
    expect(Number(y)).toBeCloseTo(-Math.log10(Number(nanomolar)), 9);
    return { smiles, nanomolar: Number(nanomolar), cliff: cliff === '1' };
  });
}

describe.skipIf(!hasShared)("MoleculeACE's thrombin set", () => {
  it.each([
    // As the authors fold them.
    ['morgan:bits=1024', 0, 0],
    // Fewer bits of different meaning fall together, so that molecules are less similar.
    ['morgan', 13, 2],
  ])('with %s: %i of 1094 cliff molecules missed, %i more', async (spec, missed, more) => {
    const rows = published();
    expect(rows).toHaveLength(2754);
    expect(rows.filter(({ cliff }) => cliff)).toHaveLength(1094);
    const smiles = rows.map((row) => row.smiles);
    pool = new ChemistryPool(parseFingerprint(spec), { threads: 2 });
    const { words } = await pool.describe(smiles, undefined, { canonical: false });
    const generic = await genericFingerprints(smiles, pool, new Job());
    const width = pool.fingerprint.words;
    const marks = await markCliffs(
      {
        fingerprints: fingerprintMatrix(words, width),
        generic: fingerprintMatrix(generic, width),
        smiles,
        potencies: Float64Array.from(rows, ({ nanomolar }) => Math.log10(nanomolar)),
      },
      new Job(),
    );
    expect(rows.filter(({ cliff }, i) => cliff && marks[i] === 0)).toHaveLength(missed);
    expect(rows.filter(({ cliff }, i) => !cliff && marks[i] !== 0)).toHaveLength(more);
  });
});
