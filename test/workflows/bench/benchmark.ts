import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bundled = fileURLToPath(
  new URL('../../../datasets/drugs-and-chemicals.csv', import.meta.url),
);

/** What every model of these tests begins with: its arguments, and its tables. */
const COMMON = `
import { readFileSync, writeFileSync } from 'node:fs';
const [train, test, out, seed] = process.argv.slice(2);
const table = (path) => {
  const [head, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\\n').map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
};
const write = (rows) => writeFileSync(out, ['name,prediction', ...rows.map((row) => row.join(','))].join('\\n') + '\\n');
const known = table(train).map((row) => [row.smiles.length, Number(row.crippen_logp)]);
const predict = (smiles) => {
  // Mean label of the training molecules with SMILES of the nearest lengths.
  const near = known.map(([n, y]) => [Math.abs(n - smiles.length), y]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return near.slice(0, 7).reduce((sum, [, y]) => sum + y, 0) / 7 + 1e-6 * Number(seed);
};
const rows = table(test).map((row) => [row.name, predict(row.smiles)]);
`;

/** Models of these tests, by the names of their files. */
export const MODELS = {
  'good.mjs': 'write(rows);',
  'crash.mjs': 'console.log("about to fail"); process.exit(3);',
  'hang.mjs': 'write(rows); setInterval(() => {}, 1000);',
  'half.mjs': 'write(rows.slice(0, 12));',
  'nan.mjs': 'write(rows.map(([name, y], i) => [name, i % 10 === 4 ? "NaN" : y]));',
  'labels.mjs':
    'const truth = new Map(table("mols.csv").map((row) => [row.name, row.crippen_logp])); write(rows.map(([name]) => [name, truth.get(name)]));',
  'killed.mjs': 'write(rows); process.kill(process.pid, "SIGKILL");',
  'nothing.mjs': '',
  'empty.mjs': 'writeFileSync(out, "");',
  'strange.mjs': 'writeFileSync(out, "a,b\\n1,x\\n2,y\\n");',
} as const;

/** Writes models and a table of 150 molecules into a folder. */
export function writeModels(folder: string): void {
  for (const [name, code] of Object.entries(MODELS)) {
    writeFileSync(join(folder, name), `${COMMON}\n${code}\n`);
  }
  const lines = readFileSync(bundled, 'utf8').split('\n');
  // Names without commas, so that models can read the table plainly.
  const plain = lines.filter((line) => !line.includes('"'));
  writeFileSync(join(folder, 'mols.csv'), `${plain.slice(0, 151).join('\n')}\n`);
}

/** The whole bundled table. */
export function copyBundled(to: string): void {
  copyFileSync(bundled, to);
}

/** The command of a model, as a line of a configuration. */
export function commandOf(name: string): string {
  return `run: "${process.execPath} ${name} {train} {test} {predictions} {seed}"`;
}

/** What is not a part of the results. */
const OF_RUNS = /^(?:run\.json|log\.txt)$|(?:^|\/)work(?:\/|$)/;

/** Every file of the results of a benchmark by its path, but for what may differ between equal runs. */
export function resultFiles(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !OF_RUNS.test(name.replace(/^cells\/[^/]+\//, '')))
    .sort();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
