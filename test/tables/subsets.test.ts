import { describe, expect, it } from 'vitest';
import { readSubsets } from '../../src/tables/subsets.js';
import type { Table } from '../../src/tables/table.js';

const table = (words: string[]): Table => ({
  path: 't.csv',
  name: 't.csv',
  columns: ['smiles', 'split'],
  hasHeader: true,
  rows: words.map((word) => ['C', word]),
  lines: words.map((_, r) => r + 2),
  sha256: '',
  notes: [],
});

describe('readSubsets', () => {
  it('knows the usual words, in any letters', () => {
    const words = ['Train', 'training', 'TEST', ' testing ', 'valid', 'Validation', 'val', 'dev'];
    expect(readSubsets(table([...words, 'discarded', 'INVALID', '']), 1)).toEqual([
      ...['train', 'train', 'test', 'test', 'valid', 'valid', 'valid', 'valid'],
      ...['discarded', 'invalid', 'none'],
    ]);
  });

  it('refuses any other, with its place', () => {
    expect(() => readSubsets(table(['train', 'constructor']), 1)).toThrow(
      't.csv: column "split", row 2 (line 3): "constructor" is no subset; use train, valid, test, discarded or invalid',
    );
  });
});
