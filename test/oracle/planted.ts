import { histogram, type Matrix, type Ratio } from './brute-force.js';
import { clustered, edgesOf, fromBits, seeded } from './generators.js';

/** Molecules with a test set that is known to have a histogram, which is then asked for. */
export interface Planted {
  readonly matrix: Matrix;
  readonly text: string;
  readonly edges: readonly Ratio[];
  readonly test: readonly number[];
  readonly requested: readonly number[];
}

/** Families of copies and cousins, strangers to other families; so many molecules of each. */
function families(sizes: readonly number[], below: (n: number) => number): Matrix {
  const rows = sizes.flatMap((size, f) =>
    Array.from({ length: size }, () => {
      const name = 16 * f;
      const common = [0, 1, 2, 3, 4, 5].map((bit) => name + bit);
      // Copies of the first kind, cousins of any other.
      const kind = below(4);
      return kind === 0 ? common : [...common, name + 6 + kind, name + 9 + kind, name + 12 + kind];
    }),
  );
  return fromBits(rows, Math.ceil(sizes.length / 2));
}

function planted(matrix: Matrix, test: readonly number[]): Planted {
  const text = '0,1/3,2/3,1';
  const { edges } = edgesOf(text);
  const train = Array.from({ length: matrix.molecules }, (_, m) => m).filter(
    (m) => !test.includes(m),
  );
  return { matrix, text, edges, test, requested: histogram(matrix, test, train, edges) };
}

/** 24 to 60 molecules in families, of which some are test as a whole, and single ones of others. */
export function plantedFamilies(n: number): Planted {
  const uniform = seeded(n * 13 + 5);
  const below = (limit: number) => Math.floor(uniform() * limit);
  const molecules = 24 + below(37);
  const sizes: number[] = [];
  for (let left = molecules; left > 0; left -= sizes[sizes.length - 1]) {
    sizes.push(Math.min(left, 1 + below(6)));
  }
  const family = sizes.flatMap((size, f) => new Array<number>(size).fill(f));
  const whole = sizes.map(() => below(4) === 0);
  const test = family.flatMap((f, m) => (whole[f] || below(8) === 0 ? [m] : []));
  const enough = test.length >= 6 && test.length <= molecules / 2;
  return enough ? planted(families(sizes, below), test) : plantedFamilies(n + 1000);
}

/** 20 to 60 molecules without such order, and any test set of a fifth to a third of them. */
export function plantedAnywhere(n: number): Planted {
  const uniform = seeded(n * 17 + 3);
  const below = (limit: number) => Math.floor(uniform() * limit);
  const molecules = 20 + below(41);
  const matrix = clustered(n, molecules, 2, 2 + below(10));
  const pool = Array.from({ length: molecules }, (_, m) => m);
  const size = Math.ceil(molecules / (3 + below(3)));
  const test = Array.from({ length: size }, () => pool.splice(below(pool.length), 1)[0]);
  return planted(matrix, test);
}
