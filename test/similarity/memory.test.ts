import { describe, expect, it } from 'vitest';
import { defaultMemory, memoryText, parseMemory } from '../../src/similarity/memory.js';

describe('parseMemory', () => {
  it.each([
    ['4GiB', 4 * 2 ** 30],
    ['4G', 4 * 2 ** 30],
    ['512 MB', 512 * 2 ** 20],
    ['1.5g', 1.5 * 2 ** 30],
    ['2048k', 2 ** 21],
    ['1048576', 2 ** 20],
    ['1TiB', 2 ** 40],
  ])('reads %s', (text, bytes) => {
    expect(parseMemory(text)).toBe(bytes);
  });

  it.each(['', 'much', '-1G', '4P', '1e9', '100', '4GiB more', '0G'])('refuses "%s"', (text) => {
    expect(() => parseMemory(text)).toThrow(
      `--memory ${text}: give an amount with its unit, at least 1MiB`,
    );
  });

  it('reads what memoryText writes', () => {
    for (const text of ['4GiB', '1536MiB', '1MiB']) {
      expect(memoryText(parseMemory(text))).toBe(text);
    }
  });
});

describe('defaultMemory', () => {
  it('is at most 4 GiB', () => {
    expect(defaultMemory()).toBeGreaterThan(0);
    expect(defaultMemory()).toBeLessThanOrEqual(4 * 2 ** 30);
  });
});
