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

/**
 * p-values adjusted by the method of Benjamini & Hochberg (J. R. Stat. Soc. B 57 (1995) 289), in
 * the order given: those of at most q are significant with a false discovery rate of q, if
 * they are independent or positively dependent.
 *
 * @throws RangeError when a p-value is not from 0 to 1
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const count = pValues.length;
  const adjusted = new Array<number>(count);
  const order = ascending(pValues);
  let lowest = 1;
  for (let k = count - 1; k >= 0; k--) {
    const p = pValues[order[k]];
    // Rounding must not make it smaller than the p-value.
    lowest = Math.min(lowest, Math.max(p, (count * p) / (k + 1)));
    adjusted[order[k]] = lowest;
  }
  return adjusted;
}

/** Positions in the order of the p-values. */
function ascending(pValues: readonly number[]): number[] {
  if (!pValues.every((p) => p >= 0 && p <= 1)) {
    throw new RangeError('p-values must be from 0 to 1');
  }
  return pValues.map((_, i) => i).sort((i, j) => pValues[i] - pValues[j]);
}
