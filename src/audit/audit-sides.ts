import type { Job } from '../job.js';
import type { SimilarityBins } from '../similarity/bins.js';
import { findNearest } from '../similarity/nearest.js';
import { SimilaritySearch } from '../similarity/search.js';
import { summarize } from '../statistics/summary.js';
import type { LabelTask } from '../tables/labels.js';
import type { AuditContext, AuditSettings, Finding } from './finding.js';
import { sameFingerprint } from './findings/same-fingerprint.js';
import { FoundPairs } from './found-pairs.js';
import { type LabelShift, labelShift } from './label-shift.js';
import { type LookUp, lookUp } from './nearest-neighbor-baseline.js';
import { findingsFor } from './registry.js';
import { Sameness } from './sameness.js';
import { levelsUpTo, meanLabels, recordCount, type Side } from './side.js';
import { type SimilarityShape, similarityShape } from './similarity.js';
import {
  type CopyKind,
  type Verdict,
  type VerdictFacts,
  verdictLine,
  verdictOf,
} from './verdict.js';

/** One finding and its pairs. */
export interface FoundFinding {
  readonly finding: Finding;
  readonly found: FoundPairs;
  /** Why the finding could not be checked; null where it was. */
  readonly inapplicable: string | null;
  readonly details: Readonly<Record<string, number>>;
}

/** The result of auditing two sides. */
export interface SidesAudit {
  readonly train: Side;
  readonly test: Side;
  readonly findings: readonly FoundFinding[];
  readonly similarity: SimilarityShape;
  readonly labels: LabelShift | null;
  readonly lookUp: LookUp | null;
  /** Duplicates: test records that are training molecules, up to the level of the settings. */
  readonly duplicates: number;
  /** Test records that are no duplicates and share their fingerprint with a training molecule. */
  readonly indistinguishable: number;
  readonly verdict: Verdict;
  readonly line: string;
}

/** Settings that concern both sides. */
export interface AuditGiven {
  readonly bins: SimilarityBins;
  /** Task of the labels of both sides; null where they cannot be compared. */
  readonly labelTask: LabelTask | null;
  /** Why labels cannot be compared; by default that a side has none. */
  readonly noLabels?: string | undefined;
}

/**
 * Audits two sides of a split, exactly and without holding all pairs in memory. It takes the time of a
 * few neighbor searches.
 *
 * @throws AbortedError
 */
export async function auditSides(
  train: Side,
  test: Side,
  settings: AuditSettings,
  { bins, labelTask, noLabels }: AuditGiven,
  job: Job,
): Promise<SidesAudit> {
  job.progress.start('finding neighbors', test.fingerprints.count, 'molecules');
  const nearest = await findNearest(test.fingerprints, train.fingerprints, job);
  job.progress.finish();
  const both = train.labels !== null && test.labels !== null ? labelTask : null;
  const context: AuditContext = {
    train,
    test,
    settings,
    labelTask: both,
    noLabels: noLabels ?? 'not both sides have labels',
    nearest,
    same: new Sameness(train, test, job),
    conflict: both === 'regression' ? (settings.conflict ?? deviation(train)) : 0,
    job,
    async eachSimilar(threshold, visit) {
      const search = await SimilaritySearch.open(train.fingerprints, test.fingerprints.count, job);
      try {
        await search.eachPair(test.fingerprints, threshold, job, visit);
      } finally {
        await search.close();
      }
    },
  };
  const findings: FoundFinding[] = [];
  for (const finding of findingsFor(settings)) {
    job.progress.start(`checking: ${finding.title}`, 0);
    const found = new FoundPairs(train, test);
    const notes = await finding.find(context, found);
    findings.push({
      finding,
      found,
      inapplicable: notes.inapplicable ?? null,
      details: notes.details ?? {},
    });
    job.progress.finish();
  }
  const facts = factsOf(context, findings);
  const similarity = await similarityShape(context, bins);
  return {
    train,
    test,
    findings,
    similarity,
    labels: labelShift(context),
    lookUp: await lookUp(context),
    duplicates: facts.duplicates,
    indistinguishable: facts.indistinguishable,
    verdict: verdictOf(recordCount(test), facts),
    line: verdictLine(train, test, facts, kindsOf(settings, findings), similarity.likeness),
  };
}

function deviation(train: Side): number {
  return summarize(meanLabels(train) ?? []).sd ?? 0;
}

/** Kinds of duplicates with their numbers of test records. */
function kindsOf({ standardize }: AuditSettings, findings: readonly FoundFinding[]): CopyKind[] {
  const levels = levelsUpTo(standardize);
  return findings.flatMap(({ finding: { level, title }, found }) => {
    const { records } = found.tested();
    return level !== undefined && levels.includes(level) && records > 0 ? [{ records, title }] : [];
  });
}

function factsOf(
  { test, nearest, same, settings }: AuditContext,
  findings: readonly FoundFinding[],
): VerdictFacts {
  const known = same.upTo(settings.standardize);
  const alike = findings.find(({ finding }) => finding === sameFingerprint);
  const facts = {
    duplicates: 0,
    indistinguishable: alike?.found.tested().records ?? 0,
    near90: 0,
    near70: 0,
  };
  for (const m of test.moleculeOf) {
    const [c, u] = [nearest.intersection[m], nearest.union[m]];
    if (known[m]) facts.duplicates++;
    if (10 * c >= 9 * u) facts.near90++;
    if (10 * c >= 7 * u) facts.near70++;
  }
  return facts;
}
