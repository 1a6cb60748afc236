import { at, my } from './memory';
import { a } from './query';

/** A reference found: its similarity is `overlap / union`; that of two empty fingerprints is 1 / 1. */
@unmanaged
export class Best {
  overlap: i32;
  union: i32;
  id: u32;
}
export const BEST_BYTES = 12;

/** Bytes written to `out` by a join. */
export let written: i32 = 0;

/** Nearest search: how many are wanted, how many there are, and a similarity that all must reach. */
export let wanted: i32 = 0;
export let filled: i32 = 0;
let boundOverlap: i32 = 0;
let boundUnion: i32 = 1;

/** All that reach `need` are written out from now on. */
export function startJoin(): void {
  wanted = 0;
  written = 0;
}

/** The best k are kept from now on. */
export function startNearest(k: i32): void {
  wanted = k;
  filled = 0;
  boundOverlap = 0;
  boundUnion = 1;
}

/** Lets go of the best that were found, but not of the bound that they set. */
export function forgetBest(): void {
  filled = 0;
}

/** Marks the places of the best that are not taken. */
export function padBest(): void {
  for (; filled < wanted; filled++) {
    changetype<Best>(my.best + filled * BEST_BYTES).id = u32.MAX_VALUE;
  }
}

/** The fewest on-bits of a reference that is of interest. */
export function fewestBits(): i32 {
  const low: i32 = load<u16>(at.fewest + a * 2);
  if (boundOverlap === 0) return low;
  return max(low, (a * boundOverlap + boundUnion - 1) / boundUnion);
}

/** The most on-bits of a reference that is of interest. */
export function mostBits(): i32 {
  const high: i32 = load<u16>(at.most + a * 2);
  if (boundOverlap === 0) return high;
  return min(high, (a * boundUnion) / boundOverlap);
}

/** The least overlap with a reference of b on-bits that is of interest; does not fall as b rises. */
export function needed(b: i32): i32 {
  const n: i32 = load<u16>(at.need + (a + b) * 2);
  if (wanted === 0) return n;
  const sum = boundOverlap + boundUnion;
  return max(n, (boundOverlap * (a + b) + sum - 1) / sum);
}

/** Results of a search: written out, or kept among the best. */
export function take(first: i32, position: i32, b: i32, c: i32): void {
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
