import { at, my } from './memory';

/** The query: its row, its number of on-bits. */
export let row: usize = 0;
export let a: i32 = 0;

export function startQuery(q: i32): void {
  row = at.queries + <usize>q * at.stride;
  a = load<u16>(at.queryBits + q * 2);
}

export function onBits(reference: i32): i32 {
  return load<u16>(at.onBits + reference * 2);
}

export function firstWith(n: i32): i32 {
  return load<u32>(at.firstWith + n * 4);
}

/** Writes the on-bits of a row to `list`, ascending; returns how many. */
export function listBits(from: usize): i32 {
  let end = my.list;
  for (let w = 0; w < at.stride; w += 8) {
    for (let word = load<u64>(from + w); word !== 0; word &= word - 1) {
      store<u16>(end, <u16>((w << 3) + <i32>ctz(word)));
      end += 2;
    }
  }
  return <i32>((end - my.list) >> 1);
}

/** Keeps, of the query's front, its first `n` on-bits; returns how many words that takes. */
export function maskFront(n: i32): i32 {
  if (n === 0) return 0;
  const last = <i32>load<u16>(my.list + (n - 1) * 2);
  const words = (last >> 6) + 1;
  for (let w = 0; w < words; w++) store<u64>(my.mask + w * 8, load<u64>(row + w * 8));
  const end = my.mask + (words - 1) * 8;
  store<u64>(end, load<u64>(end) & (u64.MAX_VALUE >> (63 - (last & 63))));
  return words;
}

export function frontOverlap(reference: i32, words: i32): i32 {
  const front = at.fronts + <usize>reference * at.frontBytes;
  let c: i64 = 0;
  for (let w = 0; w < words; w++)
    c += popcnt(load<u64>(my.mask + w * 8) & load<u64>(front + w * 8));
  return <i32>c;
}

/**
 * Overlap of the query with a row, over all bits. Eight vectors are added up bit by bit, so that one
 * of them has to be counted (Harley and Seal, in Warren, Hacker's Delight, 2nd ed. 2012, 5-1).
 */
export function overlap(other: usize): i32 {
  const stride = at.stride;
  let ones = i64x2.splat(0);
  let twos = i64x2.splat(0);
  let fours = i64x2.splat(0);
  // At most 8 a byte from each 128 bytes, of which the longest row has 16.
  let eights = i64x2.splat(0);
  let w = 0;
  for (const whole = stride & ~127; w < whole; w += 128) {
    const v0 = common(other, w);
    const v1 = common(other, w + 16);
    const twosA = carry(ones, v0, v1);
    ones = sum(ones, v0, v1);
    const v2 = common(other, w + 32);
    const v3 = common(other, w + 48);
    const twosB = carry(ones, v2, v3);
    ones = sum(ones, v2, v3);
    const foursA = carry(twos, twosA, twosB);
    twos = sum(twos, twosA, twosB);
    const v4 = common(other, w + 64);
    const v5 = common(other, w + 80);
    const twosC = carry(ones, v4, v5);
    ones = sum(ones, v4, v5);
    const v6 = common(other, w + 96);
    const v7 = common(other, w + 112);
    const twosD = carry(ones, v6, v7);
    ones = sum(ones, v6, v7);
    const foursB = carry(twos, twosC, twosD);
    twos = sum(twos, twosC, twosD);
    eights = i8x16.add(eights, i8x16.popcnt(carry(fours, foursA, foursB)));
    fours = sum(fours, foursA, foursB);
  }
  let total = i16x8.shl(counted(eights), 3);
  total = i16x8.add(total, i16x8.shl(counted(i8x16.popcnt(fours)), 2));
  total = i16x8.add(total, i16x8.shl(counted(i8x16.popcnt(twos)), 1));
  total = i16x8.add(total, counted(i8x16.popcnt(ones)));
  for (; w < stride; w += 16) {
    total = i16x8.add(total, counted(i8x16.popcnt(common(other, w))));
  }
  const four = i32x4.extadd_pairwise_i16x8_u(total);
  return (
    i32x4.extract_lane(four, 0) +
    i32x4.extract_lane(four, 1) +
    i32x4.extract_lane(four, 2) +
    i32x4.extract_lane(four, 3)
  );
}

function counted(bytes: v128): v128 {
  return i16x8.extadd_pairwise_i8x16_u(bytes);
}

function sum(x: v128, y: v128, z: v128): v128 {
  return v128.xor(v128.xor(x, y), z);
}

function carry(x: v128, y: v128, z: v128): v128 {
  return v128.or(v128.and(x, y), v128.and(v128.xor(x, y), z));
}

function common(other: usize, w: i32): v128 {
  return v128.and(v128.load(row + w), v128.load(other + w));
}
