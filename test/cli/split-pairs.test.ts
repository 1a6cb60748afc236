import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { checkPairSplit } from '../oracle/check-pairs.js';
import {
  below,
  davis,
  hasDavis,
  madeMatrix,
  madePairs,
  pairsCsv,
  someRows,
} from '../oracle/pair-data.js';
import { countsOf, molecules, newness, pairKey, sequences } from '../oracle/pairs.js';
import { checkedSplit, PARTNERS, splitPairs, written } from './pair-split.js';
import { edgesIn } from './recompute.js';

const METHODS = [
  ['-m', 'random'],
  ['-m', 'sae', '--effort', '0.05'],
  ['-m', 'cold-drug'],
  ['-m', 'cold-partner'],
  ['-m', 'cold-both', '--test', '0.4'],
  ['-m', 'random', '--valid', '0.2'],
];
const BINS = ['0,1/3,2/3,1', '0,1', '0,0.25,0.5,1', '0,0.1,0.3,0.6,0.9,1'];

describe('a split of pairs', () => {
  const folder = temporaryFolder();

  it.each(PARTNERS)('writes what the double loop finds, partners by %s', async (partners) => {
    let tested = 0;
    for (const [n, method] of METHODS.entries()) {
      const made = madePairs(n + 10, 60 + 10 * n);
      const names = [...made.targets.keys()];
      const given = await written(folder, made, partners, {
        names,
        cells: madeMatrix(n, names.length),
      });
      const bins = BINS[n % BINS.length];
      const done = await checkedSplit(folder, given, [...method, '--seed', String(n)], bins);
      tested += done.tested;
    }
    expect(tested).toBeGreaterThan(60);
  });

  it('writes what the double loop finds for a table with both texts', async () => {
    const made = madePairs(3, 80);
    const input = folder.file('texts.csv', pairsCsv(made, false));
    const columns = { drug: 'smiles', partner: 'target' };
    const { rows, summary } = await splitPairs(folder, input, columns, ['-m', 'random']);
    const drugs = await molecules(made.drugs.values());
    const world = { drugs, partners: sequences(3), partnersAreIds: false };
    expect(checkPairSplit(rows, world, edgesIn('0,1/3,2/3,1'), summary)).toBeGreaterThan(10);
    expect(summary.input.pairs.kind).toBe('sequence');
  });

  it('writes what the double loop finds for molecules as partners', async () => {
    const { drugs } = madePairs(4, 1, { drugs: 30, targets: 1 });
    const pool = [...drugs.values(), 'C[C@H](N)C(=O)O', 'C[C@@H](N)C(=O)O', 'OC(=O)C(N)C'];
    const pick = below(7);
    const lines = Array.from({ length: 90 }, () =>
      [pool[pick(pool.length)], pool[pick(pool.length)], pick(9)].join(','),
    );
    const input = folder.file('two.csv', `smiles,second,y\n${lines.join('\n')}\n`);
    const entities = await molecules(pool);
    for (const method of METHODS) {
      const { rows, summary } = await splitPairs(
        folder,
        input,
        { drug: 'smiles', partner: 'second' },
        ['--partner', 'second', ...method],
      );
      expect(summary.input.pairs.kind).toBe('molecule');
      const world = { drugs: entities, partners: entities, partnersAreIds: false };
      checkPairSplit(rows, world, edgesIn('0,1/3,2/3,1'), summary);
    }
  });

  it('mimics the similarities of other pairs to its own', async () => {
    const [made, other] = [madePairs(5, 90), madePairs(6, 40)];
    const input = folder.file('own.csv', pairsCsv(made, false));
    const file = folder.file('other.csv', pairsCsv(other, false));
    const columns = { drug: 'smiles', partner: 'target' };
    const args = ['-m', 'sae', '--distribution', `mimic:${file}`, '--bins', '0,1/3,2/3,1'];
    const { summary } = await splitPairs(folder, input, columns, [...args, '--effort', '0.05']);
    const smiles = [...made.drugs.values(), ...other.drugs.values()];
    const world = {
      drugs: await molecules(smiles),
      partners: sequences(3),
      partnersAreIds: false,
    };
    const cells = ({ rows, drugs, targets }: typeof made) =>
      rows.map(([d, t]) => ({ drug: drugs.get(d) as string, partner: targets.get(t) as string }));
    const different = new Map(cells(other).map((pair) => [pairKey(world, pair), pair]));
    const all = [...different.values()].map((pair) => newness(world, pair, cells(made)));
    const { achieved } = countsOf(all, edgesIn('0,1/3,2/3,1'));
    expect(summary.warnings).toContain(
      `${file}: max similarity of its ${different.size} pairs to the input, by bin: ${achieved.join(', ')}`,
    );
  });

  it.skipIf(!hasDavis)('writes what the double loop finds on 20 subsets of DAVIS', async () => {
    const all = davis();
    for (let n = 0; n < 20; n++) {
      const some = someRows(all, n, 60 + ((n * 61) % 181));
      const given = await written(folder, some, PARTNERS[n % PARTNERS.length], all);
      const method = METHODS[(n * 5 + Math.floor(n / 5)) % METHODS.length];
      await checkedSplit(folder, given, [...method, '--seed', String(n)]);
    }
  });
});
