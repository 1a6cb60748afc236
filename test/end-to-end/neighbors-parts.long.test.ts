import { spawn as start } from 'node:child_process';
import { appendFileSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { executable, spawn } from './run.js';

const folder = temporaryFolder();

/** Six rows, two of them invalid: of seven parts one is empty, and two hold an invalid row alone. */
const query = folder.file(
  'query.csv',
  'name,smiles\na,CCO\nb,OCC\nc,C1CC\nd,[Na+]\ne,\nf,CC(=O)O\n',
);
const reference = folder.file(
  'reference.smi',
  'CCO one\nCCCCN two\nc1ccccc1 three\nCC(=O)OC four\n',
);
const SEARCH = [query, reference, '--threshold', '0.2', '-q'];

function neighbors(...args: string[]) {
  return spawn(['neighbors', ...args]);
}

function parts(prefix: string, of: number, ending: string, search = SEARCH): string[] {
  return Array.from({ length: of }, (_, i) => {
    const path = folder.at(`${prefix}-${i + 1}.${ending}`);
    const { code, stderr } = neighbors(...search, '--shard', `${i + 1}/${of}`, '-o', path);
    expect([code, stderr]).toEqual([0, '']);
    return path;
  });
}

describe('the parts of a search', () => {
  it.each([
    [1, 'csv'],
    [2, 'jsonl'],
    [7, 'csv'],
  ])('%i of them, merged in any order, are one run, byte by byte (%s)', (of, ending) => {
    const paths = parts(`of${of}`, of, ending);
    const whole = folder.at(`whole.${ending}`);
    expect(neighbors(...SEARCH, '-o', whole).code).toBe(0);
    const expected = readFileSync(whole);
    const manifest = readFileSync(`${whole}.manifest.json`);
    // As one run would write it: under the same name.
    const shuffled = paths.map((_, i) => paths[(i * 5 + 3) % of]);
    const { code, stderr } = neighbors('--merge', ...shuffled, '-o', whole, '-q');
    expect([code, stderr]).toEqual([0, '']);
    expect(readFileSync(whole).equals(expected)).toBe(true);
    expect(readFileSync(`${whole}.manifest.json`).equals(manifest)).toBe(true);
    expect(JSON.parse(manifest.toString()).counts).toMatchObject({ queries: 6, invalid: 2 });
    expect(neighbors('--merge', ...shuffled, '-q').stdout).toBe(expected.toString());
  });

  it('are read no further than they have to: each holds its own rows', () => {
    const [first, second] = parts('half', 2, 'csv').map((path) => readFileSync(path, 'utf8'));
    const rows = (text: string) => [
      ...new Set(
        text
          .split('\n')
          .slice(1, -1)
          .map((l) => l[0]),
      ),
    ];
    expect(rows(first)).toEqual(['1', '2', '3']);
    expect(rows(second)).toEqual(['4', '5', '6']);
    const { shard, counts, invalid } = JSON.parse(folder.read('half-2.csv.manifest.json'));
    expect(shard).toBe('2/2');
    expect(counts).toMatchObject({ queries: 3, invalid: 1 });
    expect(invalid.query).toEqual([{ row: 5, line: 6, smiles: '', reason: 'empty SMILES' }]);
  });

  it('are also those of a file searched against itself', () => {
    const search = [query, query, '-k', '2', '-q'];
    const paths = parts('self', 2, 'csv', search);
    const whole = neighbors(...search).stdout;
    expect(neighbors('--merge', ...paths, '-q').stdout).toBe(whole);
  });

  it('may have been moved, with their manifests', () => {
    const [one, two] = parts('moved', 2, 'csv');
    for (const ending of ['', '.manifest.json'])
      copyFileSync(one + ending, folder.at(`m${ending}`));
    const whole = neighbors(...SEARCH).stdout;
    expect(neighbors('--merge', two, folder.at('m'), '-q').stdout).toBe(whole);
  });
});

const egfr = fileURLToPath(new URL('../../../shared/datasets/IC50_EGFR.csv', import.meta.url));

describe.skipIf(!existsSync(egfr))('parts of EGFR inhibitors, where ../shared has them', () => {
  it.each([
    [3, 1, 'csv', ['-k', '5']],
    [1, 4, 'csv', ['--threshold', '0.6']],
    [2, 3, 'parquet', ['-k', '3', '--include-self']],
  ])(
    '%i × %i of them are one run, as %s',
    (n, m, format, limits) => {
      const name = `egfr-${n}-${m}`;
      const search = [egfr, egfr, ...limits, '-q'];
      for (let i = 1; i <= n; i++) {
        for (let j = 1; j <= m; j++) {
          const shards = ['--shard', `${i}-of-${n}`, '--reference-shard', `${j}/${m}`];
          const out = ['-o', folder.at(`${name}/`), '--format', format];
          expect(neighbors(...search, ...shards, ...out)).toMatchObject({ code: 0, stderr: '' });
        }
      }
      const whole = folder.at(`${name}.${format}`);
      expect(neighbors('--merge', folder.at(`${name}/`), '-o', whole, '-q').code).toBe(0);
      const [bytes, manifest] = [whole, `${whole}.manifest.json`].map((path) => readFileSync(path));
      expect(neighbors(...search, '-o', whole).code).toBe(0);
      expect(readFileSync(whole).equals(bytes)).toBe(true);
      expect(readFileSync(`${whole}.manifest.json`).equals(manifest)).toBe(true);
    },
    240_000,
  );
});

describe.skipIf(!existsSync(egfr))('the graph of EGFR inhibitors, where ../shared has them', () => {
  it('of parts of queries and references gives the split that is made without', () => {
    for (const i of [1, 2]) {
      for (const j of [1, 2]) {
        const shards = ['--shard', `${i}/2`, '--reference-shard', `${j}/2`];
        const out = ['-o', folder.at('egfr-graph/'), '--format', 'parquet', '-q'];
        expect(neighbors(egfr, egfr, '--threshold', '1/3', ...shards, ...out).code).toBe(0);
      }
    }
    const split = (...args: string[]) => spawn(['split', egfr, '-q', ...args]);
    const [plain, made] = [split(), split('--graph', folder.at('egfr-graph/'))];
    expect([made.code, made.stderr]).toEqual([0, '']);
    expect(made.stdout.length).toBeGreaterThan(100_000);
    expect(made.stdout).toBe(plain.stdout);
  }, 240_000);
});

describe('a part that is killed', () => {
  it('is made again, or was finished, whenever that happens', async () => {
    const drugs = ['dataset:drugs', 'dataset:drugs', '--threshold', '0.1', '-q'];
    const search = ['neighbors', ...drugs, '--shard', '1/2', '--reference-shard', '1-of-2'];
    expect(spawn([...search, '-o', folder.at('undisturbed.csv')]).code).toBe(0);
    const files = ['', '.keys', '.manifest.json'];
    const expected = files.map((ending) => folder.read(`undisturbed.csv${ending}`));
    let killed = 0;
    for (let n = 1; n <= 12; n++) {
      const name = `killed-${n}.csv`;
      const args = [executable, ...search, '-o', folder.at(name)];
      const child = start(process.execPath, args, { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
      setTimeout(() => child.kill('SIGKILL'), 150 * n);
      if ((await ended) === 'SIGKILL') killed++;
      expect(spawn([...search, '-o', folder.at(name)]).code).toBe(0);
      const made = files.map((ending) =>
        folder.read(`${name}${ending}`).replaceAll(name, 'undisturbed.csv'),
      );
      expect(made).toEqual(expected);
    }
    expect(killed).toBeGreaterThan(3);
  }, 240_000);
});

describe('what is wrong with parts', () => {
  const [one, two, three] = parts('p', 3, 'csv');
  const whole = folder.at('not-a-part.csv');
  neighbors(...SEARCH, '-o', whole);
  const [other] = parts('other', 3, 'csv', [query, reference, '--threshold', '0.3', '-q']);
  const copyOf = (path: string, name: string) => {
    for (const ending of ['', '.manifest.json'])
      copyFileSync(path + ending, folder.at(name + ending));
    return folder.at(name);
  };
  const altered = copyOf(two, 'altered.csv');
  appendFileSync(altered, 'x\n');
  const broken = copyOf(two, 'broken.csv');
  folder.file('broken.csv.manifest.json', '{"manifest": 1, "command": "neighbors"}');
  const out = ['-o', folder.at('merged.csv')];

  const cases: [string, string[], RegExp][] = [
    ['one is missing', [one, three], /part 2\/3 is missing; make it \(--shard 2\/3\)/],
    ['two are missing', [two], /parts 1\/3 and 3\/3 are missing; make them/],
    ['one is there twice', [one, two, two, three], /p-2\.csv and \S+p-2\.csv are both part 2\/3/],
    [
      'one is of another search',
      [other, two, three],
      /p-2\.csv and \S+other-1\.csv are parts of different searches \(they differ in options\)/,
    ],
    [
      'one was changed',
      [one, altered, three],
      /altered\.csv was changed after it was written.*run it again with --shard 2\/3/,
    ],
    ['one is a whole result', [one, whole], /not-a-part\.csv is a (?:whole|complete) result/],
    ['one is no result', [one, query], /query\.csv: its manifest \S+ cannot be read \(ENOENT\)/],
    [
      'one has a broken manifest',
      [one, broken, three],
      /broken\.csv\.manifest\.json is not the manifest of a part/,
    ],
    ['one is a manifest', [`${one}.manifest.json`], /is a manifest; name only the result files/],
    ['one does not exist', [one, folder.at('none.csv')], /none\.csv does not exist/],
  ];

  it.each(cases)('%s: it is named, exit 2, nothing is written', (_, paths, message) => {
    const { code, stdout, stderr } = neighbors('--merge', ...paths, ...out);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^error: --merge: [^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
    expect(folder.names().filter((n) => /merged|tmp/.test(n))).toEqual([]);
  });

  it('options that a merge would ignore, and outputs that would destroy a part, are refused', () => {
    const all = ['--merge', one, two, three];
    expect(neighbors(...all, '-k', '2').stderr).toMatch(/^error: -k: not with --merge/);
    expect(neighbors(...all, '--no-query-header').stderr).toContain('not with --merge');
    expect(neighbors(query, ...all).stderr).toContain('leave out');
    expect(neighbors(...all, '-o', folder.at('x.tsv')).stderr).toContain(
      'are CSV and TSV is asked',
    );
    expect(neighbors(...all, '-o', one).stderr).toContain('is an input itself');
  });
});
