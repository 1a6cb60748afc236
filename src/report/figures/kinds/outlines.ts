import { countsIn } from '../../../statistics/histogram.js';
import type { NumberAxis } from '../draw/axes.js';
import { isDrawable, niceTicks, plainNumber, rangeOf } from '../draw/scale.js';
import type { Drawing, FigureTable } from '../figure.js';
import { drawLines, type Place } from './lines.js';

/** Histograms of several groups over the same bins, as outlines of the share of each group. */
export interface OutlinePlot {
  readonly x: Pick<NumberAxis, 'title'>;
  readonly yTitle: string;
  /** Ends of the bins, which are half-open; the last one holds its end. */
  readonly edges: readonly number[];
  readonly groups: readonly {
    readonly name: string;
    /** Number of values in each bin. */
    readonly counts: readonly number[];
    /** Place in the list of looks; that of the group unless given. */
    readonly look?: number;
  }[];
}

/** About as many bins. */
const BINS = 25;

/** Bins for the values of all groups, and the number of those of each in each bin. */
export function binned(groups: readonly (readonly number[])[]): {
  edges: readonly number[];
  counts: readonly (readonly number[])[];
} {
  const edges = niceTicks(rangeOf(groups.flat()), BINS).values;
  return { edges, counts: groups.map((values) => countsIn(values.filter(isDrawable), edges)) };
}

/** The drawing, and the shares: they add up to 1 for each group that has values. */
export function drawOutlines({ x, yTitle, edges, groups }: OutlinePlot): {
  drawing: Drawing;
  table: FigureTable;
} {
  const shares = groups.map(({ counts }) => {
    const all = counts.reduce((sum, n) => sum + n, 0);
    return counts.map((n) => (all === 0 ? 0 : n / all));
  });
  const highest = Math.max(0, ...shares.flat());
  const last = edges[edges.length - 1];
  const drawing = drawLines({
    x: { ...x, range: [edges[0], last] },
    y: { title: yTitle, range: [0, highest || 1] },
    series: groups.map(({ name, look }, g) => ({
      name,
      ...(look === undefined ? {} : { look }),
      steps: true,
      points: [
        [edges[0], 0],
        ...shares[g].map((share, b): Place => [edges[b], share]),
        [last, shares[g][shares[g].length - 1]],
        [last, 0],
      ],
    })),
  });
  const table = {
    columns: ['from', 'to', ...groups.map(({ name }) => name)],
    rows: edges
      .slice(1)
      .map((high, b) => [
        plainNumber(edges[b]),
        plainNumber(high),
        ...shares.map((own) => plainNumber(own[b])),
      ]),
  };
  return { drawing, table };
}
