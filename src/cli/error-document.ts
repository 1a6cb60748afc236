import { documentOf } from '../documents.js';
import { errorParts } from '../error-parts.js';
import { jsonText } from '../report/screen.js';
import type { ErrorDocument } from '../schemas/documents.js';

/** Whether `--json` is among the arguments, also where they could not be read. */
export function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(2, end < 0 ? undefined : end).includes('--json');
}

/**
 * The text of an {@link ErrorDocument}.
 *
 * @param command null where none was named
 * @param message one line, as on standard error
 * @param words the arguments of the command
 */
export function errorDocument(
  command: string | null,
  code: ErrorDocument['error']['code'],
  message: string,
  words: readonly string[],
): string {
  // What a bug says is of the program: no place in an input, and one thing to do.
  const parts =
    code === 'bug' ? { where: null, remedy: 'please report it' } : errorParts(message, words);
  const document: ErrorDocument = { command, error: { code, message, ...parts } };
  return jsonText(documentOf('error', document));
}
