// Reading a table as CSV and the same table as Parquet, both written by our own writers; what both hold is compared.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveInput } from '../dist/dataset/named/resolve.js';
import { readTable } from '../dist/tables/read.js';
import { tablePieces } from '../dist/tables/write.js';
import { dataset, median, table } from './common.js';

const REPEATS = 9;
const FORMATS = ['csv', 'parquet'];
const options = { header: true, structures: async (cells) => cells.map(() => false) };

async function write(path, format, { columns, rows }) {
  const pieces = [];
  for await (const piece of tablePieces(format, columns, [rows])) pieces.push(Buffer.from(piece));
  writeFileSync(path, Buffer.concat(pieces));
}

export async function run() {
  const input = dataset('HIV.csv.gz');
  const whole = await readTable((await resolveInput(input)).path, options);
  const folder = mkdtempSync(join(tmpdir(), 'tanimark-bench-'));
  try {
    const paths = FORMATS.map((format) => join(folder, `table.${format}`));
    for (const [i, format] of FORMATS.entries()) await write(paths[i], format, whole);
    const found = [];
    for (const path of paths) found.push(await median(REPEATS, () => readTable(path, options)));
    const cells = found.map(({ result }) => JSON.stringify([result.columns, result.rows]));
    if (cells[0] !== cells[1]) throw new Error('the tables differ');
    const [csv] = found;
    console.log('## Reading a table, milliseconds\n');
    table([
      ['data', 'rows', 'format', 'bytes', 'reading', 'ratio to CSV'],
      ...FORMATS.map((format, i) => [
        input.split('/').pop(),
        whole.rows.length,
        format,
        statSync(paths[i]).size,
        found[i].ms.toFixed(0),
        (csv.ms / found[i].ms).toFixed(2),
      ]),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
