import {
  bestDivision,
  deviation,
  distance,
  everyDivision,
  highestBin,
  type WeightedProblem,
  weightedHistogram,
} from './brute-force.js';

/** The least cost of all test sets that come closest, and of those have least that is far off. */
export function leastCost(
  pairs: number[][],
  requested: readonly number[],
  test: number,
  costOf: (inTest: (readonly [number, number])[]) => number,
): number {
  const problem: WeightedProblem = {
    pairs,
    units: pairs.map((_, m) => [m]),
    weights: pairs.map(() => 1),
    requested,
    size: test,
    maxOut: 0,
  };
  const { deviation: closest } = bestDivision(problem);
  let least = Number.POSITIVE_INFINITY;
  let nearest = Number.POSITIVE_INFINITY;
  everyDivision(problem, (inTest, train) => {
    const histogram = weightedHistogram(problem, inTest, train);
    if (deviation(histogram, requested) > closest) return;
    const off = distance(histogram, requested);
    if (off > nearest) return;
    const cost = costOf(inTest.map((m) => [m, highestBin(pairs, m, train)] as const));
    least = off < nearest ? cost : Math.min(least, cost);
    nearest = off;
  });
  return least;
}
