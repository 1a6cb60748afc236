import { printable } from '../text.js';
import { numberIn } from './columns.js';

export type LabelTask = 'regression' | 'classification';

/** A column of labels as numbers. */
export interface Labels {
  readonly task: LabelTask;
  /** Label of each record; NaN where it is missing. For classification 0 or 1. */
  readonly values: Float64Array;
  /** Records without a label (empty, or a word for "none"). */
  readonly missing: number;
}

/** Why a column cannot be read as labels. */
export interface LabelProblem {
  /** Position of the first offending record. */
  readonly record: number;
  readonly problem: string;
}

const missingWords = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '-']);
/** Whether a cell says that there is no value: it is empty, or a usual word for none. */
export function isMissing(cell: string): boolean {
  return missingWords.has(cell.trim().toLowerCase());
}

const positiveWords = new Set(['true', 'yes', 'active', 'positive', 'pos', 't', 'y']);
const negativeWords = new Set(['false', 'no', 'inactive', 'negative', 'neg', 'f', 'n']);

/** 1 or 0 for the usual words for two classes, else NaN. */
export function classIn(cell: string): number {
  const word = cell.trim().toLowerCase();
  return positiveWords.has(word) ? 1 : negativeWords.has(word) ? 0 : Number.NaN;
}

/**
 * Reads labels: numbers, or the usual words for two classes (True/False, active/inactive, yes/no).
 * Numbers that are all 0 or 1, with both present, are classes; any others are a regression's.
 * Words and numbers may not be mixed, and other words are a problem, not a guess.
 */
export function readLabels(cells: readonly string[]): Labels | LabelProblem {
  const values = new Float64Array(cells.length);
  let missing = 0;
  let words = false;
  let numbers = false;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i].trim().toLowerCase();
    if (isMissing(cell)) {
      values[i] = Number.NaN;
      missing++;
      continue;
    }
    const number = numberIn(cell);
    const word = classIn(cell);
    if (Number.isFinite(number)) numbers = true;
    else if (!Number.isNaN(word)) words = true;
    else
      return { record: i, problem: `"${printable(cells[i], 30)}" is neither a number nor a class` };
    if (numbers && words) return { record: i, problem: 'numbers and class names are mixed' };
    values[i] = words ? word : number;
  }
  const distinct = new Set(values.filter((v) => !Number.isNaN(v)));
  const binary = [...distinct].every((v) => v === 0 || v === 1);
  const task = words || (binary && distinct.size === 2) ? 'classification' : 'regression';
  return { task, values, missing };
}
