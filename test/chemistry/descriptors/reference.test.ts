import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasShared, sharedJson, sharedPath } from '../../shared.js';
import { DescriptorOracle } from './descriptors.js';

interface Reference {
  readonly molecules: {
    readonly smiles: string;
    readonly mw: number;
    readonly crippen_logp: number;
    readonly tpsa: number;
  }[];
}

let oracle: DescriptorOracle;
beforeAll(async () => {
  oracle = await DescriptorOracle.start();
});

/** Every so many lines of a file, and the cell of its structures. */
function sample(file: string, column: number, every: number): string[] {
  const bytes = readFileSync(sharedPath(`datasets/${file}`));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text
    .split('\n')
    .slice(1)
    .flatMap((line, i) => (line !== '' && i % every === 0 ? [line.split(',')[column]] : []));
}

describe.skipIf(!hasShared)('properties', () => {
  // Of all 25,317 molecules of these files (every eighth of HIV) none differs.
  it.each([
    ['HIV.csv.gz', 0, 60],
    ['drd2_hi.csv', 1, 25],
    ['biogen_logS.csv', 2, 10],
    ['IC50_EGFR.csv', 0, 25],
    ['CHEMBL204_Ki_cliffs.csv', 0, 10],
  ])("of %s are RDKit's", (file, column, every) => {
    const smiles = sample(file, column, every);
    expect(smiles.length).toBeGreaterThan(150);
    const differences: string[] = [];
    let read = 0;
    for (const text of smiles) {
      try {
        differences.push(...oracle.differences(text));
        read++;
      } catch (error) {
        expect(String(error)).toContain('not read');
      }
    }
    expect(differences).toEqual([]);
    expect(read).toBeGreaterThan(0.99 * smiles.length);
  });

  it('are those of RDKit 2022.09.3', () => {
    const { molecules } = sharedJson<Reference>('reference/molecules.json');
    for (const m of molecules) {
      const { molecular_weight, crippen_logp, tpsa } = oracle.properties(m.smiles);
      expect(molecular_weight, m.smiles).toBeCloseTo(m.mw, 3);
      expect(crippen_logp, m.smiles).toBeCloseTo(m.crippen_logp, 4);
      expect(tpsa, m.smiles).toBeCloseTo(m.tpsa, 2);
    }
  });
});
