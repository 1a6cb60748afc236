import { describe, expect, it } from 'vitest';
import { Random } from '../../src/random.js';
import { exponential } from '../../src/splitters/exponential.js';

/** What `exponential` makes of one number. */
function of(uint32: number): number {
  const random = new Random(0);
  random.uint32 = () => uint32;
  return exponential(random);
}

describe('exponential', () => {
  it('gives the logarithm of every midpoint of 4,096 equal parts of (0, 1)', () => {
    for (let i = 0; i < 4096; i++) {
      expect(Math.abs(of(i * 2 ** 20) + Math.log((i + 0.5) / 4096))).toBeLessThan(1e-12);
      expect(of(i * 2 ** 20 + 2 ** 20 - 1)).toBe(of(i * 2 ** 20));
    }
  });

  it('has the mean and the spread of the distribution', () => {
    const random = new Random(1);
    const draws = Array.from({ length: 100_000 }, () => exponential(random));
    const mean = draws.reduce((a, b) => a + b) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    // Standard errors 0.003 and 0.009.
    expect(Math.abs(mean - 1)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
    expect(draws.filter((x) => x > Math.LN2).length / draws.length).toBeCloseTo(0.5, 1);
  });

  it('draws one number at a time', () => {
    const [a, b] = [new Random(5), new Random(5)];
    exponential(a);
    b.uint32();
    expect(a.uint32()).toBe(b.uint32());
  });
});
