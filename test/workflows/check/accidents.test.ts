import { describe, expect, it } from 'vitest';
import { TanimarkError } from '../../../src/errors.js';
import type { CheckSummary } from '../../../src/gate/types.js';
import { csv } from '../score/made.js';
import {
  BASE,
  type Columns,
  isTest,
  Repository,
  type Row,
  rows,
  SPLIT,
  uniform,
} from './repository.js';

const all = rows(200);
const test = all.filter(isTest);
const train = all.filter((row) => !isTest(row));
const rules = [
  { metric: 'mae', margin: '10%' },
  { metric: 'mae', stratum: 'lowest', margin: '10%' },
];
const next = uniform(11);
const noise = new Map(all.map((row) => [row, next() - 0.5]));

/** A model that has learned nothing of use. */
const bad = (row: Row) => Number((3 + 6 * (noise.get(row) as number)).toFixed(4));
/** The model of the baseline, trained again with another seed. */
const equal = (row: Row) => Number((row.base + 0.02 * (noise.get(row) as number)).toFixed(4));
const name = (row: Row) => row.name;
const number = (row: Row) => all.indexOf(row) + 1;
const weight = (digits: number) => (row: Row) => (100 + 7.377 * number(row)).toFixed(digits);

const tableOf = (columns: Columns, own: readonly Row[] = test) => csv(own, columns);
const badTable = tableOf({ name, pred: bad });

interface Way {
  /** What happens to the repository, whose baseline is accepted. */
  readonly files?: Readonly<Record<string, (text: string) => string>>;
  readonly config?: object;
}

/** A repository with more columns that number and describe molecules, as many have. */
const table: Columns = { no: number, ...SPLIT, MolWt: weight(1) };

let accepted: Promise<string> | undefined;
async function repository(): Promise<Repository> {
  const found = new Repository(all);
  found.write('split.csv', tableOf(table, all));
  found.write('base.csv', tableOf(BASE));
  accepted ??= found.accept({ rules }).then(() => found.read('b.json'));
  found.write('b.json', await accepted);
  return found;
}

/** The result; null where the configuration or a file was refused outright. */
async function outcome(
  { files = {}, config = {} }: Way,
  predictions: string,
): Promise<CheckSummary | null> {
  const made = await repository();
  made.write('new.csv', predictions);
  for (const [file, change] of Object.entries(files)) made.write(file, change(made.read(file)));
  try {
    return await made.check({ rules, ...config });
  } catch (error) {
    if (error instanceof TanimarkError) return null;
    throw error;
  }
}

const lines = (change: (list: string[]) => string[]) => (text: string) =>
  `${change(text.trimEnd().split('\n')).join('\n')}\n`;
const header = (from: string | RegExp, to: string) =>
  lines(([first, ...rest]) => [first.replace(from, to), ...rest]);
const write = (columns: Columns, own?: readonly Row[]) => () => tableOf(columns, own);
/** Predictions of the worse model, in the order of the true values: both columns sorted, and pasted together. */
const sortedTable = (() => {
  const byTruth = [...test].sort((a, b) => a.y - b.y);
  const pasted = test.map(bad).sort((a, b) => a - b);
  const of = new Map(byTruth.map((row, k) => [row, pasted[k]]));
  return tableOf({ name, pred: (r) => of.get(r) });
})();
const good = { name, pred: equal };

describe('a worse model does not pass', () => {
  it('as it is, and when the rules are many', async () => {
    expect(await outcome({}, badTable)).toMatchObject({
      verdict: 'fail',
      exit_code: 1,
      errors: [],
    });
    const many = Array.from({ length: 20 }, () => rules[0]);
    expect(await outcome({ config: { rules: many } }, badTable)).toMatchObject({ exit_code: 1 });
  });

  const shuffled = [...test].sort((a, b) => (noise.get(a) as number) - (noise.get(b) as number));
  const ways: [string, Way][] = [
    // Rows of the predictions.
    ['in another order', { files: { 'new.csv': write({ name, pred: bad }, shuffled) } }],
    ['with a row missing', { files: { 'new.csv': lines((list) => list.slice(0, -1)) } }],
    ['with half of the rows missing', { files: { 'new.csv': lines((list) => list.slice(0, 51)) } }],
    ['with the header alone', { files: { 'new.csv': lines((list) => list.slice(0, 1)) } }],
    ['with rows doubled', { files: { 'new.csv': lines((list) => [...list, ...list.slice(1)]) } }],
    [
      'with rows doubled, the second better',
      { files: { 'new.csv': (text) => text + tableOf(good).split('\n').slice(1).join('\n') } },
    ],
    [
      'with predictions of training molecules',
      { files: { 'new.csv': write({ name, pred: bad }, train) } },
    ],
    ['without ids, in another order', { files: { 'new.csv': write({ pred: bad }, shuffled) } }],
    ['without ids, one row short', { files: { 'new.csv': write({ pred: bad }, test.slice(1)) } }],
    // Cells of the predictions.
    [
      'with an empty cell',
      {
        files: {
          'new.csv': lines((list) =>
            list.map((line, l) => (l === 3 ? line.replace(/,.*/, ',') : line)),
          ),
        },
      },
    ],
    ['with NaN throughout', { files: { 'new.csv': write({ name, pred: () => 'nan' }) } }],
    [
      'with one infinite prediction',
      {
        files: {
          'new.csv': lines((list) =>
            list.map((line, l) => (l === 3 ? line.replace(/,.*/, ',inf') : line)),
          ),
        },
      },
    ],
    [
      'with one absurd prediction',
      {
        files: {
          'new.csv': lines((list) =>
            list.map((line, l) => (l === 3 ? line.replace(/,.*/, ',1e12') : line)),
          ),
        },
      },
    ],
    [
      'with decimal commas',
      {
        files: {
          'new.csv': () =>
            `name;pred\n${test.map((r) => `${r.name};${String(bad(r)).replace('.', ',')}`).join('\n')}\n`,
        },
      },
    ],
    [
      'with predictions in lists',
      { files: { 'new.csv': write({ name, pred: (r) => `[${bad(r)}]` }) } },
    ],
    ['with one number throughout', { files: { 'new.csv': write({ name, pred: () => 3 }) } }],
    // Other columns in the place of the predictions.
    [
      'with the true values as predictions',
      { files: { 'new.csv': write({ name, pred: (r) => r.y }) } },
    ],
    [
      'with the true values, rounded',
      { files: { 'new.csv': write({ name, pred: (r) => r.y.toFixed(1) }) } },
    ],
    [
      'with the true values and a trifle',
      { files: { 'new.csv': write({ name, pred: (r) => r.y + 1e-9 }) } },
    ],
    [
      'with the true values as whole numbers',
      { files: { 'new.csv': write({ name, pred: (r) => Math.round(r.y) }) } },
    ],
    [
      'with nearly all true values',
      {
        files: {
          'new.csv': write({ name, pred: (r) => (number(r) % 25 === 0 ? bad(r) : r.y) }),
        },
      },
    ],
    ['with predictions sorted like the true values', { files: { 'new.csv': () => sortedTable } }],
    [
      'with the column of the label',
      {
        files: { 'new.csv': write({ name, y: (r) => r.y, score: bad }) },
        config: { prediction: 'y' },
      },
    ],
    [
      'with the label under its own name and nothing else',
      { files: { 'new.csv': write({ name, y: (r) => r.y }) } },
    ],
    ['with an id for the prediction', { files: { 'new.csv': write({ name, no: number }) } }],
    [
      'with a descriptor for the prediction',
      { files: { 'new.csv': write({ name, MolWt: weight(2) }) } },
    ],
    [
      'with a descriptor, the scores under another name',
      { files: { 'new.csv': write({ name, MolWt: weight(2), score: bad }) } },
    ],
    ['with two columns of scores', { files: { 'new.csv': write({ name, RF: equal, GNN: bad }) } }],
    [
      'with the similarity of the split',
      { files: { 'new.csv': write({ name, max_similarity: () => 0.5, score: bad }) } },
    ],
    // Scale.
    ['in percent', { files: { 'new.csv': write({ name, pred: (r) => 100 * r.base }) } }],
    ['with the opposite sign', { files: { 'new.csv': write({ name, pred: (r) => -r.base }) } }],
    ['as powers of ten', { files: { 'new.csv': write({ name, pred: (r) => 10 ** r.base }) } }],
    // The label.
    ['where the label is gone', { files: { 'split.csv': header(',y,', ',response,') } }],
    [
      'where the label is not named, and gone',
      {
        files: {
          'split.csv': header(',y,', ',response,'),
          'new.csv': write({ name, no: number, score: bad }),
        },
        config: { label: undefined },
      },
    ],
    [
      'where one label cannot be read',
      {
        files: {
          'split.csv': (text) => text.replace(/^(\d+,[^,]+,[^,]+,[^,]+),[^,]+,/m, '$1,failed,'),
          'new.csv': write({ name, no: number, score: bad }),
        },
        config: { label: undefined },
      },
    ],
    ['where another label is named', { config: { label: 'MolWt' } }],
    [
      'where the label is on another scale',
      { files: { 'split.csv': write({ ...table, y: (r) => r.y / 1000 }, all) } },
    ],
    [
      'where every label is the same',
      { files: { 'split.csv': write({ ...table, y: () => 3 }, all) } },
    ],
    // The split.
    [
      'where hard test rows are training rows now',
      {
        files: {
          'split.csv': write(
            { ...table, split: (r) => (isTest(r) && number(r) % 3 === 0 ? 'train' : r.split) },
            all,
          ),
        },
      },
    ],
    [
      'where test rows are deleted',
      { files: { 'split.csv': lines((list) => [list[0], ...list.slice(40)]) } },
    ],
    [
      'where the split is the other way round',
      {
        files: {
          'split.csv': write({ ...table, split: (r) => (isTest(r) ? 'train' : 'test') }, all),
        },
      },
    ],
    [
      'where a test molecule is another one',
      {
        files: {
          'split.csv': write(
            { ...table, smiles: (r) => (r === test[0] ? 'CCCCCCCCCC' : r.smiles) },
            all,
          ),
        },
      },
    ],
    ['where bins were changed', { config: { bins: '0,1' } }],
    ['where the fingerprint was changed', { config: { fingerprint: 'maccs' } }],
    // The baseline.
    ['where the baseline is gone', { files: { 'b.json': () => '' } }],
    [
      'where the baseline was edited',
      { files: { 'b.json': (text) => text.replace(/(\d\.\d)\d+/, '$19') } },
    ],
    [
      'where the baseline has lost rows',
      { files: { 'b.json': lines((list) => list.filter((_, l) => l !== 12)) } },
    ],
    ['where the baseline is of another label', { config: { label: 'hit' } }],
    ['where the baseline file is the predictions', { config: { baseline: 'new.csv' } }],
    [
      'where the baseline is in conflict',
      { files: { 'b.json': (text) => `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> new\n` } },
    ],
    // The configuration.
    [
      'where a rule names no stratum that there is',
      { config: { rules: [{ metric: 'mae', margin: '10%', stratum: '[0.2, 0.3)' }] } },
    ],
    [
      'where a margin is a whole number for percent',
      {
        config: {
          rules: [
            { metric: 'mae', margin: 10 },
            { metric: 'r2', min: 0.2 },
          ],
        },
      },
    ],
    [
      'where a rule has a slip in its key',
      { config: { rules: [{ metric: 'mae', margn: '10%' }] } },
    ],
    ['where there are no rules', { config: { rules: [] } }],
    [
      'where line ends, quotes and a byte order mark are others',
      {
        files: {
          'split.csv': (text) => `\ufeff${text.replaceAll('\n', '\r\n')}`,
          'new.csv': (text) => text.replaceAll('\n', '\r\n'),
          'b.json': (text) => text.replaceAll('\n', '\r\n'),
        },
      },
    ],
  ];

  it.each(ways)('%s', async (_what, way) => {
    const summary = await outcome(way, badTable);
    if (summary === null) return;
    expect(summary.exit_code).not.toBe(0);
    expect(summary.verdict).toBe('fail');
  });

  it('in forty ways and more', () => expect(ways.length).toBeGreaterThanOrEqual(40));

  it('by a baseline of true values, or on another scale, that is about to be saved', async () => {
    for (const pred of [(r: Row) => r.y, (r: Row) => 100 * r.base, (r: Row) => -r.base]) {
      const made = await repository();
      made.write('base.csv', tableOf({ name, pred }));
      await expect(made.accept({ rules })).rejects.toThrow(/true values|another scale/);
    }
  });
});

describe('an equal model does not fail', () => {
  const equalTable = tableOf(good);
  const reversed = [...test].reverse();
  const crlf = (text: string) => text.replaceAll('\n', '\r\n');
  const ways: [string, Way][] = [
    ['as it is', {}],
    [
      'as the very same predictions',
      { files: { 'new.csv': write({ name, pred: (r) => r.base }) } },
    ],
    ['in another order', { files: { 'new.csv': write(good, reversed) } }],
    [
      'with further columns',
      {
        files: { 'new.csv': write({ ...good, no: number, MolWt: weight(2), comment: () => 'x' }) },
      },
    ],
    ['with predictions of training molecules, too', { files: { 'new.csv': write(good, all) } }],
    [
      'with the true values beside them',
      { files: { 'new.csv': write({ ...good, y_true: (r) => r.y }) } },
    ],
    ['with standard deviations', { files: { 'new.csv': write({ ...good, y_std: () => 0.3 }) } }],
    ['without ids, in the order of the test set', { files: { 'new.csv': write({ pred: equal }) } }],
    ['joined by SMILES', { files: { 'new.csv': write({ smiles: (r) => r.smiles, pred: equal }) } }],
    [
      'joined by SMILES under another name',
      { files: { 'new.csv': write({ input: (r) => r.smiles, score: equal }) } },
    ],
    [
      'with exact repeats of rows',
      { files: { 'new.csv': lines((list) => [...list, ...list.slice(1, 9)]) } },
    ],
    [
      'with line ends of Windows',
      { files: { 'new.csv': crlf, 'split.csv': crlf, 'b.json': crlf } },
    ],
    [
      'with a byte order mark',
      { files: { 'new.csv': (text) => `\ufeff${text}`, 'split.csv': (text) => `\ufeff${text}` } },
    ],
    [
      'with every cell quoted',
      {
        files: {
          'new.csv': lines((list) =>
            list.map((line) =>
              line
                .split(',')
                .map((cell) => `"${cell}"`)
                .join(','),
            ),
          ),
        },
      },
    ],
    ['with semicolons', { files: { 'new.csv': (text) => text.replaceAll(',', ';') } }],
    [
      'with comment lines before the table',
      { files: { 'new.csv': (text) => `# model 7\n# 2026\n${text}` } },
    ],
    [
      'with test rows of the split in another order',
      { files: { 'split.csv': write(table, [...all].reverse()) } },
    ],
    [
      'with a column added to the split',
      { files: { 'split.csv': write({ ...table, extra: number }, all) } },
    ],
    [
      'with more training molecules',
      { files: { 'split.csv': (text) => `${text}900,extra,CCCCCCCCCCCCN,s,4.5,1,train,99.0\n` } },
    ],
  ];

  it.each(ways)('%s', async (_what, way) => {
    const summary = await outcome(way, equalTable);
    expect(summary?.errors).toEqual([]);
    expect(summary?.exit_code).toBe(0);
    expect(summary?.verdict).not.toBe('fail');
  });

  it('in fifteen ways and more', () => expect(ways.length).toBeGreaterThanOrEqual(15));
});
