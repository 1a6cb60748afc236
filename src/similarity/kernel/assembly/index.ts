/**
 * AssemblyScript: overlaps of one fingerprint with many, compiled to `overlap.wasm`.
 *
 * A Tanimoto threshold is a set-similarity join. References are sorted by their number of on-bits
 * and cut into tiles; bits are renumbered, most frequent first; each tile has, for each bit, the
 * list of its references in which the bit is on. For a query with a on-bits a reference with b
 * on-bits must share at least `need` = ⌈t (a + b) / (1 + t)⌉ of them, so the query's most frequent
 * bits, fewer than `need` of them, can be left out: what shares enough with the query still shares
 * `need` less that many with the rest. The short lists of the rest are counted, sixteen counters
 * are compared at a time, and the few references that remain get the bits that were left out
 * counted in a copy of the first bits of each row. No overlap is estimated.
 *
 * Chaudhuri, Ganti, Kaushik, "A primitive operator for similarity joins", ICDE 2006 (prefix
 * filter); Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", WWW 2007; Swamidass and
 * Baldi, J. Chem. Inf. Model. 47 (2007) 302 (bounds by number of on-bits).
 */

import { BEST_BYTES, padBest, startJoin, startNearest, written } from './found';
import { at, my } from './memory';
import { a, firstWith, listBits, onBits, overlap, startQuery } from './query';
import { probe, searchTile, searchTileWithin } from './tile';

export { configure } from './memory';

/** Makes the fronts and lists of a tile; the first entry of its `starts` is there already. */
export function indexTile(tile: i32): void {
  const bits = at.bits;
  const first = tile * at.tileSize;
  const size = min(at.tileSize, at.count - first);
  const starts = at.starts + <usize>tile * (bits + 1) * 4;
  const base = load<u32>(starts);
  const front = at.frontBytes;
  memory.fill(starts, 0, <usize>(bits + 1) * 4);
  for (let r = 0; r < size; r++) {
    const from = at.rows + <usize>(first + r) * at.stride;
    memory.copy(at.fronts + <usize>(first + r) * front, from, front);
    const n = listBits(from);
    for (let i = 0; i < n; i++) {
      const start = starts + <usize>load<u16>(my.list + i * 2) * 4;
      store<u32>(start, load<u32>(start) + 1);
    }
  }
  // Ends of the lists; filling them from the back makes them starts.
  let end = base;
  for (let b = 0; b <= bits; b++) {
    end += load<u32>(starts + b * 4);
    store<u32>(starts + b * 4, end);
  }
  for (let r = size - 1; r >= 0; r--) {
    const n = listBits(at.rows + <usize>(first + r) * at.stride);
    for (let i = 0; i < n; i++) {
      const start = starts + <usize>load<u16>(my.list + i * 2) * 4;
      const p = load<u32>(start) - 1;
      store<u32>(start, p);
      store<u16>(at.postings + <usize>p * 2, <u16>r);
    }
  }
}

/**
 * Pairs of the queries `first` to `last` (not included) with the references of a tile that reach
 * `need`. For each an u32 in `out`: the position in the tile, and the overlap from bit 16 on.
 *
 * @param self whether the queries are the references: then those before the query only
 * @returns the query before which `out` was full, or `last`
 */
export function join(first: i32, last: i32, tile: i32, self: bool): i32 {
  const start = tile * at.tileSize;
  const end = min(start + at.tileSize, at.count);
  startJoin();
  for (let q = first; q < last; q++) {
    if (written + (end - start) * 4 > my.capacity) return q;
    const before = written;
    startQuery(q);
    const from = max(firstWith(load<u16>(at.fewest + a * 2)), start);
    let to = min(firstWith(<i32>load<u16>(at.most + a * 2) + 1), end);
    if (self) to = min(to, q);
    searchTile(tile, from - start, to - start);
    store<u16>(my.counts + (q - first) * 2, <u16>((written - before) >> 2));
  }
  return last;
}

export function bytesWritten(): i32 {
  return written;
}

/**
 * The `k` references of highest similarity of each of the queries `first` to `last` (not
 * included) among those that reach `need`: k `Best` in `out` for each, most similar first, of
 * equally similar ones the lowest id; an id of 2³² - 1 where there are no more.
 */
export function nearest(first: i32, last: i32, k: i32): void {
  const bytes = k * BEST_BYTES;
  for (let q = first; q < last; q++) {
    startQuery(q);
    startNearest(k);
    if (at.count > 0) {
      const own = min(firstWith(a), at.count - 1) / at.tileSize;
      probe(own);
      searchTileWithin(own);
      // Outwards, so that the bound is high when the many unlike ones come.
      for (let d = 1; own - d >= 0 || own + d < at.tiles; d++) {
        if (own + d < at.tiles) searchTileWithin(own + d);
        if (own - d >= 0) searchTileWithin(own - d);
      }
    }
    padBest();
    memory.copy(my.out + <usize>(q - first) * bytes, my.best, bytes);
  }
}

/** Pairs, as `join` finds them, counted over every reference and all bits: what the rest is measured by. */
export function bruteForce(first: i32, last: i32, from: i32, to: i32): i32 {
  let pairs = 0;
  for (let q = first; q < last; q++) {
    startQuery(q);
    for (let r = from; r < to; r++) {
      const enough: i32 = load<u16>(at.need + (a + onBits(r)) * 2);
      if (overlap(at.rows + <usize>r * at.stride) >= enough) pairs++;
    }
  }
  return pairs;
}
