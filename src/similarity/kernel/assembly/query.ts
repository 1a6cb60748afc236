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

/** Overlap of the query with a row, over all bits. */
export function overlap(other: usize): i32 {
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
