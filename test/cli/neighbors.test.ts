import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { compare, type Ratio } from '../oracle/brute-force.js';
import { Similarity, table } from './recompute.js';
import { run } from './run.js';

const folder = temporaryFolder();

const drugs = table((await run(['split', 'dataset:drugs', '-m', 'random', '-q'])).stdout);
const asSmi = (rows: Record<string, string>[]) =>
  `${rows.map((r) => `${r.smiles} ${r.name}`).join('\n')}\n`;
/** 40 queries; 100 references, 20 of which are queries, too. */
const queries = drugs.slice(0, 40);
const references = drugs.slice(20, 120);
const queryFile = folder.file('queries.smi', asSmi(queries));
const referenceFile = folder.file('references.smi', asSmi(references));
const decimal = ([num, den]: Ratio) => String(Number(num) / Number(den));

/** What the output has to hold, from bit sets and fractions alone. */
async function expected(keep: (ratio: Ratio) => boolean, k: number): Promise<string[][]> {
  const similarity = await Similarity.of(drugs.map((r) => r.smiles));
  return queries.flatMap((q, i) => {
    const near = references
      .map((r, j) => ({ r, j, ratio: similarity.tanimoto(q.smiles, r.smiles) }))
      .filter(({ ratio }) => keep(ratio))
      .sort((a, b) => compare(b.ratio, a.ratio) || a.j - b.j)
      .slice(0, k);
    const own = [String(i + 1), q.name, q.smiles];
    if (near.length === 0) return [[...own, '', '', '', '', '', 'none']];
    return near.map(({ r, j, ratio }, rank) => [
      ...own,
      ...[rank + 1, j + 1].map(String),
      r.name,
      r.smiles,
      decimal(ratio),
      'found',
    ]);
  });
}

async function found(args: string[], input?: string): Promise<string[][]> {
  const { code, stdout, stderr } = await run(['neighbors', ...args, '-q'], input ? { input } : {});
  expect([code, stderr]).toEqual([0, '']);
  return table(stdout).map((row) => Object.values(row).slice(0, 9));
}

const atLeast = (t: Ratio) => (ratio: Ratio) => compare(ratio, t) >= 0;

describe('tanimark neighbors', () => {
  it('lists the most similar reference of each query, or the k most similar', async () => {
    const any = () => true;
    expect(await found([queryFile, referenceFile])).toEqual(await expected(any, 1));
    expect(await found([queryFile, referenceFile, '-k', '7'])).toEqual(await expected(any, 7));
    expect(await found([queryFile, referenceFile, '-k', '1000'])).toEqual(await expected(any, 100));
  });

  it('lists all at or above a threshold, exactly, or at most k of them', async () => {
    const third = await expected(atLeast([1n, 3n]), 1000);
    expect(third.some((row) => row[7] === String(1 / 3))).toBe(true);
    expect(third.some((row) => row[8] === 'none')).toBe(true);
    expect(await found([queryFile, referenceFile, '--threshold', '1/3'])).toEqual(third);
    expect(await found([queryFile, referenceFile, '--threshold', '1/3', '-k', '2'])).toEqual(
      await expected(atLeast([1n, 3n]), 2),
    );
    // A little above a third is above a pair that is exactly a third.
    expect(await found([queryFile, referenceFile, '--threshold', '0.333333334'])).toEqual(
      await expected(atLeast([333333334n, 1000000000n]), 1000),
    );
  });

  it('writes the same bytes with one thread and with two, to a file and to standard output', async () => {
    const args = ['neighbors', queryFile, referenceFile, '-k', '3', '-q'];
    const { stdout } = await run(args);
    for (const threads of ['1', '2']) {
      const output = folder.at(`t${threads}.csv`);
      expect((await run([...args, '--threads', threads, '-o', output])).code).toBe(0);
      expect(folder.read(`t${threads}.csv`)).toBe(stdout);
    }
    const manifest = (name: string) => folder.read(name).replace(/t[12]\.csv/, '');
    expect(manifest('t1.csv.manifest.json')).toBe(manifest('t2.csv.manifest.json'));
  });

  it('describes the result in a manifest and in --json', async () => {
    const output = folder.at('described.csv');
    const args = ['neighbors', queryFile, referenceFile, '--threshold', '1/3', '--json'];
    const { stdout, stderr } = await run([...args, '-o', output]);
    const { seconds, outputs, ...summary } = JSON.parse(stdout);
    const text = folder.read('described.csv');
    const rows = table(text);
    const hash = (content: string) => createHash('sha256').update(content).digest('hex');
    expect(summary).toMatchObject({
      command: 'neighbors',
      parameters: { threshold: '1/3', fingerprint: 'morgan:radius=2,bits=2048' },
      shard: null,
      query: { path: queryFile, sha256: hash(asSmi(queries)), records: 40 },
      reference: { sha256: hash(asSmi(references)), records: 100, molecules: 100, invalid: 0 },
    });
    expect(summary.parameters).not.toHaveProperty('k');
    const status = (s: string) => rows.filter((r) => r.status === s);
    const first = status('found').filter((r) => r.rank === '1');
    expect(summary.counts).toEqual({
      queries: 40,
      found: first.length,
      none: status('none').length,
      invalid: 0,
      neighbours: status('found').length,
    });
    const high = first.filter((r) => Number(r.similarity) >= 2 / 3).length;
    expect(summary.similarity.nearest).toEqual([0, first.length - high, high]);
    const written = { format: 'csv', sha256: hash(text), rows: rows.length };
    expect(outputs).toEqual([{ path: output, ...written }]);
    expect(JSON.parse(folder.read('described.csv.manifest.json'))).toEqual({
      manifest: 1,
      ...summary,
      schema: 'tanimark/manifest/1',
      outputs: [{ path: 'described.csv', ...written }],
    });
    expect(seconds.total).toBeGreaterThan(0);
    expect(stderr).toContain(`no neighbor ${status('none').length}`);
    // Without -o the document takes the place of the data.
    const alone = await run(args);
    expect(JSON.parse(alone.stdout).counts).toEqual(summary.counts);
    expect(alone.stderr).toContain('the neighbors themselves are not written');
  });

  it('does not list a molecule as its own neighbor where both files are the same', async () => {
    const smi = folder.file('self.smi', 'CCO a\nOCC b\nCCN c\nfoo d\nCCCO e\n');
    const copy = folder.file('copy.smi', 'CCO a\nOCC b\nCCN c\nfoo d\nCCCO e\n');
    for (const reference of [smi, copy]) {
      const { stdout, stderr } = await run(['neighbors', smi, reference, '-k', '2']);
      expect(stderr).toContain('is not listed as its own neighbor (to list it: --include-self)');
      const pairs = table(stdout).map((r) => `${r.query_id}${r.reference_id}${r.status[0]}`);
      expect(pairs).toEqual(['aef', 'acf', 'bef', 'bcf', 'caf', 'cef', 'di', 'eaf', 'ecf']);
    }
    const { stdout, stderr } = await run(['neighbors', smi, copy, '--include-self']);
    expect(stderr).not.toContain('own neighbor');
    expect(table(stdout).map((r) => `${r.query_id}${r.reference_id}${r.similarity}`)).toEqual([
      'aa1',
      'ba1',
      'cc1',
      'd',
      'ee1',
    ]);
    const one = folder.file('one.smi', 'CCO a\n');
    expect(table((await run(['neighbors', one, one, '-q'])).stdout)[0]).toMatchObject({
      status: 'none',
      reason: 'no other molecule among the references',
    });
  });

  it('accounts for every row of messy files', async () => {
    const query = folder.file(
      'messy.csv',
      '\ufeffName;Structure;y;activity\r\n"a;1";OCC;1;2\r\nopen;C1CC;;\r\nnothing;;;\r\n=cmd();  CCO ;;\r\nsodium;[Na+];;\r\n',
    );
    const reference = folder.file('messy.smi', 'CCN amine\nCCO first\nbad 0\nC(C)O again\n');
    const args = ['neighbors', query, reference, '--query-smiles', 'Structure'];
    const { code, stdout, stderr } = await run([...args, '--threshold', '0.5']);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(1, -1)).toEqual([
      '1,a;1,OCC,1,2,first,CCO,1,found,',
      '2,open,C1CC,,,,,,invalid,unclosed ring',
      '3,nothing,,,,,,,invalid,empty SMILES',
      '4,=cmd(),"  CCO ",1,2,first,CCO,1,found,',
      '5,sodium,[Na+],,,,,,none,no reference at 0.5 or above',
    ]);
    for (const text of [
      'cells are separated by semicolons',
      '1 reference row with an invalid SMILES, not searched; the first is row 3 (line 3), "bad"',
      '1 reference row repeats the molecule of an earlier row; each of the 2 molecules is listed once',
      '5 query rows · 2 reference molecules · 2 neighbors · no neighbor 1 · invalid rows 2',
      'the first is row 2 (line 3), "C1CC": unclosed ring',
    ]) {
      // Wrapped to the width of the terminal.
      expect(stderr.replaceAll('\n', ' ')).toContain(text);
    }
    const lines = (await run([...args, '--threshold', '0.5', '--format', 'jsonl', '-q'])).stdout;
    const parsed = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(parsed[0]).toEqual({
      query_row: 1,
      query_id: 'a;1',
      query_smiles: 'OCC',
      rank: 1,
      reference_row: 2,
      reference_id: 'first',
      reference_smiles: 'CCO',
      similarity: 1,
      status: 'found',
      reason: null,
    });
    expect(parsed[1]).toMatchObject({ rank: null, similarity: null, reason: 'unclosed ring' });
  });

  it('reads either file from standard input, gzipped, or by the columns it is told', async () => {
    const plain = await found([queryFile, referenceFile]);
    expect(await found(['-', referenceFile], asSmi(queries))).toEqual(plain);
    expect(await found([queryFile, '-'], asSmi(references))).toEqual(plain);
    const packed = folder.file('q.smi.gz', gzipSync(asSmi(queries)));
    expect(await found([packed, referenceFile])).toEqual(plain);
    const headless = folder.file(
      'headless.csv',
      references.map((r) => `${r.name}|C|${r.smiles}\n`).join(''),
    );
    const told = [
      ...['--reference-delimiter', '|', '--no-reference-header'],
      ...['--reference-smiles', '3', '--reference-id', '1'],
    ];
    expect(await found([queryFile, headless, ...told])).toEqual(plain);
  });

  it('tells how to name a column that one file has', async () => {
    const csv = folder.file('named.csv', 'code,struct\na,CCO\n');
    const { code, stderr } = await run(['neighbors', csv, referenceFile, '--smiles', 'struct']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: --smiles struct: \S+references\.smi has no such column.*\n$/);
    expect(stderr).toContain('--reference-smiles and --reference-id name columns of');
    expect(
      await found([csv, referenceFile, '--query-smiles', 'struct', '--query-id', 'code']),
    ).toHaveLength(1);
  });
});

const wrong: [string, string[], RegExp][] = [
  ['one file', [queryFile], /missing argument 'reference'; name two files/],
  ['no file', [], /missing argument 'query'/],
  ['standard input twice', ['-', '-'], /cannot both be standard input/],
  ['a threshold above 1', [queryFile, referenceFile, '--threshold', '1.01'], /must be from 0 to 1/],
  ['no number', [queryFile, referenceFile, '--threshold', 'x'], /"x" is not a number/],
  ['no neighbors', [queryFile, referenceFile, '-k', '0'], /give a whole number from 1/],
  [
    'an input as output',
    [queryFile, referenceFile, '-o', queryFile, '--format', 'csv'],
    /is the query file itself/,
  ],
  [
    'the other',
    [queryFile, referenceFile, '-o', referenceFile, '--format', 'csv'],
    /is the reference file itself/,
  ],
  ['a folder', [queryFile, referenceFile, '-o', 'x/'], /is a folder; name a file in it/],
  ['no format', [queryFile, referenceFile, '-o', 'x.txt'], /in \.csv, \.tsv, \.jsonl or \.parquet/],
  ['a part without a file', [queryFile, referenceFile, '--shard', '1/2'], /name a file with -o/],
  [
    'no valid query',
    [folder.file('bad.csv', 'smiles\nfoo\n'), referenceFile],
    /none of its 1 row has a valid SMILES.*--query-smiles/,
  ],
];

describe('what is wrong with a search', () => {
  it.each(wrong)('%s: one line that helps, and exit 2', async (_, args, message) => {
    const { code, stdout, stderr } = await run(['neighbors', ...args]);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });
});
