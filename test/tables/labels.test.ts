import { describe, expect, it } from 'vitest';
import { readLabels } from '../../src/tables/labels.js';

const words = { positive: 'true', negative: 'false', known: true };

const labels = (task: string, values: number[], missing = 0, classes: unknown = null) => ({
  task,
  values: Float64Array.from(values),
  missing,
  classes,
  notes: [],
});

describe('readLabels', () => {
  it('takes numbers for a regression, and marks what is missing', () => {
    expect(readLabels(['1.5', ' -2 ', '1e3', '', 'NA', 'n/a', 'NaN', 'null', 'None', '-'])).toEqual(
      labels('regression', [1.5, -2, 1000, ...Array(7).fill(Number.NaN)], 7),
    );
  });

  it('takes 0 and 1 for classes only where both are there and nothing else is', () => {
    expect(readLabels(['0', '1', '', '1.0'])).toEqual(
      labels('classification', [0, 1, Number.NaN, 1], 1),
    );
    expect(readLabels(['1', '1'])).toEqual(labels('regression', [1, 1]));
    expect(readLabels(['0', '0'])).toEqual(labels('regression', [0, 0]));
    expect(readLabels(['0', '1', '2'])).toEqual(labels('regression', [0, 1, 2]));
    expect(readLabels(['0', '1', '0.5'])).toEqual(labels('regression', [0, 1, 0.5]));
  });

  it.each([
    ['True', 'False'],
    ['active', 'inactive'],
    ['YES', 'no'],
    ['Positive', 'negative'],
    ['pos', 'neg'],
    ['T', 'F'],
    ['y', 'n'],
  ])('takes the words %s and %s for 1 and 0', (yes, no) => {
    expect(readLabels([no, ` ${yes} `, '', yes])).toEqual(
      labels('classification', [0, 1, Number.NaN, 1], 1, words),
    );
  });

  it('takes words for classes also where only one is there', () => {
    expect(readLabels(['active', 'active'])).toEqual(labels('classification', [1, 1], 0, words));
  });

  it('has nothing to say of an empty column', () => {
    expect(readLabels([])).toEqual(labels('regression', []));
    expect(readLabels(['', 'nan'])).toEqual(labels('regression', [Number.NaN, Number.NaN], 2));
  });

  it.each([
    [
      ['1', '', '>10', 'x'],
      2,
      '">10" is a censored value (1 of 3 cells that are not empty); leave such rows out with --censored skip, or use the bounds as values with --censored bound',
    ],
    [
      ['1', '1,5'],
      1,
      '"1,5" has a decimal comma (1 of 2 cells that are not empty); save the numbers with a decimal point',
    ],
    [['high'], 0, '"high" is neither a number nor a class (1 of 1 cells that are not empty)'],
    [['1', 'inf'], 1, '"inf" is neither a number nor a class (1 of 2 cells that are not empty)'],
    [['1e999'], 0, '"1e999" is neither a number nor a class (1 of 1 cells that are not empty)'],
    [['1', '0', 'True'], 2, 'numbers and class names are mixed'],
    [['no', '', '0'], 2, 'numbers and class names are mixed'],
  ])('names the first record that is neither: %j', (cells, record, problem) => {
    expect(readLabels(cells)).toEqual({ record, problem });
  });

  it('shows a hostile cell escaped and cut', () => {
    const { problem } = readLabels([`\u001b[2J${'x'.repeat(1000)}`]) as { problem: string };
    expect(problem).toMatch(/^"\\u001b\[2Jx+…x{7}" is neither a number nor a class/);
    expect(problem.length).toBeLessThan(120);
  });
});
