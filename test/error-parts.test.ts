import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorParts } from '../src/error-parts.js';

describe('the parts of an error', () => {
  it.each([
    [
      'preds.csv: column "y", row 3: "foo" is not a number; fix the cell, or use --missing skip',
      'preds.csv: column "y", row 3',
      'fix the cell, or use --missing skip',
    ],
    ['b.yaml:4: tasks must be a list; fix it: [a]', 'b.yaml:4', 'fix it: [a]'],
    [
      '--threshold needs two classes; of several classes one is predicted; leave it out',
      null,
      'leave it out',
    ],
    ['x.csv line 2: a quote (") is opened and never closed; close it', 'x.csv line 2', 'close it'],
    ['--bins 0,1: the edges (a; use b) "; use c" ascend; use d', '--bins 0,1', 'use d'],
    ['interrupted; no output was written', null, null],
    ['a split of nothing: it is empty', null, null],
  ])('%s', (message, where, remedy) => {
    expect(errorParts(message)).toEqual({ where, remedy });
  });

  it('begin with a file as it was given, whatever its name holds', () => {
    const name = 'odd; use it: now.csv';
    expect(errorParts(`${name}: column "y": no numbers; name another`, ['split', name])).toEqual({
      where: `${name}: column "y"`,
      remedy: 'name another',
    });
    // Of a longer name the shorter one is no part.
    expect(errorParts('ab.csv is empty; check it', ['a', 'ab', 'ab.csv']).where).toBe('ab.csv');
  });

  it('are pieces of any message', () => {
    const piece = fc.constantFrom('a.csv', ': ', '; ', 'use x', '"', '(', ')', 'row 3', '--x', ' ');
    fc.assert(
      fc.property(
        fc.array(piece).map((all) => all.join('')),
        (message) => {
          const { where, remedy } = errorParts(message, ['a.csv']);
          if (where !== null) expect(message.startsWith(where)).toBe(true);
          if (remedy !== null) expect(message.slice(where?.length ?? 0)).toContain(remedy);
        },
      ),
    );
  });
});
