import { grouped } from '../../grouped.js';
import type { Job } from '../../job.js';
import type { TiedNeighbors } from '../tied.js';
import { drugSimilarities, PartnerOrder } from './partner-order.js';
import type { Pairs } from './side.js';

/**
 * The k nearest references of each query together with all that are exactly as similar as the k-th; references of
 * similarity 0 are left out. As `tiedNeighbors` of molecules.
 *
 * @throws AbortedError
 */
export async function tiedPairs(
  queries: Pairs,
  references: Pairs,
  k: number,
  job: Job,
): Promise<TiedNeighbors[]> {
  const found = new Array<TiedNeighbors>(queries.count);
  const drugSimilarity = drugSimilarities(queries, references);
  const order = new PartnerOrder(queries, references);
  const { offsets, members } = grouped(queries.partnerOf, queries.partners.count);
  for (let partner = 0; partner < queries.partners.count; partner++) {
    if (offsets[partner] === offsets[partner + 1]) continue;
    order.setPartner(partner);
    for (let p = offsets[partner]; p < offsets[partner + 1]; p++) {
      const query = members[p];
      found[query] = nearestOfOne(order, queries.drugOf[query], references, k, drugSimilarity);
      if (job.due()) await job.breathe();
    }
  }
  return found;
}

function nearestOfOne(
  { order, similarity, offsets, members }: PartnerOrder,
  drug: number,
  { drugOf }: Pairs,
  k: number,
  drugSimilarity: (i: number, j: number) => number,
): TiedNeighbors {
  const rows: number[] = [];
  const similarities: number[] = [];
  /** The k highest, ascending: the first is what a reference must reach. */
  const best: number[] = [];
  const needed = () => (best.length < k ? 0 : best[0]);
  for (const partner of order) {
    const most = similarity[partner];
    if (most === 0 || most < needed()) break;
    for (let p = offsets[partner]; p < offsets[partner + 1]; p++) {
      const own = Math.min(most, drugSimilarity(drug, drugOf[members[p]]));
      if (own === 0 || own < needed()) continue;
      rows.push(members[p]);
      similarities.push(own);
      let at = best.findIndex((other) => other > own);
      if (at < 0) at = best.length;
      best.splice(at, 0, own);
      if (best.length > k) best.shift();
    }
  }
  const kept = [...rows.keys()]
    .filter((i) => similarities[i] >= needed())
    .sort((a, b) => similarities[b] - similarities[a] || rows[a] - rows[b]);
  return {
    indices: Int32Array.from(kept, (i) => rows[i]),
    similarities: Float64Array.from(kept, (i) => similarities[i]),
  };
}
