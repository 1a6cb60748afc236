import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressText, type StageState } from '../../src/report/progress.js';

const state = (more: Partial<StageState>): StageState => ({
  stage: 'reading molecules',
  done: 0,
  total: 0,
  seconds: 0,
  ...more,
});

describe('a line of progress', () => {
  it('has the share, the rate in the unit given, and the time left', () => {
    const half = state({ done: 20_000, total: 40_000, unit: 'molecules', seconds: 100 });
    expect(progressText(half, 79)).toBe(
      'reading molecules ██████████░░░░░░░░░░ 50%, 200 molecules/s, 1 min 40 s left',
    );
    const bytes = state({
      stage: 'reading a.csv',
      done: 3e6,
      total: 4e6,
      unit: 'bytes',
      seconds: 2,
    });
    expect(progressText(bytes, 79)).toBe(
      'reading a.csv ███████████████░░░░░ 75%, 1.5 MB/s, 1 s left',
    );
  });

  it('counts where the total is not known', () => {
    const rows = state({ done: 24_800, unit: 'rows', seconds: 2 });
    expect(progressText(rows, 79)).toBe('reading molecules 24,800 rows, 12,400 rows/s');
    expect(progressText(state({}), 79)).toBe('reading molecules');
  });

  it('says no rate of work without a unit, and none of either before it can be known', () => {
    const search = state({ stage: 'searching', done: 1, total: 4, seconds: 30, note: '3 off' });
    expect(progressText(search, 79)).toBe(
      'searching █████░░░░░░░░░░░░░░░ 25%, 3 off, 1 min 30 s left',
    );
    const early = state({ done: 100, total: 400, unit: 'molecules', seconds: 0.5 });
    expect(progressText(early, 79)).toBe('reading molecules █████░░░░░░░░░░░░░░░ 25%');
  });

  it('gives up the bar, then the rate, where it is narrow', () => {
    const half = state({ done: 20_000, total: 40_000, unit: 'molecules', seconds: 100 });
    expect(progressText(half, 60)).toBe('reading molecules 50%, 200 molecules/s, 1 min 40 s left');
    expect(progressText(half, 40)).toBe('reading molecules 50%, 1 min 40 s left');
    expect(progressText(half, 25)).toBe('reading molecules 50%');
  });

  it('never exceeds its width', () => {
    fc.assert(
      fc.property(
        fc.record({
          stage: fc.string({ maxLength: 60 }),
          done: fc.nat(),
          total: fc.nat(),
          unit: fc.option(fc.constantFrom('bytes', 'molecules'), { nil: undefined }),
          seconds: fc.double({ min: 0, max: 1e7, noNaN: true }),
          note: fc.option(fc.string({ maxLength: 60 }), { nil: undefined }),
        }),
        fc.integer({ min: 20, max: 120 }),
        (any, width) => {
          expect(progressText(any, width).length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
