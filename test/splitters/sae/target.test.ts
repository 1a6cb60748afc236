import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRational } from '../../../src/rational.js';
import { parseBins } from '../../../src/similarity/bins.js';
import {
  type Distribution,
  parseDistribution,
  rangeTarget,
  requestedHistogram,
  sharesFor,
} from '../../../src/splitters/sae/target.js';
import { usageMessage } from '../../oracle/usage-error.js';

/** Largest remainder in whole numbers; of equal remainders the lower bin. */
function largestRemainder(shares: readonly number[], test: number): number[] {
  const total = shares.reduce((sum, share) => sum + BigInt(share), 0n);
  const parts = shares.map((share, bin) => ({
    bin,
    whole: (BigInt(share) * BigInt(test)) / total,
    remainder: (BigInt(share) * BigInt(test)) % total,
  }));
  const counts = parts.map(({ whole }) => Number(whole));
  const left = test - counts.reduce((a, b) => a + b, 0);
  parts
    .sort((a, b) =>
      a.remainder === b.remainder ? a.bin - b.bin : a.remainder > b.remainder ? -1 : 1,
    )
    .slice(0, left)
    .forEach(({ bin }) => {
      counts[bin]++;
    });
  return counts;
}

const requested = (text: string, bins: number, test: number) =>
  requestedHistogram(sharesFor(parseDistribution(text), bins), test);

describe('parseDistribution', () => {
  it('reads balanced and shares of any scale', () => {
    expect(parseDistribution('balanced')).toEqual({ kind: 'balanced' });
    expect(parseDistribution(' balanced ')).toEqual({ kind: 'balanced' });
    const shares = (text: string) => {
      const read = parseDistribution(text);
      return read.kind === 'shares' ? read.shares.map(({ num, den }) => `${num}/${den}`) : [];
    };
    expect(shares('20,30, 50')).toEqual(['20/1', '30/1', '50/1']);
    expect(shares('1/4,.75')).toEqual(['1/4', '3/4']);
    expect(shares('10%,0,90%')).toEqual(['1/10', '0/1', '9/10']);
  });

  it.each([
    '',
    'even',
    'NaN',
    '0,0,0',
    '0',
    '-1,2,3',
    '1,,2',
    '1;2;3',
    '1/0,1',
    'half,half',
    '1..2',
  ])('refuses %j', (text) => {
    expect(usageMessage(() => parseDistribution(text))).toContain(`--distribution ${text}`);
  });
});

describe('parseDistribution of ranges and files', () => {
  it('reads a range with any notation of its ends', () => {
    const edges = (text: string) => (parseDistribution(text) as { edges?: unknown }).edges;
    expect(parseDistribution('range:0.4-0.6')).toEqual({
      kind: 'range',
      edges: ['0.4', '0.6'],
      text: 'range:0.4-0.6',
    });
    expect(edges(' range: 1/3 - 2/3 ')).toEqual(['1/3', '2/3']);
    expect(edges('range:40%-100%')).toEqual(['40%', '100%']);
    expect(edges('range:0-1')).toEqual(['0', '1']);
    expect(edges('range:.1-.2')).toEqual(['.1', '.2']);
  });

  it.each([
    ['range:', 'write two similarities, such as range:0.4-0.6'],
    ['range:0.4', 'write two similarities, such as range:0.4-0.6'],
    ['range:0.2-0.4-0.6', 'write two similarities, such as range:0.4-0.6'],
    ['range:0.6-0.4', 'the first similarity must be below the second'],
    ['range:0.5-1/2', 'the first similarity must be below the second'],
    ['range:0.4-1.1', 'similarities go from 0 to 1'],
    ['range:a-b', '"a" is not a number'],
    ['mimic:', 'name a file, such as mimic:screening.csv'],
    ['mimic: - ', 'name a file, such as mimic:screening.csv'],
  ])('refuses %j', (text, message) => {
    const found = usageMessage(() => parseDistribution(text));
    expect(found).toContain(`--distribution ${text}`);
    expect(found).toContain(message);
  });

  it('reads the name of a file as it is', () => {
    expect(parseDistribution('mimic: a, 1-2 b.csv ')).toEqual({
      kind: 'mimic',
      path: 'a, 1-2 b.csv',
      text: 'mimic: a, 1-2 b.csv ',
    });
  });
});

describe('rangeTarget', () => {
  const target = (text: string, bins?: string) =>
    rangeTarget(
      parseDistribution(text) as Distribution & { kind: 'range' },
      bins === undefined ? undefined : parseBins(bins),
    );

  it.each([
    ['range:0.4-0.6', '0,0.4,0.6,1', [0, 1, 0]],
    ['range:0-0.3', '0,0.3,1', [1, 0]],
    ['range:0.7-1', '0,0.7,1', [0, 1]],
    ['range:0-1', '0,1', [1]],
    ['range:0.00-1.0', '0,1', [1]],
    ['range:0%-50%', '0,50%,1', [1, 0]],
    ['range:1/3-2/3', '0,1/3,2/3,1', [0, 1, 0]],
  ])('makes the bins of %s', (text, edges, shares) => {
    const { bins, shares: found } = target(text);
    expect(bins.texts).toEqual(edges.split(','));
    expect(found.map(({ num, den }) => num / den)).toEqual(shares);
    expect(requestedHistogram(found, 17)).toEqual(shares.map((share) => 17 * share));
  });

  it('puts all of the request between the two similarities, whatever they are', () => {
    const ends = fc.uniqueArray(fc.nat(20), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 99 }), (numbers, test) => {
        const [low, high] = numbers.sort((a, b) => a - b);
        const { bins, shares } = target(`range:${low}/20-${high}/20`);
        const asked = requestedHistogram(shares, test);
        const where = asked.findIndex((n) => n > 0);
        expect(asked[where]).toBe(test);
        expect(compareRational(bins.edges[where], { num: low, den: 20 })).toBe(0);
        expect(compareRational(bins.edges[where + 1], { num: high, den: 20 })).toBe(0);
      }),
    );
  });

  it('takes the same bins in another notation, and no others', () => {
    expect(target('range:0.4-0.6', '0,2/5,60%,1').bins.texts).toEqual(['0', '0.4', '0.6', '1']);
    for (const bins of ['0,1/3,2/3,1', '0,0.4,1', '0,0.4,0.6,0.8,1']) {
      expect(usageMessage(() => target('range:0.4-0.6', bins))).toContain(
        '--distribution range:0.4-0.6: a range defines its own bins (0,0.4,0.6,1); leave out --bins',
      );
    }
  });
});

describe('requestedHistogram', () => {
  it('balances, the lower bins getting what is left', () => {
    expect(requested('balanced', 3, 873)).toEqual([291, 291, 291]);
    expect(requested('balanced', 3, 874)).toEqual([292, 291, 291]);
    expect(requested('balanced', 3, 875)).toEqual([292, 292, 291]);
    expect(requested('balanced', 4, 2)).toEqual([1, 1, 0, 0]);
    expect(requested('balanced', 1, 7)).toEqual([7]);
  });

  it('gives leftover molecules to the largest remainders', () => {
    expect(requested('20,30,50', 3, 873)).toEqual([175, 262, 436]); // remainders .6, .9, .5
    expect(requested('1,2,4', 3, 10)).toEqual([1, 3, 6]); // 1.43, 2.86, 5.71
    expect(requested('0,0,1', 3, 5)).toEqual([0, 0, 5]);
    expect(requested('50,50', 2, 3)).toEqual([2, 1]);
  });

  it('does not depend on the scale, nor on binary fractions', () => {
    for (const text of ['1,2,7', '10,20,70', '10%,20%,70%', '0.1,0.2,0.7', '1/10,1/5,7/10']) {
      expect(requested(text, 3, 10)).toEqual([1, 2, 7]);
      expect(requested(text, 3, 873)).toEqual(largestRemainder([1, 2, 7], 873));
    }
  });

  it('sums to the test size and equals largest remainder in whole numbers', () => {
    const shares = fc
      .array(fc.oneof(fc.nat(9), fc.nat(1000), fc.nat(1_000_000)), {
        minLength: 1,
        maxLength: 50,
      })
      .filter((all) => all.some((share) => share > 0));
    fc.assert(
      fc.property(shares, fc.nat(100_000), (all, test) => {
        const counts = requested(all.join(','), all.length, test);
        expect(counts.reduce((a, b) => a + b, 0)).toBe(test);
        expect(counts).toEqual(largestRemainder(all, test));
      }),
      { numRuns: 500 },
    );
  });

  it('asks for nothing in a bin without a share', () => {
    const shares = fc.array(fc.constantFrom<number>(0, 0, 1, 3, 7), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(shares, fc.nat(500), (all, test) => {
        fc.pre(all.some((share) => share > 0));
        const counts = requested(all.join(','), all.length, test);
        all.forEach((share, bin) => {
          if (share === 0) expect(counts[bin]).toBe(0);
          expect(Math.abs(counts[bin] - (share / all.reduce((a, b) => a + b)) * test)).toBeLessThan(
            1,
          );
        });
      }),
    );
  });

  // Documented: largest remainder. The shares go through doubles, and remainders that differ by less
  // than 1e-9 (here .49999999975 and .50000000025) are taken for equal.
  it('tells close remainders apart', () => {
    expect(largestRemainder([999_999_999, 1_000_000_000], 1)).toEqual([0, 1]);
    expect(requested('999999999,1000000000', 2, 1)).toEqual([0, 1]);
  });

  it.each([
    ['1,2', 3, '2 shares for 3 bins'],
    ['1,2,3,4', 3, '4 shares for 3 bins'],
    ['1', 2, '1 share for 2 bins'],
    ['1,1', 1, '2 shares for 1 bin'],
  ])('refuses %s for %d bins', (text, bins, message) => {
    expect(usageMessage(() => requested(text, bins, 10))).toContain(message);
  });
});
