import type { TwoSided } from '../../../similarity/two-sided/index.js';
import type { Side } from '../../../similarity/two-sided/side.js';
import { sideThresholdGraph } from '../../../similarity/two-sided/threshold.js';
import { joinUnits } from '../../join-units.js';
import type { SplitContext } from '../../splitter.js';
import { makeUnits, type Units } from '../../units.js';
import { type Clusters, type Items, makeClusters } from '../blocks.js';
import type { Options } from '../options.js';

/** One side of the pairs, in clusters that are kept whole. */
export interface ClusteredSide {
  /**
   * Its different entities that are in a pair: of one structure or sequence, or of similarity 1 by the user's own
   * similarities, the first stands for all. Each weighs as much as its pairs, and groups are kept together.
   */
  readonly units: Units;
  readonly clusters: Clusters;
  /** Cluster of each pair's entity. */
  readonly ofPair: Int32Array;
}

/** Clusters the different drugs, or partners, of some pairs. @throws TanimarkError (usage), AbortedError */
export async function clusteredSide(
  name: 'drugs' | 'partners',
  pairs: TwoSided,
  context: SplitContext,
): Promise<ClusteredSide> {
  const { facts, units, memory, job } = context;
  const { threshold, clusters: most } = context.options as unknown as Options;
  const distinct = await facts.sideClusters(name, { kind: 'none' });
  const { of, firsts } = numbered(distinct);
  const entityOf = name === 'drugs' ? pairs.drugOf : pairs.partnerOf;
  const side = pairs[name].select(firsts.map((p) => entityOf[p]));
  const own = entityUnits(of, firsts, units);
  const options = { threshold, most, memory };
  const clusters = await makeClusters(sideItems(name, side), own, options, job);
  return { units: own, clusters, ofPair: of.map((entity) => clusters.of[entity]) };
}

/** Numbers from 0 in the order of first use, and the first pair of each. */
function numbered(distinct: Int32Array): { of: Int32Array; firsts: number[] } {
  const numbers = new Map<number, number>();
  const firsts: number[] = [];
  const of = distinct.map((key, p) => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, firsts.length);
    return firsts.push(p) - 1;
  });
  return { of, firsts };
}

/** Entities of which each weighs as much as its pairs; those that share a unit of pairs are one unit. */
function entityUnits(of: Int32Array, firsts: readonly number[], units: Units): Units {
  const joined = joinUnits(units, of);
  const weight = new Int32Array(firsts.length);
  of.forEach((entity, p) => {
    weight[entity] += units.weight[p];
  });
  return makeUnits(
    firsts.length,
    Int32Array.from(firsts, (p) => joined.of[p]),
    weight,
  );
}

function sideItems(name: 'drugs' | 'partners', side: Side): Items {
  return {
    count: side.count,
    name,
    thresholdGraph: (threshold, memory, job) =>
      sideThresholdGraph(side, threshold, name, job, { memory }),
    eachSummedRow: (clusters, job, visit) => side.eachSummedRow(clusters, job, visit),
  };
}
