import { loadRegistry } from '../../dataset/named/load-registry.js';
import type { Registry } from '../../dataset/named/registry.js';
import { standingOf } from '../../dataset/named/store.js';
import type { NamedDataset } from '../../dataset/named/types.js';
import type { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { VERSION } from '../../version.js';
import { LIST_DATASETS, NAMED_DATASETS } from '../options.js';
import type {
  DatasetDocument,
  DatasetList,
  ListDatasetsOptions,
  NamedDatasetsOptions,
} from './types.js';

/** The data sets that have a name, those that match alone. @throws TanimarkError (config) on a registry of the user's */
export async function listDatasets(
  options: ListDatasetsOptions = {},
  job?: Job,
): Promise<DatasetList> {
  checkOptions('listDatasets', LIST_DATASETS, options, job);
  const { words = [], task } = options;
  const registry = await loadRegistry(options.registry);
  const matching = registry.datasets.filter(
    (one) => (task === undefined || one.task === task) && matches(one, words, registry),
  );
  return document('list', matching, registry);
}

/** What is known of data sets. @throws TanimarkError (usage) where there is none of a name */
export async function showDatasets(options: NamedDatasetsOptions, job?: Job): Promise<DatasetList> {
  checkOptions('showDatasets', NAMED_DATASETS, options, job);
  const registry = await loadRegistry(options.registry);
  return document('show', registry.named(options.names), registry);
}

function matches(dataset: NamedDataset, words: readonly string[], registry: Registry): boolean {
  const { name, summary, family, tags = [] } = dataset;
  const title = registry.families.find((one) => one.family === family)?.title ?? '';
  const suites = registry.suites.filter(({ datasets }) => datasets.includes(name));
  const text = [name, summary, family, title, ...tags, ...suites.map((suite) => suite.name)]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word.toLowerCase().replace(/^suite:/, '')));
}

function document(
  action: 'list' | 'show',
  datasets: readonly NamedDataset[],
  registry: Registry,
): DatasetList {
  const families = registry.families.map(({ family, title, summary }) => ({
    family,
    title,
    summary,
    datasets: datasets.filter((one) => one.family === family).map(describeDataset),
  }));
  const named = new Set(datasets.map(({ name }) => name));
  return {
    command: 'datasets',
    action,
    version: VERSION,
    families: families.filter((one) => one.datasets.length > 0),
    suites: registry.suites.filter((suite) => suite.datasets.some((name) => named.has(name))),
    total: registry.datasets.length,
  };
}

/** A data set, and whether its file is there. */
export function describeDataset(dataset: NamedDataset): DatasetDocument {
  const standing = standingOf(dataset, false);
  return {
    name: dataset.name,
    family: dataset.family,
    summary: dataset.summary,
    state: standing.state,
    path: standing.state === 'absent' ? null : standing.path,
    rows: dataset.rows ?? null,
    columns: dataset.columns,
    task: dataset.task ?? null,
    unit: dataset.unit ?? null,
    positive: dataset.positive ?? null,
    metric: dataset.metric ?? null,
    split: dataset.split ?? null,
    license: dataset.license,
    citation: dataset.citation,
    homepage: dataset.homepage ?? null,
    faults: dataset.faults ?? [],
    tags: dataset.tags ?? [],
    urls: dataset.urls ?? [],
    member: dataset.member ?? null,
    bytes: dataset.bytes ?? null,
    sha256: dataset.sha256 ?? null,
    md5: dataset.md5 ?? null,
    registry: dataset.registry ?? null,
  };
}
