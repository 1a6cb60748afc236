import type { Units } from '../../statistics/resampling.js';

/** Rows in an order that their content alone decides. */
export interface CanonicalRows {
  /** Which row stands where. */
  readonly order: Int32Array;
  /** Unit of each place, numbered in that order. */
  readonly units: Units;
}

/**
 * Orders rows by what they hold, and units by their rows, so that nothing computed from them, sums and random
 * draws included, depends on the order of a file. Rows and units that hold the same are interchangeable.
 *
 * @param columns everything that is computed with, one entry per row
 * @param unit what is drawn together
 */
export function canonicalRows(columns: readonly Float64Array[], unit: Int32Array): CanonicalRows {
  const n = unit.length;
  const compare = (a: number, b: number): number => {
    for (const column of columns) {
      if (column[a] !== column[b]) return column[a] < column[b] ? -1 : 1;
    }
    return 0;
  };
  const sorted = Int32Array.from({ length: n }, (_, i) => i).sort(compare);
  const rank = new Int32Array(n);
  for (let k = 1; k < n; k++) {
    const same = compare(sorted[k - 1], sorted[k]) === 0;
    rank[sorted[k]] = rank[sorted[k - 1]] + (same ? 0 : 1);
  }
  const members = new Map<number, number[]>();
  for (const i of sorted) {
    const rows = members.get(unit[i]);
    if (rows) rows.push(i);
    else members.set(unit[i], [i]);
  }
  const units = [...members.values()].sort((a, b) => {
    const shared = Math.min(a.length, b.length);
    for (let k = 0; k < shared; k++) {
      const difference = rank[a[k]] - rank[b[k]];
      if (difference !== 0) return difference;
    }
    return a.length - b.length;
  });
  const order = new Int32Array(n);
  const of = new Int32Array(n);
  let place = 0;
  units.forEach((rows, u) => {
    for (const i of rows) {
      order[place] = i;
      of[place++] = u;
    }
  });
  return { order, units: { count: units.length, of } };
}
