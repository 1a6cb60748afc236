import { assertInvariant } from '../../errors.js';
import type { Job } from '../../job.js';
import type { SimilarityBins } from '../bins.js';
import { type FingerprintMatrix, overlapOf, selectFingerprints } from '../fingerprints.js';
import { findNearest } from '../nearest.js';
import {
  buildNeighborGraph,
  type NeighborGraph,
  type NeighborGraphOptions,
} from '../neighbor-graph.js';
import { eachSummedRow, type SummedClusters, type SummedRow } from '../summed.js';
import type { Ratio, Side } from './side.js';

/** Entities with fingerprints, such as molecules or sequences, compared by Tanimoto (Jaccard) similarity. */
export class FingerprintSide implements Side {
  readonly count: number;

  constructor(readonly matrix: FingerprintMatrix) {
    this.count = matrix.count;
  }

  select(entities: ArrayLike<number>): FingerprintSide {
    return new FingerprintSide(selectFingerprints(this.matrix, entities));
  }

  similarities(others: Side): (i: number, j: number) => number {
    const a = this.matrix;
    const b = matrixOf(others);
    const { width } = a;
    const [left, right] = [a.words, b.words];
    return (i, j) => {
      const own = i * width;
      const other = j * width;
      let common = 0;
      for (let w = 0; w < width; w++) {
        let v = left[own + w] & right[other + w];
        if (v === 0) continue;
        v -= (v >>> 1) & 0x55555555;
        v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
        common += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
      }
      const union = a.onBits[i] + b.onBits[j] - common;
      return union === 0 ? 1 : common / union;
    };
  }

  ratio(i: number, others: Side, j: number): Ratio {
    const found = overlapOf(this.matrix, i, matrixOf(others), j);
    return found.union === 0 ? { intersection: 1, union: 1 } : found;
  }

  async maxSimilarities(others: Side, job: Job): Promise<Float64Array> {
    const { index, intersection, union } = await findNearest(this.matrix, matrixOf(others), job);
    return Float64Array.from(index, (at, i) => (at < 0 ? 0 : intersection[i] / union[i]));
  }

  graph(bins: SimilarityBins, job: Job, options: NeighborGraphOptions): Promise<NeighborGraph> {
    return buildNeighborGraph(this.matrix, bins, job, options);
  }

  eachSummedRow(clusters: SummedClusters, job: Job, visit: SummedRow): Promise<void> {
    return eachSummedRow(this.matrix, clusters, job, visit);
  }
}

function matrixOf(side: Side): FingerprintMatrix {
  assertInvariant(side instanceof FingerprintSide, 'sides of two kinds were compared');
  return side.matrix;
}
