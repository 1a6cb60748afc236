import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { once } from '../../src/once.js';
import { temporaryFolder } from '../helpers.js';
import { isThere } from './bench-engine.js';
import { executable, spawn } from './run.js';
import { canRunSlurm, SlurmCluster } from './slurm-cluster.js';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const folder = temporaryFolder();
const TANIMARK = `${process.execPath} ${executable}`;
for (const name of ['bench', 'snakemake', 'slurm', 'nextflow']) {
  cpSync(path(`../../examples/${name}`), folder.at(name), { recursive: true });
  rmSync(folder.at(`${name}/bench`), { recursive: true, force: true });
}

const alone = once(async () => {
  expect(spawn(['bench', '--quiet', '-o', '../alone'], { cwd: folder.at('slurm') }).code).toBe(0);
  const results = folder.read('alone/results.json');
  expect(JSON.parse(results).cells).toHaveLength(20);
  return results;
});

/** Runs an example, and looks at its results. */
async function expectRuns(name: string, env: NodeJS.ProcessEnv, wait?: () => Promise<void>) {
  const options = { env: { ...env, TANIMARK }, encoding: 'utf8' } as const;
  const { status, stderr } = spawnSync('sh', [folder.at(`${name}/run.sh`)], options);
  expect(status, stderr).toBe(0);
  await wait?.();
  expect(folder.read(`${name}/bench/results.json`)).toBe(await alone());
}

describe('the examples give the results of a run in one process', () => {
  it.skipIf(!isThere('snakemake'))(
    'examples/snakemake',
    () => expectRuns('snakemake', process.env),
    300_000,
  );

  describe.skipIf(!canRunSlurm())('with SLURM', () => {
    const { path: place } = temporaryFolder();
    let cluster: SlurmCluster;
    beforeAll(() => {
      cluster = new SlurmCluster(place);
    });
    afterAll(() => cluster.stop());

    it('examples/slurm', () => expectRuns('slurm', cluster.env, () => cluster.idle()), 300_000);
  });

  it.skipIf(!isThere('groovy'))(
    'examples/nextflow, with the stand-in for Nextflow',
    () => {
      // Called as nextflow run bench/main.nf --tanimark <command>.
      mkdirSync(folder.at('bin'));
      const program = folder.file(
        'bin/nextflow',
        `#!/bin/sh\nexec groovy ${path('nextflow.groovy')} "$2" "$4"\n`,
      );
      chmodSync(program, 0o755);
      const PATH = `${folder.at('bin')}${delimiter}${process.env.PATH}`;
      return expectRuns('nextflow', { ...process.env, PATH });
    },
    300_000,
  );
});
