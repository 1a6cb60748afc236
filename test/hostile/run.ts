import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS, faultOf } from './commands.js';
import { hostileSmiles } from './smiles.js';
import { hostileTable, tableOfSmiles } from './tables.js';

/** Structures in one table. */
export const BATCH = 10;

/** Faults of all commands on the tables of some seeds, each with its seed. */
export async function faultsOfTables(from: number, to: number, folder: string): Promise<string[]> {
  const faults: string[] = [];
  for (let seed = from; seed < to; seed++) {
    const { name, bytes, rows, what } = hostileTable(seed);
    faults.push(
      ...(await faultsOf(`table ${seed} (${what.join(', ')})`, name, bytes, rows, folder)),
    );
  }
  return faults;
}

/** Faults of all commands on the structures of some seeds, ten in a table. */
export async function faultsOfSmiles(
  from: number,
  to: number,
  folder: string,
  huge: boolean,
): Promise<string[]> {
  const faults: string[] = [];
  for (let seed = from; seed < to; seed += BATCH) {
    const made = Array.from({ length: BATCH }, (_, k) => hostileSmiles(seed + k, huge));
    const bytes = tableOfSmiles(made.map(({ smiles }) => smiles));
    const title = `SMILES from ${seed} (${made.map(({ kind }) => kind).join(', ')})`;
    faults.push(...(await faultsOf(title, `s${seed}.csv`, bytes, BATCH + 20, folder)));
  }
  return faults;
}

async function faultsOf(
  title: string,
  name: string,
  bytes: Buffer,
  rows: number | null,
  folder: string,
): Promise<string[]> {
  const path = join(folder, name);
  const reference = join(folder, 'reference.csv');
  writeFileSync(reference, tableOfSmiles([]));
  writeFileSync(path, bytes);
  const faults: string[] = [];
  for (const command of Object.keys(COMMANDS)) {
    const fault = await faultOf(command, { path, folder, reference, rows });
    if (fault !== null) faults.push(`${title}: ${command}: ${fault}`);
  }
  for (const left of [path, `${path}.manifest.json`]) rmSync(left, { force: true });
  return faults;
}
