import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { run } from '../cli/run.js';
import { SMALL, temporaryFolder } from '../helpers.js';
import { npyFile } from '../tables/npy-file.js';

const folder = temporaryFolder();
/** A molecule stands twice, once with another spelling, and a row is no molecule. */
const TABLE = `${SMALL}OCC,again,0\nnonsense,bad,1\n`;
const rows = TABLE.trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));
const input = folder.file('data.csv', TABLE);
const named = { id: folder.at('morgan.fps'), smiles: folder.at('smiles.fps') };
const npy = { bits: folder.at('bits.npy'), packed: folder.at('packed.npy') };
const columns = folder.at('columns.csv');

/** Bytes of each row's Morgan fingerprint of 1024 bits; zeros for the invalid one. */
let bytes: Buffer[] = [];

const unpacked = (packed: Uint8Array) =>
  Array.from({ length: packed.length * 8 }, (_, b) => (packed[b >> 3] >> (b & 7)) & 1);

beforeAll(async () => {
  const fingerprint = parseFingerprint('morgan:bits=1024');
  const pool = new ChemistryPool(fingerprint, { threads: 1 });
  const { words } = await pool.describe(rows.map(([smiles]) => smiles));
  bytes = rows.map((_, r) => Buffer.from(words.slice(r * 32, r * 32 + 32).buffer));
  const fps = (ids: readonly string[]) =>
    `#FPS1\n#num_bits=1024\n${bytes.map((own, r) => `${own.toString('hex')}\t${ids[r]}\n`).join('')}`;
  const valid = rows.map(([smiles], r) => (smiles === 'nonsense' ? `other-${r}` : smiles));
  folder.file('morgan.fps', fps(rows.map(([, name]) => name)));
  folder.file('morgan.fps.gz', gzipSync(fps(rows.map(([, name]) => name))));
  folder.file('smiles.fps', fps(valid));
  const all = new Uint8Array(bytes.flatMap(unpacked));
  folder.file('bits.npy', npyFile('|b1', [rows.length, 1024], all));
  folder.file('packed.npy', npyFile('|u1', [rows.length, 128], Buffer.concat(bytes)));
  const double = new Uint8Array(Float64Array.from(all).buffer);
  folder.file('double.npy', npyFile('<f8', [rows.length, 1024], double));
  folder.file(
    'columns.csv',
    `${[
      'smiles,name,y,hex,base64,bits',
      ...rows.map((row, r) =>
        [
          ...row,
          bytes[r].toString('hex'),
          bytes[r].toString('base64'),
          unpacked(bytes[r]).join(''),
        ].join(),
      ),
    ].join('\n')}\n`,
  );
});

async function out(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run([...args, '--quiet']);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

/** What a command prints, which is run once for all tests that compare with it. */
const known = new Map<string, Promise<string>>();
function outOnce(args: readonly string[]): Promise<string> {
  const command = args.join(' ');
  const found = known.get(command) ?? out(args);
  known.set(command, found);
  return found;
}

const SOURCES: readonly [string, string, string][] = [
  ['an FPS file, by id', input, `fps:${named.id}`],
  ['a gzipped FPS file', input, `fps:${named.id}.gz`],
  ['an FPS file, by SMILES', input, `fps:${named.smiles}`],
  ['a matrix of booleans', input, `npy:${npy.bits}`],
  ['a matrix of doubles', input, `npy:${folder.at('double.npy')}`],
  ['a packed matrix', input, `npy:${npy.packed},packed=true`],
  ['a column of hexadecimal digits', columns, 'column:hex'],
  ['a column of base64', columns, 'column:base64'],
  ['a column of 0 and 1', columns, 'column:bits'],
  ['a column with its encoding said', columns, 'column:hex,encoding=hex'],
];

const MORGAN = 'morgan:bits=1024';

describe('Morgan fingerprints from elsewhere give what RDKit gives', () => {
  it.each(SOURCES)('neighbors, byte by byte: %s', async (_, table, fingerprint) => {
    const search = (spec: string) => ['neighbors', table, table, '-k', '3', '--fingerprint', spec];
    expect(await out(search(fingerprint))).toBe(await outOnce(search(MORGAN)));
  });

  it.each(SOURCES)('a split, byte by byte: %s', async (_, table, fingerprint) => {
    const make = (spec: string) => [
      'split',
      table,
      '--test',
      '6',
      '--seed',
      '1',
      '--fingerprint',
      spec,
    ];
    const own = await out(make(fingerprint));
    expect(own).toBe(await outOnce(make(MORGAN)));
    // It depends on the fingerprint.
    expect(own).not.toBe(await outOnce(make('maccs')));
  });

  it.each(SOURCES)(
    'an audit and scores with the settings of the manifest: %s',
    async (_, table, fingerprint) => {
      const own = folder.at('own.csv');
      const computed = folder.at(table === input ? 'computed.csv' : 'computed-columns.csv');
      const make = (spec: string, file: string) => [
        'split',
        table,
        '--test',
        '6',
        '--fingerprint',
        spec,
        '-o',
        file,
      ];
      await out(make(fingerprint, own));
      await outOnce(make(MORGAN, computed));
      const predictions = folder.file(
        'predictions.csv',
        `name,y_pred\n${rows.map(([, name], r) => `${name},${r % 5}`).join('\n')}\n`,
      );
      const audits = [];
      const scores = [];
      for (const [file, print] of [
        [own, out],
        [computed, outOnce],
      ] as const) {
        const audit = JSON.parse(await print(['audit', file, '--json']));
        audits.push(audit.comparisons);
        const score = JSON.parse(
          await print(['score', predictions, '--split', file, '--bootstrap', '0', '--json']),
        );
        scores.push([score.strata, score.overall]);
      }
      expect(audits[0]).toEqual(audits[1]);
      expect(scores[0]).toEqual(scores[1]);
      const { verdict, manifests } = JSON.parse(await out(['verify', own, '--json']));
      expect(verdict).toBe('verified');
      expect(manifests[0].repeated).toBe(true);
    },
  );
});

describe('several tables', () => {
  const lines = TABLE.trimEnd().split('\n');
  const [query, reference] = ['query', 'reference'].map((name, half) =>
    folder.file(
      `${name}.csv`,
      `${[lines[0], ...lines.slice(1).filter((_, r) => r % 2 === half)].join('\n')}\n`,
    ),
  );

  it('find theirs in one FPS file', async () => {
    const search = (spec: string) => out(['neighbors', query, reference, '--fingerprint', spec]);
    expect(await search(`fps:${named.id}`)).toBe(await search('morgan:bits=1024'));
    const audit = async (spec: string) =>
      JSON.parse(await out(['audit', query, reference, '--json', '--fingerprint', spec]))
        .comparisons;
    expect(await audit(`fps:${named.id}`)).toEqual(await audit('morgan:bits=1024'));
  });

  it('find theirs in parts of a search, too', async () => {
    const part = (n: number) => folder.at(`part-${n}.csv`);
    for (const n of [1, 2]) {
      await out([
        'neighbors',
        input,
        input,
        '--fingerprint',
        `npy:${npy.bits}`,
        '--shard',
        `${n}/2`,
        '-o',
        part(n),
      ]);
    }
    expect(await out(['neighbors', '--merge', part(1), part(2)])).toBe(
      await out(['neighbors', input, input, '--fingerprint', 'morgan:bits=1024']),
    );
  });

  it('cannot share the rows of a .npy file, also where they have as many', async () => {
    const { code, stderr } = await run([
      'neighbors',
      query,
      reference,
      '--fingerprint',
      `npy:${folder.file('half.npy', npyFile('|u1', [13, 4], new Uint8Array(52)))}`,
    ]);
    expect(code).toBe(2);
    expect(folder.shorten(stderr)).toContain(
      'half.npy: the rows of a .npy file belong to one table, but query.csv and reference.csv are read; give the fingerprints as fps:<file> with ids',
    );
  });
});

describe('a manifest', () => {
  it('holds the checksum of the file, which may move with the split, and may not change', async () => {
    const own = folder.at('moved.fps');
    folder.file('moved.fps', readFileSync(named.id));
    const split = folder.at('kept.csv');
    await out(['split', input, '--test', '6', '--fingerprint', `fps:${own}`, '-o', split]);
    const sha256 = createHash('sha256').update(readFileSync(own)).digest('hex');
    const { parameters } = JSON.parse(folder.read('kept.csv.manifest.json'));
    expect(parameters.fingerprint).toBe(`fps:${own},sha256=${sha256}`);
    mkdirSync(folder.at('elsewhere'));
    for (const name of ['kept.csv', 'kept.csv.manifest.json', 'moved.fps']) {
      renameSync(folder.at(name), folder.at(`elsewhere/${name}`));
    }
    await out(['audit', folder.at('elsewhere/kept.csv')]);
    for (const name of ['kept.csv', 'kept.csv.manifest.json']) {
      renameSync(folder.at(`elsewhere/${name}`), folder.at(name));
    }
    folder.file(
      'moved.fps',
      `${readFileSync(folder.at('elsewhere/moved.fps'))}${'00'.repeat(128)}\tnew\n`,
    );
    const { code, stderr } = await run(['audit', split]);
    expect(code).toBe(2);
    expect(folder.shorten(stderr)).toMatch(
      /moved\.fps: not the fingerprints with which the split was made \(its sha256 is [\da-f]{12}…, the manifest says [\da-f]{12}…\); restore the file, or use it as it is with --fingerprint fps:/,
    );
    rmSync(own);
    const gone = await run(['audit', split]);
    expect([gone.code, gone.stderr]).toEqual([
      2,
      expect.stringContaining('moved.fps does not exist'),
    ]);
  });

  it('says the encoding that was found', async () => {
    const split = folder.at('column.csv');
    await out(['split', columns, '--test', '6', '--fingerprint', 'column:bits', '-o', split]);
    const { parameters } = JSON.parse(folder.read('column.csv.manifest.json'));
    expect(parameters.fingerprint).toBe('column:bits,encoding=bits');
  });

  it('is not checked by row order where rows are in another order', async () => {
    const out_ = folder.at('folder/');
    await out(['split', input, '--test', '6', '--fingerprint', `npy:${npy.bits}`, '-o', out_]);
    const { manifests } = JSON.parse((await run(['verify', out_, '--json'])).stdout);
    expect(manifests[0].checks).toContainEqual(
      expect.objectContaining({ kind: 'similarity', outcome: 'not_checked' }),
    );
    expect(manifests[0].verdict).toBe('verified');
  });
});

describe('what is wrong ends in one line', () => {
  const hex = (n: number) => Buffer.alloc(8, n).toString('hex');
  const small = folder.file(
    'small.csv',
    'smiles,id,fp,hex\nCCO,a,0101,4P///0101\nCCN,b,0110,01\nOCC,c,0101,zz\n',
  );
  const cases: readonly [string, string | Uint8Array | null, string, string][] = [
    [
      'a missing id',
      `${hex(1)}\ta\n${hex(1)}\tc\n`,
      'fps:x',
      'x: 1 molecule of small.csv (of 2) has no fingerprint, by the ids of column "id"; the first is row 2 (line 3), "b"; add the missing ones, or leave these molecules out',
    ],
    [
      'no id at all',
      `${hex(1)}\tq\n`,
      'fps:x',
      'x: 2 molecules of small.csv (of 2) have no fingerprint, by id (column "id") or by SMILES; the first is row 1 (line 2), "a"; add the missing ones, or leave these molecules out',
    ],
    [
      'two fingerprints of one molecule',
      `${hex(1)}\ta\n${hex(2)}\tb\n${hex(3)}\tc\n`,
      'fps:x',
      'x: line 1 and line 3 hold different fingerprints of one molecule ("a"); keep one of them',
    ],
    [
      'one id twice',
      `${hex(1)}\ta\n${hex(2)}\tb\n${hex(3)}\tb\n`,
      'fps:x',
      'x: line 2 and line 3 hold different fingerprints of one molecule ("b"); keep one of them',
    ],
    [
      'no hexadecimal digits',
      `${hex(1)}\ta\n${'0g'.repeat(8)}\tb\n`,
      'fps:x',
      'x: line 2: "0g" is not a pair of hexadecimal digits',
    ],
    [
      'a bit beyond the last',
      `#num_bits=62\n${'0'.repeat(14)}80\ta\n`,
      'fps:x',
      'x: line 2: a bit beyond the 62 of a fingerprint is on',
    ],
    [
      'fingerprints that are too long',
      `${'00'.repeat(2049)}\ta\n`,
      'fps:x',
      'x: fingerprints of 16392 bits; from 1 to 16,384 can be compared; fold them first',
    ],
    [
      'another number of rows',
      npyFile('|u1', [2, 8], new Uint8Array(16)),
      'npy:x',
      'x: 2 rows, but small.csv has 3; a .npy file is matched by row order and needs the same rows; give fingerprints with ids as fps:<file>',
    ],
    [
      'a list',
      npyFile('|u1', [24], new Uint8Array(24)),
      'npy:x',
      'x: an array of shape (24,); give a matrix with a row for each row of small.csv and a column for each bit',
    ],
    [
      'packed bytes',
      npyFile('|u1', [3, 8], new Uint8Array(24).fill(17)),
      'npy:x',
      'x: row 1, column 1 is 17, but bits are 0 or 1; if it is from np.packbits: npy:x,packed=true',
    ],
    [
      'counts',
      npyFile('<f4', [3, 2], new Uint8Array(Float32Array.of(0, 1, 0, 2, 0, 0).buffer)),
      'npy:x',
      'x: row 2, column 2 is 2, but bits are 0 or 1; counts cannot be compared; write (array > 0)',
    ],
    [
      'packed doubles',
      npyFile('<f8', [3, 1], new Uint8Array(24)),
      'npy:x,packed=true',
      'x: packed=true needs bytes (uint8), as numpy.packbits writes them, but holds <f8',
    ],
    [
      'a pickle',
      npyFile('|O', [3, 8], new Uint8Array(24)),
      'npy:x',
      'x: holds Python objects (a pickle, which can run code and is not read); write np.save(file, array.astype(float))',
    ],
    [
      'rows of one molecule that differ',
      npyFile('|u1', [3, 2], Uint8Array.of(0, 1, 0, 0, 1, 1)),
      'npy:x',
      'x: row 1 and row 3 hold different fingerprints of one molecule ("a"); keep one of them',
    ],
    [
      'an encoding that is not certain',
      null,
      'column:fp',
      'small.csv: column "fp": its cells can be read in more than one way; say which: column:fp,encoding=hex|base64|bits',
    ],
    [
      'cells that are no fingerprints',
      null,
      'column:smiles',
      'small.csv: column "smiles": no fingerprints (row 1 (line 2): "CCO"); give hexadecimal digits, base64 or a text of 0 and 1 without separators, all cells alike',
    ],
    [
      "RDKit's compressed form",
      null,
      'column:hex',
      'small.csv: column "hex": row 1 (line 2) holds RDKit\'s compressed form (ToBase64), which is not read; write fp.ToBitString(), or DataStructs.BitVectToFPSText(fp)',
    ],
    [
      'cells of another encoding',
      null,
      'column:id,encoding=bits',
      'small.csv: column "id": row 1 (line 2): "a" is not bits; correct the cell',
    ],
    [
      'a parameter that there is not',
      null,
      'fps:x,packed=true',
      '--fingerprint fps:x,packed=true: fps has no parameter "packed"; it has sha256',
    ],
    [
      'another similarity',
      null,
      'fps:x,similarity=dice',
      '--fingerprint fps:x,similarity=dice: similarity is always Tanimoto',
    ],
    ['no file', null, 'fps:', '--fingerprint fps:: give fps:<file>'],
    ['no name', null, 'column', '--fingerprint column: give column:<name>'],
    ['a file that does not exist', null, 'npy:none.npy', 'none.npy does not exist; check the path'],
  ];
  it.each(cases)('%s', async (_, content, spec, message) => {
    const path = content === null ? 'x' : folder.file('x', content);
    const given = content === null ? spec : spec.replace('x', path);
    const { code, stdout, stderr } = await run(['neighbors', small, small, '--fingerprint', given]);
    expect([code, stdout]).toEqual([2, '']);
    const shown = folder.shorten(stderr).replace(/\s+/g, ' ');
    expect(shown.trim()).toBe(`error: ${message}`);
  });

  it('one id for two molecules', async () => {
    const table = folder.file('ids.csv', 'smiles,id\nCCO,a\nCCN,a\n');
    const { stderr } = await run([
      'neighbors',
      table,
      table,
      '--fingerprint',
      `fps:${folder.file('x', `${hex(1)}\ta\n`)}`,
    ]);
    expect(folder.shorten(stderr)).toContain(
      'ids.csv: row 1 (line 2) and row 2 (line 3) are different molecules with one id, "a", so their fingerprints cannot be told apart',
    );
  });
});
