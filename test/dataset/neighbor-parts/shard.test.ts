import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseShard,
  shardFileName,
  shardRows,
  shardText,
} from '../../../src/dataset/neighbor-parts/shard.js';
import { errorOf } from '../../helpers.js';

describe('parts of the queries', () => {
  it('are every row once, in order, in numbers that differ by one at most', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 40 }), (rows, of) => {
        const parts = Array.from({ length: of }, (_, i) => shardRows({ index: i + 1, of }, rows));
        expect(parts[0][0]).toBe(0);
        expect(parts[of - 1][1]).toBe(rows);
        for (let i = 1; i < of; i++) expect(parts[i][0]).toBe(parts[i - 1][1]);
        const sizes = parts.map(([first, end]) => end - first);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are written as 2/7 or 2-of-7', async () => {
    expect(parseShard('2/7')).toEqual({ index: 2, of: 7 });
    expect(parseShard('2-of-7')).toEqual({ index: 2, of: 7 });
    expect(shardText(parseShard('02-of-7'))).toBe('2/7');
    expect(parseShard('1/1')).toEqual({ index: 1, of: 1 });
    for (const text of ['0/7', '8/7', '2', '2/0', '-1/2', '1.5/2', 'a/b', '2of7', '8-of-7', '']) {
      const { code, message } = await errorOf(() => parseShard(text));
      expect(code).toBe('usage');
      expect(message).toContain(`--shard ${text}: give the part number and the number of parts`);
    }
    const { message } = await errorOf(() => parseShard('4/3', 'referenceShard'));
    expect(message).toContain('--reference-shard 4/3: give the part number');
  });

  it('name their files', () => {
    expect(shardFileName({ shard: '2/7', reference_shard: null })).toBe('part-2-of-7');
    expect(shardFileName({ shard: null, reference_shard: '1/3' })).toBe('part-ref-1-of-3');
    expect(shardFileName({ shard: '2/7', reference_shard: '1/3' })).toBe('part-2-of-7-ref-1-of-3');
  });
});
