import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from '../../src/tables/formats/delimited.js';
import { tsv } from '../../src/tables/formats/tabbed.js';
import { readTable } from '../../src/tables/read.js';
import { tablePieces, tableText as textOf } from '../../src/tables/write.js';
import { temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();
const structures = async (cells: string[]) => cells.map(() => false);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const tableText = (
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  format: 'csv' | 'tsv',
) => textOf(columns, rows, { csv, tsv }[format].writer);

describe('tableText', () => {
  it('quotes only where needed', () => {
    const rows = [
      ['CCO', 'plain text', ''],
      ['a,b', 'say "hi"', 'two\nlines'],
      ['a;b', ' padded ', 'tab\there'],
    ];
    expect(tableText(['smiles', 'x,y', 'z'], rows, 'csv')).toBe(
      'smiles,"x,y",z\nCCO,plain text,\n"a,b","say ""hi""","two\nlines"\na;b," padded ",tab\there\n',
    );
    expect(tableText(['a', 'b'], [['1,2', '3\t4']], 'tsv')).toBe('a\tb\n1,2\t"3\t4"\n');
    // Other readers end a line at a lone CR, even if ours goes by the first line.
    for (const format of ['csv', 'tsv'] as const) {
      expect(tableText(['a'], [['x\ry'], ['x\ny']], format)).toBe('a\n"x\ry"\n"x\ny"\n');
    }
  });

  const cell = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('"', ',', ';', '\t', '\n', '\r', ' ', '\ufeff', '=', 'é', '😀'),
    }),
  );
  const grids = (least: number) =>
    fc
      .integer({ min: least, max: 5 })
      .chain((n) => fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: 1 }));

  // In a TSV, a line with the right number of cells is a record, whatever quotes are in it: a row may hold tabs
  // or, behind its first cell, line breaks, not both.
  const tabbed = (rows: string[][]) =>
    rows.map((row) => {
      const broken = row.slice(1).some((text) => /[\r\n]/.test(text));
      return row.map((text, c) => {
        const line = c === 0 ? text.replace(/[\r\n]/g, ' ') : text;
        return broken ? line.replaceAll('\t', ' ') : line;
      });
    });

  it.each([
    ['csv', (rows: string[][]) => rows],
    ['tsv', tabbed],
  ] as const)('writes %s that readTable reads back as it was', async (format, fit) => {
    await fc.assert(
      fc.asyncProperty(grids(2).map(fit), async (rows) => {
        const columns = rows[0].map((_, i) => (i === 0 ? 'smiles' : `c "${i}",\t;`.trim()));
        const path = folder.file(`a.${format}`, tableText(columns, rows, format));
        const table = await readTable(path, { structures });
        expect(table.rows).toEqual(rows);
        expect(table.columns).toEqual(columns);
        expect(table.sha256).toBe(sha256(readFileSync(path, 'utf8')));
      }),
      { numRuns: 150 },
    );
  });

  it('is read by its own separator, where quoted line breaks leave as many tabs in each line', async () => {
    const columns = ['smiles', 'c "1",\t;'];
    const rows = [['\t\n\t', '']];
    const path = folder.file('tabs.csv', tableText(columns, rows, 'csv'));
    const table = await readTable(path, { structures });
    expect([table.columns, table.rows]).toEqual([columns, rows]);
  });

  it('keeps the empty cells of a single column', async () => {
    const rows = [['CCO'], [''], ['CCN']];
    const path = folder.file('a.csv', tableText(['smiles'], rows, 'csv'));
    expect((await readTable(path, { structures })).rows).toEqual(rows);
  });
});

describe('a long table', () => {
  it('comes in pieces of whole lines, which together are all of it', async () => {
    const rows = Array.from({ length: 5000 }, (_, r) => [`C${'C'.repeat(r % 60)}`, `é${r}`]);
    const pieces: string[] = [];
    for await (const piece of tablePieces('csv', ['smiles', 'n'], [rows])) {
      pieces.push(piece as string);
    }
    expect(pieces.length).toBeGreaterThan(2);
    for (const piece of pieces) {
      expect(piece.endsWith('\n')).toBe(true);
      expect(piece.length).toBeLessThan(70_000);
    }
    expect(pieces.join('')).toBe(
      ['smiles,n', ...rows.map((row) => row.join(','))].join('\n').concat('\n'),
    );
  });
});
