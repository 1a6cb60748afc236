import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ExtractOptions,
  extractMembers,
} from '../../../../src/dataset/named/fetch/archive.js';
import { AbortedError } from '../../../../src/errors.js';
import { Job } from '../../../../src/job.js';
import { errorOf, temporaryFolder } from '../../../helpers.js';
import { tarOf, type Written, zipOf } from './archives.js';

const KINDS: Readonly<Record<string, (members: readonly Written[]) => Buffer>> = {
  zip: zipOf,
  tar: tarOf,
  'tar.gz': (members) => gzipSync(tarOf(members)),
};
const extractMember = (archive: string, member: string, to: string, options: ExtractOptions) =>
  extractMembers(archive, new Map([[member, to]]), options);
const LIMIT = { maxBytes: 1e6 };
const MEMBERS = [
  { name: 'data/', type: '5' },
  { name: 'data/a.csv', body: 'a,b\n1,2\n' },
  { name: 'data/b.csv', body: 'x'.repeat(5000) },
  { name: 'data/empty.csv' },
  { name: 'README', body: 'read me' },
];

/** The message of an extraction that fails, with nothing left in the folder. */
async function refused(archive: Uint8Array, member = 'data/a.csv', limit = LIMIT.maxBytes) {
  const folder = temporaryFolder();
  const path = folder.file('archive', archive);
  const error = await errorOf(() =>
    extractMember(path, member, folder.at('new'), { maxBytes: limit }),
  );
  expect(error.code).toBe('file');
  expect(folder.names()).toEqual(['archive']);
  return folder.shorten(error.message);
}

describe.each(Object.entries(KINDS))('a %s file', (kind, write) => {
  it.each(MEMBERS.slice(1))('gives its member $name', async ({ name, body = '' }) => {
    const folder = temporaryFolder();
    // Its kind is told by its content.
    const archive = folder.file('archive.csv', write(MEMBERS));
    await extractMember(archive, name, folder.at('new'), LIMIT);
    expect(folder.read('new')).toBe(body);
    expect(folder.names()).toEqual(['archive.csv', 'new']);
  });

  it('gives several members in one reading', async () => {
    const folder = temporaryFolder();
    const archive = folder.file('archive', write(MEMBERS));
    const wanted = new Map([
      ['README', folder.at('1')],
      ['./data/b.csv', folder.at('2')],
    ]);
    await extractMembers(archive, wanted, LIMIT);
    expect(folder.names()).toEqual(['1', '2', 'archive']);
    expect([folder.read('1'), folder.read('2')]).toEqual(['read me', 'x'.repeat(5000)]);
  });

  it('finds members that are written with ./', async () => {
    const folder = temporaryFolder();
    const archive = folder.file('archive', write([{ name: './a.csv', body: 'a' }]));
    await extractMember(archive, 'a.csv', folder.at('new'), LIMIT);
    expect(folder.read('new')).toBe('a');
  });

  it('writes nowhere else, whatever its names are', async () => {
    const folder = temporaryFolder();
    const outside = folder.at('outside');
    const names = ['../outside', '../../outside', outside, 'data/../../outside', 'C:\\outside'];
    const members = [...names.map((name) => ({ name, body: name })), ...MEMBERS];
    const archive = folder.file('archive', write(members));
    await extractMember(archive, 'data/a.csv', folder.at('new'), LIMIT);
    expect(folder.names()).toEqual(['archive', 'new']);
    await extractMember(archive, '../outside', folder.at('new'), LIMIT);
    expect(folder.names()).toEqual(['archive', 'new']);
    expect(folder.read('new')).toBe('../outside');
  });

  it.each<[string, string, string]>([
    ['A.csv', 'it has "data/a.csv" and 3 others', 'a file in another folder'],
    ['data/a.cvs', 'it has "data/a.csv" and 3 others', 'a slip'],
    ['sets/empt.csv', 'it has "data/empty.csv" and 3 others', 'a slip in another folder'],
    [
      'zzzzzzzzzz',
      'it has "data/a.csv", "data/b.csv", "data/empty.csv" and "README"',
      'none like it',
    ],
  ])('without %s says: %s (%s)', async (member, has) => {
    expect(await refused(write(MEMBERS), member)).toBe(
      `archive has no member "${member}"; ${has}; correct "member" in the registry, or download the archive again`,
    );
  });

  it('without several of them leaves none', async () => {
    const folder = temporaryFolder();
    const archive = folder.file('archive', write(MEMBERS));
    const wanted = ['README', 'q', 'r', 's'].map((name) => [name, folder.at(name)] as const);
    const error = await errorOf(() => extractMembers(archive, new Map(wanted), LIMIT));
    expect(error.message).toContain('has no member "q" (and 2 more); ');
    expect(folder.names()).toEqual(['archive']);
  });

  it('with the same member twice is refused', async () => {
    expect(await refused(write([...MEMBERS, MEMBERS[1]]))).toBe(
      'archive has two members "data/a.csv"; it is not safe to choose one',
    );
  });

  it('with a member above the limit is refused', async () => {
    expect(await refused(write(MEMBERS), 'data/b.csv', 4999)).toBe(
      '"data/b.csv" in archive has more than the limit of 4,999 bytes',
    );
    const folder = temporaryFolder();
    const archive = folder.file('archive', write(MEMBERS));
    await extractMember(archive, 'data/b.csv', folder.at('new'), { maxBytes: 5000 });
    expect(folder.read('new')).toHaveLength(5000);
  });

  it('does not give a folder', async () => {
    expect(await refused(write(MEMBERS), 'data/')).toBe(
      '"data/" in archive is a folder; name a file in it',
    );
  });

  it('that is cut anywhere ends in one line', async () => {
    const whole = write(MEMBERS);
    // The zeros at the end of a tar file say nothing.
    const end = kind === 'tar' ? 1200 : 1;
    for (let length = 0; length <= whole.length - end; length += 7) {
      const message = await refused(whole.subarray(0, length), 'README');
      expect(message).toMatch(
        /^archive (?:is a damaged or incomplete (?:zip|gzip) file \(.+\)|is no zip, tar or tar\.gz file, the kinds that can be read|ends within a member: it is incomplete|has no member "README"; .+); (?:download it again|correct .+)$/,
      );
    }
  });

  it('that is changed anywhere gives the same bytes, or ends in one line', async () => {
    const whole = write(MEMBERS);
    const folder = temporaryFolder();
    const change = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(change, async ([at, bits]) => {
        const changed = Buffer.from(whole);
        changed[at] ^= bits;
        const archive = folder.file('archive', changed);
        const to = folder.at('new');
        const error = await extractMember(archive, 'data/a.csv', to, LIMIT).catch((e) => e);
        // Contents of a plain tar file have no checksum of their own.
        if (error === undefined && kind !== 'tar') expect(folder.read('new')).toBe('a,b\n1,2\n');
        if (error !== undefined) expect(error.code).toBe('file');
      }),
      { numRuns: 200 },
    );
  });

  it('is not read when canceled', async () => {
    const folder = temporaryFolder();
    const archive = folder.file('archive', write(MEMBERS));
    const job = new Job({ signal: AbortSignal.abort() });
    await expect(
      extractMember(archive, 'README', folder.at('new'), { ...LIMIT, job }),
    ).rejects.toBeInstanceOf(AbortedError);
    expect(folder.names()).toEqual(['archive']);
  });
});

describe('a zip file', () => {
  const one = (given: Partial<Written>) =>
    refused(zipOf([{ name: 'data/a.csv', body: 'x'.repeat(100), ...given }]));

  it('that is encrypted is refused', async () => {
    expect(await one({ flags: 0x801, method: 0, size: 88 })).toBe(
      '"data/a.csv" in archive is encrypted; only archives without a password can be read',
    );
    expect(await one({ flags: 0x841 })).toBe('archive is an encrypted zip file; download it again');
  });

  it('of another method is refused', async () => {
    expect(await one({ method: 14 })).toBe(
      '"data/a.csv" in archive is compressed by method 14, which is not supported (only deflate is)',
    );
  });

  it('with another checksum is refused', async () => {
    expect(await one({ crc: 1 })).toBe(
      'archive is a damaged zip file (wrong CRC-32); download it again',
    );
  });

  it.each([10, 1000])('that says %d bytes of 100 is refused', async (size) => {
    expect(await one({ size })).toMatch(
      /^archive is a damaged or incomplete zip file \(.*\); download it again$/,
    );
  });

  it('may hold members that are not compressed', async () => {
    const folder = temporaryFolder();
    const archive = folder.file('archive', zipOf([{ name: 'a', body: 'abc', method: 0 }]));
    await extractMember(archive, 'a', folder.at('new'), LIMIT);
    expect(folder.read('new')).toBe('abc');
  });

  it('without members is told as such', async () => {
    expect(await refused(zipOf([]))).toContain('it is empty; ');
  });
});

describe('a tar file', () => {
  it.each(['pax', 'gnu', 'prefix'] as const)(
    'may have long names in the way of %s',
    async (longName) => {
      const folder = temporaryFolder();
      const name = `${'folder/'.repeat(longName === 'prefix' ? 20 : 40)}ä.csv`;
      const after = { name: 'b', body: 'after' };
      const archive = folder.file('archive', tarOf([{ name, body: 'long', longName }, after]));
      const wanted = new Map([
        [name, folder.at('1')],
        ['b', folder.at('2')],
      ]);
      await extractMembers(archive, wanted, LIMIT);
      expect([folder.read('1'), folder.read('2')]).toEqual(['long', 'after']);
    },
  );

  it.each<[string, string]>([
    ['1', 'is a link; name the file itself'],
    ['2', 'is a link; name the file itself'],
    ['3', 'is no file'],
    ['S', 'is a sparse file, which is not supported'],
  ])('does not give a member of type %s', async (type, problem) => {
    expect(await refused(tarOf([{ name: 'data/a.csv', type }]))).toBe(
      `"data/a.csv" in archive ${problem}`,
    );
  });
});

describe('what is no archive', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'text',
      Buffer.from('smiles,y\n'.repeat(100)),
      'is no zip, tar or tar.gz file, the kinds that can be read',
    ],
    ['nothing', Buffer.alloc(0), 'is no zip, tar or tar.gz file, the kinds that can be read'],
    ['a gzipped table', gzipSync('smiles,y\n'.repeat(100)), 'is gzipped, but holds no tar file'],
  ])('is told as such: %s', async (_, content, problem) => {
    expect(await refused(content)).toBe(`archive ${problem}; download it again`);
  });

  it('is told as such: a path that leads nowhere', async () => {
    const folder = temporaryFolder();
    const error = await errorOf(() =>
      extractMember(folder.at('none'), 'a', folder.at('new'), LIMIT),
    );
    expect(folder.shorten(error.message)).toBe('none cannot be read (ENOENT)');
  });
});
