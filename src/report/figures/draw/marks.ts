import { element, pathThrough, tooltip } from './markup.js';
import { GRID, INK, MUTED, type SeriesStyle, type Shape } from './palette.js';

/** A color: that of a series, or one of the page. */
export type Paint = SeriesStyle | 'ink' | 'muted' | 'grid';

const PAGE_COLORS = { ink: INK, muted: MUTED, grid: GRID } as const;

function colorOf(paint: Paint): { readonly name: string; readonly light: string } {
  return typeof paint === 'string' ? { name: paint, light: PAGE_COLORS[paint] } : paint;
}

export interface StrokeOptions {
  readonly width?: number;
  readonly dash?: string;
  /** A further class, by which tests and style sheets find it. */
  readonly kind?: string;
}

/** A line through points; a null interrupts it. */
export function polyline(
  points: readonly (readonly [number, number] | null)[],
  paint: Paint,
  { width = 1.8, dash = '', kind }: StrokeOptions = {},
): string {
  const { name, light } = colorOf(paint);
  return element('path', {
    class: classes(kind, name, 'line'),
    d: pathThrough(points),
    fill: 'none',
    stroke: light,
    'stroke-width': width,
    'stroke-dasharray': dash === '' ? undefined : dash,
    'stroke-linejoin': 'round',
  });
}

/** A straight line. */
export function segment(
  from: readonly [number, number],
  to: readonly [number, number],
  paint: Paint,
  options: StrokeOptions = {},
): string {
  return polyline([from, to], paint, { width: 1, ...options });
}

export interface BoxOptions {
  /** Only its border is drawn. */
  readonly hollow?: boolean;
  readonly title?: string;
  readonly kind?: string;
  readonly opacity?: number;
}

/** A rectangle. */
export function box(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  paint: Paint,
  { hollow = false, title, kind, opacity }: BoxOptions = {},
): string {
  const { name, light } = colorOf(paint);
  return element(
    'rect',
    {
      class: classes(kind, name, hollow ? 'line' : 'fill'),
      x,
      y,
      width,
      height,
      fill: hollow ? 'none' : light,
      'fill-opacity': opacity,
      stroke: hollow ? light : undefined,
      'stroke-width': hollow ? 1.6 : undefined,
    },
    tooltip(title),
  );
}

export interface MarkOptions {
  /** Half its width. */
  readonly radius?: number;
  readonly hollow?: boolean;
  readonly title?: string;
  readonly opacity?: number;
  /** Its class; `mark` unless given. */
  readonly kind?: string;
}

/** A point of a shape, with its center at a place. */
export function mark(
  shape: Shape,
  x: number,
  y: number,
  paint: Paint,
  { radius = 4.5, hollow = false, title, opacity, kind = 'mark' }: MarkOptions = {},
): string {
  const { name, light } = colorOf(paint);
  const open = hollow || shape === 'plus';
  const look = {
    class: classes(kind, name, open ? 'line' : 'fill'),
    fill: open ? 'none' : light,
    'fill-opacity': open ? undefined : opacity,
    stroke: open ? light : undefined,
    'stroke-width': open ? 1.8 : undefined,
  };
  if (shape === 'circle') {
    return element('circle', { ...look, cx: x, cy: y, r: radius }, tooltip(title));
  }
  const corners = CORNERS[shape].map(([dx, dy]) => [x + dx * radius, y + dy * radius] as const);
  const data =
    shape === 'plus'
      ? pathThrough([corners[0], corners[1], null, corners[2], corners[3]])
      : `${pathThrough(corners)}Z`;
  return element('path', { ...look, d: data }, tooltip(title));
}

/** Corners around the center; their mean is the center, so that a point is where its corners are. */
const CORNERS: Readonly<Record<Exclude<Shape, 'circle'>, readonly (readonly [number, number])[]>> =
  {
    square: [
      [-0.9, -0.9],
      [0.9, -0.9],
      [0.9, 0.9],
      [-0.9, 0.9],
    ],
    triangle: [
      [0, -1.2],
      [1.1, 0.6],
      [-1.1, 0.6],
    ],
    diamond: [
      [0, -1.3],
      [1.3, 0],
      [0, 1.3],
      [-1.3, 0],
    ],
    down: [
      [0, 1.2],
      [1.1, -0.6],
      [-1.1, -0.6],
    ],
    plus: [
      [-1, 0],
      [1, 0],
      [0, -1],
      [0, 1],
    ],
  };

function classes(...names: readonly (string | undefined)[]): string {
  return names.filter((name) => name !== undefined).join(' ');
}
