import { grouped } from '../../grouped.js';
import type { Job } from '../../job.js';
import type { Nearest } from '../search.js';
import type { Pairs, Side } from './side.js';

/** Similarities of drugs are computed once and kept where there are at most so many: 128 MB. */
const MOST_KEPT = 2 ** 24;

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
  const search = new PairSearch(queries, references);
  const { offsets, members } = grouped(queries.partnerOf, queries.partners.count);
  let done = 0;
  for (let partner = 0; partner < queries.partners.count; partner++) {
    const [first, last] = [offsets[partner], offsets[partner + 1]];
    if (first === last) continue;
    search.setPartner(partner);
    for (let p = first; p < last; p++) {
      search.search(members[p]);
      const { row } = search;
      const { intersection, union } = ratioOf(queries, members[p], references, row);
      found.index[members[p]] = row;
      found.intersection[members[p]] = intersection;
      found.union[members[p]] = union;
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

/** References by their partner, and the partners in the order of their similarity to one of the queries' partners. */
class PairSearch {
  /** What the last search found: a row of the references. */
  row = -1;
  private readonly drugSimilarity: (i: number, j: number) => number;
  private readonly partnerSimilarity: (i: number, j: number) => number;
  /** References of each partner, ascending. */
  private readonly offsets: Int32Array;
  private readonly members: Int32Array;
  /** Partners that have references, from the most similar one on, and how similar each is. */
  private readonly order: Int32Array;
  private readonly similarity: Float64Array;

  constructor(
    private readonly queries: Pairs,
    private readonly references: Pairs,
  ) {
    this.drugSimilarity = kept(queries.drugs, references.drugs);
    this.partnerSimilarity = queries.partners.similarities(references.partners);
    const { offsets, members } = grouped(references.partnerOf, references.partners.count);
    this.offsets = offsets;
    this.members = members;
    this.order = Int32Array.from(new Set(references.partnerOf));
    this.similarity = new Float64Array(references.partners.count);
  }

  /** Orders the references' partners for the queries with this one. */
  setPartner(partner: number): void {
    const { order, similarity } = this;
    for (const other of order) similarity[other] = this.partnerSimilarity(partner, other);
    order.sort((a, b) => similarity[b] - similarity[a] || a - b);
  }

  /** Finds the nearest reference of a query that has the partner that was set. */
  search(query: number): void {
    const { order, similarity, offsets, members, drugSimilarity } = this;
    const { drugOf } = this.references;
    const drug = this.queries.drugOf[query];
    let best = 0;
    // Where no reference is similar at all, the first is as near as any.
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
    this.row = row;
  }
}

/** Similarities of two sides, computed when they are first asked for and kept where memory allows it. */
function kept(queries: Side, references: Side): (i: number, j: number) => number {
  const similarity = queries.similarities(references);
  const width = references.count;
  if (queries.count * width > MOST_KEPT) return similarity;
  const known = new Float64Array(queries.count * width).fill(-1);
  return (i, j) => {
    const at = i * width + j;
    if (known[at] < 0) known[at] = similarity(i, j);
    return known[at];
  };
}
