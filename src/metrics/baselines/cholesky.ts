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
