import { Undefined } from '../../metrics/metric.js';
import { doubledRanks } from '../ranks.js';
import { requireMatrix } from './input.js';

/** Ranks of treatments within blocks, in numbers that are whole: doubled, and less their mean. */
export interface BlockRanks {
  /** Treatments. */
  readonly k: number;
  /** Of each treatment, over all blocks. */
  readonly sums: Float64Array;
  /** Sum of the squares of all of them; above 0. */
  readonly within: number;
}

/**
 * The ranks of the values of each block, ties sharing the mean of theirs.
 *
 * @param blocks one row per block, one column per treatment
 * @returns undefined with fewer than two blocks or two treatments (`too_few`), or when each
 * block's values are all equal (`no_difference`)
 * @throws RangeError when rows differ in length or a value is not finite
 */
export function blockRanks(blocks: readonly ArrayLike<number>[]): BlockRanks | Undefined {
  const k = requireMatrix(blocks);
  if (blocks.length < 2 || k < 2) return new Undefined('too_few');
  const sums = new Float64Array(k);
  let within = 0;
  for (const block of blocks) {
    const ranks = doubledRanks(Float64Array.from(block));
    for (let j = 0; j < k; j++) {
      const deviation = ranks[j] - (k + 1);
      sums[j] += deviation;
      within += deviation * deviation;
    }
  }
  return within === 0 ? new Undefined('no_difference') : { k, sums, within };
}
