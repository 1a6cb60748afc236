import type { Job } from '../../job.js';
import type { Rational } from '../../rational.js';
import { butinaClusters } from '../../similarity/clusters.js';
import type { FingerprintMatrix } from '../../similarity/fingerprints.js';
import type { StoredPairs } from '../../similarity/stored-pairs.js';
import { eachSummedRow, type SummedClusters, type SummedRow } from '../../similarity/summed.js';
import { buildThresholdGraph } from '../../similarity/threshold-graph.js';
import { joinUnits } from '../join-units.js';
import type { Units } from '../units.js';

/** What is clustered: molecules, or the entities on one side of pairs. */
export interface Items {
  readonly count: number;
  /** Plural, for progress. */
  readonly name: string;
  /** Which of them are similar enough to be in one cluster. @throws TanimarkError (usage) where memory does not suffice */
  thresholdGraph(threshold: Rational, memory: number, job: Job): Promise<Similar>;
  /** Summed similarities of clusters of them, in millionths. */
  eachSummedRow(clusters: SummedClusters, job: Job, visit: SummedRow): Promise<void>;
}

type Similar = Parameters<typeof butinaClusters>[0];

/** Molecules, to be clustered. */
export function moleculeItems(
  fingerprints: FingerprintMatrix,
  stored: StoredPairs | undefined,
): Items {
  return {
    count: fingerprints.count,
    name: 'molecules',
    thresholdGraph: (threshold, memory, job) =>
      buildThresholdGraph(fingerprints, threshold, job, { memory, stored }),
    eachSummedRow: (clusters, job, visit) => eachSummedRow(fingerprints, clusters, job, visit),
  };
}

/** Clusters that are kept whole, and how similar they are to one another. */
export interface Clusters {
  readonly count: number;
  /** Cluster of each item. */
  readonly of: Int32Array;
  /** Summed similarity in millionths, clusters × clusters, symmetric; on the diagonal each pair once. */
  readonly similarity: Float64Array;
}

/**
 * Butina clusters, joined where a unit has items of several. If there are more than `most`, as many of the
 * largest stay (of equal ones the first), and each of the others joins the one of them that it is most
 * similar to in the mean (of equal ones the larger).
 *
 * @throws AbortedError
 */
export async function makeClusters(
  items: Items,
  units: Units,
  { threshold, most, memory }: { threshold: Rational; most: number; memory: number },
  job: Job,
): Promise<Clusters> {
  job.progress.start('finding clusters', items.count, items.name);
  const graph = await items.thresholdGraph(threshold, memory, job);
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
    const goesTo = await nearestOfFirst(items, of, sizes, count, job);
    of = of.map((c) => goesTo[c]);
  }
  const similarity = new Float64Array(count * count);
  job.progress.start('comparing clusters', items.count, items.name);
  await items.eachSummedRow({ cluster: of, count, rows: count }, job, (c, row) => {
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
  items: Items,
  cluster: Int32Array,
  sizes: readonly number[],
  kept: number,
  job: Job,
): Promise<Int32Array> {
  const count = sizes.length;
  const nearest = Int32Array.from({ length: count }, (_, c) => Math.min(c, kept));
  const mean = new Float64Array(count).fill(-1);
  job.progress.start('joining small clusters', items.count, items.name);
  await items.eachSummedRow({ cluster, count, rows: kept }, job, (c, row) => {
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
