import { loadRegistry } from '../../dataset/named/load-registry.js';
import { fetchedPath } from '../../dataset/named/resolve.js';
import { bytesOf, isStored, removeFiles, standingOf } from '../../dataset/named/store.js';
import { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { VERSION } from '../../version.js';
import { NAMED_DATASETS, VERIFY_DATASETS } from '../options.js';
import type {
  DatasetsVerification,
  NamedDatasetsOptions,
  RemovedDatasets,
  VerifyDatasetsOptions,
} from './types.js';

/** The paths of data sets that were fetched. @throws TanimarkError (usage, file) where one was not, or was changed */
export async function datasetPaths(options: NamedDatasetsOptions, job?: Job): Promise<string[]> {
  checkOptions('datasetPaths', NAMED_DATASETS, options, job);
  const registry = await loadRegistry(options.registry);
  return registry.named(options.names).map(fetchedPath);
}

/** Compares the files of data sets with their checksums: of those that are named, else of all that were fetched. */
export async function verifyDatasets(
  options: VerifyDatasetsOptions = {},
  job = new Job(),
): Promise<DatasetsVerification> {
  checkOptions('verifyDatasets', VERIFY_DATASETS, options, job);
  const { names = [] } = options;
  const registry = await loadRegistry(options.registry);
  const meant =
    names.length > 0 ? registry.named(names) : registry.datasets.filter((one) => isStored(one));
  job.progress.start('verifying', meant.length, 'files');
  const datasets: DatasetsVerification['datasets'][number][] = [];
  for (const dataset of meant) {
    const standing = standingOf(dataset, true);
    const path = standing.state === 'absent' ? null : standing.path;
    datasets.push({ name: dataset.name, state: standing.state, path });
    await job.breathe(datasets.length);
  }
  job.progress.finish();
  const passed = datasets.every(({ state }) => state === 'fetched' || state === 'bundled');
  return { command: 'datasets', action: 'verify', version: VERSION, datasets, passed };
}

/** Removes the files of data sets from the cache. What a lock file has recorded stays. */
export async function removeDatasets(
  options: NamedDatasetsOptions,
  job?: Job,
): Promise<RemovedDatasets> {
  checkOptions('removeDatasets', NAMED_DATASETS, options, job);
  const registry = await loadRegistry(options.registry);
  const datasets = registry.named(options.names).map((one) => {
    const bytes = bytesOf(one);
    removeFiles(one);
    return { name: one.name, bytes };
  });
  return { command: 'datasets', action: 'remove', version: VERSION, datasets };
}
