import { existsSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../cli/run.js';
import { temporaryFolder } from '../helpers.js';
import { spawn } from './run.js';

const guard = pathToFileURL(fileURLToPath(new URL('socket-guard.js', import.meta.url))).href;
const folder = temporaryFolder();
const log = folder.at('connections.txt');
/** Runs the executable with a guard that sees every connection of the process and of its threads. */
const spawned = (line: string) => {
  const env = { NODE_OPTIONS: `--import=${guard}`, GUARD_LOG: log };
  return spawn(line.split(' '), { cwd: folder.path, env });
};

describe('the network', () => {
  const attempts: unknown[] = [];
  beforeEach(() => {
    vi.spyOn(net.Socket.prototype, 'connect').mockImplementation((...to: unknown[]) => {
      attempts.push(to);
      throw new Error('no connection is allowed here');
    });
  });
  afterEach(() => vi.restoreAllMocks());
  beforeAll(() =>
    run(['split', 'dataset:drugs', '-m', 'random', '-o', 'split.csv'], { cwd: folder.path }),
  );

  it.each([
    ['audit split.csv', 0],
    ['score --split split.csv --bootstrap 0', 0],
    ['neighbors split.csv dataset:drugs -o near.csv', 0],
    ['compare split.csv split.csv --split split.csv', 2],
    ['verify split.csv', 0],
    ['check --config none.yaml', 2],
    ['cache list', 0],
    ['datasets list', 0],
    ['datasets show esol', 0],
    ['datasets verify', 0],
    ['datasets remove esol', 0],
    ['datasets path esol', 2],
    // Known, and not here.
    ['split dataset:esol', 2],
    ['audit dataset:esol dataset:drugs', 2],
  ])('is not used by %s', async (line, code) => {
    const ended = await run(line.split(' '), { cwd: folder.path });
    expect(ended.code, ended.stderr).toBe(code);
    expect(attempts).toEqual([]);
  });

  it('is not used by the executable and its threads', () => {
    const ended = spawned('split dataset:drugs -m random -o other.csv');
    expect(ended.code, ended.stderr).toBe(0);
    expect(existsSync(log)).toBe(false);
  });

  it('is used by datasets fetch, which the guard then sees', () => {
    const { code, stderr } = spawned('datasets fetch esol');
    expect(code).toBe(2);
    expect(stderr).toContain('tanimark datasets fetch esol --from');
    expect(readFileSync(log, 'utf8')).toMatch(/amazonaws\.com|githubusercontent\.com/);
    rmSync(log);
  });
});
