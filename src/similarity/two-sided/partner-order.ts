import { grouped } from '../../grouped.js';
import type { Pairs, Side } from './side.js';

/** Similarities of drugs are computed once and kept where there are at most so many: 128 MB. */
const MOST_KEPT = 2 ** 24;

/** References by their partner, and the partners in the order of their similarity to one of the queries' partners. */
export class PartnerOrder {
  /** References of each partner: `members[offsets[t]]` up to, not including, `offsets[t + 1]`, ascending. */
  readonly offsets: Int32Array;
  readonly members: Int32Array;
  /** Partners that have references, from the most similar one on. */
  readonly order: Int32Array;
  /** How similar each partner is. */
  readonly similarity: Float64Array;
  private readonly partnerSimilarity: (i: number, j: number) => number;

  constructor(queries: Pairs, references: Pairs) {
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
}

/** Similarities of the drugs of queries and references, computed when they are first asked for and kept where memory allows it. */
export function drugSimilarities(
  queries: Pairs,
  references: Pairs,
): (i: number, j: number) => number {
  return kept(queries.drugs, references.drugs);
}

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
