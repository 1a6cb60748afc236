import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../cli/run.js';
import { temporaryFolder } from '../helpers.js';

const config = (repeats: number) => `data: [drugs]
splits: [{method: random, repeats: ${repeats}}]
models: {a: {run: "x {predictions}"}, b: {run: "y {predictions}"}}
baselines: [mean, knn]
`;

async function exported(engine: string, repeats = 2) {
  const folder = temporaryFolder();
  folder.file('tanimark.bench.yaml', config(repeats));
  const written = await run(['bench', 'export', '--engine', engine, '--json'], {
    cwd: folder.path,
  });
  const listing = await run(['bench', '--dry-run', '--json'], { cwd: folder.path });
  const cells: { id: string; name: string }[] = JSON.parse(listing.stdout).cells;
  const idOf = (name: string) => cells.find((cell) => cell.name === name)?.id as string;
  return { folder, document: JSON.parse(written.stdout), idOf };
}

describe.skipIf(process.platform === 'win32')('slurm.sh', () => {
  /** The script in a folder where sbatch only says what it is called with. */
  async function script(repeats?: number) {
    const { folder, document, idOf } = await exported('slurm', repeats);
    expect(document).toMatchObject({ path: 'bench/slurm.sh', run: 'sh bench/slurm.sh' });
    mkdirSync(folder.at('bin'));
    const stub = folder.file(
      'bin/sbatch',
      `#!/bin/sh\nfor one in "$@"; do printf '%s|' "$one"; done >> calls\necho >> calls\nwc -l < calls | tr -d ' '\n`,
    );
    chmodSync(stub, 0o755);
    const PATH = `${folder.at('bin')}${delimiter}${process.env.PATH}`;
    const start = (args: string[], env: NodeJS.ProcessEnv = {}) => {
      folder.file('calls', '');
      const { stdout, stderr, status } = spawnSync('sh', ['bench/slurm.sh', ...args], {
        cwd: folder.path,
        env: { ...process.env, PATH, TANIMARK: 'echo', ...env },
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
      const calls = folder.read('calls').trimEnd().split('\n');
      return { stdout, calls: calls.map((line) => line.split('|').slice(0, -1)) };
    };
    const finish = (kind: string, id: string) => {
      mkdirSync(folder.at(`bench/${kind}/${id}`), { recursive: true });
      folder.file(`bench/${kind}/${id}/manifest.json`, '{}');
    };
    return { folder, idOf, start, finish };
  }

  it('submits splits, then cells, then the merge, with the options that it is given', async () => {
    const { folder, start } = await script();
    const { stdout, calls } = start(['--mem=8G']);
    const log = (what: string) => `--output=bench/slurm/${what}-%A_%a.log`;
    const rest = (what: string) => ['--mem=8G', 'bench/slurm.sh', `--run-${what}`];
    expect(calls).toEqual([
      ['--parsable', '--array=0,1', log('split'), ...rest('split'), '0'],
      [
        ...['--parsable', '--array=0,1,2,3,4,5', log('cells'), '--dependency=afterany:1'],
        ...[...rest('cells'), '0'],
      ],
      ['--parsable', '--dependency=afterany:2', '--output=bench/slurm/merge.log', ...rest('merge')],
    ]);
    expect(stdout).toBe('splits:1, cells:2, merge:3; squeue shows them\n');
    expect(existsSync(folder.at('bench/slurm'))).toBe(true);
  });

  it('makes in each task the cells of one line, and no other', async () => {
    const { start, idOf } = await script();
    const made = Array.from({ length: 6 }, (_, i) => {
      const env = { SLURM_ARRAY_TASK_ID: String(i), SLURM_CPUS_PER_TASK: '3' };
      return start(['--run-cells', '0'], env).stdout;
    });
    const line = (...names: string[]) =>
      `bench -c tanimark.bench.yaml -o bench --quiet --threads 3 --cell ${names.map((name) => idOf(`drugs/random/${name}`)).join(',')}\n`;
    expect(made).toEqual(
      ['0', '1'].flatMap((repeat) => [
        line(`${repeat}/a`),
        line(`${repeat}/b`),
        line(`${repeat}/train_mean`, `${repeat}/knn`),
      ]),
    );
    expect(start(['--run-merge']).stdout).toBe(
      'bench -c tanimark.bench.yaml -o bench --quiet --threads 1 merge\n',
    );
  });

  it('leaves out what is finished, and splits that nothing needs', async () => {
    const { start, finish, idOf } = await script();
    for (const name of ['0/a', '0/b', '0/train_mean', '0/knn', '1/a', '1/knn']) {
      finish('cells', idOf(`drugs/random/${name}`));
    }
    const { calls } = start([]);
    expect(calls.map((call) => call.find((word) => word.startsWith('--array')))).toEqual([
      '--array=1',
      '--array=4,5',
      undefined,
    ]);
    for (const name of ['1/b', '1/train_mean']) finish('cells', idOf(`drugs/random/${name}`));
    const again = start([]);
    expect(again.calls).toEqual([
      ['--parsable', '--output=bench/slurm/merge.log', 'bench/slurm.sh', '--run-merge'],
    ]);
    expect(again.stdout).toBe('splits: finished, cells: finished, merge:1; squeue shows them\n');
  });

  it('has arrays of 1,000 tasks at most', async () => {
    const { start } = await script(400);
    const { calls } = start([]);
    const tasks = calls.map((call) =>
      call
        .find((word) => word.startsWith('--array'))
        ?.slice('--array='.length)
        .split(','),
    );
    expect(tasks.map((one) => one?.length)).toEqual([400, 1000, 200, undefined]);
    expect(tasks[2]?.slice(-1)).toEqual(['199']);
    expect(calls[2].at(-1)).toBe('1000');
    expect(calls[3]).toContain('--dependency=afterany:2:3');
  });
});

it('main.nf has a step of every model and of the baselines for each split', async () => {
  const { folder, document, idOf } = await exported('nextflow');
  expect(document).toMatchObject({
    path: 'bench/main.nf',
    outputs: ['bench/main.nf', 'bench/nextflow.config'],
    run: 'nextflow run bench/main.nf',
  });
  const text = readFileSync(folder.at('bench/main.nf'), 'utf8');
  const steps = [...text.matchAll(/^ {8}\['(\w+)', '([\w,]+)'\],$/gm)];
  expect(steps.map(([, , cells]) => cells)).toEqual(
    ['0', '1'].flatMap((repeat) =>
      ['a', 'b', 'train_mean,knn'].map((names) =>
        names
          .split(',')
          .map((name) => idOf(`drugs/random/${repeat}/${name}`))
          .join(','),
      ),
    ),
  );
  expect(new Set(steps.map(([, split]) => split)).size).toBe(2);
  expect(readFileSync(folder.at('bench/nextflow.config'), 'utf8')).toContain("'slurm'");
});
