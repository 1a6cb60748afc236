/**
 * Chooses items whose weights add up to `goal`, or to the number nearest to it that can be
 * reached (of two equally near the smaller, unless it is 0). Exact: dynamic programming over the distinct weights, in time
 * and memory proportional to their number times the goal.
 *
 * @param atMost never more than the goal
 * @param prefer items that are taken where a sum can be had in several ways: heavy ones unless given
 * @param weights at least 1 each; which of several equal items are taken is the order of `items`
 * @returns the chosen items, and the sum they have
 */
export function subsetSum(
  items: Int32Array,
  weights: Int32Array,
  goal: number,
  atMost = false,
  prefer: 'heavy' | 'light' = 'heavy',
): { chosen: number[]; sum: number } {
  const byWeight = new Map<number, number[]>();
  for (const item of items) {
    const same = byWeight.get(weights[item]);
    if (same) same.push(item);
    else byWeight.set(weights[item], [item]);
  }
  const distinct = [...byWeight.keys()].sort((a, b) => (prefer === 'heavy' ? b - a : a - b));
  // A sum above the goal is of use only if it is nearer than any below it.
  const top = atMost ? goal : goal + Math.max(0, ...distinct);
  /** For each distinct weight and sum: how many items of that weight the sum was first reached with; -1 for none. */
  const used: Int32Array[] = [];
  let reached = new Uint8Array(top + 1);
  reached[0] = 1;
  for (const weight of distinct) {
    const available = byWeight.get(weight)?.length ?? 0;
    const uses = new Int32Array(top + 1).fill(-1);
    const now = reached.slice();
    for (let s = 0; s <= top; s++) {
      if (reached[s]) {
        uses[s] = 0;
      } else if (s >= weight && uses[s - weight] >= 0 && uses[s - weight] < available) {
        uses[s] = uses[s - weight] + 1;
        now[s] = 1;
      }
    }
    used.push(uses);
    reached = now;
  }
  let sum = 0;
  for (let off = 0; off <= top; off++) {
    if (goal - off > 0 && reached[goal - off]) {
      sum = goal - off;
      break;
    }
    if (goal + off <= top && reached[goal + off]) {
      sum = goal + off;
      break;
    }
  }
  const chosen: number[] = [];
  let rest = sum;
  for (let d = distinct.length - 1; d >= 0; d--) {
    const uses = used[d][rest];
    const same = byWeight.get(distinct[d]) ?? [];
    for (let k = 0; k < uses; k++) chosen.push(same[k]);
    rest -= uses * distinct[d];
  }
  return { chosen, sum };
}
