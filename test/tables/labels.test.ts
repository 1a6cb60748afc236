import { describe, expect, it } from 'vitest';
import { type Labels, readLabels } from '../../src/tables/labels.js';
import { transformNamed } from '../../src/tables/transform.js';

const words = { positive: 'true', negative: 'false', known: true };

const labels = (task: string, values: number[], missing = 0, classes: unknown = null) => ({
  task,
  values: Float64Array.from(values),
  missing,
  censored: 0,
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
      '">10" is a censored value (1 of 3 filled cells); leave these rows out with --censored drop, or use limits with --censored limit',
    ],
    [
      ['1', '1,5'],
      1,
      '"1,5" has a decimal comma (1 of 2 filled cells); save the numbers with a decimal point',
    ],
    [['high'], 0, '"high" is neither a number nor a class (1 of 1 filled cells)'],
    [['1', 'inf'], 1, '"inf" is neither a number nor a class (1 of 2 filled cells)'],
    [['1e999'], 0, '"1e999" is neither a number nor a class (1 of 1 filled cells)'],
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
      censored: 2,
      notes: ['2 of 3 labels are censored values, left out (--censored drop)'],
    });
    expect(readLabels(cells, { censored: 'bound' })).toEqual({
      ...labels('regression', [10, 2.5, 0.1, Number.NaN], 1),
      censored: 2,
      notes: [
        '2 of 3 labels are censored values, whose limits are taken for values (--censored limit)',
      ],
    });
  });
});

describe('a transform of labels', () => {
  const read = (cells: string[], transform: string, more = {}) => {
    const found = readLabels(cells, { transform, ...more });
    if ('problem' in found) throw new Error(found.problem);
    return found;
  };

  it.each([
    ['log10', [1, 100, 0.1], [0, 2, -1]],
    ['neg-log10:M', [1, 1e-6, 10], [0, 6, -1]],
    ['neg-log10:mM', [1, 0.001], [3, 6]],
    ['neg-log10:uM', [1, 10, 0.05], [6, 5, 7.301029995663981]],
    ['neg-log10:µM', [1, 10], [6, 5]],
    ['neg-log10:nM', [1, 2670], [9, 5.573488738635425]],
    ['neg-log10:pM', [1, 1000], [12, 9]],
  ])('%s', (transform, given, expected) => {
    const { values, task, notes } = read(given.map(String), transform);
    for (const [i, v] of expected.entries()) expect(values[i]).toBeCloseTo(v, 12);
    // Numbers such as 1 and 2 are values, too.
    expect(task).toBe('regression');
    expect(notes).toEqual([expect.stringContaining(`(--transform ${transform})`)]);
  });

  it('has the formula in a note, and takes limits of censored values through it', () => {
    const found = read(['10', '>100', ''], 'neg-log10:nM', { censored: 'limit' });
    expect([...found.values]).toEqual([8, 7, Number.NaN]);
    expect([found.censored, found.missing]).toEqual([1, 1]);
    expect(found.notes[1]).toBe(
      'labels are 9 − log10(value) of what the column holds (--transform neg-log10:nM)',
    );
    const dropped = read(['10', '>0', ''], 'log10', { censored: 'drop' });
    expect([...dropped.values]).toEqual([1, Number.NaN, Number.NaN]);
  });

  it.each([
    [['5', '0', '-1'], 1, '"0" is not above 0 and has no logarithm'],
    [['5', '7', '-1e3'], 2, '"-1e3" is not above 0'],
    [['active', 'inactive'], 0, '"active" is a class; --transform log10 is for numbers'],
  ])('refuses %j, and says where', (cells, record, problem) => {
    const found = readLabels(cells, { transform: 'log10' });
    expect(found).toEqual({ record, problem: expect.stringContaining(problem) });
  });

  it.each(['nM', 'neg-log10', 'neg-log10:nm', 'neg-log10:kM', 'ln', 'log10:nM', 'LOG10'])(
    'is not %s',
    (name) => {
      expect(transformNamed(name)).toBeUndefined();
      expect(() => readLabels(['1'], { transform: name })).toThrow(
        `--transform ${name}: give log10, or`,
      );
    },
  );
});

describe('words for the treatment of censored values', () => {
  it.each([
    ['drop', 'skip'],
    ['limit', 'bound'],
  ] as const)('%s is the same as %s of earlier versions', (word, earlier) => {
    const cells = ['1', '>3', '5.5'];
    expect(readLabels(cells, { censored: word })).toEqual(readLabels(cells, { censored: earlier }));
    expect(readLabels(cells, { censored: word })).toMatchObject({
      censored: 1,
      missing: word === 'drop' ? 1 : 0,
    });
  });
});

describe('outcomes of the NCI screen', () => {
  it('are two classes of which CA and CM are the positive one', () => {
    const found = readLabels(['CI', 'CM', 'ca', '', 'CI']);
    expect(found).toMatchObject({ task: 'classification', missing: 1 });
    expect([...('values' in found ? found.values : [])]).toEqual([0, 1, 1, Number.NaN, 0]);
  });

  it('are no classes beside other words', () => {
    expect(readLabels(['CI', 'CM', 'XX'])).toHaveProperty('problem');
  });
});
