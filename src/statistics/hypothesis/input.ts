/** Below this multiple of the largest value, a residual is rounding and stands for 0. */
const ROUNDING = 8 * Number.EPSILON;

/** @throws RangeError unless all are finite numbers */
export function requireFinite(values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new RangeError('a test needs finite numbers');
  }
}

/** @throws RangeError unless both are finite numbers, and as many */
export function requirePairs(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length) throw new RangeError('paired values must be as many');
  requireFinite(a);
  requireFinite(b);
}

/**
 * The number of columns of a matrix.
 *
 * @throws RangeError unless all are finite numbers, and rows of one length
 */
export function requireMatrix(rows: readonly ArrayLike<number>[]): number {
  const columns = rows.length > 0 ? rows[0].length : 0;
  for (const row of rows) {
    if (row.length !== columns) throw new RangeError('rows must be of one length');
    requireFinite(row);
  }
  return columns;
}

/** True when residuals from a fit to values of this magnitude are rounding alone. */
export function isRounding(largestResidual: number, magnitude: number): boolean {
  return largestResidual <= ROUNDING * magnitude;
}

export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

/** Mean of at least one value; a second pass takes away the rounding of the first. */
export function average(values: ArrayLike<number>): number {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const rough = sum / n;
  let rest = 0;
  for (let i = 0; i < n; i++) rest += values[i] - rough;
  return rough + rest / n;
}
