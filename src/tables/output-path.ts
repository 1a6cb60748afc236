import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TanimarkError } from '../errors.js';
import type { Job } from '../job.js';
import { OutputBatch } from './output-batch.js';
import { checkWritable, isStandardOutput } from './outputs/target.js';
import { filesAt, wouldBePart } from './part-files.js';

/**
 * Refuses an output that would overwrite an input; to be called before any work is done.
 *
 * @throws TanimarkError (file)
 */
export function checkOutput(input: string, output: string, what = 'the input', flag = '-o'): void {
  if (isFolder(output)) return;
  if (filesAt(input).some((file) => sameFile(output, file))) {
    throw new TanimarkError('file', `${flag} ${output} is ${what} itself; choose another name`);
  }
  if (!wouldBePart(output, input)) return;
  throw new TanimarkError(
    'file',
    `${flag} ${output} would be read as a part of ${what} (${input}) by the next run; choose another folder`,
  );
}

/**
 * Refuses outputs that cannot be written; to be called before any work is done.
 *
 * @param outputs files, and folders (names that end in `/`), which need not exist
 * @throws TanimarkError (file)
 */
export function checkOutputs(outputs: readonly (string | undefined)[]): void {
  for (const output of outputs) {
    if (output === undefined) continue;
    if (!isFolder(output)) {
      checkWritable(output);
      continue;
    }
    if (isOtherThanFolder(output.replace(/[/\\]+$/, ''))) {
      throw new TanimarkError('file', `${output} is a file, not a folder; choose another name`);
    }
    checkWritable(join(output, 'train.csv'));
  }
}

function isOtherThanFolder(path: string): boolean {
  try {
    return !statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/**
 * Refuses standard output by a name such as /dev/stdout where something else goes there.
 *
 * @param flag the option that names the output
 * @throws TanimarkError (usage)
 */
export function refuseStandardOutput(output: string | undefined, flag = '-o'): void {
  if (output === undefined || isFolder(output) || !isStandardOutput(output)) return;
  throw new TanimarkError(
    'usage',
    `${flag} ${output}: the result is printed to standard output already; name a file`,
  );
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

/** Writes a text to a file, whole or not at all. @throws TanimarkError (file) */
export async function writeText(path: string, text: string, job?: Job): Promise<void> {
  await writeTexts([{ path, text }], job);
}

/** Writes texts to files, all of them or none. @throws TanimarkError (file) */
export async function writeTexts(
  files: readonly { readonly path: string; readonly text: string }[],
  job?: Job,
): Promise<void> {
  const batch = new OutputBatch(job);
  try {
    for (const { path, text } of files) await batch.add(path, text);
    await batch.finish();
  } finally {
    batch.discard();
  }
}
