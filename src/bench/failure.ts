import { plural } from '../text.js';

/** Kinds of failures of a cell. */
export type FailureKind =
  | 'split'
  | 'not_started'
  | 'exit_code'
  | 'killed'
  | 'time_limit'
  | 'no_predictions'
  | 'missing_predictions'
  | 'not_numbers'
  | 'equal_labels'
  | 'predictions';

/** Why a cell has no scores; the message does not depend on the machine or the time. */
export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
}

/** The end of a command. */
export type Ending =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'time_limit' }
  | { readonly kind: 'not_started'; readonly code: string };

/** The failure of a command that did not end as it should; null for exit code 0. */
export function failureOfEnding(
  ending: Ending,
  program: string,
  timeout: { readonly written: string } | null,
): Failure | null {
  switch (ending.kind) {
    case 'exit':
      if (ending.code === 0) return null;
      return { kind: 'exit_code', message: `exit code ${ending.code}` };
    case 'signal':
      return { kind: 'killed', message: `killed by ${ending.signal}` };
    case 'time_limit':
      return { kind: 'time_limit', message: `time limit of ${timeout?.written}` };
    case 'not_started': {
      const why = ending.code === 'ENOENT' ? 'no such program' : ending.code;
      return { kind: 'not_started', message: `${program} cannot be started (${why})` };
    }
  }
}

/** @param words what stands in the place of numbers, the first one's row from 1 */
export function notNumbers(words: readonly string[], row: number): Failure {
  const distinct = [...new Set(words)];
  const what = distinct.length === 1 ? shown(distinct[0]) : 'cells';
  return {
    kind: 'not_numbers',
    message: `predictions are not numbers (${words.length} ${what}, first in row ${row})`,
  };
}

function shown(word: string): string {
  if (word === '') return 'empty';
  return /^[\w.+-]{1,20}$/.test(word) ? word : 'cells';
}

export function missingPredictions(matched: number, of: number): Failure {
  const message = `predictions for ${matched} of ${plural(of, 'test row')}`;
  return { kind: 'missing_predictions', message };
}

/** Share of predictions that equal the labels, from which on they are taken for copies. */
const COPIED = 0.99;
/** With fewer different labels a good model may hit them all. */
const DISTINCT = 20;

/** The failure of predictions that are the labels themselves; null for others. */
export function equalToLabels(
  truth: readonly number[],
  predicted: readonly number[],
): Failure | null {
  if (new Set(truth).size < DISTINCT) return null;
  const equal = truth.filter(
    (y, i) => Math.abs(y - predicted[i]) <= 1e-9 * Math.max(1, Math.abs(y)),
  );
  if (equal.length < COPIED * truth.length) return null;
  return {
    kind: 'equal_labels',
    message: `predictions equal the labels (${equal.length} of ${plural(truth.length, 'test row')})`,
  };
}
