import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { SMALL, temporaryFolder } from '../helpers.js';
import { binOf } from '../oracle/brute-force.js';
import { edgesIn, ks, Similarity, table } from './recompute.js';
import { run } from './run.js';

const folder = temporaryFolder();

const drugs = table(
  readFileSync(new URL('../../datasets/drugs-and-chemicals.csv', import.meta.url), 'utf8'),
);
let similarity: Similarity;
let made = 0;
beforeAll(async () => {
  similarity = await Similarity.of(drugs.map((r) => r.smiles));
});

/** Splits the bundled data set, with a short search; the summary and the rows that were written. */
async function split(args: string[], input = 'dataset:drugs') {
  const name = `split-${made++}.csv`;
  const { code, stdout, stderr } = await run([
    'split',
    input,
    '--effort',
    '0.02',
    '--json',
    '-o',
    folder.at(name),
    ...args,
  ]);
  expect(stderr).not.toContain('error:');
  expect(code).toBe(0);
  const rows = table(folder.read(name));
  const of = (subset: string) => rows.filter((r) => r.split === subset);
  return {
    summary: JSON.parse(stdout),
    manifest: JSON.parse(folder.read(`${name}.manifest.json`)),
    rows,
    train: of('train'),
    valid: of('valid'),
    test: of('test'),
    discarded: of('discarded'),
    stderr,
  };
}

describe('the target of a split', () => {
  it('can be shares of any bins, and is what the written rows have', async () => {
    const bins = '0,0.3,1/2,1';
    const found = await split(['--bins', bins, '--distribution', '1,2,3', '--test', '60']);
    expect(found.summary.similarity).toMatchObject({
      bins: ['0', '0.3', '1/2', '1'],
      requested: [10, 20, 30],
      achieved: [10, 20, 30],
      status: 'exact',
      reason: null,
    });
    expect(found.test).toHaveLength(60);
    expect(found.train).toHaveLength(538);
    expect(similarity.check(found.test, found.train, edgesIn(bins))).toEqual([10, 20, 30]);
    expect(found.rows.map((r) => r.smiles)).toEqual(drugs.map((r) => r.smiles));
    expect(found.manifest.parameters.distribution).toBe('1,2,3');
  });

  it('can be a range, which makes the bins', async () => {
    const found = await split(['--distribution', 'range:0.3-0.45', '--test', '40']);
    expect(found.summary.similarity).toMatchObject({
      bins: ['0', '0.3', '0.45', '1'],
      requested: [0, 40, 0],
      status: 'exact',
    });
    expect(similarity.check(found.test, found.train, edgesIn('0,0.3,0.45,1'))).toEqual([0, 40, 0]);
    const all = found.test.map((r) => Number(r.max_similarity));
    expect(Math.min(...all)).toBeGreaterThanOrEqual(0.3);
    expect(Math.max(...all)).toBeLessThan(0.45);
    expect(found.manifest.parameters.bins).toBe('0,0.3,0.45,1');
  });

  it('can be that of another table, measured against the whole input', async () => {
    const others = [
      'CC(=O)Oc1ccccc1C(=O)O',
      'CCCCCCCCCCCCCCCC',
      'c1ccc2ccccc2c1',
      'CN1CCC[C@H]1c1cccnc1',
      'O=C(O)c1ccccc1O',
      'CC(C)Cc1ccc(cc1)C(C)C(=O)O',
      'C1CCCCC1N',
      'FC(F)(F)c1ccncc1',
      'OCC1OC(O)C(O)C(O)C1O',
      'CCN(CC)CC',
    ];
    const file = folder.file(
      'screen.csv',
      `id,smiles\n${others.map((s, i) => `${i},${s}`).join('\n')}\nx,C1CC\n`,
    );
    const all = await Similarity.of([...others, ...drugs.map((r) => r.smiles)]);
    const edges = edgesIn('0,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,1');
    const histogram = all.histogram(
      others,
      drugs.map((r) => r.smiles),
      edges,
    );
    const found = await split(['--distribution', `mimic:${file}`, '--test', '10']);
    expect(found.summary.similarity.requested).toEqual(histogram);
    expect(found.summary.similarity.bins).toHaveLength(11);
    expect(similarity.check(found.test, found.train, edges)).toEqual(
      found.summary.similarity.achieved,
    );
    expect(found.stderr).toContain(
      `max similarity of its 10 molecules to the input, by bin: ${histogram.join(', ')}`,
    );
    expect(found.stderr).toContain('1 row with an invalid SMILES, left out of its distribution');
    // The same shares of a larger test set, over bins of one's own.
    const own = all.histogram(
      others,
      drugs.map((r) => r.smiles),
      edgesIn('0,0.5,1'),
    );
    const larger = await split([
      '--distribution',
      `mimic:${file}`,
      '--test',
      '50',
      '--bins',
      '0,0.5,1',
    ]);
    expect(larger.summary.similarity.requested).toEqual(own.map((n) => 5 * n));
  });

  it('can be a histogram that is written in a file', async () => {
    const file = folder.file('wanted.csv', 'bin,count\n0-0.25,1\n0.25-0.5,2.5\n"[0.5, 1]",1.5\n');
    const found = await split(['--distribution', `mimic:${file}`, '--test', '40']);
    expect(found.summary.similarity).toMatchObject({
      bins: ['0', '0.25', '0.5', '1'],
      requested: [8, 20, 12],
      status: 'exact',
    });
    expect(similarity.check(found.test, found.train, edgesIn('0,0.25,0.5,1'))).toEqual([8, 20, 12]);
  });

  it('is met with fewer molecules where that is allowed, and each of those says why', async () => {
    const args = ['--distribution', 'range:0-0.2', '--test', '60'];
    const all = await split(args);
    expect(all.discarded).toHaveLength(0);
    expect(all.summary.similarity.status).toBe('closest');
    const found = await split([...args, '--max-discard', '0.2']);
    expect(found.summary.similarity.status).toBe('exact');
    // At most a fifth of 598.
    expect(found.discarded.length).toBeGreaterThan(0);
    expect(found.discarded.length).toBeLessThanOrEqual(119);
    expect(found.summary.sizes).toEqual({
      train: 538 - found.discarded.length,
      valid: 0,
      test: 60,
      discarded: found.discarded.length,
      invalid: 0,
    });
    expect(similarity.check(found.test, found.train, edgesIn('0,0.2,1'))).toEqual([60, 0]);
    for (const row of found.discarded) {
      expect(row.reason).toBe('discarded to reach the target distribution');
      expect([row.max_similarity, row.nearest_train]).toEqual(['', '']);
    }
    for (const row of [...found.train, ...found.test]) expect(row.reason).toBe('');
  });

  it('can have labels as the whole set has them, measured as it says', async () => {
    const edges = edgesIn('0,1/3,2/3,1');
    const labels = drugs.map((r) => Number(r.crippen_logp));
    const distances = async (args: string[]) => {
      const found = await split(args);
      expect(similarity.check(found.test, found.train, edges)).toEqual([40, 40, 40]);
      return found.summary.labels.bins.map((bin: { ks: number; mean: number }, b: number) => {
        const values = found.test
          .filter(
            (r) =>
              binOf(
                similarity.max(
                  r.smiles,
                  found.train.map((t) => t.smiles),
                ),
                edges,
              ) === b,
          )
          .map((r) => Number(r.crippen_logp));
        expect(values).toHaveLength(40);
        expect(bin.ks).toBeCloseTo(ks(values, labels), 12);
        expect(bin.mean).toBeCloseTo(values.reduce((x, y) => x + y) / 40, 9);
        return bin.ks;
      });
    };
    const usual: number[] = await distances(['--no-balance-label']);
    const balanced: number[] = await distances([]);
    balanced.forEach((d, b) => {
      expect(d).toBeLessThan(0.1);
      expect(d).toBeLessThan(usual[b]);
    });
  });

  it('holds for validation molecules, too, against the same training set', async () => {
    const bins = '0,0.4,1';
    const args = ['--bins', bins, '--distribution', '1,3', '--test', '40', '--valid', '20'];
    const found = await split(args);
    const edges = edgesIn(bins);
    expect(found.train).toHaveLength(538);
    expect(found.summary.similarity).toMatchObject({
      requested: [10, 30],
      achieved: [10, 30],
      valid: { requested: [5, 15], achieved: [5, 15] },
    });
    expect(similarity.check(found.test, found.train, edges)).toEqual([10, 30]);
    expect(similarity.check(found.valid, found.train, edges)).toEqual([5, 15]);
    const both = [...found.train, ...found.valid].map((r) => r.smiles);
    const withValid = similarity.histogram(
      found.test.map((r) => r.smiles),
      both,
      edges,
    );
    expect(found.summary.similarity.with_valid).toEqual(withValid);
  });

  it('counts rows when told, which stay together if they are one molecule', async () => {
    // Molecule k has 1 + k % 3 rows; 48 rows in all.
    const lines = SMALL.trimEnd().split('\n').slice(1);
    const repeated = lines.flatMap((line, k) => new Array<string>(1 + (k % 3)).fill(line));
    const input = folder.file('repeated.csv', `smiles,name,y\n${repeated.join('\n')}\n`);
    const bins = '0,0.6,1';
    const found = await split(['--count', 'records', '--test', '20', '--bins', bins], input);
    const own = await Similarity.of(lines.map((line) => line.split(',')[0]));
    expect(found.rows).toHaveLength(48);
    expect(found.test).toHaveLength(20);
    expect(found.summary.similarity.requested).toEqual([10, 10]);
    expect(own.check(found.test, found.train, edgesIn(bins))).toEqual(
      found.summary.similarity.achieved,
    );
    expect(found.summary.records.test).toBe(20);
    const tested = new Set(found.test.map((r) => r.smiles));
    expect(found.summary.sizes.test).toBe(tested.size);
    expect(found.train.filter((r) => tested.has(r.smiles))).toEqual([]);
    // Counting molecules, as many of those.
    const molecules = await split(['--test', '10', '--bins', bins], input);
    expect(new Set(molecules.test.map((r) => r.smiles)).size).toBe(10);
    expect(molecules.summary.similarity.requested).toEqual([5, 5]);
    expect(molecules.test.length).toBe(molecules.summary.records.test);
  });

  it('is looked for no longer than the time limit, which the manifest tells', async () => {
    const args = ['--distribution', 'range:0-0.1', '--effort', '4', '--time-limit', '0.2'];
    const found = await split(args);
    expect(found.manifest.parameters).toMatchObject({ 'time-limit': '0.2', effort: '4' });
    expect(found.summary.warnings.join()).toContain('the time limit ended the search');
    expect(found.summary.similarity.reason).toContain('when the time limit was reached');
    expect(similarity.check(found.test, found.train, edgesIn('0,0.1,1'))).toEqual(
      found.summary.similarity.achieved,
    );
    // One that is not reached says nothing.
    const enough = await split(['--time-limit', '500']);
    expect(enough.summary.warnings.join()).not.toContain('time limit');
    expect(enough.manifest.parameters['time-limit']).toBe('500');
  });

  it('must be met with --strict, or nothing is written', async () => {
    const strict = temporaryFolder();
    const args = ['split', 'dataset:drugs', '--effort', '0.02', '--strict'];
    const hard = [...args, '--distribution', 'range:0-0.1'];
    const failed = await run([...hard, '-o', strict.at('s.csv')]);
    expect(failed.code).toBe(2);
    expect(failed.stderr).toMatch(
      /^error: --strict: test bins requested 120, 0, achieved \d+, \d+ \(.+\); nothing was written; change --distribution, --test or --max-discard, or leave out --strict\n$/,
    );
    expect(failed.stdout).toBe('');
    expect(strict.names()).toEqual([]);
    expect((await run([...args, '-o', strict.at('s.csv')])).code).toBe(0);
    expect(strict.names()).toEqual(['s.csv', 's.csv.manifest.json']);
  });
});
