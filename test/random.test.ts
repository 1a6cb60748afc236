import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../src/random.js';

const draw = (random: Random, n: number) => Array.from({ length: n }, () => random.uint32());

describe('Random', () => {
  // From a big-integer implementation of xoshiro128** over splitmix32, written in Python.
  it.each([
    [0, [2387653340, 939339902, 2348937240, 1027539279, 2243084150, 3403858697]],
    [1, [424760068, 421153922, 2362505514, 1582486169, 319615698, 1263212280]],
    [2 ** 40, [823013576, 2099884164, 410938205, 1326967280, 2383862916, 2413171834]],
    [2 ** 53 - 1, [419987637, 2732683442, 3101464101, 939170265, 2023432490, 1594998717]],
  ])('gives the same stream for seed %d for ever', (seed, stream) => {
    expect(draw(new Random(seed), 6)).toEqual(stream);
  });

  it('gives each seed a stream of its own, also where only the high bits differ', () => {
    const seeds = [...Array(200).keys(), ...[...Array(20).keys()].map((k) => (k + 1) * 2 ** 32)];
    const streams = new Set(seeds.map((seed) => draw(new Random(seed), 4).join()));
    expect(streams.size).toBe(seeds.length);
  });

  it('derives below, uniform and fork from the one stream', () => {
    const [x, y] = draw(new Random(5), 2);
    expect(new Random(5).below(1000)).toBe(x % 1000);
    expect(new Random(5).uniform()).toBe(x / 2 ** 32);
    const parent = new Random(5);
    const child = parent.fork();
    expect(draw(child, 3)).toEqual(draw(new Random(x + (y % 2 ** 21) * 2 ** 32), 3));
    expect(parent.uint32()).toBe(draw(new Random(5), 3)[2]);
  });

  it('forks streams that do not depend on what the others draw', () => {
    const a = new Random(9);
    const b = new Random(9);
    const first = a.fork();
    draw(first, 100);
    b.fork();
    expect(draw(a.fork(), 5)).toEqual(draw(b.fork(), 5));
  });
});

describe('below', () => {
  // Upper 0.1 % points of chi-square with n - 1 degrees of freedom; the seeds are fixed.
  it.each([
    [2, 10.83],
    [7, 22.46],
    [100, 148.23],
  ])('is uniform over %d values', (n, limit) => {
    for (const seed of [0, 1, 2 ** 40]) {
      const random = new Random(seed);
      const counts = new Array<number>(n).fill(0);
      const expected = 1000;
      for (let i = 0; i < n * expected; i++) counts[random.below(n)]++;
      const chiSquare = counts.reduce((sum, c) => sum + (c - expected) ** 2 / expected, 0);
      expect(chiSquare).toBeLessThan(limit);
    }
  });

  it('rejects the draws that would make small values likelier', () => {
    // 2^32 mod 3·2^30 is 2^30: without rejection the first third would come up half of the time.
    const n = 3 * 2 ** 30;
    const random = new Random(3);
    const draws = Array.from({ length: 30_000 }, () => random.below(n));
    const low = draws.filter((x) => x < 2 ** 30).length;
    expect(Math.abs(low - 10_000)).toBeLessThan(300);
  });

  it('stays in range at the ends of what it accepts', () => {
    expect(Array.from({ length: 20 }, () => new Random(1).below(1))).toEqual(Array(20).fill(0));
    expect(new Random(0).below(2 ** 32)).toBe(2387653340);
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, n) => {
        const x = new Random(seed).below(n);
        return Number.isInteger(x) && x >= 0 && x < n;
      }),
    );
  });
});

describe('shuffle', () => {
  it('gives a permutation, in place, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.array(fc.integer()), (seed, items) => {
        const shuffled = [...items];
        expect(new Random(seed).shuffle(shuffled)).toBe(shuffled);
        expect([...shuffled].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
        expect(new Random(seed).shuffle([...items])).toEqual(shuffled);
      }),
    );
  });

  it('takes typed arrays, and pins an order', () => {
    expect(new Random(7).shuffle(Int32Array.from([...Array(10).keys()]))).toEqual(
      Int32Array.from([7, 0, 2, 3, 4, 9, 8, 5, 6, 1]),
    );
  });

  it('makes every order of three equally likely', () => {
    const random = new Random(11);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffle([1, 2, 3]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    const chiSquare = [...counts.values()].reduce((sum, c) => sum + (c - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(20.52);
  });
});
