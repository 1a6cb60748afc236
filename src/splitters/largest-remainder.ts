/**
 * Whole numbers that add up to `total`, in proportion to the weights: each share rounded down, and what remains is given to
 * those that lost most by that, of equals to the first (the method of the largest remainder, or Hamilton's). None is
 * more than its room; what it would exceed goes to the next.
 *
 * @param weights whole numbers; products with `total` must be exact
 * @param room the most of each; at least `total` together
 */
export function largestRemainder(
  weights: readonly number[],
  total: number,
  room: readonly number[] = weights,
): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return weights.map(() => 0);
  const shares = weights.map((w, i) => Math.min(room[i], Math.floor((w * total) / sum)));
  const order = [...weights.keys()].sort(
    (a, b) => ((weights[b] * total) % sum) - ((weights[a] * total) % sum) || a - b,
  );
  let left = total - shares.reduce((a, b) => a + b, 0);
  // More than one round only where there is no room.
  for (let given = true; left > 0 && given; ) {
    given = false;
    for (const i of order) {
      if (left === 0 || shares[i] >= room[i]) continue;
      shares[i]++;
      left--;
      given = true;
    }
  }
  return shares;
}
