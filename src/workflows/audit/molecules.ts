import { auditSides, type SidesAudit } from '../../audit/audit-sides.js';
import { MOST_KEPT } from '../../audit/found-pairs.js';
import { moleculeCount, recordCount, type Side } from '../../audit/side.js';
import type { StandardizeLevel } from '../../chemistry/standardize/levels.js';
import { DEFAULT_EXAMPLES } from '../../options/audit.js';
import { labelConflicts } from '../../tables/label-conflicts.js';
import { count } from '../../text.js';
import { VERSION } from '../../version.js';
import { compareLabels } from './labels.js';
import { checkLimits } from './limits.js';
import {
  auditParameters,
  COMPARISONS,
  invalidRecords,
  type OpenAudit,
  readingNotes,
  withRequest,
} from './opened.js';
import { type ComparedSides, comparedSides, pairsOf } from './pairs.js';
import { makeSides } from './sides.js';
import type {
  AuditComparison,
  AuditFinding,
  AuditResult,
  AuditSide,
  AuditSource,
} from './types.js';

/** Audits a split of molecules. @throws TanimarkError (column), AbortedError */
export async function auditMolecules(opened: OpenAudit): Promise<AuditResult> {
  const { sides: sources, inputs, leftOut, options, bins, limits, settings } = opened;
  const { pool, job, clock } = opened;
  const warnings = readingNotes(opened);
  clock.lap('read');
  const upTo = options.limitsOnly ? levelNeeded(opened) : undefined;
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
      parameters: auditParameters(opened),
      inputs,
      sides: Object.fromEntries(
        sources.map((source, s) => [source.name, describeSide(source, sides[s])]),
      ),
      left_out: leftOut,
      label: labeled?.data.labels?.column ?? null,
      comparisons: compared.map((one) => {
        const described = describeComparison(one, options.examples ?? DEFAULT_EXAMPLES);
        return withRequest(described, described.duplicates, opened);
      }),
      limits: outcomes,
      passed: outcomes.every(({ exceeded }) => !exceeded),
      invalid: invalidRecords(opened),
      warnings,
      seconds: clock.seconds(),
      outputs: [],
    },
  };
}

/** The last level at which limits ask whether molecules are the same; null where none does. */
function levelNeeded({ options, settings }: OpenAudit): StandardizeLevel | null {
  const { maxDuplicates, maxConflicts, maxCliffs } = options;
  const asks = [maxDuplicates, maxConflicts, maxCliffs].some((limit) => limit !== undefined);
  return asks ? settings.standardize : null;
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
