import { type ErrorCode, TanimarkError } from '../errors.js';
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
  if (error instanceof CheckFailure) return { name: error.reason, task, message: error.message };
  return { name: NAMES[error.code] ?? 'input', task, message: withKeys(error.message) };
}

/** What is said of the flags of other commands, said of the keys of a configuration. */
export function withKeys(message: string): string {
  return message
    .replace(', or say --missing skip', '')
    .replace(', or leave such rows out with --missing skip', '')
    .replace(' say --duplicates mean,', '')
    .replace('--no-header', '`header: false`')
    .replace(/--([a-z]+(?:-[a-z]+)*)/g, (flag: string, name: string) => {
      const key = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      return keysOf.tasks.includes(key) ? `\`${key}\`` : flag;
    });
}
