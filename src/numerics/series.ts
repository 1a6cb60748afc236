/** Iterations within which every series and continued fraction ends, or something is wrong. */
export const LIMIT = 10_000_000;

/** Stands for 0 in a continued fraction, where it would be divided by. */
export const TINY = 1e-300;

export function orTiny(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** @param coefficients the highest power first */
export function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = 0; i < coefficients.length; i++) sum = sum * x + coefficients[i];
  return sum;
}
