import { expect } from 'vitest';
import type { PairRow } from '../oracle/check-pairs.js';

/** A side of pairs, by the column of its cells. */
export type Side = 'drug' | 'partner';

/** Clusters by the sets of their pairs that are in one. */
export function setsOf(rows: readonly PairRow[], cluster: (row: PairRow) => string) {
  const sets = new Map<string, Set<string>>();
  for (const row of rows) {
    if (row.split === 'discarded') continue;
    const own = sets.get(cluster(row)) ?? new Set();
    sets.set(cluster(row), own.add(row.split));
  }
  return sets;
}

/** No cluster of a side is in two sets. */
export function expectWhole(
  rows: readonly PairRow[],
  side: Side,
  clusters: ReadonlyMap<string, string>,
) {
  for (const sets of setsOf(rows, (row) => clusters.get(row[side]) as string).values()) {
    expect(sets.size).toBe(1);
  }
}

/** The pairs that are left out are those whose sides are in different sets, and no others. */
export function expectMixedLeftOut(
  rows: readonly PairRow[],
  of: Record<Side, ReadonlyMap<string, string>>,
) {
  const [drugs, partners] = (['drug', 'partner'] as const).map((side) =>
    setsOf(rows, (row) => of[side].get(row[side]) as string),
  );
  for (const row of rows) {
    const own = drugs.get(of.drug.get(row.drug) as string);
    const other = partners.get(of.partner.get(row.partner) as string);
    if (row.split !== 'discarded')
      expect([...(own ?? []), ...(other ?? [])]).toEqual([row.split, row.split]);
    else if (own && other) expect([...own]).not.toEqual([...other]);
  }
  // A drug of which all pairs are left out must be in a set in which none of its partners is.
  const used = new Set(rows.map((row) => row.split).filter((split) => split !== 'discarded'));
  for (const [side, other, known] of [
    ['drug', 'partner', drugs],
    ['partner', 'drug', partners],
  ] as const) {
    const others = side === 'drug' ? partners : drugs;
    const lost = new Map<string, Set<string>>();
    for (const row of rows) {
      const cluster = of[side].get(row[side]) as string;
      if (known.has(cluster)) continue;
      const sets = lost.get(cluster) ?? new Set();
      for (const split of others.get(of[other].get(row[other]) as string) ?? []) sets.add(split);
      lost.set(cluster, sets);
    }
    for (const sets of lost.values()) expect(sets.size).toBeLessThan(used.size);
  }
}
