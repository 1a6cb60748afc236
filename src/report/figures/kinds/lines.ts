import { type NumberAxis, numberFrame } from '../draw/axes.js';
import { FIGURE_WIDTH } from '../draw/font.js';
import { mark, polyline, segment } from '../draw/marks.js';
import { element, pathThrough } from '../draw/markup.js';
import { seriesStyle } from '../draw/palette.js';
import { isDrawable } from '../draw/scale.js';
import type { Drawing } from '../figure.js';

export type Place = readonly [x: number, y: number];

/** A line, with what may be around it. */
export interface LineSeries {
  readonly name: string;
  /** In the order of drawing; null interrupts the line. */
  readonly points: readonly (Place | null)[];
  /** Whether points are marked; only the line unless given. */
  readonly marked?: boolean;
  /** Drawn as steps: level from each point to the next one. */
  readonly steps?: boolean;
  /** Lower and upper end at each x, as an area. */
  readonly band?: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  /** Horizontal ranges, one for each point, as thin lines through it. */
  readonly spans?: readonly (readonly [number, number])[];
  /** Place in the list of looks; that of the series unless given. */
  readonly look?: number;
}

/** Lines over an axis of numbers. */
export interface LinePlot {
  readonly x: NumberAxis;
  readonly y: NumberAxis;
  readonly series: readonly LineSeries[];
  /** A straight dashed line from one place to another, such as chance. */
  readonly reference?: readonly [Place, Place];
  readonly square?: boolean;
}

export function drawLines({ x: xAxis, y: yAxis, series, reference, square }: LinePlot): Drawing {
  const frame = numberFrame({
    x: xAxis,
    y: yAxis,
    ...(square ? { plotHeight: 'square' } : {}),
    legend:
      series.length < 2
        ? []
        : series.map(({ name, marked, look }, s) => ({
            text: name,
            style: seriesStyle(look ?? s),
            sample: marked ? 'line-point' : 'line',
          })),
  });
  const at = ([x, y]: Place): Place => [frame.x(x), frame.y(y)];
  // The first series is the most important one, and so drawn last.
  const drawn = [...series.entries()].reverse().flatMap(([s, own]) => {
    const style = seriesStyle(own.look ?? s);
    const points = own.points.map((p) => (p?.every(isDrawable) ? at(p) : null));
    const line = polyline(own.steps ? stepped(points) : points, style, {
      dash: style.dash,
      width: 2,
      kind: 'series',
    });
    const spans = (own.spans ?? []).flatMap(([low, high], k) => {
      const y = points[k]?.[1];
      return y === undefined
        ? []
        : [segment([frame.x(low), y], [frame.x(high), y], style, { width: 1, kind: 'span' })];
    });
    const marks = points.flatMap((p, k) =>
      p && own.marked
        ? [mark(style.shape, p[0], p[1], style, { title: pointTitle(own, k), radius: 4 })]
        : [],
    );
    const band = own.band
      ? [
          element('path', {
            class: `${style.name} fill band`,
            d: `${pathThrough([
              ...own.band.map(({ x, high }) => at([x, high])),
              ...[...own.band].reverse().map(({ x, low }) => at([x, low])),
            ])}Z`,
            fill: style.light,
            'fill-opacity': '0.18',
          }),
        ]
      : [];
    return [...band, ...spans, line, ...marks];
  });
  const straight = reference
    ? [segment(at(reference[0]), at(reference[1]), 'muted', { dash: '5 4', kind: 'reference' })]
    : [];
  return {
    width: FIGURE_WIDTH,
    height: frame.height,
    body: [frame.markup, ...straight, ...drawn].join('\n'),
  };
}

function pointTitle({ name, points }: LineSeries, k: number): string {
  const [x, y] = (points[k] as Place).map((v) => String(Number(v.toPrecision(4))));
  return `${name}: ${y} at ${x}`;
}

/** A corner before each change of height. */
function stepped(points: readonly (Place | null)[]): (Place | null)[] {
  return points.flatMap((p, k) => {
    const before = points[k - 1];
    return p && before ? [[p[0], before[1]] as const, p] : [p];
  });
}
