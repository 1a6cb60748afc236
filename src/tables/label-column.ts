import { optionValue } from '../spelling.js';
import { printable } from '../text.js';
import { type LabelReading, type Labels, readLabels, treatmentOf } from './labels.js';
import { place, type Table } from './table.js';

export interface LabelSearch extends LabelReading {
  /** The column that the user or a manifest named. */
  readonly given?: string | undefined;
  /** The column of structures. */
  readonly smiles: number;
  /** The column of partners, in a table of pairs. */
  readonly partner?: number | undefined;
  /** Whether the only column that can be a label by what it holds is one, whatever its name; default no. */
  readonly byContent?: boolean | undefined;
}

/** Labels of a table, or why it has none. */
export interface FoundLabels {
  readonly labels: (Labels & { readonly column: string }) | null;
  /** Reason why a column that was found cannot be used. */
  readonly problem: string | null;
  /** Columns that could each be the label column, where none is to be preferred; none where one was found. */
  readonly candidates: readonly string[];
  /** Notes for the user on decisions that were made. */
  readonly notes: readonly string[];
}

/** The labels of a column, those that another column calls censored treated as such. */
export function readLabelColumn(table: Table, column: number, reading: LabelReading): FoundLabels {
  const name = table.columns[column];
  const read = readLabels(
    table.rows.map((row) => row[column]),
    reading,
  );
  if ('problem' in read) {
    const where = `label column "${printable(name, 40)}", ${place(table, read.record)}`;
    return {
      labels: null,
      problem: `${table.name}: ${where}: ${read.problem}`,
      candidates: [],
      notes: [],
    };
  }
  const related = withRelations(table, column, read, reading);
  if ('problem' in related) {
    return {
      labels: null,
      problem: `${table.name}: ${related.problem}`,
      candidates: [],
      notes: [],
    };
  }
  const notes = [...read.notes, ...related.notes].map(
    (note) => `${table.name}: column "${printable(name, 40)}": ${note}`,
  );
  const { values, missing, censored } = related;
  return {
    labels: { ...read, values, missing, censored, column: name },
    problem: null,
    candidates: [],
    notes,
  };
}

/** Names of a column that says of what relation to a value a measurement is, as ChEMBL and CDD have them. */
const RELATION = /(^|[\s_])(relation|relop|operator|modifier|qualifier)$/i;

/**
 * Labels beside which another column says `>` or `<` are censored values, and treated as such.
 *
 * @returns why they cannot be read, where that is an error
 */
function withRelations(
  table: Table,
  column: number,
  { values, missing, censored: own }: Labels,
  { censored: treatment, counts = () => true }: LabelReading,
): { problem: string } | (Pick<Labels, 'values' | 'missing' | 'censored'> & { notes: string[] }) {
  const censored = treatmentOf(treatment);
  const named = table.columns.flatMap((name, c) => (RELATION.test(name.trim()) ? [c] : []));
  // Of several, the one that is called after the label.
  const label = table.columns[column].toLowerCase().replace(/[\s_]*(value)?$/, '');
  const after = named.filter((c) => table.columns[c].toLowerCase().startsWith(label));
  const [relation] = named.length === 1 ? named : after;
  const none = { values, missing, censored: own, notes: [] };
  if (relation === undefined) return none;
  const rows = [...values.keys()].filter(
    (r) => counts(r) && !Number.isNaN(values[r]) && /^'?\s*[<>≤≥~≈]/.test(table.rows[r][relation]),
  );
  if (rows.length === 0) return none;
  const labeled = values.reduce((n, v) => n + (Number.isNaN(v) ? 0 : 1), 0);
  const [first] = rows;
  const cell = printable(table.rows[first][relation].trim(), 10);
  const said = `column "${printable(table.columns[relation], 40)}" says ${cell} in ${place(table, first)}`;
  const many = `${rows.length} of ${labeled} labels are censored values`;
  if (censored === 'error') {
    return {
      problem: `label column "${printable(table.columns[column], 40)}": ${said}: ${many}; leave these rows out with ${optionValue('censored', 'drop')}, or use limits with ${optionValue('censored', 'limit')}`,
    };
  }
  if (censored === 'limit')
    return {
      ...none,
      censored: own + rows.length,
      notes: [`${many} (${said}), used as they are (${optionValue('censored', 'limit')})`],
    };
  const isCensored = new Set(rows);
  const left = values.map((v, r) => (isCensored.has(r) ? Number.NaN : v));
  return {
    values: left,
    missing: missing + rows.length,
    censored: own + rows.length,
    notes: [`${many} (${said}), left out (${optionValue('censored', 'drop')})`],
  };
}
