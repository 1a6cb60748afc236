import { TanimarkError } from '../errors.js';
import type { Job } from '../job.js';
import { optionValue } from '../spelling.js';
import type { Cell, ColumnKind } from '../tables/formats/format.js';
import { endingsOf, outputFormats } from '../tables/formats/registry.js';
import { OutputBatch } from '../tables/output-batch.js';
import { outputFormatOf } from '../tables/output-format.js';
import { isFolder } from '../tables/output-path.js';
import { tablePieces } from '../tables/write.js';
import { list } from '../text.js';

/**
 * The name of the table format of a file beside the result, by its ending.
 *
 * @param option the one that names the file
 * @throws TanimarkError (usage)
 */
export function rowFormat(option: string, output: string): string {
  if (isFolder(output)) {
    throw new TanimarkError(
      'usage',
      `${optionValue(option, output)} is a folder; name a file in it`,
    );
  }
  const formats = outputFormats();
  try {
    return outputFormatOf(output, undefined, formats);
  } catch {
    throw new TanimarkError(
      'usage',
      `${optionValue(option, output)}: unknown file ending; end the name in ${list(endingsOf(formats), 'or')}`,
    );
  }
}

/**
 * Writes a table to a file, whole or not at all.
 *
 * @returns SHA-256 of the file
 * @throws TanimarkError (file), AbortedError
 */
export async function writeRows(
  format: string,
  columns: readonly string[],
  batches: Iterable<Iterable<readonly Cell[]>>,
  output: string,
  kinds: readonly ColumnKind[],
  job: Job,
): Promise<string> {
  const batch = new OutputBatch(job);
  try {
    const file = await batch.open(output);
    for await (const piece of tablePieces(format, columns, batches, job, { kinds })) {
      await file.write(piece);
    }
    await job.breathe();
    const sha256 = file.close();
    await batch.finish();
    return sha256;
  } finally {
    batch.discard();
  }
}
