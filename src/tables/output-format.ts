import { TanimarkError } from '../errors.js';
import { list } from '../text.js';
import { csv } from './formats/delimited.js';
import type { TableFormat } from './formats/format.js';
import { endingsOf } from './formats/registry.js';
import { isStream } from './outputs/target.js';

/**
 * The name of the format that was requested, else of the output's ending, else (on standard output, a pipe or a device)
 * CSV.
 *
 * @param formats those that are possible
 * @param others other endings that are possible, for the message
 * @param otherNames other names that are possible, for the message
 * @throws TanimarkError (usage) when the format or the ending is none of these
 */
export function outputFormatOf(
  output: string | undefined,
  requested: string | undefined,
  formats: readonly TableFormat[],
  others: readonly string[] = [],
  otherNames: readonly string[] = [],
): string {
  if (requested !== undefined) {
    const tables = formats.map(({ name }) => name);
    if (tables.includes(requested)) return requested;
    const names = [...tables, ...otherNames];
    throw new TanimarkError(
      'usage',
      `unknown output format "${requested}"; use ${list(names, 'or')}`,
    );
  }
  if (output === undefined) return csv.name;
  const ending = /\.[^./\\]+$/.exec(output)?.[0].toLowerCase() ?? '';
  const format = formats.find(({ extensions }) => extensions.includes(ending));
  if (format) return format.name;
  if (isStream(output)) return csv.name;
  throw new TanimarkError(
    'usage',
    `-o ${output}: cannot tell the format from "${ending}"; end the name in ${list([...endingsOf(formats), ...others], 'or')}, or say --format`,
  );
}
