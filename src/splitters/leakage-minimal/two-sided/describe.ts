import { TanimarkError } from '../../../errors.js';
import { optionName, optionValue } from '../../../spelling.js';
import { percent, plural } from '../../../text.js';
import { gapOf, gapText, measure } from '../measure.js';
import type { Options } from '../options.js';
import { type Problem, share } from './problem.js';
import type { DividedSides, Refused } from './search.js';
import type { ClusteredSide } from './sides.js';

/** The result in numbers, each side's with its name in front, and in words. */
export function describe(
  clustered: readonly [ClusteredSide, ClusteredSide],
  problem: Problem,
  { sides, leak, bound }: DividedSides,
): { diagnostics: Record<string, number>; notes: string[] } {
  const parts = problem.sides[0].goal.sizes.length;
  const [drugs, partners] = clustered.map(({ clusters }, s) => {
    const cross_share = share(sides[s].cut, problem.sides[s]);
    return { ...measure(clusters, sides[s], parts), cross_share };
  });
  const gap = gapOf(leak, bound);
  const diagnostics = {
    ...withName('drug', drugs),
    ...withName('partner', partners),
    cross_share: leak,
    cross_share_bound: bound,
    gap,
  };
  const across = [drugs, partners].map((side) => `${(100 * side.cross_share).toFixed(1)}%`);
  const proof =
    gap > 0
      ? `a sum of both shares more than ${gapText(gap)} lower (proven; drugs alone ${gapText(drugs.gap)}, partners alone ${gapText(partners.gap)})`
      : 'a lower sum of both shares (proven)';
  return {
    diagnostics,
    notes: [
      `${across[0]} of the summed similarity of drugs and ${across[1]} of that of partners is between different sets. For these ${plural(drugs.clusters, 'cluster')} of drugs, ${plural(partners.clusters, 'cluster')} of partners and set sizes, no split has ${proof}`,
    ],
  };
}

function withName(name: string, numbers: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(numbers).map(([key, n]) => [`${name}_${key}`, n]));
}

/** The error of a limit that was not met. */
export function refusal(
  { fewest, least }: Refused,
  { weight, views, limit }: Problem,
  { 'max-discard': given }: Options,
): TanimarkError {
  const inFolds = views.length > 1;
  const where = inFolds ? ' in a fold' : '';
  const pairs = (n: number) => `${plural(n, 'pair')} (${percent(n, weight)})`;
  const proven = `at least ${pairs(least)} must be discarded${where} (proven)`;
  const found = `the fewest found is ${pairs(fewest)}`;
  const what =
    fewest === least
      ? `with these clusters and set sizes, ${proven}`
      : least > limit
        ? `with these clusters and set sizes, ${proven}; ${found}`
        : `no split was found that keeps this limit${where}; ${found}${least > 0 ? `, and ${proven}` : ''}`;
  return new TanimarkError(
    'target',
    `${optionValue('max-discard', given?.text ?? '')}: ${what}; allow ${optionValue('max-discard', fewest)}, change ${optionName(inFolds ? 'folds' : 'test')}, or raise ${optionName('threshold')} for smaller clusters`,
  );
}
