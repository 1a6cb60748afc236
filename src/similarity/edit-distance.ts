/**
 * Levenshtein's distance of two texts, in UTF-16 units, if it is at most `most`; else -1. Looks at
 * the cells of the usual table that lie at most `most` from its diagonal (Ukkonen, Information and
 * Control 64 (1985) 100), and stops at the first row that has none that low.
 *
 * @param most a whole number, not negative
 */
export function editDistance(one: string, other: string, most: number): number {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > most) return -1;
  let start = 0;
  let shortEnd = short.length;
  let longEnd = long.length;
  while (start < shortEnd && short.charCodeAt(start) === long.charCodeAt(start)) start++;
  while (shortEnd > start && short.charCodeAt(shortEnd - 1) === long.charCodeAt(longEnd - 1)) {
    shortEnd--;
    longEnd--;
  }
  const rows = shortEnd - start;
  const columns = longEnd - start;
  if (rows === 0) return columns <= most ? columns : -1;

  const tooMany = most + 1;
  // Cell j is the distance of the row's prefix to the first j units of the longer text.
  const cells = new Int32Array(columns + 1).fill(tooMany);
  for (let j = 0; j <= Math.min(columns, most); j++) cells[j] = j;
  for (let i = 1; i <= rows; i++) {
    const unit = short.charCodeAt(start + i - 1);
    const first = Math.max(1, i - most);
    const last = Math.min(columns, i + most);
    let diagonal = cells[first - 1];
    let left = first === 1 ? Math.min(i, tooMany) : tooMany;
    cells[first - 1] = left;
    let least = left;
    for (let j = first; j <= last; j++) {
      const above = cells[j];
      let cell = diagonal;
      if (unit !== long.charCodeAt(start + j - 1)) {
        cell = 1 + (left < above ? left : above);
        if (diagonal + 1 < cell) cell = diagonal + 1;
        if (cell > tooMany) cell = tooMany;
      }
      cells[j] = cell;
      diagonal = above;
      left = cell;
      if (cell < least) least = cell;
    }
    if (least === tooMany) return -1;
  }
  return cells[columns] > most ? -1 : cells[columns];
}
