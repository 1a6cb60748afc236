import { compare, type Ratio } from './brute-force.js';
import type { Entities } from './pairs.js';

/** What stays together on a side: `none`, `butina:0.4` or `components:0.4`; or a rule of its own. */
export type Clustering = string | ((cell: string) => string);

function ratioIn(text: string): Ratio {
  const [whole, fraction = ''] = text.split('.');
  return [BigInt(whole + fraction), 10n ** BigInt(fraction.length)];
}

/** The cluster of each cell, in the order of the cells; cells that mean one entity are one. */
export function clustersOf(
  cells: readonly string[],
  entities: Entities,
  how: Clustering,
): Map<string, string> {
  if (typeof how === 'function') return new Map(cells.map((cell) => [cell, how(cell)]));
  const [kind, value] = how.split(':');
  if (kind === 'none') return new Map(cells.map((cell) => [cell, entities.key(cell)]));
  const limit = ratioIn(value);
  const near = (a: string, b: string) => compare(entities.similarity(a, b), limit) >= 0;
  return kind === 'components' ? components(cells, near) : butina(cells, near);
}

/** Whatever is connected by similarities from the limit on. */
function components(cells: readonly string[], near: (a: string, b: string) => boolean) {
  const cluster = new Map(cells.map((cell) => [cell, cell]));
  for (const a of cells) {
    for (const b of cells) {
      const [own, other] = [cluster.get(a) as string, cluster.get(b) as string];
      if (own === other || !near(a, b)) continue;
      for (const [cell, name] of cluster) if (name === other) cluster.set(cell, own);
    }
  }
  return cluster;
}

/** Again and again the cell with the most neighbors that are in no cluster yet, with these; of several the last. */
function butina(cells: readonly string[], near: (a: string, b: string) => boolean) {
  const cluster = new Map<string, string>();
  for (;;) {
    const free = cells.filter((cell) => !cluster.has(cell));
    if (free.length === 0) return cluster;
    const neighbors = free.map((a) => free.filter((b) => b !== a && near(a, b)));
    const most = Math.max(...neighbors.map((list) => list.length));
    const center = neighbors.findLastIndex((list) => list.length === most);
    for (const cell of [free[center], ...neighbors[center]]) cluster.set(cell, free[center]);
  }
}
