import { optionName, optionValue } from '../spelling.js';
import { printable } from '../text.js';
import { type CellKind, cellKind, isMissing } from './cell-kinds.js';
import { columnNamed, columnsOfRole, isColumnName, isUsualName, numberIn } from './columns.js';
import { type FoundLabels, type LabelSearch, readLabelColumn } from './label-column.js';
import {
  isEndpoint,
  isMeasured,
  isNoLabel,
  isOneOfDescriptors,
  listsClasses,
} from './label-names.js';
import { type LabelReading, type Labels, readLabels } from './labels.js';
import type { Table } from './table.js';

/** Labels of a column at a position. */
type ReadColumn = FoundLabels & { readonly at: number };

/** What the name of a column of labels has in it, where a column of a usual name cannot be read. */
const LABELISH =
  /(^|[_\s])(y|labels?|active|activity|target|truth|class|measured|exp|expt|value)([_\s]|$)/i;

/** In a file without a header, so many different whole numbers, or such large ones, are ids. */
const MANY_IDS = 5;
const LARGE_ID = 1000;

/**
 * The labels of a table: those of the column that was named; else of the one with a usual name that can be read as labels,
 * an earlier name before a later one; else of the one column with a name such as `measured …` or `BBB+/BBB-`; else, with
 * `byContent`, of the one column that holds numbers or two classes and is no id, descriptor, prediction or circumstance
 * by its name.
 *
 * @throws TanimarkError (column) when there is no column of the given name
 */
export function findLabels(table: Table, search: LabelSearch): FoundLabels {
  const given = search.given ?? table.stated?.label;
  if (given !== undefined)
    return readLabelColumn(table, columnNamed(table, given, 'label'), search);
  const tiers = columnsOfRole(table, 'label');
  if (!table.hasHeader && tiers.length === 0) return withoutHeader(table, search);
  const rows = countedRows(table, search);
  let empty: FoundLabels | undefined;
  let problem: string | null = null;
  for (const tier of tiers) {
    const read = readAll(table, tier, search);
    const usable = usableOf(read, rows);
    if (usable.length > 0) return decided(table, usable, problem, search);
    problem ??= read.find((found) => found.problem !== null)?.problem ?? null;
    empty ??= read.find(({ labels }) => labels !== null);
  }
  if (problem !== null) return insteadOf(table, problem, search);
  return empty ?? byContent(table, search);
}

/** Whether a name alone says that a column holds labels. */
export function isLabelName(name: string): boolean {
  return isColumnName(name, 'label') || isMeasured(name) || listsClasses(name);
}

function readAll(table: Table, columns: readonly number[], search: LabelSearch): ReadColumn[] {
  return columns
    .filter((c) => c !== search.smiles && c !== search.partner)
    .map((c) => ({ at: c, ...readLabelColumn(table, c, search) }));
}

function usableOf(read: readonly ReadColumn[], rows: number): ReadColumn[] {
  return read.filter(({ labels }) => labels !== null && labels.missing < rows);
}

function none(table: Table, columns: readonly number[]): FoundLabels {
  const candidates = columns.map((c) => table.columns[c]);
  return { labels: null, problem: null, candidates, notes: [] };
}

/** What columns with equally usual names come to. @param usable at least one */
function decided(
  table: Table,
  usable: readonly ReadColumn[],
  problem: string | null,
  search: LabelSearch,
): FoundLabels {
  const [first] = usable;
  const same = usable.every(({ labels }) => sameLabels(labels, first.labels));
  if (!same)
    return none(
      table,
      usable.map(({ at }) => at),
    );
  // One endpoint of several is as good as the next.
  if (isEndpoint(table.columns[first.at])) {
    const others = contentColumns(table, search).filter(
      (c) => c !== first.at && isEndpoint(table.columns[c]),
    );
    if (others.length > 0)
      return none(
        table,
        [first.at, ...others].sort((a, b) => a - b),
      );
  }
  return taken(table, first, problem, search);
}

/** The one column whose name has a word for labels in it, where none of a usual name can be read. */
function insteadOf(table: Table, problem: string, search: LabelSearch): FoundLabels {
  const columns = table.columns.flatMap((name, c) =>
    LABELISH.test(name) && !isNoLabel(name) ? [c] : [],
  );
  const usable = usableOf(readAll(table, columns, search), countedRows(table, search));
  if (usable.length === 1) return taken(table, usable[0], problem, search);
  return { labels: null, problem, candidates: [], notes: [] };
}

/** The one column that can be a label by what it holds and is nothing else by its name. */
function byContent(table: Table, search: LabelSearch): FoundLabels {
  const columns = contentColumns(table, search);
  const isPositive = (c: number) =>
    search.positive !== undefined &&
    (readLabelColumn(table, c, search).labels?.classes ?? null) !== null;
  const signs = [
    isPositive,
    (c: number) => listsClasses(table.columns[c]),
    (c: number) => isMeasured(table.columns[c]),
  ];
  const named = signs.map((is) => columns.filter(is)).find((found) => found.length === 1);
  const [only, ...more] = named ?? columns;
  const certain = named !== undefined || (search.byContent === true && more.length === 0);
  if (only === undefined || !certain) return none(table, columns);
  const [read] = readAll(table, [only], search);
  return read.labels === null ? read : taken(table, read, null, search);
}

/** The labels of a column with notes on why it is this one; of classes in words, those of a column that has them as 0 and 1. */
function taken(
  table: Table,
  chosen: ReadColumn,
  problem: string | null,
  search: LabelSearch,
): FoundLabels {
  const twin = chosen.labels?.classes ? numbersOf(table, chosen, search) : undefined;
  if (twin !== undefined) {
    const why = `${table.name}: labels are column "${printable(table.columns[twin.at], 40)}", 1 and 0 for the classes of column "${printable(table.columns[chosen.at], 40)}"`;
    return { ...twin, notes: [why, ...twin.notes] };
  }
  return { ...chosen, notes: [...takenNote(table, chosen, problem), ...chosen.notes] };
}

/** The column that has the classes of another as numbers. */
function numbersOf(table: Table, words: ReadColumn, search: LabelSearch): ReadColumn | undefined {
  const columns = contentColumns(table, search).filter((c) => c !== words.at);
  return readAll(table, columns, search).find(
    ({ labels }) => labels?.classes === null && sameLabels(labels, words.labels),
  );
}

function sameLabels(one: Labels | null, other: Labels | null): boolean {
  if (one === null || other === null) return false;
  return one.values.every((v, r) => Object.is(v, other.values[r]));
}

/** Kinds of cells that are certainly numbers; one with a unit may be a name, such as `12b`. */
const WRITTEN: ReadonlySet<CellKind> = new Set([
  'number',
  'censored',
  'decimal_comma',
  'comma',
  'thousands',
  'percent',
  'deviation',
]);

/** Cells of a column that show whether it can be a label. */
const SAMPLE = 500;

/** Columns whose first cells can be read as labels, and which are nothing else by their names. */
function contentColumns(table: Table, search: LabelSearch): number[] {
  const { counts = () => true } = search;
  return table.columns.flatMap((name, c) => {
    if (
      c === search.smiles ||
      c === search.partner ||
      isNoLabel(name) ||
      isOneOfDescriptors(name, table.columns)
    )
      return [];
    const cells: string[] = [];
    for (let r = 0; r < table.rows.length && cells.length < SAMPLE; r++) {
      if (counts(r) && !isMissing(table.rows[r][c])) cells.push(table.rows[r][c]);
    }
    if (new Set(cells).size < 2 || (!isEndpoint(name) && areIds(cells))) return [];
    const { positive, classes } = search;
    const areLabels = (how: LabelReading) =>
      !('problem' in readLabels(cells, { censored: 'limit', ...how }));
    return areLabels({ positive, classes, task: search.task }) ||
      areLabels({}) ||
      areWrittenNumbers(cells)
      ? [c]
      : [];
  });
}

/** Whether cells are numbers in a notation that is not read, such as a decimal comma: their column is named, with what is wrong. */
function areWrittenNumbers(cells: readonly string[]): boolean {
  return cells.every((cell) => WRITTEN.has(cellKind(cell)));
}

function countedRows(table: Table, { counts = () => true }: LabelReading): number {
  return table.rows.reduce((n, _, r) => n + (counts(r) ? 1 : 0), 0);
}

function takenNote(table: Table, { at, labels }: ReadColumn, problem: string | null): string[] {
  const name = printable(table.columns[at], 60);
  if (problem !== null) {
    return [
      `${problem}; column "${name}" is used for labels instead (${optionName('label')} names another)`,
    ];
  }
  const kind = labels?.task === 'classification' ? 'two classes' : 'numbers';
  return isUsualName(table.columns[at], 'label')
    ? []
    : [
        `${table.name}: labels are read from column "${name}" (${kind}; ${optionName('label')} names another)`,
      ];
}

/**
 * In a file without a header: the only column of numbers that are no ids. Different positive whole numbers are ids, such
 * as PubChem's, and their column is called so.
 */
function withoutHeader(table: Table, search: LabelSearch): FoundLabels {
  const numeric = table.columns.flatMap((name, c) => {
    if (c === search.smiles || c === search.partner || name === 'count' || isColumnName(name, 'id'))
      return [];
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
  if (others.length !== 1) return { ...none(table, others), notes };
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
