import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { expectSameResults, isThere } from './bench-engine.js';

const standIn = fileURLToPath(new URL('nextflow.groovy', import.meta.url));

// Nextflow itself is in no package of the system: a script in Groovy, the language of its files, stands in for it.
it.skipIf(!isThere('groovy'))(
  'the files for Nextflow give the bytes of a run in one process, and leave out what is finished',
  async () => {
    await expectSameResults('nextflow', 'main.nf', (cwd, tanimark) => {
      const start = () =>
        spawnSync('groovy', [standIn, 'bench/main.nf', tanimark], { cwd, encoding: 'utf8' });
      start();
      const { cells } = JSON.parse(readFileSync(join(cwd, 'bench/results.json'), 'utf8'));
      const { id } = cells.find(({ model }: { model: string }) => model === 'good');
      rmSync(join(cwd, 'bench/cells', id), { recursive: true });
      // With a command that does nothing but name what it is to make.
      const { stdout } = spawnSync('groovy', [standIn, 'bench/main.nf', 'echo'], {
        cwd,
        encoding: 'utf8',
      });
      expect(stdout.match(/--cell \S+/g)).toEqual([
        expect.stringMatching(/^--cell [0-9a-f]{20}$/),
        `--cell ${id}`,
      ]);
      expect(stdout.trimEnd()).toMatch(/ merge$/);
      return start();
    });
  },
  600_000,
);
