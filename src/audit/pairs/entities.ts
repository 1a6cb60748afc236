import type { Job } from '../../job.js';
import type { Rational } from '../../rational.js';
import { CategorySide } from '../../similarity/two-sided/category-side.js';
import type { Side } from '../../similarity/two-sided/side.js';
import type { Entities, PairRows } from './pair-rows.js';

/** Test entities that are not in training, but similar to one that is. */
export interface NearEntities {
  /** The threshold, as a number between 0 and 1: similarity of the nearest training entity ≥ this. */
  readonly similarity: number;
  /** Number of such test entities, and of test rows that have one of them. */
  readonly test: number;
  readonly test_records: number;
  /** The rows as a share of all test rows. */
  readonly share: number;
}

/** The drugs, or the partners, that two sides have in common. Each is counted once, however many rows it has. */
export interface EntityOverlap {
  /** Number of different ones in training and in test. */
  readonly train: number;
  readonly test: number;
  /** Of those of test, the number that are in training, too. */
  readonly shared: number;
  /** Of these, the number that are in training in another form alone, such as a salt. */
  readonly other_forms: number;
  /** Test rows whose drug, or partner, is in training; and their share of all test rows. */
  readonly test_records: number;
  readonly share: number;
  /** By threshold, the highest first; null where they are equal or different, and never similar. */
  readonly near: readonly NearEntities[] | null;
}

/** A test entity that is not in training, and the nearest one of training, by the number of a pair that has each. */
export interface NearEntity {
  readonly test: number;
  readonly train: number;
  readonly similarity: number;
  /** Test rows that have it. */
  readonly records: number;
}

/** What is found about the drugs, or about the partners. */
export interface FoundEntities {
  readonly overlap: EntityOverlap;
  /** Those of the lowest threshold, the most similar first, at most as many as were asked for. */
  readonly nearest: readonly NearEntity[];
  /** 1 for each test pair whose entity is in training. */
  readonly seen: Uint8Array;
}

/** An entity of test that is not in training. */
interface Unseen {
  /** First test pair that has it. */
  readonly pair: number;
  records: number;
  similarity: number;
}

/**
 * Compares the drugs, or the partners, of two sides.
 *
 * @param near thresholds of similarity, highest first
 * @param most number of near entities to be listed
 * @throws AbortedError
 */
export async function findEntities(
  which: 'drugs' | 'partners',
  train: PairRows,
  test: PairRows,
  near: readonly { readonly value: Rational }[],
  most: number,
  job: Job,
): Promise<FoundEntities> {
  const [ours, theirs] = [test[which], train[which]];
  const known = new Set(theirs.of);
  const knownForms = new Set(theirs.formOf);
  const shared = new Set(ours.of.filter((entity) => known.has(entity)));
  const asTheyAre = new Set(ours.of.filter((_, pair) => knownForms.has(ours.formOf[pair])));
  const seen = Uint8Array.from(ours.of, (entity) => (known.has(entity) ? 1 : 0));
  const records = test.pairOf.reduce((sum, pair) => sum + seen[pair], 0);
  const side = test.compared[which];
  const compares = !(side instanceof CategorySide);
  const unseen = compares ? await unseenEntities(which, train, test, seen, job) : [];
  const rows = test.pairOf.length;
  return {
    seen,
    nearest: compares ? nearestEntities(which, train, test, near, unseen, most) : [],
    overlap: {
      train: known.size,
      test: new Set(ours.of).size,
      shared: shared.size,
      other_forms: shared.size - asTheyAre.size,
      test_records: records,
      share: records / rows,
      near: compares
        ? near.map(({ value: { num, den } }) => {
            const own = unseen.filter(({ similarity }) => similarity >= num / den);
            const count = own.reduce((sum, one) => sum + one.records, 0);
            const counts = { test: own.length, test_records: count, share: count / rows };
            return { similarity: num / den, ...counts };
          })
        : null,
    },
  };
}

/** Test entities that are not in training, with their max similarity to those that are. */
async function unseenEntities(
  which: 'drugs' | 'partners',
  train: PairRows,
  test: PairRows,
  seen: Uint8Array,
  job: Job,
): Promise<Unseen[]> {
  const entityOf = entitiesOf(which, test);
  const own = [...new Set(entityOf.filter((_, pair) => seen[pair] === 0))];
  if (own.length === 0) return [];
  const references = [...new Set(entitiesOf(which, train))];
  const [queries, others] = [test.compared[which], train.compared[which]];
  const most = await queries.select(own).maxSimilarities(others.select(references), job);
  const similarityOf = new Map(own.map((entity, i) => [entity, most[i]]));
  const found = new Map<number, Unseen>();
  const { of }: Entities = test[which];
  of.forEach((entity, pair) => {
    if (seen[pair] === 1) return;
    const rows = test.offsets[pair + 1] - test.offsets[pair];
    const similarity = similarityOf.get(entityOf[pair]) ?? 0;
    const known = found.get(entity);
    if (known) {
      known.records += rows;
      // Of several forms of one molecule the nearest counts.
      known.similarity = Math.max(known.similarity, similarity);
    } else {
      found.set(entity, { pair, records: rows, similarity });
    }
  });
  return [...found.values()];
}

/** The most similar of the entities at or above the lowest threshold, each with the nearest one of training. */
function nearestEntities(
  which: 'drugs' | 'partners',
  train: PairRows,
  test: PairRows,
  near: readonly { readonly value: Rational }[],
  unseen: readonly Unseen[],
  most: number,
): NearEntity[] {
  const lowest = near.at(-1)?.value ?? { num: 1, den: 1 };
  const listed = unseen
    .filter(({ similarity }) => similarity >= lowest.num / lowest.den)
    .sort((a, b) => b.similarity - a.similarity || a.pair - b.pair)
    .slice(0, most);
  const entityOf = entitiesOf(which, train);
  const firstPair = new Map<number, number>();
  entityOf.forEach((entity, pair) => {
    if (!firstPair.has(entity)) firstPair.set(entity, pair);
  });
  const side: Side = test.compared[which];
  const similarity = side.similarities(train.compared[which]);
  const ourEntities = entitiesOf(which, test);
  return listed.map(({ pair, records, similarity: best }) => {
    // Any form of the same molecule may be the nearest one.
    const forms = new Set(ourEntities.filter((_, p) => test[which].of[p] === test[which].of[pair]));
    const train = [...firstPair].find(([other]) =>
      [...forms].some((form) => similarity(form, other) === best),
    );
    return { test: pair, train: train?.[1] ?? -1, similarity: best, records };
  });
}

/** Entity of each pair as it is compared. */
function entitiesOf(which: 'drugs' | 'partners', { compared }: PairRows): Int32Array {
  return which === 'drugs' ? compared.drugOf : compared.partnerOf;
}
