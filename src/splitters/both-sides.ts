import { count } from '../text.js';
import { type Assignment, DISCARDED, TEST } from './splitter.js';
import type { Units } from './units.js';

/**
 * Pairs, each in the set that both of its sides are in; where these are in different sets, it is left out.
 *
 * @param drugs subset of each pair's drug
 * @param partners subset of each pair's partner
 * @param shares which share of the drugs, and of the partners, is in the test set, in words
 */
export function assignBothSides(
  drugs: Uint8Array,
  partners: Uint8Array,
  { weight, total }: Units,
  shares: { readonly drugs: string; readonly partners: string },
): Pick<Assignment, 'subset' | 'discardReason'> & { readonly sizeReason: string } {
  let test = 0;
  const subset = drugs.map((own, p) => {
    if (own !== partners[p]) return DISCARDED;
    if (own === TEST) test += weight[p];
    return own;
  });
  return {
    subset,
    sizeReason: `${count(test)} of ${count(total)} pairs are in test: both sides of a test pair are new, so they are pairs of ${shares.drugs} of the drugs with ${shares.partners} of the partners`,
    discardReason: 'its drug and its partner are in different sets',
  };
}
