import type { Job } from '../../job.js';
import type { SimilarityBins } from '../bins.js';
import type { NeighborGraph, NeighborGraphOptions } from '../neighbor-graph.js';
import type { Nearest } from '../search.js';
import { pairGraph, sideGraph } from './graph.js';
import { nearestPairs } from './nearest.js';
import type { Pairs, Side } from './side.js';

/**
 * Pairs of an entity on one side and an entity on the other, such as a drug and its target. The similarity of two
 * pairs is the smaller of their drugs' and their partners' similarity.
 */
export class TwoSided implements Pairs {
  /** Number of pairs. */
  readonly count: number;

  /**
   * @param drugOf drug of each pair
   * @param partnerOf partner of each pair
   */
  constructor(
    readonly drugs: Side,
    readonly drugOf: Int32Array,
    readonly partners: Side,
    readonly partnerOf: Int32Array,
  ) {
    this.count = drugOf.length;
  }

  /** Some of the pairs, in this order, with all entities. */
  select(pairs: ArrayLike<number>): TwoSided {
    const of = (entity: Int32Array) => Int32Array.from(pairs, (p) => entity[p]);
    return new TwoSided(this.drugs, of(this.drugOf), this.partners, of(this.partnerOf));
  }

  /** The nearest of other pairs for each, exactly; of equally near ones the first. @throws AbortedError */
  nearestIn(references: TwoSided, job: Job): Promise<Nearest> {
    return nearestPairs(this, references, job);
  }

  /** Max similarity of each drug, or partner, to those that the references have. */
  sideSimilarities(
    side: 'drugs' | 'partners',
    references: TwoSided,
    job: Job,
  ): Promise<Float64Array> {
    const entities = new Set(side === 'drugs' ? references.drugOf : references.partnerOf);
    return this[side].maxSimilarities(references[side].select([...entities]), job);
  }

  /** All pairs of drugs, or of partners, that are not in the lowest bin. @throws TanimarkError (usage) where memory does not suffice */
  sideGraph(
    side: 'drugs' | 'partners',
    bins: SimilarityBins,
    job: Job,
    options: NeighborGraphOptions = {},
  ): Promise<NeighborGraph> {
    return sideGraph(this[side], bins, job, options);
  }

  /** All pairs of pairs that are not in the lowest bin. @throws TanimarkError (usage) where memory does not suffice */
  graph(
    bins: SimilarityBins,
    job: Job,
    options: NeighborGraphOptions = {},
  ): Promise<NeighborGraph> {
    return pairGraph(this, bins, job, options);
  }
}
