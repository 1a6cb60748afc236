import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { settingsOfSplit } from '../../dataset/manifest/settings.js';
import { TanimarkError } from '../../errors.js';
import { isPrediction } from '../../evaluation/predictions/columns.js';
import { ownColumnForTarget } from '../../evaluation/predictions/task-columns.js';
import { Boundary } from '../../gate/config/boundary.js';
import type { FoundFiles } from '../../gate/config/starter.js';
import { findColumn, isColumnName } from '../../tables/columns.js';
import { isTableFile, withoutEnding } from '../../tables/formats/registry.js';
import { readTableHead } from '../../tables/head.js';
import { readLabels } from '../../tables/labels.js';
import { isAddedColumn } from '../../tables/split-columns.js';
import { readSubsets } from '../../tables/subsets.js';
import type { Table } from '../../tables/table.js';

/** Folders below the one that is looked in. */
const DEPTH = 2;
/** Tables that are opened, at most. */
const MAX_FILES = 300;

/** What was found, and what is to be said of it. */
export interface FilesOfFolder extends FoundFiles {
  /** Choices between several files, one line each. */
  readonly notes: readonly string[];
}

interface Candidate {
  /** Relative to the folder, with slashes. */
  readonly path: string;
  readonly table: Table;
}

/**
 * Looks for the files of a check in a folder and in folders two deep, by the columns and the first rows of its
 * tables: a split (or `train.csv` and `test.csv`), predictions, the label. Always in the same order: those higher up
 * first, then by name.
 */
export async function findFiles(folder: string): Promise<FilesOfFolder> {
  const notes: string[] = [];
  const paths = tablesIn(folder);
  if (paths.length > MAX_FILES) {
    notes.push(`more than ${MAX_FILES} tables are here; the first ${MAX_FILES} were looked at`);
  }
  const tables: Candidate[] = [];
  for (const path of paths.slice(0, MAX_FILES)) {
    const table = await readTableHead(join(folder, path));
    if (table) tables.push({ path, table });
  }
  const splits = tables.filter(({ table }) => isSplit(table));
  const sides = splits.length > 0 ? undefined : sidesOf(tables);
  if (splits.length > 1) notes.push(chosen('a split', splits));
  const taken = [...splits, ...(sides ? [sides.train, sides.test] : [])];
  const rest = tables.filter((candidate) => !taken.includes(candidate) && !isSide(candidate));
  const found = rest.filter(({ path, table }) => holdsPredictions(path, table));
  const data = splits[0] ?? sides?.test;
  // Predictions may stand beside the true values.
  if (found.length === 0 && data?.table.columns.some(isPrediction)) found.push(data);
  const { predictions, baseline } = chooseModel(found);
  if (predictions.length > 1) notes.push(chosen('predictions', predictions));
  const files = (splits[0] ? [splits[0]] : sides ? [sides.train, sides.test] : []).map(({ path }) =>
    join(folder, path),
  );
  const { label } = (await settingsOfSplit(files)).settings;
  const labels = data ? labelsOf(data.table, predictions[0]?.table, label) : [];
  return {
    split: splits[0]?.path,
    train: sides?.train.path,
    truth: sides?.test.path,
    predictions: predictions.map(({ path }) => path),
    baseline: baseline?.path,
    label: labels.length > 0 ? labels.join(',') : undefined,
    task: data && labels.length > 0 ? taskOf(data.table, labels[0]) : null,
    notes,
  };
}

function chosen(what: string, [first, ...others]: readonly Candidate[]): string {
  const more = others.length > 1 ? ` and ${others.length - 1} more` : '';
  return `${first.path} is taken for ${what}; so could be ${others[0].path}${more}`;
}

/** Tables of a folder and of those in it, higher ones first; those that a check would refuse to read are left out. */
function tablesIn(folder: string): string[] {
  const boundary = new Boundary(folder);
  const mayRead = (path: string) => boundary.problem(path, path) === null && isFile(path);
  const found: string[] = [];
  let level = [''];
  for (let depth = 0; depth <= DEPTH && level.length > 0; depth++) {
    const below: string[] = [];
    for (const inner of level) {
      for (const entry of entriesOf(join(folder, inner))) {
        const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
        if (entry.isDirectory()) below.push(path);
        else if (isTableFile(entry.name) && mayRead(join(folder, path))) found.push(path);
      }
    }
    level = below;
  }
  return found;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // One that may not be read.
    return [];
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

const hasStructures = ({ columns }: Table) => columns.some((name) => isColumnName(name, 'smiles'));

/** Whether a column of it says train or test. */
function isSplit(table: Table): boolean {
  const column = attempt(() => findColumn(table, 'split'));
  if (column === undefined || !hasStructures(table)) return false;
  const subsets = attempt(() => readSubsets(table, column)) ?? [];
  return subsets.includes('train') || subsets.includes('test');
}

/** `caco2` of `preds/caco2.csv.gz`. */
const stem = (path: string) => withoutEnding(basename(path));

const isSide = ({ path }: Candidate) => /^(train|test|valid|val)$/i.test(stem(path));

/** A `train.csv` and the `test.csv` beside it. */
function sidesOf(tables: readonly Candidate[]) {
  const called = (word: string) =>
    tables.filter(({ path, table }) => stem(path).toLowerCase() === word && hasStructures(table));
  for (const train of called('train')) {
    const test = called('test').find(({ path }) => dirname(path) === dirname(train.path));
    if (test) return { train, test };
  }
  return undefined;
}

/** By its columns; or by its name and its folder's, as predictions of chemprop have the column of the label. */
function holdsPredictions(path: string, { columns }: Table): boolean {
  if (columns.some(isPrediction)) return true;
  const rows = columns.some((name) => isColumnName(name, 'smiles') || isColumnName(name, 'id'));
  if (rows && columns.some((name) => isColumnName(name, 'probability'))) return true;
  return rows && wordsOf(path).some((word) => /^(preds?|predictions?)$/.test(word));
}

const wordsOf = (path: string) =>
  withoutEnding(path)
    .toLowerCase()
    .split(/[/._\s-]+/);

const IN_USE = /^(baseline|base|main|master|reference|ref|old|previous|prev)$/;

/** Predictions of new models, a file of that very name first, and those that seem to be of the model in use. */
function chooseModel(found: readonly Candidate[]): {
  predictions: readonly Candidate[];
  baseline: Candidate | undefined;
} {
  const inUse = found.filter(({ path }) => wordsOf(path).some((word) => IN_USE.test(word)));
  const others = found.filter((candidate) => !inUse.includes(candidate));
  if (others.length === 0) return { predictions: found, baseline: undefined };
  const usual = ({ path }: Candidate) => /^(preds?|predictions?)$/i.test(stem(path));
  const predictions = [...others].sort((a, b) => Number(usual(b)) - Number(usual(a)));
  return { predictions, baseline: inUse[0] };
}

/**
 * The label columns: those that the predictions name, else the one that the split was made with, else one of a usual
 * name, else the only one of numbers or classes that both tables have, or that there is.
 */
function labelsOf(data: Table, predictions: Table | undefined, made: string | undefined): string[] {
  const possible = data.columns.filter((name, c) => {
    if (isAddedColumn(name) || isPrediction(name)) return false;
    if (isColumnName(name, 'smiles') || isColumnName(name, 'id')) return false;
    const labels = readLabels(data.rows.map((row) => row[c]));
    return !('problem' in labels) && labels.missing < data.rows.length;
  });
  const named = possible.filter(
    (name) => predictions && ownColumnForTarget(predictions.columns, name) !== undefined,
  );
  if (named.length > 0) return named;
  if (made !== undefined && data.columns.includes(made)) return [made];
  const usual = attempt(() => findColumn(data, 'label'));
  if (usual !== undefined) return [data.columns[usual]];
  const shared = possible.filter((name) => predictions?.columns.includes(name));
  if (shared.length === 1 && predictions !== data) return shared;
  return possible.length === 1 ? possible : [];
}

function taskOf(data: Table, label: string): FoundFiles['task'] {
  const column = data.columns.indexOf(label);
  const labels = readLabels(data.rows.map((row) => row[column]));
  if ('problem' in labels || labels.missing === data.rows.length) return null;
  // The first rows may all be of one class.
  const classes = labels.values.every((y) => Number.isNaN(y) || y === 0 || y === 1);
  return classes ? 'classification' : 'regression';
}

/** Undefined where a table does not lend itself to it. */
function attempt<T>(step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (error instanceof TanimarkError) return undefined;
    throw error;
  }
}
