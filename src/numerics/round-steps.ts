/** A range of numbers from the lower to the higher one. */
export type Range = readonly [low: number, high: number];

/** Beyond this size there are no steps, so that differences and products stay finite. */
const LARGEST = 1e290;
/** The smallest width of a range relative to the size of its numbers; more digits than these are lost. */
const FINEST = 1e-9;

/** Whether a number can be in a range of steps. */
export function hasSteps(value: number | null | undefined): value is number {
  return typeof value === 'number' && Math.abs(value) <= LARGEST;
}

/**
 * The most numbers, up to `most`, in equal steps that cover a range: whole multiples of 1, 2 or 5 times a power of ten.
 * A range without width is widened.
 *
 * @param range of numbers that {@link hasSteps}
 * @param most at least 3
 * @returns ascending, from at or below the range to at or above it; and the power of ten of the step
 */
export function roundSteps(range: Range, most: number): { values: number[]; exponent: number } {
  const [low, high] = widened(range);
  let exponent = Math.floor(Math.log10((high - low) / most)) - 1;
  for (; ; exponent++) {
    for (const factor of [1, 2, 5]) {
      const step = Number(`${factor}e${exponent}`);
      // Read as a decimal, so that 3 × 0.1 is 0.3.
      const stepAt = (k: number) => Number(`${k * factor}e${exponent}`) + 0;
      let [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
      // A quotient may be rounded to the wrong side.
      if (stepAt(first) > low) first--;
      if (stepAt(last) < high) last++;
      if (!(last - first + 1 <= most)) continue;
      const values = Array.from({ length: last - first + 1 }, (_, k) => stepAt(first + k));
      return { values, exponent };
    }
  }
}

/** A range that has a width. */
export function widened([low, high]: Range): Range {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > FINEST * size && high - low > 1 / LARGEST) return [low, high];
  const half = size > 1 / LARGEST ? size / 10 : 1;
  return [low - half, high + half];
}
