import { type ErrorCode, TanimarkError } from '../../errors.js';
import type { CheckError, CheckErrorName } from './types.js';

/** A reason why a check cannot be made, by name. */
export class CheckFailure extends TanimarkError {
  constructor(
    readonly reason: CheckErrorName,
    message: string,
  ) {
    super('gate', message);
    this.name = 'CheckFailure';
  }
}

/** What other failures are called in a check. */
const NAMES: Partial<Record<ErrorCode, CheckErrorName>> = {
  prediction: 'invalid_prediction',
  unmatched: 'fewer_rows',
  config: 'config',
};

/**
 * A failure as a part of the result.
 *
 * @throws anything that is not the input's fault, and an interruption
 */
export function checkError(error: unknown, task: string | null): CheckError {
  if (!(error instanceof TanimarkError) || error.code === 'aborted') throw error;
  const name = error instanceof CheckFailure ? error.reason : (NAMES[error.code] ?? 'input');
  return { name, task, message: error.message };
}
