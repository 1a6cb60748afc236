import { describe, expect, it } from 'vitest';
import type { Likeness } from '../../src/audit/similarity.js';
import { type CopyKind, verdictLine, verdictOf } from '../../src/audit/verdict.js';
import { labelsDiffer } from '../../src/statistics/label-shift.js';
import { percent } from '../../src/text.js';
import { randomWorld, sideOf } from './world.js';

const none = { duplicates: 0, indistinguishable: 0, near90: 0, near70: 0 };

describe('verdictOf', () => {
  it('draws its lines at 2% of copies, 20% from 0.9 and 10% from 0.7', () => {
    expect(verdictOf(1000, { ...none, duplicates: 20, near90: 20, near70: 20 })).toBe('leaky');
    expect(verdictOf(1000, { ...none, duplicates: 5, indistinguishable: 15 })).toBe('leaky');
    expect(verdictOf(1000, { ...none, duplicates: 5, indistinguishable: 14 })).toBe('distinct');
    expect(verdictOf(1000, { ...none, duplicates: 19, near90: 19, near70: 99 })).toBe('distinct');
    expect(verdictOf(1000, { ...none, near90: 200, near70: 200 })).toBe('leaky');
    expect(verdictOf(1000, { ...none, near90: 199, near70: 199 })).toBe('similar');
    expect(verdictOf(1000, { ...none, near70: 100 })).toBe('similar');
    expect(verdictOf(1000, { ...none, near70: 99 })).toBe('distinct');
    expect(verdictOf(7, none)).toBe('distinct');
  });
});

describe('verdictLine', () => {
  const world = randomWorld(2);
  const line = (
    facts: Partial<typeof none>,
    kinds: CopyKind[] = [],
    likeness: Likeness | null = null,
  ) =>
    verdictLine(
      sideOf(world, 'train'),
      sideOf(world, 'test'),
      { ...none, ...facts },
      kinds,
      likeness,
    );
  const kinds = [1, 2, 1].map((records, k) => ({ records, title: `of kind ${k}` }));

  it('names every kind of duplicate, and apart from them what the fingerprint cannot tell', () => {
    expect(line({ duplicates: 4 }, kinds)).toBe(
      'verdict: leaky. 4 of 14 test rows (28.6%) are duplicates of training molecules (of kind 0: 1, of kind 1: 2, of kind 2: 1).',
    );
    expect(line({ duplicates: 4, indistinguishable: 3 }, kinds, 'further')).toBe(
      'verdict: leaky. 7 of 14 test rows (50.0%) are duplicates of training molecules (4: of kind 0: 1, of kind 1: 2, of kind 2: 1) or share their fingerprint with a different one (3). For comparison: a random test set would have a higher median similarity to training.',
    );
    expect(
      line({ duplicates: 4, indistinguishable: 3 }, [{ records: 4, title: 'this' }]),
    ).toContain(
      'are duplicates of training molecules (this: 4) or share their fingerprint with a different one (3)',
    );
    expect(line({ duplicates: 3 }, kinds)).toContain('of kind 2: 1; some are of several kinds');
    expect(line({ indistinguishable: 3 })).toMatch(
      /^verdict: leaky. 3 of 14 test rows \(21\.4%\) share their fingerprint with a different training molecule \(for example, one with a longer chain\); no duplicates of training molecules\.$/,
    );
    expect(line({ duplicates: 1 }, [{ records: 1, title: 'this' }])).toBe(
      'verdict: leaky. 1 of 14 test rows (7.1%) is a duplicate of a training molecule (this: 1).',
    );
  });

  it('else says how near the others are', () => {
    expect(line({ near90: 7, near70: 7 }, [], 'nearer')).toBe(
      'verdict: leaky. 50.0% of the 14 test rows have a training neighbor ≥ 0.7, 50.0% have one ≥ 0.9; no duplicates of training molecules. For comparison: a random test set would have a lower median similarity to training.',
    );
    expect(line({}, [], 'as_random')).toBe(
      'verdict: distinct. None of the 14 test rows has a training neighbor ≥ 0.7; no duplicates of training molecules. For comparison: a random test set would have about the same median similarity to training.',
    );
  });
});

describe('labelsDiffer', () => {
  const side = (n: number, mean: number) => ({
    n,
    mean,
    sd: Math.sqrt((mean * (1 - mean) * n) / (n - 1)),
  });
  it.each([
    // A rare class that is halved: many molecules tell, few do not, by two standard errors.
    ['classification', side(33000, 0.039), side(8000, 0.019), true],
    ['classification', side(800, 0.039), side(200, 0.019), false],
    ['classification', side(200, 0), side(200, 0.02), true],
    ['classification', side(200, 0), side(200, 0.005), false],
    // Odds of 1/9 and of 1/6 and less.
    ['classification', side(9000, 0.1), side(9000, 0.142), false],
    ['classification', side(9000, 0.1), side(9000, 0.143), true],
    ['classification', side(9000, 0.9), side(9000, 0.857), true],
    ['classification', side(90, 0), side(90, 0), false],
    // A quarter of the standard deviation.
    ['classification', side(1e6, 0.5), side(1e6, 0.626), true],
    ['regression', { n: 90, mean: 5, sd: 1 }, { n: 90, mean: 5.26, sd: 1 }, true],
    ['regression', { n: 90, mean: 5, sd: 1 }, { n: 90, mean: 5.24, sd: 1 }, false],
    ['regression', side(33000, 0.039), side(8000, 0.019), false],
  ] as const)('%s %j %j: %s', (task, train, test, differs) => {
    expect(labelsDiffer(task, train, test)).toBe(differs);
  });
});

describe('percent', () => {
  it('never shows some as none, nor not all as all', () => {
    expect([percent(0, 9), percent(9, 9), percent(1, 9999), percent(9998, 9999)]).toEqual([
      '0%',
      '100%',
      '0.1%',
      '99.9%',
    ]);
  });
});
