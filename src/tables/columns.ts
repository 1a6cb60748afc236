import { TanimarkError } from '../errors.js';
import { list, nearestWord } from '../text.js';
import type { Table } from './table.js';

/** What a column can be for. */
export type Role =
  | 'smiles'
  | 'label'
  | 'id'
  | 'truth'
  | 'prediction'
  | 'probability'
  | 'std'
  | 'lower'
  | 'upper'
  | 'split'
  | 'maxSimilarity';

interface RoleDescription {
  /** The flag that names the column. */
  readonly flag: string;
  /**
   * Usual names, lower case, in tiers: a name of an earlier tier is taken without asking, two
   * names of one tier are ambiguous.
   */
  readonly names: readonly (readonly string[])[];
}

/**
 * Column names that people use, after lower-casing and turning spaces and hyphens into
 * underscores: those of TDC (`Drug`, `Y`, `Drug_ID`), chemprop and MoleculeNet (`smiles`), ChEMBL
 * (`canonical_smiles`, `molecule_chembl_id`, `pchembl_value`), Polaris and scikit-learn exports.
 */
const roles: Readonly<Record<Role, RoleDescription>> = {
  smiles: {
    flag: '--smiles',
    names: [
      ['smiles', 'canonical_smiles', 'isomeric_smiles', 'isosmiles', 'cano_smiles', 'smile'],
      ['structure', 'drug', 'mol', 'molecule', 'compound', 'ligand', 'compound_smiles'],
      // DeepChem's ids are SMILES.
      ['ids'],
    ],
  },
  label: {
    flag: '--label',
    names: [
      ['y', 'label', 'labels', 'y_true', 'value', 'activity', 'pchembl_value'],
      ['target'],
      ['pic50', 'pki', 'pkd', 'pec50', 'logs', 'measured', 'expt', 'exp', 'p_np', 'class'],
    ],
  },
  id: {
    flag: '--id',
    names: [
      ['id', 'compound_id', 'mol_id', 'molecule_id', 'drug_id', 'molecule_chembl_id'],
      ['compound_chembl_id', 'chembl_id', 'internal_id', 'compound_name'],
      ['name', 'title'],
    ],
  },
  truth: {
    flag: '--label',
    names: [
      ['y_true', 'true', 'truth', 'measured', 'observed', 'ground_truth'],
      ['y', 'label', 'value', 'target', 'activity', 'pchembl_value', 'labels'],
    ],
  },
  prediction: {
    flag: '--prediction',
    names: [['y_pred', 'prediction', 'predictions', 'predicted', 'pred', 'y_hat', 'yhat']],
  },
  probability: {
    flag: '--prediction',
    names: [['prob', 'probability', 'y_prob', 'y_score', 'score', 'proba', 'p']],
  },
  std: {
    flag: '--std',
    names: [['y_std', 'std', 'sigma', 'y_sigma', 'pred_std', 'y_pred_std', 'std_dev', 'stdev']],
  },
  lower: {
    flag: '--lower',
    names: [['y_lower', 'lower', 'lower_bound', 'pred_lower', 'ci_lower']],
  },
  upper: {
    flag: '--upper',
    names: [['y_upper', 'upper', 'upper_bound', 'pred_upper', 'ci_upper']],
  },
  split: { flag: '--split-column', names: [['split', 'subset', 'fold_split', 'set']] },
  maxSimilarity: { flag: '--max-similarity', names: [['max_similarity']] },
};

function normalise(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** Whether a cell is one of the names that columns of a role usually have. */
export function isColumnName(cell: string, role: Role): boolean {
  return roles[role].names.some((tier) => tier.includes(normalise(cell)));
}

/**
 * The column that the user named: by its name (case-insensitive if that is unique), or by its
 * number from 1.
 *
 * @throws TanimarkError (column) when there is no such column, with the nearest name
 */
export function columnNamed(table: Table, wanted: string, flag: string): number {
  const exact = table.columns.indexOf(wanted);
  if (exact >= 0) return exact;
  const loose = table.columns.flatMap((c, i) =>
    c.toLowerCase() === wanted.toLowerCase() ? [i] : [],
  );
  if (loose.length === 1) return loose[0];
  if (/^\d{1,6}$/.test(wanted)) {
    const number = Number(wanted);
    if (number >= 1 && number <= table.columns.length) return number - 1;
  }
  const near = nearestWord(wanted, table.columns);
  throw new TanimarkError(
    'column',
    `${flag} ${wanted}: ${table.name} has no such column${near ? ` (did you mean "${near}"?)` : ''}; it has ${shownColumns(table)}`,
  );
}

/**
 * The column with a role: the one the user named, else the one with a usual name.
 *
 * @param given what the user gave for it, if anything
 * @returns its position, or `undefined` when no column has a usual name
 * @throws TanimarkError (column) when several columns might be meant
 */
export function findColumn(table: Table, role: Role, given?: string): number | undefined {
  const { flag, names } = roles[role];
  if (given !== undefined) return columnNamed(table, given, flag);
  for (const tier of names) {
    const found = table.columns.flatMap((column, i) =>
      tier.includes(normalise(column)) ? [i] : [],
    );
    if (found.length > 1) {
      throw new TanimarkError(
        'column',
        `${table.name}: ${list(found.map((i) => `"${table.columns[i]}"`))} could each be the ${role} column; choose one with ${flag}`,
      );
    }
    if (found.length === 1) return found[0];
  }
  return undefined;
}

/** As {@link findColumn}, but its absence is an error that lists the columns. */
export function requireColumn(table: Table, role: Role, given?: string): number {
  const found = findColumn(table, role, given);
  if (found !== undefined) return found;
  throw new TanimarkError(
    'column',
    `${table.name}: no ${role} column found; name it with ${roles[role].flag} (the columns are ${shownColumns(table)})`,
  );
}

/** The columns in words; for files without a header, how to name them. */
export function shownColumns(table: Table): string {
  const shown = table.columns.slice(0, 20).map((column) => `"${column}"`);
  if (table.columns.length > 20) shown.push(`${table.columns.length - 20} more`);
  return table.hasHeader ? list(shown) : `${list(shown)}; there is no header, so say 1, 2, …`;
}

/** A cell as a number; NaN for anything that is not a plain decimal (an empty cell, `>10`, `n/a`). */
export function numberIn(cell: string): number {
  const text = cell.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
