import { join } from 'node:path';
import { manifestPath } from '../../../dataset/manifest/path.js';
import { manifestText } from '../../../dataset/manifest/write.js';
import { TanimarkError } from '../../../errors.js';
import { Job } from '../../../job.js';
import { endingOf } from '../../../tables/formats/registry.js';
import { OutputBatch } from '../../../tables/output-batch.js';
import { isFolder, sameFile } from '../../../tables/output-path.js';
import { filesAt } from '../../../tables/part-files.js';
import { knownInputs, writeTable } from '../output.js';
import { splitRows } from '../tables.js';
import type { SplitResult } from '../types.js';
import type { SeriesSummary, SplitSeries } from './types.js';

/** Path of a split of a series. */
function seriesPath(folder: string, name: string, format: string): string {
  return join(folder, `${name.replaceAll('/', '-')}${endingOf(format)}`);
}

/**
 * Writes each split of a series as a table into a folder (`scaffold.csv`, or `0.4.csv` of a
 * sweep), and one manifest of them all beside it. All files appear, or none.
 *
 * @throws TanimarkError (usage) for a name that is no folder's; (file)
 */
export async function writeSeries(
  { summary, results }: SplitSeries,
  folder: string,
  format: string,
  job = new Job(),
): Promise<void> {
  checkSeriesOutput(folder);
  const batch = new OutputBatch(job);
  try {
    const outputs: SeriesSummary['outputs'] = [];
    for (const [name, result] of results) {
      const path = seriesPath(folder, name, format);
      for (const read of [result.data.table.path, ...result.sources.map((s) => s.path)]) {
        if (filesAt(read).some((file) => sameFile(path, file))) {
          throw new TanimarkError('file', `${path} was read for this split; choose another folder`);
        }
      }
      outputs.push(await writeTable(batch, result, { path, ...splitRows(result) }, format, job));
    }
    summary.outputs = outputs;
    const described = { ...summary, ...inputsOf([...results.values()]), outputs };
    await batch.add(manifestPath(folder), manifestText(described, folder));
    // The last moment at which Ctrl-C leaves nothing behind.
    await job.breathe();
    await batch.finish();
  } finally {
    batch.discard();
  }
}

/** Manifest entries of the files that were read: the input, and others that some of the methods read. */
function inputsOf(results: readonly SplitResult[]) {
  const { input } = knownInputs(results[0]);
  const sources = new Map(results.flatMap((r) => r.sources.map((s) => [s.path, s] as const)));
  return { input, ...(sources.size === 0 ? {} : { sources: [...sources.values()] }) };
}

/** Refuses a single file for several splits. @throws TanimarkError (usage) */
export function checkSeriesOutput(output: string): void {
  if (isFolder(output)) return;
  throw new TanimarkError(
    'usage',
    `-o ${output}: several splits need a folder: -o ${output.replace(/\.[^./\\]*$/, '')}/`,
  );
}
