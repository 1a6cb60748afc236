import { spawnSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { expect } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { commandOf, resultFiles, writeModels } from '../workflows/bench/benchmark.js';
import { executable, spawn } from './run.js';

const config = `data: [{file: mols.csv, label: crippen_logp}, {file: mols.csv, label: formula, name: words}]
splits: [{method: random, seed: 2}]
models:
  good: {${commandOf('good.mjs')}}
  half: {${commandOf('half.mjs')}}
baselines: [mean, knn]
metrics: [mae]
bootstrap: 50
`;

/** What an engine has said, and its exit code. */
interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Whether a program can be started. */
export function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

/**
 * Runs a benchmark with an engine, and in one process; the bytes of the results have to be the same. A model fails, and the
 * splits of a data set cannot be made.
 *
 * @param start runs the engine, in a folder, with a command in the place of `tanimark`
 */
export async function expectSameResults(
  engine: string,
  file: string,
  start: (folder: string, tanimark: string) => Ended | Promise<Ended>,
): Promise<void> {
  const folder = temporaryFolder();
  writeModels(folder.path);
  folder.file('tanimark.bench.yaml', config);
  const exported = spawn(['bench', 'export', '--engine', engine], { cwd: folder.path });
  expect(exported.stderr).toMatch(new RegExp(`^wrote bench/${file} \\(8 cells\\)\n`));
  const { status, stdout, stderr } = await start(folder.path, `${process.execPath} ${executable}`);
  expect(`${stdout}${stderr}`).toContain('3 of 8 cells have scores, 5 failed');
  // As the last step, which shows the failures.
  expect(status).not.toBe(0);
  renameSync(folder.at('bench'), folder.at('engine'));
  expect(spawn(['bench', '--quiet'], { cwd: folder.path }).code).toBe(1);
  const own = resultFiles(folder.at('engine'));
  for (const name of own.keys()) {
    // What is the engine's own.
    if (!/^(?:cells|splits)\/(?!\.)|^results\./.test(name)) own.delete(name);
  }
  expect(own).toEqual(resultFiles(folder.at('bench')));
}
