import { TanimarkError } from '../errors.js';
import { optionName, optionValue } from '../spelling.js';
import { list, nearestWord, printable } from '../text.js';
import type { Table } from './table.js';

/** Roles of columns. */
export type Role =
  | 'smiles'
  | 'partner'
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
  /** The option that names the column. */
  readonly option: string;
  /**
   * Usual names, lower case, in tiers, or what such a name has in it: a name of an earlier tier is taken
   * without asking, two names of one tier are ambiguous.
   */
  readonly names: readonly Tier[];
}

type Tier = readonly string[] | RegExp;

const isIn = (tier: Tier, name: string) =>
  tier instanceof RegExp ? tier.test(name) : tier.includes(normalize(name));

/**
 * Column names that people use, after lower-casing and turning spaces and hyphens into
 * underscores: those of TDC (`Drug`, `Y`, `Drug_ID`), chemprop and MoleculeNet (`smiles`), ChEMBL
 * (`canonical_smiles`, `molecule_chembl_id`, `pchembl_value`), Polaris and scikit-learn exports.
 */
const roles: Readonly<Record<Role, RoleDescription>> = {
  smiles: {
    option: 'smiles',
    names: [
      ['smiles', 'canonical_smiles', 'isomeric_smiles', 'isosmiles', 'cano_smiles', 'smile'],
      ['molecule_smiles', 'mol_smiles', 'compound_smiles', 'drug_smiles', 'ligand_smiles'],
      // "Ligand SMILES", "PUBCHEM_EXT_DATASOURCE_SMILES", "SMILES string"
      /smiles/i,
      ['structure', 'drug', 'mol', 'molecule', 'compound', 'ligand'],
      // DeepChem's ids are SMILES.
      ['ids'],
    ],
  },
  partner: {
    option: 'partner',
    names: [
      ['target_sequence', 'protein_sequence', 'aa_sequence', 'amino_acid_sequence', 'sequence'],
      ['target', 'protein', 'seq', 'target_seq', 'protein_seq'],
      // "BindingDB Target Chain Sequence"
      /sequence/i,
    ],
  },
  label: {
    option: 'label',
    names: [
      ['y', 'label', 'labels', 'y_true', 'value', 'activity', 'pchembl_value'],
      ['target', 'experimental_value', 'measured_value', 'exp_value', 'standard_value'],
      ['pic50', 'pki', 'pkd', 'pec50', 'logs', 'measured', 'expt', 'exp', 'p_np', 'class'],
    ],
  },
  id: {
    option: 'id',
    names: [
      ['id', 'compound_id', 'mol_id', 'molecule_id', 'drug_id', 'molecule_chembl_id'],
      ['compound_chembl_id', 'chembl_id', 'internal_id', 'compound_name', 'bindingdb_monomerid'],
      ['name', 'title', 'molecule_name', 'mol_name', 'cid', 'pubchem_cid', 'cmpd_id'],
    ],
  },
  truth: {
    option: 'label',
    names: [
      ['y_true', 'true', 'truth', 'measured', 'observed', 'ground_truth'],
      ['y', 'label', 'value', 'target', 'activity', 'pchembl_value', 'labels'],
      ['experimental', 'actual', 'y_test', 'expt', 'exp', 'reference'],
    ],
  },
  prediction: {
    option: 'prediction',
    names: [['y_pred', 'prediction', 'predictions', 'predicted', 'pred', 'preds', 'y_hat', 'yhat']],
  },
  probability: {
    option: 'prediction',
    names: [
      ['prob', 'probability', 'y_prob', 'y_proba', 'y_pred_proba', 'y_pred_prob', 'proba'],
      ['y_score', 'score', 'p'],
    ],
  },
  std: {
    option: 'std',
    names: [['y_std', 'std', 'sigma', 'y_sigma', 'pred_std', 'y_pred_std', 'std_dev', 'stdev']],
  },
  lower: {
    option: 'lower',
    names: [['y_lower', 'lower', 'lower_bound', 'pred_lower', 'ci_lower']],
  },
  upper: {
    option: 'upper',
    names: [['y_upper', 'upper', 'upper_bound', 'pred_upper', 'ci_upper']],
  },
  split: {
    option: 'splitColumn',
    names: [
      ['split', 'subset', 'fold_split', 'set'],
      ['tdc_split', 'data_split', 'dataset_split', 'partition', 'train_test', 'split_set'],
    ],
  },
  maxSimilarity: { option: 'maxSimilarity', names: [['max_similarity']] },
};

/** The usual names of each role in tiers, a pattern as its source, with the option that names its column. @internal for documents */
export function columnNames(): {
  role: Role;
  option: string;
  tiers: (readonly string[] | string)[];
}[] {
  return Object.entries(roles).map(([role, { option, names }]) => ({
    role: role as Role,
    option,
    tiers: names.map((tier) => (tier instanceof RegExp ? tier.source : tier)),
  }));
}

function normalize(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** Whether a cell is one of the names that columns of a role usually have. */
export function isColumnName(cell: string, role: Role): boolean {
  return roles[role].names.some((tier) => isIn(tier, cell));
}

/**
 * Names of columns that number or name molecules, or describe them, and are no measured values: `CID`, `NO.`, an
 * index that has no name, `MolWt`. Wider than the names of ids, for what must not be taken for a label.
 */
export function isBookkeeping(name: string): boolean {
  const plain = normalize(name).replace(/[.#]/g, '');
  return (
    isColumnName(name, 'id') ||
    isColumnName(name, 'smiles') ||
    isColumnName(name, 'split') ||
    /smiles|inchi/.test(plain) ||
    /^_*column_\d+$|^unnamed:?_?\d*$/.test(plain) ||
    /(^|_)(id|ids|idx|index|no|num|nr|number|row|rank|cid|sid|aid|cas|casrn|key|year|date|fold|cv)$/.test(
      plain,
    ) ||
    /^(no|id|idx|index|row)_/.test(plain) ||
    isDescriptor(name)
  );
}

/** Whether a column has a usual name of a descriptor, such as `MolWt`. */
export function isDescriptor(name: string): boolean {
  return DESCRIPTORS.test(normalize(name).replace(/[.#]/g, ''));
}

const DESCRIPTORS =
  /^(mol_?wt|mw|mwt|mol(ecular)?_?weight|exact_?mol_?wt|heavy_?atom_?(count|mol_?wt)|num_?\w+|n_?(atoms|rings|heavy)\w*|mol_?log_?p|[acxs]_?log_?p|wildman\w*|crippen\w*|mol_?mr|tpsa|psa|hbd|hba|h_?bond\w*|rot_?bonds?|fraction_?csp3|fsp3|qed|sas|sa_?score|ring_?count|balaban_?j|bertz_?ct|labute_?asa|formal_?charge|charge)$/;

/**
 * The column that the user named: by its name (case-insensitive if that is unique), or by its
 * number from 1.
 *
 * @param option the option that names it, such as `label`
 * @throws TanimarkError (column) when there is no such column, with the nearest name
 */
export function columnNamed(table: Table, wanted: string, option: string): number {
  const exact = table.columns.indexOf(wanted);
  if (exact >= 0) return notDoubled(table, exact, option);
  const loose = table.columns.flatMap((c, i) =>
    c.toLowerCase() === wanted.toLowerCase() ? [i] : [],
  );
  if (loose.length === 1) return loose[0];
  if (/^\d{1,6}$/.test(wanted)) {
    const number = Number(wanted);
    if (number >= 1 && number <= table.columns.length) return number - 1;
  }
  const near = nearestWord(wanted, table.columns);
  const lacking = `${optionValue(option, wanted)}: ${table.name} has no such column`;
  throw new TanimarkError(
    'column',
    `${lacking}${near ? ` (did you mean "${near}"?)` : ''}; it has ${shownColumns(table)}`,
    { discreet: lacking, option },
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
  const { option, names } = roles[role];
  const known = given ?? table.stated?.[role];
  if (known !== undefined) return columnNamed(table, known, option);
  for (const tier of names) {
    const found = table.columns.flatMap((column, i) => (isIn(tier, column) ? [i] : []));
    if (found.length > 1) {
      const rest = `could each be the ${role} column; choose one with ${optionName(option)}`;
      throw new TanimarkError(
        'column',
        `${table.name}: ${list(found.map((i) => `"${table.columns[i]}"`))} ${rest}`,
        {
          discreet: `${table.name}: columns ${list(found.map((i) => String(i + 1)))} ${rest}`,
          option,
        },
      );
    }
    if (found.length === 1) return notDoubled(table, found[0], option);
  }
  return undefined;
}

/** The columns with a usual name of a role, by how usual the name is. */
export function columnsOfRole(table: Table, role: Role): number[][] {
  const known = table.stated?.[role];
  if (known !== undefined) return [[columnNamed(table, known, roles[role].option)]];
  return roles[role].names
    .map((tier) => table.columns.flatMap((column, c) => (isIn(tier, column) ? [c] : [])))
    .filter((columns) => columns.length > 0)
    .map((columns) => columns.map((c) => notDoubled(table, c, roles[role].option)));
}

/** A column that is needed must be the only one of its name in the file. @throws TanimarkError (column) */
function notDoubled(table: Table, column: number, option: string): number {
  const name = table.columns[column];
  if (!table.duplicated?.has(name)) return column;
  const others = table.columns.flatMap((other, c) =>
    c > column && other.startsWith(`${name}.`) && /^\d+$/.test(other.slice(name.length + 1))
      ? [c]
      : [],
  );
  const differ = others.filter((c) => table.rows.some((row) => row[c] !== row[column]));
  if (differ.length === 0) return column;
  const where = `${table.name}: columns ${list([column, ...differ].map((c) => String(c + 1)))}`;
  const advice = `choose one by its number, such as ${optionValue(option, String(column + 1))}`;
  throw new TanimarkError(
    'column',
    `${where} are called "${printable(name, 40)}" and differ; ${advice}`,
    { discreet: `${where} have the same name and differ; ${advice}`, option },
  );
}

/** Whether a column has a name that means its role and nothing else: one of the first tier. */
export function isPlainName(name: string, role: Role): boolean {
  return isIn(roles[role].names[0], name);
}

/** Whether a column has one of the usual names of a role, and not only a name with such a word in it. */
export function isUsualName(name: string, role: Role): boolean {
  return roles[role].names.some((tier) => Array.isArray(tier) && isIn(tier, name));
}

/** As {@link findColumn}, but its absence is an error that lists the columns. */
export function requireColumn(table: Table, role: Role, given?: string): number {
  const found = findColumn(table, role, given);
  if (found !== undefined) return found;
  const { option } = roles[role];
  const lacking = `${table.name}: no ${role} column found; name it with ${optionName(option)}`;
  const without =
    role === 'split'
      ? `; for a table without a split: tanimark split ${table.name} -o split.csv`
      : '';
  throw new TanimarkError(
    'column',
    `${lacking} (the columns are ${shownColumns(table)})${without}`,
    {
      discreet: lacking,
      option,
    },
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
