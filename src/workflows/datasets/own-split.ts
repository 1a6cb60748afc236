import type { Registry } from '../../dataset/named/registry.js';
import { standingOf } from '../../dataset/named/store.js';
import type { NamedDataset } from '../../dataset/named/types.js';
import { AbortedError, TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import type { AuditOptions } from '../audit/types.js';
import type { OwnSplitAudit } from './types.js';

/**
 * What an audit finds in the split that those who made the data set use; null where they have none, or make it by a
 * method.
 *
 * @param fetched data sets of the same call: of a pair of parts, one alone is asked for the audit
 */
export async function auditOwnSplit(
  dataset: NamedDataset,
  fetched: ReadonlySet<string>,
  registry: Registry,
  job: Job,
): Promise<OwnSplitAudit | null> {
  const options = ownSplit(dataset, fetched, registry);
  if (options === null) return null;
  if (typeof options === 'string') return failed(options);
  const { audit } = await import('../audit/index.js');
  try {
    const { summary } = await audit(options, job);
    const [{ line, duplicates }] = summary.comparisons;
    const [train, test] = [summary.sides.train.records, summary.sides.test.records];
    return { line, reason: null, train, test, duplicates };
  } catch (error) {
    if (!(error instanceof TanimarkError) || error instanceof AbortedError) throw error;
    return failed(error.message);
  }
}

function failed(reason: string): OwnSplitAudit {
  return { line: null, reason, train: null, test: null, duplicates: null };
}

/** The audit that is to be made; a text where it cannot be. */
function ownSplit(
  dataset: NamedDataset,
  fetched: ReadonlySet<string>,
  registry: Registry,
): AuditOptions | string | null {
  const { split, name } = dataset;
  if (!split || 'method' in split) return null;
  if ('column' in split) return { split: `dataset:${name}` };
  const parts = [dataset, ...split.with.map((other) => registry.get(other))];
  const partOf = (part: string) =>
    parts.find((one) => one.split && 'part' in one.split && one.split.part === part);
  const [train, test] = [partOf('train') ?? partOf('train_valid'), partOf('test')];
  if (!train || !test) return null;
  if (dataset !== test && fetched.has(test.name)) return null;
  const lost = [train, test].find((one) => standingOf(one, false).state === 'absent');
  if (lost) return `dataset:${lost.name}, its other part, was not fetched`;
  return { train: `dataset:${train.name}`, test: `dataset:${test.name}` };
}
