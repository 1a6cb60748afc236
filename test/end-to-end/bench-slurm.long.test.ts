import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { expectSameResults } from './bench-engine.js';
import { spawn } from './run.js';
import { canRunSlurm, SlurmCluster } from './slurm-cluster.js';

describe.skipIf(!canRunSlurm())('SLURM', () => {
  const { path } = temporaryFolder();
  let cluster: SlurmCluster;
  beforeAll(() => {
    cluster = new SlurmCluster(path);
  });
  afterAll(() => cluster.stop());

  /** @returns what the script says, and the id of the job that merges */
  const submit = (cwd: string, tanimark: string, args: readonly string[] = []) => {
    const env = { ...cluster.env, TANIMARK: tanimark };
    const found = spawnSync('sh', ['bench/slurm.sh', ...args], { cwd, env, encoding: 'utf8' });
    expect(found.stderr).toBe('');
    const [, merge] = /merge:(\d+); squeue shows them\n$/.exec(found.stdout) as RegExpExecArray;
    return { said: found.stdout, merge };
  };

  it('gives the bytes of a run in one process, and leaves out what is finished', async () => {
    await expectSameResults('slurm', 'slurm.sh', async (cwd, tanimark) => {
      const first = submit(cwd, tanimark, ['--cpus-per-task=2']);
      // Two splits; a step of baselines and of each of two models for each.
      expect(first.said).toMatch(/^splits:\d+, cells:\d+, merge:\d+;/);
      expect(cluster.call('squeue', ['--noheader', '--array', '--format=%C'])).toMatch(/^(2\n)+$/);
      await cluster.idle();
      const log = () => readFileSync(join(cwd, 'bench/slurm/merge.log'), 'utf8');
      const stdout = log();

      const again = submit(cwd, tanimark);
      // The splits of one table cannot be made; its cells are finished, as failures.
      expect(again.said).toMatch(/^splits: finished, cells: finished, merge:\d+;/);
      await cluster.idle();
      expect(log()).toBe(stdout);

      // One cell is made again, in a task of its own.
      const { cells } = JSON.parse(readFileSync(join(cwd, 'bench/results.json'), 'utf8'));
      const { id } = cells.find(({ model }: { model: string }) => model === 'good');
      const cell = join(cwd, 'bench/cells', id);
      const before = readFileSync(join(cell, 'scores.json'), 'utf8');
      rmSync(cell, { recursive: true });
      rmSync(join(cwd, 'bench/results.json'));
      const third = submit(cwd, tanimark);
      expect(third.said).toMatch(/^splits: finished, cells:\d+, merge:\d+;/);
      expect(cluster.call('squeue', ['--noheader', '--array']).trim().split('\n')).toHaveLength(2);
      await cluster.idle();
      expect(readFileSync(join(cell, 'scores.json'), 'utf8')).toBe(before);
      return { status: cluster.exitCode(third.merge), stdout, stderr: '' };
    });
  }, 600_000);

  it('divides more steps than one array may have', async () => {
    const folder = temporaryFolder();
    folder.file(
      'tanimark.bench.yaml',
      'data: [drugs]\nsplits: [{method: random, repeats: 600}]\nmodels: {m: {run: "x {predictions}"}}\nbaselines: [mean]\n',
    );
    const { said } = exported(folder.path);
    const ids = /^splits:(\d+), cells:(\d+):(\d+), merge:(\d+);/.exec(said) as RegExpExecArray;
    const tasks = (id: string) =>
      cluster.call('squeue', ['--noheader', '--array', '--jobs', id]).trim().split('\n').length;
    expect(tasks(ids[2])).toBe(1000);
    expect(tasks(ids[3])).toBe(200);
    cluster.call('scancel', ['--user=root']);
    await cluster.idle();
  }, 120_000);

  function exported(cwd: string) {
    expect(spawn(['bench', 'export', '--engine', 'slurm'], { cwd }).code).toBe(0);
    return submit(cwd, 'false');
  }
});
