import { spawnSync } from 'node:child_process';
import { it } from 'vitest';
import { expectSameResults, isThere } from './bench-engine.js';

it.skipIf(!isThere('snakemake'))('Snakemake gives the bytes of a run in one process', async () => {
  const args = ['--cores', '2', '--keep-going', '-s', 'bench/Snakefile', '--config'];
  await expectSameResults('snakemake', 'Snakefile', (cwd, tanimark) =>
    spawnSync('snakemake', [...args, `tanimark=${tanimark}`], { cwd, encoding: 'utf8' }),
  );
});
