import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNpy } from '../../src/tables/npy.js';
import { errorOf } from '../helpers.js';
import { npyFile } from './npy-file.js';

const read = (bytes: Uint8Array) => readNpy(bytes, 'a.npy');
const written = (
  size: number,
  numbers: readonly number[],
  put: (view: DataView, at: number, n: number) => void,
) => {
  const bytes = new Uint8Array(size * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((n, i) => {
    put(view, i * size, n);
  });
  return bytes;
};

describe('readNpy', () => {
  const whole = [0, 1, 2, 100, 127];
  const signed = [0, -1, 5, -100];
  it.each<[string, number, readonly number[], (v: DataView, at: number, n: number) => void]>([
    ['|b1', 1, [0, 1, 1], (v, at, n) => v.setUint8(at, n)],
    ['|u1', 1, [...whole, 255], (v, at, n) => v.setUint8(at, n)],
    ['|i1', 1, signed, (v, at, n) => v.setInt8(at, n)],
    ['<u2', 2, [...whole, 65535], (v, at, n) => v.setUint16(at, n, true)],
    ['>u2', 2, [...whole, 65535], (v, at, n) => v.setUint16(at, n)],
    ['<i2', 2, signed, (v, at, n) => v.setInt16(at, n, true)],
    ['>i4', 4, signed, (v, at, n) => v.setInt32(at, n)],
    ['<u4', 4, [...whole, 4294967295], (v, at, n) => v.setUint32(at, n, true)],
    ['<i8', 8, [...signed, 2 ** 53 - 1], (v, at, n) => v.setBigInt64(at, BigInt(n), true)],
    ['>u8', 8, whole, (v, at, n) => v.setBigUint64(at, BigInt(n))],
    ['<f4', 4, [0.5, -2, Number.NaN], (v, at, n) => v.setFloat32(at, n, true)],
    ['<f8', 8, [0.1, -1e300, Number.POSITIVE_INFINITY], (v, at, n) => v.setFloat64(at, n, true)],
    ['>f8', 8, [0.1, -1e300, Number.NaN], (v, at, n) => v.setFloat64(at, n)],
  ])('reads %s', (dtype, size, numbers, put) => {
    for (const version of [1, 2, 3]) {
      const array = read(
        npyFile(dtype, [numbers.length], written(size, numbers, put), { version }),
      );
      expect(array.shape).toEqual([numbers.length]);
      expect(array.dtype).toBe(dtype);
      expect([...array.values]).toEqual(numbers);
    }
  });

  it('reads half precision: 1, -2, 65504, 2^-24, infinity', () => {
    const bits = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x7c00];
    const bytes = written(2, bits, (v, at, n) => v.setUint16(at, n, true));
    expect([...read(npyFile('<f2', [5], bytes)).values]).toEqual([
      1,
      -2,
      65504,
      2 ** -24,
      Infinity,
    ]);
  });

  it('reads a single number, and an array without values', () => {
    const one = read(npyFile('|u1', [], Uint8Array.of(7)));
    expect([one.shape, [...one.values]]).toEqual([[], [7]]);
    const none = read(npyFile('<f8', [0, 3], new Uint8Array(0)));
    expect([none.shape, none.values.length]).toEqual([[0, 3], 0]);
  });

  it('gives Fortran order as C order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
        (shape) => {
          const count = shape.reduce((a, b) => a * b, 1);
          const expected = Array.from({ length: count }, (_, i) => i % 251);
          const bytes = new Uint8Array(count);
          expected.forEach((value, i) => {
            // Position of element i with the first dimension varying fastest.
            let [rest, at] = [i, 0];
            for (let d = shape.length - 1; d >= 0; d--) {
              const step = shape.slice(0, d).reduce((a, b) => a * b, 1);
              at += (rest % shape[d]) * step;
              rest = Math.floor(rest / shape[d]);
            }
            bytes[at] = value;
          });
          expect([...read(npyFile('|u1', shape, bytes, { fortran: true })).values]).toEqual(
            expected,
          );
        },
      ),
    );
  });

  const values = new Uint8Array(16);
  const cut = npyFile('<f8', [2], values);
  const longHeader = npyFile('<f8', [2], values, { version: 2 });
  longHeader.writeUInt32LE(0xffffffff, 8);
  const headerOf = (shape: string) =>
    npyFile('', [], values, {
      header: `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}}`,
    });
  it.each<[string, Uint8Array, RegExp]>([
    [
      'a pickled array',
      npyFile('|O', [2], values),
      /^a\.npy: holds Python objects \(a pickle, which can run code and is not read\); write np\.save\(file, array\.astype\(float\)\)$/,
    ],
    ['a pickle', Buffer.from('\x80\x04\x95', 'latin1'), /a Python pickle, which can run code/],
    ['an archive', Buffer.from('PK\x03\x04', 'latin1'), /a \.npz archive; save one array/],
    ['another file', Buffer.from('smiles,y\nCC,1\n'), /not a \.npy file/],
    ['an empty file', new Uint8Array(0), /not a \.npy file/],
    ['texts', npyFile('<U4', [1], values), /holds texts/],
    ['byte texts', npyFile('|S16', [1], values), /holds byte texts/],
    ['complex numbers', npyFile('<c16', [1], values), /holds complex numbers/],
    ['dates', npyFile('<M8[ns]', [2], values), /holds dates/],
    ['an unknown type', npyFile('<f16', [1], values), /values of the type "<f16"/],
    [
      'a structured type',
      npyFile('', [], values, {
        header: "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,)}",
      }),
      /a structured array/,
    ],
    [
      'a cut file',
      cut.subarray(0, cut.length - 1),
      /the file is cut off: its header \(<f8, shape \(2,\)\) needs 16 bytes of values, it holds 15/,
    ],
    ['a cut header', cut.subarray(0, 40), /cut off in its header/],
    ['a file cut after its magic', cut.subarray(0, 8), /cut off in its header/],
    [
      'further bytes',
      Buffer.concat([cut, values]),
      /needs 16 bytes of values, it holds 32; write one array/,
    ],
    ['a header of 4 GB', longHeader, /its header claims 4294967295 bytes/],
    [
      'an array of 80 GB',
      headerOf('(10000000000,)'),
      /needs 80000000000 bytes of values, it holds 16/,
    ],
    [
      'an impossible shape',
      headerOf('(9007199254740991, 1000)'),
      /claims a shape of \(9007199254740991, 1000\)/,
    ],
    ['a negative shape', headerOf('(-1,)'), /its header cannot be read/],
    ['a broken header', npyFile('', [], values, { header: '{' }), /its header cannot be read/],
    ['version 9', npyFile('<f8', [2], values, { version: 9 }), /version 9 is unknown/],
    [
      'an integer beyond 2^53',
      npyFile(
        '<i8',
        [1],
        written(8, [0], (v) => v.setBigInt64(0, 2n ** 60n, true)),
      ),
      /the integer 1152921504606846976 is too large/,
    ],
  ])('refuses %s', async (_, bytes, message) => {
    const error = await errorOf(() => read(bytes));
    expect(error.code).toBe('file');
    expect(error.message).toMatch(message);
  });
});
