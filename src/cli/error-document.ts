import type { ErrorCode } from '../errors.js';
import { jsonText } from '../report/screen.js';

/** What an error of the program itself is called; all others are the user's. */
type DocumentCode = ErrorCode | 'bug';

/** Whether `--json` is among the arguments, also where they could not be read. */
export function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(2, end < 0 ? undefined : end).includes('--json');
}

/**
 * The document that a command with `--json` prints instead of its result.
 *
 * @param command null where none was named
 * @param message one line, as on standard error
 */
export function errorDocument(command: string | null, code: DocumentCode, message: string): string {
  return jsonText({ command, error: { code, message } });
}
