import { DisjointSets } from '../../disjoint-sets.js';
import type { Job } from '../../job.js';
import { ClusterSide } from '../../similarity/two-sided/cluster-side.js';
import type { Side } from '../../similarity/two-sided/side.js';

/** Number of each entity, the same for entities of similarity 1, and those that others link in this way. */
export async function alikeOf(side: Side, job: Job): Promise<Int32Array> {
  if (side instanceof ClusterSide) return side.clusterOf;
  const sets = new DisjointSets(side.count);
  const similarity = side.similarities(side);
  for (let i = 0; i < side.count; i++) {
    for (let j = 0; j < i; j++) if (similarity(i, j) === 1) sets.join(i, j);
    if (job.due()) await job.breathe();
  }
  return sets.roots();
}
