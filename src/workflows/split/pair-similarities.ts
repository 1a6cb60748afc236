import type { PairSide, PairTable } from '../../dataset/pairs/types.js';
import type { Job } from '../../job.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import type { Nearest } from '../../similarity/search.js';
import type { Side } from '../../similarity/two-sided/side.js';
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
  const toDrugs = await similarityToTrain(drugs, compared.drugs, train, job);
  const toPartners = await similarityToTrain(partners, compared.partners, train, job);
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

/** Max similarity of every entity to those of training pairs, and whether it is one of them. */
async function similarityToTrain(
  { of, distinct, count }: PairSide,
  side: Side,
  train: Int32Array,
  job: Job,
): Promise<{ similarity: Float64Array; seen: Uint8Array }> {
  const inTrain = new Set(Array.from(train, (pair) => of[pair]));
  const known = new Set(Array.from(inTrain, (entity) => distinct[entity]));
  const similarity = await side.maxSimilarities(side.select([...inTrain]), job);
  const seen = Uint8Array.from({ length: count }, (_, e) => (known.has(distinct[e]) ? 1 : 0));
  return { similarity, seen };
}
