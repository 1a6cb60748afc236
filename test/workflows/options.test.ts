import { describe, expect, it } from 'vitest';
import * as tanimark from '../../src/index.js';
import { MAX_PARTS } from '../../src/splitters/sizes.js';
import { errorOf } from '../helpers.js';

type Call = (options: never, task?: never) => unknown;
const gate = {
  ...{ path: 'tanimark.config.yaml', folder: '.', tasks: [], rules: [], audit: null },
  ...{ inconclusive: 'warn', seed: 0, bootstrap: 200, resample: 'molecule', minN: 30 },
};
const task = { name: null, predictions: 'p.csv', baseline: null, maxInvalid: '10%' };

/** Each function with options that are right, of which one at a time is changed. */
const functions: Record<string, [call: Call, right: object, paths: readonly string[]]> = {
  split: [tanimark.split, { input: 'none.csv' }, ['input']],
  compareSplits: [
    tanimark.compareSplits,
    { input: 'none.csv', methods: ['sae', 'random'] },
    ['input', 'methods'],
  ],
  sweepSplits: [tanimark.sweepSplits, { input: 'none.csv' }, ['input']],
  score: [tanimark.score, { split: 'none.csv' }, []],
  scoreSuite: [
    tanimark.scoreSuite,
    { split: 'none.csv', predictions: ['none.csv'] },
    ['predictions'],
  ],
  compareModels: [
    tanimark.compareModels,
    { split: 'none.csv', predictions: ['a.csv', 'b.csv'] },
    ['predictions'],
  ],
  compareCv: [tanimark.compareCv, { results: 'none.csv' }, ['results']],
  runBench: [(own, t) => tanimark.runBench(own, t), { config: 'none.yaml' }, []],
  listBench: [tanimark.listBench, { config: 'none.yaml' }, []],
  runCells: [(own, t) => tanimark.runCells(own, t), { config: 'none.yaml', cell: ['a'] }, ['cell']],
  mergeBench: [tanimark.mergeBench, { config: 'none.yaml' }, []],
  exportBench: [tanimark.exportBench, { config: 'none.yaml', engine: 'make' }, ['engine']],
  reportBench: [tanimark.reportBench, { config: 'none.yaml' }, []],
  audit: [tanimark.audit, { split: 'none.csv' }, []],
  expectErrors: [
    tanimark.expectErrors,
    { library: 'none.csv', split: 'none.csv', predictions: 'none.csv' },
    ['library', 'predictions'],
  ],
  neighbors: [
    tanimark.neighbors,
    { query: 'none.csv', reference: 'none.csv' },
    ['query', 'reference'],
  ],
  verify: [tanimark.verify, { paths: ['none.csv'] }, ['paths']],
  describeSplit: [tanimark.describeSplit, { path: 'none.csv' }, ['path']],
  demo: [tanimark.demo, {}, []],
  listDatasets: [tanimark.listDatasets, { words: ['drugs'] }, []],
  showDatasets: [tanimark.showDatasets, { names: ['drugs'] }, ['names']],
  fetchDatasets: [tanimark.fetchDatasets, { names: ['drugs'] }, ['names']],
  datasetPaths: [tanimark.datasetPaths, { names: ['drugs'] }, ['names']],
  verifyDatasets: [tanimark.verifyDatasets, { names: ['drugs'] }, []],
  removeDatasets: [tanimark.removeDatasets, { names: ['drugs'] }, ['names']],
  check: [(own, t) => tanimark.check(own, undefined, t), gate, ['path', 'tasks', 'rules', 'seed']],
  updateBaseline: [(own, t) => tanimark.updateBaseline(own, undefined, t), gate, ['tasks']],
};

async function refusal(name: string, change: object, ofTask?: unknown): Promise<string> {
  const [call, right] = functions[name];
  const { code, message } = await errorOf(async () =>
    call({ ...right, ...change } as never, ofTask as never),
  );
  expect(code).toBe('usage');
  expect(message).not.toContain('\n');
  return message;
}

describe.each(Object.keys(functions))('%s', (name) => {
  const [call, right, required] = functions[name];

  it('refuses an option that it does not have', async () => {
    expect(await refusal(name, { zzzzzzzzzz: 1 })).toMatch(
      new RegExp(`^${name}: unknown option "zzzzzzzzzz"; it takes [a-zA-Z, ]+`),
    );
    const [known] = Object.keys(right);
    const slip = `${known ?? 'seed'}s`;
    expect(await refusal(name, { [slip]: 'x' })).toBe(
      `${name}: unknown option "${slip}" (did you mean "${known ?? 'seed'}"?)`,
    );
  });

  it('refuses what are no options', async () => {
    for (const [options, shown] of [
      ['none.csv', 'the text "none.csv"'],
      [7, 'the number 7'],
      [null, 'null'],
      [['a'], 'a list'],
    ] as const) {
      const { code, message } = await errorOf(async () => call(options as never));
      expect({ code, message }).toEqual({
        code: 'usage',
        message: `${name}: the options are ${shown}; give an object`,
      });
    }
    expect(await refusal(name, {}, { threads: 2 })).toBe(
      `${name}: job is an object; give a Job, such as new Job({ threads: 2 })`,
    );
  });

  it.runIf(required.length > 0)('says what is missing', async () => {
    for (const option of required) {
      expect(await refusal(name, { [option]: undefined })).toContain(
        `${name}: option "${option}" is missing; give `,
      );
    }
  });
});

const edges = 'edges of bins as text, such as "0,0.4,0.7,1"';
const column = 'the name or number of a column, as text';

describe('an option of a wrong kind', () => {
  const cases: [name: string, option: string, value: unknown, shown: string, give: string][] = [
    ['score', 'bootstrap', 'many', 'the text "many"', 'a whole number, 0 to 1,000,000'],
    ['score', 'bootstrap', 10.5, 'the number 10.5', 'a whole number, 0 to 1,000,000'],
    ['score', 'bootstrap', -1, 'the number -1', 'a whole number, 0 to 1,000,000'],
    ['score', 'bootstrap', Number.NaN, 'the number NaN', 'a whole number, 0 to 1,000,000'],
    ['score', 'bins', 5, 'the number 5', edges],
    ['score', 'bins', [0, 1], 'a list', edges],
    ['score', 'predictions', 5, 'the number 5', 'the path of a file, as text'],
    ['score', 'predictions', ['a.csv'], 'a list', 'the path of a file, as text'],
    ['score', 'label', 3, 'the number 3', column],
    ['score', 'label', null, 'null', column],
    ['score', 'metrics', 'mae', 'the text "mae"', 'a list of metrics, such as ["mae", "r2"]'],
    ['score', 'metrics', [1], 'a list', 'a list of metrics, such as ["mae", "r2"]'],
    ['score', 'censored', 'lower', 'the text "lower"', '"drop", "limit" or "error"'],
    ['score', 'missing', 'drop', 'the text "drop"', '"error" or "skip"'],
    ['score', 'duplicates', 'first', 'the text "first"', '"error" or "mean"'],
    ['score', 'join', 'name', 'the text "name"', '"id", "smiles" or "order"'],
    [
      'score',
      'task',
      'binary',
      'the text "binary"',
      '"regression", "classification" or "multiclass"',
    ],
    ['score', 'resample', 'rows', 'the text "rows"', '"molecule", "row" or "cluster"'],
    ['score', 'multiple', 'all', 'the text "all"', '"first" or "error"'],
    ['score', 'header', 'no', 'the text "no"', 'true or false'],
    ['score', 'delimiter', ';;', 'the text ";;"', 'one character, such as ";"'],
    ['score', 'threshold', '0.5', 'the text "0.5"', 'a number from -1000000000 to 1000000000'],
    ['score', 'seed', -3, 'the number -3', 'a whole number, 0 or more'],
    ['score', 'cache', {}, 'an object', 'a StructureCache'],
    [
      'scoreSuite',
      'predictions',
      'a.csv',
      'the text "a.csv"',
      'a list of paths, such as ["a.csv", "b.csv"]',
    ],
    [
      'scoreSuite',
      'predictions',
      [],
      'an empty list',
      'a list of paths, such as ["a.csv", "b.csv"]',
    ],
    ['split', 'test', 0.2, 'the number 0.2', 'a fraction or a count as text, such as "0.2"'],
    ['split', 'onInvalid', 'skip', 'the text "skip"', '"keep", "drop" or "error"'],
    ['split', 'count', 'rows', 'the text "rows"', '"molecules" or "records"'],
    ['split', 'folds', 1, 'the number 1', `a whole number, 2 to ${MAX_PARTS.toLocaleString('en')}`],
    ['split', 'strict', 1, 'the number 1', 'true or false'],
    [
      'split',
      'methodOptions',
      { threshold: 1 },
      'an object',
      'texts by name, such as { distribution: "range:0-0.4" }',
    ],
    ['split', 'timeLimit', 0, 'the number 0', 'a number from 0.001 to 10000000'],
    [
      'compareSplits',
      'methods',
      'sae,random',
      'the text "sae,random"',
      'a list of methods, such as ["sae", "random"]',
    ],
    ['sweepSplits', 'thresholds', [1, 0.5], 'a list', 'thresholds as text, such as "1,0.8,0.6"'],
    ['compareModels', 'names', 'RF,NN', 'the text "RF,NN"', 'a list of names, such as ["a", "b"]'],
    ['compareModels', 'margin', 0.1, 'the number 0.1', 'an amount as text, such as "0.05" or "5%"'],
    [
      'compareCv',
      'margin',
      '5%',
      'the text "5%"',
      'a list of amounts, such as ["0.05"] or ["mae:5%"]',
    ],
    ['audit', 'maxNear', '0.9:1%', 'the text "0.9:1%"', 'a list of limits, such as ["0.9:1%"]'],
    [
      'audit',
      'maxDuplicates',
      0,
      'the number 0',
      'a number or a share of rows, as text, such as "1%"',
    ],
    [
      'audit',
      'conflict',
      Number.POSITIVE_INFINITY,
      'the number Infinity',
      'a number from 0 to 1000000000000',
    ],
    ['neighbors', 'k', 0, 'the number 0', 'a whole number, 1 to 1,000,000,000'],
    [
      'neighbors',
      'threshold',
      0.7,
      'the number 0.7',
      'a similarity as text, such as "0.7" or "1/3"',
    ],
    [
      'neighbors',
      'queryTable',
      'smiles',
      'the text "smiles"',
      'an object with smiles, id, multiple, header, delimiter and inputFormat',
    ],
    ['verify', 'paths', 'a.csv', 'the text "a.csv"', 'a list of paths, such as ["a.csv", "b.csv"]'],
    ['verify', 'paths', [], 'an empty list', 'a list of paths, such as ["a.csv", "b.csv"]'],
    ['describeSplit', 'force', 'yes', 'the text "yes"', 'true or false'],
    ['demo', 'seed', '1', 'the text "1"', 'a whole number, 0 or more'],
    ['check', 'inconclusive', 'stop', 'the text "stop"', '"pass", "warn" or "fail"'],
    ['check', 'tasks', 'a.csv', 'the text "a.csv"', 'a list of tasks, as loadConfig gives it'],
  ];

  it.each(cases)('%s: %s %j', async (name, option, value, shown, give) => {
    expect(await refusal(name, { [option]: value })).toBe(
      `${name}: option "${option}" is ${shown}; give ${give}`,
    );
  });

  it('is found inside of others', async () => {
    expect(await refusal('neighbors', { queryTable: { smile: 'x' } })).toBe(
      'neighbors: unknown option "queryTable.smile" (did you mean "smiles"?)',
    );
    expect(await refusal('check', { tasks: [task, { ...task, label: 2 }] })).toBe(
      `check: option "tasks[1].label" is the number 2; give ${column}`,
    );
    const { message } = await errorOf(() => tanimark.mergeNeighbors('part.csv' as never));
    expect(message).toBe(
      'mergeNeighbors: paths is the text "part.csv"; give a list of paths, such as ["a.csv", "b.csv"]',
    );
  });

  it('is none where it is undefined', async () => {
    const { code } = await errorOf(() =>
      tanimark.score({ split: 'none.csv', label: undefined, other: undefined } as never),
    );
    expect(code).toBe('file');
  });
});
