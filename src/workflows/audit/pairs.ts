import type { SidesAudit } from '../../audit/audit-sides.js';
import type { Side } from '../../audit/side.js';
import { Job } from '../../job.js';
import { overlapOf } from '../../similarity/fingerprints.js';
import { optionName } from '../../spelling.js';
import type { ColumnKind } from '../../tables/formats/format.js';
import { checkOutput } from '../../tables/output-path.js';
import { rowFormat, writeRows } from '../row-file.js';
import type { AuditSource } from './types.js';
import { type AuditPair, type AuditResult, PAIR_COLUMNS } from './types.js';

const NUMBERS: readonly string[] = ['test_label', 'train_label', 'similarity'];
const KINDS = PAIR_COLUMNS.map((column): ColumnKind => {
  if (column.endsWith('_row')) return 'integer';
  return NUMBERS.includes(column) ? 'number' : 'text';
});

/** Data that pairs are described from. */
export interface ComparedSides {
  readonly name: string;
  readonly audit: SidesAudit;
  readonly train: AuditSource;
  readonly test: AuditSource;
}

/** Each audit with the rows that it is of. */
export function comparedSides(
  sources: readonly AuditSource[],
  audits: readonly SidesAudit[],
): ComparedSides[] {
  const source = (name: string) => sources.find((s) => s.name === name) as AuditSource;
  return audits.map((audit) => ({
    name: `${audit.train.name}-${audit.test.name}`,
    audit,
    train: source(audit.train.name),
    test: source(audit.test.name),
  }));
}

/** The pairs of a finding, by test row, at most so many. */
export function* pairsOf(
  { name, audit, train, test }: ComparedSides,
  finding: SidesAudit['findings'][number],
  most = Number.POSITIVE_INFINITY,
): Generator<AuditPair> {
  let left = most;
  if (left <= 0) return;
  for (const pair of finding.found.list()) {
    if (left-- <= 0) return;
    const [ours, theirs] = [audit.test, audit.train];
    const { intersection, union } = overlapOf(
      ours.fingerprints,
      ours.moleculeOf[pair.test],
      theirs.fingerprints,
      theirs.moleculeOf[pair.train],
    );
    const one = describe(test, ours, pair.test);
    const other = describe(train, theirs, pair.train);
    yield {
      comparison: name,
      finding: finding.finding.name,
      test_row: one.row,
      test_id: one.id,
      test_smiles: one.smiles,
      test_label: one.label,
      train_row: other.row,
      train_id: other.id,
      train_smiles: other.smiles,
      train_label: other.label,
      similarity: union === 0 ? 1 : intersection / union,
    };
  }
}

function describe({ data, records, idColumn }: AuditSource, side: Side, record: number) {
  const r = records[record];
  const cells = data.table.rows[r];
  const label = side.labels?.[record] ?? Number.NaN;
  return {
    row: r + 1,
    id: idColumn === undefined ? null : cells[idColumn],
    smiles: cells[data.smilesColumn],
    label: Number.isNaN(label) ? null : label,
  };
}

/** The name of the table format of a file of pairs. @throws TanimarkError (usage) */
export function pairsFormat(output: string): string {
  return rowFormat('pairs', output);
}

/**
 * Writes the pairs of every finding to a file, comparison by comparison, whole or not at all.
 *
 * @throws TanimarkError (usage, file), AbortedError
 */
export async function writeAuditPairs(
  result: AuditResult,
  output: string,
  job = new Job(),
): Promise<AuditResult['summary']> {
  const format = pairsFormat(output);
  for (const { path } of result.summary.inputs)
    checkOutput(path, output, 'an input', optionName('pairs'));
  let rows = 0;
  const pairs = function* () {
    for (const compared of comparedSides(result.sources, result.audits)) {
      for (const finding of compared.audit.findings) {
        for (const pair of pairsOf(compared, finding)) {
          rows++;
          yield PAIR_COLUMNS.map((column) => pair[column]);
        }
      }
    }
  };
  const sha256 = await writeRows(format, PAIR_COLUMNS, [pairs()], output, KINDS, job);
  const written = { path: output, sha256, rows };
  return { ...result.summary, outputs: [...result.summary.outputs, written] };
}
