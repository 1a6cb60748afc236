import stringWidth from 'string-width';

/** Columns that a text takes on screen: two for a CJK character or an emoji, none for a color code. */
export function visibleWidth(text: string): number {
  return stringWidth(text);
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - visibleWidth(text))) + text;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - visibleWidth(text)));
}

/** Lines of aligned columns, `gap` spaces apart: the first `left` columns to the left, the others to the right. */
export function alignColumns(rows: readonly (readonly string[])[], left = 1, gap = 2): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, c) => {
      widths[c] = Math.max(widths[c] ?? 0, visibleWidth(cell));
    });
  }
  return rows.map((row) =>
    row
      .map((cell, c) => (c < left ? padEnd(cell, widths[c]) : padStart(cell, widths[c])))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `value` on a scale on which `full` is `width` characters long; anything above 0 is seen. */
export function bar(value: number, full: number, width: number): string {
  if (value <= 0 || full <= 0) return '';
  const eighths = Math.max(1, Math.round((value / full) * width * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}

/** The spaces at which a line may end: not the one in an interval, `[0, 1/3)`. */
const BREAKS = / (?<![[(][−\d./%]+, )/;

/** Breaks a text into lines of at most `width` columns, at spaces; an interval of numbers stays whole. */
export function wrap(text: string, width: number, indent = ''): string {
  const room = width - visibleWidth(indent);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(BREAKS)) {
    const length = visibleWidth(word);
    if (line !== '' && used + 1 + length > room) {
      lines.push(line);
      line = word;
      used = length;
    } else {
      used = line === '' ? length : used + 1 + length;
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((l) => indent + l).join('\n');
}

/** A number for people: three decimals below 10, fewer above. */
export function shortNumber(value: number): string {
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  if (magnitude >= 1e5) return value.toExponential(2).replace('-', '−');
  const digits = magnitude >= 1000 ? 0 : magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 3;
  return value
    .toFixed(digits)
    .replace(/^-(0(?:\.0*)?)$/, '$1')
    .replace('-', '−');
}
