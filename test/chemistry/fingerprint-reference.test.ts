import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { fingerprintKinds } from '../../src/chemistry/fingerprint-kinds.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { onBits } from './on-bits.js';

const file = new URL('../fixtures/fingerprints.json', import.meta.url);
const reference: { smiles: string[]; hashes: Record<string, string> } = JSON.parse(
  readFileSync(file, 'utf8'),
);
const specs = Object.keys(reference.hashes);

describe('bits of RDKit for Python', () => {
  it.each(specs)('are those of %s, with and without canonical SMILES', async (spec) => {
    const fingerprint = parseFingerprint(spec);
    const pool = new ChemistryPool(fingerprint, { threads: 1 });
    const known = reference.hashes[spec].split(' ');
    expect(known).toHaveLength(reference.smiles.length);
    try {
      for (const canonical of [true, false]) {
        const { words } = await pool.describe(reference.smiles, undefined, { canonical });
        const hashes = reference.smiles.map((_, i) =>
          createHash('sha256')
            .update(onBits(words, fingerprint, i).join())
            .digest('hex')
            .slice(0, 12),
        );
        expect(reference.smiles.filter((_, i) => hashes[i] !== known[i])).toEqual([]);
      }
    } finally {
      await pool.close();
    }
  });

  it('are compared for every parameter, and each changes those of some molecule', () => {
    for (const { name, parameters, switches = {} } of fingerprintKinds()) {
      for (const key of [...Object.keys(parameters), ...Object.keys(switches)]) {
        const own = specs.filter((spec) => spec.startsWith(`${name}:`) && spec.includes(`${key}=`));
        expect(own, `${name}:${key}`).not.toEqual([]);
        for (const spec of own) expect(reference.hashes[spec]).not.toBe(reference.hashes[name]);
      }
    }
  });
});
