import { type ErrorCode, TanimarkError } from '../errors.js';
import { flagOf, type Spelling } from '../spelling.js';
import { keysOf } from './config/schema.js';
import type { CheckError, CheckErrorName } from './types.js';

/** A reason why a check cannot be made, by name. */
export class CheckFailure extends TanimarkError {
  constructor(
    readonly reason: CheckErrorName,
    message: string,
    options: { readonly discreet?: string } = {},
  ) {
    super('gate', message, options);
    this.name = 'CheckFailure';
  }
}

/** Error names of a check for the codes of other errors. */
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
  if (error instanceof CheckFailure) return { name: error.reason, task, message: error.message };
  return { name: NAMES[error.code] ?? 'input', task, message: error.message };
}

/** How messages write options where a configuration gives them: as its keys. */
export const AS_KEYS: Spelling = {
  has: (name) => keysOf.tasks.includes(name) || keysOf.audit.includes(name),
  name: (name) => (AS_KEYS.has(name) ? `\`${name}\`` : flagOf(name)),
  value: (name, value) => {
    // A rule groups by what its stratum names.
    if (name === 'by') return `stratum ${value}`;
    return AS_KEYS.has(name) ? `\`${name}: ${value}\`` : `${flagOf(name)} ${value}`;
  },
};
