import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry } from '../../../src/chemistry/cache/entry.js';
import type { Description } from '../../../src/chemistry/describe.js';

const header = {
  format: 1,
  key: 'k',
  rdkit: '2026.09.1',
  fingerprint: 'morgan:radius=2,bits=64',
  structures: 3,
  scaffolds: true,
};
const description: Description = {
  canonical: ['', 'CCO', ''],
  problems: [null, null, 'syntax error, around character 2'],
  words: Uint32Array.of(1, 0x80000000, 0, 5, 0, 0),
  scaffolds: ['c1ccccc1', '', null],
  failures: 0,
};
const encode = (d = description, h = header, width = 2) => Buffer.concat(encodeEntry(h, d, width));

describe('an entry', () => {
  it('is read as it was written', () => {
    expect(decodeEntry(encode(), 2)).toEqual({ header, description });
    const plain = { ...description, scaffolds: undefined };
    const without = { ...header, scaffolds: false };
    expect(decodeEntry(encode(plain, without), 2)).toEqual({
      header: without,
      description: plain,
    });
  });

  it('holds any bits, as positions where they are few and as words where they are many', () => {
    const word = fc.oneof(fc.constant(0), fc.nat(0xffffffff), fc.constant(0xffffffff));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word, word), { maxLength: 20 }), (rows) => {
        const n = rows.length;
        const empty = { canonical: Array(n).fill(''), problems: Array(n).fill(null), failures: 0 };
        const words = Uint32Array.from(rows.flat());
        const given = { ...empty, words, scaffolds: undefined };
        const head = { ...header, structures: n, scaffolds: false };
        const bytes = encode(given, head, 3);
        expect(decodeEntry(bytes, 3).description).toEqual(given);
      }),
    );
    const sparse = { ...description, words: new Uint32Array(6).fill(1) };
    const dense = { ...description, words: new Uint32Array(6).fill(0xffffffff) };
    expect(encode(sparse).toString('latin1')).toContain('"fingerprints":"positions"');
    expect(encode(dense).toString('latin1')).toContain('"fingerprints":"words"');
  });

  it('is refused with any byte altered, and cut off anywhere', () => {
    const bytes = encode();
    for (let at = 0; at < bytes.length; at++) {
      const altered = Buffer.from(bytes);
      altered[at] ^= 0x10;
      expect(() => decodeEntry(altered, 2)).toThrow();
      expect(() => decodeEntry(bytes.subarray(0, at), 2)).toThrow();
    }
    expect(() => decodeEntry(Buffer.concat([bytes, Buffer.of(0)]), 2)).toThrow('checksum');
    expect(() => decodeEntry(Buffer.from('smiles\nCCO\n'), 2)).toThrow('no file of the cache');
  });
});
