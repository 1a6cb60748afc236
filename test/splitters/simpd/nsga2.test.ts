import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { nsga2, type Problem } from '../../../src/splitters/simpd/nsga2.js';

/** Schaffer's problem: x² and (x − 2)² of one number; x from 0 to 2 is the front. */
const schaffer = (least: number): Problem<number> => ({
  sample: (random) => random.below(20_001) / 100 - 100,
  cross: (a, b, random) => a + ((b - a) * random.below(1001)) / 1000,
  mutate() {},
  same: (a, b) => a === b,
  judge: (x) => ({ objectives: [x * x, (x - 2) * (x - 2)], violation: Math.max(0, least - x) }),
});

describe('nsga2', () => {
  it('finds the front, spread out', () => {
    const front = atOnce(nsga2(schaffer(-1e9), { population: 40, generations: 40 }, new Random(1)));
    const found = front.map((one) => one.solution).sort((a, b) => a - b);
    expect(found.length).toBeGreaterThan(30);
    expect(new Set(found).size).toBe(found.length);
    expect(found[0]).toBeGreaterThan(-0.05);
    expect(found[0]).toBeLessThan(0.2);
    expect(found[found.length - 1]).toBeLessThan(2.05);
    expect(found[found.length - 1]).toBeGreaterThan(1.8);
    const gaps = found.slice(1).map((x, i) => x - found[i]);
    expect(Math.max(...gaps)).toBeLessThan(0.3);
    for (const a of front) {
      for (const b of front) {
        const worse = a.objectives.every((x, k) => x >= b.objectives[k]);
        if (a !== b) expect(worse, `${a.solution} and ${b.solution}`).toBe(false);
      }
    }
  });

  it('keeps to constraints first', () => {
    const front = atOnce(nsga2(schaffer(1), { population: 40, generations: 40 }, new Random(2)));
    expect(front.every((one) => one.violation === 0 && one.solution >= 1)).toBe(true);
  });

  it('is the same for the same seed', () => {
    const run = () => atOnce(nsga2(schaffer(0), { population: 20, generations: 9 }, new Random(7)));
    expect(run()).toEqual(run());
  });
});
