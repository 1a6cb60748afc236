/** What a comparison of two says of one of them. */
export const STANDINGS = ['better', 'worse', 'equivalent', 'inconclusive'] as const;
export type Standing = (typeof STANDINGS)[number];

/** At most this is a p-value, corrected for the number of tests, called significant. */
export const ALPHA = 0.05;

/**
 * Where the 95% interval of a gain lies: `better` or `worse` if wholly beyond the margin, `equivalent` if wholly within
 * a margin above 0, else `inconclusive`, as without an interval.
 *
 * @param gain interval of the improvement, above 0 where it is one
 * @param margin largest difference that does not matter, at least 0
 */
export function standingOf(gain: readonly [number, number] | null, margin = 0): Standing {
  if (!gain) return 'inconclusive';
  const [low, high] = gain;
  if (low > margin) return 'better';
  if (high < -margin) return 'worse';
  return margin > 0 && low >= -margin && high <= margin ? 'equivalent' : 'inconclusive';
}

/** Whether a difference is significant: the interval says better or worse, and so does the corrected p-value. */
export function isSignificant(standing: Standing, corrected: number | null): boolean {
  return (
    (standing === 'better' || standing === 'worse') && corrected !== null && corrected <= ALPHA
  );
}
