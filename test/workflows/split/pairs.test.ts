import { describe, expect, it, vi } from 'vitest';
import { Job } from '../../../src/job.js';
import { split } from '../../../src/workflows/split/index.js';
import type { SplitOptions, SplitResult } from '../../../src/workflows/split/types.js';
import { temporaryFolder } from '../../helpers.js';
import {
  below,
  drugsCsv,
  fasta,
  type MadePairs,
  madePairs,
  pairsCsv,
} from '../../oracle/pair-data.js';

vi.mock('../../../src/chemistry/pool.js', async (original) =>
  (await import('../../shared-pool.js')).withSharedPools(original),
);

const folder = temporaryFolder();

/** A split by the column `time`, so that the test decides what is in which set: 1 is the test set. */
function splitBy(made: MadePairs, times: readonly number[], more: Partial<SplitOptions> = {}) {
  const lines = pairsCsv(made).trimEnd().split('\n');
  const text = lines.map((line, i) => `${line},${i === 0 ? 'time' : times[i - 1]}\n`).join('');
  return split(
    {
      input: folder.file('pairs.csv', text),
      drugs: folder.file('drugs.csv', drugsCsv(made)),
      targets: folder.file('targets.fasta', fasta(made)),
      method: 'time',
      methodOptions: { time: 'time', cutoff: '1' },
      label: 'y',
      ...more,
    },
    new Job({ threads: 1 }),
  );
}

/** Pairs of ids that occur once each, and which of them are in test. */
function once(seed: number, rows: number): { made: MadePairs; times: number[] } {
  const made = madePairs(seed, rows);
  const seen = new Set<string>();
  // The last drug and the last target are the first in other words.
  const key = (id: string, last: string) => (id === last ? `${id[0]}0` : id);
  const own = made.rows.filter(([drug, target]) => {
    const pair = `${key(drug, 'D17')} ${key(target, 'T14')}`;
    return !seen.has(pair) && seen.add(pair);
  });
  const pick = below(seed);
  return { made: { ...made, rows: own }, times: own.map(() => (pick(4) === 0 ? 1 : 0)) };
}

/** What is said of each test pair, by its cells. */
function similarities(made: MadePairs, { records }: SplitResult) {
  return new Map(
    made.rows.flatMap(([drug, target], r) => {
      const { split: own, maxSimilarity, sides } = records[r];
      if (own !== 'test') return [];
      const said = [maxSimilarity, sides?.maxDrug, sides?.maxPartner];
      return [[`${drug} ${target}`, said] as const];
    }),
  );
}

describe('similarities of pairs', () => {
  it('do not depend on the order of the rows', async () => {
    for (const seed of [1, 2, 3]) {
      const { made, times } = once(seed, 90);
      const first = await splitBy(made, times);
      const expected = similarities(made, first);
      expect(expected.size).toBeGreaterThan(10);
      const pick = below(seed + 7);
      const order = [...made.rows.keys()];
      for (let i = order.length - 1; i > 0; i--) {
        const j = pick(i + 1);
        [order[i], order[j]] = [order[j], order[i]];
      }
      const shuffled = { ...made, rows: order.map((r) => made.rows[r]) };
      const again = await splitBy(
        shuffled,
        order.map((r) => times[r]),
      );
      expect(similarities(shuffled, again)).toEqual(expected);
      expect(again.summary.pairs).toEqual(first.summary.pairs);
      expect(again.summary.similarity).toEqual(first.summary.similarity);
    }
  });

  it.each(['random', 'cold-drug', 'cold-partner', 'cold-both', 'sae'])(
    'do not depend on the names of drugs and targets, nor does the %s split',
    async (method) => {
      const { made, times } = once(4, 80);
      const rename = (id: string) =>
        `${id[0] === 'D' ? 'zz' : 'a,"'}${id.slice(1)}`.replace(/[,"]/g, '_');
      const renamed: MadePairs = {
        drugs: new Map([...made.drugs].map(([id, smiles]) => [rename(id), smiles])),
        targets: new Map([...made.targets].map(([id, sequence]) => [rename(id), sequence])),
        rows: made.rows.map(([drug, target, y]) => [rename(drug), rename(target), y]),
      };
      const options = {
        method,
        methodOptions: method === 'sae' ? { effort: '0.05' } : {},
        test: '0.3',
        seed: 3,
      };
      const one = await splitBy(made, times, options);
      const other = await splitBy(renamed, times, options);
      expect(other.records).toEqual(one.records);
      expect(other.summary.pairs).toEqual(one.summary.pairs);
    },
  );

  it('never fall when a pair is added to training', async () => {
    const { made, times } = once(5, 70);
    const before = similarities(made, await splitBy(made, times));
    const pick = below(11);
    let risen = 0;
    for (let n = 0; n < 8; n++) {
      const added = [`D${pick(17)}`, `T${pick(14)}`] as const;
      if (made.rows.some(([drug, target]) => drug === added[0] && target === added[1])) continue;
      const longer: MadePairs = { ...made, rows: [...made.rows, [...added, '1']] };
      const after = similarities(longer, await splitBy(longer, [...times, 0]));
      expect([...after.keys()]).toEqual([...before.keys()]);
      for (const [pair, values] of after) {
        values.forEach((value, i) => {
          const least = before.get(pair)?.[i] as number;
          expect(value).toBeGreaterThanOrEqual(least);
          if ((value as number) > least) risen++;
        });
      }
    }
    expect(risen).toBeGreaterThan(0);
  });
});
