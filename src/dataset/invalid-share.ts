import type { RowAmount } from '../amount.js';
import { optionName } from '../spelling.js';
import { count, percent, plural, printable } from '../text.js';
import type { MoleculeTable } from './molecule-table.js';

/** How many rows of a file have a structure, or a partner, that cannot be used. */
export interface InvalidShare {
  /** Name of the file in messages. */
  readonly name: string;
  /** What they lack. */
  readonly what: 'SMILES' | 'drug' | 'partner';
  /** The column of it. */
  readonly column: string;
  readonly rows: number;
  readonly invalid: number;
  /** The first of them, from 1, and its cell; null where there is none. */
  readonly first: { readonly row: number; readonly smiles: string } | null;
}

/** More than this share of a file is worth to be told before anything else. */
const MANY: RowAmount = { share: { num: 1, den: 10 } };

/** The share of each file, once; of pairs that of structures, and that of partners if there are any. */
export function invalidShares(tables: readonly MoleculeTable[]): InvalidShare[] {
  return [...new Set(tables)].flatMap(({ table, smilesColumn, set, pairs, namesDrugs }) => {
    const share = (what: InvalidShare['what'], column: string, partners: boolean) => {
      const own = set.invalid.filter((one) => (one.column !== undefined) === partners);
      const { name, rows } = table;
      return { name, what, column, rows: rows.length, invalid: own.length, first: own[0] ?? null };
    };
    const structures = share(namesDrugs ? 'drug' : 'SMILES', table.columns[smilesColumn], false);
    return pairs ? [structures, share('partner', pairs.partners.column, true)] : [structures];
  });
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
export function discreetShareText({ name, what, rows, invalid }: InvalidShare): string {
  const have = invalid === 1 ? 'has' : 'have';
  return `${name}: ${count(invalid)} of ${plural(rows, 'row')} (${percent(invalid, rows)}) ${have} an invalid ${what}`;
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
  const advice = {
    SMILES: `check that this is the SMILES column${smiles === undefined ? ` (${optionName('smiles')})` : ''}`,
    drug: `check the ids (${optionName('smiles')} names their column) and the table of ${optionName('drugs')}`,
    partner: `check the column (${optionName('partner')}), and the ids or the kind (${optionName('partnerKind')}) of its cells`,
  };
  return shares
    .filter((share) => exceeds(share, MANY))
    .map((share) => `${shareText(share)}; ${advice[share.what]}`);
}
