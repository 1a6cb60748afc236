import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import type { Rational } from '../../rational.js';
import { SimilarityBins } from '../bins.js';
import type { NeighborGraph, NeighborGraphOptions } from '../neighbor-graph.js';
import type { Side } from './side.js';

/**
 * All pairs of entities of one side with at least this similarity, exactly.
 *
 * @param threshold above 0, up to 1
 * @param name of the entities, for messages
 * @throws TanimarkError (usage) where they do not fit in memory
 * @throws AbortedError
 */
export async function sideThresholdGraph(
  side: Side,
  threshold: Rational,
  name: 'drugs' | 'partners',
  job: Job,
  options: NeighborGraphOptions = {},
): Promise<NeighborGraph> {
  const { num, den } = threshold;
  const text = `${num}/${den}`;
  const edges = [{ num: 0, den: 1 }, threshold, { num: 1, den: 1 }];
  // All similarities from the threshold on are in the second bin; a threshold of 1 leaves but that one.
  const bins = new SimilarityBins(num === den ? [edges[0], edges[1], edges[1]] : edges, [
    '0',
    text,
    '1',
  ]);
  const graph = await side.graph(bins, job, options);
  if (graph.anchors) {
    throw new TanimarkError(
      'usage',
      `too many ${name} are at least ${text} similar; raise the threshold`,
    );
  }
  return graph;
}
