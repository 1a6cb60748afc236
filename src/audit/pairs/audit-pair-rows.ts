import type { Job } from '../../job.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { summarize } from '../../statistics/summary.js';
import type { AuditGiven } from '../audit-sides.js';
import type { AuditSettings } from '../finding.js';
import { type LabelShift, labelShift } from '../label-shift.js';
import { meanLabels } from '../side.js';
import type { Verdict } from '../verdict.js';
import { type DuplicatePairs, type DuplicateRecord, findDuplicates } from './duplicates.js';
import { type FoundEntities, findEntities } from './entities.js';
import { type HubBias, hubBias } from './hub-bias.js';
import type { PairRows } from './pair-rows.js';
import { findNearPairs, type NearPairs, type PairSimilarityShape } from './similarity.js';
import { pairVerdictLine, pairVerdictOf, type Quadrants } from './verdict.js';

/** The result of auditing two sides of a split of pairs. */
export interface PairRowsAudit {
  readonly train: PairRows;
  readonly test: PairRows;
  readonly duplicates: DuplicatePairs;
  readonly duplicateRecords: readonly DuplicateRecord[];
  readonly drugs: FoundEntities;
  readonly partners: FoundEntities;
  readonly quadrants: Quadrants;
  readonly similarity: PairSimilarityShape;
  readonly near: readonly NearPairs[];
  readonly labels: LabelShift | null;
  readonly hubBias: HubBias | null;
  readonly verdict: Verdict;
  readonly line: string;
}

/**
 * Audits two sides of a split of pairs, exactly. Memory grows with pairs and with entities.
 *
 * @param examples number of near drugs and partners to be listed
 * @throws AbortedError
 */
export async function auditPairRows(
  train: PairRows,
  test: PairRows,
  settings: AuditSettings,
  given: Pick<AuditGiven, 'bins' | 'labelTask'>,
  examples: number,
  job: Job,
): Promise<PairRowsAudit> {
  const { bins }: { bins: SimilarityBins } = given;
  const { near } = settings;
  const labelTask = train.labels && test.labels ? given.labelTask : null;
  const deviation = () => summarize(meanLabels(train) ?? []).sd ?? 0;
  const conflict =
    labelTask === null ? null : labelTask === 'regression' ? (settings.conflict ?? deviation()) : 0;
  const { found: duplicates, records } = findDuplicates(train, test, conflict);
  const drugs = await findEntities('drugs', train, test, near, examples, job);
  const partners = await findEntities('partners', train, test, near, examples, job);
  const similar = await findNearPairs(train, test, near, bins, job);
  const quadrants = quadrantsOf(test, drugs.seen, partners.seen);
  const rows = test.pairOf.length;
  const atLeast = (similarity: number) =>
    similar.near.find((one) => one.similarity === similarity)?.test_records ?? 0;
  const facts = {
    duplicates: duplicates.test_records,
    near90: atLeast(0.9),
    near70: atLeast(0.7),
  };
  const noun = new Set(test.keys).size === rows ? 'pair' : 'row';
  const names = { train: train.name, test: test.name };
  return {
    ...{ train, test, duplicates, duplicateRecords: records, drugs, partners, quadrants },
    similarity: similar.shape,
    near: similar.near,
    labels: labelShift({ train, test, labelTask }),
    hubBias: hubBias(train, test, labelTask),
    verdict: pairVerdictOf(rows, facts),
    line: pairVerdictLine(names, noun, rows, facts, quadrants),
  };
}

/** Number of test rows by what of their pair is in training. */
function quadrantsOf(test: PairRows, drugSeen: Uint8Array, partnerSeen: Uint8Array): Quadrants {
  const counts = { both_seen: 0, new_drug: 0, new_partner: 0, both_new: 0 };
  for (const pair of test.pairOf) {
    if (drugSeen[pair]) counts[partnerSeen[pair] ? 'both_seen' : 'new_partner']++;
    else counts[partnerSeen[pair] ? 'new_drug' : 'both_new']++;
  }
  return counts;
}
