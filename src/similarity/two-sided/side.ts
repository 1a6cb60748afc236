import type { Job } from '../../job.js';
import type { SimilarityBins } from '../bins.js';
import type { NeighborGraph, NeighborGraphOptions } from '../neighbor-graph.js';
import type { SummedClusters, SummedRow } from '../summed.js';

/** A similarity as an exact ratio of two whole numbers. */
export interface Ratio {
  readonly intersection: number;
  readonly union: number;
}

/**
 * The entities on one side of pairs, such as drugs, or their targets: each once, however many pairs it is in. They can
 * be compared with those of another side of the same kind.
 */
export interface Side {
  /** Number of entities. */
  readonly count: number;
  /** Some of them, in this order. */
  select(entities: ArrayLike<number>): Side;
  /**
   * Prepares comparisons with the entities of another side: the similarity of entity i here and entity j there, as a
   * number. It is the double nearest to a ratio of whole numbers below 2²⁴, so that equal doubles are equal ratios.
   */
  similarities(others: Side): (i: number, j: number) => number;
  /** The same similarity as a ratio. Of nothing and nothing it is 1 and 1. */
  ratio(i: number, others: Side, j: number): Ratio;
  /** Max similarity of each entity to those of another side; 0 where that has none. */
  maxSimilarities(others: Side, job: Job): Promise<Float64Array>;
  /** All pairs of entities that are not in the lowest bin. */
  graph(bins: SimilarityBins, job: Job, options: NeighborGraphOptions): Promise<NeighborGraph>;
  /** Summed similarities of clusters of the entities in millionths, as `eachSummedRow` of fingerprints. */
  eachSummedRow(clusters: SummedClusters, job: Job, visit: SummedRow): Promise<void>;
}

/** Pairs of an entity on one side and an entity on the other. */
export interface Pairs {
  /** Number of pairs. */
  readonly count: number;
  readonly drugs: Side;
  /** Drug of each pair. */
  readonly drugOf: Int32Array;
  readonly partners: Side;
  /** Partner of each pair. */
  readonly partnerOf: Int32Array;
}
