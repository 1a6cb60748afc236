import { levelsUpTo, SAME_LEVELS, type SameLevel } from '../../audit/side.js';
import type { Likeness } from '../../audit/similarity.js';
import { adjective, copyKinds, kindNames, VERDICT_SCALE } from '../../audit/verdict.js';
import { shownSpec } from '../../chemistry/own-fingerprints/spec.js';
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

/** Color of each verdict. */
export const VERDICT_COLORS = { leaky: 'red', similar: 'yellow', distinct: 'green' } as const;

/** Renders an audit: notes and all findings, then limits and the verdict of each comparison, where the eye is at the end. */
export const renderAudit = forScreen(auditLines);

/** The limits with their outcomes and the verdict of each comparison, which end an audit. */
export function answerLines(
  comparisons: Parameters<typeof verdictLines>[0],
  limits: readonly LimitOutcome[],
  style: Style,
): string[] {
  const { chalk } = style;
  return [
    ...limits.map((limit) => (limit.exceeded ? chalk.red : chalk.dim)(limitLine(limit))),
    ...verdictLines(comparisons, style),
  ];
}

/** The verdict of each comparison. */
export function verdictLines(
  comparisons: readonly Pick<AuditSummary['comparisons'][number], 'name' | 'line' | 'verdict'>[],
  { chalk, width }: Style,
): string[] {
  return comparisons.map(({ name, line, verdict }) => {
    const text = comparisons.length === 1 ? line : `${name} ${line}`;
    const [first, ...rest] = wrap(text, width).split('\n');
    return [chalk.bold[VERDICT_COLORS[verdict]](first), ...rest].join('\n');
  });
}

function auditLines(summary: AuditSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { comparisons, limits, outputs } = summary;
  const wrote = outputs.map(
    ({ path, rows }) => `wrote ${path} ${chalk.dim(`(${plural(rows, 'pair')})`)}`,
  );
  return [
    ...comparisons.flatMap((comparison, c) => [
      ...sectionOf(comparison, summary, style, c === 0),
      '',
    ]),
    ...legend(summary, width).map((line) => chalk.dim(line)),
    ...(wrote.length > 0 ? ['', ...wrote] : []),
    '',
    ...answerLines(comparisons, limits, style),
  ];
}

/** What the verdicts are, which molecules are duplicates at a level of standardization, and what else is found by labels. */
export function legend({ comparisons, parameters }: AuditSummary, width: number): string[] {
  const levels = levelsUpTo(parameters.standardize as SameLevel);
  const ignored = levels.filter((level) => level !== 'none');
  return [
    comparisons.length === 1
      ? 'verdicts (shares of the test rows; a neighbor is a training molecule):'
      : 'verdicts (of A-B: shares of the rows of B; neighbors in A):',
    ...VERDICT_SCALE.map((line) => wrap(line, width, '  ')),
    wrap(
      `duplicate = ${ignored.length === 0 ? 'same canonical SMILES' : `same molecule if ${list(ignored)} are ignored`}`,
      width,
    ),
    'near-duplicate = similarity ≥ 0.9, but no duplicate',
    ...(comparisons.some(({ findings }) =>
      findings.some(({ name, applies }) => name === 'activity_cliff' && applies),
    )
      ? ['activity cliff = near-duplicates whose labels differ by more than 1 log unit']
      : []),
  ];
}

/** One limit with its outcome: `failed: --max-duplicates 0 (train-test: 7 test rows, 77.8%)`. */
export function limitLine({ comparison, limit, found, share, exceeded }: LimitOutcome): string {
  const [, test] = comparison.split('-');
  const rows = `${plural(found, `${adjective(test)} row`)}, ${(100 * share).toFixed(1)}%`;
  return `${exceeded ? 'failed' : 'passed'}: ${limit} (${comparison}: ${rows})`;
}

/** One comparison; unless `whole`, without the histogram and the list of findings that are absent. */
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
            `Max similarity of the ${adjective(test)} molecules to ${adjective(train)} (${shownSpec(parameters.fingerprint)})`,
            width,
          ),
          ...histogram(comparison, style),
        ]
      : []),
  ];
}

function labelColumns(train: AuditSide, test: AuditSide): string {
  const names = new Set([train.label, test.label].map((label) => printable(label ?? '', 40)));
  return [...names].join(' vs. ');
}

function histogram({ similarity }: AuditComparison, style: Style): string[] {
  const { bins, test } = similarity;
  const all = test.reduce((a, b) => a + b, 0);
  const rows = binLabels(bins).map((bin, b) => [bin, count(test[b]), percent(test[b], all)]);
  return barTable(['similarity', 'molecules', 'share'], rows, test, Math.max(...test), style);
}

/** Whether a finding lists one training row of each test row, not every pair, so that its number of pairs says nothing. */
export function isOnePerRow(name: string): boolean {
  return name.startsWith('near_') || name === 'shared_scaffold';
}

function findingTable(
  comparison: AuditComparison,
  { chalk, width }: Style,
  whole: boolean,
): string[] {
  const { findings, test } = comparison;
  const there = findings.filter(({ test_records }) => test_records > 0);
  const withPairs = there.some(({ name }) => !isOnePerRow(name));
  const heads = ['overlap', `${adjective(test)} rows`, 'share', ...(withPairs ? ['pairs'] : [])];
  const table = alignColumns([
    heads.map((title) => chalk.dim(title)),
    ...there.map(({ name, title, test_records, share, pairs }) => [
      title,
      count(test_records),
      percent(share, 1),
      ...(withPairs ? [isOnePerRow(name) ? '–' : count(pairs)] : []),
    ]),
  ]);
  const none = findings.filter(
    // With labels on both sides, `identical in SMILES and label` covers it.
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
    ...(whole ? absent(none, findings) : []).map((text) => dimmed(text)),
    ...[...reasons].map(([reason, titles]) =>
      dimmed(`not checked, because ${reason}: ${list(titles)}`),
    ),
  ];
}

/** Findings that were checked and are absent, as a list with its heading; all kinds of duplicates share one line. */
function absent(none: readonly AuditFinding[], findings: readonly AuditFinding[]): string[] {
  const copies = none.filter(({ level }) => level !== null);
  const others = none.filter(({ level }) => level === null);
  const all = findings.filter(({ level, applies }) => level !== null && applies);
  const isAll = copies.length > 1 && all.every(({ test_records }) => test_records === 0);
  const titles = [
    ...(isAll
      ? ['duplicates (salts, charges, isotopes, stereo and tautomers ignored)']
      : copies.map(({ title }) => title)),
    ...others.map(({ title }) => title),
  ];
  return titles.length === 0
    ? []
    : ['checked, none found:', ...titles.map((title) => `- ${title}`)];
}

/** Notes on a comparison, the answer first. */
export function notes(
  comparison: AuditComparison,
  sides: AuditSummary['sides'],
  standardize: string,
): string[] {
  const isRepeated = (side: string) => sides[side].records !== sides[side].molecules;
  return [
    duplicateNote(comparison, standardize),
    shapeNote(comparison),
    lookUpNote(comparison),
    conflictNote(comparison),
    ...[comparison.train, comparison.test].map((side) => ownConflictNote(side, sides[side])),
    shiftNote(comparison, isRepeated(comparison.train) || isRepeated(comparison.test)),
  ].filter((note) => note !== null);
}

function rowsOf({ findings }: AuditComparison, name: string): number {
  return findings.find((finding) => finding.name === name)?.test_records ?? 0;
}

/** Duplicates, further ones at levels that do not count, and test rows that share a fingerprint with training. */
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
    `Duplicates of ${adjective(train)} molecules${upTo}: ${some}.`,
    ...(further.length > 0
      ? [`Not counted (further levels of standardization): ${kindNames(further)}.`]
      : []),
    ...(indistinguishable > 0
      ? [
          `${duplicates === 0 ? '' : 'Also, '}${rows(indistinguishable)} ${indistinguishable === 1 ? 'shares its' : 'share their'} fingerprint with a ${adjective(train)} molecule.`,
        ]
      : []),
  ];
  return parts.join(' ');
}

const LIKENESS_SENTENCES: Readonly<Record<Likeness, string>> = {
  as_random: '. The test set is as similar to training as a random test set',
  nearer: '. The test set is more similar to training than a random test set',
  further: '. The test set is less similar to training than a random test set',
  otherwise: ': the medians are equal, the distributions differ',
};

function shapeNote({ similarity, train, test }: AuditComparison): string | null {
  const { median_test: own, median_train: theirs, likeness } = similarity;
  if (theirs === null || likeness === null) return null;
  const how = LIKENESS_SENTENCES[likeness];
  const digits = own === theirs ? 2 : digitsToTell(own, theirs);
  return `Nearest-neighbor similarity: median ${own.toFixed(digits)} ${adjective(test)}-to-${adjective(train)}, ${theirs.toFixed(digits)} within ${adjective(train)}${how}.`;
}

/** The fewest decimals, from two on, in which two different numbers look different. */
function digitsToTell(a: number, b: number): number {
  let digits = 2;
  while (digits < 9 && a.toFixed(digits) === b.toFixed(digits)) digits++;
  return digits;
}

function lookUpNote({ look_up: found, train, test }: AuditComparison): string | null {
  if (!found) return null;
  const { nearest_neighbour: nearest, train_mean: mean } = found.baselines;
  const shownOf = (scores: typeof nearest, metrics: readonly string[]) =>
    metrics.flatMap((metric) => {
      const value = scores[metric]?.value ?? null;
      return value === null
        ? []
        : [`${metricNamed(metric)?.title ?? metric} ${shortNumber(value)}`];
    });
  const names = Object.keys(nearest);
  const own = shownOf(nearest, names);
  if (own.length === 0) return null;
  const [first] = names;
  const value = nearest[first].value;
  const beside = shownOf(
    mean,
    names.filter((name) => ERRORS.includes(name)),
  );
  return [
    `1-NN baseline (copies the label of the nearest neighbor): ${own.join(', ')}.`,
    ...(value === null ? [] : [answered(value, first, test)]),
    ...(beside.length === 0
      ? []
      : [`Predicting the ${adjective(train)} mean: ${beside.join(', ')}.`]),
  ].join(' ');
}

/** Metrics of the 1-NN baseline beside which that of the training mean stands. */
const ERRORS: readonly string[] = ['rmse', 'mae'];

/** What R² or the area under the ROC curve of the nearest neighbor means; no judgment, as what is good depends on the task. */
function answered(value: number, metric: string, test: string): string {
  if (metric !== 'r2') {
    return value > 0.5 ? '0.5 is chance.' : 'It is no better than chance (0.5).';
  }
  // R² says nothing of absolute errors, in which the baseline may still beat the mean.
  if (value <= 0) {
    return `By squared error it is ${value < 0 ? 'worse than' : 'equal to'} the mean ${adjective(test)} label.`;
  }
  return `It explains ${percent(value, 1)} of the variance of the ${adjective(test)} labels.`;
}

function conflictNote(comparison: AuditComparison): string | null {
  const { train, test, findings } = comparison;
  const conflict = findings.find(({ name }) => name === 'conflicting_duplicates')?.details.conflict;
  const sd = comparison.labels?.train.sd;
  const isSd = conflict && sd && Math.abs(conflict / sd - 1) < 1e-9;
  const what = isSd ? ' (SD of the training labels)' : '';
  const by = conflict ? ` by more than ${shortNumber(conflict)}${what}` : '';
  const [same, near, cliffs] = [
    'conflicting_duplicates',
    'conflicting_neighbours',
    'activity_cliff',
  ].map((name) => rowsOf(comparison, name));
  const rows = (n: number) => plural(n, `${adjective(test)} row`);
  // Kinds are counted apart: a row may be of both.
  const differing = [
    { n: same, kind: 'duplicate' },
    { n: near, kind: 'near-duplicate' },
  ]
    .filter(({ n }) => n > 0)
    .map(({ n, kind }, k) =>
      k === 0
        ? `${rows(n)} ${n === 1 ? 'has' : 'have'} a ${adjective(train)} ${kind}`
        : `${count(n)} a ${kind}`,
    );
  const parts = [
    ...(differing.length > 0 ? [`${differing.join(' and ')} whose label differs${by}`] : []),
    ...(cliffs > 0
      ? [
          `${rows(cliffs)} ${cliffs === 1 ? 'forms' : 'form'} a cross-split activity cliff with a ${adjective(train)} near-duplicate (labels differ by more than 1 log unit)`,
        ]
      : []),
  ];
  if (parts.length === 0) return null;
  return `Conflicting labels: ${parts.join('; ')}.`;
}

/**
 * A note on molecules of one side whose own rows have different labels; null if there are none.
 *
 * @param item what has several rows
 */
export function ownConflictNote(
  side: string,
  { label_conflicts: found }: Pick<AuditSide, 'label_conflicts'>,
  item = 'molecule',
): string | null {
  if (!found || found.molecules === 0) return null;
  const where = side === 'test' ? 'the test set' : adjective(side);
  return `Repeated ${item}s in ${where}: ${conflictsText(found, null, item)}.`;
}

/** A note on how the labels of two sides differ; null where they are not compared. */
export function shiftNote(
  { labels, train, test }: Pick<AuditComparison, 'labels' | 'train' | 'test'>,
  isRepeated = false,
): string | null {
  if (!labels || labels.train.mean === null || labels.test.mean === null) return null;
  const { ks, task, differs } = labels;
  const [theirs, ours] = [labels.train, labels.test].map(({ mean, sd }) =>
    task === 'classification' || sd === null
      ? shortNumber(mean as number)
      : `${shortNumber(mean as number)} (SD ${shortNumber(sd)})`,
  );
  const what = task === 'classification' ? 'share of the positive class' : 'mean';
  return `Label shift${isRepeated ? ' (one label per molecule)' : ''}: ${what} ${theirs} in ${adjective(train)}, ${ours} in ${adjective(test)}, KS ${(ks ?? 0).toFixed(2)}${differs ? ': label distributions differ' : ''}.`;
}
