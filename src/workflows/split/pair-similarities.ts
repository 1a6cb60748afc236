import type { PairSide, PairTable } from '../../dataset/pairs/types.js';
import type { Job } from '../../job.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import type { Nearest } from '../../similarity/search.js';
import type { VerifiedSplit } from '../../splitters/verify.js';
import type { PairNovelty, PairSimilarities } from './types.js';

/** How the pairs outside of train relate to the training pairs. */
export interface PairRelations {
  /** Of each pair outside of train, by its number. */
  readonly of: ReadonlyMap<number, PairSimilarities>;
  readonly novelty: PairNovelty;
}

/** Compares both sides of test and validation pairs with those of the training pairs, from scratch. */
export async function pairRelations(
  { compared, drugs, partners }: PairTable,
  { train, valid, test, testNearest, validNearest }: VerifiedSplit,
  bins: SimilarityBins,
  job: Job,
): Promise<PairRelations> {
  const trained = compared.select(train);
  const toDrugs = {
    similarity: await compared.sideSimilarities('drugs', trained, job),
    seen: seenIn(drugs, train),
  };
  const toPartners = {
    similarity: await compared.sideSimilarities('partners', trained, job),
    seen: seenIn(partners, train),
  };
  const drugSimilarity = compared.drugs.similarities(compared.drugs);
  const partnerSimilarity = compared.partners.similarities(compared.partners);
  const of = new Map<number, PairSimilarities>();
  const add = (members: Int32Array, { index }: Nearest) => {
    members.forEach((pair, i) => {
      const [drug, partner] = [drugs.of[pair], partners.of[pair]];
      const nearest = train[index[i]];
      of.set(pair, {
        drug: drugSimilarity(drug, drugs.of[nearest]),
        partner: partnerSimilarity(partner, partners.of[nearest]),
        maxDrug: toDrugs.similarity[drug],
        maxPartner: toPartners.similarity[partner],
      });
    });
  };
  add(test, testNearest);
  add(valid, validNearest);
  const counts = { both_seen: 0, new_drug: 0, new_partner: 0, both_new: 0 };
  const grid = bins.labels.map(() => bins.labels.map(() => 0));
  for (const pair of test) {
    const [drug, partner] = [drugs.of[pair], partners.of[pair]];
    const isNew = [!toDrugs.seen[drug], !toPartners.seen[partner]] as const;
    counts[
      isNew[0] ? (isNew[1] ? 'both_new' : 'new_drug') : isNew[1] ? 'new_partner' : 'both_seen'
    ]++;
    const row = bins.ofNumber(toDrugs.similarity[drug]);
    grid[row][bins.ofNumber(toPartners.similarity[partner])]++;
  }
  return { of, novelty: { quadrants: counts, grid } };
}

/** 1 for each entity that is, in any form, in a training pair. */
function seenIn({ of, distinct, count }: PairSide, train: Int32Array): Uint8Array {
  const known = new Set(Array.from(train, (pair) => distinct[of[pair]]));
  return Uint8Array.from({ length: count }, (_, e) => (known.has(distinct[e]) ? 1 : 0));
}
