import { realpathSync } from 'node:fs';
import { TanimarkError } from '../errors.js';
import { OutputBatch } from '../tables/output-batch.js';
import { list } from '../text.js';

/**
 * Refuses an output that would overwrite an input; to be called before any work is done.
 *
 * @throws TanimarkError (file)
 */
export function checkOutput(input: string, output: string, what = 'the input', flag = '-o'): void {
  if (!isFolder(output) && sameFile(output, input)) {
    throw new TanimarkError('file', `${flag} ${output} is ${what} itself; choose another name`);
  }
}

/** The name of the manifest that belongs to an output. */
export function manifestPath(output: string): string {
  return `${output.replace(/[/\\]+$/, '')}.manifest.json`;
}

/** True for an output that names a folder. */
export function isFolder(output: string): boolean {
  return /[/\\]$/.test(output);
}

/** Whether two names are those of one existing file. */
export function sameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

/**
 * The format that was asked for, else that of the output's ending, else (on standard output) CSV.
 *
 * @param endings formats by ending, lower case, with the dot
 * @param others other endings that are possible, for the message
 * @throws TanimarkError (usage) when the ending is none of these
 */
export function formatByEnding<Format extends string>(
  output: string | undefined,
  asked: Format | undefined,
  endings: Readonly<Record<string, Format>>,
  others: readonly string[] = [],
): Format {
  if (asked !== undefined) return asked;
  if (output === undefined) return endings['.csv'];
  const ending = /\.[^./\\]+$/.exec(output)?.[0].toLowerCase() ?? '';
  if (Object.hasOwn(endings, ending)) return endings[ending];
  const usual = Object.keys(endings).filter((e) => e.slice(1) === endings[e]);
  throw new TanimarkError(
    'usage',
    `-o ${output}: cannot tell the format from "${ending}"; end the name in ${list([...usual, ...others], 'or')}, or say --format`,
  );
}

/** Writes a text to a file, whole or not at all. @throws TanimarkError (file) */
export function writeText(path: string, text: string): void {
  writeTexts([{ path, text }]);
}

/** Writes texts to files, all of them or none. @throws TanimarkError (file) */
export function writeTexts(
  files: readonly { readonly path: string; readonly text: string }[],
): void {
  const batch = new OutputBatch();
  try {
    for (const { path, text } of files) batch.add(path, text);
    batch.finish();
  } finally {
    batch.discard();
  }
}
