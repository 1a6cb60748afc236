import type { CheckOutcome } from '../../gate/types.js';
import { shortNumber } from '../layout.js';

/** The most decimals that are shown. */
const DECIMALS = 9;

/** A limit as text: four digits, no trailing zeros, so that `0.0125` stays as the user wrote it. */
export function limitNumber(limit: number): string {
  return String(Number(limit.toPrecision(4))).replaceAll('-', '−');
}

/**
 * How the numbers of an outcome are shown: as everywhere, but with as many decimals as it takes to tell them
 * from the limit that they are held against, and from 0 where that decides whether a worsening is significant.
 * `0.050` beside a limit of 0.05 would hide on which side it is.
 */
export function numbersOf(outcome: CheckOutcome): (value: number) => string {
  const { kind, value, ci95, drop, drop_ci95, tolerance, limit, decide } = outcome;
  const [held, interval, bound] =
    kind === 'drop' ? [drop, drop_ci95, tolerance] : [value, ci95, limit];
  if (bound === null) return shortNumber;
  const isTested = kind === 'drop' && decide === 'estimate' && drop !== null && drop > bound;
  const bounds = isTested ? [bound, 0] : [bound];
  const numbers = [held, ...(interval ?? [])].filter((number) => number !== null);
  for (let decimals = 3; decimals < DECIMALS; decimals++) {
    const show = decimals === 3 ? shortNumber : (number: number) => fixed(number, decimals);
    const told = numbers.every((n) =>
      bounds.every((b) => Math.sign(Number(show(n).replace('−', '-')) - b) === Math.sign(n - b)),
    );
    // Two digits of the limit.
    if (told && (bound === 0 || Math.abs(bound) * 10 ** decimals >= 9.99)) return show;
  }
  return (number) => fixed(number, DECIMALS);
}

function fixed(value: number, decimals: number): string {
  return value
    .toFixed(decimals)
    .replace(/^-(0(?:\.0*)?)$/, '$1')
    .replace('-', '−');
}
