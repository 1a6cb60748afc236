import { describe, expect, it } from 'vitest';
import { type CopyKind, percent, verdictLine, verdictOf } from '../../src/audit/verdict.js';
import { randomWorld, sideOf } from './world.js';

const none = { duplicates: 0, copies: 0, near90: 0, near70: 0 };

describe('verdictOf', () => {
  it('draws its lines at 2% of copies, 20% from 0.9 and 10% from 0.7', () => {
    expect(verdictOf(1000, { ...none, copies: 20, near90: 20, near70: 20 })).toBe('leaky');
    expect(verdictOf(1000, { ...none, copies: 19, near90: 19, near70: 99 })).toBe('apart');
    expect(verdictOf(1000, { ...none, near90: 200, near70: 200 })).toBe('leaky');
    expect(verdictOf(1000, { ...none, near90: 199, near70: 199 })).toBe('similar');
    expect(verdictOf(1000, { ...none, near70: 100 })).toBe('similar');
    expect(verdictOf(1000, { ...none, near70: 99 })).toBe('apart');
    expect(verdictOf(7, none)).toBe('apart');
  });
});

describe('verdictLine', () => {
  const world = randomWorld(2);
  const line = (facts: Partial<typeof none>, kinds: CopyKind[] = []) =>
    verdictLine(sideOf(world, 'train'), sideOf(world, 'test'), { ...none, ...facts }, kinds);

  it('names what is worst', () => {
    expect(
      line({ duplicates: 3, copies: 4, near90: 5, near70: 9 }, [
        { records: 3, title: 'this' },
        { records: 1, title: 'that' },
      ]),
    ).toBe('leaky: 4 of 14 test rows (28.6%) are copies of training molecules: 3 this and 1 that');
    const kinds = [1, 2, 1, 5, 1].map((records, k) => ({ records, title: `of kind ${k}` }));
    expect(line({ duplicates: 10, copies: 10 }, kinds)).toContain(
      ': 1 of kind 0, 2 of kind 1, 5 of kind 3 and 2 otherwise',
    );
    expect(line({ near90: 7, near70: 7 })).toBe(
      'leaky: 50.0% of 14 test rows have a training neighbour ≥ 0.7, 50.0% one ≥ 0.9; none is a training molecule',
    );
    expect(line({})).toBe(
      'apart: 0% of 14 test rows have a training neighbour ≥ 0.7, 0% one ≥ 0.9; none is a training molecule',
    );
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
