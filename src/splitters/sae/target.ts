import { TanimarkError } from '../../errors.js';
import { compareRational, parseRational, type Rational } from '../../rational.js';
import { parseBins, type SimilarityBins } from '../../similarity/bins.js';
import { optionName, optionValue } from '../../spelling.js';
import { plural } from '../../text.js';

/** How a test set is to be spread over the bins, as the user said it. */
export type Distribution =
  | { readonly kind: 'balanced' }
  | { readonly kind: 'shares'; readonly shares: readonly Rational[]; readonly text: string }
  /** All of it between two similarities, `[low, high)`; closed above where high is 1. */
  | { readonly kind: 'range'; readonly edges: readonly [string, string]; readonly text: string }
  /** As the molecules of a file are, or as a histogram in it says. */
  | { readonly kind: 'mimic'; readonly path: string; readonly text: string };

const KINDS = '"balanced", "range:0.4-0.6", "mimic:<file>", or one share per bin such as 20,30,50';

/**
 * Reads `balanced`, `range:LO-HI`, `mimic:<file>`, or shares such as `20,30,50` (any scale; one per bin).
 *
 * @throws TanimarkError (usage)
 */
export function parseDistribution(text: string): Distribution {
  const trimmed = text.trim();
  const wrong = (what: string) =>
    new TanimarkError('usage', `${optionValue('distribution', text)}: ${what}`);
  if (trimmed === 'balanced') return { kind: 'balanced' };
  if (trimmed.startsWith('mimic:')) {
    const path = trimmed.slice('mimic:'.length).trim();
    if (path === '' || path === '-') throw wrong('name a file, such as mimic:screening.csv');
    return { kind: 'mimic', path, text };
  }
  if (trimmed.startsWith('range:')) {
    const edges = /^([^-]+)-([^-]+)$/.exec(trimmed.slice('range:'.length));
    if (!edges) throw wrong('write two similarities, such as range:0.4-0.6');
    const [low, high] = [edges[1].trim(), edges[2].trim()];
    const what = optionValue('distribution', text);
    if (compareRational(parseRational(low, what), parseRational(high, what)) >= 0) {
      throw wrong('the first similarity must be below the second');
    }
    if (compareRational(parseRational(high, what), { num: 1, den: 1 }) > 0) {
      throw wrong('similarities go from 0 to 1');
    }
    return { kind: 'range', edges: [low, high], text };
  }
  if (!/\d/.test(text) || /[a-z]{2}/i.test(trimmed)) throw wrong(`give ${KINDS}`);
  const shares = text
    .split(',')
    .map((share) => parseRational(share, optionValue('distribution', text)));
  if (shares.every((share) => share.num === 0)) throw wrong('at least one share must be above 0');
  return { kind: 'shares', shares, text };
}

/**
 * The bins of a range, 0, LO, HI, 1, and the shares that put everything between.
 *
 * @throws TanimarkError (usage) when other bins were given
 */
export function rangeTarget(
  { edges, text }: Distribution & { kind: 'range' },
  given: SimilarityBins | undefined,
): { bins: SimilarityBins; shares: Rational[] } {
  const all = ['0', ...edges, '1'].filter(
    (edge, i, list) =>
      i === 0 || compareRational(parseRational(list[i - 1], text), parseRational(edge, text)) !== 0,
  );
  // "0.0" and "1.0" are the ends, too.
  all[0] = '0';
  all[all.length - 1] = '1';
  const bins = parseBins(all.join(','));
  if (given && !given.equals(bins)) {
    throw new TanimarkError(
      'usage',
      `${optionValue('distribution', text)}: a range defines its own bins (${all.join(',')}); leave out ${optionName('bins')}`,
    );
  }
  const low = parseRational(edges[0], text);
  const inside = bins.edges.findIndex((edge) => compareRational(edge, low) === 0);
  return {
    bins,
    shares: Array.from({ length: bins.count }, (_, b) => ({ num: b === inside ? 1 : 0, den: 1 })),
  };
}

/** One share for each bin: equal ones, or those given. @throws TanimarkError (usage) when their number is another */
export function sharesFor(distribution: Distribution, bins: number): readonly Rational[] {
  if (distribution.kind !== 'shares') return new Array<Rational>(bins).fill({ num: 1, den: 1 });
  const { shares, text } = distribution;
  if (shares.length !== bins) {
    throw new TanimarkError(
      'usage',
      `${optionValue('distribution', text)}: ${plural(shares.length, 'share')} for ${plural(bins, 'bin')}; give one share per bin`,
    );
  }
  return shares;
}

/**
 * Test molecules wanted in each bin: the shares of `test`, rounded to whole molecules by
 * largest remainder (of equal remainders the lower bin gets it).
 */
export function requestedHistogram(shares: readonly Rational[], test: number): number[] {
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
