import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zipOf } from '../dataset/named/fetch/archives.js';
import { run } from './run.js';

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

/** 40 molecules whose columns have names that tell nothing; `b` is the label, and `c` another number. */
const rows = Array.from({ length: 40 }, (_, i) => [
  `m${i}`,
  `${'C'.repeat((i % 8) + 1)}${['O', 'N', 'c1ccccc1', 'Cl', 'Br'][Math.floor(i / 8)]}`,
  `${i / 10}`,
  `${100 - i}`,
  i % 4 === 0 ? 'test' : 'train',
]);
const headed = `who,s,b,c,where\n${rows.map((row) => row.join(',')).join('\n')}\n`;
const plain = `${rows.map((row) => `${row[1]},${row[2]},${row[3]}`).join('\n')}\n`;
const columns = { smiles: 's', id: 'who', labels: ['b'], ignore: ['c'] };
const common = { summary: 'alkyl things', license: 'CC0-1.0', citation: 'nobody' };

let folder: string;
let cache: string;
let registry: string;

/** Writes the registry; `changes` go into the first of its data sets. */
function describeSets(changes: object = {}): void {
  const family = {
    family: 'own',
    title: 'Our own',
    summary: 'sets of a group',
    defaults: common,
    suites: { both: { summary: 'all', datasets: ['own-headed', 'own-plain'] } },
    datasets: [
      {
        ...{ name: 'own-headed', urls: ['file:headed.csv'], columns, split: { column: 'where' } },
        ...{ sha256: sha256(headed), bytes: headed.length, tags: ['kinase'], task: 'regression' },
        ...changes,
      },
      {
        ...{ name: 'own-plain', urls: ['file:plain.csv'], header: false, unit: 'log10(mol/L)' },
        columns: { smiles: '1', labels: ['3'] },
      },
    ],
  };
  writeFileSync(registry, JSON.stringify(family));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tanimark-sets-'));
  cache = join(folder, 'cache');
  mkdirSync(join(folder, 'sets'));
  registry = join(folder, 'sets', 'sets.json');
  writeFileSync(join(folder, 'sets', 'headed.csv'), headed);
  writeFileSync(join(folder, 'sets', 'plain.csv'), plain);
  describeSets();
});
afterEach(() => rmSync(folder, { recursive: true }));

const tanimark = (...args: string[]) =>
  run(args, {
    cwd: folder,
    env: { TANIMARK_CACHE_DIR: cache, TANIMARK_DATASETS_REGISTRY: registry },
  });
const datasets = (...args: string[]) => tanimark('datasets', ...args);
async function documentOf(...args: string[]) {
  const { stdout, code, stderr } = await tanimark(...args, '--json');
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

describe('datasets fetch', () => {
  it('takes a file with the published checksum, and audits the split of the data set', async () => {
    const fetched = await documentOf('datasets', 'fetch', 'own-headed');
    const [one] = fetched.datasets;
    expect(one).toMatchObject({ outcome: 'fetched', checked: 'published', lock: null });
    expect(one.file).toEqual({ bytes: headed.length, sha256: sha256(headed) });
    expect(readFileSync(one.path, 'utf8')).toBe(headed);
    expect(one.path).toBe(
      join(cache, 'datasets', 'own-headed', sha256(headed).slice(0, 16), 'headed.csv'),
    );
    expect(one.audit).toMatchObject({ reason: null, train: 30, test: 10 });
    const again = await documentOf('datasets', 'fetch', 'own-headed', '--no-audit');
    expect(again.datasets[0]).toMatchObject({ outcome: 'present', source: null, audit: null });
  });

  it('records a checksum that nobody has published, and holds later files to it', async () => {
    const [one] = (await documentOf('datasets', 'fetch', 'own-plain')).datasets;
    const lock = join(cache, 'datasets', 'tanimark.datasets.lock');
    expect(one).toMatchObject({ checked: 'nothing', lock });
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toEqual({
      version: 1,
      datasets: {
        'own-plain': {
          url: 'file:plain.csv',
          bytes: plain.length,
          sha256: sha256(plain),
        },
      },
    });
    await datasets('remove', 'own-plain');
    const other = `${plain}CCCCCCCCCC,1,2\n`;
    writeFileSync(join(folder, 'sets', 'plain.csv'), other);
    const refused = await datasets('fetch', 'own-plain');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(sha256(other));
    expect(refused.stderr).toContain(`${sha256(plain)}`);
    expect(refused.stderr).toContain(`recorded in ${lock}`);
    expect(refused.stderr).toContain('--update');
    expect(existsSync(one.path)).toBe(false);
    const updated = await documentOf('datasets', 'fetch', 'own-plain', '--update');
    expect(updated.datasets[0].file.sha256).toBe(sha256(other));
    expect(JSON.parse(readFileSync(lock, 'utf8')).datasets['own-plain'].sha256).toBe(sha256(other));
  });

  it('records in the lock file of the project, which decides, and of the cache', async () => {
    writeFileSync(join(folder, 'tanimark.datasets.lock'), '{"version":1,"datasets":{}}');
    const [one] = (await documentOf('datasets', 'fetch', 'own-plain')).datasets;
    expect(one.lock).toBe(join(folder, 'tanimark.datasets.lock'));
    const project = readFileSync(one.lock, 'utf8');
    expect(readFileSync(join(cache, 'datasets', 'tanimark.datasets.lock'), 'utf8')).toBe(project);
    const wanted = project.replace(sha256(plain), '0'.repeat(64));
    writeFileSync(one.lock, wanted);
    const refused = await datasets('fetch', 'own-plain');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`recorded in ${one.lock}`);
    expect((await tanimark('split', 'dataset:own-plain')).stderr).toContain('was not fetched yet');
  });

  it('refuses a file that is not the published one, and leaves nothing behind', async () => {
    writeFileSync(join(folder, 'sets', 'headed.csv'), headed.replace('3.9', '4.9'));
    const { code, stderr } = await datasets('fetch', 'own-headed');
    expect(code).toBe(2);
    expect(stderr).toContain(sha256(headed));
    expect(stderr).toContain(sha256(headed.replace('3.9', '4.9')));
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(join(cache, 'datasets', 'own-headed'))).toEqual([]);
  });

  it('takes a file by hand, plain or gzipped, under the same checks', async () => {
    const file = join(folder, 'by-hand.csv.gz');
    writeFileSync(file, gzipSync(headed));
    const [one] = (await documentOf('datasets', 'fetch', 'own-headed', '--from', file)).datasets;
    expect(one).toMatchObject({ source: file, checked: 'published' });
    expect(readFileSync(one.path, 'utf8')).toBe(headed);
    writeFileSync(file, '<!DOCTYPE html><title>Sign in</title>');
    const refused = await datasets('fetch', 'own-plain', '--from', file);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('HTML');
    const several = await datasets('fetch', 'suite:both', '--from', file);
    expect(several.stderr).toContain('--from is the file of one data set, and 2 are named');
  });

  it('takes the first of several files that is there', async () => {
    describeSets({ urls: ['file:lost.csv', 'file:headed.csv', 'https://127.0.0.1:9/none.csv'] });
    const [one] = (await documentOf('datasets', 'fetch', 'own-headed')).datasets;
    expect(one).toMatchObject({ outcome: 'fetched', file: { sha256: sha256(headed) } });
    expect(one.source).toMatch(/^file:.*headed\.csv$/);
  });

  it('leaves a data set of the package as it is, also with --from', async () => {
    const [one] = (await documentOf('datasets', 'fetch', 'drugs', '--from', registry)).datasets;
    expect(one).toMatchObject({ outcome: 'bundled', source: null, rows: 598 });
    expect(existsSync(join(cache, 'datasets', 'drugs'))).toBe(false);
  });

  it('takes members of an archive, or a member by itself, and says what it was compared with', async () => {
    const archive = zipOf([
      { name: 'in/headed.csv', body: headed },
      { name: 'in/other.csv', body: plain },
    ]);
    writeFileSync(join(folder, 'sets', 'all.zip'), archive);
    const member = { member: 'in/headed.csv', urls: ['file:all.zip'] };
    describeSets({ ...member, bytes: archive.length, sha256: sha256(archive) });
    const [one] = (await documentOf('datasets', 'fetch', 'own-headed', '--no-audit')).datasets;
    expect(one).toMatchObject({ checked: 'published', file: { sha256: sha256(headed) } });
    expect(readFileSync(one.path, 'utf8')).toBe(headed);
    rmSync(cache, { recursive: true });
    const file = join(folder, 'sets', 'headed.csv');
    const by = ['datasets', 'fetch', 'own-headed', '--from', file, '--no-audit'];
    const [alone] = (await documentOf(...by)).datasets;
    expect(alone).toMatchObject({ checked: 'nothing', file: { sha256: sha256(headed) } });
  });

  it('goes on with the others where one of several cannot be fetched, and ends with 2', async () => {
    rmSync(join(folder, 'sets', 'plain.csv'));
    const { code, stdout } = await datasets('fetch', 'suite:both', '--json');
    expect(code).toBe(2);
    const { datasets: fetched, failed } = JSON.parse(stdout);
    expect(fetched.map(({ name }: { name: string }) => name)).toEqual(['own-headed']);
    expect(failed).toEqual([{ name: 'own-plain', error: expect.stringContaining('plain.csv') }]);
  });
});

describe('dataset:<name>', () => {
  it('is read with its columns, whatever their names', async () => {
    await datasets('fetch', 'suite:both', '--no-audit');
    const one = await documentOf('split', 'dataset:own-headed', '-m', 'random', '-o', 'a.csv');
    expect(one.labels.column).toBe('b');
    const nearest = readFileSync(join(folder, 'a.csv'), 'utf8').trim().split('\n');
    expect(nearest[0]).toBe('who,s,b,c,where,split,fold,max_similarity,nearest_train,reason');
    // The nearest training molecule is told by the id column.
    const test = nearest.find((line) => line.includes(',test,'));
    expect(test).toMatch(/,m\d+,[^,]*$/);
    const other = await documentOf('split', 'dataset:own-plain', '-m', 'random', '-o', 'b.csv');
    expect(other.labels.column).toBe('column_3');
    expect(other.input).toMatchObject({ records: 40, sha256: sha256(plain) });
  });

  it('is read by audit with its own split, and by neighbors', async () => {
    await datasets('fetch', 'suite:both', '--no-audit');
    const audited = await documentOf('audit', 'dataset:own-headed');
    expect(audited.sides.test.records).toBe(10);
    const found = await tanimark('neighbors', 'dataset:own-plain', 'dataset:own-headed');
    expect(found.code, found.stderr).toBe(0);
    expect(found.stdout.split('\n')[1]).toMatch(/^1,,CO,1,1,m0,CO,1,found,/);
  });

  it('is refused where it was not fetched, does not exist, or was changed', async () => {
    const absent = await tanimark('split', 'dataset:own-headed');
    expect(absent).toMatchObject({ code: 2, stdout: '' });
    expect(absent.stderr).toBe(
      'error: dataset:own-headed was not fetched yet; run tanimark datasets fetch own-headed\n',
    );
    const unknown = await tanimark('split', 'dataset:own-heded');
    expect(unknown.stderr).toContain('did you mean dataset:own-headed?');
    const [{ path }] = (await documentOf('datasets', 'fetch', 'own-headed')).datasets;
    writeFileSync(path, headed.replace('3.9', '4.9'));
    const changed = await tanimark('split', 'dataset:own-headed');
    expect(changed.code).toBe(2);
    expect(changed.stderr).toContain(`${path} was changed since it was fetched`);
    const verified = await datasets('verify', '--json');
    expect(verified.code).toBe(1);
    expect(JSON.parse(verified.stdout)).toMatchObject({
      passed: false,
      datasets: [{ name: 'own-headed', state: 'damaged', path }],
    });
    expect((await datasets('path', 'own-headed')).code).toBe(2);
    await datasets('fetch', 'own-headed');
    expect((await datasets('verify')).code).toBe(0);
    expect((await datasets('path', 'own-headed')).stdout).toBe(`${path}\n`);
    await datasets('remove', 'own-headed');
    expect(existsSync(join(cache, 'datasets', 'own-headed'))).toBe(false);
  });
});

describe('datasets list', () => {
  it('finds data sets by words in any of their texts', async () => {
    const names = async (...args: string[]) =>
      (await documentOf('datasets', 'list', ...args)).families
        .flatMap((family: { datasets: { name: string }[] }) => family.datasets)
        .map(({ name }: { name: string }) => name)
        .filter((name: string) => name.startsWith('own'));
    expect(await names()).toEqual(['own-headed', 'own-plain']);
    expect(await names('KINASE')).toEqual(['own-headed']);
    expect(await names('alkyl', 'kinase')).toEqual(['own-headed']);
    expect(await names('suite:both')).toEqual(['own-headed', 'own-plain']);
    expect(await names('--task', 'regression')).toEqual(['own-headed']);
    expect(await names('alkyl', 'nothing-like-it')).toEqual([]);
  });

  it('prints whole lines into a pipe, and lines that fit on a terminal', async () => {
    describeSets({ summary: 'words '.repeat(40).trim() });
    const piped = await datasets('list', 'own');
    expect(piped.stdout).toContain('words '.repeat(40).trim());
    const options = { env: { TANIMARK_CACHE_DIR: cache, TANIMARK_DATASETS_REGISTRY: registry } };
    const shown = await run(['datasets', 'list', 'own'], { ...options, isTTY: true });
    expect(Math.max(...shown.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(
      80,
    );
  });
});

describe('a registry of the user', () => {
  const cases: [what: string, changes: object, message: string][] = [
    ['a name that the bundled registry has', { name: 'drugs' }, 'data set "drugs" exists'],
    ['a URL without TLS', { urls: ['http://example.org/a.csv'] }, 'must begin with https://'],
    [
      'a file outside its folder',
      { urls: ['file:../secret'] },
      'outside the folder of the registry',
    ],
    [
      'a whole path outside',
      { urls: ['file:///etc/passwd'] },
      'outside the folder of the registry',
    ],
    [
      'a path that leads outside',
      { urls: ['file:{path}'], path: '../secret' },
      'outside the folder',
    ],
    ['a file of another machine', { urls: ['file://host/a.csv'] }, 'is no file of this machine'],
    ['a file name with a folder', { file: '../a.csv' }, 'without a folder'],
    ['a checksum that is none', { sha256: 'abc' }, 'datasets[0].sha256: must be 64 hexadecimal'],
    ['a key that is none', { lable: 'b' }, 'lable'],
    ['a file of the package', { bundled: 'a.csv' }, 'which only the package can use'],
  ];
  it.each(cases)('is refused with %s', async (_, changes, message) => {
    describeSets(changes);
    const { code, stderr } = await datasets('list');
    expect(code).toBe(2);
    expect(stderr).toContain('sets/sets.json: ');
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('is found in the working folder, and above it in the same repository only', async () => {
    const inner = join(folder, 'a', 'b');
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(folder, 'tanimark.datasets.json'), readFileSync(registry));
    const list = async (cwd: string) => {
      const env = { TANIMARK_CACHE_DIR: cache, TANIMARK_DATASETS_REGISTRY: '' };
      return (await run(['datasets', 'list', 'own-headed'], { cwd, env })).stdout;
    };
    expect(await list(folder)).toContain('own-headed');
    expect(await list(inner)).not.toContain('own-headed');
    mkdirSync(join(folder, '.git'));
    expect(await list(inner)).toContain('own-headed');
  });
});
