import type { CheckOutcome } from '../../gate/types.js';
import { reasonTexts } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import { capital, count, percent, plural, printable } from '../../text.js';
import { changeOf, limitNumber, numbersOf, toleranceText } from './numbers.js';

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
  const { verdict, decide } = outcome;
  const tolerance = toleranceText(changeOf(outcome));
  const { amount, interval } = changeWords(outcome);
  if (verdict === 'inconclusive') return `${what} is ${undecided(outcome)}`;
  if (verdict === 'pass') {
    return `${what} is not worse by more than ${tolerance}: ${amount}${inBrackets(interval)}`;
  }
  return decide === 'interval'
    ? `${what} is ${amount} (${interval}): the whole interval is above the allowed ${tolerance}`
    : `${what} is ${amount}, more than the allowed ${tolerance}, and significantly (${interval}${correctedP(outcome)})`;
}

/** The change, and the reason why a rule that decides in this way neither passes nor fails. */
function undecided(outcome: CheckOutcome): string {
  const { decide, reason } = outcome;
  const change = changeOf(outcome);
  const { drop, interval: ci95, tolerance } = change;
  const { amount, interval } = changeWords(outcome);
  const allowed = toleranceText(change);
  if (reason !== null || !ci95 || drop === null || tolerance === null || ci95[1] <= tolerance) {
    return `${amount}${inBrackets(interval)}; ${allowed} is allowed; ${doubt(outcome)}`;
  }
  if (drop <= tolerance) {
    return `${amount} (95% CI up to ${numbersOf(outcome)(ci95[1])} worse; allowed: ${allowed}). ${capital(fewRows(outcome))}`;
  }
  const above = `${amount}, more than the allowed ${allowed}`;
  if (decide === 'interval')
    return `${above}, but the ${interval} includes ${allowed}: ${fewRows(outcome)}`;
  if (ci95[0] <= 0) {
    return `${above}, but not significantly (${interval} includes 0): ${fewRows(outcome)}`;
  }
  return `${above}, but not significantly${testOf(outcome, interval)}`;
}

/** ` (one-sided p = 0.020 after correction for 4 rules; 95% CI …)` */
function testOf({ comparisons, p_corrected: p }: CheckOutcome, interval: string): string {
  const many = comparisons !== null && comparisons > 1;
  const corrected = many ? ` after correction for ${comparisons} rules` : '';
  const shown = p === null ? '' : `one-sided ${pText(p)}${corrected}; `;
  return ` (${shown}${interval})`;
}

/** `; one-sided p = 0.020, Holm-corrected`; empty where there is no p-value. */
function correctedP({ comparisons, p_corrected: p }: CheckOutcome): string {
  if (p === null) return '';
  const many = comparisons !== null && comparisons > 1;
  return `; one-sided ${pText(p)}${many ? ', Holm-corrected' : ''}`;
}

/** `p = 0.020`, or `p < 0.001`. */
function pText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toPrecision(2)}`;
}

/** `worse by 0.040` with `95% CI −0.010 to 0.090`, or `better by …` with all signs reversed. */
function changeWords(outcome: CheckOutcome): { amount: string; interval: string } {
  const number = numbersOf(outcome);
  const change = changeOf(outcome);
  const drop = change.drop as number;
  const better = drop < 0;
  const shown = better ? (value: number) => number(-value) : number;
  const ends = change.interval?.map(shown) ?? [];
  return {
    amount: `${better ? 'better' : 'worse'} by ${shown(drop)}`,
    interval: ends.length === 0 ? '' : `95% CI ${(better ? ends.reverse() : ends).join(' to ')}`,
  };
}

function inBrackets(interval: string): string {
  return interval === '' ? '' : ` (${interval})`;
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

/** The reason why nothing can be concluded from a value. */
function doubt(outcome: CheckOutcome): string {
  const { reason, n } = outcome;
  if (reason !== null) return `${reasonTexts[reason]} (${plural(n, 'row')})`;
  return `${isBetween(outcome) ? 'the CI includes that value: ' : ''}${fewRows(outcome)}`;
}

/** Too few rows, with the smallest worsening that this number of rows would detect. */
function fewRows(outcome: CheckOutcome): string {
  const { n } = outcome;
  const { detectable } = changeOf(outcome);
  if (detectable === null) return `too few rows (${count(n)})`;
  const least = numbersOf(outcome)(detectable);
  return `with ${plural(n, 'row')}, the power reaches 80% only for a worsening of ${least} or more`;
}

/** True if the interval holds the limit. */
function isBetween({ ci95, limit }: CheckOutcome): boolean {
  return ci95 !== null && limit !== null && ci95[0] <= limit && limit <= ci95[1];
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
