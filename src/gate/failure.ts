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
  return { name: NAMES[error.code] ?? 'input', task, message: withKeys(error.message) };
}

/** A message with the flags of other commands replaced by keys of the configuration. */
export function withKeys(message: string): string {
  return message
    .replace(', or use --missing skip', '')
    .replace(', or skip such rows with --missing skip', '')
    .replace(' use --duplicates mean,', '')
    .replace('--no-header', '`header: false`')
    .replace(/--([a-z]+(?:-[a-z]+)*)/g, (flag: string, name: string) => {
      const key = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      return keysOf.tasks.includes(key) ? `\`${key}\`` : flag;
    });
}
