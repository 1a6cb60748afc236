import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { SMALL, temporaryFolder } from '../helpers.js';
import { edgesIn, Similarity, table } from './recompute.js';
import { run } from './run.js';

type Row = Record<string, string>;

const folder = temporaryFolder();
const small = folder.file('small.csv', SMALL);

const drugs = table(
  readFileSync(new URL('../../datasets/drugs-and-chemicals.csv', import.meta.url), 'utf8'),
);
const edges = edgesIn('0,1/3,2/3,1');
let similarity: Similarity;
beforeAll(async () => {
  similarity = await Similarity.of([...drugs, ...table(SMALL)].map((r) => r.smiles));
});

/** Splits into a folder of its own; what was written, and the summary. */
async function split(input: string, args: string[], output = 's.csv') {
  const own = temporaryFolder();
  const name = output.replace(/\/$/, '');
  const path = `${own.at(name)}${output.endsWith('/') ? '/' : ''}`;
  const { code, stdout, stderr } = await run(['split', input, '-q', '--json', '-o', path, ...args]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const manifest = (of: string) => JSON.parse(own.read(`${of}.manifest.json`));
  return { own, summary: JSON.parse(stdout), manifest, rows: (of: string) => table(own.read(of)) };
}

const quick = ['--effort', '0.02'];
const names = (rows: readonly Row[]) => rows.map((r) => r.name);
const inSubset = (rows: readonly Row[], subset: string) => rows.filter((r) => r.split === subset);

describe('--folds', () => {
  it('gives every molecule one fold, and measures it against all others', async () => {
    const { own, summary, manifest, rows } = await split('dataset:drugs', [
      '--folds',
      '4',
      ...quick,
    ]);
    expect(own.names()).toEqual(['s.csv', 's.csv.manifest.json']);
    const all = rows('s.csv');
    expect(names(all)).toEqual(names(drugs));
    expect(all.every((r) => r.split === 'test')).toBe(true);
    const folds = ['0', '1', '2', '3'].map((f) => all.filter((r) => r.fold === f));
    // As KFold of scikit-learn divides 598.
    expect(folds.map((f) => f.length)).toEqual([150, 150, 149, 149]);
    const pooled = [0, 0, 0];
    folds.forEach((fold, f) => {
      const others = all.filter((r) => r.fold !== String(f));
      const counts = similarity.check(fold, others, edges);
      expect(summary.folds[f].similarity.achieved).toEqual(counts);
      expect(summary.folds[f].sizes).toMatchObject({ train: others.length, test: fold.length });
      counts.forEach((n, b) => {
        pooled[b] += n;
      });
    });
    expect(summary.folds[0].similarity.requested).toEqual([50, 50, 50]);
    expect(summary.folds[3].similarity.requested).toEqual([50, 50, 49]);
    expect(summary.similarity).toMatchObject({ requested: [200, 200, 198], achieved: pooled });
    expect(summary.sizes).toEqual({ train: 0, valid: 0, test: 598, discarded: 0, invalid: 0 });
    expect(manifest('s.csv').folds).toEqual(summary.folds);
    expect(manifest('s.csv').parameters).toMatchObject({ folds: '4', effort: '0.02' });
    expect(manifest('s.csv').parameters).not.toHaveProperty('test');
  });

  it.each(['sae', 'random'])(
    'of %s are the same in a folder, with training files',
    async (method) => {
      const args = ['--folds', '3', '-m', method, ...(method === 'sae' ? quick : [])];
      const all = (await split(small, args)).rows('s.csv');
      const { own, manifest, rows, summary } = await split(small, args, 'cv/');
      const files = ['fold-0', 'fold-1', 'fold-2'].flatMap((f) => [
        `cv/${f}`,
        `cv/${f}.manifest.json`,
        `cv/${f}/test.csv`,
        `cv/${f}/train.csv`,
      ]);
      expect(own.names()).toEqual(['cv', 'cv.manifest.json', ...files].sort());
      for (const f of ['0', '1', '2']) {
        const of = (keep: (r: Row) => boolean) =>
          all.filter(keep).map(({ smiles, name, y }) => ({ smiles, name, y }));
        expect(rows(`cv/fold-${f}/test.csv`)).toEqual(of((r) => r.fold === f));
        expect(rows(`cv/fold-${f}/train.csv`)).toEqual(of((r) => r.fold !== f));
        const part = manifest(`cv/fold-${f}`);
        expect(part).toMatchObject({ part: `fold-${f}`, fold: Number(f), folds: null });
        expect(part.similarity).toEqual(summary.folds[f].similarity);
        expect(part.outputs.map((o: { path: string }) => o.path)).toEqual([
          'train.csv',
          'test.csv',
        ]);
        for (const { path, sha256 } of part.outputs) {
          const text = own.read(`cv/fold-${f}/${path}`);
          expect(sha256).toBe(createHash('sha256').update(text).digest('hex'));
        }
      }
      expect(manifest('cv').outputs).toHaveLength(6);
    },
  );

  it('with --test leave the other molecules in training, without a fold', async () => {
    const { rows, summary } = await split(small, ['--folds', '3', '--test', '4', ...quick]);
    const all = rows('s.csv');
    const sizes = ['0', '1', '2'].map((f) => all.filter((r) => r.fold === f).length);
    expect(sizes).toEqual([4, 4, 4]);
    const rest = all.filter((r) => r.fold === '');
    expect(rest).toHaveLength(12);
    for (const row of rest) {
      expect([row.split, row.max_similarity, row.nearest_train]).toEqual(['train', '', '']);
    }
    expect(summary.sizes).toMatchObject({ train: 12, test: 12 });
    for (const f of [0, 1, 2]) {
      const fold = all.filter((r) => r.fold === String(f));
      const others = all.filter((r) => r.fold !== String(f));
      const counts = similarity.check(fold, others, edges);
      expect(summary.folds[f].similarity.achieved).toEqual(counts);
    }
  });
});

describe('--repeats', () => {
  it('gives test sets that share little, each in a file with a manifest', async () => {
    const { own, summary, manifest, rows } = await split('dataset:drugs', [
      ...['--repeats', '3', '--seed', '5'],
      ...quick,
    ]);
    const files = [0, 1, 2].map((k) => `s.repeat-${k}.csv`);
    expect(own.names()).toEqual(
      ['s.csv.manifest.json', ...files, ...files.map((f) => `${f}.manifest.json`)].sort(),
    );
    const tests = files.map((file, k) => {
      const all = rows(file);
      expect(names(all)).toEqual(names(drugs));
      const test = inSubset(all, 'test');
      const counts = similarity.check(test, inSubset(all, 'train'), edges);
      expect(counts).toEqual(summary.repeats[k].similarity.achieved);
      expect(summary.repeats[k]).toMatchObject({ seed: 5 + k, sizes: { train: 478, test: 120 } });
      expect(manifest(file)).toMatchObject({ part: `repeat-${k}`, seed: 5 + k, repeats: null });
      expect(manifest(file).similarity.achieved).toEqual(counts);
      expect(all.every((r) => r.fold === '')).toBe(true);
      return new Set(names(test));
    });
    const overlap = tests.map((a) => tests.map((b) => [...a].filter((n) => b.has(n)).length));
    expect(summary.overlap).toEqual(overlap);
    expect(manifest('s.csv').overlap).toEqual(overlap);
    // By chance two sets of 120 of 598 share 24.
    overlap.forEach((row, i) => {
      row.forEach((n, j) => {
        if (i === j) expect(n).toBe(120);
        else expect(n).toBeLessThan(12);
      });
    });
    expect(manifest('s.csv').outputs.map((o: { path: string }) => o.path)).toEqual(files);
  });

  it('are a folder each in a folder', async () => {
    const args = ['--repeats', '2', '-m', 'random', '--valid', '4'];
    const { own, rows } = await split(small, args, 'out/');
    const files = ['repeat-0', 'repeat-1'].flatMap((k) => [
      `out/${k}`,
      `out/${k}.manifest.json`,
      ...['test', 'train', 'valid'].map((subset) => `out/${k}/${subset}.csv`),
    ]);
    expect(own.names()).toEqual(['out', 'out.manifest.json', ...files].sort());
    const members = ['repeat-0', 'repeat-1'].map((k) =>
      ['train', 'valid', 'test'].map((subset) => names(rows(`out/${k}/${subset}.csv`))),
    );
    for (const [train, valid, test] of members) {
      expect([train.length, valid.length, test.length]).toEqual([15, 4, 5]);
      expect([...train, ...valid, ...test].sort()).toEqual(names(table(SMALL)).sort());
    }
    expect(members[0][2]).not.toEqual(members[1][2]);
    // The first is the split that the seed gives on its own.
    const alone = (await split(small, ['-m', 'random', '--valid', '4'])).rows('s.csv');
    expect(names(inSubset(alone, 'test'))).toEqual(members[0][2]);
  });
});

describe('--group', () => {
  const lines = drugs.map((r, i) => `"${r.smiles}",${i},lot ${(i * 7) % 131}`);
  const input = folder.file('lots.csv', `smiles,name,lot\n${lines.join('\n')}\n`);
  const groupsOf = (rows: readonly Row[]) => new Set(rows.map((r) => r.lot));

  it.each([
    ['sae', ['--valid', '60']],
    ['sae', ['--folds', '5']],
    ['random', ['--valid', '60']],
    ['random', ['--folds', '5']],
  ])('of %s with %j is never divided', async (method, args) => {
    const all = (
      await split(input, [
        ...['--group', 'lot', '-m', method, ...args],
        ...(method === 'sae' ? quick : []),
      ])
    ).rows('s.csv');
    expect(groupsOf(all).size).toBe(131);
    // Different subsets or folds have different groups, so that their numbers add up.
    const places = new Map<string, Row[]>();
    for (const row of all) {
      const place = `${row.split} ${row.fold}`;
      places.set(place, [...(places.get(place) ?? []), row]);
    }
    const counts = [...places.values()].map((rows) => groupsOf(rows).size);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(131);
    const sizes = [...places.values()].map((rows) => rows.length).sort((a, b) => a - b);
    expect(sizes).toEqual(args[0] === '--folds' ? [119, 119, 120, 120, 120] : [60, 120, 418]);
  });

  it('says how many there are, and which molecules join them', async () => {
    const rows = ['CCO,a', 'CCN,a', 'OCC,b', 'CCCO,b', 'CCCN,c', 'CCCCN,', 'CCCCO,', 'CCCCCO,d'];
    const file = folder.file('joined.csv', `smiles,batch\n${rows.join('\n')}\n`);
    for (const seed of ['0', '1']) {
      const args = ['split', file, '--group', 'batch', '-m', 'random', '--test', '3'];
      const { stdout, stderr } = await run([...args, '--seed', seed]);
      expect(stderr).toContain(
        'column "batch" keeps 1 group of several molecules on one side; 1 molecule has rows in several groups, which join them',
      );
      const joined = table(stdout).filter((r) => r.batch === 'a' || r.batch === 'b');
      expect(joined).toHaveLength(4);
      expect(new Set(joined.map((r) => r.split)).size).toBe(1);
    }
  });
});

describe('every way of splitting', () => {
  const messy = `${SMALL}C1CC,open ring,1\nOCC,alcohol-2 again,2\n,nothing,3\nCCCCO,alcohol-4 again,\n`;
  const input = folder.file('messy.csv', messy);
  const ways: [string, string[]][] = [
    ['folds by records', ['--folds', '3', '--count', 'records', ...quick]],
    ['repeats', ['--repeats', '2', '--valid', '3', ...quick]],
    ['discards', ['--distribution', 'range:0-0.5', '--max-discard', '0.4', ...quick]],
    ['groups', ['--group', 'y', '--balance-label', '--valid', '3', ...quick]],
  ];

  it.each(ways)(
    '(%s) has each row once, in order, and the same bytes with two threads',
    async (_, args) => {
      const { own, summary } = await split(input, ['--threads', '1', ...args]);
      const again = (await split(input, ['--threads', '2', ...args])).own;
      expect(again.names()).toEqual(own.names());
      for (const name of own.names()) expect(again.read(name)).toBe(own.read(name));
      const outputs = own.names().filter((name) => name.endsWith('.csv'));
      expect(outputs).toHaveLength(args[0] === '--repeats' ? 2 : 1);
      for (const name of outputs) {
        const rows = table(own.read(name));
        expect(rows.map((r) => `${r.smiles},${r.name},${r.y}`)).toEqual(
          messy.trimEnd().split('\n').slice(1),
        );
        const invalid = inSubset(rows, 'invalid');
        expect(names(invalid)).toEqual(['open ring', 'nothing']);
        expect(invalid.map((r) => r.reason)).toEqual(['unclosed ring', 'empty SMILES']);
        for (const number of ['2', '4']) {
          const same = [`alcohol-${number}`, `alcohol-${number} again`];
          const places = rows.filter((r) => same.includes(r.name));
          expect(places).toHaveLength(2);
          expect(new Set(places.map((r) => `${r.split} ${r.fold}`)).size).toBe(1);
        }
        for (const row of rows) {
          expect(['train', 'valid', 'test', 'discarded', 'invalid']).toContain(row.split);
          if (row.split === 'discarded') expect(row.reason).not.toBe('');
        }
      }
      expect(summary.sizes.invalid).toBe(2);
    },
  );
});
