import { describe, expect, it } from 'vitest';
import { noteText } from '../../src/report/note.js';
import { plainStyle, styleFor } from '../../src/report/style.js';

describe('noteText', () => {
  const text =
    'compounds.csv: 12 rows with an invalid SMILES, marked invalid in the output; the first is row 7 (line 8)';

  it('wraps between words at the width, below its first line', () => {
    expect(noteText(text, plainStyle)).toBe(
      'note: compounds.csv: 12 rows with an invalid SMILES, kept in the output,\n  marked invalid; the first is row 7 (line 8)\n',
    );
    for (const width of [40, 60, 120]) {
      const rows = noteText(text, styleFor(0, width)).trimEnd().split('\n');
      expect(rows.every((row) => row.length <= width)).toBe(true);
      expect(rows.map((row) => row.trim()).join(' ')).toBe(`note: ${text}`);
    }
  });

  it('is one line where the width is infinite, and colors the word alone', () => {
    expect(noteText(text, styleFor(0, Number.POSITIVE_INFINITY))).toBe(`note: ${text}\n`);
    expect(noteText('a b', styleFor(1, 80))).toBe('\u001b[33mnote:\u001b[39m a b\n');
  });

  it('cuts the middle of what takes more than three lines of 80 characters', () => {
    const long = `/home/${'folder/'.repeat(40)}x.csv: read it ${'again '.repeat(30)}; name it with --smiles`;
    const rows = noteText(long, plainStyle).trimEnd().split('\n');
    expect(rows).toHaveLength(3);
    expect(rows[2]).toMatch(/name it with --smiles$/);
    expect(rows.join('')).toContain('…');
    const narrow = noteText(text.repeat(2), styleFor(0, 40));
    expect(narrow).not.toContain('…');
  });

  it('lets nothing of a name through', () => {
    expect(noteText('a\n::error::\u001b[2J', plainStyle)).toBe('note: a\\n::error::\\u001b[2J\n');
  });
});
