/**
 * Positions of the `most` highest ratios `overlaps / unions`, highest first, of equal ones that of
 * the lowest row; compared exactly. 0/0 counts as 1.
 */
export function ranked(
  rows: readonly number[],
  overlaps: readonly number[],
  unions: readonly number[],
  most: number,
): number[] {
  const num = (i: number) => (unions[i] === 0 ? 1 : overlaps[i]);
  const den = (i: number) => unions[i] || 1;
  return Array.from(rows, (_, i) => i)
    .sort((x, y) => num(y) * den(x) - num(x) * den(y) || rows[x] - rows[y])
    .slice(0, most);
}
