import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { spawn } from './run.js';

const guard = pathToFileURL(fileURLToPath(new URL('socket-guard.js', import.meta.url))).href;
const folder = temporaryFolder();
const log = folder.at('connections.txt');
const tanimark = (line: string) => {
  const env = { NODE_OPTIONS: `--import=${guard}`, GUARD_LOG: log };
  return spawn(line.split(' '), { cwd: folder.path, env });
};

describe('the network', () => {
  it.each([
    ['split dataset:drugs -m random -o split.csv', 0],
    ['audit split.csv', 0],
    ['score --split split.csv --bootstrap 0', 0],
    ['neighbors split.csv dataset:drugs -o near.csv', 0],
    ['verify split.csv', 0],
    ['check --config none.yaml', 2],
    ['demo', 0],
    ['cache list', 0],
    ['datasets list', 0],
    ['datasets show esol', 0],
    ['datasets verify', 0],
    ['datasets remove esol', 0],
    ['datasets path esol', 2],
    // Known, and not here.
    ['split dataset:esol', 2],
    ['audit dataset:esol dataset:drugs', 2],
  ])('is not used by %s', (line, code) => {
    const ended = tanimark(line);
    expect(ended.code, ended.stderr).toBe(code);
    expect(existsSync(log)).toBe(false);
  });

  it('is used by datasets fetch, which the guard then sees', () => {
    const { code, stderr } = tanimark('datasets fetch esol');
    expect(code).toBe(2);
    expect(stderr).toContain('tanimark datasets fetch esol --from');
    const attempts = readFileSync(log, 'utf8');
    expect(attempts).toMatch(/amazonaws\.com|githubusercontent\.com/);
    rmSync(log);
  });
});
