import { describe, expect, it } from 'vitest';
import { orderingOf } from '../../src/metrics/ordering.js';
import { remembered, Sample, shared } from '../../src/metrics/sample.js';

describe('a sample', () => {
  it('knows its size, its mean, and what is constant, by what was drawn', () => {
    const sample = new Sample(Float64Array.of(2, 0, 1, 0));
    expect(sample.size).toBe(3);
    expect(sample.mean(Float64Array.of(1, 100, 4, Number.POSITIVE_INFINITY))).toBe(2);
    expect(sample.isConstant(Float64Array.of(7, 1, 7, 2))).toBe(true);
    expect(sample.isConstant(Float64Array.of(7, 7, 8, 7))).toBe(false);
  });

  it('finds once per draw, and hands out the memory of the last', () => {
    const sample = new Sample(Float64Array.of(1, 1));
    const key = {};
    const seen: unknown[] = [];
    const find = (old?: number[]) => {
      seen.push(old);
      return old ?? [];
    };
    const found = sample.once(key, find);
    expect(sample.once(key, find)).toBe(found);
    sample.weights[0] = 3;
    sample.changed();
    expect(sample.size).toBe(4);
    expect(sample.once(key, find)).toBe(found);
    expect(seen).toEqual([undefined, found]);
  });

  it('shares what is of the same arrays only', () => {
    let prepared = 0;
    let found = 0;
    const of = shared((a, b) => {
      prepared++;
      return (sample) => {
        found++;
        return sample.mean(a) + sample.mean(b);
      };
    });
    const [a, b] = [Float64Array.of(1), Float64Array.of(2)];
    const sample = Sample.whole(1);
    expect([of(a, b)(sample), of(a, b)(sample), of(b, a)(sample), of(a)(sample)]).toEqual([
      3, 3, 3, 2,
    ]);
    expect([prepared, found]).toEqual([3, 3]);
  });
});

describe('what is remembered', () => {
  it('is made once per array or pair', () => {
    const made = remembered((a, b) => ({ a, b }));
    const [a, b] = [Float64Array.of(1), Float64Array.of(1)];
    expect(made(a)).toBe(made(a));
    expect(made(a)).not.toBe(made(b));
    expect(made(a, b)).toBe(made(a, b));
    expect(made(a, b)).not.toBe(made(b, a));
  });
});

describe('an ordering', () => {
  it('has equal values in one run, 0 and -0 too', () => {
    const { order, starts, run } = orderingOf(Float64Array.of(3, -0, 3, -1, 0));
    expect([...order]).toEqual([3, 1, 4, 0, 2]);
    expect([...starts]).toEqual([0, 1, 3, 5]);
    expect([...run]).toEqual([2, 1, 2, 0, 1]);
  });
});
