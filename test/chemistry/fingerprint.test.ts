import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_FINGERPRINT,
  fingerprintKinds,
  packBytes,
  parseFingerprint,
} from '../../src/chemistry/fingerprint.js';
import { list } from '../../src/text.js';
import { errorOf } from '../helpers.js';

const names = list(fingerprintKinds().map(({ name }) => name));

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
    ['morgna', `no fingerprint is called "morgna" (did you mean morgan?); there is ${names}`],
    ['', `no fingerprint is called ""; there is ${names}`],
    ['constructor', `no fingerprint is called "constructor"; there is ${names}`],
    ['Morgan', `no fingerprint is called "Morgan" (did you mean morgan?); there is ${names}`],
    ['maccs:bits=1', 'maccs has no parameter "bits"; it has none'],
    ['morgan:nBits=1', 'morgan has no parameter "nBits"; it has radius and bits'],
    ['morgan:radius=2,', 'morgan has no parameter ""; it has radius and bits'],
    ['morgan:toString=1', 'morgan has no parameter "toString"; it has radius and bits'],
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
