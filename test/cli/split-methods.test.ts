import { describe, expect, it } from 'vitest';
import {
  renderResult,
  type SplitOptions,
  split,
  splitters,
  TanimarkError,
} from '../../dist/index.js';
import { rowsOf, temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();

/** Molecules of a few series with dates in many forms, a number with gaps, and a repeated molecule. */
const ROWS = [
  'CCO,5.1,alcohols,2015-06-30,1',
  'CCCO,5.9,alcohols,2016,',
  'CCCCO,6.4,alcohols, 2016-03 ,3',
  'c1ccccc1,4.0,arenes,2017-01-01T00:30:00+02:00,4',
  'c1ccccc1C,4.2,arenes,2017-02-01,NA',
  'c1ccccc1CC,4.9,arenes,2018-11-05 10:00,6',
  'CCN,7.0,amines,2018-11-05,7',
  'CCCN,7.7,amines,2019-01-01,8',
  'CCCCN,8.2,amines,,9',
  'C1CCCCC1,3.3,,2019-12-31,10',
  'OCC,5.3,alcohols,2020,11',
];
const input = folder.file('messy.csv', `smiles,y,series,date,size\n${ROWS.join('\n')}\n`);

const made = (method: string, options: Partial<SplitOptions> = {}) =>
  split({ input, method, label: 'y', ...options });

/** Where each row went, by the first letter of the subset. */
async function outcome(method: string, options: Partial<SplitOptions> = {}) {
  const { records, summary } = await made(method, options);
  return { summary, records, where: records.map((r) => r.split[0].replace('i', 'x')).join('') };
}

async function message(method: string, options: Partial<SplitOptions> = {}): Promise<string> {
  try {
    await made(method, options);
  } catch (error) {
    if (error instanceof TanimarkError) return error.message;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a split by time', () => {
  it('reads dates in many forms, and takes the earliest of a molecule', async () => {
    const methodOptions = { time: 'Date' };
    const { where, summary } = await outcome('time', { test: '3', valid: '1', methodOptions });
    // Ethanol is of 2015, though a later row repeats it.
    expect([...where].map((c, r) => (c === 't' ? summary.input.records && r : c))).toEqual([
      ...[0, 1, 2, 3, 4, 5, 'v', 7, 'd', 9, 10],
    ]);
    expect(summary.sizes).toEqual({ train: 5, valid: 1, test: 3, discarded: 1, invalid: 0 });
    expect(summary.diagnostics).toEqual({
      train_until: '2017-02-01',
      valid_from: '2018-11-05',
      test_from: '2018-11-05T10:00',
    });
    expect(summary.warnings).toContain('1 molecule is discarded: no time');
    expect(summary.parameters).toMatchObject({ test: '3', valid: '1', time: 'Date' });
  });

  it('goes by a cutoff, whose parameters make it again', async () => {
    const { records, summary } = await outcome('time', {
      methodOptions: { time: 'date', cutoff: '2018-11-05' },
    });
    expect(records.flatMap((r, i) => (r.split === 'test' ? [i] : []))).toEqual([5, 6, 7, 9]);
    expect(summary.parameters).not.toHaveProperty('test');
    expect(summary.warnings).toContain('4 of 10 are in test: those from 2018-11-05 on (--cutoff)');
  });

  it('makes folds that train on what is earlier', async () => {
    const { records, summary } = await outcome('time', {
      folds: 2,
      methodOptions: { time: 'date' },
    });
    expect(records.map((r) => r.fold)).toEqual([
      ...[null, null, null, 0, 0, 1, 0, 1, null, 1, null],
    ]);
    expect(summary.sizes).toMatchObject({ train: 3, test: 6, discarded: 1 });
    expect(summary.folds?.map((fold) => fold.sizes)).toEqual([
      { train: 3, valid: 0, test: 3, discarded: 4, invalid: 0 },
      { train: 6, valid: 0, test: 3, discarded: 1, invalid: 0 },
    ]);
  });
});

describe('a split by a column', () => {
  it('leaves out what has no value, and says so in the file', async () => {
    const args = ['-m', 'property', '--property', 'size', '--end', 'low', '--test', '2'];
    const { code, stdout, stderr } = await run(['split', input, ...args, '--label', 'y']);
    expect(code).toBe(0);
    expect(stderr).toContain('2 molecules are discarded: no value of size');
    expect(rowsOf(stdout).map((row) => [row.split, row.reason])).toEqual([
      ['train', ''],
      ['discarded', 'no value of size'],
      ...[3, 4].map(() => ['test', '']),
      ['discarded', 'no value of size'],
      ...[6, 7, 8, 9, 10, 11].map(() => ['train', '']),
    ]);
  });

  it('names the group that each fold leaves out', async () => {
    const { summary, records } = await outcome('leave-one-group-out', { group: 'series' });
    expect(summary.folds?.map((fold) => fold.diagnostics)).toEqual([
      { held_out: 'alcohols' },
      { held_out: 'arenes' },
      { held_out: 'amines' },
    ]);
    expect(summary.diagnostics).toEqual({});
    expect(records.map((r) => r.fold)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, null, 0]);
    const screen = await renderResult('split', 'table', summary);
    expect(screen).toMatch(/fold +left out +train +test/);
    expect(screen).toMatch(/\n +1 +arenes +7 +3 /);
  });

  it.each([
    ['time', {}, '--method time needs times; name their column with --time'],
    ['time', { methodOptions: { time: 'series' } }, 'row 1 (line 2): "alcohols" is not a number'],
    [
      'time',
      { test: '2', methodOptions: { time: 'date', cutoff: '2018' } },
      '--test and --cutoff cannot be combined',
    ],
    ['time', { methodOptions: { time: 'year' } }, '--time year: '],
    ['property', { methodOptions: { property: 'siz' } }, 'did you mean "size"?'],
    ['property', {}, '--method property: name a property'],
    ['group', {}, 'name their column with --group'],
    ['leave-one-group-out', { group: 'series', test: '3' }, '--test: the method leave-one'],
    ['lo', { test: '3' }, '--test: method lo'],
    ['lo', {}, '--method lo: no molecule has 5 analogs'],
    ['stratified', { methodOptions: { strata: '1' } }, '--strata 1: give a whole number'],
    ['kennard-stone', { seed: 1 }, '--seed: the method kennard-stone draws no random numbers'],
    ['perimeter', { folds: 3 }, '--folds: the method perimeter makes no folds; leave it out'],
    ['maxmin', { folds: 3 }, '--folds: the method maxmin makes no folds; use --repeats'],
  ] as const)('by %s with %j says what is wrong', async (method, options, part) => {
    expect(await message(method, options)).toContain(part);
  });
});

describe('every method', () => {
  const needs: Record<string, Partial<SplitOptions>> = {
    property: { methodOptions: { property: 'formula_weight' } },
    time: { methodOptions: { time: 'formula_weight' } },
    group: { group: 'formula' },
    lo: { methodOptions: { 'min-cluster': '2', 'max-clusters': '5' }, valid: '6' },
  };

  it.each([
    ...['stratified', 'maxmin', 'kennard-stone', 'perimeter', 'sphere-exclusion'],
    ...['molecular-weight', 'property', 'time', 'group', 'lo'],
  ])('%s has sizes as asked or explained', async (method) => {
    expect(splitters.map((s) => s.name)).toContain(method);
    const options = { input: 'dataset:drugs', method, valid: '0.1', ...needs[method] };
    const { sizes, warnings } = (await split(options)).summary;
    expect(sizes.train + sizes.valid + sizes.test + sizes.discarded).toBe(598);
    const explained = warnings.some((text) =>
      / instead of | are in test| molecules in test/.test(text),
    );
    expect((sizes.test === 120 && sizes.valid === 60) || explained).toBe(true);
    expect(sizes.valid).toBeGreaterThan(0);
  });
});
