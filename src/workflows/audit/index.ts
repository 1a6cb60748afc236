import { auditSides, type SidesAudit } from '../../audit/audit-sides.js';
import type { AuditSettings } from '../../audit/finding.js';
import { MOST_KEPT } from '../../audit/found-pairs.js';
import { limitsOf, nearThresholds } from '../../audit/limits.js';
import { moleculeCount, recordCount, type Side } from '../../audit/side.js';
import { fingerprintSource } from '../../chemistry/own-fingerprints/index.js';
import { ChemistryPool } from '../../chemistry/pool.js';
import { STANDARDIZE_LEVELS, type StandardizeLevel } from '../../chemistry/standardize/levels.js';
import { invalidShares, manyInvalidNotes } from '../../dataset/invalid-share.js';
import { changedSplitError, changedSplitWarnings } from '../../dataset/manifest/settings.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { DEFAULT_EXAMPLES, DEFAULT_STANDARDIZE } from '../../options/audit.js';
import { checkOptions } from '../../options/check-options.js';
import { DEFAULT_BINS, parseBins } from '../../similarity/bins.js';
import { optionName, optionValue } from '../../spelling.js';
import { Stopwatch } from '../../stopwatch.js';
import { labelConflicts } from '../../tables/label-conflicts.js';
import { refuseHalfReplaced } from '../../tables/outputs/journal.js';
import { count, list, nearestWord, plural } from '../../text.js';
import { VERSION } from '../../version.js';
import { AUDIT } from '../options.js';
import { compareLabels } from './labels.js';
import { checkLimits } from './limits.js';
import { type ComparedSides, comparedSides, pairsOf } from './pairs.js';
import { makeSides } from './sides.js';
import { type AuditSources, placesOf, readSources, withSplitSettings } from './sources.js';
import type {
  AuditComparison,
  AuditFinding,
  AuditOptions,
  AuditResult,
  AuditSide,
  AuditSource,
} from './types.js';

/** Sides that are compared, the first learnt from and the second judged on. */
const COMPARISONS = [
  ['train', 'test'],
  ['train', 'valid'],
  ['valid', 'test'],
] as const;

/**
 * Looks for leaks in an existing split: what its sides have in common, molecule by molecule, each pair
 * of sides by itself.
 *
 * @throws TanimarkError on anything wrong with the options or the inputs, AbortedError
 */
export async function audit(given: AuditOptions, job = new Job()): Promise<AuditResult> {
  checkOptions('audit', AUDIT, given, job);
  if (given.split !== undefined) await refuseHalfReplaced(given.split);
  const places = placesOf(given);
  const { options, changed } = await withSplitSettings(given, places);
  const warnings = changedSplitWarnings(changed);
  const fingerprint = fingerprintSource(options.fingerprint);
  const bins = parseBins(options.bins ?? DEFAULT_BINS);
  const limits = limitsOf(options);
  const settings: AuditSettings = {
    standardize: levelOf(options.standardize ?? DEFAULT_STANDARDIZE),
    near: nearThresholds(options.maxNear),
    conflict: options.conflict ?? null,
  };
  const clock = new Stopwatch();
  const pool = new ChemistryPool(fingerprint, { threads: job.threads, cache: options.cache });
  try {
    const { sides: sources, inputs, leftOut } = await readSources(places, options, pool, job);
    const tables = sources.map((source) => source.data);
    warnings.push(...manyInvalidNotes(invalidShares(tables), options.smiles));
    for (const data of new Set(tables)) {
      warnings.push(...data.table.notes);
      if (data.labelProblem) {
        warnings.push(
          `${data.labelProblem}; labels are not compared; to compare them, name another column with ${optionName('label')}`,
        );
      }
    }
    warnings.push(...sources.flatMap(invalidNote), ...leftOutNote(leftOut));
    clock.lap('read');
    const upTo = options.limitsOnly ? levelNeeded(options) : undefined;
    const sides = await makeSides(sources, pool, job, warnings, upTo);
    clock.lap('standardize');
    const rdkit = await pool.rdkitVersion();
    await pool.close();
    const audits: SidesAudit[] = [];
    for (const [one, other] of COMPARISONS) {
      const [t, u] = [one, other].map((name) => sides.findIndex((side) => side.name === name));
      if (t < 0 || u < 0) continue;
      const { notes, ...labels } = compareLabels(sources[t], sources[u]);
      warnings.push(...notes);
      audits.push(await auditSides(sides[t], sides[u], settings, { bins, ...labels }, job));
    }
    const compared = comparedSides(sources, audits);
    const held = checkLimits(limits, compared);
    const outcomes = held.map(({ outcome }) => outcome);
    clock.lap('audit');
    warnings.push(...compared.flatMap(keptNote));
    const labeled = sources.find(({ data }) => data.labels);
    return {
      sources,
      audits,
      limits: held,
      summary: {
        command: 'audit',
        version: VERSION,
        rdkit,
        parameters: {
          fingerprint: fingerprint.spec,
          bins: bins.texts.join(','),
          standardize: settings.standardize,
          ...(settings.conflict === null ? {} : { conflict: String(settings.conflict) }),
        },
        inputs,
        sides: Object.fromEntries(
          sources.map((source, s) => [source.name, describeSide(source, sides[s])]),
        ),
        left_out: leftOut,
        label: labeled?.data.labels?.column ?? null,
        comparisons: compared.map((one) =>
          describeComparison(one, options.examples ?? DEFAULT_EXAMPLES),
        ),
        limits: outcomes,
        passed: outcomes.every(({ exceeded }) => !exceeded),
        invalid: sources.flatMap(({ name, data, invalid }) => {
          const own = new Set(invalid.map((r) => r + 1));
          return data.set.invalid
            .filter(({ row }) => own.has(row))
            .map((record) => ({ side: name, ...record }));
        }),
        warnings,
        seconds: clock.seconds(),
        outputs: [],
      },
    };
  } catch (error) {
    throw changedSplitError(error, changed);
  } finally {
    await pool.close();
  }
}

function levelOf(text: string): StandardizeLevel {
  const level = STANDARDIZE_LEVELS.find((name) => name === text.trim().toLowerCase());
  if (level) return level;
  const near = nearestWord(text, STANDARDIZE_LEVELS);
  throw new TanimarkError(
    'usage',
    `${optionValue('standardize', text)}: unknown level${near ? ` (did you mean ${near}?)` : ''}; choose one of ${list(STANDARDIZE_LEVELS)}`,
    { option: 'standardize' },
  );
}

/** The last level at which limits ask whether molecules are the same; null where none does. */
function levelNeeded(options: AuditOptions): StandardizeLevel | null {
  const { maxDuplicates, maxConflicts, maxCliffs, standardize = DEFAULT_STANDARDIZE } = options;
  const asks = [maxDuplicates, maxConflicts, maxCliffs].some((limit) => limit !== undefined);
  return asks ? levelOf(standardize) : null;
}

function invalidNote({ name, data, invalid }: AuditSource): string[] {
  if (invalid.length === 0) return [];
  const first = data.set.invalid.find(({ row }) => row === invalid[0] + 1);
  return [
    `${data.table.name}: ${plural(invalid.length, `${name} row`)} with an invalid SMILES left out (the first is row ${invalid[0] + 1}: ${first?.reason})`,
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

/** Where a finding has more pairs than are kept for listing. */
function keptNote({ name, audit: { findings } }: ComparedSides): string[] {
  return findings
    .filter(({ found }) => found.count > MOST_KEPT)
    .map(
      ({ finding, found }) =>
        `${name}, ${finding.name}: ${count(found.count)} pairs found, only the first ${count(MOST_KEPT)} are listed`,
    );
}

function describeSide({ invalid, data, records }: AuditSource, side: Side): AuditSide {
  const groups = { offsets: side.offsets, members: side.records };
  return {
    records: recordCount(side),
    molecules: moleculeCount(side),
    labelled: side.labels?.filter((y) => !Number.isNaN(y)).length ?? 0,
    label: data.labels?.column ?? null,
    label_conflicts: side.labels && labelConflicts(side.labels, groups, (r) => records[r] + 1),
    invalid: invalid.length,
  };
}

function describeComparison(compared: ComparedSides, examples: number): AuditComparison {
  const { name, audit } = compared;
  return {
    name,
    train: audit.train.name,
    test: audit.test.name,
    verdict: audit.verdict,
    line: audit.line,
    duplicates: audit.duplicates,
    indistinguishable: audit.indistinguishable,
    findings: audit.findings.map((found): AuditFinding => {
      const { finding, inapplicable, details } = found;
      const { records, molecules } = found.found.tested();
      return {
        name: finding.name,
        title: finding.title,
        definition: finding.definition,
        family: finding.family,
        applies: inapplicable === null,
        reason: inapplicable,
        level: finding.level ?? null,
        test_records: records,
        test_molecules: molecules,
        share: records / recordCount(audit.test),
        pairs: found.found.count,
        details,
        examples: [...pairsOf(compared, found, examples)],
      };
    }),
    similarity: audit.similarity,
    labels: audit.labels,
    look_up: audit.lookUp,
  };
}
