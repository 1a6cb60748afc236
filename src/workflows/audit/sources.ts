import type { ChemistryPool } from '../../chemistry/pool.js';
import { type ChangedSplit, settingsOfSplit } from '../../dataset/manifest/settings.js';
import {
  type MoleculeTable,
  type MoleculeTableOptions,
  readMoleculeTable,
} from '../../dataset/molecule-table.js';
import type { SideFiles } from '../../dataset/split-formats/folder.js';
import {
  checkWithoutSplit,
  placeOfSplit,
  type SplitPlace,
} from '../../dataset/split-formats/place.js';
import { checkListed, readSplitList } from '../../dataset/split-formats/read.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { optionName } from '../../spelling.js';
import { findColumn, requireColumn } from '../../tables/columns.js';
import { isLabelName } from '../../tables/find-labels.js';
import { formatNamedFor } from '../../tables/formats/names.js';
import { sameFile } from '../../tables/output-path.js';
import { readSubsets, type SubsetWord } from '../../tables/subsets.js';
import { shownInput } from '../../tables/table.js';
import { type AuditOptions, type AuditSource, SIDES, type SideName } from './types.js';

export interface AuditSources {
  readonly sides: readonly AuditSource[];
  readonly inputs: readonly { role: string; path: string; sha256: string; rows: number }[];
  readonly leftOut: { discarded: number; invalid: number; none: number };
}

/** Where the sides are: in one table with a split column, in a file each, or in a file about the rows of a table. */
export type Places = SplitPlace;

type Files = SideFiles;

/** @throws TanimarkError (usage, file) */
export function placesOf(options: AuditOptions): Places {
  const { split, train, test, valid, data, part, splitColumn } = options;
  checkWithoutSplit({ split, data, part });
  if (split === undefined) return { kind: 'files', files: { train, test, valid } };
  if (train !== undefined || test !== undefined || valid !== undefined) {
    throw new TanimarkError(
      'usage',
      `${optionName('valid')} cannot be combined with one file (${shownInput(split)}), which must hold all subsets; give a file for each: tanimark audit train.csv test.csv --valid valid.csv`,
    );
  }
  return placeOfSplit({ split, data, part, splitColumn }, 'tanimark audit train.csv test.csv');
}

/**
 * Bins, fingerprint and columns with which the split was made, where its manifest says so and the user does not, and the
 * test molecules that its method was to place in each bin; null where the user asks for other bins or another fingerprint.
 */
export async function withSplitSettings(
  options: AuditOptions,
  places: Places,
): Promise<{
  options: AuditOptions;
  changed: ChangedSplit | null;
  requested: readonly number[] | null;
}> {
  const files = places.kind === 'files' ? Object.values(places.files) : [places.path];
  const made = await settingsOfSplit(files.filter((file) => file !== undefined));
  const { settings, changed, requested = null } = made;
  // The level at which molecules are compared is the audit's own.
  const { standardize: _, ...rest } = settings;
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const own = options.bins !== undefined || options.fingerprint !== undefined;
  return {
    options: { ...rest, ...Object.fromEntries(given) },
    changed,
    requested: own ? null : requested,
  };
}

/**
 * Reads the sides.
 *
 * @throws TanimarkError (usage, file, table, column, structure)
 */
export async function readSources(
  places: Places,
  options: AuditOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<AuditSources> {
  if (places.kind === 'files') return fromFiles(places.files, options, pool, job);
  if (places.kind === 'table') return fromSplitTable(places.path, options, pool, job);
  return fromList(places, options, pool, job);
}

/** How to read a table, one of several. Its structures stay as they are, whatever the level at which they are compared. */
function readingOf(
  options: AuditOptions,
  path: string,
  paths: readonly (string | undefined)[],
): MoleculeTableOptions {
  const inputFormat = formatNamedFor(path, options.inputFormat, paths);
  const { header, delimiter, smiles, multiple, label, censored, positive, transform, id } = options;
  const { partner, partnerKind, partnerFingerprint, drugs, targets, targetSimilarity } = options;
  const { limitsOnly, maxSharedScaffolds } = options;
  // They take longer than all else.
  const scaffolds = !limitsOnly || maxSharedScaffolds !== undefined;
  const labels = { label, censored, positive, transform, labelByContent: true };
  const pairs = { partner, partnerKind, partnerFingerprint, drugs, targets, targetSimilarity };
  return {
    ...{ header, delimiter, inputFormat, smiles, multiple, id, ...labels, scaffolds },
    ...pairs,
    mayBePairs: true,
  };
}

async function fromFiles(
  files: Files,
  options: AuditOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<AuditSources> {
  if (options.splitColumn !== undefined) {
    throw new TanimarkError(
      'usage',
      `${optionName('splitColumn')} has no effect on separate files; leave it out, or give one table that has the column`,
      { option: 'splitColumn' },
    );
  }
  const given = SIDES.flatMap((name) => {
    const path = files[name];
    return path === undefined ? [] : [{ name, path }];
  });
  if (!files.train || !files.test) {
    throw new TanimarkError(
      'usage',
      'nothing to compare; give two files (tanimark audit train.csv test.csv), or one file with a split column',
    );
  }
  given.forEach(({ name, path }, i) => {
    const before = given
      .slice(0, i)
      .find((other) => path === other.path || sameFile(path, other.path));
    if (!before) return;
    throw new TanimarkError(
      'usage',
      path === '-'
        ? `${before.name} and ${name} cannot both be standard input; give one of them as a file`
        : `${before.name} and ${name} are the same file, ${shownInput(path)}; give two files, or one file with a split column`,
    );
  });
  const paths = given.map((one) => one.path);
  const sides: AuditSource[] = [];
  for (const { name, path } of given) {
    const classes = sides[0]?.data.labels?.classes;
    const data = await readMoleculeTable(
      path,
      { ...readingOf(options, path, paths), classes },
      pool,
      job,
    );
    const own = withComparableLabels(data, sides[0]?.data, options);
    sides.push(sideOf(name, own, [...data.table.rows.keys()], options));
  }
  return {
    sides,
    inputs: sides.map(({ name, data }) => inputOf(name, data)),
    leftOut: { discarded: 0, invalid: 0, none: 0 },
  };
}

/** Without labels that were found by content alone under another name than those of the first side. */
function withComparableLabels(
  data: MoleculeTable,
  first: MoleculeTable | undefined,
  { label }: AuditOptions,
): MoleculeTable {
  const column = data.labels?.column;
  if (label !== undefined || column === undefined || !first?.labels) return data;
  return column === first.labels.column || isLabelName(column) ? data : { ...data, labels: null };
}

async function fromSplitTable(
  path: string,
  options: AuditOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<AuditSources> {
  const data = await readMoleculeTable(path, readingOf(options, path, [path]), pool, job);
  const { table } = data;
  const column = splitColumn(data, options.splitColumn);
  const members = membersOf(readSubsets(table, column));
  const named = `"${table.columns[column]}"`;
  if (members.test.length === 0) {
    throw new TanimarkError(
      'table',
      `${table.name}: no row is marked test; if ${named} is not the split column, name it with ${optionName('splitColumn')}`,
      { option: 'splitColumn' },
    );
  }
  if (members.train.length === 0) {
    throw new TanimarkError(
      'table',
      table.columns.includes('fold')
        ? `${table.name}: the file holds folds, and every row is a test row of one; write the folds into a folder (tanimark split … -o folds/) and audit one of them: tanimark audit folds/fold-0`
        : `${table.name}: no row is marked train; if ${named} is not the split column, name it with ${optionName('splitColumn')}`,
    );
  }
  return sourcesOf(data, members, options, [inputOf('split', data)]);
}

async function fromList(
  place: Extract<Places, { kind: 'list' }>,
  options: AuditOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<AuditSources> {
  const rows = await readSplitList(place, options.id);
  const data = await readMoleculeTable(
    place.data,
    readingOf(options, place.data, [place.data]),
    pool,
    job,
  );
  const members = membersOf(rows.subsets(data.table));
  checkListed(rows, members.test.length > 0, members.train.length > 0);
  const { path, sha256 } = rows;
  const inputs = [
    { role: 'split', path, sha256, rows: data.table.rows.length },
    inputOf('data', data),
  ];
  return sourcesOf(data, members, options, inputs);
}

type Members = Record<SubsetWord, number[]>;

/** The rows of each subset. */
function membersOf(subsets: readonly SubsetWord[]): Members {
  const members: Members = { train: [], valid: [], test: [], discarded: [], invalid: [], none: [] };
  subsets.forEach((subset, r) => {
    members[subset].push(r);
  });
  return members;
}

function sourcesOf(
  data: MoleculeTable,
  members: Members,
  options: AuditOptions,
  inputs: AuditSources['inputs'],
): AuditSources {
  const { discarded, invalid, none } = members;
  return {
    sides: SIDES.filter((name) => members[name].length > 0).map((name) =>
      sideOf(name, data, members[name], options),
    ),
    inputs,
    leftOut: { discarded: discarded.length, invalid: invalid.length, none: none.length },
  };
}

/** The split column; where there is none, what else can be said. */
function splitColumn({ table }: MoleculeTable, given: string | undefined): number {
  try {
    return requireColumn(table, 'split', given);
  } catch (error) {
    if (!(error instanceof TanimarkError) || given !== undefined) throw error;
    throw new TanimarkError(
      error.code,
      `${error.message}; or give two files: tanimark audit train.csv test.csv`,
      { cause: error },
    );
  }
}

function sideOf(
  name: SideName,
  data: MoleculeTable,
  members: readonly number[],
  options: AuditOptions,
): AuditSource {
  const { table, set } = data;
  const records = Int32Array.from(members.filter((r) => set.moleculeOf[r] >= 0));
  if (records.length === 0) {
    const what = data.pairs ? 'drug and partner' : 'SMILES';
    throw new TanimarkError('structure', `${table.name}: no ${name} row has a valid ${what}`);
  }
  return {
    name,
    data,
    records,
    invalid: members.filter((r) => set.moleculeOf[r] < 0),
    idColumn: findColumn(table, 'id', options.id),
  };
}

function inputOf(role: string, { table, path }: MoleculeTable) {
  return { role, path, sha256: table.sha256, rows: table.rows.length };
}
