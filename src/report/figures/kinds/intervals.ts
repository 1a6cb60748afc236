import { bracketed, shortDifference } from '../../compare/words.js';
import { type Category, categoryFrame } from '../draw/axes.js';
import { FIGURE_WIDTH } from '../draw/font.js';
import { mark, segment } from '../draw/marks.js';
import { seriesStyle } from '../draw/palette.js';
import { isDrawable, rangeOf, type Ticks } from '../draw/scale.js';
import { textAt } from '../draw/text.js';
import type { Drawing } from '../figure.js';

/** A value and the ends of its interval, where it has one. */
export interface Estimate {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
}

/** Points with vertical intervals, series beside each other in each category. */
export interface IntervalPlot {
  readonly xTitle: string;
  readonly yTitle: string;
  readonly categories: readonly Category[];
  readonly series: readonly {
    readonly name: string;
    /** By category; null where there is no value. */
    readonly values: readonly (Estimate | null)[];
    /** Place in the list of looks; that of the series unless given. */
    readonly look?: number;
  }[];
  /** Number of first categories that stand apart from the others, such as all rows beside their strata. */
  readonly apart?: number;
  /** A horizontal line across, such as chance. */
  readonly reference?: number | undefined;
  /** Whether the axis has to start at or below 0. */
  readonly fromZero?: boolean;
  readonly yTicks?: Ticks | undefined;
}

/** Share of a category that its points take. */
const FILLED = 0.62;
/** The most units between two points of a category. */
const FARTHEST = 22;
const CAP = 3.5;

export function drawIntervals(plot: IntervalPlot): Drawing {
  const { categories, series, xTitle, yTitle, reference, apart = 0 } = plot;
  const range = rangeOf([
    ...series.flatMap(({ values }) => values.flatMap((e) => (e ? [e.value, ...endsOf(e)] : []))),
    ...(plot.fromZero ? [0] : []),
    ...(reference === undefined ? [] : [reference]),
  ]);
  const frame = categoryFrame({
    x: { title: xTitle, categories },
    y: { title: yTitle, range, ticks: plot.yTicks },
    legend:
      series.length < 2
        ? []
        : series.map(({ name, look }, s) => ({
            text: name,
            style: seriesStyle(look ?? s),
            sample: 'point',
          })),
  });
  const { top, bottom, left, right } = frame.plot;
  const step = Math.min(
    FARTHEST,
    (frame.x.width * FILLED) / Math.max(1, series.length - 1),
    frame.x.width / series.length,
  );
  const radius = Math.min(4.5, Math.max(2.5, step / 2.6));
  const points = categories.flatMap(({ name }, c) => {
    const drawn = series.flatMap(({ name: of, values, look }, s) => {
      const estimate = values[c];
      if (!estimate || !isDrawable(estimate.value)) return [];
      const x = frame.x(c) + (s - (series.length - 1) / 2) * step;
      const style = seriesStyle(look ?? s);
      const title = `${series.length > 1 ? `${of}, ` : ''}${name}: ${estimateText(estimate)}`;
      const [low, high] = endsOf(estimate).map((end) => frame.y(end));
      const whisker =
        low === undefined
          ? []
          : [
              segment([x, low], [x, high], style, { width: 1.8, kind: 'interval' }),
              ...[low, high].map((y) =>
                segment([x - CAP, y], [x + CAP, y], style, { width: 1.8, kind: 'cap' }),
              ),
            ];
      return [...whisker, mark(style.shape, x, frame.y(estimate.value), style, { radius, title })];
    });
    if (drawn.length > 0 || categories.length > MOST_NONE) return drawn;
    return [textAt(frame.x(c), bottom - 8, 'none', { anchor: 'middle', muted: true })];
  });
  const edge = left + apart * frame.x.width;
  return {
    width: FIGURE_WIDTH,
    height: frame.height,
    body: [
      frame.markup,
      ...(apart > 0 && apart < categories.length
        ? [segment([edge, top], [edge, bottom], 'muted', { dash: '3 3', kind: 'divider' })]
        : []),
      ...(reference === undefined
        ? []
        : [
            segment([left, frame.y(reference)], [right, frame.y(reference)], 'ink', {
              dash: '5 4',
              kind: 'reference',
            }),
          ]),
      ...points,
    ].join('\n'),
  };
}

/** Of more categories than these, an empty one has no room for a word. */
const MOST_NONE = 8;

function endsOf({ interval }: Estimate): readonly number[] {
  return interval?.every(isDrawable) ? interval : [];
}

/** `0.520 [0.471, 0.583]`, as in tables. */
export function estimateText({ value, interval }: Estimate): string {
  return `${shortDifference(value)}${bracketed(interval)}`;
}
