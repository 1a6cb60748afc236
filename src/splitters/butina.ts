import type { Rational } from '../rational.js';
import { butinaClusters } from '../similarity/clusters.js';
import { buildThresholdGraph } from '../similarity/threshold-graph.js';
import { optionName } from '../spelling.js';
import { inWholeClusters } from './fill.js';
import type { Molecules, SplitContext, Splitter } from './splitter.js';
import { thresholdOption } from './threshold-option.js';

const WORDS = {
  noun: 'cluster',
  get remedy() {
    return `raise ${optionName('threshold')}, or request other sizes`;
  },
};

/**
 * Taylor-Butina clusters (RDKit's, with reordering), the largest to training: the test set has
 * small clusters, that is, the molecules that are least like any others. So do DeepChem's
 * ButinaSplitter and scikit-fingerprints' `butina_train_test_split`; the default threshold is the latter's,
 * a distance of 0.65. Molecules of different clusters may still be similar: only members and
 * centers are compared.
 */
export const butina: Splitter = {
  name: 'butina',
  purpose: 'series',
  series: 'clusters',
  summary: 'Taylor-Butina clusters stay whole; small ones go to test',
  reference: 'Butina, J. Chem. Inf. Comput. Sci. 1999; DeepChem ButinaSplitter',
  options: [
    thresholdOption(
      '0.35',
      'smallest similarity of a molecule to the center of its cluster (1 - distance cut-off)',
    ),
  ],
  usesSeed: false,
  usesNeighbors: true,
  ...inWholeClusters(clustersOf, WORDS),
};

async function clustersOf(
  { count, fingerprints }: Molecules,
  { options, memory, stored, job }: SplitContext,
): Promise<Int32Array> {
  const threshold = options.threshold as Rational;
  job.progress.start('finding neighbors', count, 'molecules');
  const graph = await buildThresholdGraph(fingerprints, threshold, job, { memory, stored });
  job.progress.finish();
  return butinaClusters(graph);
}
