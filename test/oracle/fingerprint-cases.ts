/** Matrices of fingerprints that engines get wrong, and random ones of any density. */
import type { Matrix } from './brute-force.js';
import { fromBits, seeded } from './generators.js';

const range = (n: number, from = 0) => Array.from({ length: n }, (_, i) => from + i);

/** Rows with about `perRow` bits on, of `words` × 32. */
export function sparse(seed: number, molecules: number, words: number, perRow: number): Matrix {
  const uniform = seeded(seed);
  const rows = range(molecules).map(() =>
    range(Math.floor(uniform() * 2 * perRow + 0.5)).map(() => Math.floor(uniform() * words * 32)),
  );
  return fromBits(rows, words);
}

/** Rows in which half of the bits are on. */
export function dense(seed: number, molecules: number, words: number): Matrix {
  const uniform = seeded(seed);
  const data = Uint32Array.from({ length: molecules * words }, () =>
    Math.floor(uniform() * 2 ** 32),
  );
  return { data, molecules, words };
}

/** The same number of bits on in every row, a window that slides. */
export function sameCount(molecules: number, words: number, perRow: number): Matrix {
  const bits = words * 32;
  const rows = range(molecules).map((m) => range(perRow).map((b) => (b + 3 * m) % bits));
  return fromBits(rows, words);
}

/** Rows each within the next: 1, 2, 3, … bits on. */
export function chain(molecules: number, words: number): Matrix {
  return fromBits(
    range(molecules).map((m) => range(Math.min(m, words * 32))),
    words,
  );
}

/** Rows repeated: equal similarities everywhere, so that only the index can decide. */
export function repeated(matrix: Matrix, times: number): Matrix {
  const { data, molecules, words } = matrix;
  const all = new Uint32Array(data.length * times);
  for (let t = 0; t < times; t++) all.set(data, t * data.length);
  return { data: all, molecules: molecules * times, words };
}

/** The matrix with `rows` in the place of its last ones. */
export function endingIn(rows: Matrix, matrix: Matrix): Matrix {
  const data = matrix.data.slice();
  data.set(rows.data, data.length - rows.data.length);
  return { ...matrix, data };
}

/** Two rows that share `c` of `u` bits, `left` of the others in the first. */
export function pair(c: number, u: number, left: number, words: number): Matrix {
  const shared = range(c);
  return fromBits(
    [
      [...shared, ...range(left, c)],
      [...shared, ...range(u - c - left, c + left)],
    ],
    words,
  );
}

/** Named so that a failure says which. */
export const cases: [string, Matrix][] = [
  ['no molecules', fromBits([], 64)],
  ['one molecule', fromBits([[0, 2047]], 64)],
  ['one empty molecule', fromBits([[]], 64)],
  ['two molecules, the same', fromBits([[5], [5]], 2)],
  ['two molecules, strangers', fromBits([[5], [6]], 2)],
  [
    'all empty',
    fromBits(
      range(17).map(() => []),
      64,
    ),
  ],
  [
    'all 2048 bits on',
    fromBits(
      range(17).map(() => range(2048)),
      64,
    ),
  ],
  [
    'all 16384 bits on',
    fromBits(
      range(5).map(() => range(16384)),
      512,
    ),
  ],
  [
    'empty and full ones in turn',
    fromBits(
      range(20).map((m) => (m % 2 ? range(2048) : [])),
      64,
    ),
  ],
  [
    'one bit each, a different one',
    fromBits(
      range(300).map((m) => [m * 6]),
      64,
    ),
  ],
  [
    'one bit each, one of three',
    fromBits(
      range(60).map((m) => [(m % 3) * 31]),
      3,
    ),
  ],
  [
    'all but one bit',
    fromBits(
      range(64).map((m) => range(64).filter((b) => b !== m)),
      2,
    ),
  ],
  [
    'bits of the last word only',
    fromBits(
      range(40).map((m) => range(1 + (m % 32), 2016)),
      64,
    ),
  ],
  [
    'the highest bit of each word',
    fromBits(
      range(13).map((m) => range(m).map((w) => w * 32 + 31)),
      13,
    ),
  ],
  ['a nested chain', chain(200, 6)],
  ['a chain past 255 bits', chain(300, 10)],
  ['the same number of bits in each', sameCount(120, 6, 40)],
  [
    '255, 256 and 257 bits in common',
    fromBits(
      [255, 256, 257, 511, 512, 513].map((n) => range(n)),
      64,
    ),
  ],
  ['duplicates of a few', repeated(sparse(3, 7, 6, 12), 9)],
  ['duplicates of dense ones', repeated(dense(4, 5, 64), 5)],
];
