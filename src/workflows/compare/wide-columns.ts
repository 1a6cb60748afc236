import { TanimarkError } from '../../errors.js';
import type { ScoreOptions } from '../../evaluation/options.js';
import { isPrediction, isUncertainty } from '../../evaluation/predictions/columns.js';
import type { TestSet } from '../../evaluation/test-set/test-set.js';
import { optionValue } from '../../spelling.js';
import { isColumnName, numberIn } from '../../tables/columns.js';
import { isAddedColumn } from '../../tables/split-columns.js';
import type { Table } from '../../tables/table.js';
import { list, printable } from '../../text.js';

/** A column of predictions, and what its model is called. */
export interface ModelColumn {
  readonly column: number;
  readonly name: string;
}

/** Words of a name that say "prediction", with what joins them to the rest. */
const WORDS =
  /^(?:y_?)?(?:pred|predicted|predictions?|yhat|prob|proba|probability)[_\s-]+|[_\s-]+(?:y_?)?(?:pred|predicted|predictions?|yhat|prob|proba|probability)$/i;

/** Numbers that tables of molecules carry and no model predicts here, lower case without separators. */
const CARRIED =
  /^(mw|mwt|molwt|molecularweight|formulaweight|exactmass|mass|[acx]?logp|logd\d*|mollogp|crippenlogp|clogp|tpsa|psa|hba|hbd|numh?(bond)?(acceptors|donors)|heavyatoms?(count)?|numheavyatoms|rotatablebonds|numrotatablebonds|rings?|numrings|ringcount|qed|sascore|fractioncsp3|year|date|time|cluster|scaffold|series|seed|repeat|replicate|fold|batch|weight|weights|count|n|row|number|no|rank)$/;

/**
 * The columns of predictions of several models: those whose names say so (`pred_RF`, `GNN_pred`), else all columns of
 * numbers that can be nothing else.
 *
 * @throws TanimarkError (column) where some might be anything else, with the candidates and the flag
 */
export function modelColumns(table: Table, test: TestSet, options: ScoreOptions): ModelColumn[] {
  const numbers = table.columns.flatMap((name, c) =>
    isNumbers(table, c) && !isKnown(table, c, name, test, options) ? [c] : [],
  );
  const named = numbers.filter((c) => isPrediction(table.columns[c]));
  if (named.length >= 2) return distinctlyNamed(table, named, test);
  const doubtful = numbers.filter((c) => named.includes(c) || isDoubtful(table, c));
  if (numbers.length < 2 || doubtful.length > 0) throw choose(table, numbers);
  return numbers.map((column) => ({ column, name: table.columns[column] }));
}

/** Whether a column has numbers, and nothing but numbers and blanks. */
function isNumbers(table: Table, column: number): boolean {
  const cells = table.rows.map((row) => row[column].trim()).filter((cell) => cell !== '');
  return cells.length > 0 && cells.every((cell) => !Number.isNaN(numberIn(cell)));
}

/** Whether it is known what a column is: an id, a structure, a label, an uncertainty, or one of the test table. */
function isKnown(
  table: Table,
  column: number,
  name: string,
  test: TestSet,
  options: ScoreOptions,
): boolean {
  if (
    (['id', 'smiles', 'truth', 'label', 'split'] as const).some((role) => isColumnName(name, role))
  ) {
    return true;
  }
  const given = [options.label, options.id, options.smiles, options.splitColumn];
  if (given.some((own) => own?.toLowerCase() === name.toLowerCase())) return true;
  if (isAddedColumn(name) || isUncertainty(name) || isCounter(table, column)) return true;
  const own = test.table.table;
  return table !== own && own.columns.includes(name);
}

/** Whether a column counts the rows. */
function isCounter({ rows }: Table, column: number): boolean {
  const first = numberIn(rows[0][column]);
  return Number.isInteger(first) && rows.every((row, r) => numberIn(row[column]) === first + r);
}

/** Whether a column of numbers may be a descriptor, or a number of something. */
function isDoubtful(table: Table, column: number): boolean {
  const bare = table.columns[column].toLowerCase().replace(/[^a-z0-9]+/g, '');
  return CARRIED.test(bare) || /^column\d+$/.test(bare);
}

/** @throws TanimarkError (column) where names say the same but for "prediction", or are those of labels or classes */
function distinctlyNamed(table: Table, columns: readonly number[], test: TestSet): ModelColumn[] {
  const found = columns.map((column) => ({
    column,
    name: table.columns[column].trim().replace(WORDS, ''),
  }));
  const names = found.map(({ name }) => name.toLowerCase());
  const labels = test.table.table.columns.map((name) => name.toLowerCase());
  const plain =
    new Set(names).size === names.length &&
    names.every(
      (name, i) =>
        name !== '' &&
        name !== table.columns[found[i].column].trim().toLowerCase() &&
        !/^\d+$/.test(name) &&
        !labels.includes(name),
    );
  if (!plain) throw choose(table, columns);
  return found;
}

function choose(table: Table, columns: readonly number[]): TanimarkError {
  const named = columns.map((c) => `"${printable(table.columns[c], 30)}"`);
  if (columns.length < 2) {
    const has =
      columns.length === 1 ? `one column of predictions (${named[0]})` : 'no column of predictions';
    return new TanimarkError(
      'column',
      `${table.name} has ${has}, and a comparison needs two models; give a file for each, or name columns with ${optionValue('models', 'a,b')} (for one model, use tanimark score)`,
    );
  }
  return new TanimarkError(
    'column',
    `${table.name}: ${list(named)} could be predictions, labels or descriptors; name the predictions with ${optionValue(
      'models',
      printable(
        columns
          .slice(0, 2)
          .map((c) => table.columns[c])
          .join(','),
        60,
      ),
    )}`,
  );
}
