import { fewestBits, filled, forgetBest, mostBits, needed, take, wanted } from './found';
import { at, my } from './memory';
import { a, firstWith, frontOverlap, listBits, maskFront, onBits, overlap, row } from './query';

/** Bits at least in this share of a tile (of 1024) are worth leaving out. */
const FREQUENT = 16;
/** So many of the bits needed are counted in any case: each makes the references that remain fewer. */
const COUNTED = 3;
/** References looked at for a first bound of a nearest search, beside four for each one wanted. */
const PROBED = 32;

/** The part of a tile whose numbers of on-bits can reach the bound. */
export function searchTileWithin(tile: i32): void {
  const start = tile * at.tileSize;
  const from = max(firstWith(fewestBits()), start);
  const to = min(firstWith(mostBits() + 1), min(start + at.tileSize, at.count));
  searchTile(tile, from - start, to - start);
}

/** Takes every reference of interest at the positions `from` to `to` (not included) of a tile. */
export function searchTile(tile: i32, from: i32, to: i32): void {
  if (from >= to) return;
  const first = tile * at.tileSize;
  const least = needed(onBits(first + from));
  const listed = listBits(row);
  const out = leftOut(tile, listed, least - COUNTED);
  // An overlap of all bits reads stride / 16 vectors; a count is about as dear as one of them.
  if (listed - out > 255 || lengthOfLists(tile, out, listed) > ((to - from) * at.stride) >> 4) {
    for (let p = from; p < to; p++) {
      const b = onBits(first + p);
      const c = overlap(at.rows + <usize>(first + p) * at.stride);
      if (c >= needed(b)) take(first, p, b, c);
    }
    return;
  }
  count(tile, out, listed);
  const words = maskFront(out);
  const size = min(at.tileSize, at.count - first);
  const counters = my.counters;
  const zero = i8x16.splat(0);
  let v = from & ~15;
  memory.fill(counters, 0, v);
  let lastB = -1;
  let lastTaken = -1;
  let taken = 0;
  let enough = zero;
  for (; v < to; v += 16) {
    const lanes = v128.load(counters + v);
    v128.store(counters + v, zero);
    // Numbers of on-bits ascend, and so does what is needed: the first lane's does for all.
    const b0 = onBits(first + v);
    if (b0 !== lastB || taken !== lastTaken) {
      lastB = b0;
      lastTaken = taken;
      enough = i8x16.splat(<i8>min(255, max(0, needed(b0) - out)));
    }
    let hits = i8x16.bitmask(v128.ge<u8>(lanes, enough));
    if (hits === 0) continue;
    v128.store(my.lanes, lanes);
    for (; hits !== 0; hits &= hits - 1) {
      const lane = ctz(hits);
      const p = v + lane;
      if (p < from || p >= to) continue;
      const b = onBits(first + p);
      const c = <i32>load<u8>(my.lanes + lane) + frontOverlap(first + p, words);
      if (c < needed(b)) continue;
      take(first, p, b, c);
      taken++;
    }
  }
  if (v < size) memory.fill(counters + v, 0, size - v);
}

/**
 * Finds references of a tile that are likely to be near, by the query's rarer bits, and with them
 * a bound that the nearest ones must reach.
 */
export function probe(tile: i32): void {
  const listed = listBits(row);
  const out = leftOut(tile, listed, listed);
  if (listed - out > 255) return;
  const first = tile * at.tileSize;
  const size = min(at.tileSize, at.count - first);
  const counters = my.counters;
  count(tile, out, listed);
  const words = maskFront(out);
  let top = i8x16.splat(0);
  for (let v = 0; v < size; v += 16) top = v128.max<u8>(top, v128.load(counters + v));
  v128.store(my.lanes, top);
  let most = 0;
  for (let lane = 0; lane < 16; lane++) most = max(most, <i32>load<u8>(my.lanes + lane));
  // As few of the highest counts as give enough references.
  const limit = PROBED + 4 * wanted;
  let looked = 0;
  for (let level = most; level > 0 && looked < limit && level > most - 3; level--) {
    const exactly = i8x16.splat(<i8>level);
    for (let v = 0; v < size && looked < limit; v += 16) {
      let hits = i8x16.bitmask(v128.eq<u8>(v128.load(counters + v), exactly));
      for (; hits !== 0; hits &= hits - 1) {
        const p = v + ctz(hits);
        if (p >= size) break;
        const b = onBits(first + p);
        const c = level + frontOverlap(first + p, words);
        if (c >= <i32>load<u16>(at.need + (a + b) * 2)) take(first, p, b, c);
        looked++;
      }
    }
    if (filled === wanted) break;
  }
  memory.fill(counters, 0, size);
  // They are found again, in their turn.
  forgetBest();
}

/** How many of the query's bits, the most frequent first, to leave out of counting: at most `most`. */
function leftOut(tile: i32, listed: i32, most: i32): i32 {
  const starts = at.starts + <usize>tile * (at.bits + 1) * 4;
  const front = at.frontBytes * 8;
  const frequent = (min(at.tileSize, at.count - tile * at.tileSize) * FREQUENT) >> 10;
  const limit = min(most, listed);
  let out = 0;
  for (; out < limit; out++) {
    const bit = <i32>load<u16>(my.list + out * 2);
    if (bit >= front) break;
    const start = starts + bit * 4;
    if (<i32>(load<u32>(start, 4) - load<u32>(start)) < frequent) break;
  }
  return out;
}

function lengthOfLists(tile: i32, from: i32, to: i32): i32 {
  const starts = at.starts + <usize>tile * (at.bits + 1) * 4;
  let length = 0;
  for (let i = from; i < to; i++) {
    const start = starts + <usize>load<u16>(my.list + i * 2) * 4;
    length += <i32>(load<u32>(start, 4) - load<u32>(start));
  }
  return length;
}

/** Counts, for each reference of a tile, how many of the query's bits `from` to `to` it has. */
function count(tile: i32, from: i32, to: i32): void {
  const starts = at.starts + <usize>tile * (at.bits + 1) * 4;
  const counters = my.counters;
  for (let i = from; i < to; i++) {
    const start = starts + <usize>load<u16>(my.list + i * 2) * 4;
    let p = at.postings + ((<usize>load<u32>(start)) << 1);
    const end = at.postings + ((<usize>load<u32>(start, 4)) << 1);
    for (const stop = end - ((end - p) & 7); p < stop; p += 8) {
      const four = load<u64>(p);
      increment(counters + (<usize>four & 0xffff));
      increment(counters + (<usize>(four >> 16) & 0xffff));
      increment(counters + (<usize>(four >> 32) & 0xffff));
      increment(counters + <usize>(four >> 48));
    }
    for (; p < end; p += 2) increment(counters + load<u16>(p));
  }
}

function increment(counter: usize): void {
  store<u8>(counter, load<u8>(counter) + 1);
}
