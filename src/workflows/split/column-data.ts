import { PROPERTIES } from '../../chemistry/descriptors/properties.js';
import { genericScaffolds } from '../../chemistry/generic.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { readProperties } from '../../chemistry/properties.js';
import { meanOfRecords } from '../../dataset/molecule-labels.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { structureOf } from '../../dataset/molecules.js';
import { assertInvariant, TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { optionName } from '../../spelling.js';
import type { Facts } from '../../splitters/splitter.js';
import { isMissing } from '../../tables/cell-kinds.js';
import { columnNamed, numberIn } from '../../tables/columns.js';
import { place } from '../../tables/table.js';
import { isDate, TIME_FORMS, timeIn } from '../../tables/times.js';
import { printable } from '../../text.js';
import { numbered } from './numbered.js';
import { sideClustersOf } from './side-clusters.js';

/** Data of the molecules of a table that splitters may request. */
export function factsOf(data: MoleculeTable, pool: ChemistryPool, job: Job): Facts {
  const { set, table } = data;
  return {
    numbers(name, option) {
      const column = columnNamed(table, name, option);
      const flag = optionName(option);
      const read = (cell: string) => numberIn(cell.trim());
      return meanOfRecords(set, valuesOf(data, column, flag, read, 'a number'));
    },
    times(name, option, record = 'earliest') {
      const column = columnNamed(table, name, option);
      const flag = optionName(option);
      const values = valuesOf(data, column, flag, timeIn, TIME_FORMS);
      checkOneScale(data, column, values, flag);
      const times = new Float64Array(set.count).fill(Number.NaN);
      const isFirst = (a: number, b: number) => (record === 'earliest' ? a <= b : a >= b);
      set.moleculeOf.forEach((m, r) => {
        if (m < 0 || Number.isNaN(values[r])) return;
        if (!isFirst(times[m], values[r])) times[m] = values[r];
      });
      return times;
    },
    propertyNames: PROPERTIES,
    async properties() {
      const first = Array.from({ length: set.count }, (_, m) => set.records[set.recordOffsets[m]]);
      job.progress.start('calculating properties', set.count, 'molecules');
      const smiles = first.map((r) => structureOf(data, r));
      const values = await readProperties(smiles, pool, job);
      job.progress.finish();
      return { names: PROPERTIES, values };
    },
    async genericScaffolds() {
      assertInvariant(set.scaffolds !== undefined, 'scaffolds were not asked for');
      return numbered(await genericScaffolds(set.scaffolds, pool, job));
    },
    sideClusters: (side, how) => sideClustersOf(data, side, how, job),
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
      `${table.name}: ${flag} column "${table.columns[column]}", ${place(table, r)}: "${printable(cell, 30)}" is not ${what}; fix it, leave it empty, or choose another column`,
    );
  });
}

/**
 * Refuses a column in which some cells are dates and others numbers that are no years, such as days since some day:
 * in one order they would make no sense.
 *
 * @throws TanimarkError (column)
 */
function checkOneScale(
  { table }: MoleculeTable,
  column: number,
  values: Float64Array,
  flag: string,
) {
  if (!table.rows.some((row) => isDate(row[column]))) return;
  values.forEach((value, r) => {
    if (Number.isNaN(value) || (value >= 1000 && value < 10_000)) return;
    throw new TanimarkError(
      'column',
      `${table.name}: ${flag} column "${table.columns[column]}", ${place(table, r)}: "${printable(table.rows[r][column], 30)}" is neither a date nor a year, and other rows have dates; use one format for all rows`,
    );
  });
}
