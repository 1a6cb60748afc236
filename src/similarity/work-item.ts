import type { Kernel, PairBlock } from './kernel/kernel.js';

/** A piece of work for one kernel; queries are those that are loaded, or the references themselves. */
export type WorkItem =
  | {
      readonly kind: 'join';
      readonly tile: number;
      readonly first: number;
      readonly last: number;
      readonly self: boolean;
    }
  | { readonly kind: 'nearest'; readonly first: number; readonly last: number; readonly k: number };

export type WorkResult<Item extends WorkItem> = Item extends { kind: 'join' }
  ? PairBlock
  : Int32Array;

/** Does a piece of work; `transfer` are the buffers of the result. */
export function runItem(
  kernel: Kernel,
  item: WorkItem,
): { result: PairBlock | Int32Array; transfer: ArrayBuffer[] } {
  if (item.kind === 'nearest') {
    const best = kernel.nearest(item.first, item.last, item.k);
    return { result: best, transfer: [best.buffer as ArrayBuffer] };
  }
  const block = kernel.join(item.first, item.last, item.tile, item.self);
  return {
    result: block,
    transfer: [block.counts.buffer as ArrayBuffer, block.pairs.buffer as ArrayBuffer],
  };
}
