/** Color of text and axes, and of the ground, on a light page. */
export const INK = '#1f2328';
export const MUTED = '#5b6068';
export const GRID = '#d8dbe0';
export const PAPER = '#ffffff';

/** The same by class on a dark page. */
export const DARK: Readonly<Record<string, string>> = {
  ink: '#e6e8eb',
  muted: '#b0b5bd',
  grid: '#3b4048',
  paper: '#16181d',
};

/** Shapes of points. */
export const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'down', 'plus'] as const;
export type Shape = (typeof SHAPES)[number];

/** The look of one of several series: color, dash and shape, so that none is told by color alone. */
export interface SeriesStyle {
  /** Class of the color. */
  readonly name: string;
  readonly light: string;
  readonly dark: string;
  /** Of its lines; empty for a solid one. */
  readonly dash: string;
  readonly shape: Shape;
}

/**
 * After Okabe and Ito, "Color Universal Design" (2008), darker (lighter) until each has a contrast of at least 4.5:1 to a
 * white (dark) ground.
 */
export const SERIES: readonly SeriesStyle[] = [
  { name: 's1', light: '#0072b2', dark: '#5cb3f2', dash: '', shape: 'circle' },
  { name: 's2', light: '#c85200', dark: '#ff9e5e', dash: '7 3', shape: 'square' },
  { name: 's3', light: '#00805e', dark: '#43cfa4', dash: '2 3', shape: 'triangle' },
  { name: 's4', light: '#a8448c', dark: '#ec9bd3', dash: '9 3 2 3', shape: 'diamond' },
  { name: 's5', light: '#5b5b5b', dark: '#c4c4c4', dash: '12 4', shape: 'down' },
  { name: 's6', light: '#8a6a00', dark: '#e3cf57', dash: '5 2 2 2 2 2', shape: 'plus' },
  { name: 's7', light: '#3d4fb8', dark: '#a3a8ff', dash: '1 2', shape: 'circle' },
  { name: 's8', light: '#b3263a', dark: '#ff8a95', dash: '4 4', shape: 'square' },
];

/** The look of a series, by its place; of more than there are looks some are the same. */
export function seriesStyle(place: number): SeriesStyle {
  return SERIES[place % SERIES.length];
}
