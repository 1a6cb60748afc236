import { TanimarkError } from '../errors.js';
import { optionName, optionValue } from '../spelling.js';
import { list, printable } from '../text.js';
import {
  columnNamed,
  columnsOfRole,
  isBookkeeping,
  isColumnName,
  isUsualName,
  numberIn,
} from './columns.js';
import { type LabelReading, type Labels, readLabels } from './labels.js';
import { place, type Table } from './table.js';

export interface LabelSearch extends LabelReading {
  /** The column that the user or a manifest named. */
  readonly given?: string | undefined;
  /** The column of structures. */
  readonly smiles: number;
}

/** Labels of a table, or why it has none. */
export interface FoundLabels {
  readonly labels: (Labels & { readonly column: string }) | null;
  /** Reason why a column that was found cannot be used. */
  readonly problem: string | null;
  /** Notes for the user on decisions that were made. */
  readonly notes: readonly string[];
}

/** What the name of a column of labels has in it, where a column of a usual name cannot be read. */
const LABELISH =
  /(^|[_\s])(y|labels?|active|activity|target|truth|class|measured|exp|expt|value)([_\s]|$)/i;

/** In a file without a header, so many different whole numbers, or such large ones, are ids. */
const MANY_IDS = 5;
const LARGE_ID = 1000;

/**
 * The labels of a table: those of the column that was named; else of the one with a usual name that can be read as labels,
 * an earlier name before a later one; else, without a header, of the only column of numbers.
 *
 * @throws TanimarkError (column) when there is no column of the given name, or several might be meant
 */
export function findLabels(table: Table, search: LabelSearch): FoundLabels {
  const { given } = search;
  if (given !== undefined)
    return readLabelColumn(table, columnNamed(table, given, 'label'), search);
  if (!table.hasHeader && columnsOfRole(table, 'label').length === 0)
    return withoutHeader(table, search);
  let problem: string | null = null;
  for (const tier of [...columnsOfRole(table, 'label'), null]) {
    // The other names are looked at only for want of the usual one.
    if (tier === null && problem === null) break;
    const columns = tier ?? table.columns.flatMap((name, c) => (LABELISH.test(name) ? [c] : []));
    const read = columns
      .filter((c) => c !== search.smiles)
      .map((c) => ({ column: c, ...readLabelColumn(table, c, search) }));
    const usable = read.filter(
      ({ labels }) => labels !== null && labels.missing < countedRows(table, search),
    );
    if (usable.length > 1) {
      if (tier === null) break;
      throw new TanimarkError(
        'column',
        `${table.name}: ${list(usable.map(({ column }) => `"${table.columns[column]}"`))} could each be the label column; choose one with ${optionName('label')}`,
      );
    }
    if (usable.length === 1) {
      const [{ labels, notes, column }] = usable;
      return {
        labels,
        problem: null,
        notes: [...takenNote(table, column, problem), ...notes],
      };
    }
    problem ??= read.find((found) => found.problem !== null)?.problem ?? null;
    const [empty] = read;
    if (problem === null && empty?.labels) return empty;
  }
  return { labels: null, problem, notes: [] };
}

function countedRows(table: Table, { counts = () => true }: LabelReading): number {
  return table.rows.reduce((n, _, r) => n + (counts(r) ? 1 : 0), 0);
}

/** The labels of a column, those that another column calls censored treated as such. */
export function readLabelColumn(table: Table, column: number, reading: LabelReading): FoundLabels {
  const name = table.columns[column];
  const read = readLabels(
    table.rows.map((row) => row[column]),
    reading,
  );
  if ('problem' in read) {
    const where = `label column "${printable(name, 40)}", ${place(table, read.record)}`;
    return { labels: null, problem: `${table.name}: ${where}: ${read.problem}`, notes: [] };
  }
  const related = withRelations(table, column, read, reading);
  if ('problem' in related) {
    return { labels: null, problem: `${table.name}: ${related.problem}`, notes: [] };
  }
  const notes = [...read.notes, ...related.notes].map(
    (note) => `${table.name}: column "${printable(name, 40)}": ${note}`,
  );
  const { values, missing } = related;
  return { labels: { ...read, values, missing, column: name }, problem: null, notes };
}

/** Names of a column that says of what relation to a value a measurement is, as ChEMBL and CDD have them. */
const RELATION = /(^|[\s_])(relation|relop|operator|modifier|qualifier)$/i;

/**
 * Labels beside which another column says `>` or `<` are censored values, and treated as such.
 *
 * @returns why they cannot be read, where that is an error
 */
function withRelations(
  table: Table,
  column: number,
  { values, missing }: Labels,
  { censored = 'error', counts = () => true }: LabelReading,
): { problem: string } | { values: Float64Array; missing: number; notes: string[] } {
  const named = table.columns.flatMap((name, c) => (RELATION.test(name.trim()) ? [c] : []));
  // Of several, the one that is called after the label.
  const label = table.columns[column].toLowerCase().replace(/[\s_]*(value)?$/, '');
  const own = named.filter((c) => table.columns[c].toLowerCase().startsWith(label));
  const [relation] = named.length === 1 ? named : own;
  const none = { values, missing, notes: [] };
  if (relation === undefined) return none;
  const rows = [...values.keys()].filter(
    (r) => counts(r) && !Number.isNaN(values[r]) && /^'?\s*[<>≤≥~≈]/.test(table.rows[r][relation]),
  );
  if (rows.length === 0) return none;
  const labeled = values.reduce((n, v) => n + (Number.isNaN(v) ? 0 : 1), 0);
  const [first] = rows;
  const cell = printable(table.rows[first][relation].trim(), 10);
  const said = `column "${printable(table.columns[relation], 40)}" says ${cell} in ${place(table, first)}`;
  const many = `${rows.length} of ${labeled} labels are censored values`;
  if (censored === 'error') {
    return {
      problem: `label column "${printable(table.columns[column], 40)}": ${said}: ${many}; leave such rows out with ${optionValue('censored', 'skip')}, or use the bounds as values with ${optionValue('censored', 'bound')}`,
    };
  }
  if (censored === 'bound')
    return {
      ...none,
      notes: [`${many} (${said}), used as they are (${optionValue('censored', 'bound')})`],
    };
  const isCensored = new Set(rows);
  const left = values.map((v, r) => (isCensored.has(r) ? Number.NaN : v));
  return {
    values: left,
    missing: missing + rows.length,
    notes: [`${many} (${said}), left out (${optionValue('censored', 'skip')})`],
  };
}

function takenNote(table: Table, column: number, problem: string | null): string[] {
  const name = printable(table.columns[column], 40);
  if (problem !== null) {
    return [
      `${problem}; column "${name}" is used for labels instead (${optionName('label')} names another)`,
    ];
  }
  return isUsualName(table.columns[column], 'label')
    ? []
    : [`${table.name}: labels are read from column "${name}"`];
}

/**
 * In a file without a header: the only column of numbers that are no ids. Different positive whole numbers are ids, such
 * as PubChem's, and their column is called so.
 */
function withoutHeader(table: Table, search: LabelSearch): FoundLabels {
  const numeric = table.columns.flatMap((name, c) => {
    if (c === search.smiles || name === 'count' || isColumnName(name, 'id')) return [];
    const found = readLabelColumn(table, c, search);
    return found.labels && found.labels.missing < table.rows.length ? [c] : [];
  });
  const ids = numeric.filter((c) => areIds(table.rows.map((row) => row[c])));
  const [id] = ids;
  const notes: string[] = [];
  if (ids.length === 1 && !table.columns.some((name) => isColumnName(name, 'id'))) {
    table.columns[id] = 'id';
    notes.push(
      `${table.name}: column ${id + 1} holds different whole numbers and is taken for ids (${optionValue('label', String(id + 1))} takes it for labels)`,
    );
  }
  const others = numeric.filter((c) => !ids.includes(c));
  if (others.length !== 1) return { labels: null, problem: null, notes };
  const [label] = others;
  table.columns[label] = 'label';
  const found = readLabelColumn(table, label, search);
  notes.push(
    `${table.name}: column ${label + 1} is taken for labels (${optionName('label')} names another)`,
  );
  return { ...found, notes: [...notes, ...found.notes] };
}

/** Whether cells are different positive whole numbers, as ids are, and enough or large enough to be no values. */
export function areIds(cells: readonly string[]): boolean {
  const numbers = cells.map((cell) => (/^\s*\d+\s*$/.test(cell) ? numberIn(cell) : Number.NaN));
  if (!numbers.every((n) => n > 0) || new Set(numbers).size < numbers.length) return false;
  return numbers.length >= MANY_IDS || numbers.every((n) => n >= LARGE_ID);
}

/** Columns that can be read as labels by their cells and are neither structures, ids nor descriptors by their names. */
export function possibleLabels(table: Table, smiles: number): string[] {
  return table.columns.filter((name, c) => {
    if (c === smiles || isBookkeeping(name)) return false;
    const { labels } = readLabelColumn(table, c, {});
    return labels !== null && labels.missing < table.rows.length;
  });
}
