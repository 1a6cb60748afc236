import type { Job } from '../../job.js';
import type { Rational } from '../../rational.js';
import { butinaClusters } from '../../similarity/clusters.js';
import type { FingerprintMatrix } from '../../similarity/fingerprints.js';
import { eachSummedRow } from '../../similarity/summed.js';
import { buildThresholdGraph } from '../../similarity/threshold-graph.js';
import { joinUnits } from '../join-units.js';
import type { Units } from '../units.js';

/** Clusters that are kept whole, and how similar they are to one another. */
export interface Clusters {
  readonly count: number;
  /** Cluster of each molecule. */
  readonly of: Int32Array;
  /** Summed similarity in millionths, clusters × clusters, symmetric; on the diagonal each pair once. */
  readonly similarity: Float64Array;
}

/**
 * Butina clusters, joined where a unit has molecules of several. If there are more than `most`, as many of the
 * largest stay (of equal ones the first), and each of the others joins the one of them that it is most
 * similar to in the mean (of equal ones the larger).
 *
 * @throws AbortedError
 */
export async function makeClusters(
  fingerprints: FingerprintMatrix,
  units: Units,
  { threshold, most, memory }: { threshold: Rational; most: number; memory: number },
  job: Job,
): Promise<Clusters> {
  job.progress.start('finding clusters', fingerprints.count, 'molecules');
  const graph = await buildThresholdGraph(fingerprints, threshold, job, { memory });
  const joined = joinUnits(units, butinaClusters(graph));
  const size = (c: number) => joined.offsets[c + 1] - joined.offsets[c];
  const bySize = Array.from({ length: joined.count }, (_, c) => c);
  bySize.sort((a, b) => size(b) - size(a) || a - b);
  const rank = new Int32Array(joined.count);
  bySize.forEach((c, r) => {
    rank[c] = r;
  });
  let of = joined.of.map((c) => rank[c]);
  job.progress.finish();
  const count = Math.min(joined.count, most);
  if (count < joined.count) {
    const sizes = bySize.map(size);
    const goesTo = await nearestOfFirst(fingerprints, of, sizes, count, job);
    of = of.map((c) => goesTo[c]);
  }
  const similarity = new Float64Array(count * count);
  job.progress.start('comparing clusters', fingerprints.count, 'molecules');
  await eachSummedRow(fingerprints, { cluster: of, count, rows: count }, job, (c, row) => {
    for (let d = c; d < count; d++) {
      similarity[c * count + d] = row[d];
      similarity[d * count + c] = row[d];
    }
  });
  job.progress.finish();
  return { count, of, similarity };
}

/** For each cluster the one of the first `kept` that it is most similar to in the mean; those stay themselves. */
async function nearestOfFirst(
  fingerprints: FingerprintMatrix,
  cluster: Int32Array,
  sizes: readonly number[],
  kept: number,
  job: Job,
): Promise<Int32Array> {
  const count = sizes.length;
  const nearest = Int32Array.from({ length: count }, (_, c) => Math.min(c, kept));
  const mean = new Float64Array(count).fill(-1);
  job.progress.start('joining small clusters', fingerprints.count, 'molecules');
  await eachSummedRow(fingerprints, { cluster, count, rows: kept }, job, (c, row) => {
    for (let d = kept; d < count; d++) {
      const similarity = row[d] / sizes[c];
      if (similarity > mean[d]) {
        mean[d] = similarity;
        nearest[d] = c;
      }
    }
  });
  job.progress.finish();
  return nearest;
}
