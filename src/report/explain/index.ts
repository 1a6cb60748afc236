import type { FlaggedGroup } from '../../evaluation/types.js';
import type { CheckSummary } from '../../gate/types.js';
import { binLabels } from '../../similarity/bins.js';
import { DEFAULT_MIN_N } from '../../statistics/resampling.js';
import { capital, list, percent, plural } from '../../text.js';
import type { PairAuditSummary } from '../../workflows/audit/pair-split/types.js';
import type { AuditSummary } from '../../workflows/audit/types.js';
import type { ModelComparison } from '../../workflows/compare/types.js';
import type { ExpectSummary } from '../../workflows/expect/types.js';
import type { NeighborsSummary } from '../../workflows/neighbors/types.js';
import type { ScoreSummary } from '../../workflows/score/types.js';
import type { SplitSummary } from '../../workflows/split/types.js';
import { shiftNote } from '../audit/terminal.js';
import { outcomeSentence } from '../check/sentence.js';
import { verdictLine } from '../check/severity.js';
import { verdictsOf } from '../compare/notes.js';
import { acrossTasks, sentences } from '../compare/summary.js';
import { expectAnswer } from '../expect/answer.js';
import type { ResultName, Results } from '../results.js';
import { scoreAnswer, suiteAnswer } from '../score/answer.js';
import { verdict } from '../split/terminal.js';
import { plainStyle } from '../style.js';

/** Style of sentences that are not wrapped. */
const WHOLE = { ...plainStyle, width: Number.POSITIVE_INFINITY };

/** What a split says, with its caveats: sizes, bins, and what scores on its test set will not say. */
export function explainSplit(summary: SplitSummary): string[] {
  const { sizes, similarity, method, labels } = summary;
  const of = similarity.achieved.reduce((sum, n) => sum + n, 0);
  const high = similarity.achieved.at(-1) ?? 0;
  const { achieved, bins } = similarity;
  const places = binLabels(bins);
  const between = (low: number, below: number) =>
    achieved.flatMap((n, i) => (n >= low && n < below ? [places[i]] : []));
  const told = (own: readonly string[], what: string) =>
    own.length === 0 ? [] : [`${what} ${list(own)}.`];
  return [
    `${plural(sizes.test, 'test molecule')}, ${plural(sizes.train, 'training molecule')}, by ${method}; in the similarity bins from the lowest: ${achieved.join(', ')}.`,
    ...verdict(summary, WHOLE).map((line) => `Bins: ${line.trim()}.`),
    ...(sizes.test < DEFAULT_MIN_N
      ? [
          `A test set of ${plural(sizes.test, 'molecule')} is too small: score measures no group of fewer than ${DEFAULT_MIN_N} rows; make it larger with "test".`,
        ]
      : []),
    ...(high > of / 2
      ? [
          `${percent(high, of)} of the test set has a training neighbor of similarity ≥ ${bins.at(-2)}: scores on it say little about new chemistry.`,
        ]
      : []),
    ...told(between(0, 1), 'No test molecules in'),
    ...told(
      between(1, DEFAULT_MIN_N),
      `Fewer than ${DEFAULT_MIN_N} test molecules, too few to be measured, in`,
    ),
    ...told(between(DEFAULT_MIN_N, 100), 'Fewer than 100 test molecules, interpret with care, in'),
    ...(labels === null
      ? ['There are no labels, so label shift between the sets was not measured.']
      : []),
  ];
}

/** What a score says, with its caveats: baselines that are not beaten, and strata with few rows. */
export function explainScore(summary: ScoreSummary): string[] {
  const told = (title: string, flags: readonly (string | null)[], what: string) => {
    const own = summary.strata.filter(({ flag, n }: FlaggedGroup) => n > 0 && flags.includes(flag));
    return own.length === 0 ? [] : [`${title} ${list(own.map(({ bin }) => bin))}: ${what}.`];
  };
  const empty = summary.strata.filter(({ n }) => n === 0);
  return [
    ...scoreAnswer(summary),
    ...(summary.join === null
      ? ['Only the baselines were scored: no predictions were given.']
      : []),
    ...told('Too few rows to measure in', ['small'], 'no metric is given there'),
    ...told('Fewer than 100 rows in', ['below_100'], 'interpret with care'),
    ...told('Fewer than 10 rows of one class in', ['few_of_class'], 'interpret with care'),
    ...(empty.length > 0
      ? [`No test rows in ${list(empty.map(({ bin }) => bin))}: the score says nothing of it.`]
      : []),
  ];
}

/** What an audit says: the verdict of each comparison, leaks and label shift. */
export function explainAudit(summary: AuditSummary | PairAuditSummary): string[] {
  const ofComparisons = summary.comparisons.flatMap((comparison) => {
    const shift = shiftNote(comparison);
    return [`${comparison.name}: ${comparison.line}`, ...(shift === null ? [] : [shift])];
  });
  const exceeded = summary.limits.filter((limit) => limit.exceeded);
  return [
    ...ofComparisons,
    ...exceeded.map(
      ({ limit, found }) => `Limit ${limit} is exceeded: ${plural(found, 'test row')}.`,
    ),
  ];
}

/** What a comparison says of the primary metric, the answer first. */
export function explainComparison(summary: ModelComparison): string[] {
  const lines =
    summary.tasks.length === 1
      ? sentences(summary.tasks[0], verdictsOf(summary))
      : acrossTasks(summary);
  const few = summary.tasks.filter(({ n }) => n < 100);
  return [
    ...lines.map((line) => `${capital(line)}.`),
    ...(few.length > 0
      ? [
          `Fewer than 100 rows${summary.tasks.length === 1 ? '' : ` in ${plural(few.length, 'task')}`}: interpret with care.`,
        ]
      : []),
  ];
}

/** What a check says: the verdict, what went wrong, and the rules that did not pass. */
export function explainCheck(summary: CheckSummary): string[] {
  const open = summary.outcomes.filter((outcome) => outcome.verdict !== 'pass');
  return [
    `${verdictLine(summary)}.`,
    ...summary.errors.map(({ name, message }) => `${name}: ${message}`),
    ...open.map((outcome) => `${outcomeSentence(outcome)}.`),
  ];
}

/** What a search for neighbors says: how near the queries are. */
export function explainNeighbors({ counts, similarity }: NeighborsSummary): string[] {
  const { bins, nearest } = similarity;
  const shown = nearest.map((n, i) => `${n} from ${bins[i]} to ${bins[i + 1]}`);
  return [
    `${plural(counts.found, 'query has', 'queries have')} a neighbor, ${counts.none} none, ${counts.invalid} an invalid structure.`,
    `By the similarity of the nearest one: ${shown.join(', ')}.`,
  ];
}

/** Results that are told in sentences. To add one, write its function and put it here. */
/** What an expected error says, and for which molecules it does not hold. */
export function explainExpected(summary: ExpectSummary): string[] {
  const { calibration, intervals, strata } = summary;
  const few = strata.filter(
    ({ library, calibration: n }) => library > 0 && n < intervals.least_calibration,
  );
  return [
    ...expectAnswer(summary),
    ...(few.length === 0
      ? []
      : [
          `Too few test molecules for prediction intervals in ${list(few.map(({ bin }) => bin))}: at least ${intervals.least_calibration} are needed.`,
        ]),
    ...(calibration.of === 'valid'
      ? [
          'The errors are those of validation molecules: they are too small if the model was chosen by them.',
        ]
      : []),
    'Intervals hold for molecules like the test molecules of the same stratum, not for a region of chemistry that the test set lacks.',
  ];
}

const EXPLANATIONS = {
  split: explainSplit,
  audit: explainAudit,
  'pair-audit': explainAudit,
  score: explainScore,
  suite: suiteAnswer,
  compare: explainComparison,
  check: explainCheck,
  expect: explainExpected,
  neighbors: explainNeighbors,
} as const satisfies { readonly [Name in ResultName]?: (result: Results[Name]) => string[] };

export type Explainable = keyof typeof EXPLANATIONS;

/** What a result says in sentences, the answer first, with its caveats. */
export function explanationOf<Name extends Explainable>(
  name: Name,
  result: Results[Name],
): string[] {
  return (EXPLANATIONS[name] as (result: Results[Name]) => string[])(result);
}
