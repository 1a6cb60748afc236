import { MILLIONTHS } from '../../similarity/summed.js';
import type { Clusters } from './blocks.js';
import type { Divided } from './search.js';

/** How similar the parts of a division are, in numbers. */
export interface Measured extends Readonly<Record<string, number>> {
  readonly clusters: number;
  /** Summed similarity across the parts. */
  readonly cross_similarity: number;
  /** No division of these clusters into parts of these sizes has less. */
  readonly cross_similarity_bound: number;
  /** By which share of it the sum is above the bound. */
  readonly gap: number;
  /** Over all pairs across the parts. */
  readonly mean_cross_similarity: number;
  /** Over all pairs. */
  readonly mean_similarity: number;
}

/** @param parts how many there are */
export function measure(
  clusters: Clusters,
  { part, cut, bound }: Pick<Divided, 'part' | 'cut' | 'bound'>,
  parts: number,
): Measured {
  const { count, of } = clusters;
  const items = new Array<number>(parts).fill(0);
  for (const c of of) items[part[c]]++;
  const pairs = (m: number) => (m * (m - 1)) / 2;
  const within = items.reduce((sum, m) => sum + pairs(m), 0);
  const across = cut / MILLIONTHS;
  return {
    clusters: count,
    cross_similarity: across,
    cross_similarity_bound: bound / MILLIONTHS,
    gap: gapOf(cut, bound),
    mean_cross_similarity: across / (pairs(of.length) - within),
    mean_similarity: totalSimilarity(clusters) / MILLIONTHS / pairs(of.length),
  };
}

/** By which share of a number it is above its bound. */
export function gapOf(found: number, bound: number): number {
  return found === 0 ? 0 : (found - bound) / found;
}

/** Summed similarity of all pairs, in millionths. */
export function totalSimilarity({ similarity, count }: Clusters): number {
  let all = 0;
  for (let c = 0; c < count; c++) for (let d = 0; d <= c; d++) all += similarity[c * count + d];
  return all;
}

/** A gap in a message, rounded up: `0.6%`. */
export function gapText(gap: number): string {
  return `${(Math.ceil(gap * 1000) / 10).toFixed(1)}%`;
}
