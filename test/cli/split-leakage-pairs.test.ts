import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import type { PairRow } from '../oracle/check-pairs.js';
import { davis, hasDavis, madePairs } from '../oracle/pair-data.js';
import { expectMixedLeftOut, expectWhole } from './cold-sets.js';
import { butina, corner, expectCold, joinedAlike, SIDES } from './leakage-pairs.js';
import { checkedSplit, IDS, type Partners, splitPairs, written } from './pair-split.js';
import { table } from './recompute.js';
import { run } from './run.js';

const METHOD = ['-m', 'leakage-minimal'];
const folder = temporaryFolder();

describe.skipIf(!hasDavis)('leakage-minimal on DAVIS', () => {
  const all = hasDavis ? davis() : null;
  const given = (drugs: number, targets: number, partners: Partners) => {
    if (!all) throw new Error('no DAVIS');
    return written(folder, corner(all, drugs, targets), partners, all);
  };

  it.each([
    ['kmer:3', '0.4', ['--test', '0.2']],
    ['kmer:3', '0.3', ['--test', '0.3', '--valid', '0.2']],
    ['category', '0.5', ['--test', '0.2']],
    ['matrix', '0.4', ['--test', '120', '--max-discard', '0.5']],
  ] as const)('keeps clusters of both sides whole, partners by %s, %s, %j', async (...one) => {
    const [partners, threshold, args] = one;
    const own = await given(20, 45, partners);
    const more = [...METHOD, '--threshold', threshold, ...args];
    const { rows, summary } = await checkedSplit(folder, own, more);
    const { drugs, partners: others } = own.world;
    const cells = rows.map((row) => row.partner);
    const world = {
      drugs,
      partners: partners === 'matrix' ? joinedAlike(cells, others) : others,
    };
    expectCold(rows, world, summary.diagnostics, threshold);
    expect(summary.pairs.quadrants).toMatchObject({ both_seen: 0, new_drug: 0, new_partner: 0 });
    expect(rows.find((row) => row.split === 'discarded')?.reason).toBe(
      'its drug and its partner are in different sets',
    );
    const note = summary.warnings.find((text: string) => text.includes('summed similarity'));
    expect(note).toMatch(
      /^[\d.]+% of the summed similarity of drugs and [\d.]+% of that of partners is between different sets\. For these \d+ clusters of drugs, \d+ clusters of partners and set sizes, no split has a (lower sum of both shares \(proven\)|sum of both shares more than [\d.]+% lower \(proven; drugs alone [\d.]+%, partners alone [\d.]+%\))$/,
    );
  });

  it('makes the same bytes with any number of threads, and another seed changes no promise', async () => {
    const own = await given(40, 60, 'kmer:3');
    const made = (...args: string[]) =>
      splitPairs(folder, own.input, IDS, [...own.args, ...METHOD, ...args]);
    const one = await made('--threads', '1');
    expect((await made('--threads', '3')).text).toBe(one.text);
    const other = await made('--seed', '7');
    for (const { rows, summary } of [one, other]) {
      expectCold(rows, own.world, summary.diagnostics, '0.4');
    }
  });

  it('makes folds of which each keeps clusters whole, and the test sets are disjoint', async () => {
    const own = await given(20, 45, 'kmer:3');
    const args = ['split', own.input, '-q', '--json', '-o', `${folder.at('folds')}/`];
    const { code, stdout } = await run([
      ...args,
      ...own.args,
      ...METHOD,
      '--folds',
      '3',
      '--max-discard',
      '0.5',
    ]);
    expect(code).toBe(0);
    const { folds } = JSON.parse(stdout);
    const tested = new Set<string>();
    for (const [fold, { diagnostics, sizes }] of folds.entries()) {
      const rows = ['train', 'test', 'discarded'].flatMap((split) =>
        table(folder.read(`folds/fold-${fold}/${split}.csv`)).map((row): PairRow => {
          return { ...row, split, drug: row.drug_id, partner: row.target_id };
        }),
      );
      expect(rows).toHaveLength(900);
      const of = {
        drug: butina(rows, 'drug', own.world.drugs, '0.4'),
        partner: butina(rows, 'partner', own.world.partners, '0.4'),
      };
      for (const side of SIDES) expectWhole(rows, side, of[side]);
      expectMixedLeftOut(rows, of);
      const test = rows.filter((row) => row.split === 'test');
      expect(test.length).toBe(sizes.test);
      expect(sizes.discarded).toBeLessThanOrEqual(450);
      for (const { drug, partner } of test) tested.add(`${drug} ${partner}`);
      expect(diagnostics).toEqual(folds[0].diagnostics);
    }
    const sum = folds.reduce(
      (n: number, { sizes }: { sizes: { test: number } }) => n + sizes.test,
      0,
    );
    expect(tested.size).toBe(sum);
  });
});

describe('leakage-minimal on pairs', () => {
  const message = async (args: readonly string[], made = madePairs(3, 60)) => {
    const { input, args: own } = await written(folder, made, 'kmer:3');
    const { code, stderr } = await run(['split', input, ...own, ...METHOD, ...args, '-q']);
    expect(code).toBe(2);
    return stderr;
  };

  it.each([
    [
      ['--balance-label'],
      '--balance-label: leakage-minimal balances the labels of molecules, not of pairs, because which pairs are kept depends on both of their sides; leave it out',
    ],
    [
      ['--max-discard', '1.5'],
      '--max-discard 1.5: give a fraction below 1, such as 0.2, or a whole number of pairs',
    ],
    [['--threshold', '0.001'], 'the drugs form 1 cluster (the largest has'],
  ])('refuses %j', async (args, text) => {
    expect(await message(args)).toContain(`error: ${text}`);
  });

  it('names the fewest pairs that must be discarded, and keeps to a limit of as many', async () => {
    const made = madePairs(3, 60);
    const text = await message(['--max-discard', '1'], made);
    const [, fewest] =
      /^error: --max-discard 1: with these clusters and set sizes, at least (\d+) pairs \([\d.]+%\) must be discarded \(proven\).*; allow --max-discard \d+, change --test, or raise --threshold for smaller clusters\n$/.exec(
        text,
      ) ?? [];
    const { input, args } = await written(folder, made, 'kmer:3');
    const allowed = /allow --max-discard (\d+)/.exec(text)?.[1] ?? '';
    expect(Number(allowed)).toBeGreaterThanOrEqual(Number(fewest));
    const { summary } = await splitPairs(folder, input, IDS, [
      ...args,
      ...METHOD,
      '--max-discard',
      allowed,
    ]);
    expect(summary.sizes.discarded).toBeLessThanOrEqual(Number(allowed));
    expect(summary.sizes.test).toBeGreaterThan(0);
  });

  it('discards no molecules', async () => {
    const input = folder.file('molecules.csv', 'smiles,y\nCCO,1\nCCCO,2\nc1ccccc1,3\nCCN,4\n');
    const { code, stderr } = await run(['split', input, ...METHOD, '--max-discard', '2', '-q']);
    expect([code, stderr]).toEqual([
      2,
      'error: --max-discard: leakage-minimal discards no molecules, only pairs whose drug and partner are in different sets; leave it out\n',
    ]);
  });
});
