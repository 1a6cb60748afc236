import { describe, expect, it } from 'vitest';
import { ChunkSize } from '../../../src/workflows/neighbors/chunks.js';

describe('the queries that are searched at once', () => {
  it('are 4,096 where each has few neighbors', () => {
    expect(new ChunkSize(1, true).next()).toBe(4096);
    expect(new ChunkSize(0, true).next()).toBe(4096);
  });

  it('are few where each has many', () => {
    expect(new ChunkSize(40_000, true).next()).toBe(100);
    expect(new ChunkSize(10_000_000, true).next()).toBe(16);
  });

  it('become more as they prove to have few neighbors, and fewer as they prove to have many', () => {
    const size = new ChunkSize(1_000_000, false);
    const sizes = [4, 0, 64, 0, 0, 0].map((neighbors) => {
      const now = size.next();
      size.saw(now, neighbors * now);
      return now;
    });
    expect(sizes).toEqual([16, 64, 256, 1024, 4096, 4096]);
    size.saw(100, 100 * 20_000);
    expect(size.next()).toBe(100);
  });

  it('do not change after a chunk without a valid query', () => {
    const size = new ChunkSize(40_000, false);
    size.saw(0, 0);
    expect(size.next()).toBe(100);
  });
});
