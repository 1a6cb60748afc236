import { spawn } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { executable } from './run.js';

const folder = temporaryFolder();

/** A command that was interrupted: how it ended, and what it said. */
interface Interrupted {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command and sends Ctrl-C once `when` says so, which is asked every 5 ms. */
function interrupt(
  args: string[],
  when: (milliseconds: number) => boolean,
  { openInput = false } = {},
): Promise<Interrupted> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [executable, ...args]);
    if (!openInput) child.stdin.end();
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const start = performance.now();
    const timer = setInterval(() => {
      if (!when(performance.now() - start)) return;
      clearInterval(timer);
      child.kill('SIGINT');
    }, 5);
    child.on('close', (code, signal) => {
      clearInterval(timer);
      resolve({ code, signal, stdout, stderr });
    });
  });
}

const leftOver = () => readdirSync(folder.path).filter((name) => /out|\.tanimark/.test(name));

describe.skipIf(process.platform === 'win32')('Ctrl-C', () => {
  const smiles = (i: number) =>
    `${'C'.repeat((i % 30) + 1)}${'N'.repeat((i % 7) + 1)}C(=O)NC${'O'.repeat((i % 3) + 1)}${'C'.repeat(i % 11)}`;
  const many = folder.file(
    'many.csv',
    `smiles\n${Array.from({ length: 150_000 }, (_, i) => smiles(i)).join('\n')}\n`,
  );
  /** Reading takes no time, searching minutes. */
  const search = ['dataset:drugs', '--distribution', 'range:0-0.1', '--effort', '100'];

  it.each([
    ['while reading', [many], 300, 'out.csv'],
    ['while RDKit starts or molecules are read', [many], 900, 'out.csv'],
    ['while molecules are read', [many], 2500, 'out.csv'],
    ['while searching', search, 5000, 'out.csv'],
    ['while searching for folds', [...search, '--folds', '3'], 2500, 'out/'],
  ])('%s ends a split with exit 130 and leaves nothing', async (_, args, after, output) => {
    const out = folder.at(output);
    const ended = await interrupt(['split', ...args, '-o', out], (ms) => ms > after);
    expect(leftOver()).toEqual([]);
    // A slow machine may not have come as far as to catch the signal: the shell says 130 all the same.
    if (ended.signal === 'SIGINT') return;
    expect(ended).toEqual({
      code: 130,
      signal: null,
      stdout: '',
      stderr: 'interrupted; no output was written\n',
    });
  });

  it('while standard input is waited for ends it, too', async () => {
    const ended = await interrupt(['split', '-'], (ms) => ms > 1500, { openInput: true });
    if (ended.signal !== 'SIGINT') expect(ended).toMatchObject({ code: 130, stdout: '' });
  });

  it('is an error in a document with --json', async () => {
    const args = ['split', '-', '--json'];
    const ended = await interrupt(args, (ms) => ms > 1500, { openInput: true });
    if (ended.signal === 'SIGINT') return;
    expect(ended.code).toBe(130);
    expect(JSON.parse(ended.stdout)).toEqual({
      command: 'split',
      schema: 'tanimark/error/1',
      error: {
        code: 'aborted',
        message: 'interrupted; no output was written',
        where: null,
        remedy: null,
      },
    });
  });

  it('leaves no half file of a check', async () => {
    const fixture = fileURLToPath(new URL('../fixtures/repository/', import.meta.url));
    for (const name of ['split.csv', 'split.csv.manifest.json', 'predictions/base.csv']) {
      copyFileSync(join(fixture, name), folder.at(basename(name)));
    }
    const config = folder.file(
      'gate.yaml',
      'split: split.csv\npredictions: base.csv\nlabel: crippen_logp\nrules:\n  - metric: mae\n    max: 1\n    on: value\n',
    );
    const before = folder.names();
    const args = ['check', '--config', config, '--junit', folder.at('out.xml')];
    const { code, signal } = await interrupt(args, (ms) => ms > 700);
    expect(folder.names()).toEqual(before);
    // A slow machine may not have come as far as to catch the signal.
    if (signal !== 'SIGINT') expect(code).toBe(130);
  });

  it('while neighbors are written removes what was written', async () => {
    const queries = folder.file(
      'queries.csv',
      `smiles\n${Array.from({ length: 4000 }, (_, i) => smiles(i % 400)).join('\n')}\n`,
    );
    const args = [queries, 'dataset:drugs', '--threshold', '0', '-o', folder.at('out.jsonl')];
    let written: string[] = [];
    const ended = await interrupt(['neighbors', ...args], () => {
      written = leftOver();
      return written.length > 0;
    });
    expect(written).toEqual([expect.stringMatching(/^\.tanimark-[0-9a-f]{16}\.tmp$/)]);
    expect(ended).toEqual({
      code: 130,
      signal: null,
      stdout: '',
      stderr: 'interrupted; no output was written\n',
    });
    expect(leftOver()).toEqual([]);
  });
});
