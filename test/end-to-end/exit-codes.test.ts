import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Given, run } from '../cli/run.js';
import { SMALL, temporaryFolder } from '../helpers.js';
import { executable } from './run.js';

const folder = temporaryFolder();

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a command line of a POSIX shell in which `$tanimark` is the built executable. */
function shell(line: string, env: Record<string, string | undefined> = {}) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
    cwd: folder.path,
    encoding: 'utf8',
    env: { ...process.env, tanimark: `${process.execPath} ${executable}`, ...env },
  });
  return { code: status, stdout, stderr };
}

/** Runs a command in this process, with arguments that have no blanks in them. */
function inProcess(command: string, given: Given = {}) {
  return run(command.split(' '), { cwd: folder.path, ...given });
}

/** A split with a molecule in training and test, and a check whose rule fails. */
beforeAll(async () => {
  folder.file('small.csv', SMALL);
  const rows = SMALL.trimEnd().split('\n').slice(1);
  const split = rows.map((row, i) => `${row},${i % 3 === 0 ? 'test' : 'train'}`);
  folder.file('split.csv', `smiles,name,y,split\n${[...split, `${rows[0]},train`].join('\n')}\n`);
  folder.file('changed.csv', folder.read('split.csv'));
  folder.file(
    'preds.csv',
    `name,y_pred\n${rows.map((row) => `${row.split(',')[1]},100`).join('\n')}\n`,
  );
  folder.file(
    'tanimark.config.yaml',
    'split: split.csv\npredictions: preds.csv\nlabel: y\nmaxInvalid: 100%\nminN: 2\nrules:\n  - metric: mae\n    max: 1\n    on: value\n',
  );
  for (const command of [
    'split small.csv -m random -o made.csv',
    'verify --describe changed.csv',
  ]) {
    expect((await inProcess(command)).code).toBe(0);
  }
  folder.file('made.csv', folder.read('made.csv').replace(',0,train', ',9,train'));
});

/** Commands, and what they end with. */
const COMMANDS: readonly [command: string, code: number][] = [
  ['split small.csv -m random -o o.csv', 0],
  ['split missing.csv -o o.csv', 2],
  ['audit split.csv --max-duplicates 0', 1],
  ['score --split split.csv', 0],
  ['neighbors small.csv small.csv', 0],
  ['verify made.csv', 1],
  ['check', 1],
  ['cache path', 0],
  ['bogus', 2],
  ['--help', 0],
];

describe('the exit code', () => {
  it.each(COMMANDS)(
    'of %s is %i, whether standard error takes anything or not',
    async (command, code) => {
      for (const mute of [false, true])
        expect((await inProcess(command, { mute })).code).toBe(code);
    },
  );
});

describe.skipIf(!existsSync('/dev/full'))('the exit code of a process', () => {
  it.each([
    ['check', 1, '2>/dev/full'],
    ['split missing.csv -o o.csv', 2, '2>&-'],
    ['cache path', 0, '2>&-'],
  ])('of %s is %i with %s', (command, code, to) => {
    expect(shell(`$tanimark ${command} ${to}`).code).toBe(code);
  });

  it('is the same where the reader of standard error is gone', async () => {
    const args = [executable, 'check'];
    const child = spawn(process.execPath, args, { cwd: folder.path, stdio: 'pipe' });
    child.stderr.destroy();
    child.stdout.resume();
    child.stdin.end();
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  });

  // A command that fails, and what commander prints.
  it.each(['check', '--help'])('of %s is 2 where standard output is full', (command) => {
    const { code, stderr } = shell(`$tanimark ${command} >/dev/full`);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'error: standard output cannot be written (ENOSPC); is the disk full?\n',
    );
  });
});

describe.skipIf(process.platform === 'win32')('surroundings in which little works', () => {
  const oneLine = /^error: [^\n]+\n$/;

  it.each([
    ['--help', 20],
    ['split small.csv -m random -o o.csv', 32],
  ])('few open files: %s is one line and 2, or works, with %i', (command, limit) => {
    const { code, stderr } = shell(`ulimit -n ${limit}; $tanimark ${command}`);
    if (code === 0) return;
    expect(code).toBe(2);
    expect(stderr).toBe(
      'error: too many open files (EMFILE); raise the limit, for example with ulimit -n 1024\n',
    );
  });

  it.each([
    ['without dist/', 'dist'],
    ['without dependencies', 'node_modules'],
  ])('an installation %s says so', (_, missing) => {
    const place = folder.at('installed');
    mkdirSync(place);
    for (const part of ['bin', 'package.json', 'dist']) {
      if (part !== missing) cpSync(`${root}/${part}`, `${place}/${part}`, { recursive: true });
    }
    const { code, stderr } = shell(`${process.execPath} installed/bin/tanimark.js --help`);
    rmSync(place, { recursive: true });
    expect(code).toBe(2);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toMatch(
      /^error: this installation of tanimark is incomplete \(Cannot find (module|package) '.*install it again, or in a checkout run: npm install && npm run build\n$/,
    );
  });

  it.skipIf(process.platform !== 'linux')('little address space', () => {
    const { code, stderr } = shell('ulimit -v 4000000; $tanimark split small.csv -o o.csv');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'error: not enough memory: the system gave WebAssembly no address space; raise the limit (ulimit -v), or set NODE_OPTIONS=--disable-wasm-trap-handler\n',
    });
    const advised = { NODE_OPTIONS: '--disable-wasm-trap-handler' };
    const again = shell('ulimit -v 4000000; $tanimark split small.csv -m random -o o.csv', advised);
    expect(again.code).toBe(0);
  });

  it('a working folder that was removed', async () => {
    const gone = folder.at('gone');
    const inGone = (command: string) => {
      mkdirSync(gone);
      return inProcess(command, { cwd: gone, ready: () => rmdirSync(gone) });
    };
    for (const command of ['--help', '--version']) {
      expect(await inGone(command)).toMatchObject({ code: 0, stderr: '' });
    }
    for (const command of ['split small.csv -o o.csv', 'check']) {
      expect(await inGone(command)).toMatchObject({
        code: 2,
        stderr:
          'error: the working folder does not exist or cannot be reached; change to another one\n',
      });
    }
  });

  it('a home folder that is not named', async () => {
    // What the system says is the home folder is of the process.
    vi.stubEnv('HOME', '');
    const env = { HOME: '', TANIMARK_CACHE_DIR: '', XDG_CACHE_HOME: '' };
    for (const command of ['--help', 'split small.csv -m random -o o.csv']) {
      expect((await inProcess(command, { env })).code).toBe(0);
    }
    expect(existsSync(folder.at('.cache'))).toBe(false);
    expect(await inProcess('cache list', { env })).toMatchObject({
      code: 2,
      stderr:
        'error: there is no folder for the cache, because HOME is not set; name one with TANIMARK_CACHE_DIR\n',
    });
    vi.unstubAllEnvs();
  });

  it('a summary of the job that cannot be written leaves the verdict', async () => {
    const { code, stderr } = await inProcess('check', {
      env: { GITHUB_STEP_SUMMARY: folder.path, GITHUB_ACTIONS: '' },
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`GITHUB_STEP_SUMMARY: ${folder.path} cannot be written (EISDIR)`);
  });
});

describe.skipIf(!existsSync('/dev/stdout'))('an output that is no file', () => {
  const split = '$tanimark split small.csv -m random';

  it('is standard output: the same as without -o', async () => {
    const usual = (await inProcess('split small.csv -m random')).stdout;
    expect(usual.split('\n')).toHaveLength(26);
    for (const to of ['-o /dev/stdout', '-o /dev/stdout | cat']) {
      const { code, stdout, stderr } = shell(`${split} ${to}`);
      expect({ code, stdout }).toEqual({ code: 0, stdout: usual });
      if (!to.includes('|')) {
        expect(stderr).toContain('is not a regular file: no manifest was written');
      }
    }
    expect(shell(`${split} -o /dev/stdout >redirected.csv`).code).toBe(0);
    expect(readFileSync(folder.at('redirected.csv'), 'utf8')).toBe(usual);
    expect(shell(`${split} -o /dev/stdout | head -1`)).toMatchObject({
      code: 0,
      stdout: usual.slice(0, usual.indexOf('\n') + 1),
    });
    expect(existsSync('/dev/stdout.manifest.json')).toBe(false);
  });

  it.each([
    ['split small.csv -m random -o /dev/stdout --json', '-o /dev/stdout'],
    ['neighbors small.csv small.csv -o /dev/stdout --json', '-o /dev/stdout'],
    ['check --junit /dev/stdout', '--junit /dev/stdout'],
  ])('is standard output, which has a result already: %s', async (command, output) => {
    expect(await inProcess(command)).toMatchObject({
      code: 2,
      stderr: `error: ${output}: the result is printed to standard output already; name a file\n`,
    });
  });

  it('has no place for several splits', async () => {
    expect(await inProcess('split small.csv -m random --repeats 2 -o /dev/null')).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'error: -o /dev/null: --repeats makes several splits; name a regular file or a folder\n',
    });
  });

  it('has no place for a manifest: verify --describe refuses it', () => {
    const { code, stderr } = shell('$tanimark verify --describe /dev/stdin <split.csv');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'error: /dev/stdin is not a regular file; a manifest needs one; save the split to a file first\n',
    });
  });
});
