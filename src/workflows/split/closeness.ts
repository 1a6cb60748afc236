import { count } from '../../text.js';
import type { SplitPart } from './types.js';

/** How close a split comes to its requested counts, in words. */
export interface Closeness {
  /** `best possible, not exact`: proven; `closest`: the best that was found. */
  readonly verdict: 'best possible, not exact' | 'closest';
  /** Molecules that miss their bin, and whether fewer are possible. */
  readonly text: string;
}

/**
 * The closeness of a split that misses its requested counts.
 *
 * @param what the unit of the counts, such as `molecules`
 */
export function closenessOf(
  { achieved, requested, reason, bound, valid }: SplitPart['similarity'],
  what: string,
): Closeness {
  const off = misplaced(requested ?? achieved, achieved);
  const size = count(achieved.reduce((a, b) => a + b, 0));
  const miss = off === 1 ? 'is not in its' : 'are not in their';
  const own = `${count(off)} of ${size} test ${what} ${miss} requested bin`;
  if (off > 0 && bound?.misplaced === off) {
    return {
      verdict: 'best possible, not exact',
      text: `${own}. No split can do better: ${bound.reason}`,
    };
  }
  const others = valid?.requested ? misplaced(valid.requested, valid.achieved) : 0;
  const least = bound && bound.misplaced > 0 ? bound : null;
  if (off > 0 && bound?.together === off + others) {
    const alone = least
      ? `. Even without a validation set, at least ${count(least.misplaced)} test ${what} would miss ${least.misplaced === 1 ? 'its' : 'their'} requested bin: ${least.reason}`
      : '';
    return {
      verdict: 'best possible, not exact',
      text: `${count(off + others)} ${what} of the test and validation sets are not in their requested bin (${count(off)} test, ${count(others)} validation), and no split can do better${alone}`,
    };
  }
  const minimum = least ? `; proven minimum: ${count(least.misplaced)} (${least.reason})` : '';
  return { verdict: 'closest', text: `${own}; ${reason}${minimum}` };
}

/** Molecules that are not in the bin for which they are requested. */
function misplaced(requested: readonly number[], achieved: readonly number[]): number {
  return Math.ceil(achieved.reduce((sum, n, b) => sum + Math.abs(n - requested[b]), 0) / 2);
}
