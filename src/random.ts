/**
 * Seeded random numbers: xoshiro128** (Blackman and Vigna, 2018), its state
 * filled from the seed by splitmix32. Integer arithmetic only, so the stream is the
 * same on every platform.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  /** The last `n` of {@link below}, and the largest multiple of it up to 2^32: a division of doubles takes long. */
  private bound = 1;
  private unbiased = 0x1_0000_0000;

  /** @param seed a whole number from 0 to 2^53 - 1 */
  constructor(seed: number) {
    const next = splitmix32(seed >>> 0, Math.floor(seed / 0x1_0000_0000));
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = next() | 1;
  }

  /** A whole number, uniform over 0 … 2^32 - 1. */
  uint32(): number {
    const result = Math.imul(rotate(Math.imul(this.b, 5), 7), 9) >>> 0;
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = rotate(this.d, 11);
    return result;
  }

  /** A whole number, exactly uniform over 0 … n - 1, for n from 1 to 2^32. */
  below(n: number): number {
    if (n !== this.bound) {
      this.bound = n;
      this.unbiased = 0x1_0000_0000 - (0x1_0000_0000 % n);
    }
    let x = this.uint32();
    while (x >= this.unbiased) x = this.uint32();
    // As whole numbers of 32 bits: the remainder of doubles takes ten times as long.
    return n === 0x1_0000_0000 ? x : (x >>> 0) % (n >>> 0);
  }

  /** Uniform over [0, 1), 32 random bits. */
  uniform(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** Puts `items` in random order, in place (Fisher-Yates), and returns them. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = items[i];
      items[i] = items[j];
      items[j] = held;
    }
    return items;
  }

  /** A seed for a generator of its own, drawn from this one. */
  seed(): number {
    return this.uint32() + this.below(0x20_0000) * 0x1_0000_0000;
  }

  /** A generator for a part of the work, independent of how much the others draw. */
  fork(): Random {
    return new Random(this.seed());
  }
}

function rotate(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

function splitmix32(low: number, high: number): () => number {
  let state = (low ^ Math.imul(high + 0x9e3779b9, 0x85ebca6b)) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
}
