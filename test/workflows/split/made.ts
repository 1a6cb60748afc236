import type { MoleculeTable } from '../../../src/dataset/molecule-table.js';
import { fingerprintMatrix } from '../../../src/similarity/fingerprints.js';
import type { Matrix } from '../../oracle/brute-force.js';

export interface Made {
  readonly matrix: Matrix;
  /** Molecule of each record, -1 for an invalid one; one record each unless given. */
  readonly moleculeOf?: readonly number[];
  /** A column beside the structures: its name, and a cell for each record. */
  readonly column?: readonly [string, readonly string[]];
  /** Label of each record, NaN for none. */
  readonly labels?: readonly number[];
}

/** A table of molecules as if it had been read from a file. */
export function madeTable({ matrix, moleculeOf, column, labels }: Made): MoleculeTable {
  const molecules = [...Array(matrix.molecules).keys()];
  const of = [...(moleculeOf ?? molecules)];
  const recordsOf = molecules.map((m) => [...of.keys()].filter((r) => of[r] === m));
  const ends = recordsOf.map((_, m) => recordsOf.slice(0, m + 1).flat().length);
  const rows = of.map((m, r) => [m < 0 ? 'bad' : `M${m}`, ...(column ? [column[1][r]] : [])]);
  return {
    path: 'made.csv',
    name: 'made.csv',
    smilesColumn: 0,
    texts: new Map(),
    table: {
      path: 'made.csv',
      name: 'made.csv',
      columns: ['smiles', ...(column ? [column[0]] : [])],
      hasHeader: true,
      rows,
      lines: rows.map((_, r) => r + 2),
      sha256: '',
      notes: [],
    },
    set: {
      count: molecules.length,
      words: matrix.data,
      moleculeOf: Int32Array.from(of),
      recordOffsets: Int32Array.from([0, ...ends]),
      records: Int32Array.from(recordsOf.flat()),
      invalid: of.flatMap((m, r) =>
        m < 0 ? [{ row: r + 1, line: r + 2, smiles: 'bad', reason: `bad row ${r + 1}` }] : [],
      ),
      scaffolds: undefined,
    },
    compared: fingerprintMatrix(matrix.data, matrix.words),
    pairs: null,
    labels: labels
      ? {
          task: 'regression',
          values: Float64Array.from(labels),
          censored: 0,
          missing: 0,
          classes: null,
          notes: [],
          column: 'y',
        }
      : null,
    labelProblem: null,
    labelCandidates: [],
  };
}
