import { assertInvariant, TanimarkError } from '../../errors.js';
import { grouped } from '../../grouped.js';
import type { Job } from '../../job.js';
import { optionName, optionValue } from '../../spelling.js';
import { count as written } from '../../text.js';
import type { SimilarityBins } from '../bins.js';
import { defaultMemory, memoryText } from '../memory.js';
import type { NeighborGraph, NeighborGraphOptions } from '../neighbor-graph.js';
import { MILLIONTHS, type SummedClusters, type SummedRow } from '../summed.js';
import type { Ratio, Side } from './side.js';

/** Bytes of an entry of the graph. */
const BYTES_PER_ENTRY = 5;

/** Entities in clusters: of similarity 1 to those of their cluster, and 0 to all others. */
export class ClusterSide implements Side {
  readonly count: number;

  /**
   * @param key what tells the clusters from others: a checksum of their file
   * @param clusterOf cluster of each entity, counted from 0
   */
  constructor(
    readonly key: string,
    readonly clusterOf: Int32Array,
  ) {
    this.count = clusterOf.length;
  }

  select(entities: ArrayLike<number>): ClusterSide {
    return new ClusterSide(
      this.key,
      Int32Array.from(entities, (e) => this.clusterOf[e]),
    );
  }

  similarities(others: Side): (i: number, j: number) => number {
    const [own, other] = [this.clusterOf, this.clustersIn(others)];
    return (i, j) => (own[i] === other[j] ? 1 : 0);
  }

  ratio(i: number, others: Side, j: number): Ratio {
    return { intersection: this.clusterOf[i] === this.clustersIn(others)[j] ? 1 : 0, union: 1 };
  }

  async maxSimilarities(others: Side): Promise<Float64Array> {
    const known = new Set(this.clustersIn(others));
    return Float64Array.from(this.clusterOf, (cluster) => (known.has(cluster) ? 1 : 0));
  }

  /** @throws TanimarkError (usage) where large clusters make more pairs than fit in memory */
  async graph(
    bins: SimilarityBins,
    job: Job,
    options: NeighborGraphOptions,
  ): Promise<NeighborGraph> {
    const { count, clusterOf } = this;
    const level = bins.of(1, 1);
    const offsets = new Int32Array(count + 1);
    const empty = { count, offsets, neighbors: new Int32Array(0), levels: new Uint8Array(0) };
    if (level === 0) return empty;
    const most = clusterOf.reduce((highest, cluster) => Math.max(highest, cluster), -1);
    const { offsets: starts, members } = grouped(clusterOf, most + 1);
    let entries = 0;
    for (let c = 0; c <= most; c++) {
      const size = starts[c + 1] - starts[c];
      entries += size * (size - 1);
    }
    const memory = options.memory ?? defaultMemory();
    if (entries > Math.min(2 ** 31 - 1, memory / BYTES_PER_ENTRY)) {
      throw new TanimarkError(
        'usage',
        `${written(entries / 2)} pairs of partners in one cluster do not fit in ${optionValue('memory', memoryText(memory))}; give more, or smaller clusters in ${optionName('targetSimilarity')}`,
      );
    }
    const neighbors = new Int32Array(entries);
    let at = 0;
    for (let e = 0; e < count; e++) {
      const cluster = clusterOf[e];
      for (let m = starts[cluster]; m < starts[cluster + 1]; m++) {
        if (members[m] !== e) neighbors[at++] = members[m];
      }
      offsets[e + 1] = at;
      if (job.due()) await job.breathe();
    }
    return { count, offsets, neighbors, levels: new Uint8Array(entries).fill(level) };
  }

  async eachSummedRow(
    { cluster, count, rows }: SummedClusters,
    job: Job,
    visit: SummedRow,
  ): Promise<void> {
    const { clusterOf } = this;
    const most = clusterOf.reduce((highest, given) => Math.max(highest, given), -1);
    const given = grouped(clusterOf, most + 1);
    const summed = grouped(cluster, count);
    const row = new Float64Array(count);
    for (let c = 0; c < rows; c++) {
      row.fill(0);
      for (let p = summed.offsets[c]; p < summed.offsets[c + 1]; p++) {
        const own = summed.members[p];
        const g = clusterOf[own];
        for (let q = given.offsets[g]; q < given.offsets[g + 1]; q++) {
          const other = given.members[q];
          const isLater = cluster[other] > c || (cluster[other] === c && other > own);
          if (isLater) row[cluster[other]] += MILLIONTHS;
        }
        if (job.due()) await job.breathe(p);
      }
      visit(c, row);
    }
  }

  private clustersIn(side: Side): Int32Array {
    assertInvariant(
      side instanceof ClusterSide && side.key === this.key,
      'sides of two tables of clusters were compared',
    );
    return side.clusterOf;
  }
}
