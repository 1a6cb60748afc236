import { PROPERTIES } from '../../chemistry/descriptors/properties.js';
import { genericScaffolds } from '../../chemistry/generic.js';
import { structureOf } from '../../chemistry/molecules.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { readProperties } from '../../chemistry/properties.js';
import { assertInvariant, TanimarkError } from '../../errors.js';
import type { Facts } from '../../splitters/splitter.js';
import { columnNamed, numberIn } from '../../tables/columns.js';
import { isMissing } from '../../tables/labels.js';
import { place } from '../../tables/table.js';
import type { Task } from '../../task.js';
import { printable } from '../../text.js';
import { type MoleculeTable, meanOfRecords } from '../dataset.js';

/** What splitters may ask about the molecules of a table. */
export function factsOf(data: MoleculeTable, pool: ChemistryPool, task: Task): Facts {
  const { set, table } = data;
  return {
    numbers(name, flag) {
      const column = columnNamed(table, name, flag);
      const read = (cell: string) => numberIn(cell.trim());
      return meanOfRecords(set, valuesOf(data, column, flag, read, 'a number'));
    },
    times(name, flag) {
      const column = columnNamed(table, name, flag);
      const values = valuesOf(data, column, flag, timeIn, 'a number or an ISO date (2019-12-31)');
      const earliest = new Float64Array(set.count).fill(Number.NaN);
      set.moleculeOf.forEach((m, r) => {
        if (m < 0 || Number.isNaN(values[r])) return;
        if (!(earliest[m] <= values[r])) earliest[m] = values[r];
      });
      return earliest;
    },
    async properties() {
      const first = Array.from({ length: set.count }, (_, m) => set.records[set.recordOffsets[m]]);
      task.progress.start('calculating properties', set.count, 'molecules');
      const smiles = first.map((r) => structureOf(data, r));
      const values = await readProperties(smiles, pool, task);
      task.progress.finish();
      return { names: PROPERTIES, values };
    },
    async genericScaffolds() {
      assertInvariant(set.scaffolds !== undefined, 'scaffolds were not asked for');
      return numbered(await genericScaffolds(set.scaffolds, pool, task));
    },
  };
}

/** A column's value in each record, NaN where there is none. */
function valuesOf(
  { table }: MoleculeTable,
  column: number,
  flag: string,
  read: (cell: string) => number,
  what: string,
): Float64Array {
  return Float64Array.from(table.rows, (row, r) => {
    const cell = row[column];
    if (isMissing(cell)) return Number.NaN;
    const value = read(cell);
    if (Number.isFinite(value)) return value;
    throw new TanimarkError(
      'column',
      `${table.name}: ${flag} column "${table.columns[column]}", ${place(table, r)}: "${printable(cell, 30)}" is not ${what}; mend it, leave it empty, or choose another column`,
    );
  });
}

/**
 * A time as a number: a number as it is (a year, say), an ISO date or date and time as years, so that
 * 2019-12-31 lies between 2019 and 2020. NaN for anything else.
 */
export function timeIn(text: string): number {
  const cell = text.trim();
  const number = numberIn(cell);
  if (Number.isFinite(number)) return number;
  const date =
    /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?$/;
  const match = date.exec(cell);
  if (!match) return Number.NaN;
  const iso = cell.replace(' ', 'T');
  // A time without a zone would be read in that of the machine.
  const zoned = iso.includes('T') && !/(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? `${iso}Z` : iso;
  const at = Date.parse(zoned);
  const day = Number(match[3] ?? 1);
  if (Number.isNaN(at) || day > daysIn(Number(match[1]), Number(match[2]))) return Number.NaN;
  const year = new Date(at).getUTCFullYear();
  const start = Date.UTC(year, 0, 1);
  return year + (at - start) / (Date.UTC(year + 1, 0, 1) - start);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Texts as numbers in the order of their first use; -1 where there is none. */
export function numbered(texts: readonly (string | null)[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(texts, (text) => {
    if (text === null) return -1;
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  });
}
