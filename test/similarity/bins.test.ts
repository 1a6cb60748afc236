import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_BINS, MAX_BINS, parseBins } from '../../src/similarity/bins.js';
import { binOf } from '../oracle/brute-force.js';
import { edgesOf, edgeTexts } from '../oracle/generators.js';
import { usageMessage } from '../oracle/usage-error.js';

describe('parseBins', () => {
  it('reads the default', () => {
    const bins = parseBins(DEFAULT_BINS);
    expect(bins.count).toBe(3);
    expect(bins.edges).toEqual([
      { num: 0, den: 1 },
      { num: 1, den: 3 },
      { num: 2, den: 3 },
      { num: 1, den: 1 },
    ]);
    expect(bins.labels).toEqual(['[0, 1/3)', '[1/3, 2/3)', '[2/3, 1]']);
    expect([0, 1, 2].map((b) => bins.low(b))).toEqual([0, 1 / 3, 2 / 3]);
    expect([0, 1, 2].map((b) => bins.high(b))).toEqual([1 / 3, 2 / 3, 1]);
  });

  it('keeps the texts as written and reads decimals and percentages exactly', () => {
    const bins = parseBins(' 0 , .4,60%, 1.0');
    expect(bins.texts).toEqual(['0', '.4', '60%', '1.0']);
    expect(bins.edges.slice(1, 3)).toEqual([
      { num: 2, den: 5 },
      { num: 3, den: 5 },
    ]);
  });

  it('makes one bin of two edges, and up to fifty', () => {
    expect(parseBins('0,1').labels).toEqual(['[0, 1]']);
    const fifty = Array.from({ length: MAX_BINS + 1 }, (_, i) => `${i}/${MAX_BINS}`);
    expect(parseBins(fifty.join(',')).count).toBe(50);
    const more = Array.from({ length: MAX_BINS + 2 }, (_, i) => `${i}/${MAX_BINS + 1}`);
    expect(() => parseBins(more.join(','))).toThrow(/at most 50 bins/);
  });

  it.each([
    ['0', 'at least two edges'],
    ['', 'is not a number'],
    ['0,,1', 'is not a number'],
    ['0,x,1', '"x" is not a number'],
    ['0,-0.5,1', '"-0.5" is negative'],
    ['0,NaN,1', '"NaN" is not a number'],
    ['0,1/0,1', 'divides by zero'],
    ['0.1,1', 'start at 0 and end at 1'],
    ['0,0.9', 'start at 0 and end at 1'],
    ['0,0.5,2', 'start at 0 and end at 1'],
    ['0,2/3,1/3,1', 'must ascend'],
    ['0,0.4,2/5,1', 'must ascend'],
    ['0,1,1', 'must ascend'],
    ['0,0,1', 'must ascend'],
  ])('refuses %j', (text, message) => {
    const found = usageMessage(() => parseBins(text));
    expect(found).toContain(message);
    expect(found).toContain('--bins');
  });

  it('takes a decimal with all digits of a double for the ratio that it is the double of', () => {
    expect(parseBins('0,0.3333333333333333,1').equals(parseBins('0,1/3,1'))).toBe(true);
  });

  // compareRational multiplies two nine-digit numbers, past 2^53, and takes the edges for equal.
  it('tells long fractions apart', () => {
    expect(623277185n * 376656730n < 273728421n * 857644031n).toBe(true);
    expect(parseBins('0,623277185/857644031,273728421/376656730,1').count).toBe(3);
  });
});

describe('SimilarityBins.of', () => {
  it('hits an edge of 1/3 exactly by 1/3 and 2/6, and not by what is a hair below', () => {
    const bins = parseBins('0,1/3,2/3,1');
    expect([bins.of(1, 3), bins.of(2, 6), bins.of(100, 300)]).toEqual([1, 1, 1]);
    expect([bins.of(99, 300), bins.of(682, 2047), bins.of(5461, 16384)]).toEqual([0, 0, 0]);
    expect([bins.of(2, 3), bins.of(4, 6), bins.of(1364, 2047)]).toEqual([2, 2, 1]);
  });

  it('does not take the double 0.3333333333 for 1/3', () => {
    expect(parseBins('0,0.333333333,1').of(1, 3)).toBe(1);
    expect(parseBins('0,0.333333334,1').of(1, 3)).toBe(0);
  });

  it('takes 0.4, 2/5 and 40% for the same edge', () => {
    for (const edge of ['0.4', '.40', '2/5', '4/10', '40%', '4e-1']) {
      const bins = parseBins(`0,${edge},1`);
      expect([bins.of(2, 5), bins.of(6, 15), bins.of(39, 98), bins.of(399, 1000)]).toEqual([
        1, 1, 0, 0,
      ]);
    }
  });

  it('closes the last bin and opens the first at 0', () => {
    const bins = parseBins('0,1/2,1');
    expect([bins.of(0, 7), bins.of(7, 7), bins.of(1, 2), bins.of(3, 7)]).toEqual([0, 1, 1, 0]);
    expect(parseBins('0,1').of(0, 5)).toBe(0);
  });

  it('counts two empty fingerprints as 1', () => {
    expect(parseBins('0,1/3,2/3,1').of(0, 0)).toBe(2);
  });

  it('equals the oracle for every ratio and any edges', () => {
    const ratio = fc
      .integer({ min: 1, max: 16384 })
      .chain((union) => fc.tuple(fc.nat(union), fc.constant(union)));
    fc.assert(
      fc.property(edgeTexts(10), ratio, (text, [both, either]) => {
        const { bins, edges } = edgesOf(text);
        expect(bins.of(both, either)).toBe(binOf([BigInt(both), BigInt(either)], edges));
      }),
      { numRuns: 500 },
    );
  });

  it('equals the oracle for all ratios up to 40 bits, so that every edge is hit', () => {
    const { bins, edges } = edgesOf('0,1/12,1/5,1/4,1/3,1/2,3/5,2/3,7/8,1/1');
    for (let either = 1; either <= 40; either++) {
      for (let both = 0; both <= either; both++) {
        const expected = binOf([BigInt(both), BigInt(either)], edges);
        expect([both, either, bins.of(both, either)]).toEqual([both, either, expected]);
      }
    }
  });

  it('tells nine-digit edges from ratios near them', () => {
    const bins = parseBins('0,499999999/999999999,1');
    expect([bins.of(8191, 16383), bins.of(8192, 16384), bins.of(8191, 16384)]).toEqual([0, 1, 0]);
  });
});
