// Prints what reading and auditing find in the data sets that were fetched, as rows of the table in docs/datasets.md.
// node scripts/dataset-faults.js <name...>
import { fileURLToPath } from 'node:url';
import { resolveInput } from '../dist/dataset/named/resolve.js';
import { audit, Job, listDatasets, split } from '../dist/index.js';
import { columnNamed } from '../dist/tables/columns.js';
import { readTable } from '../dist/tables/read.js';
import { count } from '../dist/text.js';

/** What is found in one data set. */
export async function faultsOf(name) {
  const input = `dataset:${name}`;
  const job = new Job();
  const { summary } = await split({ input, method: 'random', test: '0.2' }, job);
  const { records, molecules, invalid } = summary.input;
  const { label_conflicts: conflicts } = summary;
  const [entry] = (await listDatasets({ words: [name] })).families
    .flatMap(({ datasets }) => datasets)
    .filter((one) => one.name === name);
  const own = await ownSplit(entry, job);
  return {
    name,
    rows: records,
    molecules,
    invalid,
    several: await severalStructures(input),
    repeated: records - invalid - molecules,
    conflicting: conflicts === null ? null : conflicts.molecules,
    test: own?.test ?? null,
    duplicates: own?.duplicates ?? null,
  };
}

/** Rows whose structure is several: salts and solvates. */
async function severalStructures(input) {
  const { path, dataset } = await resolveInput(input);
  const { header = true, format, columns } = dataset;
  const table = await readTable(path, { header, inputFormat: format, structures: async () => [] });
  const smiles = columnNamed(table, columns.smiles, 'smiles');
  return table.rows.filter((row) => row[smiles].includes('.')).length;
}

async function ownSplit({ name, split: own }, job) {
  if (!own || 'method' in own) return null;
  const options =
    'column' in own
      ? { split: `dataset:${name}` }
      : { train: `dataset:${own.with[0]}`, test: `dataset:${name}` };
  if ('part' in own && own.part !== 'test') return null;
  const { summary } = await audit(options, job);
  return { test: summary.sides.test.records, duplicates: summary.comparisons[0].duplicates };
}

/** A row of the table. */
export function faultsRow({ name, ...found }) {
  const { rows, molecules, invalid, several, repeated, conflicting, test, duplicates } = found;
  const shown = [rows, molecules, invalid, several, repeated, conflicting, test, duplicates];
  const cells = shown.map((n) => (n === null ? '–' : count(n)));
  return `| \`${name}\` | ${cells.join(' | ')} |\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of process.argv.slice(2)) process.stdout.write(faultsRow(await faultsOf(name)));
}
