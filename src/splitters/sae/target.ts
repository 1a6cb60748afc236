import { TanimarkError } from '../../errors.js';
import { parseRational, toNumber } from '../../rational.js';
import { plural } from '../../text.js';

/** How a test set is to be spread over the bins: equal parts, or given shares. */
export type Distribution =
  | { readonly kind: 'balanced' }
  | { readonly kind: 'shares'; readonly shares: readonly number[] };

/**
 * Reads `balanced` or shares such as `20,30,50` (any scale; one per bin).
 *
 * @throws TanimarkError (usage)
 */
export function parseDistribution(text: string): Distribution {
  if (text.trim() === 'balanced') return { kind: 'balanced' };
  if (!/\d/.test(text)) {
    throw new TanimarkError(
      'usage',
      `--distribution ${text}: give "balanced", or one share per bin such as 20,30,50`,
    );
  }
  const shares = text
    .split(',')
    .map((share) => toNumber(parseRational(share, `--distribution ${text}`)));
  if (shares.every((share) => share === 0)) {
    throw new TanimarkError('usage', `--distribution ${text}: at least one share must be above 0`);
  }
  return { kind: 'shares', shares };
}

/**
 * Test molecules wanted in each bin: the shares of `test`, rounded to whole molecules by
 * largest remainder (of equal remainders the lower bin gets it).
 */
export function requestedHistogram(
  distribution: Distribution,
  bins: number,
  test: number,
): number[] {
  const shares =
    distribution.kind === 'balanced' ? new Array<number>(bins).fill(1) : distribution.shares;
  if (shares.length !== bins) {
    throw new TanimarkError(
      'usage',
      `--distribution ${shares.join(',')}: ${plural(shares.length, 'share')} for ${plural(bins, 'bin')}; give one per bin`,
    );
  }
  const total = shares.reduce((a, b) => a + b, 0);
  const exact = shares.map((share) => (share / total) * test);
  const rounded = exact.map((x) => Math.floor(x + 1e-9));
  const left = test - rounded.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((x, bin) => ({ bin, remainder: x - rounded[bin] }))
    .sort((a, b) =>
      Math.abs(a.remainder - b.remainder) < 1e-9 ? a.bin - b.bin : b.remainder - a.remainder,
    );
  for (const { bin } of byRemainder.slice(0, left)) rounded[bin]++;
  return rounded;
}
