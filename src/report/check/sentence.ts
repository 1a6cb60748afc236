import { percent } from '../../audit/verdict.js';
import { reasonTexts } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import { plural } from '../../text.js';
import type { CheckOutcome } from '../../workflows/check/types.js';
import { fitted } from './escape.js';
import { limitNumber, numbersOf } from './numbers.js';

/** How a text of the user's is put into a sentence: cut, escaped, or set as code. */
export type Quote = (text: string) => string;

const plain: Quote = (text) => fitted(text, 60);

/**
 * What came of one limit, in one plain sentence without a full stop.
 *
 * @param quote for names of strata and tasks; cut to 60 characters unless given
 */
export function outcomeSentence(outcome: CheckOutcome, quote: Quote = plain): string {
  if (outcome.kind === 'audit') return auditSentence(outcome, quote);
  const what = subject(outcome, quote);
  if (outcome.value === null || (outcome.kind === 'drop' && outcome.drop === null)) {
    return `${what} ${outcome.kind === 'drop' ? 'cannot be compared' : 'has no value'}${why(outcome)}`;
  }
  return outcome.kind === 'drop' ? dropSentence(outcome, what) : limitSentence(outcome, what);
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

function dropSentence(outcome: CheckOutcome, what: string): string {
  const { verdict, drop_ci95: interval } = outcome;
  const number = numbersOf(outcome);
  const range = interval ? ` [${interval.map(number).join(', ')}]` : '';
  const drop = `${number(outcome.drop as number)}${range}`;
  const tolerance = limitNumber(outcome.tolerance ?? 0);
  if (verdict === 'fail') return `${what} is worse by ${drop}; ${tolerance} is tolerated`;
  if (verdict === 'pass') return `${what} is not worse by more than ${tolerance}: drop ${drop}`;
  return `${what}: drop ${drop} with ${tolerance} tolerated: ${doubt(outcome)}`;
}

function limitSentence(outcome: CheckOutcome, what: string): string {
  const { kind, verdict, on, value, ci95 } = outcome;
  const number = numbersOf(outcome);
  const range = ci95 ? ` [${ci95.map(number).join(', ')}]` : '';
  const is = `${what} is ${number(value as number)}${range}`;
  const limit = limitNumber(outcome.limit ?? 0);
  const bound = `the ${kind === 'min' ? 'minimum' : 'maximum'} of ${limit}`;
  if (verdict === 'inconclusive') return `${is}, against ${bound}: ${doubt(outcome)}`;
  const which = on === 'interval' ? 'its whole interval' : 'it';
  const how = verdict === 'pass' ? 'keeps' : kind === 'min' ? 'is below' : 'is above';
  return `${is}: ${which} ${how} ${bound}`;
}

/** Why nothing can be concluded, and what as many rows would have shown. */
function doubt(outcome: CheckOutcome): string {
  const { reason, n, detectable } = outcome;
  const rows = n === 1 ? 'this row' : `these ${plural(n, 'row')}`;
  const cannot =
    reason === null ? `${rows} cannot tell` : `${reasonTexts[reason]} (${plural(n, 'row')})`;
  if (detectable === null) return cannot;
  const least = numbersOf(outcome)(detectable);
  return `${cannot}; only a drop of ${least} or more would have been shown (4 times in 5)`;
}

function why({ reason, n }: CheckOutcome): string {
  const rows = ` (${plural(n, 'row')})`;
  return reason === null ? rows : `: ${reasonTexts[reason]}${rows}`;
}

/** What is said of one row, and of several, that count for a limit of the audit. */
const counted: Readonly<Record<string, readonly [string, string]>> = {
  maxDuplicates: ['is a copy of a training molecule', 'are copies of training molecules'],
  maxSharedScaffolds: ['has a scaffold of training', 'have scaffolds of training'],
  maxConflicts: [
    'has a training duplicate or near-duplicate of another label',
    'have training duplicates or near-duplicates of another label',
  ],
  maxCliffs: ['is on an activity cliff', 'are on activity cliffs'],
};

function auditSentence(outcome: CheckOutcome, quote: Quote): string {
  const { value, n, verdict } = outcome;
  const limit = outcome.audit_limit ?? '';
  if (value === null) return `${quote(limit)} cannot be judged${why(outcome)}`;
  const [flag, amount = ''] = limit.split(' ');
  const near = `a training neighbour ≥ ${quote(amount.split(':')[0])}`;
  const [one, several] =
    flag === 'maxNear' ? [`has ${near}`, `have ${near}`] : (counted[flag] ?? ['counts', 'count']);
  const how = { pass: 'is kept', fail: 'is exceeded', inconclusive: 'cannot be judged' }[verdict];
  const rows = `${plural(value, 'test row')} (${percent(value, n)})`;
  return `${rows} ${value === 1 ? one : several}: ${quote(limit)} ${how}`;
}
