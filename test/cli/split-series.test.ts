import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SMALL, temporaryFolder } from '../helpers.js';
import { edgesIn, Similarity, table } from './recompute.js';
import { run } from './run.js';

const folder = temporaryFolder();
const small = folder.file('small.csv', SMALL);
const drugsPath = new URL('../../datasets/drugs-and-chemicals.csv', import.meta.url);
const drugs = table(readFileSync(drugsPath, 'utf8'));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('split --compare', async () => {
  const library = folder.file(
    'library.csv',
    `smiles\n${drugs
      .slice(0, 60)
      .map(({ smiles }) => `${smiles}.CCCC`)
      .join('\n')}\nnot one\n`,
  );
  const args = ['-m', 'random,sae', '--compare', '--seed', '3', '--effort', '0.05'];
  const out = `${folder.at('all')}/`;
  const { code, stdout, stderr } = await run([
    ...['split', 'dataset:drugs', ...args, '--deployment', library, '--json', '-o', out],
  ]);

  it('makes the splits that the methods make alone, and measures what is in them', async () => {
    expect(code).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary.command).toBe('split-compare');
    expect(summary.splits.map((s: { name: string }) => s.name)).toEqual(['random', 'sae']);
    const similarity = await Similarity.of(drugs.map((r) => r.smiles));
    for (const [name, own] of [
      ['random', []],
      ['sae', ['--effort', '0.05']],
    ] as const) {
      const rows = table(folder.read(`all/${name}.csv`));
      const alone = await run(['split', 'dataset:drugs', '-q', '-m', name, '--seed', '3', ...own]);
      expect(folder.read(`all/${name}.csv`)).toBe(alone.stdout);
      const part = summary.splits.find((s: { name: string }) => s.name === name);
      const of = (subset: string) => [...rows.keys()].filter((r) => rows[r].split === subset);
      const training = of('train').map((r) => drugs[r].smiles);
      const nearest = of('test').map((t) => {
        const [c, u] = similarity.max(drugs[t].smiles, training);
        return Number(c) / Number(u);
      });
      expect(part.sizes).toMatchObject({ train: of('train').length, test: nearest.length });
      expect(part.similarity.mean).toBeCloseTo(mean(nearest), 12);
      expect(part.similarity.max).toBe(Math.max(...nearest));
      const shares = [0, 0, 0];
      for (const s of nearest) shares[s < 1 / 3 ? 0 : s < 2 / 3 ? 1 : 2]++;
      expect(part.similarity.achieved).toEqual(shares);
    }
    expect(edgesIn(summary.bins.join(','))).toHaveLength(4);
  });

  it('says which is closest to the library, by the distance it reports', () => {
    const { splits, deployment } = JSON.parse(stdout);
    const least = Math.min(
      ...splits.map((s: { deployment: { wasserstein: number } }) => s.deployment.wasserstein),
    );
    const closest = splits.find((s: { name: string }) => s.name === deployment.closest);
    expect(closest.deployment.wasserstein).toBe(least);
    expect(deployment.molecules + 1).toBe(61);
    expect(deployment.histogram.reduce((a: number, b: number) => a + b, 0)).toBe(60);
    expect(stderr).toContain('1 row with an invalid SMILES left out');
  });

  it('writes one manifest, without times, that knows every file', () => {
    expect(folder.names().filter((name) => name.startsWith('all'))).toEqual([
      'all',
      'all.manifest.json',
      'all/random.csv',
      'all/sae.csv',
    ]);
    const manifest = JSON.parse(folder.read('all.manifest.json'));
    expect(manifest.seconds).toBeUndefined();
    expect(manifest.outputs).toMatchObject(
      ['random.csv', 'sae.csv'].map((path) => ({
        path,
        sha256: sha256(folder.read(`all/${path}`)),
        rows: 598,
      })),
    );
  });
});

describe('split --sweep', () => {
  it('has one split for each threshold', async () => {
    const out = `${folder.at('sweep')}/`;
    const thresholds = ['1', '0.6', '3/10'];
    const { code, stdout, stderr } = await run([
      ...['split', 'dataset:drugs', '--sweep', '--thresholds', thresholds.join(',')],
      ...['-o', out, '--effort', '0.1'],
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('wrote 3 splits');
    expect(stdout).toMatch(/^sae splits of dataset:drugs by upper limit of max similarity/);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
    const { splits } = JSON.parse(folder.read('sweep.manifest.json'));
    expect(splits.map((s: { name: string }) => s.name)).toEqual(thresholds);
    const similarities = ['1', '0.6', '3-10'].map((name) =>
      table(folder.read(`sweep/${name}.csv`))
        .filter((r) => r.split === 'test')
        .map((r) => Number(r.max_similarity)),
    );
    const reached = splits.map(
      (s: { similarity: { at_threshold: number | null } }) => s.similarity.at_threshold,
    );
    const above = [0.6, 0.3].map(
      (limit, i) => similarities[i + 1].filter((s) => s >= limit).length,
    );
    expect(reached).toEqual([null, ...above]);
    expect(above).toEqual([0, 0]);
    const means = similarities.map(mean);
    expect(means[0]).toBeGreaterThan(means[1]);
    expect(means[1]).toBeGreaterThan(means[2]);
  });
});

describe('several splits', () => {
  it.each([
    ['one method', ['--compare'], 'needs several methods'],
    ['a method twice', ['-m', 'sae,sae', '--compare'], 'sae is listed twice'],
    ['an unknown method', ['-m', 'sae,rando', '--compare'], 'did you mean random?'],
    ['both', ['--compare', '--sweep'], 'choose one'],
    ['a file for all', ['--sweep', '-o', 'x.csv'], '-o x/'],
    ['rising thresholds', ['--sweep', '--thresholds', '0.2,0.4'], 'from the highest'],
    ['no threshold', ['--sweep', '-m', 'random'], 'has no threshold'],
    ['folds', ['--sweep', '--folds', '3'], '--folds: not with --sweep'],
    ['a library alone', ['--deployment', 'x.csv'], 'only with --compare or --sweep'],
    ['thresholds alone', ['--thresholds', '0.4'], 'only with --sweep'],
    [
      'a seed for nobody',
      ['-m', 'butina,scaffold', '--compare', '--seed', '3'],
      '--seed: no method of',
    ],
    [
      'a limit for nobody',
      ['-m', 'butina,random', '--compare', '--time-limit', '3'],
      '--time-limit',
    ],
    ['a format for nothing', ['-m', 'butina,random', '--compare', '--format', 'tsv'], 'with -o'],
    ['sizes of their own', ['-m', 'lo', '--sweep'], 'chooses its own test size'],
    ['neither word', ['-m', 'sae,random'], 'give one method, or add --compare'],
    ['a stranger', ['-m', 'sae,random', '--compare', '--max-discards', '1'], 'unknown option'],
  ])('with %s are refused', async (_, args, message) => {
    const { code, stdout, stderr } = await run(['split', small, ...args]);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([2, '']);
  });
});
