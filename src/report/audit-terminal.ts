import { adjective, percent } from '../audit/verdict.js';
import { metricNamed } from '../metrics/registry.js';
import { binLabels } from '../similarity/bins.js';
import { count, list, plural, printable } from '../text.js';
import type { AuditComparison, AuditSummary, LimitOutcome } from '../workflows/audit/types.js';
import { barTable } from './bar-table.js';
import { alignColumns, shortNumber, wrap } from './layout.js';
import type { Style } from './style.js';

const COLOURS = { leaky: 'red', similar: 'yellow', apart: 'green' } as const;

/** The result of an audit: a line that says how it stands, limits that are exceeded, then all that was found. */
export function renderAudit(summary: AuditSummary, style: Style): string {
  const { chalk, width } = style;
  const { comparisons, limits, outputs } = summary;
  const lines = [
    ...comparisons.map(({ line, verdict }) => {
      const [first, ...rest] = wrap(line, width).split('\n');
      return [chalk.bold[COLOURS[verdict]](first), ...rest].join('\n');
    }),
    ...limits.map((limit) => (limit.exceeded ? chalk.red : chalk.dim)(limitLine(limit))),
    ...comparisons.flatMap((comparison) => sectionOf(comparison, summary, style)),
  ];
  for (const { path, rows } of outputs) {
    lines.push(`wrote ${path} ${chalk.dim(`(${plural(rows, 'pair')})`)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A limit, and how it stands. */
export function limitLine({ comparison, limit, found, share, exceeded }: LimitOutcome): string {
  const [, test] = comparison.split('-');
  const rows = `${plural(found, `${adjective(test)} row`)}, ${(100 * share).toFixed(1)}%`;
  return `${exceeded ? 'exceeded' : 'kept'}: ${limit} (${comparison}: ${rows})`;
}

function sectionOf(
  comparison: AuditComparison,
  { sides, label, parameters }: AuditSummary,
  style: Style,
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
    comparison.labels && label !== null ? printable(label, 40) : 'no labels on both',
  ];
  return [
    '',
    chalk.bold(wrap(head.join(' · '), width)),
    ...notes(comparison).map((note) => `  ${wrap(note, width - 4).replaceAll('\n', '\n    ')}`),
    '',
    ...findingTable(comparison, style),
    '',
    wrap(
      `Max similarity of the ${adjective(test)} molecules to ${adjective(train)} (${parameters.fingerprint})`,
      width,
    ),
    ...histogram(comparison, style),
  ];
}

function histogram({ similarity }: AuditComparison, style: Style): string[] {
  const { bins, test } = similarity;
  const all = test.reduce((a, b) => a + b, 0);
  const rows = binLabels(bins).map((bin, b) => [bin, count(test[b]), percent(test[b], all)]);
  return barTable(['similarity', 'molecules', 'share'], rows, test, Math.max(...test), style);
}

function findingTable(comparison: AuditComparison, { chalk, width }: Style): string[] {
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
  const none = findings.filter(({ applies, test_records }) => applies && test_records === 0);
  const reasons = new Map<string, string[]>();
  for (const { applies, reason, title } of findings) {
    if (!applies && reason) reasons.set(reason, [...(reasons.get(reason) ?? []), title]);
  }
  const dimmed = (text: string) => chalk.dim(wrap(text, width - 2, '  '));
  return [
    ...table.map((line) => `  ${line}`),
    ...(none.length > 0 ? [dimmed(`not found: ${list(none.map(({ title }) => title))}`)] : []),
    ...[...reasons].map(([reason, titles]) =>
      dimmed(`not looked for, because ${reason}: ${list(titles)}`),
    ),
  ];
}

/** What a person should know, in sentences. */
function notes(comparison: AuditComparison): string[] {
  return [
    duplicateNote(comparison),
    shapeNote(comparison),
    lookUpNote(comparison),
    conflictNote(comparison),
    shiftNote(comparison),
  ].filter((note) => note !== null);
}

function rowsOf({ findings }: AuditComparison, name: string): number {
  return findings.find((finding) => finding.name === name)?.test_records ?? 0;
}

function duplicateNote({ findings, train }: AuditComparison): string | null {
  const kinds = findings.filter(
    ({ family, test_records }) => family === 'duplicates' && test_records > 0,
  );
  if (kinds.length === 0) return null;
  const parts = kinds.map(({ title, test_records }) => `${count(test_records)} ${title}`);
  return `Copies of ${adjective(train)} molecules: ${list(parts)}.`;
}

/** Distributions this close are those of one set of molecules, as far as a benchmark goes. */
const ALIKE = 0.1;

function shapeNote({ similarity, train, test }: AuditComparison): string | null {
  const { median_test: own, median_train: theirs, ks } = similarity;
  if (theirs === null || ks === null) return null;
  const medians = `median ${own.toFixed(2)}, within ${adjective(train)} ${theirs.toFixed(2)}`;
  const how =
    ks <= ALIKE
      ? 'as near to'
      : own < theirs
        ? 'further from'
        : own > theirs
          ? 'nearer to'
          : 'otherwise spread around';
  const so = ks <= ALIKE ? ', as after a random split' : '';
  return `Likeness: ${adjective(test)} molecules are ${how} ${adjective(train)} molecules ${ks <= ALIKE ? 'as' : 'than'} these are to each other${so} (${medians}).`;
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
    ...(cliffs > 0 ? [`${plural(cliffs, `${adjective(test)} row`)} on activity cliffs`] : []),
  ];
  if (parts.length === 0) return null;
  return `Labels: ${parts.join(', ')}.`;
}

function shiftNote({ labels, train, test }: AuditComparison): string | null {
  if (!labels || labels.train.mean === null || labels.test.mean === null) return null;
  const { ks, task } = labels;
  const [theirs, ours] = [labels.train, labels.test].map(({ mean, sd }) =>
    task === 'classification' || sd === null
      ? shortNumber(mean as number)
      : `${shortNumber(mean as number)} ± ${shortNumber(sd)}`,
  );
  const what = task === 'classification' ? 'share of the positive class' : 'mean';
  const shifted =
    labels.train.sd !== null &&
    Math.abs(labels.test.mean - labels.train.mean) > labels.train.sd / 4;
  return `Label shift: ${what} ${theirs} in ${adjective(train)}, ${ours} in ${adjective(test)}, KS ${(ks ?? 0).toFixed(2)}${shifted ? ': the sides differ' : ''}.`;
}
