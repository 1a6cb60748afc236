import type { CheckOutcome } from '../../gate/types.js';
import { reasonTexts } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import { count, percent, plural, printable } from '../../text.js';
import { limitNumber, numbersOf } from './numbers.js';

/** Conversion of a user's text for a sentence: cut, escaped, or set as code. */
export type Quote = (text: string) => string;

const plain: Quote = (text) => printable(text, 60);

/**
 * The outcome of one rule as one plain sentence without a full stop.
 *
 * @param quote for names of strata and tasks; cut to 60 characters unless given
 */
export function outcomeSentence(outcome: CheckOutcome, quote: Quote = plain): string {
  if (outcome.kind === 'audit') return auditSentence(outcome, quote);
  const what = subject(outcome, quote);
  if (outcome.value === null || (outcome.kind === 'drop' && outcome.drop === null)) {
    return `${what} ${outcome.kind === 'drop' ? 'cannot be compared' : 'is undefined'}${why(outcome)}`;
  }
  return outcome.kind === 'drop' ? comparison(outcome, what) : limitSentence(outcome, what);
}

/** Whether a name says no more than the sentence does, as one that is made of metric and stratum. */
export function isPlainName({
  name,
  kind,
  metric,
  stratum,
  audit_limit: limit,
}: CheckOutcome): boolean {
  if (kind === 'audit') return name.includes(limit ?? name);
  return name.includes(metric ?? name) && name.includes(stratum ?? name);
}

/** `MAE in [0, 1/3) of solubility`. */
function subject({ metric, stratum, task }: CheckOutcome, quote: Quote): string {
  const title = metricNamed(metric ?? '')?.title ?? quote(metric ?? '');
  const place =
    stratum === null || stratum === 'overall'
      ? 'overall'
      : `${/^[[(]/.test(stratum) ? 'in' : 'where'} ${quote(stratum)}`;
  return `${title} ${place}${task === null ? '' : ` of ${quote(task)}`}`;
}

function comparison(outcome: CheckOutcome, what: string): string {
  const { verdict } = outcome;
  const worse = change(outcome);
  const tolerance = limitNumber(outcome.tolerance ?? 0);
  if (verdict === 'fail') return `${what} is ${worse}, more than the allowed ${tolerance}`;
  if (verdict === 'pass') return `${what} is not worse by more than ${tolerance}: ${worse}`;
  return `${what} is ${worse}; ${tolerance} is allowed; ${doubt(outcome)}`;
}

/** `worse by 0.040 (95% CI −0.010 to 0.090)`, or `better by …` with all signs reversed. */
function change(outcome: CheckOutcome): string {
  const number = numbersOf(outcome);
  const drop = outcome.drop as number;
  const better = drop < 0;
  const shown = better ? (value: number) => number(-value) : number;
  const ends = outcome.drop_ci95?.map(shown) ?? [];
  const range =
    ends.length === 0 ? '' : ` (95% CI ${(better ? ends.reverse() : ends).join(' to ')})`;
  return `${better ? 'better' : 'worse'} by ${shown(drop)}${range}`;
}

function limitSentence(outcome: CheckOutcome, what: string): string {
  const { kind, verdict, on, value, ci95 } = outcome;
  const number = numbersOf(outcome);
  const range = ci95 ? ` (95% CI ${ci95.map(number).join(' to ')})` : '';
  const is = `${what} is ${number(value as number)}${range}`;
  const limit = limitNumber(outcome.limit ?? 0);
  const bound = `the ${kind === 'min' ? 'minimum' : 'maximum'} of ${limit}`;
  if (verdict === 'inconclusive') return `${is}, against ${bound}; ${doubt(outcome)}`;
  const which = on === 'interval' ? 'its whole interval' : 'it';
  const side = kind === 'min' ? 'below' : 'above';
  return `${is}: ${which} is ${verdict === 'pass' ? 'not ' : ''}${side} ${bound}`;
}

/** The reason of an inconclusive outcome, and the smallest worsening that this number of rows would detect. */
function doubt(outcome: CheckOutcome): string {
  const { reason, n, detectable, comparisons } = outcome;
  if (reason !== null) return `${reasonTexts[reason]} (${plural(n, 'row')})`;
  const many = comparisons !== null && comparisons > 1;
  if (isOnlyUncorrected(outcome)) {
    const p = (outcome.p_corrected ?? 1).toPrecision(2);
    return `not significantly worse${many ? ` after correction for ${comparisons} rules` : ''} (p = ${p})`;
  }
  const few = `${isBetween(outcome) ? 'the CI includes that value: ' : ''}too few rows to decide (${count(n)})`;
  if (detectable === null) return few;
  const least = numbersOf(outcome)(detectable);
  return `${few}; only a worsening of ${least} or more would be detected reliably (80% power)`;
}

/** True if the interval holds the tolerated worsening, or the limit. */
function isBetween({ kind, drop_ci95, tolerance, ci95, limit }: CheckOutcome): boolean {
  const [interval, value] =
    kind === 'min' || kind === 'max' ? [ci95, limit] : [drop_ci95, tolerance];
  if (!interval || value === null) return false;
  return interval[0] <= value && value <= interval[1];
}

/** Whether the 95 % interval by itself would have failed the rule. */
function isOnlyUncorrected({ decide, drop, drop_ci95: ci95, tolerance }: CheckOutcome): boolean {
  if (decide !== 'estimate' || drop === null || !ci95 || tolerance === null) return false;
  return drop > tolerance && ci95[0] > 0;
}

function why({ reason, n }: CheckOutcome): string {
  const rows = ` (${plural(n, 'row')})`;
  return reason === null ? rows : `: ${reasonTexts[reason]}${rows}`;
}

/** Predicates for one row and for several that count for a limit of the audit. */
const counted: Readonly<Record<string, readonly [string, string]>> = {
  maxDuplicates: ['is a duplicate of a training molecule', 'are duplicates of training molecules'],
  maxSharedScaffolds: ['shares its scaffold with training', 'share their scaffolds with training'],
  maxConflicts: [
    'has a training duplicate or near-duplicate with a conflicting label',
    'have training duplicates or near-duplicates with conflicting labels',
  ],
  maxCliffs: ['is on an activity cliff', 'are on activity cliffs'],
};

function auditSentence(outcome: CheckOutcome, quote: Quote): string {
  const { value, n, verdict } = outcome;
  const limit = outcome.audit_limit ?? '';
  if (value === null) return `${quote(limit)} cannot be judged${why(outcome)}`;
  const [flag, amount = ''] = limit.split(' ');
  const near = `a training neighbor ≥ ${quote(amount.split(':')[0])}`;
  const [one, several] =
    flag === 'maxNear' ? [`has ${near}`, `have ${near}`] : (counted[flag] ?? ['counts', 'count']);
  const how = { pass: 'passed', fail: 'failed', inconclusive: 'cannot be judged' }[verdict];
  const rows = `${plural(value, 'test row')} (${percent(value, n)})`;
  return `${rows} ${value === 1 ? one : several}: ${quote(limit)} ${how}`;
}
