import { count } from '../../../text.js';
import { axisTitle, fittingTicks } from '../draw/axes.js';
import { FIGURE_WIDTH, LINE_HEIGHT } from '../draw/font.js';
import { legend } from '../draw/legend.js';
import { box, segment } from '../draw/marks.js';
import { seriesStyle } from '../draw/palette.js';
import { linearScale, type Scale } from '../draw/scale.js';
import { labelText, textAt, textWidth, wrapToWidth } from '../draw/text.js';
import type { Drawing } from '../figure.js';

/** One bar of parts, from 0. */
export interface StackRow {
  readonly name: string;
  /** Counts by part. */
  readonly values: readonly number[];
  /** Counts that were aimed at, whose ends are marked where they are others; null for none. */
  readonly requested?: readonly number[] | null;
}

/** Bars below each other that are divided into parts, in sections with a heading. */
export interface StackPlot {
  readonly xTitle: string;
  readonly parts: readonly string[];
  /** A heading may be empty. */
  readonly sections: readonly { readonly heading: string; readonly rows: readonly StackRow[] }[];
}

const LABELS = 104;
const PLOT_LEFT = LABELS + 8;
const PLOT_RIGHT = FIGURE_WIDTH - 16;
const BAR = 18;
const GAP = 6;
const NUMBER_SIZE = 13;

export function drawStacks({ xTitle, parts, sections }: StackPlot): Drawing {
  const rows = sections.flatMap((section) => section.rows);
  const most = Math.max(1, ...rows.map(({ values }) => sum(values)));
  const ticks = fittingTicks({ title: xTitle, range: [0, most] }, PLOT_RIGHT - PLOT_LEFT);
  const x = linearScale(
    [ticks.values[0], ticks.values[ticks.values.length - 1]],
    [PLOT_LEFT, PLOT_RIGHT],
  );
  const head = legend(
    parts.map((text, p) => ({ text, style: seriesStyle(p), sample: 'bar' as const })),
  );
  const top = head.height + 6;
  const body: string[] = [];
  let y = top;
  for (const { heading, rows: own } of sections) {
    if (heading !== '') {
      body.push(textAt(0, y + LINE_HEIGHT - 4, labelText(heading), { bold: true }));
      y += LINE_HEIGHT + 2;
    }
    for (const row of own) {
      body.push(drawRow(row, y, x, parts));
      y += BAR + GAP;
    }
    y += 6;
  }
  const grid = ticks.values.flatMap((value, k) => [
    segment([x(value), top], [x(value), y], 'grid', { kind: 'gridline' }),
    textAt(x(value), y + 19, ticks.texts[k], { anchor: 'middle', muted: true, kind: 'tick-x' }),
  ]);
  const below = 7 + LINE_HEIGHT;
  const plot = { left: PLOT_LEFT, right: PLOT_RIGHT, top, bottom: y };
  const title = axisTitle(xTitle, plot, below);
  return {
    width: FIGURE_WIDTH,
    height: y + below + title.height,
    body: [
      head.markup,
      ...grid,
      segment([PLOT_LEFT, y], [PLOT_RIGHT, y], 'muted', { kind: 'axis' }),
      ...body,
      title.markup,
    ].join('\n'),
  };
}

/** A bar from `top` on, with its name and the counts that fit its parts. */
function drawRow(
  { name, values, requested }: StackRow,
  top: number,
  x: Scale,
  parts: readonly string[],
): string {
  const baseline = top + BAR / 2 + 5;
  const [shown] = wrapToWidth(labelText(name), LABELS, 1);
  const drawn = [textAt(0, baseline, shown, { title: name })];
  let start = 0;
  for (const [p, value] of values.entries()) {
    const [left, right] = [x(start), x(start + value)];
    start += value;
    if (value === 0) continue;
    const aim = requested && requested[p] !== value ? ` (requested: ${count(requested[p])})` : '';
    drawn.push(
      box({ x: left, y: top, width: right - left, height: BAR }, seriesStyle(p), {
        title: `${name}, ${parts[p]}: ${count(value)}${aim}`,
        kind: 'bar',
      }),
    );
    const text = count(value);
    if (textWidth(text, NUMBER_SIZE) + 4 > right - left) continue;
    drawn.push(
      textAt((left + right) / 2, baseline, text, {
        ...{ anchor: 'middle', size: NUMBER_SIZE, onColor: true, kind: 'value' },
      }),
    );
  }
  return [...drawn, ...aims(requested ?? [], values, top, x)].join('\n');
}

/** Lines across a bar where its parts were to end, if that is elsewhere. */
function aims(
  requested: readonly number[],
  values: readonly number[],
  top: number,
  x: Scale,
): string[] {
  return requested.flatMap((_, p) => {
    const [aim, end] = [requested, values].map((all) => sum(all.slice(0, p + 1)));
    if (aim === end) return [];
    return [
      segment([x(aim), top - 3], [x(aim), top + BAR + 3], 'ink', { width: 2.5, kind: 'requested' }),
    ];
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
