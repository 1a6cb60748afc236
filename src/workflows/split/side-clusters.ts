import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { DisjointSets } from '../../disjoint-sets.js';
import { assertInvariant } from '../../errors.js';
import type { Job } from '../../job.js';
import { butinaClusters } from '../../similarity/clusters.js';
import type { NeighborGraph } from '../../similarity/neighbor-graph.js';
import { sideThresholdGraph } from '../../similarity/two-sided/threshold.js';
import type { SideClusters } from '../../splitters/cold/kinds.js';
import { numbered } from './numbered.js';

/** The cluster of each pair's drug, or partner. @throws TanimarkError (usage) */
export async function sideClustersOf(
  { pairs, set }: MoleculeTable,
  name: 'drugs' | 'partners',
  how: SideClusters,
  job: Job,
): Promise<Int32Array> {
  assertInvariant(pairs !== null, 'molecules have no sides');
  const side = pairs[name];
  if (how.kind === 'none') return side.of.map((entity) => side.alike[entity]);
  if (how.kind === 'scaffold') {
    assertInvariant(set.scaffolds !== undefined, 'scaffolds were not asked for');
    return scaffoldsAndOthers(numbered(set.scaffolds), side.of);
  }
  job.progress.start(`clustering ${name}`, side.count, name);
  const graph = await sideThresholdGraph(pairs.compared[name], how.threshold, name, job);
  job.progress.finish();
  const cluster = how.kind === 'butina' ? butinaClusters(graph) : componentsOf(graph);
  return side.of.map((entity) => cluster[entity]);
}

/** Molecules without a scaffold that can be told are clusters of their own. */
function scaffoldsAndOthers(scaffolds: Int32Array, drugOf: Int32Array): Int32Array {
  const next = scaffolds.reduce((most, s) => Math.max(most, s), -1) + 1;
  return scaffolds.map((s, p) => (s >= 0 ? s : next + drugOf[p]));
}

function componentsOf({ count, offsets, neighbors }: NeighborGraph): Int32Array {
  const sets = new DisjointSets(count);
  for (let e = 0; e < count; e++) {
    for (let n = offsets[e]; n < offsets[e + 1]; n++) sets.join(e, neighbors[n]);
  }
  return sets.roots();
}
