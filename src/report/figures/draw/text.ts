import { printable } from '../../../text.js';
import { FONT_SIZE } from './font.js';
import { element, escapeXml, tooltip } from './markup.js';
import { INK, MUTED, PAPER } from './palette.js';

/** Estimated widths in units of the font size, no less than those of common sans-serif fonts. */
const THIN = /[ijlI.,:;|!']/;
const NARROW = /[()[\]{}/\\ftr -]/;
const WIDE = /[mwMWQO%@…−]/;
const CAPITAL = /[A-Z&]/;

/** An estimate of the width of a text, which is seldom exceeded. */
export function textWidth(text: string, size = FONT_SIZE): number {
  let width = 0;
  for (const c of text) {
    if ((c.codePointAt(0) as number) > 0x2fff) width += 1.05;
    else
      width += THIN.test(c)
        ? 0.3
        : NARROW.test(c)
          ? 0.4
          : WIDE.test(c)
            ? 0.9
            : CAPITAL.test(c)
              ? 0.72
              : 0.58;
  }
  return width * size;
}

/** The text, or so much of its start as fits, with an ellipsis. Never less than one character. */
export function cutToWidth(text: string, width: number, size = FONT_SIZE): string {
  if (textWidth(text, size) <= width) return text;
  let room = width - textWidth('…', size);
  let kept = '';
  for (const c of text) {
    room -= textWidth(c, size);
    if (room < 0 && kept !== '') break;
    kept += c;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * A text in lines that fit a width, broken at spaces, then after hyphens, commas and underscores, then anywhere; what does
 * not fit `most` lines is cut.
 */
export function wrapToWidth(text: string, width: number, most: number, size = FONT_SIZE): string[] {
  const words = text.split(/(?<=[ \-,_/])/);
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && textWidth((line + word).trimEnd(), size) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  lines.push(line.trimEnd());
  const kept = lines.slice(0, most);
  if (lines.length > most) kept[most - 1] = `${kept[most - 1]} ${lines[most]}…`;
  return kept.map((one) => cutToWidth(one, width, size));
}

/** A text of data for a label. */
export function labelText(text: string): string {
  return printable(text, 80);
}

export interface TextOptions {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly muted?: boolean;
  /** Whether it stands on the color of a series. */
  readonly onColor?: boolean;
  readonly bold?: boolean;
  readonly size?: number | undefined;
  /** Shown when the pointer rests on it. */
  readonly title?: string | undefined;
  /** A further class. */
  readonly kind?: string;
}

/** A line of text whose baseline is at `y`. */
export function textAt(x: number, y: number, text: string, options: TextOptions = {}): string {
  const { anchor = 'start', muted = false, onColor = false, bold = false } = options;
  const { size, title, kind } = options;
  const [name, color] = onColor ? ['paper', PAPER] : muted ? ['muted', MUTED] : ['ink', INK];
  const whole = tooltip(title === text ? undefined : title);
  return element(
    'text',
    {
      class: [...(kind ? [kind] : []), name, 'fill'].join(' '),
      x,
      y,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      'font-weight': bold ? 'bold' : undefined,
      'font-size': size,
      fill: color,
    },
    `${whole}${escapeXml(text)}`,
  );
}
