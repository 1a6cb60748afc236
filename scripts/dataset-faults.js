// Prints what reading and auditing find in the data sets that were fetched, as rows of the table in docs/datasets.md.
// node scripts/dataset-faults.js <name...>
import { audit, Job, listDatasets, split } from '../dist/index.js';
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
    repeated: records - invalid - molecules,
    conflicting: conflicts === null ? null : conflicts.molecules,
    test: own?.test ?? null,
    duplicates: own?.duplicates ?? null,
  };
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
export function faultsRow({
  name,
  rows,
  molecules,
  invalid,
  repeated,
  conflicting,
  test,
  duplicates,
}) {
  const shown = [rows, molecules, invalid, repeated, conflicting, test, duplicates];
  const cells = shown.map((n) => (n === null ? '–' : count(n)));
  return `| \`${name}\` | ${cells.join(' | ')} |\n`;
}

for (const name of process.argv.slice(2)) process.stdout.write(faultsRow(await faultsOf(name)));
