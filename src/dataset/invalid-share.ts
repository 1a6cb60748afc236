import type { RowAmount } from '../amount.js';
import { optionName } from '../spelling.js';
import { count, percent, plural, printable } from '../text.js';
import type { MoleculeTable } from './molecule-table.js';

/** Number of rows of a file have a structure that cannot be read. */
export interface InvalidShare {
  /** Name of the file in messages. */
  readonly name: string;
  /** The column of structures. */
  readonly column: string;
  readonly rows: number;
  readonly invalid: number;
  /** The first of them, from 1, and its cell; null where there is none. */
  readonly first: { readonly row: number; readonly smiles: string } | null;
}

/** More than this share of a file is worth to be told before anything else. */
const MANY: RowAmount = { share: { num: 1, den: 10 } };

/** The share of each file, once. */
export function invalidShares(tables: readonly MoleculeTable[]): InvalidShare[] {
  return [...new Set(tables)].map(({ table, smilesColumn, set: { invalid } }) => ({
    name: table.name,
    column: table.columns[smilesColumn],
    rows: table.rows.length,
    invalid: invalid.length,
    first: invalid[0] ?? null,
  }));
}

export function exceeds({ rows, invalid }: InvalidShare, most: RowAmount): boolean {
  if ('rows' in most) return invalid > most.rows;
  return invalid * most.share.den > most.share.num * rows;
}

/** `data.csv: 60 of 100 rows (60.0%) have an invalid SMILES in column "smiles" (the first is row 3, "xx")`. */
export function shareText(share: InvalidShare): string {
  const { column, first } = share;
  const where = first ? ` (the first is row ${first.row}, "${printable(first.smiles, 40)}")` : '';
  return `${discreetShareText(share)} in column "${column}"${where}`;
}

/** The same without a word of the file: `data.csv: 60 of 100 rows (60.0%) have an invalid SMILES`. */
export function discreetShareText({ name, rows, invalid }: InvalidShare): string {
  const have = invalid === 1 ? 'has' : 'have';
  return `${name}: ${count(invalid)} of ${plural(rows, 'row')} (${percent(invalid, rows)}) ${have} an invalid SMILES`;
}

/**
 * A note on each file of which more than a tenth cannot be read, to stand before all others.
 *
 * @param smiles the column of structures that the user named; the note does not advise to name one then
 */
export function manyInvalidNotes(
  shares: readonly InvalidShare[],
  smiles: string | undefined,
): string[] {
  const advice = `check that this is the SMILES column${smiles === undefined ? ` (${optionName('smiles')})` : ''}`;
  return shares
    .filter((share) => exceeds(share, MANY))
    .map((share) => `${shareText(share)}; ${advice}`);
}
