import { TanimarkError } from '../errors.js';
import { optionName } from '../spelling.js';
import { columnsOfRole, findColumn, isUsualName, shownColumns } from '../tables/columns.js';
import type { Table } from '../tables/table.js';
import { list, plural, printable } from '../text.js';
import type { ChemistryPool } from './pool.js';
import { readStructureText } from './smiles-text.js';

/** Rows and cells that are looked at. */
const SAMPLE_ROWS = 50;
const SAMPLE_CELLS = 20_000;
/** Of the filled cells, so many must be structures for a column without a usual name to be taken. */
const PARSED = 0.8;

/** What the first rows say of one column. */
interface Look {
  readonly column: number;
  /** Shares of the filled cells. */
  readonly parsed: number;
  /** Of more than a few atoms in a row, as words and formulas can look. */
  readonly plain: number;
}

/**
 * The column of structures: the one that was named; else the one with a usual name, or the only one with SMILES in its
 * name; else the one whose cells are structures, where a name such as `Compound` decides between several.
 *
 * @param given what the user gave for it, if anything
 * @returns its position, or `undefined` when no column holds structures
 * @throws TanimarkError (column) when there is no such column, or several might be meant
 */
export async function findStructures(
  table: Table,
  given: string | undefined,
  pool: ChemistryPool,
): Promise<number | undefined> {
  const known = given ?? table.stated?.smiles;
  if (known !== undefined) return findColumn(table, 'smiles', known);
  const tiers = columnsOfRole(table, 'smiles');
  const isPlain = ([first]: readonly number[]) =>
    !table.hasHeader || /smile/i.test(table.columns[first]);
  if (tiers.length > 0 && isPlain(tiers[0])) {
    const [[first, ...same]] = tiers;
    const isRepeated = same.every((c) => table.rows.every((row) => row[c] === row[first]));
    return isRepeated ? first : findColumn(table, 'smiles');
  }
  // Names such as Compound and Drug are those of ids and names as well.
  const good = (await lookAt(table, pool))
    .filter(({ parsed, plain }) => parsed >= PARSED && plain >= PARSED / 2)
    .map(({ column }) => column);
  const named = tiers.map((tier) => tier.filter((c) => good.includes(c)));
  const [best = good] = named.filter((tier) => tier.length > 0);
  if (best.length > 1) {
    throw new TanimarkError(
      'column',
      `${table.name}: ${list(best.map((c) => `"${printable(table.columns[c], 40)}"`))} each hold structures; choose one with ${optionName('smiles')}`,
    );
  }
  return best[0] ?? findColumn(table, 'smiles');
}

/** What is to be said of a column of structures that has no usual name. */
export function structuresNote(table: Table, column: number): string[] {
  const name = table.columns[column];
  if (!table.hasHeader || isUsualName(name, 'smiles')) return [];
  return [`${table.name}: structures are read from column "${printable(name, 40)}"`];
}

export function noStructures(table: Table, option = 'smiles'): TanimarkError {
  return new TanimarkError(
    'column',
    `${table.name}: no column of SMILES found; name it with ${optionName(option)} (the columns are ${shownColumns(table)})`,
    { option },
  );
}

async function lookAt(table: Table, pool: ChemistryPool): Promise<Look[]> {
  const width = Math.min(table.columns.length, SAMPLE_CELLS / 10);
  const rows = table.rows.slice(0, Math.min(SAMPLE_ROWS, Math.ceil(SAMPLE_CELLS / width)));
  const cells = rows.flatMap((row) => row.slice(0, width).map((cell) => cell.trim()));
  const problems = await problemsOf(cells, pool);
  return Array.from({ length: width }, (_, column): Look => {
    const own = rows.map((_row, r) => r * width + column).filter((k) => cells[k] !== '');
    const share = (is: (k: number) => boolean) =>
      own.length === 0 ? 0 : own.filter(is).length / own.length;
    const parsed = (k: number) => problems[k] === null;
    return {
      column,
      parsed: share(parsed),
      plain: share((k) => parsed(k) && (cells[k].length > 5 || /[=#()[\]\dc]/.test(cells[k]))),
    };
  });
}

/**
 * In a file without a header: the column in which most of the first rows hold a structure.
 *
 * @throws TanimarkError (structure, column)
 */
export async function columnThatParses(table: Table, pool: ChemistryPool): Promise<number> {
  const looks = await lookAt(table, pool);
  const most = Math.max(...looks.map(({ parsed }) => parsed));
  const best = looks.filter(({ parsed }) => parsed === most);
  if (most === 0) {
    throw new TanimarkError(
      'structure',
      `${table.name}: no cell of the first ${plural(Math.min(table.rows.length, SAMPLE_ROWS), 'row')} is a valid SMILES; name the column with ${optionName('smiles')} if it lies further down`,
    );
  }
  if (best.length > 1) {
    throw new TanimarkError(
      'column',
      `${table.name}: columns ${list(best.map(({ column }) => String(column + 1)))} could each be the smiles column; choose one with ${optionName('smiles')}`,
    );
  }
  return best[0].column;
}

/** Why cells are no structures, null for those that are; not a SMILES with a name after it, as many words would be. */
export async function problemsOf(
  cells: readonly string[],
  pool: ChemistryPool,
): Promise<(string | null)[]> {
  const nothingElse = { canonical: false, fingerprints: false };
  const { problems } = await pool.describe(cells, undefined, nothingElse);
  return problems.map((problem, i) =>
    readStructureText(cells[i]).extras.includes('name') ? 'a SMILES and a name' : problem,
  );
}
