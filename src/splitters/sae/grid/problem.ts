import { type Grouped, grouped } from '../../../grouped.js';
import type { Job } from '../../../job.js';
import type { SimilarityBins } from '../../../similarity/bins.js';
import type { NeighborGraph } from '../../../similarity/neighbor-graph.js';
import type { TwoSided } from '../../../similarity/two-sided/index.js';

/** The entities on one side of the pairs: drugs, or partners. */
export interface GridSide {
  readonly count: number;
  /** Entity of each pair. */
  readonly of: Int32Array;
  /** Pairs of each entity. */
  readonly pairs: Grouped;
  /** The entity on the other side of each of these pairs, in their order. */
  readonly opposite: Int32Array;
  /** Entities that have a pair, ascending. */
  readonly used: Int32Array;
  /** Similar entities, with the bin of their similarity. */
  readonly graph: NeighborGraph;
}

/** Pairs that are to be divided so that test pairs are spread over cells: bin of the drug × bin of the partner. */
export interface GridProblem {
  /** Number of pairs. */
  readonly count: number;
  /** Bins of each side. The cell of drug bin i and partner bin j has the number `i * bins + j`. */
  readonly bins: number;
  /** All pairs, ascending. */
  readonly order: Int32Array;
  /** Drugs and partners. */
  readonly sides: readonly [GridSide, GridSide];
}

/** The problem of a table of pairs. @throws TanimarkError (usage) where the neighbors of a side do not fit in memory */
export async function gridProblem(
  pairs: TwoSided,
  bins: SimilarityBins,
  memory: number,
  job: Job,
): Promise<GridProblem> {
  const graphs = [
    await pairs.sideGraph('drugs', bins, job, { memory }),
    await pairs.sideGraph('partners', bins, job, { memory }),
  ];
  const sides = [
    gridSide(pairs.drugOf, pairs.partnerOf, graphs[0]),
    gridSide(pairs.partnerOf, pairs.drugOf, graphs[1]),
  ] as const;
  const order = Int32Array.from({ length: pairs.count }, (_, p) => p);
  return { count: pairs.count, bins: bins.count, order, sides };
}

function gridSide(of: Int32Array, other: Int32Array, graph: NeighborGraph): GridSide {
  const { count } = graph;
  const pairs = grouped(of, count);
  const opposite = pairs.members.map((p) => other[p]);
  const all = Int32Array.from({ length: count }, (_, e) => e);
  const used = all.filter((e) => pairs.offsets[e + 1] > pairs.offsets[e]);
  return { count, of, pairs, opposite, used, graph };
}

/** Number of pairs of an entity. */
export function degree({ pairs: { offsets } }: GridSide, entity: number): number {
  return offsets[entity + 1] - offsets[entity];
}
