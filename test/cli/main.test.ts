import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { Io } from '../../src/io.js';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

vi.unmock('../../src/chemistry/pool.js');

const folder = temporaryFolder();
const table = folder.file('table.csv', 'smiles,y\nCCO,1\nCCN,2\nCCC,3\nCCCl,4\n');
const leaky = folder.file('leaky.csv', 'smiles,split\nCCO,train\nOCC,test\nCCC,train\nCC,test\n');

/** All of the process that a run could change. */
const state = () => ({
  exitCode: process.exitCode,
  cwd: process.cwd(),
  env: { ...process.env },
  listeners: process.eventNames().map((name) => [name, process.listenerCount(name)]),
  streams: [process.stdin, process.stdout, process.stderr].map((stream) =>
    stream.eventNames().map((name) => [name, stream.listenerCount(name)]),
  ),
});

describe('main with streams and an environment of its own', () => {
  it.each<[args: string[], code: number]>([
    [['split', table, '-m', 'random', '--test', '2'], 0],
    [['audit', leaky, '--max-duplicates', '0'], 1],
    [['split', folder.at('none.csv')], 2],
    [['split', table, '--tset', '2'], 2],
    [['--help'], 0],
    [['bogus', '--json'], 2],
  ])('returns the exit code of %j, %i, and leaves the process as it was', async (args, code) => {
    const writes = [
      vi.spyOn(process.stdout, 'write').mockReturnValue(true),
      vi.spyOn(process.stderr, 'write').mockReturnValue(true),
    ];
    const before = state();
    const result = await run(args);
    const after = state();
    for (const write of writes) {
      expect(write).not.toHaveBeenCalled();
      write.mockRestore();
    }
    expect(result.code).toBe(code);
    expect(`${result.stdout}${result.stderr}`).not.toBe('');
    expect(after).toEqual(before);
  });

  it('does not catch signals while it works', async () => {
    const seen: number[] = [];
    const stdin = new Readable({
      read() {
        seen.push(process.listenerCount('SIGINT'), process.listenerCount('SIGTERM'));
        this.push('smiles\nCCO\nCCN\n');
        this.push(null);
      },
    });
    const before = [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];
    const output = { write: (_: unknown, done?: unknown) => typeof done !== 'function' || done() };
    const io = { stdin, stdout: output, stderr: output, env: process.env } as unknown as Io;
    expect(await main(['node', 'tanimark', 'split', '-', '-m', 'random', '--test', '1'], io)).toBe(
      0,
    );
    expect(seen.slice(0, 2)).toEqual(before);
  });

  it('reads the input and the variables that it is given', async () => {
    const { stdout } = await run(['split', '-', '-m', 'random', '--test', '1', '--json'], {
      input: 'smiles\nCCO\nCCN\nCCC\n',
    });
    expect(JSON.parse(stdout).input).toMatchObject({ path: '-', records: 3 });
    const env = { TANIMARK_CACHE_DIR: folder.at('own-cache'), DEBUG: 'tanimark' };
    expect((await run(['cache', 'path'], { env })).stdout).toBe(`${folder.at('own-cache')}\n`);
    expect((await run(['split', folder.at('none.csv')], { env })).stderr).toMatch(/\n\s+at /);
    expect((await run(['split', folder.at('none.csv')])).stderr).not.toMatch(/\n\s+at /);
  });

  it('keeps runs at the same time apart', async () => {
    const runs = await Promise.all([
      run(['audit', leaky, '--max-duplicates', '0']),
      run(['cache', 'path']),
      run(['split', folder.at('none.csv'), '--json']),
      run(['cache', 'list', '--json']),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([1, 0, 2, 0]);
    expect(JSON.parse(runs[2].stdout)).toMatchObject({ command: 'split', error: { code: 'file' } });
    expect(JSON.parse(runs[3].stdout)).toMatchObject({ command: 'cache', entries: [] });
    expect(runs[1].stdout).toMatch(/^\S*tanimark-cache-\S+\n$/);
  });

  it.each([
    [undefined, 70, 80],
    [100, 81, 100],
    [140, 101, 140],
  ])('draws help for a terminal of %j characters', async (columns, least, most) => {
    let text = '';
    const stdout = {
      isTTY: columns !== undefined,
      columns,
      write(piece: string) {
        text += piece;
        return true;
      },
    };
    const io = { stdin: Readable.from([]), stdout, stderr: stdout, env: {} };
    expect(await main(['node', 'tanimark', 'split', '--help'], io)).toBe(0);
    const [, options] = /^Options:\n([\s\S]*?)\n\n/m.exec(text) ?? [];
    const widest = Math.max(...(options as string).split('\n').map((line) => line.length));
    expect([widest >= least, widest <= most]).toEqual([true, true]);
  });
});
