import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const env = { TANIMARK_CACHE_DIR: folder.at('cache') };

const tails = ['O', 'N', '(', 'c1ccccc1', 'C1CC1', 'C#N', 'F'];
const chain = (i: number) => 'C'.repeat((i % 7) + 1);
folder.file(
  'data.csv',
  `smiles,y\n${Array.from(
    { length: 2400 },
    (_, i) => `${chain(i)}N(${chain(i / 7)})${chain(i / 49)}${tails[(i / 343) | 0]},${i % 97}`,
  ).join('\n')}\n`,
);

/** Splits and scores; gives every file that was written and what was printed. */
async function outputs(name: string, flags: string[]) {
  const cwd = folder.path;
  // The same names each time, so that the manifests can be the same.
  const made = await run(
    ['split', 'data.csv', '-m', 'random', '-o', 'split.csv', '--json', ...flags],
    {
      cwd,
      env,
    },
  );
  expect(made.code, made.stderr).toBe(0);
  const scored = await run(
    ['score', '--split', 'split.csv', '--bootstrap', '50', '--json', ...flags],
    {
      cwd,
      env,
    },
  );
  expect(scored.code, scored.stderr).toBe(0);
  const untimed = (text: string) => ({ ...JSON.parse(text), seconds: null });
  return {
    name,
    result: {
      split: folder.read('split.csv'),
      manifest: folder.read('split.csv.manifest.json'),
      summaries: [untimed(made.stdout), untimed(scored.stdout)],
    },
    stderr: made.stderr + scored.stderr,
  };
}

const entries = () => readdirSync(folder.at('cache'));
const cache = (...args: string[]) => run(['cache', ...args], { env });

describe('the cache', () => {
  it('never changes a byte of the output', async () => {
    const without = await outputs('without', ['--no-cache']);
    expect(folder.names()).not.toContain('cache');
    const first = await outputs('first', []);
    expect(entries()).toHaveLength(1);
    const second = await outputs('second', []);
    expect(first.result).toEqual(without.result);
    expect(second.result).toEqual(without.result);
    expect(second.stderr).toBe(without.stderr);

    truncateSync(`${folder.at('cache')}/${entries()[0]}`, 100);
    const damaged = await outputs('damaged', []);
    expect(damaged.result).toEqual(without.result);
    expect(damaged.stderr).toMatch(/^note: .*cannot be used .*; removed/);
    expect(entries()).toHaveLength(1);

    const nowhere = { TANIMARK_CACHE_DIR: folder.at('data.csv') };
    const unwritable = await run(['split', 'data.csv', '-m', 'random', '-o', 'other.csv'], {
      cwd: folder.path,
      env: nowhere,
    });
    expect(unwritable.code).toBe(0);
    expect(unwritable.stderr).toContain('cannot be written');
    expect(folder.read('other.csv')).toBe(without.result.split);
  }, 300_000);

  it('serves a benchmark, whose results are the same without it', async () => {
    const cells = 'data: [{file: data.csv, label: y}]\nsplits: [{method: random}]\n';
    folder.file('bench.yaml', `${cells}models: {knn: {builtin: knn}}\nbootstrap: 0\n`);
    const bench = async (out: string, flags: string[]) => {
      const args = ['bench', '-c', 'bench.yaml', '-o', out, ...flags];
      const { code, stderr } = await run(args, { cwd: folder.path, env });
      expect(code, stderr).toBe(0);
      return folder.read(`${out}/results.json`);
    };
    await cache('clear');
    const without = await bench('without', ['--no-cache']);
    expect(entries()).toEqual([]);
    expect(await bench('first', [])).toBe(without);
    expect(entries()).toHaveLength(1);
    const kept = readFileSync(`${folder.at('cache')}/${entries()[0]}`);
    expect(await bench('second', [])).toBe(without);
    expect(entries()).toHaveLength(1);
    expect(readFileSync(`${folder.at('cache')}/${entries()[0]}`).equals(kept)).toBe(true);
    const { code, stderr } = await run(['bench', 'report', '--no-cache'], { env });
    expect([code, stderr]).toEqual([
      2,
      'error: --no-cache: tanimark bench report has no use for it; leave it out\n',
    ]);
  }, 120_000);

  it('is shown and cleared', async () => {
    expect((await cache('path')).stdout).toBe(`${folder.at('cache')}\n`);
    const list = JSON.parse((await cache('list', '--json')).stdout);
    expect(list).toMatchObject({ command: 'cache', action: 'list', path: folder.at('cache') });
    expect(list.entries).toHaveLength(1);
    expect(list.entries[0]).toMatchObject({
      file: entries()[0],
      structures: 2400,
      fingerprint: 'morgan:radius=2,bits=2048',
      scaffolds: false,
    });
    expect((await cache('list')).stdout).toMatch(
      /2400 structures, morgan:.*\n1 entry, .* of 2 GB, in /,
    );
    expect((await cache('clear')).stdout).toMatch(/^removed 1 entry, \d+ KB\n$/);
    expect(entries()).toEqual([]);
    const { removed } = JSON.parse((await cache('clear', '--json')).stdout);
    expect(removed).toEqual({ entries: 0, bytes: 0 });
    const { code, stderr } = await cache('burn');
    expect(code).toBe(2);
    expect(stderr).toMatch(/path, list, clear/);
  });
});
