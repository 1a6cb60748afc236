import type { CheckOutcome } from '../../gate/types.js';
import { percent, plural } from '../../text.js';
import { shortNumber } from '../layout.js';
import { changeOf, limitNumber, numbersOf, toleranceText } from './numbers.js';

/** The numbers of an outcome as cells of a table, or their titles; `–` where there is none. */
export interface Cells {
  /** `0.612 → 0.693`; empty without a comparison. */
  readonly change: string;
  /** How much worse the metric is (negative: better), or its value, with the interval. */
  readonly held: string;
  /** `≤ 0.05`. */
  readonly limit: string;
}

/** Rules on a change against the baseline, and rules on a value: each kind has a table of its own. */
export const RULE_TABLES: readonly {
  readonly holds: (outcome: CheckOutcome) => boolean;
  readonly titles: Cells;
}[] = [
  {
    holds: ({ kind }) => kind === 'drop',
    titles: { change: 'baseline → new', held: 'worse by (95% CI)', limit: 'allowed' },
  },
  {
    holds: ({ kind }) => kind !== 'drop',
    titles: { change: '', held: 'value (95% CI)', limit: 'limit' },
  },
];

/** The cells of an outcome. */
export function cellsOf(outcome: CheckOutcome): Cells {
  const { kind, value, baseline, limit, n } = outcome;
  const change = changeOf(outcome);
  const show = numbersOf(outcome);
  const number = (v: number | null) => (v === null ? '–' : show(v));
  const metric = change.isPercent
    ? (v: number | null) => (v === null ? '–' : shortNumber(v))
    : number;
  const within = (v: number | null, interval: readonly [number, number] | null) =>
    interval && v !== null
      ? // One percent sign, so that names keep their room.
        `${show(v)} [${interval.map((end) => show(end).replace('%', '')).join(', ')}]`
      : number(v);
  const bound = (sign: string, v: number | null) =>
    v === null ? '–' : `${sign} ${limitNumber(v)}`;
  switch (kind) {
    case 'drop':
      return {
        change: `${metric(baseline)} → ${metric(value)}`,
        held: within(change.drop, change.interval),
        limit: change.tolerance === null ? '–' : toleranceText(change),
      };
    case 'audit':
      return {
        change: '',
        held: value === null ? '–' : `${plural(value, 'row')} (${percent(value, n)})`,
        limit: `≤ ${amountOf(outcome.audit_limit)}`,
      };
    default:
      return {
        change: '',
        held: within(value, outcome.ci95),
        limit: bound(kind === 'min' ? '≥' : '≤', limit),
      };
  }
}

/** `1%` of `maxNear 0.9:1%`. */
function amountOf(limit: string | null): string {
  return limit?.split(/[ :]/).at(-1) ?? '–';
}
