import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../../src/chemistry/pool.js';
import { run } from '../../cli/run.js';
import { rowsOf, SMALL, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const rows = SMALL.trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));
const table = folder.file('data.csv', SMALL);

beforeAll(async () => {
  const pool = new ChemistryPool(parseFingerprint('morgan:bits=1024'), { threads: 1 });
  const { words } = await pool.describe(rows.map(([smiles]) => smiles));
  await pool.close();
  const lines = rows.map(
    ([, name], r) =>
      `${Buffer.from(words.slice(r * 32, r * 32 + 32).buffer).toString('hex')}\t${name}\n`,
  );
  const head = '#FPS1\n#num_bits=1024\n#type=RDKit-Morgan/2 radius=2 fpSize=1024\n';
  folder.file('all.fps', head + lines.join(''));
  folder.file('half.fps.gz', gzipSync(head + lines.filter((_, r) => r % 2 === 0).join('')));
  folder.file(
    'other.fps',
    (head + lines.join('')).replace('fpSize=1024', 'fpSize=1024 useChirality=1'),
  );
  folder.file('short.fps', '#num_bits=16\nff00\ta\n0f0f\tb\n');
  folder.file('bad.fps', '#num_bits=16\nff00\ta\nzz00\tb\n');
});

/** What a search finds: ids, ranks and similarities. */
async function found(args: readonly string[]) {
  const { code, stdout, stderr } = await run(['neighbors', ...args, '--quiet']);
  expect([code, stderr]).toEqual([0, '']);
  return rowsOf(stdout).map(({ query_smiles: _, reference_smiles: __, ...row }) => row);
}

describe('neighbors of two FPS files', () => {
  it.each([
    ['of a file in itself', 'all.fps', 'all.fps', ['-k', '3']],
    ['above a threshold', 'all.fps', 'all.fps', ['--threshold', '1/5', '--include-self']],
  ])('are those of the structures: %s', async (_, query, reference, args) => {
    const own = await found([folder.at(query), folder.at(reference), ...args]);
    const ofStructures = [table, table, '--fingerprint', 'morgan:bits=1024', ...args];
    expect(own).toEqual(await found(ofStructures));
    expect(own.length).toBeGreaterThan(rows.length);
  });

  it('are found in a gzipped file, and in parts that are merged', async () => {
    const files = [folder.at('all.fps'), folder.at('half.fps.gz')];
    const whole = await found(files);
    expect(whole.map((row) => row.reference_id)).toEqual(
      expect.arrayContaining([rows[0][1], rows[2][1]]),
    );
    const parts = [1, 2, 3].map((i) => folder.at(`part-${i}.csv`));
    for (const [i, part] of parts.entries()) {
      const args = ['neighbors', ...files, '--shard', `${i + 1}/3`, '-o', part];
      expect((await run(args)).code).toBe(0);
    }
    const merged = folder.at('merged.csv');
    expect((await run(['neighbors', '--merge', ...parts, '-o', merged])).code).toBe(0);
    const one = folder.at('one.csv');
    expect((await run(['neighbors', ...files, '-o', one])).code).toBe(0);
    expect(folder.read('merged.csv')).toBe(folder.read('one.csv'));
    const manifest = JSON.parse(folder.read('one.csv.manifest.json'));
    expect(manifest.parameters).toEqual({ k: '1', fingerprint: 'fps', 'include-self': 'false' });
    expect(manifest.warnings[0]).toMatch(/fingerprints of 1024 bits \(RDKit-Morgan\/2 radius=2/);
  });

  it.each<[string, string[], RegExp]>([
    [
      'structures on the other side',
      ['all.fps', 'data.csv'],
      /all\.fps holds fingerprints, and .*data\.csv structures; give two FPS files/,
    ],
    [
      'fingerprints of other lengths',
      ['all.fps', 'short.fps'],
      /1024 bits, and .*short\.fps of 16 bits; give fingerprints of one kind/,
    ],
    [
      'fingerprints of another type',
      ['all.fps', 'other.fps'],
      /of type RDKit-Morgan.* useChirality=1; give fingerprints of one kind/,
    ],
    [
      'what is no fingerprint',
      ['bad.fps', 'short.fps'],
      /bad\.fps: line 3: "zz" is not a pair of hexadecimal digits/,
    ],
    [
      '--fingerprint',
      ['all.fps', 'all.fps', '--fingerprint', 'maccs'],
      /--fingerprint has no effect on FPS files/,
    ],
    [
      '--smiles',
      ['all.fps', 'all.fps', '--smiles', 'x'],
      /has no effect on FPS files, which have no columns/,
    ],
    [
      '--reference-shard',
      ['all.fps', 'all.fps', '--reference-shard', '1/2', '-o', 'x.csv'],
      /--reference-shard needs structures/,
    ],
  ])('are refused for %s', async (_, args, message) => {
    const { code, stderr } = await run(['neighbors', ...args], { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });

  it('are all that such a file is for, as a table', async () => {
    const { code, stderr } = await run(['split', 'all.fps', '-o', 's.csv'], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /they hold fingerprints without structures: give the table .*--fingerprint fps:<file>/,
    );
  });
});
