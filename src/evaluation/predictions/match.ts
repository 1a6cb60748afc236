import type { ChemistryPool } from '../../chemistry/pool.js';
import { standardize } from '../../chemistry/standardize/index.js';
import { findStructures } from '../../chemistry/structure-column.js';
import { canonicalSmiles } from '../../dataset/molecules.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { optionName, optionValue } from '../../spelling.js';
import { columnNamed, findColumn, isColumnName, shownColumns } from '../../tables/columns.js';
import type { Table } from '../../tables/table.js';
import { plural, printable } from '../../text.js';
import type { JoinBy } from '../options.js';
import type { TestSet } from '../test-set/test-set.js';
import { isUncertainty } from './columns.js';
import {
  add,
  byEqualValues,
  byOrder,
  byRowNumbers,
  bySharedColumn,
  identifiesNoRow,
  indexOf,
  inSameOrder,
  isRowNumbers,
  keysOf,
  mapped,
  type RowMap,
  sameTable,
  trainingRows,
} from './match-keys.js';

export interface MatchOptions {
  /** How to match; found out unless given. */
  readonly join?: JoinBy | undefined;
  readonly smiles?: string | undefined;
  readonly id?: string | undefined;
  /** Columns of the predictions, where they are called otherwise than those of the test rows. */
  readonly predictionSmiles?: string | undefined;
  readonly predictionId?: string | undefined;
}

/**
 * Matches predictions with test rows: by id, else by canonical SMILES, else by another column that both
 * tables have and that tells test rows apart, else, if the table holds nothing but predictions (and
 * true values), by order. Never by a mixture.
 *
 * @param predicted columns of predictions, which tell no row apart
 * @throws TanimarkError (join)
 */
export async function matchRows(
  table: Table,
  test: TestSet,
  predicted: ReadonlySet<number>,
  options: MatchOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<RowMap> {
  if (table === test.table.table) return sameTable(test);
  const { join } = options;
  if (join === 'order') return byOrder(table, test);
  if (join === undefined || join === 'id') {
    const found = byId(table, test, options, join === 'id');
    if (found) return found;
  }
  if (test.table.pairs) {
    const found = byPair(table, test);
    if (found) return found;
  }
  // One molecule is in many pairs.
  if ((join === undefined && !test.table.pairs) || join === 'smiles') {
    const found = await bySmiles(table, test, options, pool, job);
    if (found) return found;
    if (join === 'smiles') {
      throw new TanimarkError(
        'join',
        `${table.name}: no column of SMILES found; name it with ${optionName('predictionSmiles')} (the columns are ${shownColumns(table)})`,
        {
          discreet: `${table.name}: no column of SMILES found; name it with ${optionName('predictionSmiles')}`,
        },
      );
    }
  }
  const shared =
    bySharedColumn(table, test, predicted) ??
    byRowNumbers(table, test, predicted) ??
    byEqualValues(table, test, predicted);
  if (shared) return shared;
  const roles = ['prediction', 'probability', 'truth', 'label'] as const;
  const identifying = table.columns.some(
    (name, c) =>
      !predicted.has(c) &&
      !isUncertainty(name) &&
      !identifiesNoRow(table, c) &&
      !roles.some((role) => isColumnName(name, role)) &&
      !isRowNumbers(table, c),
  );
  if (identifying) {
    const strangers = unknownIds(table, test, options);
    if (strangers !== null) throw strangers;
    const lacking = `${table.name}: no column identifies the test row of a prediction`;
    const advice = `add an id or SMILES column to both files, name it with ${optionName('predictionSmiles')} or ${optionName('predictionId')}, or use ${optionValue('join', 'order')} if the rows are in the order of the test set`;
    throw new TanimarkError(
      'join',
      `${lacking} (the columns are ${shownColumns(table)}); ${advice}`,
      { discreet: `${lacking}; ${advice}` },
    );
  }
  return byOrder(table, test);
}

/** By the columns of both sides of pairs, where the predictions have them under the names of the test rows' table. */
function byPair(table: Table, test: TestSet): RowMap | null {
  const { pairs, table: own } = test.table;
  if (!pairs) return null;
  const names = [pairs.drugs.column, pairs.partners.column];
  const theirs = names.map((name) => table.columns.indexOf(name));
  if (theirs.includes(-1)) return null;
  const ours = names.map((name) => own.columns.indexOf(name));
  const keyOf = (row: readonly string[], columns: readonly number[]) =>
    columns.map((c) => row[c].trim()).join(' with ');
  const index = new Map<string, number[]>();
  table.rows.forEach((row, r) => {
    add(index, keyOf(row, theirs), r);
  });
  const keys = Array.from(test.records, (r) => keyOf(own.rows[r], ours));
  const detail = ` (columns "${names[0]}" and "${names[1]}")`;
  return mapped('id', keys, index, detail, 'pair', () => 0);
}

/** The columns of ids of both tables. */
function idColumns(table: Table, test: TestSet, { id, predictionId }: MatchOptions) {
  return {
    theirs:
      predictionId === undefined
        ? findColumn(table, 'id', id)
        : columnNamed(table, predictionId, 'predictionId'),
    ours: findColumn(test.table.table, 'id', id),
  };
}

/** The error where both tables have ids and none in common; null otherwise. */
function unknownIds(table: Table, test: TestSet, options: MatchOptions): TanimarkError | null {
  const { theirs, ours } = idColumns(table, test, options);
  if (theirs === undefined || ours === undefined) return null;
  const index = indexOf(table, theirs);
  if (keysOf(test, ours).some((key) => index.has(key))) return null;
  const id = printable(table.rows[0][theirs], 40);
  const rest = `matches a test row of ${test.table.name}; check whether the file is for other molecules, or train and test are exchanged; if the rows are in the order of the test set, use ${optionValue('join', 'order')}`;
  return new TanimarkError(
    'join',
    `${table.name}: no id in column "${table.columns[theirs]}" (the first is "${id}") ${rest}`,
    { discreet: `${table.name}: no id in column ${theirs + 1} ${rest}` },
  );
}

function byId(
  table: Table,
  test: TestSet,
  options: MatchOptions,
  required: boolean,
): RowMap | null {
  const { theirs, ours } = idColumns(table, test, options);
  if (theirs === undefined || ours === undefined) {
    if (!required) return null;
    throw new TanimarkError(
      'join',
      `${optionValue('join', 'id')}: ${theirs === undefined ? table.name : test.table.name} has no id column; name it with ${optionName(theirs === undefined ? 'predictionId' : 'id')}`,
      { discreet: 'as it is' },
    );
  }
  const keys = keysOf(test, ours);
  const index = indexOf(table, theirs);
  const unique = new Set(keys).size === keys.length;
  const known = keys.some((key) => index.has(key));
  if (unique && known) {
    const detail = ` (column "${table.columns[theirs]}")`;
    return mapped('id', keys, index, detail, 'id', trainingRows(table, theirs, test, ours));
  }
  if (!required && options.id === undefined && options.predictionId === undefined) return null;
  const noneKnown = (column: string | number) =>
    `${table.name}: no id in column ${column} matches a test row of ${test.table.name}`;
  throw new TanimarkError(
    'join',
    unique
      ? noneKnown(`"${table.columns[theirs]}"`)
      : `${test.table.name}: the ids in column "${test.table.table.columns[ours]}" are not unique; choose another column with ${optionName('id')}, or match by SMILES (${optionValue('join', 'smiles')})`,
    { discreet: unique ? noneKnown(theirs + 1) : 'as it is' },
  );
}

async function bySmiles(
  table: Table,
  test: TestSet,
  options: MatchOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<RowMap | null> {
  const theirs = await smilesColumn(table, options, pool);
  if (theirs === undefined) return null;
  const canonical = await canonicalOfBoth(table, theirs, test, pool, job);
  const index = new Map<string, number[]>();
  canonical.theirs.forEach((smiles, r) => {
    if (smiles !== '') add(index, smiles, r);
  });
  const detail = ` (column "${table.columns[theirs]}", canonical)`;
  const training = trainingRows(table, theirs, test, test.table.smilesColumn);
  const found = mapped('smiles', canonical.ours, index, detail, 'molecule', training);
  const repeated = found.rows.some((own) => own.length > 1);
  const exact =
    (repeated ? inSameOrder(table, theirs, test, canonical) : null) ??
    asWritten(table, theirs, test, found);
  return standardized(table, theirs, test, exact, pool, job);
}

/** A row that is written just as the test row is its own, where a model predicts by the spelling of a molecule. */
function asWritten(table: Table, theirs: number, test: TestSet, found: RowMap): RowMap {
  if (found.rows.every((own) => own.length < 2)) return found;
  const index = indexOf(table, theirs);
  const keys = keysOf(test, test.table.smilesColumn);
  const rows = found.rows.map((own, i) => (own.length > 1 ? (index.get(keys[i]) ?? own) : own));
  return { ...found, rows };
}

/**
 * Where structures were standardized, as without their counter-ions, predictions of such structures belong to the test
 * rows that have none otherwise.
 */
async function standardized(
  table: Table,
  theirs: number,
  test: TestSet,
  found: RowMap,
  pool: ChemistryPool,
  job: Job,
): Promise<RowMap> {
  const { structures } = test.table;
  if (!structures || found.rows.every((own) => own.length > 0)) return found;
  const cells = table.rows.map((row) => row[theirs].trim());
  const { smiles } = await standardize(cells, structures.level, pool, job);
  const index = new Map<string, number[]>();
  smiles.forEach((text, r) => {
    if (text !== '' && !found.belonging.has(r)) add(index, text, r);
  });
  const rows = found.rows.map((own, i) =>
    own.length > 0 ? own : (index.get(structures.smiles[test.records[i]]) ?? []),
  );
  const matched = rows.filter((own, i) => own.length > found.rows[i].length).length;
  if (matched === 0) return found;
  const detail = `${found.detail}; ${plural(matched, 'test row')} only after ${optionValue('standardize', String(structures.level))}`;
  return { ...found, rows, detail, belonging: new Set([...found.belonging, ...rows.flat()]) };
}

/** The structures of a table of predictions; a name given for the split file need not exist there. */
export async function smilesColumn(
  table: Table,
  { smiles, predictionSmiles }: MatchOptions,
  pool: ChemistryPool,
): Promise<number | undefined> {
  if (predictionSmiles !== undefined) {
    return columnNamed(table, predictionSmiles, 'predictionSmiles');
  }
  return smiles !== undefined && table.columns.includes(smiles)
    ? columnNamed(table, smiles, 'smiles')
    : findStructures(table, undefined, pool);
}

/** Canonical SMILES of the test rows by what their cells say: several models predict the same molecules. */
const canonicalOfTest = new WeakMap<TestSet, Map<string, string>>();

/** Canonical SMILES of each prediction row and of each test row. */
export async function canonicalOfBoth(
  table: Table,
  column: number,
  test: TestSet,
  pool: ChemistryPool,
  job: Job,
): Promise<{ theirs: string[]; ours: string[] }> {
  const { table: ownTable, smilesColumn, texts } = test.table;
  // A cell of several structures is that one in both tables which the test set takes.
  const read = (cell: string) => texts.get(cell.trim()) ?? cell.trim();
  const theirs = table.rows.map((row) => read(row[column]));
  const ours = Array.from(test.records, (r) => read(ownTable.rows[r][smilesColumn]));
  const known = canonicalOfTest.get(test) ?? new Map<string, string>();
  canonicalOfTest.set(test, known);
  const unknown = [...new Set([...theirs, ...ours])].filter((text) => !known.has(text));
  job.progress.start('reading predictions', unknown.length, 'molecules');
  const found = await canonicalSmiles(unknown, pool, job);
  job.progress.finish();
  const fresh = new Map(unknown.map((text, k) => [text, found[k]]));
  const canonical = (text: string) => known.get(text) ?? fresh.get(text) ?? '';
  const both = { theirs: theirs.map(canonical), ours: ours.map(canonical) };
  ours.forEach((text, i) => {
    known.set(text, both.ours[i]);
  });
  return both;
}
