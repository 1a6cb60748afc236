import { HUB_BASELINES } from '../../audit/pairs/hub-bias.js';
import { PAIR_VERDICT_SCALE } from '../../audit/pairs/verdict.js';
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
import { barTable } from '../bar-table.js';
import { alignColumns, shortNumber, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';
import { answerLines, ownConflictNote, shiftNote } from './terminal.js';

/** Near drugs and partners that are named. */
const MOST_NAMED = 3;

/** Renders an audit of a split of pairs: notes and all findings, then limits and the verdict of each comparison. */
export const renderPairAudit = forScreen(auditLines);

function auditLines(summary: PairAuditSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { comparisons, limits } = summary;
  return [
    ...comparisons.flatMap((comparison) => [...sectionOf(comparison, summary, style), '']),
    ...legend(summary, width).map((line) => chalk.dim(line)),
    '',
    ...answerLines(comparisons, limits, style),
  ];
}

/** What the verdicts are, and what is compared. */
function legend({ comparisons, pairs, parameters }: PairAuditSummary, width: number): string[] {
  const level = parameters.standardize;
  const how = level === 'none' ? 'canonical SMILES' : `structure up to ${level}`;
  const [drug, partner] = [pairs.drug, pairs.partner].map((name) => printable(name, 40));
  return [
    comparisons.length === 1
      ? 'verdicts (shares of test rows):'
      : 'verdicts (of A-B: shares of the rows of B; training is A):',
    ...PAIR_VERDICT_SCALE.map((line) => wrap(line, width, '  ')),
    wrap(
      `pair = drug (column "${drug}", the same by ${how}) and partner (column "${partner}", ${pairs.partner_kind})`,
      width,
    ),
    wrap(
      `similarity of two pairs = the smaller of their drugs' (${shownSpec(parameters.fingerprint)}) and their partners' similarity`,
      width,
    ),
  ];
}

function sectionOf(
  comparison: PairAuditComparison,
  { sides }: PairAuditSummary,
  style: Style,
): string[] {
  const { chalk, width } = style;
  const { train, test, name } = comparison;
  const head = [name, sizeOf(train, sides), sizeOf(test, sides)];
  const labels = comparison.labels ? labelColumn(sides[test]) : 'no labels to compare';
  return [
    chalk.bold(wrap([...head, labels].join(' · '), width)),
    ...notes(comparison, sides).map(
      (note) => `  ${wrap(note, width - 4).replaceAll('\n', '\n    ')}`,
    ),
    '',
    ...overlapTable(comparison, style),
    '',
    ...entityTable(comparison, style),
    '',
    ...histogram(comparison, style),
    ...baselineTable(comparison, style),
  ];
}

function sizeOf(side: string, sides: PairAuditSummary['sides']): string {
  const { records, pairs, drugs, partners } = sides[side];
  const all = plural(records, `${adjective(side)} row`);
  const different = pairs === records ? '' : `${plural(pairs, 'pair')}, `;
  return `${all} (${different}${plural(drugs, 'drug')} × ${plural(partners, 'partner')})`;
}

function labelColumn({ label }: PairAuditSide): string {
  return printable(label ?? '', 40);
}

/** Notes on a comparison, the answer first. */
function notes(comparison: PairAuditComparison, sides: PairAuditSummary['sides']): string[] {
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

function overlapTable(comparison: PairAuditComparison, { chalk }: Style): string[] {
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
  const head = ['overlap', `${adjective(test)} rows`, 'share'].map((title) => chalk.dim(title));
  const cells = rows.map(([title, n]) => [title, count(n), percent(n, all)]);
  return alignColumns([head, ...cells]).map((line) => `  ${line}`);
}

/** Drugs and partners of both sides, and new ones that are similar to known ones. */
function entityTable(comparison: PairAuditComparison, { chalk, width }: Style): string[] {
  const { drugs, partners, train, test } = comparison;
  const thresholds = (drugs.near ?? partners.near ?? []).map(({ similarity }) => similarity);
  const titles = ['', adjective(train), adjective(test), 'in both'];
  const head = [...titles, ...thresholds.map((one) => `new, ≥ ${one}`)].map((t) => chalk.dim(t));
  const row = (title: string, { train, test, shared, near }: AuditedEntities) => [
    title,
    ...[train, test, shared].map(count),
    ...thresholds.map((_, i) => (near ? count(near[i].test) : '–')),
  ];
  const what = `new, ≥ x: not in ${adjective(train)}, but with a neighbor there of similarity ≥ x.`;
  return [
    ...alignColumns([head, row('drugs', drugs), row('partners', partners)]).map((l) => `  ${l}`),
    chalk.dim(wrap(what, width - 2, '  ')),
  ];
}

function histogram({ similarity, train, test }: PairAuditComparison, style: Style): string[] {
  const { bins, test: counts, mean, median } = similarity;
  const all = counts.reduce((a, b) => a + b, 0);
  const rows = binLabels(bins).map((bin, b) => [bin, count(counts[b]), percent(counts[b], all)]);
  const title = `Max similarity of the ${adjective(test)} rows to ${adjective(train)} (mean ${mean.toFixed(2)}, median ${median.toFixed(2)})`;
  return [
    wrap(title, style.width),
    ...barTable(['similarity', 'rows', 'share'], rows, counts, Math.max(...counts), style),
  ];
}

/** Baselines that know the drug and the partner of a pair, and nothing else. */
function baselineTable({ hub_bias: hub, test }: PairAuditComparison, style: Style): string[] {
  if (!hub) return [];
  const { chalk, width } = style;
  const metrics = Object.keys(hub.baselines[HUB_BASELINES[0].name]);
  const head = ['baseline', ...metrics.map((name) => metricNamed(name)?.title ?? name)];
  const rows = HUB_BASELINES.map(({ name, title }) => [
    title,
    ...metrics.map((metric) => {
      const { value } = hub.baselines[name][metric];
      return value === null ? '–' : shortNumber(value);
    }),
  ]);
  return [
    '',
    wrap(
      `Baselines on ${plural(hub.n, `${adjective(test)} row`)} with a label, without any structure`,
      width,
    ),
    ...alignColumns([head.map((title) => chalk.dim(title)), ...rows]).map((line) => `  ${line}`),
  ];
}
