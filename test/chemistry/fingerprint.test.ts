import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_FINGERPRINT,
  packBytes,
  parseFingerprint,
} from '../../src/chemistry/fingerprint.js';
import { fingerprintKinds, OWN_USAGES } from '../../src/chemistry/fingerprint-kinds.js';
import { list } from '../../src/text.js';
import { errorOf } from '../helpers.js';

const names = list([...fingerprintKinds().map(({ name }) => name), ...OWN_USAGES]);

describe('parseFingerprint', () => {
  it('writes every parameter out', () => {
    const morgan = {
      spec: 'morgan:radius=2,bits=2048',
      bits: 2048,
      words: 64,
      method: 'get_morgan_fp_as_uint8array',
      details: '{"radius":2,"nBits":2048}',
    };
    for (const spec of ['morgan', ' morgan ', 'morgan:', 'morgan:bits=2048', DEFAULT_FINGERPRINT]) {
      expect(parseFingerprint(spec)).toEqual(morgan);
    }
    expect(parseFingerprint('maccs')).toEqual({
      spec: 'maccs',
      bits: 167,
      words: 6,
      method: 'get_maccs_fp_as_uint8array',
      details: null,
    });
  });

  it('takes parameters in any order', () => {
    const parsed = parseFingerprint('morgan:bits=1024, radius=3');
    expect([parsed.spec, parsed.bits, parsed.words]).toEqual([
      'morgan:radius=3,bits=1024',
      1024,
      32,
    ]);
    expect(JSON.parse(parsed.details as string)).toEqual({ radius: 3, nBits: 1024 });
    expect(parseFingerprint(parsed.spec)).toEqual(parsed);
  });

  it.each(['radius=0', 'radius=10', 'bits=64', 'bits=96', 'bits=16384'])('accepts %s', (part) => {
    expect(parseFingerprint(`morgan:${part}`).spec).toContain(part);
  });

  it.each(['11', '-1', '1.5', '', '1e1', ' 2', '0x2', 'Infinity', '99999999999'])(
    'refuses a radius of %j',
    async (value) => {
      const error = await errorOf(() => parseFingerprint(`morgan:radius=${value}`));
      expect(error.code).toBe('usage');
      expect(error.message).toBe(
        `--fingerprint morgan:radius=${value}: radius must be a whole number from 0 to 10`,
      );
    },
  );

  it.each(['32', '63', '65', '100', '16416', '-1', '1000000000'])(
    'refuses %s bits',
    async (value) => {
      const error = await errorOf(() => parseFingerprint(`morgan:bits=${value}`));
      expect(error.message).toBe(
        `--fingerprint morgan:bits=${value}: bits must be a whole number from 64 to 16384, a multiple of 32`,
      );
    },
  );

  it.each([
    ['morgan:chirality=true,radius=3', 'morgan:radius=3,bits=2048,chirality=true'],
    ['morgan:chirality=false,bond-types=true,counts=false', 'morgan:radius=2,bits=2048'],
    [
      'morgan:counts=true,bond-types=false',
      'morgan:radius=2,bits=2048,bond-types=false,counts=true',
    ],
    ['rdkit', 'rdkit:min-path=1,max-path=7,bits=2048'],
    ['rdkit:max-path=5', 'rdkit:min-path=1,max-path=5,bits=2048'],
    ['atom-pair', 'atom-pair:min-distance=1,max-distance=30,bits=2048'],
    ['atom-pair:counts=false', 'atom-pair:min-distance=1,max-distance=30,bits=2048,counts=false'],
    ['topological-torsion', 'topological-torsion:atoms=4,bits=2048'],
    ['pattern:bits=1024,tautomers=true', 'pattern:bits=1024,tautomers=true'],
    ['ecfp4', 'morgan:radius=2,bits=2048'],
    ['ECFP6:bits=1024', 'morgan:radius=3,bits=1024'],
    ['ecfp2', 'morgan:radius=1,bits=2048'],
    ['ecfp0', 'morgan:radius=0,bits=2048'],
  ])('writes %s as %s: all numbers, and switches that are not at their default', (spec, whole) => {
    const parsed = parseFingerprint(spec);
    expect(parsed.spec).toBe(whole);
    expect(parseFingerprint(whole)).toEqual(parsed);
  });

  it('says which fingerprints depend on stereochemistry', () => {
    expect(parseFingerprint('morgan').needsStereo).toBeUndefined();
    expect(parseFingerprint('morgan:counts=true').needsStereo).toBeUndefined();
    for (const name of ['morgan', 'atom-pair', 'topological-torsion']) {
      expect(parseFingerprint(`${name}:chirality=true`).needsStereo).toBe(true);
    }
  });

  const morgan = 'it has radius, bits, chirality, bond-types, redundant-environments and counts';
  const own = 'compute it in Python and give it as fps:<file>, column:<name> or npy:<file>';
  const tanimoto =
    'similarity is always Tanimoto; Dice orders pairs as Tanimoto does, so edges can be converted: Dice = 2T / (1 + T) for a Tanimoto similarity T; cosine, Tversky and others are not available';
  it.each([
    ['morgna', `unknown fingerprint "morgna" (did you mean morgan?); available: ${names}`],
    ['', `unknown fingerprint ""; available: ${names}`],
    ['constructor', `unknown fingerprint "constructor"; available: ${names}`],
    ['Morgan', `unknown fingerprint "Morgan" (did you mean morgan?); available: ${names}`],
    ['ecfp5', `unknown fingerprint "ecfp5" (did you mean ecfp0?); available: ${names}`],
    [
      'fcfp4',
      `RDKit's WebAssembly ignores feature invariants (useFeatures), so FCFP cannot be computed here; ${own}`,
    ],
    [
      'bits.fps.gz',
      `unknown fingerprint "bits.fps.gz" (did you mean fps:bits.fps.gz?); available: ${names}`,
    ],
    ['avalon', `RDKit's WebAssembly has no Avalon fingerprint; ${own}`],
    ['maccs:bits=1', 'maccs has no parameter "bits"; it has none'],
    ['morgan:nBits=1', `morgan has no parameter "nBits" (did you mean bits?); ${morgan}`],
    [
      'morgan:useChirality=true',
      `morgan has no parameter "useChirality" (did you mean chirality?); ${morgan}`,
    ],
    ['morgan:radius=2,', `morgan has no parameter ""; ${morgan}`],
    ['morgan:toString=1', `morgan has no parameter "toString"; ${morgan}`],
    [
      'morgan:useFeatures=true',
      `RDKit's WebAssembly ignores feature invariants, so the bits would be those of morgan without it; ${own}`,
    ],
    [
      'rdkit:chirality=true',
      'rdkit has no parameter "chirality"; it has min-path, max-path, bits, branched-paths, bond-types and counts',
    ],
    ['morgan:similarity=dice', tanimoto],
    ['maccs:metric=cosine', tanimoto],
    ['morgan:chirality=yes', 'chirality must be true or false'],
    ['ecfp4:radius=3', 'ecfp4 sets radius itself; use morgan:radius=…'],
    ['rdkit:min-path=6,max-path=5', 'min-path (6) must not be above max-path (5)'],
    ['atom-pair:min-distance=31', 'min-distance must be a whole number from 1 to 30'],
  ])('refuses %j', async (spec, message) => {
    const error = await errorOf(() => parseFingerprint(spec));
    expect([error.code, error.message]).toEqual(['usage', `--fingerprint ${spec}: ${message}`]);
  });

  it('is plain data, for a worker', () => {
    const parsed = parseFingerprint('morgan');
    expect(structuredClone(parsed)).toEqual(parsed);
  });
});

describe('packBytes', () => {
  it('puts bit b into bit b mod 32 of word b / 32, and touches nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(3), (bytes, offset) => {
        const width = Math.ceil(bytes.length / 4);
        const into = new Uint32Array(offset + width + 1);
        packBytes(bytes, into, offset);
        for (let b = 0; b < bytes.length * 8; b++) {
          const bit = (into[offset + Math.floor(b / 32)] >>> (b % 32)) & 1;
          expect(bit).toBe((bytes[b >> 3] >>> (b % 8)) & 1);
        }
        expect(into.subarray(0, offset).every((word) => word === 0)).toBe(true);
        expect(into[offset + width]).toBe(0);
      }),
    );
    const into = new Uint32Array(2);
    packBytes(Uint8Array.of(1, 0, 0, 0x80, 2), into, 0);
    expect([...into]).toEqual([0x80000001, 2]);
  });
});
