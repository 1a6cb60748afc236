import { getHeapStatistics } from 'node:v8';
import { describe, expect, it, vi } from 'vitest';
import { readTable } from '../../src/tables/read.js';
import { RowMemory } from '../../src/tables/row-memory.js';
import { errorOf, temporaryFolder } from '../helpers.js';

vi.mock('node:v8', async (original) => {
  const v8 = await original<typeof import('node:v8')>();
  return { ...v8, getHeapStatistics: vi.fn(v8.getHeapStatistics) };
});

const folder = temporaryFolder();
const structures = async (cells: string[]) => cells.map(() => false);

/** How many rows of these cells there is room for. */
function rowsIn(room: number, cells: readonly string[]): number {
  const memory = new RowMemory(room);
  let rows = 0;
  while (memory.add(cells)) rows++;
  return rows;
}

describe('RowMemory', () => {
  it('counts what rows, long ones and their texts take', () => {
    expect(rowsIn(220 * 1000, ['C'])).toBe(1000);
    // A text of one character is the same everywhere.
    expect(rowsIn(220 * 1000, Array(16).fill('1'))).toBe(1000);
    expect(rowsIn((220 + 24 + 10) * 1000, ['CCCCCCCCCC', ''])).toBe(1000);
    expect(rowsIn((220 + 12 * 84) * 1000, Array(100).fill(''))).toBe(1000);
  });

  it('ends the reading of a table before the heap ends, with what to do', async () => {
    const path = folder.file('a.csv', `smiles\n${'C\n'.repeat(30_000)}`);
    const limited = (heap: number) => {
      vi.mocked(getHeapStatistics).mockReturnValueOnce({
        heap_size_limit: heap,
        used_heap_size: 1_000_000,
      } as ReturnType<typeof getHeapStatistics>);
      return readTable(path, { structures });
    };
    // Half of the heap, less what is in it, for the rows and their header.
    expect((await limited(2 * (1_000_000 + 220 * 30_001 + 30))).rows).toHaveLength(30_000);
    const error = await errorOf(() => limited(2 * (1_000_000 + 220 * 20_001 + 30)));
    expect([error.code, folder.shorten(error.message)]).toEqual([
      'table',
      'a.csv is too large for the memory of Node.js: 20,001 rows fill it; split the file into parts, or set NODE_OPTIONS=--max-old-space-size=16000 (megabytes)',
    ]);
  });
});
