import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import {
  type FingerprintKind,
  fingerprintKinds,
  fingerprintUsage,
  registerFingerprint,
} from '../../src/chemistry/fingerprint-kinds.js';
import { configSchema } from '../../src/gate/config/json-schema.js';
import { run } from '../cli/run.js';
import { temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();

/** A fingerprint of tests, which RDKit has and tanimark does not name. */
const torsion: FingerprintKind = {
  name: 'torsion',
  summary: 'four bonded atoms in a row',
  parameters: { bits: { default: 1024, min: 64, max: 4096, step: 32 } },
  bits: ({ bits }) => bits,
  method: 'get_topological_torsion_fp_as_uint8array',
  details: ({ bits }) => ({ nBits: bits }),
};

it('names every fingerprint in the README and in the JSON Schema of the package', () => {
  const text = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  expect(fingerprintUsage()).toMatch(/^morgan:radius=…,bits=…(?:,| or) maccs/);
  for (const { name, summary } of fingerprintKinds()) {
    expect(text('README.md')).toMatch(new RegExp(`\`${name}[:\`]`));
    expect(text('tanimark.schema.json')).toContain(`${name}: ${summary}.`);
  }
});

describe('a fingerprint that only this test has', () => {
  const chains = Array.from({ length: 24 }, (_, r) => `${'C'.repeat(2 + (r >> 1))}${'ON'[r % 2]}`);
  const data = folder.file('data.csv', ['smiles', ...chains, ''].join('\n'));
  const split = folder.at('split.csv');
  let remove = () => {};
  beforeAll(() => {
    remove = registerFingerprint(torsion);
  });
  afterAll(() => remove());

  it('is parsed, with its parameters', () => {
    expect(parseFingerprint('torsion')).toEqual({
      spec: 'torsion:bits=1024',
      bits: 1024,
      words: 32,
      method: torsion.method,
      details: '{"nBits":1024}',
    });
    expect(() => parseFingerprint('torsion:bits=65')).toThrow(
      '--fingerprint torsion:bits=65: bits must be a whole number from 64 to 4096, a multiple of 32',
    );
    expect(() => parseFingerprint('torsoin')).toThrow(
      /\(did you mean torsion\?\); available: morgan, maccs.*, torsion, fps:<file>, column:<name> and npy:<file>$/,
    );
    expect(() => registerFingerprint(torsion)).toThrow('there is one with this name');
  });

  it.each(['split', 'audit', 'score', 'compare', 'neighbors', 'verify'])(
    'is in the help of %s',
    async (command) => {
      const help = (await run([command, '--help'])).stdout.replace(/\s+/g, ' ');
      expect(help).toMatch(
        /morgan:radius=…,bits=…, maccs.*, torsion, fps:<file>, column:<name> or npy:<file> \(default/,
      );
    },
  );

  it('is in the JSON Schema of check, which was loaded before it was registered', () => {
    const text = JSON.stringify(configSchema());
    expect(text).toMatch(
      /Fingerprint: morgan:radius=…,bits=…, maccs[^"]*, torsion, fps:<file>[^"]*\. morgan: circular atom/,
    );
    expect(text).toContain('torsion: four bonded atoms in a row. fps: ');
  });

  it('makes a split, and the audit of it', async () => {
    const options = ['--test', '6', '--seed', '1', '--fingerprint', 'torsion', '-o', split];
    expect((await run(['split', data, ...options])).code).toBe(0);
    const { stdout } = await run(['audit', split, '--json']);
    const { parameters, comparisons } = JSON.parse(stdout);
    expect(parameters.fingerprint).toBe('torsion:bits=1024');
    // Two chains of one length differ in the torsion of their end alone.
    expect(comparisons[0].similarity).not.toEqual(
      JSON.parse((await run(['audit', split, '--json', '--fingerprint', 'maccs'])).stdout)
        .comparisons[0].similarity,
    );
  });
});
