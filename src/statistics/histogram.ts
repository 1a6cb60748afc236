import { hasSteps, roundSteps } from '../numerics/round-steps.js';

/** Numbers of values of several groups in the same bins. */
export interface Histogram<Group extends string = string> {
  /** Ends of the bins, round numbers; the bins are half-open, the last one holds its end. */
  readonly edges: readonly number[];
  /** By group and bin. */
  readonly counts: Readonly<Record<Group, readonly number[]>>;
}

/** About as many bins. */
const BINS = 25;

/** Histograms of the values that are not NaN; null without any, and where one is too large to be in a bin. */
export function histogramOf<Group extends string>(
  groups: Readonly<Record<Group, Iterable<number>>>,
): Histogram<Group> | null {
  const entries = Object.entries(groups) as [Group, Iterable<number>][];
  const present = entries.map(([name, values]) => {
    return [name, [...values].filter((v) => !Number.isNaN(v))] as const;
  });
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [, values] of present) {
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (!hasSteps(low) || !hasSteps(high)) return null;
  const edges = roundSteps([low, high], BINS).values;
  const counts = present.map(([name, values]) => [name, countsIn(values, edges)]);
  return { edges, counts: Object.fromEntries(counts) };
}

/** How many of some values, which the edges enclose, are in each bin. */
export function countsIn(values: Iterable<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  for (const value of values) {
    let bin = counts.length - 1;
    while (bin > 0 && value < edges[bin]) bin--;
    counts[bin]++;
  }
  return counts;
}
