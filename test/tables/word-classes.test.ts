import { describe, expect, it } from 'vitest';
import type { Table } from '../../src/tables/table.js';
import { wordClasses } from '../../src/tables/word-classes.js';

const table = (cells: readonly string[]) =>
  ({ columns: ['class'], rows: cells.map((cell) => [cell]) }) as unknown as Table;

describe('wordClasses', () => {
  it('reads any number of classes, capitals and blanks around them aside', () => {
    const found = wordClasses(
      table(['Red', 'green', '', ' red', 'blue', 'NA', 'Green ', 'blue']),
      0,
    );
    expect(found?.names).toEqual(['Red', 'green', 'blue']);
    expect([...(found?.of ?? [])]).toEqual([0, 1, -1, 0, 2, -1, 1, 2]);
  });

  it('leaves out records that do not count', () => {
    const found = wordClasses(table(['a', 'b', 'c', 'a', 'b']), 0, (r) => r !== 2);
    expect(found?.names).toEqual(['a', 'b']);
    expect([...(found?.of ?? [])]).toEqual([0, 1, -1, 0, 1]);
  });

  it('takes no number, and nothing that was to be one, for a class', () => {
    for (const wrong of ['7.5', '>10', '5 uM', '1,5']) {
      const cells = ['a', 'b', 'a', 'b', 'a', 'b', wrong];
      expect(wordClasses(table(cells), 0), wrong).toBeNull();
    }
  });

  it('takes neither one class nor texts for classes', () => {
    expect(wordClasses(table(['a', 'a', 'a']), 0)).toBeNull();
    expect(wordClasses(table(['one', 'two', 'three', 'four', 'one']), 0)).toBeNull();
    const many = Array.from({ length: 400 }, (_, i) => `class ${i % 101}`);
    expect(wordClasses(table(many), 0)).toBeNull();
  });
});
