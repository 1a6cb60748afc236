import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  count,
  duration,
  fileSize,
  list,
  nearestWord,
  plural,
  printable,
  visible,
} from '../src/text.js';
import { obeyed } from './hostile/texts.js';

describe('printable', () => {
  it('leaves ordinary text alone', () => {
    expect(printable('c1ccccc1 – Größe 😀')).toBe('c1ccccc1 – Größe 😀');
    expect(printable('')).toBe('');
  });

  it('shows control characters, line breaks and direction marks as escapes', () => {
    expect(printable('a\nb\rc\td')).toBe('a\\nb\\rc\\td');
    expect(printable('\u001b[2J\u0000\u007f\u009b')).toBe('\\u001b[2J\\u0000\\u007f\\u009b');
    expect(printable('\u2028\u2029\u202e\u2066')).toBe('\\u2028\\u2029\\u202e\\u2066');
  });

  it('cuts the middle out of what is longer than the limit', () => {
    const text = Array.from({ length: 100 }, (_, i) => String.fromCharCode(65 + (i % 26))).join('');
    const cut = printable(text);
    expect(cut).toHaveLength(80);
    expect(cut).toBe(`${text.slice(0, 59)}…${text.slice(80)}`);
    expect(printable('abcdefghij', 8)).toBe('abcde…ij');
    expect(printable('x'.repeat(80))).toBe('x'.repeat(80));
  });

  it('never lets a character through that could move the cursor', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const shown = printable(text, 100);
        expect(obeyed(shown).filter((line) => !/^\s*::|##/.test(line))).toEqual([]);
        expect(shown.length).toBeLessThanOrEqual(100);
      }),
    );
  });

  it.each([
    ['zero-width', '\u200b\u200c\u200d\u2060\ufeff', '\\u200b\\u200c\\u200d\\u2060\\ufeff'],
    ['direction marks', '\u200e\u200f\u061c', '\\u200e\\u200f\\u061c'],
    ['tags', '\u{e0001}\u{e007f}', '\\u{e0001}\\u{e007f}'],
    ['halves of a pair', 'a\ud800b\udc00', 'a\\ud800b\\udc00'],
    ['soft hyphens and fillers', '\u00ad\u3164', '\\u00ad\\u3164'],
  ])('shows %s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
    expect(visible(text, [...text][0]).startsWith([...text][0])).toBe(true);
  });

  it('cuts no pair of surrogates in half, and is the same a second time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 8, max: 60 }),
        (text, limit) => {
          const shown = printable(text, limit);
          expect(printable(shown, limit)).toBe(shown);
          expect(shown).not.toMatch(/\p{Cs}/u);
        },
      ),
    );
  });
});

describe('count and plural', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [4361, '4,361'],
    [1234567, '1,234,567'],
    [100000, '100,000'],
  ])('writes %d as %s', (n, text) => {
    expect(count(n)).toBe(text);
  });

  it('agrees with the locale-aware formatter of English', () => {
    const english = new Intl.NumberFormat('en-US');
    fc.assert(fc.property(fc.maxSafeNat(), (n) => count(n) === english.format(n)));
  });

  it('takes the singular for one only', () => {
    expect(plural(1, 'row')).toBe('1 row');
    expect(plural(0, 'row')).toBe('0 rows');
    expect(plural(4361, 'row')).toBe('4,361 rows');
    expect(plural(2, 'entry', 'entries')).toBe('2 entries');
    expect(plural(1, 'entry', 'entries')).toBe('1 entry');
  });
});

describe('list', () => {
  it('joins with commas and a last word', () => {
    expect(list([])).toBe('');
    expect(list(['a'])).toBe('a');
    expect(list(['a', 'b'])).toBe('a and b');
    expect(list(['a', 'b', 'c'])).toBe('a, b and c');
    expect(list(['a', 'b', 'c'], 'or')).toBe('a, b or c');
  });
});

describe('nearestWord', () => {
  it.each([
    ['smile', ['label', 'smiles', 'id'], 'smiles'],
    ['morgna', ['morgan', 'maccs'], 'morgan'],
    ['MACS', ['morgan', 'maccs'], 'maccs'],
    ['scaffold', ['random', 'sae'], undefined],
    ['kitten', ['sitting'], undefined],
    ['smiles', ['Smiles ', 'SMILES'], 'SMILES'],
    ['x', [], undefined],
  ])('finds for %j among %j: %j', (word, candidates, found) => {
    expect(nearestWord(word, candidates)).toBe(found);
  });

  it('allows a third of a long word to differ', () => {
    expect(nearestWord('topologicaltorsion', ['topological-torsion'])).toBe('topological-torsion');
    expect(nearestWord('abcdefghi', ['xyzdefghi'])).toBe('xyzdefghi');
    expect(nearestWord('abcdefghi', ['wxyzefghi'])).toBe(undefined);
  });

  it('is that of a plain search by edit distance', () => {
    /** Insertions, deletions, substitutions and exchanges of neighbors, by their definition. */
    const distance = (a: string, b: string): number => {
      if (a === '' || b === '') return a.length + b.length;
      const [x, y] = [a.slice(1), b.slice(1)];
      const swapped = a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0];
      return Math.min(
        distance(x, y) + (a[0] === b[0] ? 0 : 1),
        distance(x, b) + 1,
        distance(a, y) + 1,
        swapped ? distance(a.slice(2), b.slice(2)) + 1 : Number.POSITIVE_INFINITY,
      );
    };
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'C', 'İ'), maxLength: 6 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 5 }), (wanted, candidates) => {
        const most = wanted.length < 4 ? 1 : Math.max(2, Math.floor(wanted.length / 3));
        const found = candidates
          .map((one) => ({ one, d: distance(wanted.toLowerCase(), one.toLowerCase()) }))
          .filter(({ d }) => d <= most)
          .sort((a, b) => a.d - b.d)[0]?.one;
        expect(nearestWord(wanted, candidates)).toBe(found);
      }),
      { numRuns: 60 },
    );
  });

  it('takes no time for what is no word', () => {
    const long = 'm'.repeat(100_000);
    expect(nearestWord(long, [long])).toBe(undefined);
    expect(nearestWord('m'.repeat(100), [long, 'm'.repeat(99)])).toBe('m'.repeat(99));
    const many = Array.from({ length: 30_000 }, (_, i) => (i === 25_000 ? 'smiles' : `x${i}`));
    expect(nearestWord('smile', many)).toBe(undefined);
    expect(nearestWord('smile', many.slice(10_000))).toBe('smiles');
  });

  it('prefers the first of two that are equally near', () => {
    expect(nearestWord('cat', ['car', 'can'])).toBe('car');
  });
});

describe('duration', () => {
  it.each([
    [0.2, '1 s'],
    [59, '59 s'],
    [59.5, '1 min 0 s'],
    [100, '1 min 40 s'],
    [3600, '1 h 0 min'],
    [7201, '2 h 1 min'],
    [3_600_000, '1,000 h 0 min'],
  ])('%f seconds is %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe('fileSize', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [12_440_000, '12.4 MB'],
    [414_936_000, '415 MB'],
    [999_700_000, '1.0 GB'],
    [3e15, '3000 TB'],
  ])('%d bytes is %s', (bytes, text) => {
    expect(fileSize(bytes)).toBe(text);
  });
});
