import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { type ChangedSplit, settingsOfSplit } from '../../dataset/manifest/settings.js';
import {
  type MoleculeTable,
  type MoleculeTableOptions,
  readMoleculeTable,
} from '../../dataset/molecule-table.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { optionName } from '../../spelling.js';
import { findColumn, requireColumn } from '../../tables/columns.js';
import { isTableFile, withoutEnding } from '../../tables/formats/registry.js';
import { sameFile } from '../../tables/output-path.js';
import { readSubsets, type SubsetWord } from '../../tables/subsets.js';
import { shownInput } from '../../tables/table.js';
import { list } from '../../text.js';
import { type AuditOptions, type AuditSource, SIDES, type SideName } from './types.js';

export interface AuditSources {
  readonly sides: readonly AuditSource[];
  readonly inputs: readonly { role: string; path: string; sha256: string; rows: number }[];
  readonly leftOut: { discarded: number; invalid: number; none: number };
}

/** Where the sides are: in one table with a split column, or in a file each. */
export type Places = { readonly table: string } | { readonly files: Files };

type Files = Partial<Readonly<Record<SideName, string | undefined>>>;

/** @throws TanimarkError (usage, file) */
export function placesOf({ split, train, test, valid }: AuditOptions): Places {
  if (split === undefined) return { files: { train, test, valid } };
  if (train !== undefined || test !== undefined || valid !== undefined) {
    throw new TanimarkError(
      'usage',
      `${optionName('valid')} cannot be combined with one file (${shownInput(split)}), which must hold all subsets; give a file for each: tanimark audit train.csv test.csv --valid valid.csv`,
    );
  }
  const isFolder = statSync(split, { throwIfNoEntry: false })?.isDirectory();
  return isFolder ? { files: filesIn(split) } : { table: split };
}

/**
 * Bins, fingerprint and columns with which the split was made, where its manifest says so and the user does not.
 */
export async function withSplitSettings(
  options: AuditOptions,
  places: Places,
): Promise<{ options: AuditOptions; changed: ChangedSplit | null }> {
  const files = 'table' in places ? [places.table] : Object.values(places.files);
  const { settings, changed } = await settingsOfSplit(files.filter((file) => file !== undefined));
  // The level at which molecules are compared is the audit's own.
  const { standardize: _, ...rest } = settings;
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { options: { ...rest, ...Object.fromEntries(given) }, changed };
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
  if ('files' in places) return fromFiles(places.files, options, pool, job);
  return fromSplitTable(places.table, options, pool, job);
}

/** File names of each side: those of `tanimark split -o folder/`, else those of TDC and others. */
const FILE_NAMES = {
  train: ['train', 'train_val|trainval|training'],
  valid: ['valid', 'validation|val|dev'],
  test: ['test', 'testing|holdout'],
} as const;

/** The files of a folder that are called after sides. */
function filesIn(folder: string): Files {
  const names = readdirSync(folder);
  const files: Partial<Record<SideName, string>> = {};
  for (const side of SIDES) {
    const [own = []] = FILE_NAMES[side]
      .map((stem) =>
        names.filter(
          (name) => isTableFile(name) && new RegExp(`^(${stem})$`, 'i').test(withoutEnding(name)),
        ),
      )
      .filter((found) => found.length > 0);
    if (own.length > 1) {
      throw new TanimarkError(
        'file',
        `${folder}: ${list(own.sort())} could each be the ${side} file; name the files`,
      );
    }
    if (own.length === 1) files[side] = join(folder, own[0]);
  }
  if (!files.train || !files.test) {
    const splits = files.train || files.test ? [] : splitsIn(folder, names);
    if (splits.length > 0) {
      const held =
        splits.length > 2 ? `${splits[0]} to ${splits[splits.length - 1]}` : list(splits);
      throw new TanimarkError(
        'file',
        `${folder} holds ${held}: audit one of them, tanimark audit ${join(folder, splits[0])}`,
      );
    }
    throw new TanimarkError(
      'file',
      `${folder}: the folder has no ${files.train ? 'test' : 'train'}.csv; name the files: tanimark audit train.csv test.csv`,
    );
  }
  return files;
}

/** The folders in a folder that are splits themselves, such as `fold-0`; `fold-10` comes after `fold-9`. */
function splitsIn(folder: string, names: readonly string[]): string[] {
  const holdsSplit = (name: string) => {
    const path = join(folder, name);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
    const inside = readdirSync(path);
    return ['train', 'test'].every((side) => inside.some((file) => file.startsWith(`${side}.`)));
  };
  const numberOf = (name: string) => Number(/(\d*)$/.exec(name)?.[1]);
  return names.filter(holdsSplit).sort((a, b) => numberOf(a) - numberOf(b) || (a < b ? -1 : 1));
}

/** How to read a table. Its structures stay as they are, whatever the level at which they are compared. */
function readingOf(options: AuditOptions): MoleculeTableOptions {
  const { header, delimiter, smiles, multiple, label, censored, positive, id } = options;
  const { limitsOnly, maxSharedScaffolds } = options;
  // They take longer than all else.
  const scaffolds = !limitsOnly || maxSharedScaffolds !== undefined;
  return { header, delimiter, smiles, multiple, label, censored, positive, id, scaffolds };
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
  const sides: AuditSource[] = [];
  for (const { name, path } of given) {
    const classes = sides[0]?.data.labels?.classes;
    const data = await readMoleculeTable(path, { ...readingOf(options), classes }, pool, job);
    sides.push(sideOf(name, data, [...data.table.rows.keys()], options));
  }
  return {
    sides,
    inputs: sides.map(({ name, data }) => inputOf(name, data)),
    leftOut: { discarded: 0, invalid: 0, none: 0 },
  };
}

async function fromSplitTable(
  path: string,
  options: AuditOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<AuditSources> {
  const data = await readMoleculeTable(path, readingOf(options), pool, job);
  const { table } = data;
  const column = splitColumn(data, options.splitColumn);
  const members: Record<SubsetWord, number[]> = {
    train: [],
    valid: [],
    test: [],
    discarded: [],
    invalid: [],
    none: [],
  };
  readSubsets(table, column).forEach((subset, r) => {
    members[subset].push(r);
  });
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
  return {
    sides: SIDES.filter((name) => members[name].length > 0).map((name) =>
      sideOf(name, data, members[name], options),
    ),
    inputs: [inputOf('split', data)],
    leftOut: {
      discarded: members.discarded.length,
      invalid: members.invalid.length,
      none: members.none.length,
    },
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
    throw new TanimarkError('structure', `${table.name}: no ${name} row has a valid SMILES`);
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
