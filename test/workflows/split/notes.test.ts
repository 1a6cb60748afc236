import { describe, expect, it } from 'vitest';
import { split } from '../../../src/index.js';
import { temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const SMILES = ['CCO', 'CCN', 'CCCC', 'c1ccccc1', 'CC(=O)O', 'CCCl', 'CCBr', 'OCCO', 'CCS', 'CCF'];

/** The notes on a split of ten molecules, each with cells of its own. */
async function notesOn(header: string, cells: (i: number) => string, more = {}): Promise<string[]> {
  const rows = SMILES.map((smiles, i) => `${smiles},${cells(i)}`);
  const input = folder.file('table.csv', `smiles,${header}\n${rows.join('\n')}\n`);
  const { summary } = await split({ input, method: 'random', ...more });
  return [...summary.warnings];
}

describe('notes on the input of a split', () => {
  it('list the columns that could be labels, and name the only one', async () => {
    const two = await notesOn('first,second,text', (i) => `${i / 3},${i % 2},word ${i}`);
    expect(two).toEqual([
      '2 columns could each be the label: "first" and "second"; none is used, so labels are neither balanced nor shown; choose one with --label',
    ]);
    const [one] = await notesOn('first', (i) => String(i / 3));
    expect(folder.shorten(one)).toBe(
      'table.csv: labels are read from column "first" (numbers; --label names another)',
    );
    expect(await notesOn('first,y', (i) => `${i / 3},${i}`)).toEqual([]);
    expect(await notesOn('text', (i) => `word ${i}`)).toEqual([]);
  });

  it('name columns of numbers in a notation that is not read, and say what is wrong', async () => {
    const [comma] = await notesOn('act', (i) => `"${i},25"`);
    expect(folder.shorten(comma)).toBe(
      'table.csv: label column "act", row 1 (line 2): "0,25" has a decimal comma (10 of 10 filled cells); save the numbers with a decimal point; no label statistics',
    );
    const [two] = await notesOn('act,b', (i) => `"${i},25",${i}%`);
    expect(two).toMatch(/^2 columns could each be the label: "act" and "b"; none is used/);
    // A number and letters may be a name.
    expect(await notesOn('compound', (i) => `${i}a`)).toEqual([]);
  });

  it('say that groups without a second molecule change nothing', async () => {
    const group = { group: 'series' };
    const notes = await notesOn('y,series', (i) => `${i},s${i}`, group);
    expect(notes[0]).toBe(
      '--group changes nothing: no two molecules have the same value in column "series"',
    );
    const joined = await notesOn('y,series', (i) => `${i},s${i >> 1}`, group);
    expect(joined[0]).toBe('5 groups of several molecules (column "series") are never divided');
  });

  it('name classes of conflicting labels by their words, and count rows and molecules', async () => {
    const rows = [...SMILES, 'OCC'].map(
      (smiles, i) => `${smiles},${i % 2 ? 'toxic' : 'non-toxic'}`,
    );
    // Ethanol, which is non-toxic in the first row.
    rows[10] = 'OCC,toxic';
    const input = folder.file('words.csv', `smiles,y\n${rows.join('\n')}\n`);
    const { summary } = await split({ input, method: 'random' });
    expect(summary.warnings.slice(-2)).toEqual([
      '11 rows hold 10 molecules; all rows of a molecule go to the same set; sizes and bins count molecules (to count rows: --count records)',
      '1 molecule has rows with different labels (rows 1 and 11: non-toxic and toxic); the split uses the mean label of each molecule; the output keeps the label of each row',
    ]);
  });
});
