import { butinaClusters } from '../../similarity/clusters.js';
import type { FingerprintMatrix } from '../../similarity/fingerprints.js';
import { buildThresholdGraph } from '../../similarity/threshold-graph.js';
import type { SplitContext } from '../splitter.js';
import type { NeighborRows } from './neighbors.js';

/** A distance of 0.65. */
const SIMILARITY = { num: 7, den: 20 };

/**
 * Large clusters that all molecules are in: Butina clusters of a fiftieth of the molecules and at least five; what is in a
 * smaller one goes to the large one that has its nearest neighbor, or, if none is among the known
 * neighbors, to the largest. Where no cluster is so large all stay as they are.
 *
 * @returns cluster of each molecule, numbered from 0
 */
export async function largeClusters(
  fingerprints: FingerprintMatrix,
  { offsets, neighbors }: NeighborRows,
  { memory, stored, job }: Pick<SplitContext, 'memory' | 'stored' | 'job'>,
): Promise<{ of: Int32Array; count: number }> {
  const { count } = fingerprints;
  job.progress.start('finding clusters', count, 'molecules');
  const graph = await buildThresholdGraph(fingerprints, SIMILARITY, job, { memory, stored });
  job.progress.finish();
  const butina = butinaClusters(graph);
  const sizes = new Int32Array(butina.reduce((most, c) => Math.max(most, c + 1), 0));
  for (const c of butina) sizes[c]++;
  const least = Math.max(5, count / 50);
  const large = [...sizes.keys()].filter((c) => sizes[c] >= least);
  if (large.length === 0) return { of: butina, count: sizes.length };
  large.sort((a, b) => sizes[b] - sizes[a] || a - b);
  const number = new Int32Array(sizes.length).fill(-1);
  large.forEach((c, i) => {
    number[c] = i;
  });
  const of = butina.map((c, m) => {
    if (number[c] >= 0) return number[c];
    for (let e = offsets[m]; e < offsets[m + 1]; e++) {
      const near = number[butina[neighbors[e]]];
      if (near >= 0) return near;
    }
    return 0;
  });
  return { of, count: large.length };
}
