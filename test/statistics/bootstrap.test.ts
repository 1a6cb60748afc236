import { describe, expect, it } from 'vitest';
import { Random } from '../../src/random.js';
import { bootstrapIntervals } from '../../src/statistics/bootstrap.js';
import { summarise } from '../../src/statistics/summary.js';
import { Task } from '../../src/task.js';

const singles = (n: number) => Array.from({ length: n }, (_, i) => Int32Array.of(i));
const meanOf = (values: number[]) => (rows: Int32Array, out: Float64Array) => {
  let sum = 0;
  for (const r of rows) sum += values[r];
  out[0] = sum / rows.length;
};

describe('bootstrapIntervals', () => {
  it('of a mean is close to the normal interval', async () => {
    const random = new Random(5);
    const values = Array.from({ length: 400 }, () => random.uniform());
    const [interval] = await bootstrapIntervals(
      singles(400),
      meanOf(values),
      1,
      4000,
      new Random(1),
      new Task(),
    );
    const { mean, sd } = summarise(values) as { mean: number; sd: number };
    const half = (1.96 * sd) / Math.sqrt(400);
    expect(Math.abs((interval?.[0] as number) - (mean - half))).toBeLessThan(0.1 * half);
    expect(Math.abs((interval?.[1] as number) - (mean + half))).toBeLessThan(0.1 * half);
  });

  it('is the same for the same seed, and another for another', async () => {
    const values = [1, 5, 2, 8, 3, 9, 4];
    const run = (seed: number) =>
      bootstrapIntervals(singles(7), meanOf(values), 1, 200, new Random(seed), new Task());
    expect(await run(3)).toEqual(await run(3));
    expect(await run(3)).not.toEqual(await run(4));
  });

  it('draws whole groups: copies of a row in its group do not narrow the interval', async () => {
    const values = [1, 5, 2, 8, 3, 9, 4, 7, 6, 0];
    const tripled = values.flatMap((v) => [v, v, v]);
    const groups = values.map((_, i) => Int32Array.of(3 * i, 3 * i + 1, 3 * i + 2));
    const one = await bootstrapIntervals(
      singles(10),
      meanOf(values),
      1,
      500,
      new Random(2),
      new Task(),
    );
    const grouped = await bootstrapIntervals(
      groups,
      meanOf(tripled),
      1,
      500,
      new Random(2),
      new Task(),
    );
    const separate = await bootstrapIntervals(
      singles(30),
      meanOf(tripled),
      1,
      500,
      new Random(2),
      new Task(),
    );
    expect(grouped[0]?.[0]).toBeCloseTo(one[0]?.[0] as number, 12);
    expect(grouped[0]?.[1]).toBeCloseTo(one[0]?.[1] as number, 12);
    const width = ([low, high]: readonly [number, number]) => high - low;
    expect(width(separate[0] as [number, number])).toBeLessThan(
      0.75 * width(one[0] as [number, number]),
    );
  });

  it('gives none where a statistic is undefined in more than a tenth of the draws', async () => {
    let draw = 0;
    const sometimes = (share: number) => (_: Int32Array, out: Float64Array) => {
      out[0] = draw++ % 100 < share ? Number.NaN : 1;
    };
    const run = (share: number) => {
      draw = 0;
      return bootstrapIntervals(singles(3), sometimes(share), 1, 1000, new Random(0), new Task());
    };
    expect(await run(11)).toEqual([null]);
    expect(await run(9)).toEqual([[1, 1]]);
  });
});

describe('summarise', () => {
  it('leaves missing values out and says what is not defined', () => {
    expect(summarise([1, Number.NaN, 3])).toEqual({ n: 2, mean: 2, sd: Math.SQRT2 });
    expect(summarise([4])).toEqual({ n: 1, mean: 4, sd: null });
    expect(summarise([])).toEqual({ n: 0, mean: null, sd: null });
  });
});
