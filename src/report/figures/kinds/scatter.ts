import { count } from '../../../text.js';
import { type NumberAxis, numberFrame, type Plot } from '../draw/axes.js';
import { FIGURE_WIDTH } from '../draw/font.js';
import type { LegendEntry } from '../draw/legend.js';
import { mark, segment } from '../draw/marks.js';
import { seriesStyle } from '../draw/palette.js';
import { isDrawable } from '../draw/scale.js';
import { textAt, textWidth } from '../draw/text.js';
import type { Drawing } from '../figure.js';
import type { Place } from './lines.js';

/** Points by group. */
export interface ScatterPlot {
  readonly x: NumberAxis;
  readonly y: NumberAxis;
  readonly groups: readonly ScatterGroup[];
  readonly reference?: readonly [Place, Place];
  readonly square?: boolean;
}

export interface ScatterGroup {
  readonly name: string;
  readonly points: readonly Place[];
  /** Place in the list of looks; that of the group unless given. */
  readonly look?: number;
}

/** More points than these are counted in squares. */
export const MOST_POINTS = 2000;
/** Squares along the longer side of the plot. */
const SQUARES = 36;

/** A square of the plot with the points in it. */
export interface Cell {
  /** Center in the units of the axes. */
  readonly x: number;
  readonly y: number;
  readonly n: number;
  /** The group of most of them, by place; of equal numbers the first. */
  readonly group: number;
}

/** The drawing, and the squares where points were counted. */
export function drawScatter(plot: ScatterPlot): { drawing: Drawing; cells: Cell[] | null } {
  const total = plot.groups.reduce((sum, { points }) => sum + points.length, 0);
  const frame = numberFrame({
    x: plot.x,
    y: plot.y,
    ...(plot.square ? { plotHeight: 'square' } : {}),
    legend:
      plot.groups.length < 2
        ? []
        : plot.groups.map(
            ({ name, look }, g): LegendEntry => ({
              text: name,
              style: seriesStyle(look ?? g),
              sample: 'point',
            }),
          ),
  });
  const at = ([x, y]: Place): Place => [frame.x(x), frame.y(y)];
  const reference = plot.reference
    ? [
        segment(at(plot.reference[0]), at(plot.reference[1]), 'ink', {
          dash: '5 4',
          kind: 'reference',
        }),
      ]
    : [];
  if (total <= MOST_POINTS) {
    const points = plot.groups.flatMap(({ points: own, look }, g) =>
      own.filter((p) => p.every(isDrawable)).map((p) => pointMark(at(p), look ?? g, total)),
    );
    const body = [frame.markup, ...points, ...reference].join('\n');
    return { drawing: { width: FIGURE_WIDTH, height: frame.height, body }, cells: null };
  }
  const { left, right, top, bottom } = frame.plot;
  const side = Math.max(right - left, bottom - top) / SQUARES;
  const counted = countCells(plot.groups, at, frame.plot, side);
  const most = Math.max(...counted.map(({ n }) => n));
  // The area of a mark is in proportion to the number of points.
  const radius = (n: number) => Math.max(1.1, (side / 2) * Math.sqrt(n / most));
  const marks = counted.map(({ column, row, n, group }) => {
    const style = seriesStyle(plot.groups[group].look ?? group);
    const title = `${plot.groups[group].name}: ${count(n)}`;
    return mark(style.shape, left + (column + 0.5) * side, top + (row + 0.5) * side, style, {
      radius: radius(n),
      title,
    });
  });
  const key = sizeKey(most, radius, frame.height);
  const [width, height] = [right - left, bottom - top];
  const [xs, ys] = [frame.x.domain, frame.y.domain];
  const cells = counted.map(({ column, row, n, group }) => ({
    x: xs[0] + (((column + 0.5) * side) / width) * (xs[1] - xs[0]),
    y: ys[1] - (((row + 0.5) * side) / height) * (ys[1] - ys[0]),
    n,
    group,
  }));
  const body = [frame.markup, ...marks, ...reference, key.markup].join('\n');
  return {
    drawing: { width: FIGURE_WIDTH, height: frame.height + key.height, body },
    cells,
  };
}

function pointMark([x, y]: Place, look: number, total: number): string {
  const style = seriesStyle(look);
  const radius = total > 600 ? 2.4 : total > 150 ? 3 : 4;
  return mark(style.shape, x, y, style, { radius, opacity: total > 150 ? 0.7 : 0.85 });
}

interface CountedCell {
  readonly column: number;
  readonly row: number;
  readonly n: number;
  readonly group: number;
}

/** Squares with at least one point, from the left and the top. */
function countCells(
  groups: readonly ScatterGroup[],
  at: (place: Place) => Place,
  { left, right, top, bottom }: Plot,
  side: number,
): CountedCell[] {
  const columns = Math.max(1, Math.round((right - left) / side));
  const rows = Math.max(1, Math.ceil((bottom - top) / side - 0.01));
  const counts = new Map<number, number[]>();
  groups.forEach(({ points }, g) => {
    for (const point of points) {
      if (!point.every(isDrawable)) continue;
      const [x, y] = at(point);
      // What is on the right or lower border is in the last square.
      const column = Math.min(columns - 1, Math.floor((x - left) / side));
      const row = Math.min(rows - 1, Math.floor((y - top) / side));
      const key = column * SQUARES + row;
      const own = counts.get(key) ?? groups.map(() => 0);
      own[g]++;
      counts.set(key, own);
    }
  });
  return [...counts.entries()]
    .sort(([a], [b]) => a - b)
    .map(([key, own]) => ({
      column: Math.floor(key / SQUARES),
      row: key % SQUARES,
      n: own.reduce((sum, n) => sum + n, 0),
      group: own.indexOf(Math.max(...own)),
    }));
}

/** What sizes of marks mean, below the figure. */
function sizeKey(
  most: number,
  radius: (n: number) => number,
  top: number,
): { markup: string; height: number } {
  const sizes = [...new Set([1, Math.max(1, Math.round(most / 4)), most])];
  const title = 'molecules per mark:';
  let x = textWidth(title) + 8;
  const y = top + 8;
  const parts = sizes.map((n) => {
    const text = count(n);
    const drawn =
      mark('square', x + 8, y, 'muted', { radius: radius(n), kind: 'sample' }) +
      textAt(x + 20, y + 5, text, { muted: true });
    x += 20 + textWidth(text) + 18;
    return drawn;
  });
  return { markup: [textAt(0, y + 5, title, { muted: true }), ...parts].join('\n'), height: 22 };
}
