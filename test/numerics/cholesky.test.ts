import { describe, expect, it } from 'vitest';
import { atOnce } from '../../src/job.js';
import { hasCholesky, roundoff } from '../../src/numerics/cholesky.js';
import { seeded } from '../oracle/generators.js';

/** A symmetric matrix with these eigenvalues: turned by random plane rotations. */
function withEigenvalues(values: readonly number[], seed: number): Float64Array {
  const n = values.length;
  const uniform = seeded(seed);
  const matrix = new Float64Array(n * n);
  values.forEach((value, i) => {
    matrix[i * n + i] = value;
  });
  for (let turn = 0; turn < 200; turn++) {
    const i = Math.floor(uniform() * n);
    const j = (i + 1 + Math.floor(uniform() * (n - 1))) % n;
    const t = uniform() * 7;
    const [c, s] = [Math.cos(t), Math.sin(t)];
    for (let k = 0; k < n; k++) {
      const [x, y] = [matrix[i * n + k], matrix[j * n + k]];
      matrix[i * n + k] = c * x - s * y;
      matrix[j * n + k] = s * x + c * y;
    }
    for (let k = 0; k < n; k++) {
      const [x, y] = [matrix[k * n + i], matrix[k * n + j]];
      matrix[k * n + i] = c * x - s * y;
      matrix[k * n + j] = s * x + c * y;
    }
  }
  return matrix;
}

const tells = (matrix: Float64Array, n: number, shift: number) =>
  atOnce(hasCholesky(matrix, n, shift, new Float64Array(n * n)));

describe('hasCholesky', () => {
  it('tells on which side of zero the smallest eigenvalue is', () => {
    for (let seed = 0; seed < 20; seed++) {
      const values = Array.from({ length: 11 }, (_, i) => i * 3 - 2);
      const matrix = withEigenvalues(values, seed);
      expect(tells(matrix, 11, 1.999), `${seed}`).toBe(false);
      expect(tells(matrix, 11, 2.001), `${seed}`).toBe(true);
    }
  });

  it('does not take a matrix of zeros, nor one that is not a number', () => {
    expect(tells(new Float64Array(4), 2, 0)).toBe(false);
    expect(tells(new Float64Array(4).fill(Number.NaN), 2, 1)).toBe(false);
    expect(tells(new Float64Array(4), 2, 1)).toBe(true);
  });

  it('allows for rounding in proportion to the diagonal', () => {
    const matrix = Float64Array.of(4, 1, 1, -8);
    expect(roundoff(matrix, 2, 1)).toBe(4 * 16 * Number.EPSILON * 9);
  });
});
