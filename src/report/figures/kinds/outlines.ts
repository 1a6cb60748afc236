import type { NumberAxis } from '../draw/axes.js';
import { isDrawable, niceTicks, rangeOf } from '../draw/scale.js';
import type { Drawing } from '../figure.js';
import { drawLines, type Place } from './lines.js';

/** Histograms of several groups over the same bins, as outlines. */
export interface OutlinePlot {
  readonly x: Pick<NumberAxis, 'title'>;
  readonly yTitle: string;
  readonly groups: readonly {
    readonly name: string;
    readonly values: readonly number[];
    /** Place in the list of looks. */
    readonly look: number;
  }[];
}

/** Shares of each group by bin, drawn. */
export interface Outlines {
  readonly drawing: Drawing;
  /** Ends of the bins, which are half-open; the last one holds its end. */
  readonly edges: readonly number[];
  /** By group and bin; they add up to 1 for each group that has values. */
  readonly shares: readonly (readonly number[])[];
}

/** About as many bins. */
const BINS = 25;

export function drawOutlines({ x, yTitle, groups }: OutlinePlot): Outlines {
  const edges = niceTicks(rangeOf(groups.flatMap(({ values }) => [...values])), BINS).values;
  const shares = groups.map(({ values }) => sharesOf(values.filter(isDrawable), edges));
  const highest = Math.max(0, ...shares.flat());
  const last = edges[edges.length - 1];
  const drawing = drawLines({
    x: { ...x, range: [edges[0], last] },
    y: { title: yTitle, range: [0, highest || 1] },
    series: groups.map(({ name, look }, g) => ({
      name,
      look,
      steps: true,
      points: [
        [edges[0], 0],
        ...shares[g].map((share, b): Place => [edges[b], share]),
        [last, shares[g][shares[g].length - 1]],
        [last, 0],
      ],
    })),
  });
  return { drawing, edges, shares };
}

function sharesOf(values: readonly number[], edges: readonly number[]): number[] {
  const counts = edges.slice(1).map(() => 0);
  for (const value of values) {
    let bin = counts.length - 1;
    while (bin > 0 && value < edges[bin]) bin--;
    counts[bin]++;
  }
  return counts.map((n) => (values.length === 0 ? 0 : n / values.length));
}
