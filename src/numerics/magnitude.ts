/** Between these magnitudes, squares, their products and sums are numbers. */
const LARGEST = 2 ** 400;
const SMALLEST = 2 ** -400;

/** Numbers in units of a power of two. */
export interface InUnits {
  readonly values: Float64Array;
  readonly unit: number;
}

/**
 * The unit in which the squares of all numbers and their sums neither overflow nor vanish: 1 for ordinary magnitudes,
 * else the power of two near the largest, so that dividing by it costs no bit.
 *
 * @param lists NaN counts for nothing
 */
export function unitOf(...lists: readonly Float64Array[]): number {
  let most = 0;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const magnitude = Math.abs(list[i]);
      if (magnitude > most) most = magnitude;
    }
  }
  if (most === 0 || (most >= SMALLEST && most <= LARGEST)) return 1;
  return 2 ** Math.max(-1074, Math.min(1023, Math.floor(Math.log2(most))));
}

/** A list in its own unit: the same array where that is 1. */
export function inOwnUnit(values: Float64Array): InUnits {
  const unit = unitOf(values);
  return { values: unit === 1 ? values : values.map((v) => v / unit), unit };
}
