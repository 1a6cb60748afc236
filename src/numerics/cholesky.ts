/**
 * Whether a symmetric matrix with `shift` added to its diagonal has a Cholesky decomposition in double
 * precision. If it has, the smallest eigenvalue of the shifted matrix is above −n² ε times its largest
 * diagonal entry, of which `roundoff` is a safe multiple (Rump, BIT 46 (2006) 433).
 *
 * @param matrix n × n, row-major; the lower triangle is read
 * @param room n × n, written over
 * @returns generator that yields now and then, and returns the answer
 */
export function* hasCholesky(
  matrix: Float64Array,
  n: number,
  shift: number,
  room: Float64Array,
): Generator<void, boolean> {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j < i; j++) {
      room[row + j] = (matrix[row + j] - dot(room, row, j * n, j)) / room[j * n + j];
    }
    const pivot = matrix[row + i] + shift - dot(room, row, row, i);
    if (!(pivot > 0)) return false;
    room[row + i] = Math.sqrt(pivot);
    yield;
  }
  return true;
}

/** What rounding can hide of a negative eigenvalue from {@link hasCholesky}. */
export function roundoff(matrix: Float64Array, n: number, shift: number): number {
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(matrix[i * n + i]) + shift);
  return 4 * (n + 2) * (n + 2) * Number.EPSILON * largest;
}

/** Of two rows, in four sums: one alone would wait for each addition. */
function dot(values: Float64Array, a: number, b: number, length: number): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < length; k += 4) {
    s += values[a + k] * values[b + k];
    t += values[a + k + 1] * values[b + k + 1];
    u += values[a + k + 2] * values[b + k + 2];
    v += values[a + k + 3] * values[b + k + 3];
  }
  for (; k < length; k++) s += values[a + k] * values[b + k];
  return s + t + (u + v);
}

/**
 * Solves `A x = b` for a symmetric positive definite matrix by Cholesky's decomposition.
 *
 * @param matrix k × k, row-major, of which the lower triangle is read and overwritten
 * @param right of length k
 * @throws Error if the matrix is not positive definite, to within rounding
 */
export function solveCholesky(matrix: Float64Array, right: Float64Array): Float64Array {
  const k = right.length;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * k + j];
      for (let m = 0; m < j; m++) sum -= matrix[i * k + m] * matrix[j * k + m];
      if (i !== j) {
        matrix[i * k + j] = sum / matrix[j * k + j];
      } else if (sum > 0) {
        matrix[i * k + i] = Math.sqrt(sum);
      } else {
        throw new Error('the matrix is not positive definite');
      }
    }
  }
  const x = right.slice();
  for (let i = 0; i < k; i++) {
    for (let m = 0; m < i; m++) x[i] -= matrix[i * k + m] * x[m];
    x[i] /= matrix[i * k + i];
  }
  for (let i = k - 1; i >= 0; i--) {
    for (let m = i + 1; m < k; m++) x[i] -= matrix[m * k + i] * x[m];
    x[i] /= matrix[i * k + i];
  }
  return x;
}
