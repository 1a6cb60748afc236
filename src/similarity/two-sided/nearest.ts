import { grouped } from '../../grouped.js';
import type { Job } from '../../job.js';
import type { Nearest } from '../search.js';
import { drugSimilarities, PartnerOrder } from './partner-order.js';
import type { Pairs } from './side.js';

/**
 * Searches the nearest reference of each query, exactly; of equally near ones the first. Partners are visited from the
 * most similar one on, until the next cannot give a nearer pair, so that most pairs of pairs are never compared.
 * Memory grows with pairs and with entities, not with pairs of pairs.
 *
 * @throws AbortedError
 */
export async function nearestPairs(queries: Pairs, references: Pairs, job: Job): Promise<Nearest> {
  const found = {
    index: new Int32Array(queries.count).fill(-1),
    intersection: new Int32Array(queries.count),
    union: new Int32Array(queries.count).fill(1),
  };
  if (references.count === 0) return found;
  const drugSimilarity = drugSimilarities(queries, references);
  const order = new PartnerOrder(queries, references);
  const { offsets, members } = grouped(queries.partnerOf, queries.partners.count);
  let done = 0;
  for (let partner = 0; partner < queries.partners.count; partner++) {
    const [first, last] = [offsets[partner], offsets[partner + 1]];
    if (first === last) continue;
    order.setPartner(partner);
    for (let p = first; p < last; p++) {
      const query = members[p];
      const row = nearestOfOne(order, queries.drugOf[query], references, drugSimilarity);
      const { intersection, union } = ratioOf(queries, query, references, row);
      found.index[query] = row;
      found.intersection[query] = intersection;
      found.union[query] = union;
      done++;
      if (job.due()) {
        job.progress.advance(done);
        await job.breathe();
      }
    }
  }
  job.progress.advance(done);
  return found;
}

/** The similarity of two pairs as an exact ratio: the smaller of those of their drugs and of their partners. */
function ratioOf(queries: Pairs, q: number, references: Pairs, r: number) {
  const drugs = queries.drugs.ratio(queries.drugOf[q], references.drugs, references.drugOf[r]);
  const partners = queries.partners.ratio(
    queries.partnerOf[q],
    references.partners,
    references.partnerOf[r],
  );
  return drugs.intersection * partners.union <= partners.intersection * drugs.union
    ? drugs
    : partners;
}

/** The nearest reference of a drug, with the partner that was set; where none is similar at all, the first. */
function nearestOfOne(
  { order, similarity, offsets, members }: PartnerOrder,
  drug: number,
  { drugOf }: Pairs,
  drugSimilarity: (i: number, j: number) => number,
): number {
  let best = 0;
  let row = 0;
  for (let o = 0; o < order.length; o++) {
    const partner = order[o];
    const most = similarity[partner];
    if (most === 0 || most < best) break;
    for (let p = offsets[partner]; p < offsets[partner + 1]; p++) {
      const reference = members[p];
      const smaller = Math.min(most, drugSimilarity(drug, drugOf[reference]));
      if (smaller > best || (smaller === best && reference < row)) {
        best = smaller;
        row = reference;
      }
    }
  }
  return row;
}
