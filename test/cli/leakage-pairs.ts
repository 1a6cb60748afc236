import { expect } from 'vitest';
import type { PairRow } from '../oracle/check-pairs.js';
import { clustersOf } from '../oracle/pair-clusters.js';
import type { MadePairs } from '../oracle/pair-data.js';
import type { Entities } from '../oracle/pairs.js';
import { expectMixedLeftOut, expectWhole, type Side, setsOf } from './cold-sets.js';

export const SIDES: readonly Side[] = ['drug', 'partner'];

/** Cells of a side that mean different entities, in the order of the rows. */
function different(rows: readonly PairRow[], side: Side, entities: Entities): string[] {
  const first = new Map<string, string>();
  for (const row of rows) {
    const key = entities.key(row[side]);
    if (!first.has(key)) first.set(key, row[side]);
  }
  return [...first.values()];
}

/** The Butina cluster of each cell of a side. */
export function butina(
  rows: readonly PairRow[],
  side: Side,
  entities: Entities,
  threshold: string,
) {
  const cells = different(rows, side, entities);
  const cluster = clustersOf(cells, entities, `butina:${threshold}`);
  const ofKey = new Map(cells.map((cell) => [entities.key(cell), cluster.get(cell) as string]));
  return new Map(rows.map((row) => [row[side], ofKey.get(entities.key(row[side])) as string]));
}

/** What the diagnostics of a side say, by a double loop over its entities; each must have a pair in a set. */
function recomputed(rows: readonly PairRow[], side: Side, entities: Entities) {
  const cells = different(rows, side, entities);
  const setOf = setsOf(rows, (row) => entities.key(row[side]));
  const set = cells.map((cell) => [...(setOf.get(entities.key(cell)) ?? [])].join());
  expect(set).not.toContain('');
  const sums = { across: 0, all: 0, pairsAcross: 0, pairs: 0 };
  for (let i = 0; i < cells.length; i++) {
    for (let j = 0; j < i; j++) {
      const [num, den] = entities.similarity(cells[i], cells[j]);
      const similarity = Number((2_000_000n * num + den) / (2n * den)) / 1e6;
      sums.all += similarity;
      sums.pairs++;
      if (set[i] === set[j]) continue;
      sums.across += similarity;
      sums.pairsAcross++;
    }
  }
  return {
    cross_similarity: sums.across,
    cross_share: sums.all === 0 ? 0 : sums.across / sums.all,
    mean_cross_similarity: sums.across / sums.pairsAcross,
    mean_similarity: sums.all / sums.pairs,
  };
}

/** Holds a split against its clusters, and its diagnostics against plain loops. */
export function expectCold(
  rows: readonly PairRow[],
  world: { readonly drugs: Entities; readonly partners: Entities },
  diagnostics: Readonly<Record<string, number>>,
  threshold: string,
) {
  const of = {
    drug: butina(rows, 'drug', world.drugs, threshold),
    partner: butina(rows, 'partner', world.partners, threshold),
  };
  let leak = 0;
  for (const side of SIDES) {
    expectWhole(rows, side, of[side]);
    expect(diagnostics[`${side}_clusters`]).toBe(new Set(of[side].values()).size);
    const own = recomputed(rows, side, world[`${side}s`]);
    for (const [name, value] of Object.entries(own)) {
      expect(diagnostics[`${side}_${name}`], `${side} ${name}`).toBeCloseTo(value, 8);
    }
    const gap = diagnostics[`${side}_gap`];
    expect(gap).toBeGreaterThanOrEqual(0);
    leak += own.cross_share;
  }
  expectMixedLeftOut(rows, of);
  expect(diagnostics.cross_share).toBeCloseTo(leak, 9);
  expect(diagnostics.cross_share_bound).toBeLessThanOrEqual(leak + 1e-9);
  expect(diagnostics.gap).toBeCloseTo((leak - diagnostics.cross_share_bound) / leak, 9);
}

/** Entities with a table of similarities, of which those of similarity 1 are one, as those that they link. */
export function joinedAlike(cells: readonly string[], entities: Entities): Entities {
  const alike = clustersOf([...new Set(cells)], entities, 'components:1');
  return { ...entities, key: (cell) => alike.get(cell) as string };
}

/** All pairs of the first drugs with the first targets. */
export function corner(all: MadePairs, drugs: number, targets: number): MadePairs {
  const [some, others] = [0, 1].map((c) => [...new Set(all.rows.map((row) => row[c]))]);
  const [own, partners] = [new Set(some.slice(0, drugs)), new Set(others.slice(0, targets))];
  return { ...all, rows: all.rows.filter(([d, t]) => own.has(d) && partners.has(t)) };
}
