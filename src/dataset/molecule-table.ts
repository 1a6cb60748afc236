import type { OwnRows } from '../chemistry/own-fingerprints/filling.js';
import type { ChemistryPool } from '../chemistry/pool.js';
import type { StandardizeLevel } from '../chemistry/standardize/levels.js';
import { TanimarkError } from '../errors.js';
import type { Job } from '../job.js';
import type { Compared } from '../similarity/compared.js';
import { type FingerprintMatrix, fingerprintMatrix } from '../similarity/fingerprints.js';
import { optionName } from '../spelling.js';
import type { Stopwatch } from '../stopwatch.js';
import type { Classes } from '../tables/classes.js';
import { columnNamed, columnsOfRole, findColumn } from '../tables/columns.js';
import { findLabels } from '../tables/find-labels.js';
import type { Censored, Labels } from '../tables/labels.js';
import { shownInput, type Table } from '../tables/table.js';
import { type WordClasses, wordClasses } from '../tables/word-classes.js';
import { list, plural, printable } from '../text.js';
import type { LoadedTable, MoleculeSet } from './molecules.js';
import {
  type LoadOptions,
  openTable,
  readMolecules,
  requireMolecules,
  structureOf,
  understand,
} from './molecules.js';
import { withDrugs } from './pairs/drug-ids.js';
import { pairUp, partnerColumn } from './pairs/index.js';
import type { PairOptions, PairTable } from './pairs/types.js';
import { standardizeTable } from './standardized.js';

/** A table with its molecules, fingerprints and, if it has a usable column of them, labels. */
export interface MoleculeTable extends LoadedTable {
  /** Input as the user named it: a path, `-` or `dataset:<name>`. */
  readonly path: string;
  /** Name of the input in messages. */
  readonly name: string;
  /** Its molecules; or its pairs, where `pairs` are. */
  readonly set: MoleculeSet;
  /** What is compared: the molecules, or the pairs. */
  readonly compared: Compared;
  /** Both sides of the pairs, where each row is a pair of a molecule and a partner. */
  readonly pairs: PairTable | null;
  readonly labels: (Labels & { readonly column: string }) | null;
  /** Why a label column that was found cannot be used. */
  readonly labelProblem: string | null;
  /** Columns that could be the label column, where none was named and none is certain. */
  readonly labelCandidates: readonly string[];
  /** The classes of the label column where these are neither numbers nor two, if they may be; null otherwise. */
  readonly manyClasses?: WordClasses | null;
}

export interface MoleculeTableOptions extends LoadOptions, PairOptions {
  /** Whether rows may be pairs; without it none are looked for. */
  readonly mayBePairs?: boolean | undefined;
  /** Label column, if the user named it; null where none is to be looked for. */
  readonly label?: string | null | undefined;
  /** Whether a label column that cannot be read is an error; it is unless given where the user named it. */
  readonly needsLabels?: boolean | undefined;
  /** Whether the only column that can be a label by what it holds is one, whatever its name; default no. */
  readonly labelByContent?: boolean | undefined;
  /** Which records' labels are to be read, of those that are molecules; all unless given. */
  readonly counts?: ((table: Table) => (record: number) => boolean) | undefined;
  /** Treatment of values such as `>10`; default an error. */
  readonly censored?: Censored | undefined;
  /** The word, or number, of the positive of two classes. */
  readonly positive?: string | undefined;
  /** Name of a transform of label values, such as `neg-log10:nM`. */
  readonly transform?: string | undefined;
  /** Numbers are values, also where there are only two, such as 1 and 2. */
  readonly task?: string | undefined;
  /** The classes of the same labels in another table. */
  readonly classes?: Classes | null | undefined;
  /** Whether labels may be words of any number of classes. */
  readonly anyClasses?: boolean | undefined;
  /** Further advice about labels that are words; ends the message. */
  readonly classesHint?: string | undefined;
  /** Whether scaffolds are wanted; they take longer than all else. */
  readonly scaffolds?: boolean | undefined;
  /** Column of molecule names, by which fingerprints of a file are found. */
  readonly id?: string | undefined;
  /** Level of standardization at which equal structures are one molecule; default `none`. */
  readonly standardize?: StandardizeLevel | undefined;
}

/** Reads an input and describes its molecules; a stage for the progress display. */
export async function readMoleculeTable(
  input: string,
  options: MoleculeTableOptions,
  pool: ChemistryPool,
  job: Job,
  clock?: Stopwatch,
): Promise<MoleculeTable> {
  const read = await readStructures(input, options, pool, job);
  clock?.lap('read');
  const { table, smilesColumn } = read;
  // A name that does not exist is told before the structures are read.
  if (typeof options.label === 'string') columnNamed(table, options.label, 'label');
  const partner = options.mayBePairs ? await partnerColumn(read, options, pool, job) : undefined;
  const loaded = await standardizeTable(read, options.standardize ?? 'none', pool, job);
  const molecules = await describeMolecules(loaded, pool, job, options);
  requireMolecules(loaded, molecules.set);
  const paired = partner
    ? await pairUp(loaded, partner, molecules, options, pool, job)
    : { ...molecules, pairs: null, sources: [] };
  const { set, pairs } = paired;
  requireMolecules(loaded, set);
  clock?.lap('fingerprints');
  const { label, classesHint = '' } = options;
  const isMolecule = (r: number) => set.moleculeOf[r] >= 0;
  const counts = options.counts?.(loaded.table);
  const own = counts ? (r: number) => isMolecule(r) && counts(r) : isMolecule;
  const { labels, problem, candidates, notes } =
    label === null
      ? { labels: null, problem: null, candidates: [], notes: [] }
      : findLabels(table, {
          given: label,
          smiles: smilesColumn,
          partner: partner?.column,
          byContent: options.labelByContent,
          counts: own,
          censored: options.censored,
          positive: options.positive ?? (label === undefined ? read.dataset?.positive : undefined),
          transform: options.transform,
          task: options.task === 'regression' ? 'regression' : undefined,
          classes: options.classes,
        });
  const manyClasses = problem === null ? null : readManyClasses(table, own, options);
  if (
    manyClasses === null &&
    problem !== null &&
    (options.needsLabels ?? options.label !== undefined)
  ) {
    throw new TanimarkError(
      'column',
      `${problem}; or choose another column with ${optionName('label')}${classesHint}`,
    );
  }
  if (options.needsLabels && candidates.length > 1) throw severalLabels(table.name, candidates);
  table.notes.push(...notes);
  return {
    ...loaded,
    path: input,
    name: shownInput(input),
    set,
    compared: pairs?.compared ?? molecules.fingerprints,
    pairs,
    sources: [...(loaded.sources ?? []), ...paired.sources],
    labels,
    labelProblem: manyClasses ? null : problem,
    labelCandidates: candidates,
    manyClasses,
  };
}

/** Reads a table and finds its structures, or the ids that another table has structures of. */
async function readStructures(
  input: string,
  given: MoleculeTableOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<LoadedTable> {
  const { table, dataset, options } = await openTable(input, given, pool, job);
  const loaded =
    given.drugs === undefined
      ? await understand(table, options, pool)
      : await withDrugs(table, given.drugs, options.smiles, pool, job);
  return { ...loaded, dataset };
}

/** Names of candidates in a message. */
const MOST_CANDIDATES = 12;

/** The columns that could each be the label column, in a message. */
export function shownCandidates(candidates: readonly string[]): string {
  const shown = candidates.slice(0, MOST_CANDIDATES).map((name) => `"${printable(name, 60)}"`);
  const more = candidates.length - shown.length;
  return list(more > 0 ? [...shown, `${more} more`] : shown);
}

/** The error for labels that are needed and could be in several columns. */
export function severalLabels(name: string, candidates: readonly string[]): TanimarkError {
  const rest = `could each be the label column; choose one with ${optionName('label')}`;
  return new TanimarkError('column', `${name}: ${shownCandidates(candidates)} ${rest}`, {
    discreet: `${name}: ${candidates.length} columns ${rest}`,
    option: 'label',
  });
}

/** The classes of the label column where it holds words and these may be of any number of classes. */
function readManyClasses(
  table: Table,
  counts: (record: number) => boolean,
  { anyClasses, label, positive }: MoleculeTableOptions,
): WordClasses | null {
  if (!anyClasses || positive !== undefined) return null;
  const [usual] = columnsOfRole(table, 'label')[0] ?? [];
  const at = typeof label === 'string' ? columnNamed(table, label, 'label') : usual;
  const found = at === undefined ? null : wordClasses(table, at, counts);
  if (found === null) return null;
  const shown = found.names.slice(0, 5).map((one) => printable(one, 20));
  if (found.names.length > 5) shown.push(`${found.names.length - 5} more`);
  const what = `column "${printable(found.column, 40)}" holds ${found.names.length} classes`;
  table.notes.push(`${table.name}: ${what}: ${list(shown)}`);
  return found;
}

/** Molecules of a table with their fingerprints. */
export interface DescribedMolecules {
  readonly set: MoleculeSet;
  readonly fingerprints: FingerprintMatrix;
}

/** How to describe the molecules of a table. */
export interface DescribeMoleculesOptions extends Pick<MoleculeTableOptions, 'scaffolds' | 'id'> {
  /** Where the table is a part of a file: its first row, from 0, and how many rows the file has. */
  readonly part?: { readonly first: number; readonly of: number } | undefined;
}

/**
 * The molecules of a table that was read, with their fingerprints; a stage for the progress display.
 *
 * @throws TanimarkError (file, table, column) on fingerprints that are read
 */
export async function describeMolecules(
  loaded: LoadedTable,
  pool: ChemistryPool,
  job: Job,
  { scaffolds = false, id, part }: DescribeMoleculesOptions = {},
): Promise<DescribedMolecules> {
  const { table } = loaded;
  job.progress.start('reading molecules', table.rows.length, 'molecules');
  const set = await readMolecules(loaded, pool, job, { scaffolds });
  job.progress.finish();
  if (!pool.own) {
    return { set, fingerprints: fingerprintMatrix(set.words, pool.fingerprint.words) };
  }
  job.progress.start('reading fingerprints', set.count, 'molecules');
  const rows: OwnRows = {
    table,
    firstRow: part?.first ?? 0,
    rowsOfFile: part?.of ?? table.rows.length,
    moleculeOf: set.moleculeOf,
    count: set.count,
    structure: (row) => structureOf(loaded, row),
    idColumn: findColumn(table, 'id', id),
  };
  const { words, width } = await pool.own.read(rows, job);
  job.progress.finish();
  return { set, fingerprints: fingerprintMatrix(words, width) };
}

/** Notes on rows without a valid molecule, which are left out. */
export function invalidRows({ table, set: { invalid } }: MoleculeTable): string[] {
  if (invalid.length === 0) return [];
  const [first] = invalid;
  return [
    `${table.name}: ${plural(invalid.length, 'row')} with an invalid SMILES left out (the first is row ${first.row}: ${first.reason})`,
  ];
}
