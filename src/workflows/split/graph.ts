import type { ChemistryPool } from '../../chemistry/pool.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import {
  checkGraph,
  findGraph,
  type GraphFiles,
  GraphSource,
} from '../../dataset/neighbor-parts/graph.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { StoredPairs } from '../../similarity/stored-pairs.js';
import { optionName, optionValue } from '../../spelling.js';
import type { SplitPlan } from './plan.js';

/** The similar pairs of a split that were found before: their files, before the input is read; undefined where there are none. */
export function graphOf({ options }: SplitPlan): GraphFiles | undefined {
  return options.graph === undefined ? undefined : findGraph(options.graph);
}

/**
 * The pairs of files that are those of the input.
 *
 * @throws TanimarkError (file) where they are not, (usage) where the input's rows are pairs
 */
export async function storedPairs(
  graph: GraphFiles,
  { options, seed }: SplitPlan,
  data: MoleculeTable,
  pool: ChemistryPool,
  job: Job,
): Promise<StoredPairs> {
  if (data.pairs) {
    throw new TanimarkError(
      'usage',
      `${optionName('graph')}: the rows of ${data.name} are pairs with column "${data.pairs.partners.column}", and tanimark neighbors compares molecules; leave it out, or add ${optionValue('partner', 'none')}`,
    );
  }
  const rdkit = await pool.rdkitVersion();
  const use = { data, rdkit, fingerprint: pool.fingerprintSpec, multiple: options.multiple };
  await checkGraph(graph, use, job);
  return new StoredPairs(new GraphSource(graph, data), seed);
}

/** Refuses pairs that were not needed. @throws TanimarkError (usage) */
export function checkUsed(stored: StoredPairs | undefined, { splitter }: SplitPlan): void {
  if (!stored || stored.used) return;
  throw new TanimarkError(
    'usage',
    `${optionName('graph')}: with these options ${splitter.name} needs no similar pairs; leave it out`,
  );
}
