import { describe, expect, it } from 'vitest';
import { testSets } from '../../../src/splitters/sae/exhaustive.js';

describe('testSets', () => {
  it('counts combinations up to a limit', () => {
    expect(testSets(5, 2)).toBe(10);
    expect(testSets(16, 8)).toBe(12_870);
    expect(testSets(18, 9)).toBe(48_620);
    expect(testSets(300, 1)).toBe(300);
    expect(testSets(20, 10)).toBe(Number.POSITIVE_INFINITY);
    expect(testSets(4361, 873)).toBe(Number.POSITIVE_INFINITY);
  });
});
