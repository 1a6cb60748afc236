import { FIGURE_WIDTH, LINE_HEIGHT } from './font.js';
import { box, mark, polyline } from './marks.js';
import type { SeriesStyle } from './palette.js';
import { cutToWidth, labelText, textAt, textWidth } from './text.js';

/** One entry: how a series looks, and its name. */
export interface LegendEntry {
  readonly text: string;
  readonly style: SeriesStyle;
  readonly sample: 'point' | 'line' | 'line-point' | 'bar' | 'hollow-bar' | 'hollow-point';
}

const SAMPLE = 26;
/** Between a sample and its text. */
const OFF = 7;
const GAP = 16;

/** Entries in rows from the top of a figure; nothing for none. */
export function legend(entries: readonly LegendEntry[]): { markup: string; height: number } {
  let x = 0;
  let row = 0;
  const parts = entries.map(({ text, style, sample }) => {
    const shown = cutToWidth(labelText(text), FIGURE_WIDTH - SAMPLE - OFF);
    const width = SAMPLE + OFF + textWidth(shown);
    if (x > 0 && x + width > FIGURE_WIDTH) {
      x = 0;
      row++;
    }
    const baseline = (row + 1) * (LINE_HEIGHT + 3) - 5;
    const drawn =
      sampleOf(sample, style, x, baseline - 5) +
      textAt(x + SAMPLE + OFF, baseline, shown, { title: text });
    x += width + GAP;
    return drawn;
  });
  return {
    markup: parts.join('\n'),
    height: entries.length === 0 ? 0 : (row + 1) * (LINE_HEIGHT + 3) + 2,
  };
}

function sampleOf(sample: LegendEntry['sample'], style: SeriesStyle, x: number, y: number): string {
  const center = x + SAMPLE / 2;
  const line = () =>
    polyline(
      [
        [x, y],
        [x + SAMPLE, y],
      ],
      style,
      { dash: style.dash, kind: 'sample' },
    );
  const point = (hollow = false) => sampleMark(style, center, y, hollow);
  switch (sample) {
    case 'point':
      return point();
    case 'hollow-point':
      return point(true);
    case 'line':
      return line();
    case 'line-point':
      return line() + point();
    default:
      return box({ x: x + 5, y: y - 6, width: 16, height: 12 }, style, {
        hollow: sample === 'hollow-bar',
        kind: 'sample',
      });
  }
}

function sampleMark(style: SeriesStyle, x: number, y: number, hollow: boolean): string {
  return mark(style.shape, x, y, style, { hollow, kind: 'sample' });
}
