/**
 * p-values adjusted by Holm's step-down method (Scand. J. Stat. 6 (1979) 65), in the order
 * given: those of at most α are significant with a family-wise error rate of α, whatever the
 * dependence.
 *
 * @throws RangeError when a p-value is not from 0 to 1
 */
export function holm(pValues: readonly number[]): number[] {
  const count = pValues.length;
  const adjusted = new Array<number>(count);
  let highest = 0;
  ascending(pValues).forEach((i, k) => {
    highest = Math.max(highest, Math.min(1, (count - k) * pValues[i]));
    adjusted[i] = highest;
  });
  return adjusted;
}

/** Positions in the order of the p-values. */
function ascending(pValues: readonly number[]): number[] {
  if (!pValues.every((p) => p >= 0 && p <= 1)) {
    throw new RangeError('p-values must be from 0 to 1');
  }
  return pValues.map((_, i) => i).sort((i, j) => pValues[i] - pValues[j]);
}
