import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { commandOf, resultFiles, writeModels } from '../workflows/bench/benchmark.js';
import { benchFor, foldersIn } from './bench-killed.js';

const folder = temporaryFolder();
writeModels(folder.path);
const config = `data: [{file: mols.csv, label: crippen_logp}]
splits: [{method: random, repeats: 2}]
models:
  good: {${commandOf('good.mjs')}}
  waits: {${commandOf('waits.mjs')}}
baselines: [mean]
metrics: [mae]
bootstrap: 100
`;
/** Waits until there is a file, and then does as the good one. */
const waits = `import { existsSync } from 'node:fs';
import { writeFileSync as note } from 'node:fs';
note('pid', String(process.pid));
for (let i = 0; i < 3000 && !existsSync('go'); i++) await new Promise((resolve) => setTimeout(resolve, 20));
`;
writeFileSync(folder.at('waits.mjs'), waits + readFileSync(folder.at('good.mjs'), 'utf8'));
folder.file('tanimark.bench.yaml', config);

const isRunning = (pid: number) => {
  try {
    process.kill(pid, 0);
    return !(
      existsSync(`/proc/${pid}/status`) &&
      /^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
    );
  } catch {
    return false;
  }
};

describe.skipIf(process.platform === 'win32')('a benchmark that is stopped', () => {
  it.each<[NodeJS.Signals]>([['SIGINT'], ['SIGKILL']])(
    'by %s leaves whole cells alone, and ends with the same bytes',
    async (signal) => {
      rmSync(folder.at('pid'), { force: true });
      const [out, undisturbed] = [`out-${signal}`, 'undisturbed'];
      const ended = await benchFor(folder.path, ['-o', out], {
        when: () => existsSync(folder.at('pid')),
        signal,
      });
      expect(signal === 'SIGINT' ? ended.code : ended.signal).toBe(
        signal === 'SIGINT' ? 130 : signal,
      );
      const cells = foldersIn(folder.at(`${out}/cells`));
      for (const cell of cells.whole) {
        expect(JSON.parse(readFileSync(join(cell, 'manifest.json'), 'utf8'))).toHaveProperty('id');
      }
      expect(existsSync(folder.at(`${out}/results.json`))).toBe(false);
      const pid = Number(folder.read('pid'));
      expect(cells.making.length).toBe(signal === 'SIGINT' ? 0 : 1);
      expect(isRunning(pid)).toBe(signal === 'SIGKILL');
      // The next call ends what was left behind; the command would wait for ever.
      expect((await benchFor(folder.path, ['merge', '-o', out])).code).toBe(1);
      expect(isRunning(pid)).toBe(false);
      expect(foldersIn(folder.at(`${out}/cells`)).making).toEqual([]);
      folder.file('go', '');
      try {
        expect((await benchFor(folder.path, ['-o', out])).code).toBe(0);
        expect(foldersIn(folder.at(`${out}/cells`)).making).toEqual([]);
        // What one test has run is finished for the other.
        expect((await benchFor(folder.path, ['-o', undisturbed])).code).toBe(0);
      } finally {
        rmSync(folder.at('go'));
      }
      expect(resultFiles(folder.at(out))).toEqual(resultFiles(folder.at(undisturbed)));
    },
  );
});
