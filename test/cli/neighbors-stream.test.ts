import { describe, expect, it } from 'vitest';
import { ROWS_AT_ONCE } from '../../src/dataset/table-stream.js';
import { temporaryFolder } from '../helpers.js';
import { table } from './recompute.js';
import { run } from './run.js';

const folder = temporaryFolder();
const drugs = table((await run(['split', 'dataset:drugs', '-m', 'random', '-q'])).stdout)
  .slice(0, 300)
  .map(({ smiles }, i) => (i === 7 ? 'C1CC' : i === 9 ? `${smiles} |o1:1|` : smiles));
/** The same molecules again and again, in several parts; a whole number of times. */
const TIMES = Math.ceil((2 * ROWS_AT_ONCE + 1) / drugs.length);
const COUNT = TIMES * drugs.length;
const once = folder.file('once.smi', `${drugs.join('\n')}\n`);
const many = Array.from({ length: TIMES }, () => `${drugs.join('\n')}\n`).join('');
const query = folder.file('query.smi', many);
const reference = folder.file('reference.smi', `${drugs.slice(0, 150).join('\n')}\nC\n`);

/** Lines without their first cell, the row. */
const withoutRow = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.slice(line.indexOf(',') + 1));

describe('neighbors of more queries than are held at once', () => {
  it('are those of each query, with counts, invalid rows and notes of the whole file', async () => {
    const few = await run(['neighbors', once, reference, '--threshold', '0.4', '-q']);
    const expected = withoutRow(few.stdout);
    const output = folder.at('all.csv');
    const args = ['neighbors', query, reference, '--threshold', '0.4'];
    const all = await run([...args, '--json', '-o', output]);
    expect(all.code).toBe(0);
    const text = folder.read('all.csv');
    expect(withoutRow(text)).toEqual(Array.from({ length: TIMES }, () => expected).flat());
    const rows = table(text).map(({ query_row }) => Number(query_row));
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect(new Set(rows)).toEqual(new Set(Array.from({ length: COUNT }, (_, i) => i + 1)));
    const summary = JSON.parse(all.stdout);
    expect(summary.query.records).toBe(COUNT);
    expect(summary.counts).toMatchObject({ queries: COUNT, invalid: TIMES });
    expect(
      summary.invalid.query.map(({ row, line }: Record<string, number>) => [row, line]),
    ).toEqual(Array.from({ length: TIMES }, (_, t) => [t * 300 + 8, t * 300 + 8]));
    expect(summary.warnings.join('\n')).toContain(`${TIMES} rows with CXSMILES`);
    const piped = await run(['neighbors', '-', ...args.slice(2), '-q'], { input: many });
    expect(piped.stdout).toBe(text);
  }, 60_000);

  it('are refused before any output where no query is valid', async () => {
    const path = folder.file('bad.smi', `smiles name\n${'C1CC a\n'.repeat(2 * ROWS_AT_ONCE + 5)}`);
    const { code, stdout, stderr } = await run(['neighbors', path, reference]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(
      'none of its 32,773 rows has a valid SMILES in column "smiles" (row 1,',
    );
  });
});
