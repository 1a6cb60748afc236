import type { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { parseRational, type Rational } from '../../rational.js';
import type { PairSource, StoredRow } from '../../similarity/stored-pairs.js';
import { optionName, optionValue } from '../../spelling.js';
import { checksumOfParts } from '../../tables/read-parts.js';
import { printable } from '../../text.js';
import type { MoleculeTable } from '../molecule-table.js';
import {
  checkUnaltered,
  type NeighborFile,
  type PartGrid,
  type PartWords,
  partGrid,
  problem,
  readResult,
  resultFiles,
} from './find.js';
import { linesInStep } from './in-step.js';
import type { NeighborLine } from './rows.js';

const OF_GRAPH = { forGraph: true };
const words = (): PartWords => ({ option: optionName('graph') });

/** The neighbors of a table in itself, as `neighbors` wrote them. */
export interface GraphFiles {
  /** As the user named them. */
  readonly path: string;
  readonly grid: PartGrid;
  readonly files: readonly NeighborFile[];
  readonly threshold: Rational;
}

/** How the molecules are read and compared that the neighbors are to be of. */
export interface GraphUse {
  readonly data: MoleculeTable;
  readonly rdkit: string;
  readonly fingerprint: string;
  readonly multiple: string | undefined;
}

/** What is recorded of the files. */
export interface GraphRecord {
  /** As it was given. */
  readonly path: string;
  /** Number of its files of neighbors. */
  readonly files: number;
  /** SHA-256 of the checksums of the files, hexadecimal. */
  readonly sha256: string;
}

/**
 * Finds the files of a search and looks at their manifests.
 *
 * @param path a file, a folder or a pattern
 * @throws TanimarkError (file) where parts are missing or of several searches, or where not all pairs are listed
 */
export function findGraph(path: string): GraphFiles {
  const own = words();
  const files = resultFiles([path], own).map((file) => readResult(file, own));
  const grid = partGrid(files, own);
  const { parameters, query, reference } = files[0].summary;
  const { threshold, k } = parameters;
  if (query.sha256 !== reference.sha256 || differ(parameters, 'smiles')) {
    throw problem(
      own,
      `${path} holds the neighbors of one table in another; search the table in itself: ${command(threshold)}`,
    );
  }
  if (threshold === undefined || k !== undefined) {
    throw problem(
      own,
      `${path} lists the nearest neighbors (-k ${k}), and all at or above a similarity are needed: ${command(threshold)}`,
    );
  }
  return { path, grid, files, threshold: parseRational(threshold, optionName('threshold')) };
}

function differ(parameters: Readonly<Record<string, string>>, name: string): boolean {
  return parameters[`query-${name}`] !== parameters[`reference-${name}`];
}

function command(threshold = '1/3'): string {
  return `tanimark neighbors data.csv data.csv --threshold ${threshold} -o graph.csv`;
}

/** What a manifest says of the files. */
export function graphRecord({ path, files }: GraphFiles): GraphRecord {
  const sha256 = checksumOfParts(files.map(({ output }) => output.sha256));
  return { path, files: files.length, sha256 };
}

/**
 * Whether the neighbors are those of a table's molecules, as they are read and compared.
 *
 * @throws TanimarkError (file) that says what differs
 */
export async function checkGraph(
  { path, files }: GraphFiles,
  { data, rdkit, fingerprint, multiple }: GraphUse,
  job: Job,
): Promise<void> {
  const own = words();
  const { parameters, query, rdkit: made } = files[0].summary;
  const { table, smilesColumn } = data;
  if (query.sha256 !== table.sha256) {
    throw problem(
      own,
      `${path} was made from another table than ${data.name}: ${query.path}, of which the checksum differs; search ${data.name} in itself`,
    );
  }
  const compared: [string, string | number | undefined, string | number | undefined][] = [
    ['fingerprint', parameters.fingerprint, fingerprint],
    ['column of structures', parameters['query-smiles'], table.columns[smilesColumn]],
    ['number of rows', query.records, table.rows.length],
    [optionName('multiple'), parameters['query-multiple'], multiple],
    [optionName('multiple'), parameters['reference-multiple'], multiple],
    ['version of RDKit', made, rdkit],
  ];
  for (const [what, theirs, ours] of compared) {
    if (theirs === ours) continue;
    throw problem(
      own,
      `${path} was made with another ${what} (${theirs ?? 'none'}) than the split (${ours ?? 'none'}); make both in the same way`,
    );
  }
  await checkUnaltered(files, own, job);
}

/** The files as neighbors of a table's molecules. To be used after {@link checkGraph}. */
export class GraphSource implements PairSource {
  readonly threshold: Rational;

  constructor(
    private readonly graph: GraphFiles,
    private readonly data: MoleculeTable,
  ) {
    this.threshold = graph.threshold;
  }

  async *rows(job: Job): AsyncGenerator<StoredRow> {
    const { moleculeOf, recordOffsets, records } = this.data.set;
    const total = this.data.table.rows.length;
    let last = 0;
    for (const parts of this.graph.grid) {
      for await (const { query, lines } of linesInStep(parts, words(), job, OF_GRAPH)) {
        if (query !== last + 1 || query > total) throw this.gap(parts, last, query);
        last = query;
        const molecule = moleculeOf[query - 1];
        const isInvalid = lines.some(({ status }) => status === 'invalid');
        if (isInvalid !== molecule < 0) throw this.otherStatus(query, isInvalid);
        // A molecule of several rows has the same neighbors in each.
        if (molecule < 0 || records[recordOffsets[molecule]] !== query - 1) continue;
        yield this.rowOf(molecule, lines, parts.length > 1);
      }
    }
    if (last !== total) throw this.gap([], last, total + 1);
  }

  wrong(i: number, j: number, what: string): TanimarkError {
    return problem(
      words(),
      `${this.graph.path}: ${this.shown(i)} and ${this.shown(j)} ${what}; make the neighbors again`,
    );
  }

  tooHigh({ num, den }: Rational): TanimarkError {
    const needed = den === 1 ? String(num) : `${num}/${den}`;
    const { threshold } = this.graph.files[0].summary.parameters;
    return problem(
      words(),
      `${this.graph.path} lists pairs of similarity ${threshold} or more, and the split needs those from ${needed}; search with ${optionValue('threshold', needed)}`,
    );
  }

  /** @param inParts whether a molecule may be listed in several parts, by its first row in each */
  private rowOf(molecule: number, lines: readonly NeighborLine[], inParts: boolean): StoredRow {
    const { moleculeOf, recordOffsets, records } = this.data.set;
    const neighbors: number[] = [];
    const similarities: number[] = [];
    for (const { status, reference, similarity } of lines) {
      if (status !== 'found') continue;
      const other = reference > moleculeOf.length ? -1 : moleculeOf[reference - 1];
      if (other < 0) throw this.noMolecule(molecule, reference);
      // With itself, as with --include-self.
      if (other === molecule) continue;
      if (records[recordOffsets[other]] !== reference - 1) {
        if (inParts) continue;
        throw this.wrong(molecule, other, `are listed by row ${reference}, which is not the first`);
      }
      neighbors.push(other);
      similarities.push(similarity);
    }
    return { molecule, neighbors, similarities };
  }

  /** `row 12, CCO`. */
  private shown(molecule: number): string {
    const { table, set, smilesColumn } = this.data;
    const row = set.records[set.recordOffsets[molecule]];
    return `row ${row + 1} (${printable(table.rows[row][smilesColumn].trim(), 60)})`;
  }

  private noMolecule(molecule: number, reference: number): TanimarkError {
    return problem(
      words(),
      `${this.graph.path}: ${this.shown(molecule)} is listed with row ${reference}, which is no molecule of ${this.data.name}; make the neighbors again`,
    );
  }

  private otherStatus(query: number, isInvalid: boolean): TanimarkError {
    const [theirs, ours] = isInvalid ? ['invalid', 'valid'] : ['valid', 'invalid'];
    return problem(
      words(),
      `${this.graph.path}: row ${query} is ${theirs}, and ${ours} in ${this.data.name}; make the neighbors again`,
    );
  }

  private gap(parts: readonly NeighborFile[], last: number, next: number): TanimarkError {
    const place = parts[0]?.path ?? this.graph.path;
    return problem(
      words(),
      `${place}: row ${last + 1} of ${this.data.name} is missing (row ${next} follows row ${last}); make the neighbors again`,
    );
  }
}
