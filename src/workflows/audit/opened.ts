import type { AuditSettings } from '../../audit/finding.js';
import type { Limit } from '../../audit/limits.js';
import type { FingerprintSource } from '../../chemistry/own-fingerprints/index.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import type { StandardizeLevel } from '../../chemistry/standardize/levels.js';
import { invalidShares, manyInvalidNotes } from '../../dataset/invalid-share.js';
import { isWithoutManifest, withoutManifestNote } from '../../dataset/manifest/settings.js';
import type { Job } from '../../job.js';
import { compareRational, parseRational } from '../../rational.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { optionName } from '../../spelling.js';
import type { Stopwatch } from '../../stopwatch.js';
import { count, list, plural } from '../../text.js';
import type { AuditSources } from './sources.js';
import type { AuditComparison, AuditOptions, AuditSource, AuditSummary } from './types.js';

/** Sides of one audit, the first learned from and the second judged on. */
export const COMPARISONS = [
  ['train', 'test'],
  ['train', 'valid'],
  ['valid', 'test'],
] as const;

/** An audit whose options and tables were read. */
export interface OpenAudit extends AuditSources {
  /** As given, and for what was not given as the split was made. */
  readonly options: AuditOptions;
  /** On a split that was changed after it was made. */
  readonly notes: readonly string[];
  /** Test molecules (or pairs) that the split's method was to place in each of `bins`; null where that is not known. */
  readonly requested: readonly number[] | null;
  readonly fingerprint: FingerprintSource;
  readonly bins: SimilarityBins;
  readonly limits: readonly Limit[];
  readonly settings: AuditSettings & { readonly standardize: StandardizeLevel };
  readonly pool: ChemistryPool;
  readonly job: Job;
  readonly clock: Stopwatch;
}

/** Notes on the split and the tables that were read. */
export function readingNotes({ sides, leftOut, options, notes }: OpenAudit): string[] {
  const tables = sides.map(({ data }) => data);
  const lost = options.bins === undefined && tables.find(({ table }) => isWithoutManifest(table));
  return [
    ...notes,
    ...(lost
      ? [
          withoutManifestNote(
            lost.table,
            `default bins${options.fingerprint === undefined ? ' and the default fingerprint' : ''} are`,
          ),
        ]
      : []),
    ...manyInvalidNotes(invalidShares(tables), options.smiles),
    ...[...new Set(tables)].flatMap(({ table, labelProblem }) => [
      ...table.notes,
      ...(labelProblem
        ? [`${labelProblem}; labels are not compared (${optionName('label')} names another column)`]
        : []),
    ]),
    ...sides.flatMap(invalidNote),
    ...leftOutNote(leftOut),
  ];
}

/** The similarity from which on a verdict takes training molecules for neighbors of a test molecule. */
const NEIGHBOR = parseRational('0.7', 'a neighbor');

/**
 * A comparison. That of training and test, of a split that was made to have neighbors in training, says so in the line of
 * its verdict: they would otherwise be read as a fault of the split.
 *
 * @param duplicates test records that are in training, which no split is made to have
 */
export function withRequest<
  Comparison extends Pick<AuditComparison, 'train' | 'test' | 'line' | 'verdict'>,
>(
  comparison: Comparison,
  duplicates: number,
  { requested, bins, sides }: Pick<OpenAudit, 'requested' | 'bins' | 'sides'>,
): Comparison {
  const { train, test, line, verdict } = comparison;
  const [one, other] = COMPARISONS[0];
  const last = bins.count - 1;
  const isIntended =
    train === one &&
    test === other &&
    verdict !== 'distinct' &&
    requested?.length === bins.count &&
    requested[last] > 0 &&
    compareRational(bins.edges[last + 1], NEIGHBOR) > 0;
  if (!isIntended) return comparison;
  const all = requested.reduce((a, b) => a + b, 0);
  const items = sides.some(({ data }) => data.pairs) ? 'pairs' : 'molecules';
  const expected =
    duplicates === 0
      ? 'this verdict is expected, and no change is needed'
      : 'close neighbors are expected, but duplicates are not';
  const asked = `Because ${count(requested[last])} of the ${count(all)} test ${items} were requested in ${bins.labels[last]}, ${expected}. Judge a model by its strata (tanimark score), not by its overall score.`;
  return { ...comparison, line: `${line} ${asked}` };
}

/** What every audit is told to do. */
export function auditParameters({ fingerprint, bins, settings }: OpenAudit) {
  return {
    fingerprint: fingerprint.spec,
    bins: bins.texts.join(','),
    standardize: settings.standardize,
    ...(settings.conflict === null ? {} : { conflict: String(settings.conflict) }),
  };
}

/** Records of the sides that have no valid structure, or are no valid pair. */
export function invalidRecords({ sides }: OpenAudit): AuditSummary['invalid'] {
  return sides.flatMap(({ name, data, invalid }) => {
    const own = new Set(invalid.map((r) => r + 1));
    return data.set.invalid
      .filter(({ row }) => own.has(row))
      .map((record) => ({ side: name, ...record }));
  });
}

function invalidNote({ name, data, invalid }: AuditSource): string[] {
  if (invalid.length === 0) return [];
  const first = data.set.invalid.find(({ row }) => row === invalid[0] + 1);
  return [
    `${data.table.name}: ${plural(invalid.length, `${name} row`)} ${data.pairs ? 'without a valid pair' : 'with an invalid SMILES'} left out (the first is row ${invalid[0] + 1}: ${first?.reason})`,
  ];
}

/** Rows of a split table that are on no side. */
function leftOutNote({ discarded, invalid, none }: AuditSources['leftOut']): string[] {
  const parts = [
    ...(discarded > 0 ? [plural(discarded, 'discarded row')] : []),
    ...(invalid > 0 ? [`${plural(invalid, 'row')} marked invalid`] : []),
    ...(none > 0 ? [`${plural(none, 'row')} without a subset`] : []),
  ];
  return parts.length === 0 ? [] : [`left out: ${list(parts)}`];
}
