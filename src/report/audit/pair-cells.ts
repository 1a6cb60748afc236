import { HUB_BASELINES } from '../../audit/pairs/hub-bias.js';
import { adjective } from '../../audit/verdict.js';
import { shownSpec } from '../../chemistry/own-fingerprints/spec.js';
import { metricNamed } from '../../metrics/registry.js';
import { binLabels } from '../../similarity/bins.js';
import { count, list, percent, plural, printable } from '../../text.js';
import type {
  AuditedEntities,
  NearExample,
  PairAuditComparison,
  PairAuditSide,
  PairAuditSummary,
} from '../../workflows/audit/pair-split/types.js';
import { shortNumber } from '../layout.js';
import type { TextTable } from '../text-table.js';
import { ownConflictNote, shiftNote } from './terminal.js';

/** Near drugs and partners that are named. */
const MOST_NAMED = 3;

/** A table of a comparison. */
export interface Cells extends TextTable {
  readonly title: string;
  /** What the columns are; empty where they speak for themselves. */
  readonly note: string;
}

/** Rows, pairs, drugs and partners of a side. */
export function sizeOf(side: string, sides: PairAuditSummary['sides']): string {
  const { records, pairs, drugs, partners } = sides[side];
  const all = plural(records, `${adjective(side)} row`);
  const different = pairs === records ? '' : `${plural(pairs, 'pair')}, `;
  return `${all} (${different}${plural(drugs, 'drug')} × ${plural(partners, 'partner')})`;
}

/** Name of the label column of a side. */
export function labelColumn({ label }: PairAuditSide): string {
  return printable(label ?? '', 40);
}

/** Notes on a comparison, the answer first. */
export function pairNotes(
  comparison: PairAuditComparison,
  sides: PairAuditSummary['sides'],
): string[] {
  const { drugs, partners, hub_bias: hub, train, test } = comparison;
  return [
    hub === null ? null : `Hub bias: ${hub.line}.`,
    duplicateNote(comparison),
    nearNote('drug', drugs, comparison),
    nearNote('partner', partners, comparison),
    ...[train, test].map((side) => ownConflictNote(side, sides[side], 'pair')),
    shiftNote(comparison),
  ].filter((note) => note !== null);
}

function duplicateNote({ duplicates, train, test }: PairAuditComparison): string | null {
  const { test_records, other_cells: others, conflicting, conflict, swapped } = duplicates;
  const rows = (n: number) => plural(n, `${adjective(test)} row`);
  const parts = [
    ...(others > 0
      ? [
          `Duplicates: ${others === test_records ? 'all' : count(others)} of the ${rows(test_records)} have another id, SMILES or sequence in ${adjective(train)}; ids that share a structure or sequence (such as mutants without their own) count as one.`,
        ]
      : []),
    ...(conflicting && test_records > 0
      ? [
          `Conflicting labels: ${rows(conflicting)} ${conflicting === 1 ? 'differs' : 'differ'}${conflict ? ` by more than ${shortNumber(conflict)}` : ''} from the label of the same pair in ${adjective(train)}.`,
        ]
      : []),
    ...(swapped
      ? [
          `Swapped pairs: the two molecules of ${rows(swapped)} are a ${adjective(train)} pair in the other order; these are not counted as duplicates.`,
        ]
      : []),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}

function nearNote(
  noun: string,
  { examples, near, other_forms: forms }: AuditedEntities,
  { train }: PairAuditComparison,
): string | null {
  const closest = near?.find(({ test }) => test > 0);
  const parts = [
    ...(forms > 0
      ? [
          `${plural(forms, `${noun} is`, `${noun}s are`)} in ${adjective(train)} in another form (salt, charge, isotope, stereoisomer or tautomer).`,
        ]
      : []),
    ...(closest
      ? [
          `${plural(closest.test, `new ${noun} has`, `new ${noun}s have`)} a ${adjective(train)} ${noun} of similarity ≥ ${closest.similarity}: ${list(
            examples
              .filter(({ similarity }) => similarity >= closest.similarity)
              .slice(0, MOST_NAMED)
              .map(pairName),
          )}${closest.test > MOST_NAMED ? ', …' : ''}.`,
        ]
      : []),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}

/** Letters of a name that is shown; sequences have more, and are told by their rows. */
const LONGEST_NAME = 30;

/** A new drug or partner and its neighbor: `ABL1p and ABL1 (0.95)`. */
function pairName({ test, train, test_row, train_row, similarity }: NearExample): string {
  const isShort = [test, train].every((name) => name.length <= LONGEST_NAME);
  const [one, other] = isShort
    ? [test, train].map((name) => printable(name, LONGEST_NAME))
    : [`that of row ${test_row}`, `that of row ${train_row}`];
  return `${one} and ${other} (${similarity.toFixed(2)})`;
}

/** Test rows by what of their pair is in training. */
export function overlapCells(comparison: PairAuditComparison): Cells {
  const { test, train, duplicates, quadrants, near } = comparison;
  const theirs = adjective(train);
  const { both_seen, new_drug, new_partner, both_new } = quadrants;
  const all = both_seen + new_drug + new_partner + both_new;
  const rows: [string, number][] = [
    [`pair in ${theirs}`, duplicates.test_records],
    ...near.map((one): [string, number] => [
      `nearest ${theirs} pair ≥ ${one.similarity}`,
      one.test_records,
    ]),
    [`drug and partner in ${theirs}`, both_seen],
    [`new drug, partner in ${theirs}`, new_drug],
    [`new partner, drug in ${theirs}`, new_partner],
    ['both new', both_new],
  ];
  return {
    title: 'Overlap of pairs',
    head: ['overlap', `${adjective(test)} rows`, 'share'],
    rows: rows.map(([title, n]) => [title, count(n), percent(n, all)]),
    note: '',
  };
}

/** Drugs and partners of both sides, and new ones that are similar to known ones. */
export function entityCells(comparison: PairAuditComparison): Cells {
  const { drugs, partners, train, test } = comparison;
  const thresholds = (drugs.near ?? partners.near ?? []).map(({ similarity }) => similarity);
  const titles = ['', adjective(train), adjective(test), 'in both'];
  const row = (title: string, { train, test, shared, near }: AuditedEntities) => [
    title,
    ...[train, test, shared].map(count),
    ...thresholds.map((_, i) => (near ? count(near[i].test) : '–')),
  ];
  return {
    title: 'Drugs and partners',
    head: [...titles, ...thresholds.map((one) => `new, ≥ ${one}`)],
    rows: [row('drugs', drugs), row('partners', partners)],
    note: `new, ≥ x: not in ${adjective(train)}, but with a neighbor there of similarity ≥ x.`,
  };
}

/** Test rows by the similarity of their nearest training pair. */
export function similarityCells({ similarity, train, test }: PairAuditComparison): Cells {
  const { bins, test: counts, mean, median } = similarity;
  const all = counts.reduce((a, b) => a + b, 0);
  return {
    title: `Max similarity of the ${adjective(test)} rows to ${adjective(train)} (mean ${mean.toFixed(2)}, median ${median.toFixed(2)})`,
    head: ['similarity', 'rows', 'share'],
    rows: binLabels(bins).map((bin, b) => [bin, count(counts[b]), percent(counts[b], all)]),
    note: '',
  };
}

/** Baselines that know the drug and the partner of a pair, and nothing else; null without labels. */
export function baselineCells({ hub_bias: hub, test }: PairAuditComparison): Cells | null {
  if (!hub) return null;
  const metrics = Object.keys(hub.baselines[HUB_BASELINES[0].name]);
  return {
    title: `Baselines on ${plural(hub.n, `${adjective(test)} row`)} with a label, without any structure`,
    head: ['baseline', ...metrics.map((name) => metricNamed(name)?.title ?? name)],
    rows: HUB_BASELINES.map(({ name, title }) => [
      title,
      ...metrics.map((metric) => {
        const { value } = hub.baselines[name][metric];
        return value === null ? '–' : shortNumber(value);
      }),
    ]),
    note: '',
  };
}

/** What is compared: columns, forms of molecules, and the similarity of two pairs. */
export function comparedTexts({ pairs, parameters }: PairAuditSummary): string[] {
  const level = parameters.standardize;
  const how = level === 'none' ? 'canonical SMILES' : `structure up to ${level}`;
  const [drug, partner] = [pairs.drug, pairs.partner].map((name) => printable(name, 40));
  return [
    `pair = drug (column "${drug}", the same by ${how}) and partner (column "${partner}", ${pairs.partner_kind})`,
    `similarity of two pairs = the smaller of their drugs' (${shownSpec(parameters.fingerprint)}) and their partners' similarity`,
  ];
}
