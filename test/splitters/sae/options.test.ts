import { describe, expect, it } from 'vitest';
import { splitterOptions } from '../../../src/splitters/registry.js';
import { sae } from '../../../src/splitters/sae/index.js';
import { usageMessage } from '../../oracle/usage-error.js';

const values = (given: Record<string, string>) => splitterOptions(sae, given).values;

describe('options of sae', () => {
  it('have defaults', () => {
    expect(values({})).toEqual({
      distribution: { kind: 'balanced' },
      'max-discard': { num: 0, den: 1 },
      'balance-label': 'auto',
      effort: 1,
    });
  });

  it.each([
    ['0', 0],
    ['0.05', 0.05],
    ['5%', 0.05],
    ['1/2', 0.5],
    ['0.5', 0.5],
  ])('read --max-discard %s', (text, value) => {
    const { num, den } = values({ 'max-discard': text })['max-discard'] as {
      num: number;
      den: number;
    };
    expect(num / den).toBe(value);
  });

  it.each(['0.51', '1', '5', '51%'])('refuse --max-discard %s', (text) => {
    expect(usageMessage(() => values({ 'max-discard': text }))).toBe(
      `--max-discard ${text}: give a fraction from 0 to 0.5`,
    );
  });

  it.each([
    ['', 'is not a number'],
    ['-0.1', 'is negative'],
    ['some', 'is not a number'],
  ])('refuse --max-discard %j, which %s', (text, why) => {
    expect(usageMessage(() => values({ 'max-discard': text }))).toContain(why);
  });

  it('read --balance-label', () => {
    expect(values({ 'balance-label': 'true' })['balance-label']).toBe(true);
    expect(values({ 'balance-label': 'false' })['balance-label']).toBe(false);
  });

  it.each([
    ['0.01', 0.01],
    ['2', 2],
    [' 10 ', 10],
    ['1e3', 1000],
  ])('read --effort %s', (text, value) => {
    expect(values({ effort: text }).effort).toBe(value);
  });

  it.each(['', ' ', '0', '0.009', '1001', '-1', 'much', 'NaN', 'Infinity'])(
    'refuse --effort %j',
    (text) => {
      expect(usageMessage(() => values({ effort: text }))).toBe(
        `--effort ${text}: give a number from 0.01 to 1000`,
      );
    },
  );
});
