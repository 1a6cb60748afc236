import type { CheckOutcome } from '../../gate/types.js';
import { shortNumber } from '../layout.js';

/** The most decimals that are shown. */
const DECIMALS = 9;

/** A limit as text: four digits, no trailing zeros, so that `0.0125` stays as the user wrote it. */
export function limitNumber(limit: number): string {
  return String(Number(limit.toPrecision(4))).replaceAll('-', '−');
}

/** A change against the baseline in the unit in which it is judged and shown. */
export interface Change {
  /** True for percent of the baseline's value, false for the unit of the metric. */
  readonly isPercent: boolean;
  /** How much worse than the baseline. */
  readonly drop: number | null;
  readonly interval: readonly [number, number] | null;
  readonly tolerance: number | null;
  readonly detectable: number | null;
}

/** The change of an outcome: in percent where the ratio is tested, so that it reads as the rule was written. */
export function changeOf(outcome: CheckOutcome): Change {
  const { baseline, drop, drop_ci95: interval, ratio_ci95: ratio, tolerance, detectable } = outcome;
  if (!ratio || !baseline) return { isPercent: false, drop, interval, tolerance, detectable };
  // Twelve digits, so that 10% is 10 again.
  const share = (amount: number | null) =>
    amount && Number(((100 * amount) / baseline).toPrecision(12));
  return {
    isPercent: true,
    drop: share(drop),
    interval: [100 * (ratio[0] - 1), 100 * (ratio[1] - 1)],
    tolerance: share(tolerance),
    detectable: share(detectable),
  };
}

/** The tolerance of a change as text. */
export function toleranceText({ tolerance, isPercent }: Change): string {
  return `${limitNumber(tolerance ?? 0)}${isPercent ? '%' : ''}`;
}

/**
 * How the numbers of an outcome are shown that are held against its limit (those of {@link changeOf} for a comparison): as
 * everywhere, or percent with one decimal, but with as many decimals as it takes to tell them
 * from the limit, and from 0 where that decides whether a worsening is significant.
 * `0.050` beside a limit of 0.05 would hide on which side it is.
 */
export function numbersOf(outcome: CheckOutcome): (value: number) => string {
  const { kind, value, ci95, limit, decide } = outcome;
  const change = changeOf(outcome);
  const { isPercent } = change;
  const isDrop = kind === 'drop';
  const held = isDrop ? change.drop : value;
  const interval = isDrop ? change.interval : ci95;
  const bound = isDrop ? change.tolerance : limit;
  const least = isDrop && isPercent ? 1 : 3;
  const shownWith = (decimals: number) => (number: number) =>
    isDrop && isPercent
      ? `${fixed(number, decimals)}%`
      : decimals === least
        ? shortNumber(number)
        : fixed(number, decimals);
  if (bound === null) return shownWith(least);
  const isTested = isDrop && decide === 'estimate' && held !== null && held > bound;
  const bounds = isTested ? [bound, 0] : [bound];
  const numbers = [held, ...(interval ?? [])].filter((number) => number !== null);
  for (let decimals = least; decimals < DECIMALS; decimals++) {
    const show = shownWith(decimals);
    const shown = (n: number) => Number(show(n).replace('−', '-').replace('%', ''));
    const told = numbers.every((n) =>
      bounds.every((b) => Math.sign(shown(n) - b) === Math.sign(n - b)),
    );
    // Two digits of the limit.
    if (told && (bound === 0 || Math.abs(bound) * 10 ** decimals >= 9.99)) return show;
  }
  return shownWith(DECIMALS);
}

function fixed(value: number, decimals: number): string {
  return value
    .toFixed(decimals)
    .replace(/^-(0(?:\.0*)?)$/, '$1')
    .replace('-', '−');
}
