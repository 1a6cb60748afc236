import { TanimarkError } from '../../errors.js';
import { parseRational, type Rational } from '../../rational.js';
import { plural } from '../../text.js';

/** How a test set is to be spread over the bins: equal parts, or given shares. */
export type Distribution =
  | { readonly kind: 'balanced' }
  | { readonly kind: 'shares'; readonly shares: readonly Rational[]; readonly text: string };

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
  const shares = text.split(',').map((share) => parseRational(share, `--distribution ${text}`));
  if (shares.every((share) => share.num === 0)) {
    throw new TanimarkError('usage', `--distribution ${text}: at least one share must be above 0`);
  }
  return { kind: 'shares', shares, text };
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
    distribution.kind === 'balanced'
      ? new Array<Rational>(bins).fill({ num: 1, den: 1 })
      : distribution.shares;
  if (shares.length !== bins) {
    const text = distribution.kind === 'shares' ? distribution.text : distribution.kind;
    throw new TanimarkError(
      'usage',
      `--distribution ${text}: ${plural(shares.length, 'share')} for ${plural(bins, 'bin')}; give one per bin`,
    );
  }
  // Over a common denominator, so that remainders are whole numbers and compare exactly.
  const common = shares.reduce((product, { den }) => product * BigInt(den), 1n);
  const weights = shares.map(({ num, den }) => (BigInt(num) * common) / BigInt(den));
  const total = weights.reduce((a, b) => a + b, 0n);
  const parts = weights.map((weight, bin) => {
    const scaled = weight * BigInt(test);
    return { bin, whole: Number(scaled / total), remainder: scaled % total };
  });
  const rounded = parts.map(({ whole }) => whole);
  const left = test - rounded.reduce((a, b) => a + b, 0);
  parts.sort((a, b) =>
    a.remainder === b.remainder ? a.bin - b.bin : a.remainder > b.remainder ? -1 : 1,
  );
  for (const { bin } of parts.slice(0, left)) rounded[bin]++;
  return rounded;
}
