import type { ChemistryPool } from '../../chemistry/pool.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { canonicalSmiles, moleculesInCommon } from '../../dataset/molecules.js';
import type { PairTable, PartnerSide } from '../../dataset/pairs/types.js';
import { assertInvariant, TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { optionName } from '../../spelling.js';

/** The drugs and partners of a table's pairs, numbered as in the table of the training rows. */
export interface PairIdentities {
  /** Of each pair of the table of test rows; below 0 for one that the other table does not have. */
  readonly drug: Int32Array;
  readonly partner: Int32Array;
  /** Of each pair of the table of training rows. */
  readonly trainDrug: Int32Array;
  readonly trainPartner: Int32Array;
}

/**
 * Tells which drugs and partners of two tables, or of one, are the same; null where rows are molecules.
 *
 * @throws TanimarkError (usage) where one table has pairs and the other molecules, or partners of another kind
 */
export async function pairIdentities(
  test: MoleculeTable,
  train: MoleculeTable,
  pool: ChemistryPool,
  job: Job,
): Promise<PairIdentities | null> {
  if (!haveSamePairs(test, train)) return null;
  const [ours, theirs] = [test.pairs, train.pairs] as [PairTable, PairTable];
  const trainDrug = theirs.drugs.of;
  const trainPartner = theirs.partners.of.map((p) => theirs.partners.distinct[p]);
  if (ours === theirs) {
    return { drug: trainDrug, partner: trainPartner, trainDrug, trainPartner };
  }
  const drugs = await moleculesInCommon(
    { ...test, set: ours.drugs.set },
    { ...train, set: theirs.drugs.set },
    pool,
    job,
  );
  const [own, known] = [ours.partners.smiles, theirs.partners.smiles];
  const partners =
    own && known
      ? await structuresInCommon(own, known, pool, job)
      : partnersInCommon(ours.partners, theirs.partners);
  return {
    drug: ours.drugs.of.map((d) => drugs[d]),
    partner: ours.partners.of.map((p) => partners[p]),
    trainDrug,
    trainPartner,
  };
}

/**
 * Whether two tables hold pairs whose partners are of one kind; false where both hold molecules.
 *
 * @throws TanimarkError (usage) where they differ
 */
export function haveSamePairs(test: MoleculeTable, train: MoleculeTable): boolean {
  const [ours, theirs] = [test.pairs, train.pairs];
  if (ours === null && theirs === null) return false;
  if (ours !== null && theirs !== null && ours.kind === theirs.kind) return true;
  const what = ({ pairs }: MoleculeTable) => (pairs ? `pairs with a ${pairs.kind}` : 'molecules');
  throw new TanimarkError(
    'usage',
    `the rows of ${train.name} are ${what(train)}, and those of ${test.name} ${what(test)}; name the column of partners of both with ${optionName('partner')}`,
    { option: 'partner' },
  );
}

/** Number of each molecule in another list; -1 for one that is not there. */
async function structuresInCommon(
  ours: readonly string[],
  theirs: readonly string[],
  pool: ChemistryPool,
  job: Job,
): Promise<Int32Array> {
  const canonical = await canonicalSmiles([...ours, ...theirs], pool, job);
  const numbers = new Map(canonical.slice(ours.length).map((text, m) => [text, m]));
  return Int32Array.from(ours, (_, m) => numbers.get(canonical[m]) ?? -1);
}

function partnersInCommon(ours: PartnerSide, theirs: PartnerSide): Int32Array {
  assertInvariant(ours.keys !== null && theirs.keys !== null, 'partners have no keys');
  const numbers = new Map(theirs.keys.map((key, p) => [key, theirs.distinct[p]]));
  return Int32Array.from(ours.keys, (key) => numbers.get(key) ?? -1);
}
