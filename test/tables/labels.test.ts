import { describe, expect, it } from 'vitest';
import { type Labels, readLabels } from '../../src/tables/labels.js';

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

describe('two classes', () => {
  const twenty = (negative: string, positive: string) =>
    Array.from({ length: 20 }, (_, r) => (r % 3 === 0 ? positive : negative));
  const expected = Float64Array.from({ length: 20 }, (_, r) => (r % 3 === 0 ? 1 : 0));

  it.each([
    ['-1', '1'],
    ['1', '2'],
    ['-1.0', '1.0'],
    ['BBB-', 'BBB+'],
    ['non-toxic', 'toxic'],
    ['nontoxic', 'toxic'],
    ['not toxic', 'Toxic'],
    ['-', '+'],
    ['low', 'high'],
    ['NP', 'P'],
    ['nonmutagen', 'mutagen'],
    ['non-mutagenic', 'mutagenic'],
    ['impermeable', 'permeable'],
    ['insoluble', 'soluble'],
    ['decoy', 'ligand'],
    ['inhibitor of none', 'inhibitor'],
    ['not donated', 'donated'],
    ['unstable', 'stable'],
    ['medium', 'high'],
  ])('%s and %s are told apart, and said', (negative, positive) => {
    const read = readLabels(twenty(negative, positive));
    expect(read).toMatchObject({ task: 'classification', values: expected, missing: 0 });
    expect((read as Labels).notes).toEqual([
      `labels ${Number(negative) ? Number(negative) : negative} and ${Number(positive) ? Number(positive) : positive} are two classes, and ${Number(positive) ? Number(positive) : positive} is the positive one (--positive names another)`,
    ]);
  });

  it.each([
    ['agonist', 'antagonist'],
    ['red', 'blue'],
    ['high', 'toxic'],
  ])('%s and %s are not: which is positive has to be said', (one, other) => {
    expect(readLabels(twenty(one, other))).toEqual({
      record: 0,
      problem: `"${other}" and "${one}" are two classes; say which one is positive, such as --positive "${one}"`,
    });
    expect(readLabels(twenty(one, other), { positive: other })).toMatchObject({
      values: expected,
      notes: [],
    });
    expect(readLabels(twenty(other, one), { positive: other.toUpperCase() })).toMatchObject({
      values: expected.map((y) => 1 - y),
    });
  });

  it('takes the positive class that is named, and refuses one that is not there', () => {
    expect(readLabels(twenty('1', '2'), { positive: '1' })).toMatchObject({
      values: expected.map((y) => 1 - y),
      classes: { positive: '1', negative: '2' },
    });
    expect(readLabels(twenty('0', '1'), { positive: '0' })).toMatchObject({
      values: expected.map((y) => 1 - y),
    });
    expect(readLabels(twenty('1', '2'), { positive: '3' })).toMatchObject({
      problem: '--positive 3: the column holds the numbers 2 and 1, not two of which it is one',
    });
    expect(readLabels(twenty('a', 'b'), { positive: 'c' })).toMatchObject({
      problem:
        '--positive c: the classes are "b" and "a"; two are needed, one of them the positive one',
    });
  });

  it('are numbers where the task is regression, or there are few of them', () => {
    expect(readLabels(twenty('1', '2'), { task: 'regression' })).toMatchObject({
      task: 'regression',
    });
    expect(readLabels(twenty('1', '2').slice(0, 9))).toMatchObject({
      task: 'regression',
      notes: [],
    });
    expect(readLabels(twenty('1', '3'))).toMatchObject({ task: 'regression', notes: [] });
  });

  it('are those of the other table, where one class alone occurs', () => {
    const classes = { positive: 'BBB+', negative: 'BBB-' };
    expect(readLabels(['BBB+', ' bbb+ ', ''], { classes })).toMatchObject({
      task: 'classification',
      values: Float64Array.of(1, 1, Number.NaN),
      notes: [],
    });
    expect(readLabels(['1', '1'], { classes: { positive: '2', negative: '1' } })).toMatchObject({
      task: 'classification',
      values: Float64Array.of(0, 0),
    });
  });

  it('three words are not, and are counted', () => {
    expect(readLabels(['low', 'medium', 'high', 'low'])).toEqual({
      record: 0,
      problem: '3 classes ("low", "medium" and "high") where two are needed',
    });
  });
});

describe('records that do not count, and censored values', () => {
  it('does not look at labels of records that do not count', () => {
    const counts = (r: number) => r > 1;
    expect(readLabels(['FLOAT', 'NANOMOLAR', '930', '', '950'], { counts })).toEqual(
      labels('regression', [Number.NaN, Number.NaN, 930, Number.NaN, 950], 1),
    );
    expect(readLabels(['1', 'x', '2', 'y'], { counts: (r) => r !== 1 })).toMatchObject({
      record: 3,
    });
  });

  it('leaves censored values out, or takes their bounds, and says so', () => {
    const cells = ['>10', '2.5', '<0.1', ''];
    expect(readLabels(cells, { censored: 'skip' })).toEqual({
      ...labels('regression', [Number.NaN, 2.5, Number.NaN, Number.NaN], 3),
      notes: ['2 of 3 labels are censored values, left out (--censored skip)'],
    });
    expect(readLabels(cells, { censored: 'bound' })).toEqual({
      ...labels('regression', [10, 2.5, 0.1, Number.NaN], 1),
      notes: [
        '2 of 3 labels are censored values, whose bounds are taken for values (--censored bound)',
      ],
    });
  });
});
