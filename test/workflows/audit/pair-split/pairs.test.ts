import { describe, expect, it, vi } from 'vitest';
import { DEFAULT_FINGERPRINT } from '../../../../src/chemistry/fingerprint.js';
import { fingerprintSource } from '../../../../src/chemistry/own-fingerprints/index.js';
import { ChemistryPool } from '../../../../src/chemistry/pool.js';
import { Job } from '../../../../src/job.js';
import { audit, auditSplit } from '../../../../src/workflows/audit/index.js';
import type { PairAuditSummary } from '../../../../src/workflows/audit/pair-split/types.js';
import type { AuditOptions } from '../../../../src/workflows/audit/types.js';
import { errorOf, temporaryFolder } from '../../../helpers.js';
import { seeded } from '../../../oracle/generators.js';
import { hasShared } from '../../../shared.js';
import { type Alike, davis, jaccard, type PlainRow, plainAudit, tanimoto } from './plain.js';
import { mutated, plantedPairs, S1, S1_MUTATED, sequence } from './planted.js';

vi.mock('../../../../src/chemistry/pool.js', async (original) =>
  (await import('../../../shared-pool.js')).withSharedPools(original),
);

const folder = temporaryFolder();
const job = new Job({ threads: 1 });

async function auditOf(options: AuditOptions): Promise<PairAuditSummary> {
  const { summary } = await auditSplit(options, job);
  if (!('kind' in summary)) throw new Error('the rows were read as molecules');
  return summary;
}

const tables = plantedPairs();
const split = folder.file('split.csv', tables.split);
const train = folder.file('train.csv', tables.train);
const test = folder.file('test.csv', tables.test);

describe('an audit of pairs', () => {
  it('finds a copied pair, a salt, a mutant and another notation, each counted once', async () => {
    const summary = await auditOf({ split, conflict: 1 });
    const [found] = summary.comparisons;
    expect(found.duplicates).toMatchObject({
      ...{ test_records: 4, test_pairs: 4, share: 4 / 7, other_cells: 2 },
      ...{ conflicting: 1, conflict: 1, swapped: null },
    });
    expect(found.duplicates.examples.map((one) => [one.test_row, one.train_row])).toEqual([
      [7, 1],
      [8, 3],
      [9, 6],
      [13, 4],
    ]);
    expect(found.duplicates.examples[1]).toMatchObject({ test_label: 9, train_label: 6 });
    expect(found.quadrants).toEqual({ both_seen: 4, new_drug: 1, new_partner: 1, both_new: 1 });
    expect(found.drugs).toMatchObject({
      ...{ train: 4, test: 5, shared: 4, other_forms: 1, test_records: 5 },
      near: [0.9, 0.8, 0.7].map((similarity) => ({ similarity, test: 0, test_records: 0 })),
    });
    expect(found.partners).toMatchObject({
      ...{ train: 3, test: 5, shared: 3, other_forms: 0, test_records: 5 },
      near: [0.9, 0.8, 0.7].map((similarity) => ({ similarity, test: 1, test_records: 1 })),
    });
    const near = jaccard(S1, S1_MUTATED);
    expect(near).toBeCloseTo(0.959, 3);
    expect(found.partners.examples).toEqual([
      {
        test: expect.stringMatching(`^${S1_MUTATED.slice(0, 50)}`),
        train: expect.stringMatching(`^${S1.slice(0, 50)}`),
        ...{ test_row: 10, train_row: 1, similarity: near, test_records: 1 },
      },
    ]);
    expect(found.verdict).toBe('leaky');
    expect(summary.sides).toMatchObject({
      train: { records: 6, pairs: 5, drugs: 4, partners: 3, labelled: 6 },
      test: { records: 7, pairs: 7, drugs: 5, partners: 5, labelled: 7 },
    });
    expect(summary.sides.train.label_conflicts).toMatchObject({
      molecules: 1,
      examples: [{ rows: [1, 2], labels: [5, 5.2] }],
    });
    expect(summary.sides.test.label_conflicts?.molecules).toBe(0);
  });

  it('tells salts from their parents where that was asked for', async () => {
    const [found] = (await auditOf({ split, standardize: 'none' })).comparisons;
    expect(found.duplicates).toMatchObject({ test_records: 3, other_cells: 1 });
    expect(found.drugs).toMatchObject({ train: 4, test: 5, shared: 3, other_forms: 0 });
    expect(found.quadrants).toEqual({ both_seen: 3, new_drug: 2, new_partner: 1, both_new: 1 });
    // Another form of a drug is near it.
    expect(found.drugs.examples[0]).toMatchObject({
      train: 'CCN(CC)CCNC(=O)c1ccc(N)cc1',
      test: 'Cl.CCN(CC)CCNC(=O)c1ccc(N)cc1',
    });
  });

  it('is the same for two files as for one with a split column, but for rows and inputs', async () => {
    const one = (await auditOf({ split, conflict: 1 })).comparisons;
    const two = (await auditOf({ train, test, conflict: 1 })).comparisons;
    const withoutRows = JSON.stringify(two).replaceAll(/"(test|train)_row":\d+/g, '');
    expect(withoutRows).toBe(JSON.stringify(one).replaceAll(/"(test|train)_row":\d+/g, ''));
    expect(two[0].duplicates.examples.map((row) => [row.test_row, row.train_row])).toEqual([
      [1, 1],
      [2, 3],
      [3, 6],
      [7, 4],
    ]);
  });

  it('counts pairs of molecules that are swapped apart, and salts of either', async () => {
    const [a, b, c] = ['CC(=O)Oc1ccccc1C(=O)O', 'CCN(CC)CCNC(=O)c1ccc(N)cc1', 'CCCCCCCCO'];
    const header = 'SMILES,other,y\n';
    const files = {
      train: folder.file('combined-train.csv', `${header}${a},${b},1.5\n${b},${c},2.5\n`),
      test: folder.file(
        'combined-test.csv',
        `${header}${b},${a},1.7\n${a},Cl.${b},1.6\n${c},${c},3\n`,
      ),
      partner: 'other',
      partnerKind: 'molecule',
    } as const;
    const [found] = (await auditOf(files)).comparisons;
    expect(found.duplicates).toMatchObject({ test_records: 1, swapped: 1, other_cells: 1 });
    expect(found.drugs).toMatchObject({ train: 2, test: 3, shared: 2 });
    expect(found.partners).toMatchObject({ train: 2, test: 3, shared: 2, other_forms: 1 });
    expect(found.quadrants).toEqual({ both_seen: 1, new_drug: 1, new_partner: 1, both_new: 0 });
  });

  it('has a validation set, and no labels where there are none', async () => {
    const text = tables.split
      .replace(/^salt,.*$/m, (line) => line.replace(',test', ',valid'))
      .replaceAll(/^((?:[^,\n]*,){3})[^,\n]*/gm, (_, start) => `${start}-`)
      .replace('Target,-', 'Target,note');
    const summary = await auditOf({ split: folder.file('valid.csv', text) });
    expect(summary.comparisons.map(({ name }) => name)).toEqual([
      'train-test',
      'train-valid',
      'valid-test',
    ]);
    for (const { labels, hub_bias, duplicates, labels_reason } of summary.comparisons) {
      expect([labels, hub_bias, duplicates.conflicting]).toEqual([null, null, null]);
      expect(labels_reason).toBe('not both sides have labels');
    }
    expect(summary.comparisons.map(({ duplicates }) => duplicates.test_records)).toEqual([3, 1, 0]);
    expect(summary.comparisons[2].drugs).toMatchObject({ train: 1, test: 4, shared: 0 });
  });

  it('refuses what it could not judge, and rows that are pairs on one side alone', async () => {
    const message = async (options: AuditOptions) =>
      folder.shorten((await errorOf(() => auditSplit(options, job))).message);
    expect(await message({ split, maxSharedScaffolds: '0' })).toBe(
      '--max-shared-scaffolds: scaffolds are those of molecules, and the rows are pairs; leave it out, or use --max-duplicates or --max-near',
    );
    expect(await message({ split, maxCliffs: '0' })).toMatch(/^--max-cliffs: activity cliffs are/);
    expect(await message({ split, maxConflicts: '0' })).toMatch(/^--max-conflicts: near-duplicate/);
    const alone = folder.file('alone.csv', 'Drug,Y\nCCO,1\nCCN,2\n');
    expect(await message({ train, test: alone })).toBe(
      'the rows of train.csv are pairs with a sequence, and those of alone.csv molecules; name the column of partners of both with --partner',
    );
    expect(folder.shorten((await errorOf(() => audit({ split }, job))).message)).toBe(
      'the rows of split.csv are pairs of a molecule and a partner; audit them with auditSplit, or as molecules with --partner none',
    );
  });

  it('scores classes by ROC-AUC', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i % 5, (i * 7) % 8, i % 5 < 2 ? 1 : 0]);
    const text = rows.map(
      ([d, p, y], i) => `${'C'.repeat(d + 3)}O,cell-${p},${y},${i < 25 ? 'train' : 'test'}`,
    );
    const summary = await auditOf({
      split: folder.file('classes.csv', `smiles,cell,active,split\n${text.join('\n')}\n`),
      partner: 'cell',
      label: 'active',
    });
    const [{ hub_bias: hub, partners }] = summary.comparisons;
    expect(summary.pairs.partner_kind).toBe('category');
    expect(partners.near).toBeNull();
    expect(hub?.baselines.drug_mean.roc_auc).toEqual({ value: 1 });
    expect(hub?.baselines.train_mean.roc_auc).toEqual({ value: 0.5 });
    expect(hub?.line).toMatch(/^drug and partner means alone rank the test labels with a ROC-AUC/);
  });
});

const EDGES = [0, 1 / 3, 2 / 3, 1];
const NEAR = [0.9, 0.8, 0.7];

/** Tanimoto similarity of the usual fingerprints, by plain loops over their bits. */
async function drugSimilarity(smiles: readonly string[]): Promise<Alike> {
  const pool = new ChemistryPool(fingerprintSource(DEFAULT_FINGERPRINT), { threads: 1 });
  const { words } = await pool.describe([...smiles], job);
  const at = new Map(smiles.map((text, i) => [text, i]));
  return (one, other) =>
    tanimoto(words, pool.fingerprint.words, at.get(one) ?? -1, at.get(other) ?? -1);
}

async function expectPlain(
  rows: readonly PlainRow[],
  alike: { drugs: Alike; partners: Alike },
  options: AuditOptions,
) {
  const [found] = (await auditOf({ ...options, conflict: 0.5 })).comparisons;
  const { r2, similarity, ...expected } = plainAudit(rows, alike, NEAR, EDGES, 0.5);
  expect(found).toMatchObject(expected);
  expect(found.similarity.test).toEqual(similarity.test);
  expect(found.similarity.mean).toBeCloseTo(similarity.mean, 12);
  expect(found.similarity.median).toBeCloseTo(similarity.median, 12);
  for (const [name, value] of Object.entries(r2)) {
    const score = found.hub_bias?.baselines[name].r2.value;
    // The additive baseline is fitted in rounds, and stops before the last digits are right.
    expect(score, name).toBeCloseTo(value, name === 'additive' ? 3 : 10);
  }
}

describe('an audit of pairs equals plain loops', () => {
  const chains = [3, 4, 5, 6, 7, 9].map((n) => `${'C'.repeat(n)}O`);
  const drugs = [...chains, 'c1ccccc1CCO', 'c1ccccc1CCCO', 'c1ccncc1CCO', 'CCN(CC)CCO'];
  const base = sequence(11, 90);
  const targets = [base, ...[1, 2, 4, 8].map((n) => mutated(base, n)), sequence(12, 90)];
  const subsets = ['train', 'train', 'train', 'test', 'discarded'];

  /** Rows of random drugs and partners, some of them several times. */
  function made(seed: number, partners: readonly string[]): PlainRow[] {
    const next = seeded(seed);
    const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)];
    return Array.from({ length: 60 }, () => {
      const [drug, partner] = [pick(drugs), pick(partners)];
      const y = Math.round(100 * (drugs.indexOf(drug) + partners.indexOf(partner) + next())) / 100;
      return { split: pick(subsets), drug, partner, pair: `${drug} ${partner}`, y };
    });
  }

  const table = (name: string, rows: readonly PlainRow[]) =>
    folder.file(
      name,
      `smiles,partner,y,split\n${rows.map((r) => `${r.drug},${r.partner},${r.y},${r.split}`).join('\n')}\n`,
    );

  it.each([1, 2, 3, 4, 5])('on sequences, seed %d', async (seed) => {
    const rows = made(seed, targets);
    const alike = { drugs: await drugSimilarity(drugs), partners: jaccard };
    await expectPlain(rows, alike, { split: table('made.csv', rows), partner: 'partner' });
  });

  it.each([1, 2])('on categories, seed %d', async (seed) => {
    const rows = made(seed, ['MCF7', 'PC3', 'A375', 'HT29']);
    const [found] = (await auditOf({ split: table('cells.csv', rows), partner: 'partner' }))
      .comparisons;
    const alike = {
      drugs: await drugSimilarity(drugs),
      partners: (one: string, other: string) => (one === other ? 1 : 0),
    };
    const expected = plainAudit(rows, alike, NEAR, EDGES, 0);
    expect(found).toMatchObject({
      ...{ drugs: expected.drugs, quadrants: expected.quadrants, near: expected.near },
      partners: { ...expected.partners, near: null },
    });
  });

  it('on a similarity matrix', async () => {
    const names = ['A', 'B', 'C', 'D', 'E'];
    const value = (i: number, j: number) =>
      i === j ? 1 : [0.95, 0.8, 0.7, 0.2][Math.abs(i - j) - 1];
    const matrix = names.map((name, i) => [name, ...names.map((_, j) => value(i, j))].join('\t'));
    const targetSimilarity = folder.file(
      'matrix.tsv',
      `id\t${names.join('\t')}\n${matrix.join('\n')}\n`,
    );
    // Of the three that are not in training, the middle one has a similarity that is a threshold.
    const rows = made(3, names).map((row) =>
      ['B', 'C', 'D'].includes(row.partner) && row.split === 'train'
        ? { ...row, split: 'discarded' }
        : row,
    );
    const partners = (one: string, other: string) =>
      value(names.indexOf(one), names.indexOf(other));
    await expectPlain(
      rows,
      { drugs: await drugSimilarity(drugs), partners },
      { split: table('of-matrix.csv', rows), partner: 'partner', targetSimilarity },
    );
  });

  it('on molecules', async () => {
    const rows = made(4, drugs.slice(2));
    const drugsAlike = await drugSimilarity(drugs);
    await expectPlain(
      rows,
      { drugs: drugsAlike, partners: drugsAlike },
      { split: table('combined.csv', rows), partner: 'partner', partnerKind: 'molecule' },
    );
  });

  it.skipIf(!hasShared).each([1, 2, 3])('on a part of DAVIS, by ids, seed %d', async (seed) => {
    const { drugs: smiles, targets: letters, pairs } = davis();
    const next = seeded(seed);
    const chosen = (ids: Iterable<string>, n: number) =>
      [...ids]
        .map((id) => [next(), id] as const)
        .sort(([a], [b]) => a - b)
        .slice(0, n)
        .map(([, id]) => id);
    const [own, theirs] = [chosen(smiles.keys(), 18), chosen([...letters.keys()].slice(0, 40), 20)];
    const kept = pairs
      .filter(([drug, target]) => own.includes(drug) && theirs.includes(target))
      .map((cells) => ({ cells, split: subsets[Math.floor(next() * subsets.length)] }));
    const rows = kept.map(
      ({ cells: [drug, target, , y], split }): PlainRow => ({
        split,
        drug: smiles.get(drug) ?? '',
        partner: letters.get(target) ?? '',
        pair: `${drug} ${target}`,
        y: Number(y),
      }),
    );
    // Mutants that have the sequence of the wild type are duplicates.
    expect(new Set(rows.map(({ partner }) => partner)).size).toBeLessThan(theirs.length);
    const file = folder.file(
      `davis-${seed}.csv`,
      `drug_id,target_id,pKd,split\n${kept.map(({ cells, split }) => [cells[0], cells[1], cells[3], split].join()).join('\n')}\n`,
    );
    const drugFile = folder.file(
      'drugs.csv',
      `drug_id,smiles\n${[...smiles].map((one) => one.join()).join('\n')}\n`,
    );
    const fasta = folder.file(
      'targets.fasta',
      [...letters].map(([id, text]) => `>${id}\n${text}\n`).join(''),
    );
    await expectPlain(
      rows,
      { drugs: await drugSimilarity([...new Set(smiles.values())]), partners: jaccard },
      { split: file, drugs: drugFile, targets: fasta, label: 'pKd' },
    );
  });
});
