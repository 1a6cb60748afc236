/** Whether at least all but a tenth of the draws, and at least one, are defined. */
export function enoughDefined(defined: number, all: number): boolean {
  return defined > 0 && 10 * (all - defined) <= all;
}

/**
 * Quantile of a sorted list: type 7 of Hyndman & Fyfe (Am. Stat. 50 (1996) 361).
 *
 * @returns infinite where one of the two values that it lies between is
 */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  if (low === high || low === Number.NEGATIVE_INFINITY) return low;
  return high === Number.POSITIVE_INFINITY ? high : low + (place - below) * (high - low);
}
