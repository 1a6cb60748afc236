import { axisTitle, fittingTicks } from '../draw/axes.js';
import { FIGURE_WIDTH, LINE_HEIGHT } from '../draw/font.js';
import { type LegendEntry, legend } from '../draw/legend.js';
import { mark, segment } from '../draw/marks.js';
import { seriesStyle } from '../draw/palette.js';
import { isDrawable, linearScale, rangeOf, type Scale } from '../draw/scale.js';
import { labelText, textAt, wrapToWidth } from '../draw/text.js';
import type { Drawing } from '../figure.js';
import { type Estimate, estimateText } from './intervals.js';

/** One line of a forest plot. */
export interface ForestRow {
  readonly name: string;
  /** Below the name. The estimate with its interval, unless given. */
  readonly note?: string;
  /** Null where there is none; `note` says why. */
  readonly estimate: Estimate | null;
  /** A tick across the row, such as a limit. */
  readonly limit?: number | null;
  /** Place in the list of looks. */
  readonly look: number;
}

/** Horizontal intervals below each other, in sections with a heading. */
export interface ForestPlot {
  readonly xTitle: string;
  readonly sections: readonly { readonly heading: string; readonly rows: readonly ForestRow[] }[];
  /** What the looks of rows mean; a point is hollow where the entry says so. */
  readonly looks: readonly { readonly text: string; readonly hollow?: boolean }[];
  /** The vertical line of no effect; none unless given. */
  readonly zero?: number;
  /** Half the width of the band around `zero` in which differences do not matter. */
  readonly margin?: number | undefined;
  /** Draws a line from `zero` to each point. */
  readonly stems?: boolean;
}

const LABELS = 216;
const PLOT_LEFT = LABELS + 12;
const PLOT_RIGHT = FIGURE_WIDTH - 16;
const NOTE_SIZE = 13;
const CAP = 4;

export function drawForest(plot: ForestPlot): Drawing {
  const { sections, zero, margin, looks } = plot;
  const rows = sections.flatMap((section) => section.rows);
  const bounds = zero === undefined || !margin ? [] : [zero - margin, zero + margin];
  const range = rangeOf([
    ...rows.flatMap(({ estimate, limit }) => [
      ...(estimate ? [estimate.value, ...(estimate.interval ?? [])] : []),
      limit,
    ]),
    zero,
    ...bounds,
  ]);
  const ticks = fittingTicks({ title: plot.xTitle, range }, PLOT_RIGHT - PLOT_LEFT);
  const x = linearScale(
    [ticks.values[0], ticks.values[ticks.values.length - 1]],
    [PLOT_LEFT, PLOT_RIGHT],
  );
  const used = looks
    .flatMap(({ text, hollow }, k): LegendEntry[] =>
      rows.some(({ look, estimate }) => look === k && estimate)
        ? [{ text, style: seriesStyle(k), sample: hollow ? 'hollow-point' : 'point' }]
        : [],
    )
    .filter(({ text }) => text !== '');
  const head = legend(used);
  const top = head.height + 6;
  const body: string[] = [];
  let y = top;
  for (const { heading, rows: own } of sections) {
    const lines = heading === '' ? [] : wrapToWidth(labelText(heading), LABELS, 2);
    lines.forEach((line, k) => {
      const at = y + (k + 1) * LINE_HEIGHT;
      body.push(textAt(0, at, line, { bold: true, title: heading }));
    });
    y += lines.length * LINE_HEIGHT + (lines.length > 0 ? 4 : 0);
    for (const row of own) {
      const drawn = drawRow(row, y, x, plot);
      body.push(drawn.markup);
      y += drawn.height;
    }
    y += 6;
  }
  const bottom = y;
  const across = (value: number, dash: string, kind: string) =>
    segment([x(value), top], [x(value), bottom], 'ink', { dash, kind });
  const grid = ticks.values.flatMap((value, k) => [
    segment([x(value), top], [x(value), bottom], 'grid', { kind: 'gridline' }),
    textAt(x(value), bottom + 19, ticks.texts[k], {
      anchor: 'middle',
      muted: true,
      kind: 'tick-x',
    }),
  ]);
  const title = axisTitle(
    plot.xTitle,
    { left: PLOT_LEFT, right: PLOT_RIGHT, top, bottom },
    7 + LINE_HEIGHT,
  );
  return {
    width: FIGURE_WIDTH,
    height: bottom + 7 + LINE_HEIGHT + title.height,
    body: [
      ...(head.height > 0 ? [head.markup] : []),
      ...grid,
      segment([PLOT_LEFT, bottom], [PLOT_RIGHT, bottom], 'muted', { kind: 'axis' }),
      ...(zero === undefined ? [] : [across(zero, '', 'zero')]),
      ...bounds.map((bound) => across(bound, '4 3', 'margin')),
      ...body,
      title.markup,
    ].join('\n'),
  };
}

/** One row from `top` on: its name in at most three lines, its numbers, its interval. */
function drawRow(
  { name, note, estimate, limit, look }: ForestRow,
  top: number,
  x: Scale,
  { looks, stems = false, zero = 0 }: ForestPlot,
): { markup: string; height: number } {
  const below = note ?? (estimate ? estimateText(estimate) : '');
  const names = name === '' ? [] : wrapToWidth(labelText(name), LABELS, 3);
  const notes = below === '' ? [] : wrapToWidth(labelText(below), LABELS, 2, NOTE_SIZE);
  const height = (names.length + notes.length) * LINE_HEIGHT + 10;
  const y = top + height / 2;
  const parts = [
    ...names.map((line, k) => textAt(0, top + (k + 1) * LINE_HEIGHT, line, { title: name })),
    ...notes.map((line, k) =>
      textAt(0, top + (names.length + k + 1) * LINE_HEIGHT, line, {
        muted: true,
        size: NOTE_SIZE,
        title: below,
      }),
    ),
  ];
  if (isDrawable(limit)) {
    parts.push(segment([x(limit), y - 9], [x(limit), y + 9], 'ink', { width: 2.5, kind: 'limit' }));
  }
  if (estimate && isDrawable(estimate.value)) {
    const style = seriesStyle(look);
    if (stems) {
      parts.push(segment([x(zero), y], [x(estimate.value), y], style, { width: 3, kind: 'stem' }));
    }
    if (estimate.interval?.every(isDrawable)) {
      const [low, high] = estimate.interval.map((end) => x(end));
      parts.push(
        segment([low, y], [high, y], style, { width: 2, kind: 'interval' }),
        ...[low, high].map((end) =>
          segment([end, y - CAP], [end, y + CAP], style, { width: 2, kind: 'cap' }),
        ),
      );
    }
    parts.push(
      mark(style.shape, x(estimate.value), y, style, {
        hollow: looks[look]?.hollow ?? false,
        radius: 5,
        title: `${name === '' ? '' : `${name}: `}${estimateText(estimate)}`,
      }),
    );
  }
  return { markup: parts.join('\n'), height };
}
