import { type FetchedFile, type FetchSource, fetchFiles } from '../../dataset/named/fetch-files.js';
import { loadRegistry } from '../../dataset/named/load-registry.js';
import type { NamedDataset } from '../../dataset/named/types.js';
import { AbortedError, TanimarkError } from '../../errors.js';
import { currentIo } from '../../io.js';
import { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { optionName } from '../../spelling.js';
import { VERSION } from '../../version.js';
import { FETCH_DATASETS } from '../options.js';
import { describeDataset } from './list.js';
import { auditOwnSplit } from './own-split.js';
import type { FailedFetch, FetchDatasetsOptions, FetchedDataset, FetchSummary } from './types.js';

/** The variable that names a mirror. */
const MIRROR_VARIABLE = 'TANIMARK_DATASETS_MIRROR';

/**
 * Fetches data sets into the cache. Of several, those that cannot be fetched are in `failed`, and the others are there.
 *
 * @throws TanimarkError (usage) on names that are none; (network, file) where one alone cannot be fetched; AbortedError
 */
export async function fetchDatasets(
  options: FetchDatasetsOptions,
  job = new Job(),
): Promise<FetchSummary> {
  checkOptions('fetchDatasets', FETCH_DATASETS, options, job);
  const registry = await loadRegistry(options.registry);
  const datasets = registry.named(options.names);
  const source = sourceOf(options, datasets);
  const files: FetchedFile[] = [];
  const failed: FailedFetch[] = [];
  for (const group of byArchive(datasets)) {
    try {
      files.push(...(await fetchFiles(group, source, job)));
    } catch (error) {
      const isOurs = error instanceof TanimarkError && !(error instanceof AbortedError);
      if (!isOurs || datasets.length === 1) throw error;
      failed.push(...group.map(({ name }) => ({ name, error: error.message })));
    }
  }
  const fetched = new Set(files.map(({ dataset }) => dataset.name));
  const described: FetchedDataset[] = [];
  for (const file of files) {
    const { dataset } = file;
    const audit =
      options.audit === false ? null : await auditOwnSplit(dataset, fetched, registry, job);
    described.push({ ...documentOf(file), audit });
  }
  return {
    command: 'datasets',
    action: 'fetch',
    version: VERSION,
    datasets: described,
    failed,
    warnings: [],
  };
}

function sourceOf(
  { from, mirror, update }: FetchDatasetsOptions,
  datasets: readonly NamedDataset[],
): FetchSource {
  if (datasets.length === 0) {
    throw new TanimarkError(
      'usage',
      'no data set is named; tanimark datasets list shows the names',
    );
  }
  if (from !== undefined && datasets.length > 1) {
    throw new TanimarkError(
      'usage',
      `${optionName('from')} is the file of one data set, and ${datasets.length} are named; fetch them one by one`,
      { option: 'from' },
    );
  }
  const address = mirror ?? (currentIo().env[MIRROR_VARIABLE] || undefined);
  if (address !== undefined && !/^https:\/\/[^\s/]/.test(address)) {
    throw new TanimarkError(
      'usage',
      `${mirror === undefined ? MIRROR_VARIABLE : optionName('mirror')} ${address}: a mirror has an address that begins with https://`,
      { option: 'mirror' },
    );
  }
  return { from, mirror: address, update };
}

/** Data sets that are in the same archive come together; the others alone. */
function byArchive(datasets: readonly NamedDataset[]): NamedDataset[][] {
  const groups = new Map<string, NamedDataset[]>();
  for (const dataset of datasets) {
    const { urls = [], member, name } = dataset;
    const key = member === undefined ? `dataset:${name}` : urls[0];
    groups.set(key, [...(groups.get(key) ?? []), dataset]);
  }
  return [...groups.values()];
}

function documentOf(file: FetchedFile): Omit<FetchedDataset, 'audit'> {
  const { dataset, path, bytes, sha256, source, checked, lock } = file;
  const { state, ...rest } = describeDataset(dataset);
  const outcome = state === 'bundled' ? 'bundled' : source === null ? 'present' : 'fetched';
  return { ...rest, state, path, outcome, source, file: { bytes, sha256 }, checked, lock };
}
