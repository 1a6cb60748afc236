import { count, plural } from '../../text.js';
import type { PairNovelty, SplitPart } from './types.js';

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

/** Cells that are listed at most. */
const MOST_CELLS = 12;

/**
 * How close the cells of a grid come to what was requested, in words: the pairs that are missing, and the cells that
 * lack some. Null where every cell has what was requested, or nothing was.
 */
export function gridCloseness({
  grid_target: cells,
  grid_reason: reason,
}: PairNovelty): { readonly text: string; readonly cells: readonly string[] } | null {
  const lacking = cells?.filter(({ test, requested }) => test < requested) ?? [];
  if (!cells || lacking.length === 0) return null;
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const missing = sum(lacking.map(({ test, requested }) => requested - test));
  const all = sum(cells.map(({ requested }) => requested));
  const shown = lacking.slice(0, MOST_CELLS).map(({ drug, partner, test, requested, bound }) => {
    const what = `molecule ${drug} × partner ${partner}`;
    return `${what}: ${count(test)} of ${count(requested)} (at most ${count(bound)} possible)`;
  });
  const more = lacking.length - shown.length;
  return {
    text: `${count(missing)} of ${plural(all, 'requested test pair')} ${missing === 1 ? 'is' : 'are'} missing, in ${lacking.length} of ${plural(cells.length, 'cell')}; ${reason}`,
    cells: more > 0 ? [...shown, `and ${plural(more, 'more cell')}`] : shown,
  };
}

/** Molecules that are not in the bin for which they are requested. */
function misplaced(requested: readonly number[], achieved: readonly number[]): number {
  return Math.ceil(achieved.reduce((sum, n, b) => sum + Math.abs(n - requested[b]), 0) / 2);
}
