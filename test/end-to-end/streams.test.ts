import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { run } from '../cli/run.js';
import { temporaryFolder } from '../helpers.js';
import { executable } from './run.js';

const folder = temporaryFolder();
const fixture = fileURLToPath(new URL('../fixtures/repository/', import.meta.url));
for (const name of ['split.csv', 'split.csv.manifest.json']) {
  copyFileSync(`${fixture}${name}`, folder.at(name));
}
copyFileSync(`${fixture}predictions/worse-at-low-similarity.csv`, folder.at('predictions.csv'));
folder.file(
  'tanimark.config.yaml',
  'split: split.csv\npredictions: predictions.csv\nlabel: crippen_logp\nrules:\n  - metric: mae\n    max: 0.001\n    on: value\n',
);

/** Runs a command line of a shell in which `$tanimark` is the built executable. */
function shell(line: string) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${line}`], {
    cwd: folder.path,
    encoding: 'utf8',
    env: {
      ...process.env,
      tanimark: `${process.execPath} ${executable}`,
      GITHUB_ACTIONS: '',
      GITHUB_STEP_SUMMARY: '',
      GITHUB_WORKSPACE: '',
    },
  });
  return { code: status, stdout, stderr };
}

describe.skipIf(process.platform === 'win32')('a reader that has seen enough', () => {
  it('ends a split quietly', () => {
    const { code, stdout, stderr } = shell(
      '$tanimark split dataset:drugs -m random -q | head -n 1',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('name,smiles,formula');
    expect(stdout.match(/\n/g)).toHaveLength(1);
  });

  it('ends a list of neighbors quietly', () => {
    const search = 'neighbors dataset:drugs dataset:drugs --threshold 0 -q';
    const { code, stdout, stderr } = shell(`$tanimark ${search} | head -n 2`);
    expect(stdout).toMatch(/^query_row,[^\n]*\n1,diazepam[^\n]*\n$/);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('does not hide that a check failed', () => {
    const { code, stderr } = shell('$tanimark check | true');
    expect(code).toBe(1);
    expect(stderr).not.toContain('::error');
    expect(stderr).not.toContain('EPIPE');
  });
});

describe.skipIf(process.platform === 'win32')('standard input', () => {
  it('is read from a pipe, plain or compressed', async () => {
    const args = ['split', 'split.csv', '-m', 'random', '--id', 'name', '-q'];
    const plain = await run(args, { cwd: folder.path });
    const piped = shell('cat split.csv | $tanimark split - -m random --id name -q');
    const input = gzipSync(folder.read('split.csv'));
    const packed = await run(['split', '-', ...args.slice(2)], { cwd: folder.path, input });
    expect(plain.stdout.split('\n').length).toBeGreaterThan(500);
    expect([piped.code, piped.stdout]).toEqual([0, plain.stdout]);
    expect([packed.code, packed.stdout]).toEqual([0, plain.stdout]);
  });
});
