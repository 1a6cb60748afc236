import { auditPairRows, type PairRowsAudit } from '../../../audit/pairs/audit-pair-rows.js';
import type { FoundEntities } from '../../../audit/pairs/entities.js';
import type { PairRows } from '../../../audit/pairs/pair-rows.js';
import { parametersFrom } from '../../../dataset/manifest/parameters.js';
import { pairSettings } from '../../../dataset/pairs/settings.js';
import type { PairTable } from '../../../dataset/pairs/types.js';
import { grouped } from '../../../grouped.js';
import { DEFAULT_EXAMPLES } from '../../../options/audit.js';
import { labelConflicts } from '../../../tables/label-conflicts.js';
import { printable } from '../../../text.js';
import { VERSION } from '../../../version.js';
import { compareLabels } from '../labels.js';
import {
  auditParameters,
  COMPARISONS,
  invalidRecords,
  type OpenAudit,
  readingNotes,
  withRequest,
} from '../opened.js';
import type { AuditSource } from '../types.js';
import { checkPairLimits, holdPairLimits } from './limits.js';
import { makePairRows } from './rows.js';
import type {
  AuditedEntities,
  PairAuditComparison,
  PairAuditResult,
  PairAuditSide,
} from './types.js';

/** Two sides with their rows. */
interface Compared {
  readonly name: string;
  readonly audit: PairRowsAudit;
  readonly train: AuditSource;
  readonly test: AuditSource;
  /** Why labels are not compared; null where they are. */
  readonly noLabels: string | null;
}

/** Letters of a cell in a list of examples, of which sequences have thousands. */
const MOST_LETTERS = 80;

/** Audits a split of pairs. @throws TanimarkError (usage), AbortedError */
export async function auditPairs(opened: OpenAudit): Promise<PairAuditResult> {
  const { sides: sources, inputs, leftOut, options, bins, limits, settings } = opened;
  const { pool, job, clock } = opened;
  checkPairLimits(limits);
  const warnings = readingNotes(opened);
  clock.lap('read');
  const sides = await makePairRows(sources, settings.standardize, pool, job, warnings);
  clock.lap('standardize');
  const rdkit = await pool.rdkitVersion();
  await pool.close();
  const examples = options.examples ?? DEFAULT_EXAMPLES;
  const compared: Compared[] = [];
  for (const [one, other] of COMPARISONS) {
    const [t, u] = [one, other].map((name) => sides.findIndex((side) => side.name === name));
    if (t < 0 || u < 0) continue;
    const { notes, labelTask, noLabels } = compareLabels(sources[t], sources[u]);
    warnings.push(...notes);
    const given = { bins, labelTask };
    const audit = await auditPairRows(sides[t], sides[u], settings, given, examples, job);
    const [train, test] = [sources[t], sources[u]];
    compared.push({ name: `${one}-${other}`, audit, train, test, noLabels: noLabels ?? null });
  }
  const held = holdPairLimits(limits, compared);
  const outcomes = held.map(({ outcome }) => outcome);
  clock.lap('audit');
  const [{ data }] = sources;
  const pairs = data.pairs as PairTable;
  return {
    sources,
    limits: held,
    summary: {
      command: 'audit',
      kind: 'pairs',
      version: VERSION,
      rdkit,
      parameters: { ...auditParameters(opened), ...parametersFrom(settingsTexts(pairs, opened)) },
      inputs: [...inputs, ...sourceInputs(opened)],
      pairs: {
        drug: pairs.drugs.column,
        partner: pairs.partners.column,
        partner_kind: pairs.kind,
      },
      sides: Object.fromEntries(
        sources.map((source, s) => [source.name, describeSide(source, sides[s])]),
      ),
      left_out: leftOut,
      label: sources.find((source) => source.data.labels)?.data.labels?.column ?? null,
      comparisons: compared.map((one) => {
        const described = describeComparison(one, examples);
        return withRequest(described, described.duplicates.test_records, opened);
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

/** The tables of drugs, targets and similarities that were read, each once. */
function sourceInputs({ sides, options }: OpenAudit): PairAuditResult['summary']['inputs'] {
  const { targets, targetSimilarity } = options;
  const read = new Map(
    sides.flatMap(({ data }) => data.sources ?? []).map((source) => [source.path, source]),
  );
  return [...read].map(([path, { sha256, rows }]) => ({
    role: path === targets ? 'targets' : path === targetSimilarity ? 'target_similarity' : 'drugs',
    path,
    sha256,
    rows,
  }));
}

function settingsTexts(pairs: PairTable, { options }: OpenAudit) {
  return pairSettings(pairs, options) as Readonly<Record<string, string | undefined>>;
}

function describeSide({ invalid, data, records }: AuditSource, side: PairRows): PairAuditSide {
  const { labels, pairOf, keys, drugs, partners } = side;
  const numbers = new Map([...new Set(keys)].map((key, i) => [key, i]));
  const groups = grouped(
    pairOf.map((pair) => numbers.get(keys[pair]) as number),
    numbers.size,
  );
  return {
    records: pairOf.length,
    pairs: numbers.size,
    drugs: new Set(drugs.of).size,
    partners: new Set(partners.of).size,
    labelled: labels?.filter((y) => !Number.isNaN(y)).length ?? 0,
    label: data.labels?.column ?? null,
    label_conflicts: labels && labelConflicts(labels, groups, (r) => records[r] + 1),
    invalid: invalid.length,
  };
}

function describeComparison(compared: Compared, examples: number): PairAuditComparison {
  const { name, audit, train, test, noLabels } = compared;
  return {
    name,
    train: audit.train.name,
    test: audit.test.name,
    verdict: audit.verdict,
    line: audit.line,
    duplicates: {
      ...audit.duplicates,
      examples: audit.duplicateRecords.slice(0, examples).map((records) => ({
        test_row: test.records[records.test] + 1,
        train_row: train.records[records.train] + 1,
        drug: cellOf(test, 'drugs', records.test),
        partner: cellOf(test, 'partners', records.test),
        test_label: labelOf(audit.test, records.test),
        train_label: labelOf(audit.train, records.train),
      })),
    },
    drugs: describeEntities('drugs', audit.drugs, compared),
    partners: describeEntities('partners', audit.partners, compared),
    quadrants: audit.quadrants,
    similarity: audit.similarity,
    near: audit.near,
    labels: audit.labels,
    labels_reason: audit.labels ? null : noLabels,
    hub_bias: audit.hubBias,
  };
}

function describeEntities(
  which: 'drugs' | 'partners',
  { overlap, nearest }: FoundEntities,
  { audit, train, test }: Compared,
): AuditedEntities {
  const firstOf = ({ offsets, records }: PairRows, pair: number) => records[offsets[pair]];
  return {
    ...overlap,
    examples: nearest.map((one) => ({
      test: cellOf(test, which, firstOf(audit.test, one.test)),
      train: cellOf(train, which, firstOf(audit.train, one.train)),
      test_row: test.records[firstOf(audit.test, one.test)] + 1,
      train_row: train.records[firstOf(audit.train, one.train)] + 1,
      similarity: one.similarity,
      test_records: one.records,
    })),
  };
}

/** The cell of a record's drug, or of its partner, cut and escaped for showing. */
function cellOf(
  { data, records }: AuditSource,
  which: 'drugs' | 'partners',
  record: number,
): string {
  const { table, pairs } = data;
  const column = table.columns.indexOf((pairs as PairTable)[which].column);
  return printable(table.rows[records[record]][column].trim(), MOST_LETTERS);
}

function labelOf({ labels }: PairRows, record: number): number | null {
  const label = labels?.[record] ?? Number.NaN;
  return Number.isNaN(label) ? null : label;
}
