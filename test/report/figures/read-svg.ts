/** An element of a drawing, found by a class of it. */
export interface Drawn {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its content, but for a title. */
  readonly text: string;
  readonly title: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const plain = (text: string) => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (e) => ENTITIES[e]);

/** The elements that have a class, in the order of drawing. */
export function drawn(svg: string, kind: string): Drawn[] {
  const found: Drawn[] = [];
  const elements =
    /<(rect|path|circle|text)((?: [\w-]+="[^"]*")*)(?:\/>|>(?:<title>([^<]*)<\/title>)?([^<]*)<\/\1>)/g;
  for (const [, tag, list, title = '', text = ''] of svg.matchAll(elements)) {
    const attributes = Object.fromEntries(
      [...list.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, plain(value)]),
    );
    if (!(attributes.class ?? '').split(' ').includes(kind)) continue;
    found.push({ tag, attributes, text: plain(text), title: plain(title) });
  }
  return found;
}

/** Points of a path. */
export function placesOf({ attributes }: Drawn): [number, number][] {
  return [...attributes.d.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [+x, +y]);
}

/** The center of a mark: of a circle its own, of other shapes the mean of their corners. */
export function centerOf(mark: Drawn): [number, number] {
  if (mark.tag === 'circle') return [+mark.attributes.cx, +mark.attributes.cy];
  const corners = placesOf(mark);
  return [0, 1].map((d) => corners.reduce((sum, c) => sum + c[d], 0) / corners.length) as [
    number,
    number,
  ];
}

/** Values of positions along an axis, from the numbers and places of its tick labels alone. */
export function axisOf(svg: string, axis: 'x' | 'y'): (position: number) => number {
  const ticks = drawn(svg, `tick-${axis}`).map(({ text, attributes }) => ({
    value: Number(text.replaceAll('−', '-').replaceAll(',', '')),
    // Labels of the vertical axis stand a little below their ticks.
    at: axis === 'x' ? +attributes.x : +attributes.y - 5,
  }));
  const [first, last] = [ticks[0], ticks[ticks.length - 1]];
  const slope = (last.value - first.value) / (last.at - first.at);
  return (position) => first.value + (position - first.at) * slope;
}
