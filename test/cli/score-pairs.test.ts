import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, temporaryFolder } from '../helpers.js';
import { drugsCsv, fasta, madePairs, pairsCsv } from '../oracle/pair-data.js';
import { run } from './run.js';

const folder = temporaryFolder();
const made = madePairs(3, 150);
const files = {
  pairs: folder.file('pairs.csv', pairsCsv(made)),
  drugs: folder.file('drugs.csv', drugsCsv(made)),
  targets: folder.file('targets.fasta', fasta(made)),
};
const split = folder.at('split.csv');
// biome-ignore-start lint/suspicious/noExplicitAny: documents as they are printed
let summary: any;
let rows: Record<string, string>[];

async function json(...args: string[]): Promise<any> {
  const { stdout, stderr, code } = await run([...args, '--json', '--threads', '1']);
  if (code !== 0) throw new Error(stderr || stdout);
  return JSON.parse(stdout);
}
// biome-ignore-end lint/suspicious/noExplicitAny: documents as they are printed

const evaluated = ['--bootstrap', '0', '--min-n', '2', '--metrics', 'mae'];
const sides = ['--drugs', files.drugs, '--targets', files.targets];

beforeAll(async () => {
  summary = await json(
    'split',
    files.pairs,
    ...sides,
    '-m',
    'cold-drug',
    '--test',
    '0.3',
    '-o',
    split,
  );
  rows = rowsOf(folder.read('split.csv'));
});

const testRows = () => rows.filter((row) => row.split === 'test');

describe('a score of pairs', () => {
  it('groups test rows by pair similarity, novelty and the similarity of each side, as the split has them', async () => {
    const scored = await json('score', '--split', split, '--by', 'sides', ...evaluated);
    const binOf = (text: string) => {
      const value = Number(text);
      return value < 1 / 3 ? 0 : value < 2 / 3 ? 1 : 2;
    };
    const count = (bin: number) =>
      testRows().filter((row) => binOf(row.max_similarity) === bin).length;
    expect(scored.strata.map(({ n }: { n: number }) => n)).toEqual([0, 1, 2].map(count));
    const [novelty, bySides] = scored.by;
    expect(novelty).toMatchObject({
      by: 'novelty',
      groups: [{ value: 'new drug', n: testRows().length }],
    });
    expect(summary.pairs.quadrants.new_drug).toBeGreaterThan(0);
    const cells = new Map<string, number>();
    const labels = ['[0, 1/3)', '[1/3, 2/3)', '[2/3, 1]'];
    for (const row of testRows()) {
      const name = `${labels[binOf(row.max_drug_similarity)]} × ${labels[binOf(row.max_partner_similarity)]}`;
      cells.set(name, (cells.get(name) ?? 0) + 1);
    }
    expect(bySides.by).toBe('sides');
    const found = bySides.groups.map(({ value, n }: { value: string; n: number }) => [value, n]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(cells));
  });

  it('has the mean of each partner beside that of all, for partners with enough rows', async () => {
    const predictions = folder.file(
      'preds.csv',
      `drug_id,target_id,y_pred\n${[...testRows()]
        .reverse()
        .map((row, i) => `${row.drug_id},${row.target_id},${Number(row.y) + (i % 3) / 10}`)
        .join('\n')}\n`,
    );
    const scored = await json(
      'score',
      predictions,
      '--split',
      split,
      ...evaluated,
      '--duplicates',
      'mean',
    );
    expect(scored.join).toMatchObject({ by: 'id', matched: testRows().length });
    expect(scored.pairs).toMatchObject({
      kind: 'sequence',
      drug_column: 'drug_id',
      partner_column: 'target_id',
      partner_similarity: 'Jaccard of kmer:3',
    });
    const theirs = new Map<string, number[]>();
    const given = new Map<string, number[]>();
    for (const row of rowsOf(folder.read('preds.csv'))) {
      const key = `${row.drug_id} ${row.target_id}`;
      given.set(key, [...(given.get(key) ?? []), Number(row.y_pred)]);
    }
    for (const row of testRows()) {
      const sequence = (made.targets.get(row.target_id) as string).toUpperCase().replace('*', '');
      const own = given.get(`${row.drug_id} ${row.target_id}`) as number[];
      const error = Math.abs(own.reduce((a, b) => a + b, 0) / own.length - Number(row.y));
      theirs.set(sequence, [...(theirs.get(sequence) ?? []), error]);
    }
    const enough = [...theirs.values()].filter((errors) => errors.length >= 2);
    const means = enough.map((errors) => errors.reduce((a, b) => a + b, 0) / errors.length);
    expect(scored.by_partner).toMatchObject({
      min_n: 2,
      partners: enough.length,
      rows: enough.flat().length,
      left_out: theirs.size - enough.length,
    });
    expect(scored.by_partner.metrics.model.mae.value).toBeCloseTo(
      means.reduce((a, b) => a + b, 0) / means.length,
      10,
    );
    expect(Object.keys(scored.baselines)).toEqual([
      ...['train_mean', 'nearest_neighbour', 'knn', 'property_only'],
      ...['drug_mean', 'partner_mean', 'additive'],
    ]);
    // No test drug is in training, so that its mean is that of all.
    expect(scored.baselines.drug_mean).toEqual(scored.baselines.train_mean);
  });

  it('is the same of a folder with train and test files', async () => {
    const args = ['-m', 'cold-drug', '--test', '0.3'];
    await json('split', files.pairs, ...sides, ...args, '-o', folder.at('parts/'));
    const [one, two] = await Promise.all(
      [split, folder.at('parts/')].map((place) => json('score', '--split', place, ...evaluated)),
    );
    for (const field of ['overall', 'strata', 'by', 'baselines', 'by_partner', 'train', 'n']) {
      expect(two[field], field).toEqual(one[field]);
    }
  });

  it('refuses baselines of pairs where rows are molecules', async () => {
    const table = folder.file(
      'molecules.csv',
      `smiles,y,split\n${[...made.drugs.values()].map((s, i) => `${s},${i},${i % 3 === 0 ? 'test' : 'train'}`).join('\n')}\n`,
    );
    const { code, stderr } = await run(['score', '--split', table, '--baselines', 'drug_mean']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error: --baselines drug_mean: a baseline of pairs, and the rows are molecules; .*--partner/m,
    );
    const { baselines } = await json('score', '--split', table, ...evaluated);
    expect(Object.keys(baselines)).not.toContain('drug_mean');
  });
});
