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

/** Where things are in memory; written by `layout.ts`, whose list of fields this one repeats. */
@unmanaged
class Layout {
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
class Scratch {
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

/** A reference found: its similarity is `overlap / union`; that of two empty fingerprints is 1 / 1. */
@unmanaged
class Best {
  overlap: i32;
  union: i32;
  id: u32;
}
const BEST_BYTES = 12;

/** Bits at least in this share of a tile (of 1024) are worth leaving out. */
const FREQUENT = 16;
/** So many of the bits needed are counted in any case: each makes the references that remain fewer. */
const COUNTED = 3;
/** References looked at for a first bound of a nearest search, beside four for each one wanted. */
const PROBED = 32;

let at = changetype<Layout>(0);
let my = changetype<Scratch>(0);

/** The query: its row, its number of on-bits. */
let row: usize = 0;
let a: i32 = 0;

/** Bytes written to `out` by a join. */
let written: i32 = 0;

/** Nearest search: how many are wanted, how many there are, and a similarity that all must reach. */
let wanted: i32 = 0;
let filled: i32 = 0;
let boundOverlap: i32 = 0;
let boundUnion: i32 = 1;

export function configure(layout: usize, scratch: usize): void {
  at = changetype<Layout>(layout);
  my = changetype<Scratch>(scratch);
}

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
  wanted = 0;
  written = 0;
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
    wanted = k;
    filled = 0;
    boundOverlap = 0;
    boundUnion = 1;
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
    for (; filled < k; filled++) changetype<Best>(my.best + filled * BEST_BYTES).id = u32.MAX_VALUE;
    memory.copy(my.out + <usize>(q - first) * bytes, my.best, bytes);
  }
}

/** Pairs, as `join` finds them, counted over every reference and all bits: what the rest is measured by. */
export function bruteForce(first: i32, last: i32, from: i32, to: i32): i32 {
  let pairs = 0;
  for (let q = first; q < last; q++) {
    row = at.queries + <usize>q * at.stride;
    a = load<u16>(at.queryBits + q * 2);
    for (let r = from; r < to; r++) {
      const needed: i32 = load<u16>(at.need + (a + onBits(r)) * 2);
      if (overlap(at.rows + <usize>r * at.stride) >= needed) pairs++;
    }
  }
  return pairs;
}

function startQuery(q: i32): void {
  row = at.queries + <usize>q * at.stride;
  a = load<u16>(at.queryBits + q * 2);
}

function onBits(reference: i32): i32 {
  return load<u16>(at.onBits + reference * 2);
}

function firstWith(n: i32): i32 {
  return load<u32>(at.firstWith + n * 4);
}

/** The least overlap with a reference of b on-bits that is of interest; does not fall as b rises. */
function needed(b: i32): i32 {
  const n: i32 = load<u16>(at.need + (a + b) * 2);
  if (wanted === 0) return n;
  const sum = boundOverlap + boundUnion;
  return max(n, (boundOverlap * (a + b) + sum - 1) / sum);
}

/** The part of a tile whose numbers of on-bits can reach the bound. */
function searchTileWithin(tile: i32): void {
  let low: i32 = load<u16>(at.fewest + a * 2);
  let high: i32 = load<u16>(at.most + a * 2);
  if (boundOverlap > 0) {
    low = max(low, (a * boundOverlap + boundUnion - 1) / boundUnion);
    high = min(high, (a * boundUnion) / boundOverlap);
  }
  const start = tile * at.tileSize;
  const from = max(firstWith(low), start);
  const to = min(firstWith(high + 1), min(start + at.tileSize, at.count));
  searchTile(tile, from - start, to - start);
}

/** Takes every reference of interest at the positions `from` to `to` (not included) of a tile. */
function searchTile(tile: i32, from: i32, to: i32): void {
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
function probe(tile: i32): void {
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
  filled = 0;
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

/** Keeps, of the query's front, its first `n` on-bits; returns how many words that takes. */
function maskFront(n: i32): i32 {
  if (n === 0) return 0;
  const last = <i32>load<u16>(my.list + (n - 1) * 2);
  const words = (last >> 6) + 1;
  for (let w = 0; w < words; w++) store<u64>(my.mask + w * 8, load<u64>(row + w * 8));
  const end = my.mask + (words - 1) * 8;
  store<u64>(end, load<u64>(end) & (u64.MAX_VALUE >> (63 - (last & 63))));
  return words;
}

function frontOverlap(reference: i32, words: i32): i32 {
  const front = at.fronts + <usize>reference * at.frontBytes;
  let c: i64 = 0;
  for (let w = 0; w < words; w++)
    c += popcnt(load<u64>(my.mask + w * 8) & load<u64>(front + w * 8));
  return <i32>c;
}

/** Overlap of the query with a row, over all bits. */
function overlap(other: usize): i32 {
  const stride = at.stride;
  let total = i32x4.splat(0);
  let w = 0;
  // Eight vectors of at most 8 a byte fit into a byte.
  for (const whole = stride & ~127; w < whole; w += 128) {
    const sum = i8x16.add(
      i8x16.add(
        i8x16.add(common(other, w), common(other, w + 16)),
        i8x16.add(common(other, w + 32), common(other, w + 48)),
      ),
      i8x16.add(
        i8x16.add(common(other, w + 64), common(other, w + 80)),
        i8x16.add(common(other, w + 96), common(other, w + 112)),
      ),
    );
    total = i32x4.add(total, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(sum)));
  }
  for (; w < stride; w += 16) {
    total = i32x4.add(
      total,
      i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(common(other, w))),
    );
  }
  return (
    i32x4.extract_lane(total, 0) +
    i32x4.extract_lane(total, 1) +
    i32x4.extract_lane(total, 2) +
    i32x4.extract_lane(total, 3)
  );
}

function common(other: usize, w: i32): v128 {
  return i8x16.popcnt(v128.and(v128.load(row + w), v128.load(other + w)));
}

/** Writes the on-bits of a row to `list`, ascending; returns how many. */
function listBits(from: usize): i32 {
  let end = my.list;
  for (let w = 0; w < at.stride; w += 8) {
    for (let word = load<u64>(from + w); word !== 0; word &= word - 1) {
      store<u16>(end, <u16>((w << 3) + <i32>ctz(word)));
      end += 2;
    }
  }
  return <i32>((end - my.list) >> 1);
}

/** What has been found: written out, or put among the best. */
function take(first: i32, position: i32, b: i32, c: i32): void {
  if (wanted === 0) {
    store<u32>(my.out + written, position | (c << 16));
    written += 4;
    return;
  }
  let union = a + b - c;
  // Two empty fingerprints are alike, as in RDKit.
  if (union === 0) c = union = 1;
  const id = load<u32>(at.ids + (first + position) * 4);
  let place = filled;
  if (filled === wanted) {
    if (!before(c, union, id, changetype<Best>(my.best + (filled - 1) * BEST_BYTES))) return;
    place--;
  } else {
    filled++;
  }
  for (; place > 0; place--) {
    const previous = my.best + (place - 1) * BEST_BYTES;
    if (!before(c, union, id, changetype<Best>(previous))) break;
    memory.copy(previous + BEST_BYTES, previous, BEST_BYTES);
  }
  const found = changetype<Best>(my.best + place * BEST_BYTES);
  found.overlap = c;
  found.union = union;
  found.id = id;
  if (filled < wanted) return;
  const worst = changetype<Best>(my.best + (wanted - 1) * BEST_BYTES);
  if (worst.overlap * boundUnion > boundOverlap * worst.union) {
    boundOverlap = worst.overlap;
    boundUnion = worst.union;
  }
}

function before(c: i32, union: i32, id: u32, other: Best): bool {
  const mine = c * other.union;
  const theirs = other.overlap * union;
  return mine > theirs || (mine === theirs && id < other.id);
}
