import { count } from '../../../text.js';
import { type Category, categoryFrame } from '../draw/axes.js';
import { FIGURE_WIDTH } from '../draw/font.js';
import { box } from '../draw/marks.js';
import { seriesStyle } from '../draw/palette.js';
import { rangeOf, type Ticks } from '../draw/scale.js';
import { textAt, textWidth } from '../draw/text.js';
import type { Drawing } from '../figure.js';

/** Bars from 0 side by side in each category. */
export interface BarPlot {
  readonly xTitle: string;
  readonly yTitle: string;
  readonly categories: readonly Category[];
  readonly series: readonly {
    readonly name: string;
    /** By category, at least 0; null for none. */
    readonly values: readonly (number | null)[];
    /** Only a border, as of what was aimed at. */
    readonly hollow?: boolean;
  }[];
  readonly yTicks?: Ticks;
  /** How a value is written above its bar and in its tooltip; unless given as a count. */
  readonly show?: (value: number) => string;
}

/** Share of a category that its bars take. */
const FILLED = 0.76;

export function drawBars(plot: BarPlot): Drawing {
  const { categories, series, xTitle, yTitle, yTicks, show = count } = plot;
  const all = series.flatMap(({ values }) => values);
  const frame = categoryFrame({
    x: { title: xTitle, categories },
    y: { title: yTitle, range: [0, rangeOf([0, ...all])[1] || 1], ticks: yTicks },
    legend:
      series.length < 2
        ? []
        : series.map(({ name, hollow }, s) => ({
            text: name,
            style: seriesStyle(s),
            sample: hollow ? 'hollow-bar' : 'bar',
          })),
  });
  const group = Math.min(frame.x.width * FILLED, 70 * series.length);
  const width = group / series.length;
  const gap = Math.min(3, width / 5);
  const labeled = all.every((v) => v === null || textWidth(show(v), 13) <= width + 2);
  const base = frame.y(0);
  const bars = categories.flatMap(({ name }, c) =>
    series.flatMap(({ name: of, values, hollow = false }, s) => {
      const value = values[c];
      if (value === null || value === undefined) return [];
      const x = frame.x(c) - group / 2 + s * width + gap / 2;
      const y = frame.y(value);
      const title = `${series.length > 1 ? `${of}, ` : ''}${name}: ${show(value)}`;
      return [
        box({ x, y, width: width - gap, height: base - y }, seriesStyle(s), {
          hollow,
          title,
          kind: 'bar',
        }),
        ...(labeled
          ? [textAt(x + (width - gap) / 2, y - 4, show(value), { anchor: 'middle', size: 13 })]
          : []),
      ];
    }),
  );
  return {
    width: FIGURE_WIDTH,
    height: frame.height,
    body: [frame.markup, ...bars].join('\n'),
  };
}
