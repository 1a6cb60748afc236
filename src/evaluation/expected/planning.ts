/** A bin of similarity, as far as planning needs it. */
export interface PlannedBin {
  /** Share of the library in it, and test molecules measured so far. */
  readonly share: number;
  readonly measured: number;
  /** Standard deviation of the loss in it; NaN where fewer than two molecules tell. */
  readonly deviation: number;
}

/**
 * The fewest further test molecules of each bin with which the standard error of a library's expected loss falls to a part
 * of what it is: Neyman's allocation (J. R. Stat. Soc. 97 (1934) 558), given those that are measured already. A bin whose
 * spread is unknown counts with the largest of the others.
 *
 * @param factor wanted standard error, as a share of today's; above 0
 * @param least the fewest molecules that each bin of the library shall have in the end
 * @returns further molecules of each bin; null where no bin tells a spread
 */
export function furtherMolecules(
  bins: readonly PlannedBin[],
  factor: number,
  least = 0,
): number[] | null {
  const known = bins.filter(({ deviation }) => deviation > 0);
  if (known.length === 0) return null;
  const largest = Math.max(...known.map(({ deviation }) => deviation));
  const spread = bins.map(({ share, deviation }) => share * (deviation >= 0 ? deviation : largest));
  const now = bins.map(({ share, measured }) => (share > 0 ? Math.max(measured, least) : measured));
  const variance = (counts: readonly number[]) =>
    spread.reduce((sum, s, b) => (s === 0 ? sum : sum + (s * s) / counts[b]), 0);
  // Without those bins that nothing is known of, whose part is infinite.
  const today = bins.reduce(
    (sum, { measured }, b) => (measured < 2 ? sum : sum + spread[b] ** 2 / measured),
    0,
  );
  const wanted = (today || variance(now.map((n) => Math.max(2, n)))) * factor * factor;
  const counts = (scale: number) => now.map((n, b) => Math.max(n, scale * spread[b]));
  let [low, high] = [0, 1];
  while (variance(counts(high)) > wanted) high *= 2;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (variance(counts(middle)) > wanted) low = middle;
    else high = middle;
  }
  return counts(high).map((n, b) => Math.max(0, Math.ceil(n - bins[b].measured - 1e-6)));
}
