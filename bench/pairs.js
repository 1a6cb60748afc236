// Baselines of drug-target pairs by split: how much drug and partner means alone explain. Needs the DAVIS tables.
//   node bench/pairs.js <folder with pairs.csv.gz, drugs.csv and targets.fasta>

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('name the folder of the DAVIS tables');
const scratch = mkdtempSync(join(tmpdir(), 'tanimark-pairs-'));
const bin = new URL('../bin/tanimark.js', import.meta.url).pathname;
const files = ['--drugs', join(folder, 'drugs.csv'), '--targets', join(folder, 'targets.fasta')];
const methods = ['random', 'sae', 'cold-drug', 'cold-partner', 'cold-both'];
const rows = [];
for (const method of methods) {
  const path = join(scratch, `${method}.csv`);
  const run = (...args) =>
    execFileSync(process.execPath, [bin, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const made = JSON.parse(
    run(
      'split',
      join(folder, 'pairs.csv.gz'),
      ...files,
      '--label',
      'pKd',
      '-m',
      method,
      '-o',
      path,
      '--json',
    ),
  );
  const scored = JSON.parse(
    run('score', '--split', path, '--metrics', 'mae,spearman', '--bootstrap', '0', '--json'),
  );
  const value = (name, metric) => scored.baselines[name].overall.metrics[metric]?.value;
  const total = made.similarity.achieved.reduce((a, b) => a + b, 0);
  // All test pairs of these splits are new in the same way.
  const { quadrants } = made.pairs;
  const known = Object.entries(quadrants).map(([name, n]) => (n > 0 ? name : null));
  rows.push([
    method,
    known.filter((name) => name !== null).join(' + '),
    made.sizes.test,
    made.similarity.achieved.map((n) => `${Math.round((100 * n) / total)}`).join('/'),
    ...Object.keys(scored.baselines).map((name) => {
      const [mae, rho] = [value(name, 'mae'), value(name, 'spearman')];
      return `${mae.toFixed(3)} (${rho == null ? '–' : rho.toFixed(2)})`;
    }),
  ]);
  if (rows.length === 1)
    rows.unshift(['split', 'test pairs are', 'test', 'bins, %', ...Object.keys(scored.baselines)]);
}
rmSync(scratch, { recursive: true });
const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => String(row[c]).length)));
for (const row of rows)
  console.log(row.map((cell, c) => String(cell).padEnd(widths[c])).join('  '));
