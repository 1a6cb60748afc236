import { existsSync, readFileSync } from 'node:fs';
import { manifestPath } from '../../dataset/manifest/path.js';
import { checkUnaltered, understoodResult } from '../../dataset/neighbor-parts/find.js';
import type { NeighborsSummary } from '../../dataset/neighbor-parts/types.js';
import { TanimarkError } from '../../errors.js';
import { checkRead } from '../../file-guard.js';
import { Job } from '../../job.js';
import type { SearchRequest } from './index.js';

/**
 * The result of a part that was made earlier, by the same version from the same files with the same options; null where there
 * is none, or where a file of it is not as its manifest says.
 *
 * @param output the file of the part
 */
export async function finishedPart(
  output: string,
  request: SearchRequest,
  format: string,
  job = new Job(),
): Promise<NeighborsSummary | null> {
  const manifest = manifestPath(output);
  checkRead(manifest);
  if (!existsSync(output) || !existsSync(manifest)) return null;
  const file = understoodResult(output, readFileSync(manifest, 'utf8'));
  if (!file || file.output.format !== format) return null;
  const { summary } = file;
  const { version, rdkit, parameters, shard, reference_shard, query, reference } = summary;
  const made: SearchRequest = {
    ...{ version, rdkit, parameters, shard, reference_shard },
    query: { sha256: query.sha256, records: query.records },
    reference: { sha256: reference.sha256, records: reference.records },
  };
  if (JSON.stringify(made) !== JSON.stringify(request)) return null;
  try {
    await checkUnaltered([file], { option: output }, job);
  } catch (error) {
    if (error instanceof TanimarkError && error.code === 'file') return null;
    throw error;
  }
  const outputs = [{ ...file.output, path: output }, ...(file.keys ? [file.keys] : [])];
  return { ...summary, seconds: {}, outputs };
}
