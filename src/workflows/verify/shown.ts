import { basename } from 'node:path';
import { MULTIPLE, readCells as readStructureCells } from '../../chemistry/cells.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { STANDARDIZE_LEVELS } from '../../chemistry/standardize/levels.js';
import { subsetOfFile } from '../../dataset/manifest/find.js';
import { readCells } from '../../dataset/manifest/known-table.js';
import { settingsIn } from '../../dataset/manifest/recorded.js';
import { describeMolecules, type MoleculeTable } from '../../dataset/molecule-table.js';
import type { LoadedTable } from '../../dataset/molecules.js';
import { withDrugs } from '../../dataset/pairs/drug-ids.js';
import { relocatedPairs } from '../../dataset/pairs/files.js';
import { pairUp, partnerColumn } from '../../dataset/pairs/index.js';
import { standardizeTable } from '../../dataset/standardized.js';
import { assertInvariant, TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { columnNamed } from '../../tables/columns.js';
import { CENSORED, CENSORED_EARLIER, readLabels } from '../../tables/labels.js';
import { isAddedColumn } from '../../tables/split-columns.js';
import { readSubsets, type SubsetWord } from '../../tables/subsets.js';
import { place, type Table, withColumns } from '../../tables/table.js';

/** A split as its files show it: nothing of it is taken from a manifest but the names of columns. */
export interface Shown {
  /** All rows; of a folder those of its files, one after the other. */
  readonly data: MoleculeTable;
  /** Subset of each record. */
  readonly subset: readonly SubsetWord[];
  /** The fold of each record, NaN for none; null where there is no such column. */
  readonly fold: readonly number[] | null;
  /** Cells of each record that can be recomputed; null where there are no such columns. */
  readonly stated: readonly { readonly maxSimilarity: string; readonly nearest: string }[] | null;
  /** Position of the column of ids; undefined where none is known. */
  readonly idColumn: number | undefined;
  /** Where a record stands, for messages. */
  readonly place: (record: number) => string;
}

type Parameters = Readonly<Record<string, string>>;

/** Where a file is now that a manifest names. */
export type PlaceOf = (path: string) => string;

/** Reads splits, and each list of structures once in a row. */
export class SplitReader {
  private last: { structures: readonly string[]; molecules: Molecules } | undefined;

  constructor(
    private readonly pool: ChemistryPool,
    private readonly job: Job,
    private readonly scaffolds: boolean,
    private readonly placeOf: PlaceOf = (path) => path,
  ) {}

  /**
   * @param files a table with a split column, or those of a folder
   * @throws TanimarkError (file, table, column)
   */
  async read(files: readonly string[], parameters: Parameters): Promise<Shown> {
    const tables: Table[] = [];
    for (const file of files) tables.push(await readCells(file));
    const inFolder = files.length > 1;
    const {
      table,
      subset,
      place: where,
    } = inFolder ? joined(tables) : single(tables[0], parameters);
    const column = (name: string | undefined) =>
      name === undefined ? undefined : position(table, name, inFolder);
    const smilesColumn = columnNamed(
      table,
      nameIn(parameters.smiles ?? 'smiles', inFolder),
      'smiles',
    );
    const loaded = await this.load(table, smilesColumn, parameters);
    const molecules = await this.describe(loaded, parameters);
    const fold = table.columns.indexOf('fold');
    const [similarity, nearest] = ['max_similarity', 'nearest_train'].map((name) =>
      inFolder ? -1 : table.columns.indexOf(name),
    );
    return {
      data: {
        ...molecules,
        ...loaded,
        path: files[0],
        name: table.name,
        labels: labelsOf(loaded, molecules, column(parameters.label), parameters),
        labelProblem: null,
        labelCandidates: [],
      },
      subset,
      fold:
        inFolder || fold < 0
          ? null
          : table.rows.map((row) => (row[fold] === '' ? Number.NaN : Number(row[fold]))),
      stated:
        similarity < 0 || nearest < 0
          ? null
          : table.rows.map((row) => ({ maxSimilarity: row[similarity], nearest: row[nearest] })),
      idColumn: column(parameters.id),
      place: where,
    };
  }

  private async load(
    table: Table,
    smilesColumn: number,
    { multiple, drugs }: Parameters,
  ): Promise<LoadedTable> {
    const { pool, job } = this;
    if (drugs !== undefined) {
      return withDrugs(table, this.placeOf(drugs), table.columns[smilesColumn], pool, job);
    }
    const treatment = MULTIPLE.find((what) => what === multiple);
    const texts = await readStructureCells(table, smilesColumn, treatment, pool);
    return { table, smilesColumn, texts };
  }

  /** The molecules of a table; those of the last one where it has the same structures. */
  private async describe(loaded: LoadedTable, parameters: Parameters): Promise<Molecules> {
    if (isPaired(parameters)) return this.describePairs(loaded, parameters);
    const { standardize: level, id } = parameters;
    const { table, smilesColumn } = loaded;
    const structures = table.rows.map((row) => row[smilesColumn]);
    const { last } = this;
    if (last?.structures.length === structures.length) {
      if (structures.every((cell, r) => cell === last.structures[r])) return last.molecules;
    }
    const { pool, job, scaffolds } = this;
    const known = STANDARDIZE_LEVELS.find((name) => name === level) ?? 'none';
    const standardized = await standardizeTable(loaded, known, pool, job);
    const described = await describeMolecules(standardized, pool, job, { scaffolds, id });
    const molecules = {
      set: described.set,
      compared: described.fingerprints,
      pairs: null,
      structures: standardized.structures,
    };
    this.last = { structures, molecules };
    return molecules;
  }

  private async describePairs(loaded: LoadedTable, parameters: Parameters): Promise<Molecules> {
    const { pool, job, scaffolds } = this;
    const level = STANDARDIZE_LEVELS.find((name) => name === parameters.standardize) ?? 'none';
    const standardized = await standardizeTable(loaded, level, pool, job);
    const described = await describeMolecules(standardized, pool, job, { scaffolds });
    const options = relocatedPairs(settingsIn(parameters), this.placeOf);
    const place = await partnerColumn(loaded, options, pool, job);
    assertInvariant(place !== undefined, 'the partners of pairs were named');
    const { set, pairs } = await pairUp(standardized, place, described, options, pool, job);
    return { set, compared: pairs.compared, pairs, structures: standardized.structures };
  }
}

/** Whether rows were read as pairs. */
function isPaired({
  partner,
  'partner-kind': kind,
  'target-similarity': matrix,
}: Parameters): boolean {
  return partner !== undefined && (kind !== undefined || matrix !== undefined);
}

type Molecules = Pick<MoleculeTable, 'set' | 'compared' | 'pairs' | 'structures'>;

/** A column of the input as the file calls it: a table with a split column renames those that it adds itself. */
function nameIn(name: string, inFolder: boolean): string {
  return !inFolder && isAddedColumn(name) ? `input_${name}` : name;
}

function position(table: Table, name: string, inFolder: boolean): number | undefined {
  const found = table.columns.indexOf(nameIn(name, inFolder));
  return found < 0 ? undefined : found;
}

function labelsOf(
  { table }: LoadedTable,
  { set }: Molecules,
  column: number | undefined,
  { censored, positive, transform }: Parameters,
): MoleculeTable['labels'] {
  if (column === undefined) return null;
  const read = readLabels(
    table.rows.map((row) => row[column]),
    {
      counts: (r) => set.moleculeOf[r] >= 0,
      censored: [...CENSORED, ...CENSORED_EARLIER].find((what) => what === censored),
      positive,
      transform,
    },
  );
  return 'problem' in read ? null : { ...read, column: table.columns[column] };
}

function single(table: Table, parameters: Parameters) {
  const column = columnNamed(table, parameters['split-column'] ?? 'split', 'splitColumn');
  return {
    table,
    subset: readSubsets(table, column),
    place: (record: number) => place(table, record),
  };
}

/** The tables of a folder as one, with the columns of the first. @throws TanimarkError (table) */
function joined(tables: readonly Table[]) {
  const names = [...new Set(tables.flatMap(({ columns }) => columns))];
  const [first, ...others] = tables.map((table) => withColumns(table, names));
  const rows: string[][] = [];
  const lines: number[] = [];
  const subset: SubsetWord[] = [];
  const places: string[] = [];
  for (const table of [first, ...others]) {
    const columns = first.columns.map((name) => {
      const found = table.columns.indexOf(name);
      if (found >= 0) return found;
      throw new TanimarkError(
        'table',
        `${table.name}: it has no column "${name}", which ${first.name} has; restore it`,
      );
    });
    const word = subsetOfFile(table.path) ?? 'none';
    table.rows.forEach((row, r) => {
      rows.push(columns.map((c) => row[c]));
      lines.push(table.lines[r]);
      subset.push(word);
      places.push(`${basename(table.path)} ${place(table, r)}`);
    });
  }
  return {
    table: { ...first, rows, lines },
    subset,
    place: (record: number) => places[record],
  };
}
