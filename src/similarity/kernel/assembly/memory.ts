/** Where things are in memory; written by `layout.ts`, whose list of fields this one repeats. */
@unmanaged
export class Layout {
  /** References. */
  count: i32;
  /** Bytes of a row of bits, a multiple of 16. */
  stride: i32;
  /** Bits of a fingerprint. */
  bits: i32;
  /** References of a tile. */
  tileSize: i32;
  tiles: i32;
  /** Bytes of a row that `fronts` repeats, a multiple of 8. */
  frontBytes: i32;
  /** References × stride. */
  rows: usize;
  /** References × frontBytes. */
  fronts: usize;
  /** u16 for each reference, ascending. */
  onBits: usize;
  /** u32 for each reference: its number for the caller. */
  ids: usize;
  /** u32, tiles × (bits + 1): where the list of each bit starts in `postings`. */
  starts: usize;
  /** u16: positions in a tile. */
  postings: usize;
  /** u32 for 0 to bits + 1: the first reference with at least so many on-bits. */
  firstWith: usize;
  /** Queries × stride. */
  queries: usize;
  /** u16 for each query. */
  queryBits: usize;
  /** u16 for 0 to 2 × bits: the least overlap for the sum of two numbers of on-bits. */
  need: usize;
  /** u16 for 0 to bits: the fewest and the most on-bits that a partner of so many can have. */
  fewest: usize;
  most: usize;
}

/** What one thread writes to. */
@unmanaged
export class Scratch {
  /** u8, tile + 16. */
  counters: usize;
  /** u16, bits: on-bits of the query, ascending, so the most frequent first. */
  list: usize;
  /** The query's front with nothing but the bits that are left out of counting. */
  mask: usize;
  /** 16 bytes. */
  lanes: usize;
  /** Best, ascending in rank, see `Best`. */
  best: usize;
  /** u16 for each query of a join: its pairs. */
  counts: usize;
  /** Results, `capacity` bytes. */
  out: usize;
  capacity: i32;
}

export let at = changetype<Layout>(0);
export let my = changetype<Scratch>(0);

export function configure(layout: usize, scratch: usize): void {
  at = changetype<Layout>(layout);
  my = changetype<Scratch>(scratch);
}
