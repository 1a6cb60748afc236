import { TanimarkError } from '../../errors.js';
import { optionName, optionValue } from '../../spelling.js';
import { isMissing } from '../../tables/cell-kinds.js';
import { type Classes, classIn, wordOf } from '../../tables/classes.js';
import {
  columnNamed,
  columnsOfRole,
  findColumn,
  isBookkeeping,
  isColumnName,
  numberIn,
  shownColumns,
} from '../../tables/columns.js';
import { areIds } from '../../tables/find-labels.js';
import type { LabelTask } from '../../tables/labels.js';
import type { Table } from '../../tables/table.js';
import { list, printable } from '../../text.js';
import type { ScoreOptions, Unc } from '../options.js';
import type { TestSet } from '../test-set/test-set.js';

/** Where the predictions of one model for one target stand. */
export interface PredictionColumns {
  readonly prediction: number;
  /** Predicted classes, beside a column of probabilities. */
  readonly classes?: number | undefined;
  readonly std?: number | undefined;
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
  /** A column of uncertainties, and what it holds. */
  readonly unc?: { readonly column: number; readonly holds: Unc } | undefined;
}

/** Labels as known before the predictions are read. */
export interface KnownLabel {
  readonly column: string;
  readonly task: LabelTask;
  readonly classes: Classes | null;
}

/** Names that say "prediction" in some part: `pred_0`, `logS_pred`, `Predicted logS`, `prob_1`, `Probability_active`. */
const PREDICTED =
  /(^|[_\s-])(y?preds?|predicted|predictions?|yhat|probs?|probas?|probability|probabilities|logits?)([_\s-]|$)|^p ?\(/i;

/** How sure a model is of the class that it predicts, whichever that is. */
const CONFIDENCE = /(^|[_\s-])(confidence|certainty)([_\s-]|$)/i;

/** Whether a column's name says that it holds predictions. */
export function isPrediction(name: string): boolean {
  return PREDICTED.test(name) || isColumnName(name, 'prediction');
}

/**
 * The columns of predictions. The one named; else one with a usual name; else one whose name says so in part; else, as
 * chemprop writes them, the one with the label's name; else the only column of numbers that is nothing else. For
 * classes a column of probabilities goes before one of classes, which then gives the predicted classes. With it,
 * columns of standard deviations and intervals.
 *
 * @param label the label column, if it is known
 * @throws TanimarkError (column) when there is none, or more than one
 */
export function predictionColumns(
  table: Table,
  test: TestSet,
  label: KnownLabel | null,
  options: ScoreOptions,
): PredictionColumns {
  const chosen = chooseColumns(table, test, label, options);
  const found = (role: 'std' | 'lower' | 'upper') =>
    options.uncertainty === false ? undefined : findColumn(table, role, options[role]);
  const [lower, upper] = [found('lower'), found('upper')];
  if ((lower === undefined) !== (upper === undefined)) {
    const known = table.columns[(lower ?? upper) as number];
    const advice = `is one end of an interval; name the other end with --${lower === undefined ? 'lower' : 'upper'}`;
    throw new TanimarkError('column', `${table.name}: column "${known}" ${advice}`, {
      discreet: `${table.name}: column ${table.columns.indexOf(known) + 1} ${advice}`,
    });
  }
  const unc = uncertaintyOf(table, chosen.prediction, options);
  return { ...chosen, std: unc ? undefined : found('std'), lower, upper, unc };
}

/**
 * The column of uncertainties that stands beside a column of predictions: `<prediction>_unc`, else the only one whose name
 * ends so.
 *
 * @returns undefined unless the user said what it holds
 * @throws TanimarkError (column, usage)
 */
export function uncertaintyOf(
  table: Table,
  prediction: number,
  { unc, std, lower, upper, level }: ScoreOptions,
): PredictionColumns['unc'] {
  if (unc === undefined) return undefined;
  const other = Object.entries({ std, lower, upper }).find(([, name]) => name !== undefined);
  const said = optionValue('unc', unc);
  if (other) {
    throw new TanimarkError(
      'usage',
      `${said} and ${optionName(other[0])} each say how sure the model is; give one of them`,
      { option: 'unc' },
    );
  }
  if (unc === 'half-interval' && level === undefined) {
    throw new TanimarkError(
      'usage',
      `${said} needs ${optionName('level')}, the coverage of the intervals; with chemprop's conformal-alpha of 0.1 it is ${optionValue('level', '0.9')}`,
      { option: 'unc' },
    );
  }
  const own = table.columns.indexOf(`${table.columns[prediction]}_unc`);
  const ending = table.columns.flatMap((name, c) => (/_unc$/i.test(name) ? [c] : []));
  const column = own >= 0 ? own : ending.length === 1 ? ending[0] : undefined;
  if (column !== undefined) return { column, holds: unc };
  const lacking = `${said}: ${table.name} has no column "${printable(table.columns[prediction], 40)}_unc"`;
  throw new TanimarkError('column', `${lacking} (the columns are ${shownColumns(table)})`, {
    discreet: lacking,
    option: 'unc',
  });
}

/** Whether a column is called after a label as its true values: `logS_true`, `true_logS`. */
export function isTruthOf(label: string | undefined, name: string): boolean {
  if (label === undefined) return false;
  const words = ['true', 'truth', 'exp', 'experimental', 'measured', 'actual', 'observed'];
  const lower = name.toLowerCase();
  const own = label.toLowerCase();
  return words.some((word) => lower === `${own}_${word}` || lower === `${word}_${own}`);
}

type Chosen = Pick<PredictionColumns, 'prediction' | 'classes'>;

function chooseColumns(
  table: Table,
  test: TestSet,
  label: KnownLabel | null,
  { prediction: given, threshold, classColumn = true }: ScoreOptions,
): Chosen {
  if (given !== undefined) return { prediction: columnNamed(table, given, 'prediction') };
  const isClasses = label?.task === 'classification';
  const all = namedColumns(table, isClasses);
  const named = repredicted(table, test, label) ? withoutCarried(all, table, test) : all;
  if (isClasses) {
    const chosen = ofClasses(table, named, label.classes);
    if (chosen) {
      return threshold === undefined && classColumn ? chosen : { prediction: chosen.prediction };
    }
  }
  const usual = first(table, named);
  if (usual !== undefined) return { prediction: usual };
  const isTestTable = table === test.table.table;
  const own = test.table.table.columns;
  const same = table.columns.indexOf(label?.column ?? '');
  // Columns of the test table, such as other labels, are not meant.
  const others = otherNumbers(table, same).filter(
    (c) => !own.includes(table.columns[c]) && !isTruthOf(label?.column, table.columns[c]),
  );
  if (same >= 0 && !isTestTable) {
    if (others.length === 0) return { prediction: same };
    throw choose(table, [same, ...others], 'could be the predictions or the true values');
  }
  const unnamed = others.filter((c) => {
    const cells = table.rows.map((row) => row[c]);
    const isOther = isColumnName(table.columns[c], 'truth') || CONFIDENCE.test(table.columns[c]);
    return !isOther && !areIds(cells);
  });
  const ofClass = isClasses ? ofClassOne(table, unnamed, label.classes) : undefined;
  if (!isTestTable && ofClass !== undefined) return { prediction: ofClass };
  if (!isTestTable && unnamed.length === 1) return { prediction: unnamed[0] };
  if (!isTestTable && unnamed.length > 1) {
    throw choose(table, unnamed, 'could each be the prediction column');
  }
  const shared = isTestTable
    ? []
    : otherNumbers(table, same).filter((c) => own.includes(table.columns[c]));
  const hint =
    shared.length === 0
      ? ''
      : `; to score ${list(shared.map((c) => `"${table.columns[c]}"`))} (also in the test table), use ${optionValue('label', String(shared.map((c) => table.columns[c]).join(',')))}`;
  const lacking = `${table.name}: no prediction column found; name it with ${optionName('prediction')}`;
  throw new TanimarkError('column', `${lacking} (the columns are ${shownColumns(table)})${hint}`, {
    discreet: lacking,
  });
}

/** Whether the predictions stand in a column of the label's name, in place of the true values, as chemprop writes them. */
function repredicted(table: Table, test: TestSet, label: KnownLabel | null): boolean {
  const own = test.table.table;
  const name = label?.column;
  if (name === undefined || table === own) return false;
  if (!table.columns.includes(name) || !own.columns.includes(name)) return false;
  return !isCarriedOver(name, table, own);
}

/** Columns of predictions without those that only repeat a column of the test table, such as earlier predictions. */
function withoutCarried(named: readonly number[][], table: Table, test: TestSet): number[][] {
  const own = test.table.table;
  const isCarried = (c: number) =>
    own.columns.includes(table.columns[c]) && isCarriedOver(table.columns[c], table, own);
  return named.map((tier) => tier.filter((c) => !isCarried(c))).filter((tier) => tier.length > 0);
}

/** Digits that numbers keep when pandas reads and writes them. */
const KEPT_DIGITS = 10;

/** Whether every cell of a column stands in the column of that name of the other table; numbers may be written otherwise. */
export function isCarriedOver(name: string, table: Table, own: Table): boolean {
  const cells = ({ rows, columns }: Table) => {
    const column = columns.indexOf(name);
    return rows.map((row) => {
      const number = numberIn(row[column]);
      return Number.isNaN(number) ? row[column].trim() : number.toPrecision(KEPT_DIGITS);
    });
  };
  const known = new Set(cells(own));
  return cells(table).every((cell) => known.has(cell));
}

/** Columns whose names say that they hold predictions, in tiers: an earlier one goes before a later one. */
function namedColumns(table: Table, isClasses: boolean): number[][] {
  const roles = isClasses
    ? (['probability', 'prediction'] as const)
    : (['prediction', 'probability'] as const);
  const exact = roles.flatMap((role) => columnsOfRole(table, role));
  const partly = table.columns.flatMap((name, c) =>
    PREDICTED.test(name) && !isUncertainty(name) && !exact.some((tier) => tier.includes(c))
      ? [c]
      : [],
  );
  return [...exact, partly].filter((tier) => tier.length > 0);
}

/** The column of the first tier. @throws TanimarkError (column) if there are several in it */
function first(table: Table, [tier]: readonly (readonly number[])[]): number | undefined {
  if (tier === undefined) return undefined;
  if (tier.length > 1) throw choose(table, tier, 'could each be the prediction column');
  return tier[0];
}

/**
 * For classes: of the named columns the one with scores, and the predicted classes beside it. Where all hold
 * classes alone the usual order decides.
 *
 * @throws TanimarkError (column) where several hold scores, or the scores may be in a column of another name
 */
function ofClasses(
  table: Table,
  named: readonly (readonly number[])[],
  classes: Classes | null,
): Chosen | undefined {
  const holdsClasses = (c: number) => table.rows.every((row) => isClassCell(row[c], classes));
  const scores = named
    .map((tier) => tier.filter((c) => !holdsClasses(c)))
    .filter((tier) => tier.length > 0);
  const decided = named.flat().filter(holdsClasses);
  if (scores.length === 0) {
    const prediction = first(table, named);
    const confidence = table.columns.findIndex((name) => CONFIDENCE.test(name));
    if (prediction !== undefined && confidence >= 0) {
      throw choose(
        table,
        [prediction, confidence],
        'could each be the prediction column (classes in the first, probably probabilities in the second)',
      );
    }
    return prediction === undefined ? undefined : { prediction };
  }
  const [tier] = scores;
  const prediction =
    tier.length === 1 ? tier[0] : (ofClassOne(table, tier, classes) ?? first(table, scores));
  if (prediction === undefined) return undefined;
  return { prediction, ...(decided.length === 1 ? { classes: decided[0] } : {}) };
}

function isClassCell(cell: string, classes: Classes | null): boolean {
  const text = cell.trim();
  if (isMissing(text)) return true;
  if (classes && wordOf(text, classes) !== undefined) return true;
  const number = numberIn(text);
  return number === 0 || number === 1 || !Number.isNaN(classIn(text));
}

/**
 * Of two columns `prob_0` and `prob_1`, as of scikit-learn's `predict_proba`, `P (y=inactive)` and `P (y=active)`, as of
 * KNIME, or others of both classes by name, that of the positive class.
 */
function ofClassOne(
  table: Table,
  columns: readonly number[],
  classes: Classes | null,
): number | undefined {
  const names = columns.map((c) => table.columns[c].toLowerCase());
  if (names.length !== 2) return undefined;
  const pairs: [string, string][] = [['0', '1']];
  if (classes && !classes.known)
    pairs.push([classes.negative.toLowerCase(), classes.positive.toLowerCase()]);
  pairs.push(['inactive', 'active'], ['negative', 'positive'], ['false', 'true'], ['no', 'yes']);
  for (const [negative, positive] of pairs) {
    for (const one of [0, 1]) {
      const other = names[1 - one];
      const at = other.lastIndexOf(negative);
      const asPositive = `${other.slice(0, at)}${positive}${other.slice(at + negative.length)}`;
      if (at >= 0 && asPositive === names[one]) return columns[one];
    }
  }
  return undefined;
}

function choose(table: Table, columns: readonly number[], what: string): TanimarkError {
  const advice = `choose one with ${optionName('prediction')}, or name several label columns with ${optionValue('label', 'a,b')}`;
  return new TanimarkError(
    'column',
    `${table.name}: ${list(columns.map((c) => `"${table.columns[c]}"`))} ${what}; ${advice}`,
    {
      discreet: `${table.name}: columns ${list(columns.map((c) => String(c + 1)))} ${what}; ${advice}`,
    },
  );
}

/** Whether a column's name says that it holds uncertainties, of whatever kind: `y_std`, `logS_unc`, `variance`. */
export function isUncertainty(name: string): boolean {
  const roles = ['std', 'lower', 'upper'] as const;
  return SPREAD.test(name) || roles.some((role) => isColumnName(name, role));
}

const SPREAD =
  /(^|[_\s-])(unc|uncal|uncertainty|std|sigma|var|variance|epistemic|aleatoric)([_\s-]|$)/i;

/** Columns of numbers that are no bookkeeping, nor how sure a model is. */
export function otherNumbers(table: Table, column: number): number[] {
  return table.columns.flatMap((name, c) => {
    if (c === column || isUncertainty(name) || isBookkeeping(name)) return [];
    return table.rows.every((row) => !Number.isNaN(numberIn(row[c]))) ? [c] : [];
  });
}

/** How a prediction is read: a number as it is, a class (True, inactive, …) as 1 or 0, else NaN. */
export type PredictionReader = (cell: string) => number;

/**
 * How the predictions of a column are read. Where all of them are words, or numbers, of the label's classes, such as 1
 * and 2, they are classes; else numbers are scores.
 *
 * @param classes of the labels, where these are not 0 and 1
 */
export function predictionReader(
  cells: readonly string[],
  classes: Classes | null,
): PredictionReader {
  const asClass = (cell: string) => (classes ? wordOf(cell, classes) : undefined);
  const areClasses =
    classes !== null && cells.every((cell) => isMissing(cell) || asClass(cell) !== undefined);
  return (cell) => {
    const number = numberIn(cell);
    if (Number.isNaN(number) || areClasses) return asClass(cell) ?? classIn(cell);
    return number;
  };
}
