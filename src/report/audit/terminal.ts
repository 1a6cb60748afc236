import { SAME_LEVELS, type SameLevel } from '../../audit/side.js';
import type { Likeness } from '../../audit/similarity.js';
import { adjective, copyKinds, kindNames } from '../../audit/verdict.js';
import { metricNamed } from '../../metrics/registry.js';
import { binLabels } from '../../similarity/bins.js';
import { conflictsText } from '../../tables/label-conflicts.js';
import { count, list, percent, plural, printable } from '../../text.js';
import type {
  AuditComparison,
  AuditFinding,
  AuditSide,
  AuditSummary,
  LimitOutcome,
} from '../../workflows/audit/types.js';
import { barTable } from '../bar-table.js';
import { alignColumns, shortNumber, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';

const COLORS = { leaky: 'red', similar: 'yellow', apart: 'green' } as const;

/** The result of an audit: a line that says how it stands, limits that are exceeded, then all that was found. */
export const renderAudit = forScreen(auditLines);

function auditLines(summary: AuditSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { comparisons, limits, outputs } = summary;
  const lines = [
    ...comparisons.map(({ line, verdict }) => {
      const [first, ...rest] = wrap(line, width).split('\n');
      return [chalk.bold[COLORS[verdict]](first), ...rest].join('\n');
    }),
    ...limits.map((limit) => (limit.exceeded ? chalk.red : chalk.dim)(limitLine(limit))),
    ...comparisons.flatMap((comparison, c) => sectionOf(comparison, summary, style, c === 0)),
  ];
  for (const { path, rows } of outputs) {
    lines.push(`wrote ${path} ${chalk.dim(`(${plural(rows, 'pair')})`)}`);
  }
  return lines;
}

/** A limit, and how it stands. */
export function limitLine({ comparison, limit, found, share, exceeded }: LimitOutcome): string {
  const [, test] = comparison.split('-');
  const rows = `${plural(found, `${adjective(test)} row`)}, ${(100 * share).toFixed(1)}%`;
  return `${exceeded ? 'exceeded' : 'kept'}: ${limit} (${comparison}: ${rows})`;
}

/** All of a comparison; if not `whole`, without what was not found and without the histogram. */
function sectionOf(
  comparison: AuditComparison,
  { sides, parameters }: AuditSummary,
  style: Style,
  whole: boolean,
): string[] {
  const { chalk, width } = style;
  const { train, test, name } = comparison;
  const rows = (side: string) => {
    const { records, molecules } = sides[side];
    const distinct = molecules === records ? '' : ` of ${plural(molecules, 'molecule')}`;
    return `${plural(records, `${adjective(side)} row`)}${distinct}`;
  };
  const head = [
    name,
    rows(train),
    rows(test),
    comparison.labels ? labelColumns(sides[train], sides[test]) : 'no labels to compare',
  ];
  return [
    '',
    chalk.bold(wrap(head.join(' · '), width)),
    ...notes(comparison, sides, parameters.standardize).map(
      (note) => `  ${wrap(note, width - 4).replaceAll('\n', '\n    ')}`,
    ),
    '',
    ...findingTable(comparison, style, whole),
    ...(whole
      ? [
          '',
          wrap(
            `Max similarity of the ${adjective(test)} molecules to ${adjective(train)} (${parameters.fingerprint})`,
            width,
          ),
          ...histogram(comparison, style),
        ]
      : []),
  ];
}

function labelColumns(train: AuditSide, test: AuditSide): string {
  const names = new Set([train.label, test.label].map((label) => printable(label ?? '', 40)));
  return [...names].join(' against ');
}

function histogram({ similarity }: AuditComparison, style: Style): string[] {
  const { bins, test } = similarity;
  const all = test.reduce((a, b) => a + b, 0);
  const rows = binLabels(bins).map((bin, b) => [bin, count(test[b]), percent(test[b], all)]);
  return barTable(['similarity', 'molecules', 'share'], rows, test, Math.max(...test), style);
}

function findingTable(
  comparison: AuditComparison,
  { chalk, width }: Style,
  whole: boolean,
): string[] {
  const { findings, test } = comparison;
  const there = findings.filter(({ test_records }) => test_records > 0);
  const table = alignColumns([
    ['found', `${test} rows`, 'share', 'pairs'].map((title) => chalk.dim(title)),
    ...there.map(({ title, test_records, share, pairs }) => [
      title,
      count(test_records),
      percent(share, 1),
      count(pairs),
    ]),
  ]);
  const none = findings.filter(
    // With labels on both sides it is said of `identical in SMILES and label`.
    ({ name, applies, test_records }) =>
      applies && test_records === 0 && name !== 'identical_smiles',
  );
  const reasons = new Map<string, string[]>();
  for (const { applies, reason, title } of findings) {
    if (!applies && reason) reasons.set(reason, [...(reasons.get(reason) ?? []), title]);
  }
  const dimmed = (text: string) => chalk.dim(wrap(text, width - 2, '  '));
  return [
    ...table.map((line) => `  ${line}`),
    ...(whole ? absent(none, findings).map((titles) => dimmed(`none of: ${titles}`)) : []),
    ...[...reasons].map(([reason, titles]) =>
      dimmed(`not looked for, because ${reason}: ${list(titles)}`),
    ),
  ];
}

/** What was looked for and is not there, in two lists: copies, in one phrase where there are none, and all else. */
function absent(none: readonly AuditFinding[], findings: readonly AuditFinding[]): string[] {
  const copies = none.filter(({ level }) => level !== null);
  const others = none.filter(({ level }) => level === null);
  const all = findings.filter(({ level, applies }) => level !== null && applies);
  const isAll = copies.length > 1 && all.every(({ test_records }) => test_records === 0);
  return [
    isAll ? 'copies, at any level of standardization' : list(copies.map(({ title }) => title)),
    list(others.map(({ title }) => title)),
  ].filter((titles) => titles !== '');
}

/** What a person should know, in sentences. */
function notes(
  comparison: AuditComparison,
  sides: AuditSummary['sides'],
  standardize: string,
): string[] {
  return [
    duplicateNote(comparison, standardize),
    shapeNote(comparison),
    lookUpNote(comparison),
    conflictNote(comparison),
    ...[comparison.train, comparison.test].map((side) => ownConflictNote(side, sides[side])),
    shiftNote(comparison),
  ].filter((note) => note !== null);
}

function rowsOf({ findings }: AuditComparison, name: string): number {
  return findings.find((finding) => finding.name === name)?.test_records ?? 0;
}

/** Copies, what further levels would add to them, and what the fingerprint cannot tell from a copy. */
function duplicateNote(comparison: AuditComparison, standardize: string): string | null {
  const { findings, train, test, duplicates, indistinguishable } = comparison;
  const last = SAME_LEVELS.indexOf(standardize as SameLevel);
  const found = findings.filter(({ level, test_records }) => level !== null && test_records > 0);
  const kindsOf = (within: boolean) =>
    found
      .filter(({ level }) => level !== null && SAME_LEVELS.indexOf(level) <= last === within)
      .map(({ title, test_records }) => ({ records: test_records, title }));
  const further = kindsOf(false);
  if (duplicates + indistinguishable + further.length === 0) return null;
  const rows = (n: number) => plural(n, `${adjective(test)} row`);
  const upTo = standardize === 'tautomers' ? '' : `, up to --standardize ${standardize}`;
  const kinds = kindsOf(true);
  const named = kinds.length === 1 ? kinds[0].title : copyKinds(duplicates, kinds);
  const some = duplicates === 0 ? 'none' : `${rows(duplicates)} (${named})`;
  const parts = [
    `Copies of ${adjective(train)} molecules${upTo}: ${some}.`,
    ...(further.length > 0
      ? [`Further levels, which do not count, find ${kindNames(further)}.`]
      : []),
    ...(indistinguishable > 0
      ? [`No copies, but indistinguishable by this fingerprint: ${rows(indistinguishable)}.`]
      : []),
  ];
  return parts.join(' ');
}

const LIKENESS_SENTENCES: Readonly<Record<Likeness, string>> = {
  as_random: 'are as near to {} molecules as these are to each other, as after a random split',
  nearer: 'are nearer to {} molecules than these are to each other',
  further: 'are further from {} molecules than these are to each other',
  otherwise: 'are otherwise spread around {} molecules than these around each other',
};

function shapeNote({ similarity, train, test }: AuditComparison): string | null {
  const { median_test: own, median_train: theirs, likeness } = similarity;
  if (theirs === null || likeness === null) return null;
  const how = LIKENESS_SENTENCES[likeness].replace('{}', adjective(train));
  return `Likeness: ${adjective(test)} molecules ${how} (median ${own.toFixed(2)}, within ${adjective(train)} ${theirs.toFixed(2)}).`;
}

function lookUpNote({ look_up: found, train }: AuditComparison): string | null {
  if (!found) return null;
  const { nearest_neighbour: nearest, train_mean: mean } = found.baselines;
  const text = (scores: typeof nearest, metric: string) => {
    const { value } = scores[metric] ?? { value: null };
    return value === null ? null : `${metricNamed(metric)?.title ?? metric} ${shortNumber(value)}`;
  };
  const [main] = Object.keys(nearest);
  const scores = Object.keys(nearest).flatMap((metric) => text(nearest, metric) ?? []);
  if (scores.length === 0) return null;
  const beside = ['mae'].flatMap((metric) => text(mean, metric) ?? []);
  const other = beside.length > 0 ? `; the ${adjective(train)} mean has ${beside[0]}` : '';
  const { value } = nearest[main];
  // Of R² what is explained, of the area under the curve what is above chance.
  const skill = value === null ? null : main === 'r2' ? value : 2 * value - 1;
  const so = skill === null ? '' : skill >= 0.5 ? 'Many' : skill >= 0.25 ? 'Some' : 'Few';
  const told = so === '' ? '' : ` ${so} of the answers can be looked up.`;
  return `Look-up: the label of the nearest ${adjective(train)} molecule alone has ${list(scores)}${other}.${told}`;
}

function conflictNote(comparison: AuditComparison): string | null {
  const { test, findings } = comparison;
  const conflict = findings.find(({ name }) => name === 'conflicting_duplicates')?.details.conflict;
  const by = conflict ? ` by more than ${shortNumber(conflict)}` : '';
  const [same, near, cliffs] = [
    'conflicting_duplicates',
    'conflicting_neighbours',
    'activity_cliff',
  ].map((name) => rowsOf(comparison, name));
  const differing = [
    ...(same > 0 ? [plural(same, 'duplicate')] : []),
    ...(near > 0 ? [plural(near, 'near-duplicate')] : []),
  ];
  const parts = [
    ...(differing.length > 0 ? [`${list(differing)} with labels that differ${by}`] : []),
    ...(cliffs > 0
      ? [`${plural(cliffs, `${adjective(test)} row`)} on cross-split activity cliffs`]
      : []),
  ];
  if (parts.length === 0) return null;
  return `Labels: ${parts.join(', ')}.`;
}

/** Molecules of one side whose own rows contradict each other. */
function ownConflictNote(side: string, { label_conflicts: found }: AuditSide): string | null {
  if (!found || found.molecules === 0) return null;
  return `Conflicting labels within ${adjective(side)}: ${conflictsText(found)}.`;
}

function shiftNote({ labels, train, test }: AuditComparison): string | null {
  if (!labels || labels.train.mean === null || labels.test.mean === null) return null;
  const { ks, task, differs } = labels;
  const [theirs, ours] = [labels.train, labels.test].map(({ mean, sd }) =>
    task === 'classification' || sd === null
      ? shortNumber(mean as number)
      : `${shortNumber(mean as number)} ± ${shortNumber(sd)}`,
  );
  const what = task === 'classification' ? 'share of the positive class' : 'mean';
  return `Label shift: ${what} ${theirs} in ${adjective(train)}, ${ours} in ${adjective(test)}, KS ${(ks ?? 0).toFixed(2)}${differs ? ': the sides differ' : ''}.`;
}
