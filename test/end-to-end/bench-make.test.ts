import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { make } from '../../src/bench/engines/make.js';
import { expectSameResults, isThere } from './bench-engine.js';

it.skipIf(!isThere('make'))(
  'make gives the bytes of a run in one process',
  async () => {
    await expectSameResults('make', 'Makefile', (cwd, tanimark) =>
      spawnSync('make', ['-j', '2', '-k', '-f', 'bench/Makefile', `TANIMARK=${tanimark}`], {
        cwd,
        encoding: 'utf8',
      }),
    );
  },
  180_000,
);

it('the command to run it names the file', () => {
  expect(make.command('a/Makefile')).toBe('make -j 4 -k -f a/Makefile');
});
