import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type CacheRequest, StructureCache } from '../../../src/chemistry/cache/structure-cache.js';
import type { Description } from '../../../src/chemistry/describe.js';
import { parseFingerprint } from '../../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../../src/chemistry/pool.js';
import { describeStructures } from '../../../src/chemistry/structures.js';
import { Job } from '../../../src/job.js';
import { temporaryFolder } from '../../helpers.js';

vi.unmock('../../../src/chemistry/pool.js');

const scratch = temporaryFolder();
let folders = 0;
const open = (limit?: number) => new StructureCache(scratch.at(`cache-${++folders}`), limit);

const fingerprint = parseFingerprint('morgan:radius=2,bits=64');
const request: CacheRequest = { smiles: ['CCO', '('], fingerprint, scaffolds: false, rdkit: 'r' };
const description: Description = {
  canonical: ['CCO', ''],
  problems: [null, 'bad'],
  words: Uint32Array.of(3, 1, 0, 0),
  scaffolds: undefined,
  failures: 0,
};
const withScaffolds: CacheRequest = { ...request, scaffolds: true };
const scaffolds: Description = { ...description, scaffolds: ['', null] };

describe('StructureCache', () => {
  it('gives back what was stored, to the same request alone', () => {
    const cache = open();
    expect(cache.find(request)).toBe(undefined);
    cache.store(request, description, '2026.09.1');
    expect(new StructureCache(cache.folder).find(request)).toEqual({
      description,
      rdkit: '2026.09.1',
    });
    for (const other of [
      { ...request, smiles: ['(', 'CCO'] },
      { ...request, smiles: ['CCO'] },
      { ...request, smiles: ['CCO\n1 ('] },
      { ...request, rdkit: 's' },
      { ...request, fingerprint: parseFingerprint('morgan:radius=3,bits=64') },
      withScaffolds,
    ]) {
      expect(cache.find(other)).toBe(undefined);
    }
    expect(cache.notes).toEqual([]);
  });

  it('serves a request without scaffolds from an entry with them', () => {
    const cache = open();
    cache.store(withScaffolds, scaffolds, 'v');
    expect(cache.find(request)?.description).toEqual(description);
    expect(cache.find(withScaffolds)?.description).toEqual(scaffolds);
  });

  it.each([
    ['cut off', (path: string) => truncateSync(path, statSync(path).size - 1)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['foreign', (path: string) => writeFileSync(path, 'smiles\nCCO\n')],
    [
      'altered',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes[bytes.length >> 1] ^= 1;
        writeFileSync(path, bytes);
      },
    ],
  ])('removes an entry that is %s, and says so', (_, damage) => {
    const cache = open();
    cache.store(request, description, 'v');
    const [name] = readdirSync(cache.folder);
    damage(join(cache.folder, name));
    expect(cache.find(request)).toBe(undefined);
    expect(cache.notes).toHaveLength(1);
    expect(cache.notes[0]).toMatch(/cannot be used \(.+\); removed, its molecules are read again$/);
    expect(readdirSync(cache.folder)).toEqual([]);
  });

  it('does not take the entry of one request for that of another', () => {
    const cache = open();
    cache.store(request, description, 'v');
    const [name] = readdirSync(cache.folder);
    const bytes = readFileSync(join(cache.folder, name));
    const other = { ...request, smiles: ['CCN', '('] };
    cache.store(other, description, 'v');
    const theirs = readdirSync(cache.folder).find((n) => n !== name) as string;
    writeFileSync(join(cache.folder, theirs), bytes);
    expect(cache.find(other)).toBe(undefined);
    expect(cache.notes[0]).toContain('it belongs to something else');
  });

  it('says that it cannot write, and goes on', () => {
    const cache = new StructureCache(join(scratch.file('a-file', ''), 'cache'));
    cache.store(request, description, 'v');
    expect(cache.notes).toHaveLength(1);
    expect(cache.notes[0]).toMatch(/cannot be written \(ENOTDIR\)/);
    expect(cache.find(request)).toBe(undefined);
    expect(cache.list()).toEqual([]);
  });

  it('keeps to its limit, and what was used last', () => {
    const size = (() => {
      const cache = open();
      cache.store(request, description, 'v');
      return cache.list()[0].bytes;
    })();
    const cache = open(3 * size);
    const requests = ['A', 'B', 'C', 'D'].map((name) => ({ ...request, smiles: [name, '('] }));
    requests.slice(0, 3).forEach((r, i) => {
      cache.store(r, description, 'v');
      const made = cache.list().find((e) => Date.now() - e.used.getTime() < 3_000_000);
      const at = new Date(Date.now() - (10 - i) * 3_600_000);
      utimesSync(join(cache.folder, made?.file as string), at, at);
    });
    // Finding the oldest makes it the one used last.
    expect(cache.find(requests[0])).toBeDefined();
    cache.store(requests[3], description, 'v');
    expect(requests.map((r) => cache.find(r) !== undefined)).toEqual([true, false, true, true]);
    const tiny = open(size - 1);
    tiny.store(request, description, 'v');
    expect(tiny.list()).toEqual([]);
  });

  it('lists and clears its entries, and nothing else', () => {
    const cache = open();
    cache.store(request, description, 'v');
    cache.store(withScaffolds, scaffolds, 'v');
    const mine = join(cache.folder, 'notes.txt');
    writeFileSync(mine, 'mine');
    const unfinished = join(cache.folder, `${'0'.repeat(64)}.tanimark.00ff.tmp`);
    writeFileSync(unfinished, '');
    const entries = cache.list();
    expect(entries.map((e) => [e.structures, e.fingerprint]).sort()).toEqual([
      [2, 'morgan:radius=2,bits=64'],
      [2, 'morgan:radius=2,bits=64'],
    ]);
    expect(entries.map((e) => e.scaffolds).sort()).toEqual([false, true]);
    const bytes = entries.reduce((sum, e) => sum + e.bytes, 0);
    expect(cache.clear()).toEqual({ entries: 2, bytes });
    expect(readdirSync(cache.folder)).toEqual(['notes.txt']);
    expect(existsSync(mine)).toBe(true);
  });

  it('removes what a killed run left unfinished, when it is old', () => {
    const cache = open();
    mkdirSync(cache.folder, { recursive: true });
    const names = ['00', '01'].map((n) => `${'0'.repeat(64)}.tanimark.${n}.tmp`);
    for (const name of names) writeFileSync(join(cache.folder, name), '');
    const old = new Date(Date.now() - 7_200_000);
    utimesSync(join(cache.folder, names[0]), old, old);
    cache.store(request, description, 'v');
    expect(readdirSync(cache.folder).filter((n) => n.endsWith('.tmp'))).toEqual([names[1]]);
  });
});

describe('describeStructures with a cache', () => {
  const tails = ['O', 'N', '(', 'c1ccccc1', 'C1CC1', 'C#N', 'F'];
  const chain = (i: number) => 'C'.repeat((i % 7) + 1);
  const smiles = Array.from(
    { length: 2400 },
    (_, i) => `${chain(i)}N(${chain(i / 7)})${chain(i / 49)}${tails[(i / 343) | 0]}`,
  );
  const pools: ChemistryPool[] = [];
  afterAll(() => Promise.all(pools.map((pool) => pool.close())));
  const pool = (cache?: StructureCache) => {
    pools.push(new ChemistryPool(parseFingerprint('morgan'), { threads: 1, cache }));
    return pools[pools.length - 1];
  };

  it('says the same the first time, the second time, and without one', async () => {
    const cache = open();
    const plain = await describeStructures(smiles, pool(), new Job(), { scaffolds: true });
    const options = { scaffolds: true };
    const first = await describeStructures(smiles, pool(cache), new Job(), options);
    expect(cache.list()).toHaveLength(1);
    const second = pool(cache);
    // It has no RDKit to ask.
    second.describe = () => Promise.reject(new Error('not needed'));
    const again = await describeStructures(smiles, second, new Job(), options);
    expect(first).toEqual(plain);
    expect(again).toEqual(plain);
    expect(await second.rdkitVersion()).toBe(await pools[0].rdkitVersion());
    const without = await describeStructures(smiles, second, new Job(), {});
    expect(without).toEqual({ ...plain, scaffolds: undefined });
  });

  it('keeps nothing small, and nothing that RDKit failed on', async () => {
    const cache = open();
    const working = pool(cache);
    await describeStructures(smiles.slice(0, 1999), working, new Job(), {});
    expect(cache.list()).toEqual([]);
    const describePlainly = working.describe.bind(working);
    working.describe = async (...args) => ({ ...(await describePlainly(...args)), failures: 1 });
    await describeStructures(smiles.slice(0, 2000), working, new Job(), {});
    expect(cache.list()).toEqual([]);
    working.describe = describePlainly;
    await describeStructures(smiles.slice(0, 2000), working, new Job(), {});
    expect(cache.list()).toHaveLength(1);
  });
});
