import { FIGURE_WIDTH, FONT_SIZE, LINE_HEIGHT } from './font.js';
import { type LegendEntry, legend } from './legend.js';
import { segment } from './marks.js';
import {
  innerTicks,
  linearScale,
  niceTicks,
  type Range,
  type Scale,
  type Ticks,
  tightRange,
} from './scale.js';
import { cutToWidth, labelText, textAt, textWidth, wrapToWidth } from './text.js';

/** An axis of numbers. */
export interface NumberAxis {
  readonly title: string;
  /** What it has to cover; it ends at ticks. */
  readonly range: Range;
  /** Instead of those that are made for the range. */
  readonly ticks?: Ticks | undefined;
  /** Whether it ends just beyond the range, not at ticks. */
  readonly tight?: boolean;
}

/** An axis of categories side by side. */
export interface CategoryAxis {
  readonly title: string;
  readonly categories: readonly Category[];
}

export interface Category {
  readonly name: string;
  /** Below the name, such as `n = 57`. */
  readonly note?: string | undefined;
}

/** The space between the axes of a figure, in its units. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Axes with titles, ticks and a legend, drawn; marks come on top of them. */
export interface Frame<X> {
  readonly x: X;
  readonly y: Scale;
  readonly plot: Plot;
  readonly markup: string;
  /** Of the whole figure. */
  readonly height: number;
}

/** Positions of categories. */
export interface Bands {
  /** Center of a category. */
  (category: number): number;
  /** Width of each. */
  readonly width: number;
}

export interface FrameOptions {
  readonly y: NumberAxis;
  readonly legend?: readonly LegendEntry[];
  /** Height of the plot; `square` is as high as wide. */
  readonly plotHeight?: number | 'square';
}

const PLOT_HEIGHT = 220;
const RIGHT = 10;
/** Between the plot and the labels at its axes. */
const OFF = 7;
const MOST_TICKS = 7;

/** Axes of numbers in both directions. */
export function numberFrame({ x, ...options }: FrameOptions & { x: NumberAxis }): Frame<Scale> {
  const upper = upperPart(options);
  const { left } = upper;
  const ticks = x.ticks ?? fittingTicks(x, FIGURE_WIDTH - RIGHT - left);
  const last = textWidth(ticks.texts[ticks.texts.length - 1]) / 2;
  const right = FIGURE_WIDTH - Math.max(RIGHT, last + 2);
  const plot = plotOf(options, upper, right);
  const scale = linearScale(domainOf(x, ticks), [plot.left, plot.right]);
  const labels = ticks.values.map((value, k) =>
    textAt(scale(value), plot.bottom + OFF + 12, ticks.texts[k], {
      anchor: 'middle',
      muted: true,
      kind: 'tick-x',
    }),
  );
  const grid = ticks.values.map((value) =>
    segment([scale(value), plot.top], [scale(value), plot.bottom], 'grid', { kind: 'gridline' }),
  );
  const below = axisTitle(x.title, plot, OFF + LINE_HEIGHT);
  const drawn = finished(options, upper, plot);
  return {
    x: scale,
    y: drawn.y,
    plot,
    markup: [...grid, drawn.markup, ...labels, below.markup].join('\n'),
    height: plot.bottom + OFF + LINE_HEIGHT + below.height,
  };
}

/** Categories side by side, and a vertical axis of numbers. */
export function categoryFrame({ x, ...options }: FrameOptions & { x: CategoryAxis }): Frame<Bands> {
  const upper = upperPart(options);
  const plot = plotOf(options, upper, FIGURE_WIDTH - RIGHT);
  const width = (plot.right - plot.left) / Math.max(1, x.categories.length);
  const bands = Object.assign((c: number) => plot.left + (c + 0.5) * width, { width });
  const labels = categoryLabels(x.categories, bands, plot.bottom + OFF + 12);
  const below = axisTitle(x.title, plot, OFF + labels.height);
  const drawn = finished(options, upper, plot);
  return {
    x: bands,
    y: drawn.y,
    plot,
    markup: [drawn.markup, labels.markup, below.markup].join('\n'),
    height: plot.bottom + OFF + labels.height + below.height,
  };
}

interface Upper {
  readonly legend: { readonly markup: string; readonly height: number };
  readonly titleLines: readonly string[];
  readonly ticks: Ticks;
  readonly left: number;
  readonly top: number;
}

/** What is above and to the left of the plot: it decides how much room there is. */
function upperPart({ y, legend: entries = [] }: FrameOptions): Upper {
  const drawn = legend(entries);
  const titleLines = y.title === '' ? [] : wrapToWidth(labelText(y.title), FIGURE_WIDTH, 2);
  const ticks = y.ticks ?? ticksOf(y, MOST_TICKS);
  return {
    legend: drawn,
    titleLines,
    ticks,
    left: Math.max(24, ...ticks.texts.map((text) => textWidth(text) + 3)) + OFF,
    top: drawn.height + titleLines.length * LINE_HEIGHT + 17,
  };
}

function plotOf({ plotHeight = PLOT_HEIGHT }: FrameOptions, upper: Upper, right: number): Plot {
  const { left, top } = upper;
  return { left, right, top, bottom: top + (plotHeight === 'square' ? right - left : plotHeight) };
}

/** The legend, the title of the vertical axis, its ticks, and the border of the plot. */
function finished({ y }: FrameOptions, upper: Upper, plot: Plot): { y: Scale; markup: string } {
  const { legend: drawn, titleLines, ticks } = upper;
  const scale = linearScale(domainOf(y, ticks), [plot.bottom, plot.top]);
  const parts = [
    ...(drawn.height > 0 ? [drawn.markup] : []),
    ...titleLines.map((line, k) =>
      textAt(0, drawn.height + (k + 1) * LINE_HEIGHT - 4, line, { title: y.title }),
    ),
    ...ticks.values.map((value) =>
      segment([plot.left, scale(value)], [plot.right, scale(value)], 'grid', { kind: 'gridline' }),
    ),
    ...ticks.values.map((value, k) =>
      textAt(plot.left - OFF, scale(value) + 5, ticks.texts[k], {
        anchor: 'end',
        muted: true,
        kind: 'tick-y',
      }),
    ),
    segment([plot.left, plot.bottom], [plot.right, plot.bottom], 'muted', { kind: 'axis' }),
  ];
  return { y: scale, markup: parts.join('\n') };
}

/** What an axis of these ticks reaches from and to. */
function domainOf({ range, tight }: NumberAxis, { values }: Ticks): Range {
  return tight ? tightRange(range) : [values[0], values[values.length - 1]];
}

/** Ticks of an axis: beyond both ends of its range, or within a tight one. */
function ticksOf({ range, tight }: NumberAxis, most: number): Ticks {
  return tight ? innerTicks(tightRange(range), most) : niceTicks(range, most);
}

/** As many ticks as have room for their texts side by side. */
export function fittingTicks(axis: NumberAxis, width: number): Ticks {
  for (let most = MOST_TICKS + 1; ; most--) {
    const ticks = ticksOf(axis, most);
    const room = width / Math.max(1, ticks.values.length - 1);
    if (most === 3 || ticks.texts.every((text) => textWidth(text) + 10 <= room)) return ticks;
  }
}

/** The title of a horizontal axis below its labels, centered to the plot, or if it is longer to the figure. */
export function axisTitle(
  title: string,
  { left, right, bottom }: Plot,
  below: number,
): { markup: string; height: number } {
  if (title === '') return { markup: '', height: 6 };
  const shown = labelText(title);
  const own = (left + right) / 2;
  const center = textWidth(shown) <= 2 * (FIGURE_WIDTH - own) ? own : FIGURE_WIDTH / 2;
  const lines = wrapToWidth(shown, FIGURE_WIDTH, 2);
  return {
    markup: lines
      .map((line, k) =>
        textAt(center, bottom + below + (k + 1) * LINE_HEIGHT, line, {
          anchor: 'middle',
          title,
        }),
      )
      .join('\n'),
    height: lines.length * LINE_HEIGHT + 8,
  };
}

/** Of more categories than these, labels that have no room are left out; of fewer they are cut. */
const MANY = 8;
/** Size of labels that have no room otherwise. */
const SMALL = 12;

/** Labels below categories: wrapped, or where there are many, only as many as have room. */
function categoryLabels(
  categories: readonly Category[],
  bands: Bands,
  baseline: number,
): { markup: string; height: number } {
  const names = categories.map(({ name }) => labelText(name));
  const room = bands.width - 4;
  const wrappedAt = (size: number) =>
    names.map((name) => wrapToWidth(name, size === SMALL ? room + 3 : room, 3, size));
  const isWhole = (lines: readonly string[]) => !lines.join('').includes('…');
  const size = wrappedAt(FONT_SIZE).every(isWhole) ? FONT_SIZE : SMALL;
  const wrapped = wrappedAt(size);
  const fits = wrapped.every(isWhole);
  const notes = categories.map(({ note }) => (note === undefined ? [] : [note]));
  const withNotes = notes.every(([note]) => note === undefined || textWidth(note) <= room);
  const every = fits || names.length <= MANY ? 1 : thinning(names, bands.width);
  const deepest = every > 1 ? 1 : Math.max(1, ...wrapped.map((lines) => lines.length));
  const markup = names.flatMap((name, c) => {
    if (c % every !== 0) return [];
    const lines = every > 1 ? [cutToWidth(name, every * bands.width - 8)] : wrapped[c];
    return [
      ...lines.map((line, k) =>
        textAt(bands(c), baseline + k * LINE_HEIGHT, line, {
          anchor: 'middle',
          size: every === 1 && size !== FONT_SIZE ? size : undefined,
          title: lines.length > 1 || line !== name ? name : undefined,
        }),
      ),
      ...(withNotes && every === 1 ? notes[c] : []).map((note) =>
        textAt(bands(c), baseline + deepest * LINE_HEIGHT, note, { anchor: 'middle', muted: true }),
      ),
    ];
  });
  const rows = deepest + (withNotes && every === 1 && notes.some((n) => n.length > 0) ? 1 : 0);
  return { markup: markup.join('\n'), height: rows * LINE_HEIGHT };
}

/** Of how many labels one is shown, so that each fits. */
function thinning(names: readonly string[], width: number): number {
  const widest = Math.min(120, Math.max(...names.map((name) => textWidth(name))));
  return Math.max(1, Math.ceil((widest + 8) / width));
}
