import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { compare } from '../oracle/brute-force.js';
import type { PairRow } from '../oracle/check-pairs.js';
import { type Clustering, clustersOf } from '../oracle/pair-clusters.js';
import { madePairs } from '../oracle/pair-data.js';
import { type Entities, pairKey } from '../oracle/pairs.js';
import { expectMixedLeftOut, expectWhole, type Side } from './cold-sets.js';
import { checkedSplit, IDS, splitPairs, written } from './pair-split.js';
import { edgesIn, table } from './recompute.js';
import { run } from './run.js';

const folder = temporaryFolder();
function allClusters(
  rows: readonly PairRow[],
  world: { drugs: Entities; partners: Entities },
  drugs: Clustering,
  partners: Clustering,
) {
  const cells = (side: Side) => [...new Set(rows.map((row) => row[side]))];
  // Targets are ids; drugs are structures, of which each is clustered once, as its first id.
  const first = new Map<string, string>();
  for (const id of cells('drug')) {
    const key = world.drugs.key(id);
    if (!first.has(key)) first.set(key, id);
  }
  const ofFirst = clustersOf([...first.values()], world.drugs, drugs);
  const drug = cells('drug').map((id) => {
    return [id, ofFirst.get(first.get(world.drugs.key(id)) as string) as string] as const;
  });
  return {
    drug: new Map(drug),
    partner: clustersOf(cells('partner'), world.partners, partners),
  };
}

const SIDES: Record<string, readonly Side[]> = {
  'cold-drug': ['drug'],
  'cold-partner': ['partner'],
  'cold-both': ['drug', 'partner'],
};

/** The ring systems of made-up drugs. */
const coreOf = (smiles: string) => {
  const rings = { indole: 'c2[nH]ccc2c1', pyridine: 'c1ccncc1', piperidine: 'C1CCNCC1' };
  return Object.entries(rings).find(([, ring]) => smiles.includes(ring))?.[0] ?? 'benzene';
};

describe.each(['cold-drug', 'cold-partner', 'cold-both'])('%s', (method) => {
  const sides = SIDES[method];

  it.each([
    ['none', 'none', []],
    ['none', 'none', ['--valid', '0.25']],
    ['scaffold', 'butina:0.3', []],
    ['butina:0.5', 'components:0.2', []],
    ['components:0.6', 'components:0.9', []],
    ['components:0.6', 'components:1', ['--valid', '0.2']],
    ['components:1', 'butina:1', []],
  ])('keeps drugs by %s and partners by %s in one set %j', async (drugs, partners, more) => {
    for (const seed of [0, 1]) {
      const made = madePairs(seed + 40, 130, { drugs: 24, targets: 20 });
      const given = await written(folder, made, 'kmer:3');
      const args = ['-m', method, '--test', '0.3', '--seed', String(seed), ...more];
      if (sides.includes('drug')) args.push('--drug-clusters', drugs);
      if (sides.includes('partner')) args.push('--partner-clusters', partners);
      const { rows } = await checkedSplit(folder, given, args);
      const ofDrugs: Clustering =
        drugs === 'scaffold' ? (id) => coreOf(made.drugs.get(id) as string) : drugs;
      const of = allClusters(rows, given.world, ofDrugs, partners);
      for (const side of sides) {
        expectWhole(rows, side, of[side]);
        const key = side === 'drug' ? given.world.drugs.key : given.world.partners.key;
        expectWhole(rows, side, new Map(rows.map((row) => [row[side], key(row[side])])));
      }
      const left = rows.filter((row) => row.split === 'discarded');
      if (method === 'cold-both') expectMixedLeftOut(rows, of);
      else expect(left).toEqual([]);
      expect(rows.map((row) => row.split)).toContain('test');
      for (const side of sides) {
        const [kind, value] = (side === 'drug' ? drugs : partners).split(':');
        if (kind !== 'components') continue;
        const { similarity } = given.world[`${side}s`];
        const limit = edgesIn(value)[0];
        for (const a of rows) {
          for (const b of rows) {
            const apart = [a, b].every((row) => row.split !== 'discarded') && a.split !== b.split;
            if (apart) expect(compare(similarity(a[side], b[side]), limit)).toBeLessThan(0);
          }
        }
      }
    }
  });

  it('makes other splits with other seeds, and the same bytes with the same', async () => {
    const given = await written(folder, madePairs(77, 120), 'kmer:2');
    const run = async (...args: string[]) =>
      (await splitPairs(folder, given.input, IDS, [...given.args, '-m', method, ...args])).text;
    const one = await run('--seed', '1');
    expect(await run('--seed', '1', '--threads', '1')).toBe(one);
    expect(await run('--seed', '1', '--threads', '3')).toBe(one);
    expect(await run('--seed', '2')).not.toBe(one);
  });

  it('makes folds of which each is a cold split of its own, and the test sets are disjoint', async () => {
    const made = madePairs(78, 150);
    const given = await written(folder, made, 'kmer:3');
    const output = `${folder.at(`${method}-folds`)}/`;
    const { code, stdout } = await run([
      ...['split', given.input, '-q', '--json', '-o', output, ...given.args],
      ...['-m', method, '--folds', '4', '--seed', '5'],
    ]);
    expect(code).toBe(0);
    const { folds } = JSON.parse(stdout);
    const tested = new Map<string, number>();
    for (const [k, fold] of [0, 1, 2, 3].entries()) {
      const rows = ['train', 'test', 'discarded'].flatMap((split) => {
        const name = `${method}-folds/fold-${fold}/${split}.csv`;
        if (split === 'discarded' && method !== 'cold-both') return [];
        return table(folder.read(name)).map((row): PairRow => {
          return { ...row, split, drug: row.drug_id, partner: row.target_id };
        });
      });
      expect(rows).toHaveLength(150);
      const of = allClusters(rows, given.world, 'none', 'none');
      for (const side of sides) expectWhole(rows, side, of[side]);
      if (method === 'cold-both') expectMixedLeftOut(rows, of);
      const inSet = (split: string) => rows.filter((row) => row.split === split);
      const pairs = new Set(inSet('test').map((row) => pairKey(given.world, row)));
      for (const key of pairs) expect(tested.get(key) ?? k).toBe(k);
      for (const key of pairs) tested.set(key, k);
      const known = (side: Side, row: PairRow) => {
        const { key } = given.world[`${side}s`];
        return inSet('train').some((other) => key(other[side]) === key(row[side]));
      };
      const one = new Map(inSet('test').map((row) => [pairKey(given.world, row), row]));
      const novelty = [...one.values()].map((row) => [known('drug', row), known('partner', row)]);
      const count = (drug: boolean, partner: boolean) =>
        novelty.filter(([d, p]) => d === drug && p === partner).length;
      expect(folds[k].pairs.quadrants).toEqual({
        both_seen: count(true, true),
        new_drug: count(false, true),
        new_partner: count(true, false),
        both_new: count(false, false),
      });
    }
    const all = new Set(
      made.rows.map(([drug, partner]) => pairKey(given.world, { drug, partner })),
    );
    if (method === 'cold-both') expect(tested.size).toBeLessThan(all.size);
    else expect(tested.size).toBe(all.size);
  });
});
