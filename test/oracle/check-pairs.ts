import { expect } from 'vitest';
import type { Ratio } from './brute-force.js';
import {
  countsOf,
  type Newness,
  newness,
  type PairCells,
  type PairWorld,
  pairKey,
} from './pairs.js';

type Row = Readonly<Record<string, string>>;

/** A row of a split, with the cells of its pair. */
export type PairRow = Row & PairCells;

const number = ([numerator, denominator]: Ratio) => Number(numerator) / Number(denominator);

/**
 * Compares what stands in the rows of a split with the double loop over test and training rows, and what its summary
 * counts.
 *
 * @param rows the output, with the cells that decide in `drug` and `partner`
 * @returns the number of test pairs
 */
export function checkPairSplit(
  rows: readonly PairRow[],
  world: PairWorld,
  edges: readonly Ratio[],
  summary: { readonly similarity: { achieved: unknown }; readonly pairs: unknown },
): number {
  const train = rows.filter((row) => row.split === 'train');
  const numberOf = new Map(rows.map((row, i) => [row, String(i + 1)]));
  const seen = new Map<string, Newness>();
  for (const row of rows) {
    if (row.split !== 'test' && row.split !== 'valid') {
      expect([row.max_similarity, row.nearest_train, row.max_drug_similarity]).toEqual([
        '',
        '',
        '',
      ]);
      continue;
    }
    const found = newness(world, row, train);
    expect({
      max: Number(row.max_similarity),
      nearest: row.nearest_train,
      drug: Number(row.pair_drug_similarity),
      partner: Number(row.pair_partner_similarity),
      maxDrug: Number(row.max_drug_similarity),
      maxPartner: Number(row.max_partner_similarity),
    }).toEqual({
      max: number(found.max),
      nearest: numberOf.get(train[found.nearest]),
      drug: number(found.drug),
      partner: number(found.partner),
      maxDrug: number(found.maxDrug),
      maxPartner: number(found.maxPartner),
    });
    if (row.split === 'test') seen.set(pairKey(world, row), found);
  }
  const { achieved, pairs } = countsOf([...seen.values()], edges);
  expect({ achieved: summary.similarity.achieved, pairs: summary.pairs }).toEqual({
    achieved,
    pairs,
  });
  return seen.size;
}
