import { describe, expect, it } from 'vitest';
import { zipOf } from '../dataset/named/fetch/archives.js';
import { temporaryFolder } from '../helpers.js';
import {
  CLUSTER_FORMS,
  clustersTsv,
  drugsCsv,
  madeClusters,
  madeMatrix,
  madePairs,
  matrixTsv,
  pairsCsv,
} from '../oracle/pair-data.js';
import { npyFile } from '../tables/npy-file.js';
import { table } from './recompute.js';
import { run } from './run.js';

const made = madePairs(21, 120);
const names = [...made.targets.keys()];
const cells = madeMatrix(3, names.length);
const folder = temporaryFolder();
folder.file('pairs.csv', pairsCsv(made));
folder.file('drugs.csv', drugsCsv(made));

const float64 = (rows: readonly (readonly string[])[]) =>
  new Uint8Array(Float64Array.from(rows.flat(), Number).buffer);
const square = (rows: readonly (readonly string[])[] = cells) =>
  npyFile('<f8', [rows.length, rows.length], float64(rows));
const float32 = () =>
  npyFile(
    '<f4',
    [names.length, names.length],
    new Uint8Array(Float32Array.from(cells.flat(), Number).buffer),
  );
/** As `np.array(names)`, or of bytes. */
function texts(own: readonly string[], kind: 'U' | 'S'): Buffer {
  const length = Math.max(...own.map((name) => name.length));
  const size = kind === 'U' ? 4 : 1;
  const bytes = new Uint8Array(own.length * length * size);
  own.forEach((name, i) => {
    [...name].forEach((letter, j) => {
      bytes[(i * length + j) * size] = letter.charCodeAt(0);
    });
  });
  return npyFile(`${kind === 'U' ? '<U' : '|S'}${length}`, [own.length], bytes);
}
const archive = (members: Readonly<Record<string, Uint8Array>>) =>
  zipOf(Object.entries(members).map(([name, body]) => ({ name: `${name}.npy`, body })));

/** What `split` writes with similarities of a file; the error where it fails. */
async function split(name: string, content: string | Uint8Array, args: readonly string[] = []) {
  folder.file(name, content as string);
  const { code, stdout, stderr } = await run(
    [
      ...['split', 'pairs.csv', '-m', 'random', '--json', '-q', '-o', 'out.csv'],
      ...['--drugs', 'drugs.csv', '--partner', 'target_id', '--target-similarity', name, ...args],
    ],
    { cwd: folder.path },
  );
  const document = JSON.parse(stdout);
  return { code, stderr, document, text: code === 0 ? folder.read('out.csv') : '' };
}

describe('a NumPy archive of similarities', () => {
  it.each([
    ['doubles and texts', { ids: texts(names, 'U'), similarity: square() }],
    ['another order and other names', { S: square(), prot: texts(names, 'U') }],
    ['bytes', { ids: texts(names, 'S'), similarity: square() }],
    ['single precision', { ids: texts(names, 'U'), similarity: float32() }],
    [
      'a number beside them',
      { ids: texts(names, 'U'), m: square(), seed: npyFile('<i8', [], new Uint8Array(8)) },
    ],
  ])('gives the bytes of the square table: %s', async (_, members) => {
    const expected = await split('m.tsv', matrixTsv(names, cells));
    expect(expected.code).toBe(0);
    const found = await split('m.npz', archive(members));
    expect(found.text).toBe(expected.text);
    expect(found.document.pairs).toEqual(expected.document.pairs);
  });

  it.each<readonly [string, Uint8Array, string]>([
    [
      'no ids',
      archive({ similarity: square() }),
      `no array of ${names.length} ids, one for each row of "similarity"; write np.savez(file, ids=ids, similarity=matrix)`,
    ],
    [
      'ids of other rows',
      archive({ ids: texts(names.slice(1), 'U'), similarity: square() }),
      `no array of ${names.length} ids, one for each row of "similarity"; write np.savez(file, ids=ids, similarity=matrix)`,
    ],
    [
      'two matrices',
      archive({ ids: texts(names, 'U'), a: square(), b: square() }),
      '2 arrays of two dimensions (a and b); write one: np.savez(file, ids=ids, similarity=matrix)',
    ],
    [
      'no matrix',
      archive({ ids: texts(names, 'U') }),
      'no array of two dimensions; write np.savez(file, ids=ids, similarity=matrix)',
    ],
    [
      'two arrays of ids',
      archive({ ids: texts(names, 'U'), names: texts(names, 'U'), m: square() }),
      `several arrays of ${names.length} values (ids and names); write one, the ids: np.savez(file, ids=ids, similarity=matrix)`,
    ],
    [
      'a distance matrix',
      archive({
        ids: texts(['a', 'b'], 'U'),
        m: square([
          ['0', '0.5'],
          ['0.5', '0'],
        ]),
      }),
      'row 1 of "m": "a" has a similarity of 0 to itself; it must be 1 (divide similarities by those to themselves, and distances are not similarities)',
    ],
    [
      'a NaN',
      archive({
        ids: texts(['a', 'b'], 'U'),
        m: square([
          ['1', 'x'],
          ['0.5', '1'],
        ]),
      }),
      'row 1 of "m", column "b": "NaN" is not a similarity from 0 to 1',
    ],
    [
      'a pickle',
      archive({ ids: npyFile('|O', [2], new Uint8Array(4)), m: square() }),
      'm.npz, "ids.npy": holds Python objects (a pickle, which can run code and is not read); write np.save(file, array.astype(float))',
    ],
    ['no archive', Buffer.from('ids'), 'is a damaged or incomplete zip file'],
  ])('is refused in one line: %s', async (_, bytes, message) => {
    const { code, document } = await split('m.npz', bytes);
    expect(code).toBe(2);
    expect(document.error.message).toContain(message);
    expect(document.error.message).not.toContain('\n');
  });
});

describe('a table of clusters', () => {
  const clusterOf = madeClusters(2, names);
  const sets = (text: string) => {
    const of = new Map<string, Set<string>>();
    for (const row of table(text)) {
      const cluster = clusterOf.get(row.target_id) as string;
      of.set(cluster, (of.get(cluster) ?? new Set()).add(row.split));
    }
    return [...of.values()];
  };

  it('says in which column it found what', async () => {
    const size = new Set(clusterOf.values()).size;
    const notes: string[] = [];
    for (const [n, form] of CLUSTER_FORMS.entries()) {
      const { document } = await split(`c${n}.tsv`, clustersTsv(clusterOf, form));
      notes.push(document.warnings.find((note: string) => note.includes('same cluster')));
    }
    const rest = 'partners in the same cluster have similarity 1, others 0';
    const [ids, clusters] = [`${names.length} ids`, `${size} clusters`];
    expect(notes).toEqual([
      `c0.tsv: ${ids} (column "id") in ${clusters} (column "cluster"); ${rest}`,
      `c1.tsv: ${ids} (column "id") in ${clusters} (column "cluster"); ${rest}`,
      `c2.tsv: ${ids} (column 2) in ${clusters} (column 1); ${rest}`,
    ]);
  });

  it('gives the same bytes in each form', async () => {
    const written: string[] = [];
    for (const form of CLUSTER_FORMS) {
      written.push((await split('c.tsv', clustersTsv(clusterOf, form))).text);
    }
    expect(written).toEqual([written[0], written[0], written[0]]);
  });

  it.each(['cold-partner', 'cold-both'])('stays in one set: %s', async (method) => {
    const given = clustersTsv(clusterOf, 'ids first');
    for (const seed of ['0', '1', '2']) {
      const { text } = await split('c.tsv', given, ['-m', method, '--seed', seed, '--test', '0.4']);
      for (const found of sets(text)) {
        found.delete('discarded');
        expect(found.size).toBeLessThanOrEqual(1);
      }
      for (const row of table(text)) {
        if (row.split === 'test') expect(Number(row.max_partner_similarity)).toBe(0);
      }
    }
  });

  it('does not stay in one set otherwise', async () => {
    const { text } = await split('c.tsv', clustersTsv(clusterOf, 'ids first'));
    expect(sets(text).some((found) => found.size > 1)).toBe(true);
  });
});

describe('ids of similarity 1 in a matrix', () => {
  it('are in one set of a cold split', async () => {
    const same = cells.map((row) => [...row]);
    for (const [i, j] of [
      [0, 3],
      [3, 5],
      [1, 4],
    ]) {
      same[i][j] = '1';
      same[j][i] = '1';
    }
    for (const seed of ['0', '1', '2', '3']) {
      const { text } = await split('m.tsv', matrixTsv(names, same), [
        ...['-m', 'cold-partner', '--seed', seed, '--test', '0.4'],
      ]);
      const of = (i: number) => table(text).find((row) => row.target_id === names[i])?.split;
      expect([of(3), of(5), of(4)]).toEqual([of(0), of(0), of(1)]);
    }
  });
});
