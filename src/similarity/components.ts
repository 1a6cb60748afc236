import { DisjointSets } from '../disjoint-sets.js';
import type { Job } from '../job.js';
import type { Rational } from '../rational.js';
import { Comparison } from './comparison.js';
import type { FingerprintMatrix } from './fingerprints.js';
import { eachPairOf } from './kernel/kernel.js';
import { joinItems } from './pairs.js';
import { threadsFor, WorkerPool } from './worker-pool.js';

/**
 * Connected components of the graph of all pairs with at least this similarity, exactly (single linkage). Pairs
 * are not kept, so that any number of them takes no memory.
 *
 * @returns for each molecule the first of its component
 * @throws AbortedError
 */
export async function connectedComponents(
  matrix: FingerprintMatrix,
  threshold: Rational,
  job: Job,
): Promise<Int32Array> {
  const { count } = matrix;
  const sets = new DisjointSets(count);
  const threads = threadsFor((count * (count - 1)) / 2, job);
  const comparison = await Comparison.prepare(matrix, { queryRoom: 0, threads }, job);
  comparison.setThreshold(threshold);
  const { order } = comparison;
  const crew = new WorkerPool(comparison);
  try {
    const items = joinItems(count);
    const all = items.reduce((sum, item) => sum + item.last - item.first, 0);
    let compared = 0;
    job.progress.start('finding components', count, 'molecules');
    await crew.run(items, job, (block) => {
      const { first } = block;
      eachPairOf(block, (q, position) => sets.join(order[first + q], order[position]));
      compared += block.last - first;
      job.progress.advance(Math.round((compared / all) * count));
    });
    job.progress.finish();
  } finally {
    await crew.close();
  }
  return sets.roots();
}
