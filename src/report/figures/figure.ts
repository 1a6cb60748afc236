import { printable } from '../../text.js';
import { FONT_SIZE } from './draw/font.js';
import { coordinate, element, escapeXml } from './draw/markup.js';
import { DARK, INK, PAPER, SERIES } from './draw/palette.js';

/** A drawing of a result, with the numbers that it draws. Texts are plain, to be escaped where they are written. */
export interface Figure {
  /** Stem of a file name, such as `mae-by-similarity`; unique among the figures of a result. */
  readonly name: string;
  readonly title: string;
  /** What is drawn, in which units and of how many: one or two sentences. */
  readonly caption: string;
  /** `<svg …>…</svg>`, complete in light colors without any style sheet. */
  readonly svg: string;
  readonly table: FigureTable;
}

/** The numbers drawn, as texts to be copied. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a figure is made of. */
export interface FigureParts extends Omit<Figure, 'svg'> {
  readonly drawing: Drawing;
}

/** The inside of an SVG element, and its size in units of which a line of text is about 14 high. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

/** Widths of texts are estimated for the widest of these. */
const FONT_FAMILY = "Arial, 'Liberation Sans', Helvetica, sans-serif";

/** The most characters of a text of a figure. */
const MOST = 2000;
const MOST_OF_CELL = 200;

/**
 * Rules for a page that holds figures: they shrink with the page, and are recolored for a dark one. Shapes have a class of
 * color (`ink`, `muted`, `grid`, `paper`, `s1` … `s8`) and one of its use (`fill`, `line`, `both`).
 */
export const FIGURE_CSS = [
  '.figure{max-width:100%;height:auto}',
  '@media screen and (prefers-color-scheme:dark){',
  ...[...Object.entries(DARK), ...SERIES.map(({ name, dark }) => [name, dark] as const)].map(
    ([name, color]) => `.figure .${name}{color:${color}}`,
  ),
  '.figure .fill,.figure .both{fill:currentColor}',
  '.figure .line,.figure .both{stroke:currentColor}',
  '}',
].join('\n');

/** Makes a figure. Texts that come from data become visible and of limited length here. */
export function makeFigure({ name, title, caption, drawing, table }: FigureParts): Figure {
  const cells = (row: readonly string[]) => row.map((cell) => printable(cell, MOST_OF_CELL));
  const [shownTitle, shownCaption] = [printable(title, MOST_OF_CELL), printable(caption, MOST)];
  const { width, height, body } = drawing;
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'figure',
      role: 'img',
      'aria-labelledby': `${name}-title ${name}-desc`,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': FONT_FAMILY,
      'font-size': FONT_SIZE,
      fill: INK,
    },
    [
      element('title', { id: `${name}-title` }, escapeXml(shownTitle)),
      element('desc', { id: `${name}-desc` }, escapeXml(shownCaption)),
      body,
    ].join('\n'),
  );
  return {
    name,
    title: shownTitle,
    caption: shownCaption,
    svg,
    table: { columns: cells(table.columns), rows: table.rows.map(cells) },
  };
}

/**
 * The figure under another name, and with a longer title and caption, so that it is told from others in a page of several
 * results.
 */
export function renamed(figure: Figure, name: string, addition = '', more = ''): Figure {
  const end = figure.svg.indexOf('</desc>');
  const title = printable(`${figure.title}${addition}`, MOST_OF_CELL);
  const head = figure.svg
    .slice(0, end)
    .replace(`"${figure.name}-title ${figure.name}-desc"`, () => `"${name}-title ${name}-desc"`)
    .replace(/ id="[^"]*-title">[^<]*</, () => ` id="${name}-title">${escapeXml(title)}<`)
    .replace(/ id="[^"]*-desc"/, () => ` id="${name}-desc"`);
  const svg = head + escapeXml(more) + figure.svg.slice(end);
  return { ...figure, name, title, caption: figure.caption + more, svg };
}

/** Room around a figure in a file of its own. */
const MARGIN = 12;

/** The figure as a file of its own: on white, or on a dark ground where the reader's setting is dark. */
export function standalone({ svg }: Figure): string {
  const [, width, height] = (/ viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
  const size = { width: width + 2 * MARGIN, height: height + 2 * MARGIN };
  const paper = element('rect', {
    class: 'paper fill',
    x: -MARGIN,
    y: -MARGIN,
    ...size,
    fill: PAPER,
  });
  // After the title and the description, which have to come first.
  const ground = svg.indexOf('</desc>') + '</desc>'.length;
  const head = svg
    .slice(0, ground)
    .replace(/ width="[^"]*" height="[^"]*" viewBox="[^"]*"/, () =>
      [
        ` width="${coordinate(size.width)}" height="${coordinate(size.height)}"`,
        ` viewBox="-${MARGIN} -${MARGIN} ${coordinate(size.width)} ${coordinate(size.height)}"`,
      ].join(''),
    );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    head,
    `\n<style>${escapeXml(FIGURE_CSS)}</style>\n${paper}`,
    svg.slice(ground),
    '\n',
  ].join('');
}
