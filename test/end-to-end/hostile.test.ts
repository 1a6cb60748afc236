import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../cli/run.js';
import { temporaryFolder } from '../helpers.js';
import { hostileSmiles } from '../hostile/smiles.js';
import { hostileTable, tableOfSmiles } from '../hostile/tables.js';
import { obeyed } from '../hostile/texts.js';
import { spawn } from './run.js';

const folder = temporaryFolder();

/** What no run must show. */
const TRACE = /a bug in tanimark|^\s+at .*\(|node:internal|MaxListeners|Warning:/m;

describe('the command line', () => {
  // The first as a process, which would print warnings of Node.js, too.
  it.each([0, 1, 2, 3, 4, 5])('takes hostile table %d', async (seed) => {
    const { name, bytes } = hostileTable(9000 + seed);
    const path = folder.file(name, bytes);
    for (const args of [
      ['split', path, '-m', 'random', '-o', folder.at(`o${seed}.csv`)],
      ['score', '--split', path, '--bootstrap', '20'],
    ]) {
      const how = seed === 0 && args[0] === 'split' ? spawn : run;
      const { code, stdout, stderr } = await how(args);
      expect([args, [0, 2].includes(code ?? -1)]).toEqual([args, true]);
      expect(stderr).not.toMatch(TRACE);
      expect(obeyed(`${stdout}${stderr}`)).toEqual([]);
      if (code === 2) expect(stderr).toMatch(/^(?:note: .*\n)*error: .*\n$/);
    }
  });

  it('takes hostile structures, and keeps a row for each', () => {
    const all = Array.from({ length: 40 }, (_, k) => hostileSmiles(9000 + k).smiles);
    const path = folder.at('structures.csv');
    writeFileSync(path, tableOfSmiles(all));
    const { code, stdout, stderr } = spawn(['split', path, '--json', '-q', '--no-cache']);
    expect([code, stderr]).toEqual([0, '']);
    const { input, records } = JSON.parse(stdout);
    expect([input.records, Object.values<number>(records).reduce((a, b) => a + b)]).toEqual([
      60, 60,
    ]);
  });
});
