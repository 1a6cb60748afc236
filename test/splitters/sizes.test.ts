import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldSizes, parseSize, resolveSizes, sizeReason } from '../../src/splitters/sizes.js';
import { usageMessage } from '../oracle/usage-error.js';

const resolve = (total: number, test: string, valid = '0') =>
  resolveSizes(total, parseSize(test, 'test'), parseSize(valid, 'valid'));

/** floor((1 - test - valid) · total) for fractions given as numerator and denominator. */
function exactTrain(total: number, ...shares: [number, number][]): number {
  let [num, den] = [1n, 1n];
  for (const [n, d] of shares) {
    num = num * BigInt(d) - BigInt(n) * den;
    den *= BigInt(d);
  }
  return num <= 0n ? 0 : Number((num * BigInt(total)) / den);
}

describe('parseSize', () => {
  it.each([
    ['0.2', 1, 5],
    ['.2', 1, 5],
    ['1/5', 1, 5],
    ['20%', 1, 5],
    ['2e-1', 1, 5],
    ['0.30', 3, 10],
    ['12.5%', 1, 8],
    ['0.0', 0, 1],
  ])('reads %j as a fraction, exactly', (text, num, den) => {
    expect(parseSize(text, 'test')).toEqual({ kind: 'fraction', value: { num, den }, text });
  });

  it.each([
    ['200', 200],
    ['1', 1],
    ['0', 0],
    ['007', 7],
    [' 12 ', 12],
  ])('reads %j as a count', (text, value) => {
    expect(parseSize(text, 'test')).toEqual({ kind: 'count', value, text });
  });

  it.each(['1.0', '1.5', '100%', '2/1', '3/3', '1e3'])('refuses %j: not below 1', (text) => {
    const message = usageMessage(() => parseSize(text, 'valid'));
    expect(message).toContain('--valid');
    expect(message).toContain('fraction below 1');
  });

  it.each([
    '',
    'abc',
    '-1',
    '-0.2',
    '+5',
    '0x10',
    '1,000',
    'NaN',
    'Infinity',
    '1/0',
    '9'.repeat(16),
  ])('refuses %j', (text) => {
    expect(usageMessage(() => parseSize(text, 'valid'))).toContain('--valid');
  });
});

describe('resolveSizes', () => {
  it('gives the sizes of the published splits', () => {
    expect(resolve(4361, '0.2')).toEqual({ train: 3488, valid: 0, test: 873 });
    expect(resolve(4422, '0.2')).toEqual({ train: 3537, valid: 0, test: 885 });
  });

  it('does not suffer from binary fractions', () => {
    // 1 - 0.1 - 0.1 and 1 - 0.3 are not 0.8 and 0.7 in doubles.
    expect(resolve(10, '0.1', '0.1')).toEqual({ train: 8, valid: 1, test: 1 });
    expect(resolve(1000, '0.1', '0.1')).toEqual({ train: 800, valid: 100, test: 100 });
    expect(resolve(10, '0.3')).toEqual({ train: 7, valid: 0, test: 3 });
    expect(resolve(100, '0.29')).toEqual({ train: 71, valid: 0, test: 29 });
    expect(resolve(30, '1/3', '1/3')).toEqual({ train: 10, valid: 10, test: 10 });
  });

  it('rounds train down and gives the rest to test and valid', () => {
    expect(resolve(4361, '0.1', '0.1')).toEqual({ train: 3488, valid: 436, test: 437 });
    expect(resolve(7, '0.2', '0.2')).toEqual({ train: 4, valid: 1, test: 2 });
    expect(resolve(2, '0.01')).toEqual({ train: 1, valid: 0, test: 1 });
  });

  it('takes counts and mixtures as they are', () => {
    expect(resolve(10, '3', '2')).toEqual({ train: 5, valid: 2, test: 3 });
    expect(resolve(10, '0.2', '3')).toEqual({ train: 5, valid: 3, test: 2 });
    expect(resolve(11, '3', '0.2')).toEqual({ train: 5, valid: 3, test: 3 });
    expect(resolve(10, '9')).toEqual({ train: 1, valid: 0, test: 9 });
    expect(resolve(4361, '20%', '1/10')).toEqual({ train: 3052, valid: 436, test: 873 });
  });

  it('adds up, and train is the floor of its exact share, whatever the fractions', () => {
    const share = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.constantFrom(1000, 2997, 4000));
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 1_000_000 }), share, share, (total, test, valid) => {
        const train = exactTrain(total, test, valid);
        fc.pre(train > 0 && train < exactTrain(total, test));
        const sizes = resolve(total, test.join('/'), valid.join('/'));
        expect(sizes.train).toBe(train);
        expect(sizes.test).toBe(total - exactTrain(total, test));
        expect(sizes.train + sizes.valid + sizes.test).toBe(total);
        expect(sizes.valid).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [10, '0', '0', '--test 0: no molecule of 10 molecules'],
    [10, '0%', '0', 'no molecule'],
    [0, '0.2', '0', 'no molecule of 0 molecules'],
    [1, '0.2', '0', '--test 0.2: 1 of 1 molecule would leave none for training; request fewer'],
    [10, '10', '0', '--test 10: 10 of 10 molecules would leave none for training; request fewer'],
    [10, '12', '0', '12 of 10 molecules'],
    [10, '0.5', '0.5', '--test 0.5 --valid 0.5: 10 of 10'],
    [
      10,
      '0.6',
      '0.6',
      '--test 0.6 --valid 0.6: 10 of 10 molecules would leave none for training; request fewer',
    ],
    [4361, '2000', '2361', '4,361 of 4,361'],
  ])('refuses %d molecules with test %s and valid %s', (total, test, valid, message) => {
    expect(usageMessage(() => resolve(total, test, valid))).toContain(message);
  });

  // Documented: throws "when a subset that was asked for … would be empty". Valid is not checked:
  // test 0.2 takes one molecule, test and valid together round up to one as well, valid gets 0.
  it('refuses a valid set that was asked for and would be empty', () => {
    usageMessage(() => resolve(3, '0.2', '0.1'));
  });

  // Documented: "computed exactly". The product of two denominators passes 2^53: train is 1,701.
  it('stays exact with long denominators', () => {
    // 9003/7105701 + 7078692/21317103 is exactly 1/3.
    expect(exactTrain(2553, [9003, 7105701], [7078692, 21317103])).toBe(1702);
    expect(resolve(2553, '9003/7105701', '7078692/21317103').train).toBe(1702);
  });
});

describe('foldSizes', () => {
  const test = (text: string) => parseSize(text, 'test');

  it('divides all molecules as KFold of scikit-learn does', () => {
    // KFold(3) of 10: 4, 3, 3; KFold(5) of 4361: one of 873, four of 872.
    expect(foldSizes(10, 3, undefined)).toEqual([4, 3, 3]);
    expect(foldSizes(4361, 5, undefined)).toEqual([873, 872, 872, 872, 872]);
    expect(foldSizes(12, 4, undefined)).toEqual([3, 3, 3, 3]);
    expect(foldSizes(5, 5, undefined)).toEqual([1, 1, 1, 1, 1]);
    expect(foldSizes(2, 2, undefined)).toEqual([1, 1]);
  });

  it('adds up, with the larger folds first and no two further apart than one', () => {
    const input = fc
      .integer({ min: 2, max: 100 })
      .chain((k) => fc.tuple(fc.constant(k), fc.integer({ min: k, max: 10_000 })));
    fc.assert(
      fc.property(input, ([k, total]) => {
        const sizes = foldSizes(total, k, undefined);
        expect(sizes).toHaveLength(k);
        expect(sizes.reduce((a, b) => a + b, 0)).toBe(total);
        expect(sizes[0] - sizes[k - 1]).toBeLessThanOrEqual(1);
        expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);
      }),
    );
  });

  it('takes so many for each when told, as a count or a fraction of all', () => {
    expect(foldSizes(10, 3, test('2'))).toEqual([2, 2, 2]);
    expect(foldSizes(10, 5, test('0.2'))).toEqual([2, 2, 2, 2, 2]);
    expect(foldSizes(11, 3, test('0.2'))).toEqual([3, 3, 3]);
    expect(foldSizes(10, 5, test('2'))).toEqual([2, 2, 2, 2, 2]);
  });

  it.each([
    [3, 4, undefined, '--folds 4: no molecule of 3 molecules would be in a fold'],
    [0, 2, undefined, 'no molecule'],
    [10, 3, '0', 'no molecule'],
    [
      10,
      3,
      '4',
      '--folds 3 --test 4: 3 times 4 of 10 molecules do not fit into disjoint folds; request less, or leave --test out for equal folds',
    ],
    [
      10,
      2,
      '0.6',
      '--folds 2 --test 0.6: 2 times 6 of 10 molecules do not fit into disjoint folds; request less, or leave --test out for equal folds',
    ],
    [1, 1, undefined, '--folds 1: 1 of 1 molecule would leave none for training'],
  ])('refuses %d molecules in %d folds of %s', (total, k, size, message) => {
    const run = () => foldSizes(total, k, size === undefined ? undefined : test(size));
    expect(usageMessage(run)).toContain(message);
  });
});

describe('sizeReason', () => {
  it('is nothing for the sizes asked for', () => {
    expect(sizeReason({ test: 5, valid: 2 }, { test: 5, valid: 2 })).toBeUndefined();
  });

  it('names each size that is another', () => {
    expect(sizeReason({ test: 5, valid: 2 }, { test: 6, valid: 2 })).toMatch(
      /^6 instead of 5 in test: /,
    );
    expect(sizeReason({ test: 5, valid: 2 }, { test: 5, valid: 0 })).toMatch(
      /^0 instead of 2 in valid: /,
    );
    expect(sizeReason({ test: 5000, valid: 2 }, { test: 4999, valid: 3 })).toMatch(
      /^4,999 instead of 5,000 in test, 3 instead of 2 in valid: /,
    );
  });
});
