import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCv } from '../../../src/workflows/compare-cv/index.js';
import type { CompareCvOptions } from '../../../src/workflows/compare-cv/types.js';
import { errorOf, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
let files = 0;

const HEAD = 'method,repeat,fold,metric,value';
const good = [
  HEAD,
  'a,1,1,mae,0.5',
  'a,1,2,mae,0.6',
  'b,1,1,mae,0.7',
  'b,1,2,mae,0.9',
  'c,1,1,mae,0.8',
  'c,1,2,mae,0.7',
];
const replaced = (line: number, text: string) => good.with(line, text);
const without = (...lines: number[]) => good.filter((_, i) => !lines.includes(i));

type Options = Omit<CompareCvOptions, 'results'>;
const cases: readonly [string, readonly string[], Options, string, string][] = [
  [
    'a method missing',
    replaced(2, ',1,2,mae,0.6'),
    {},
    'table',
    'row 2 (line 3): the method is missing',
  ],
  [
    'a fold missing',
    replaced(3, 'b,1, ,mae,0.7'),
    {},
    'table',
    'row 3 (line 4): the fold is missing',
  ],
  [
    'a value missing',
    replaced(4, 'b,1,2,mae,'),
    {},
    'table',
    'row 4 (line 5): the value is missing',
  ],
  [
    'no number',
    replaced(4, 'b,1,2,mae,n/a'),
    {},
    'table',
    'row 4 (line 5): value: "n/a" is no finite number; fix that fold, or leave the metric out with --metrics',
  ],
  ['NaN', replaced(4, 'b,1,2,mae,NaN'), {}, 'table', '"NaN" is no finite number'],
  ['infinity', replaced(4, 'b,1,2,mae,1e999'), {}, 'table', '"1e999" is no finite number'],
  [
    'a value too large',
    replaced(4, 'b,1,2,mae,1e200'),
    {},
    'table',
    'row 4 (line 5): value: 1e200 is beyond what can be squared; scale it',
  ],
  [
    'a value too small',
    replaced(4, 'b,1,2,mae,-1e-200'),
    {},
    'table',
    'beyond what can be squared',
  ],
  [
    'a result twice',
    [...good, 'a,1,2,MAE,0.6'],
    {},
    'table',
    'row 7 (line 8): repeat 1, fold 2 of a (mae) is also in row 2 (line 3); each may be there once',
  ],
  [
    'two kinds of split in one table',
    ['method,fold,kind,mae', 'a,1,random,1', 'a,1,scaffold,2'],
    {},
    'table',
    'r.csv, kind random: mae is there for one method, a; a comparison needs two',
  ],
  [
    'two kinds of split beside the number of the split',
    ['method,cv_cycle,split,mae', 'a,1,random,1', 'a,1,scaffold,2'],
    {},
    'table',
    'r.csv, split random: mae is there for one method, a; a comparison needs two',
  ],
  [
    'a method without a fold',
    without(4),
    {},
    'table',
    'b has no mae for repeat 1, fold 2, which other methods have; methods are compared on the same folds',
  ],
  [
    'a method without several folds',
    [...good, 'c,2,1,mae,0.7', 'c,2,2,mae,0.7'],
    {},
    'table',
    'a has no mae for repeat 2, fold 1 and 1 more, which other methods have',
  ],
  [
    'one method',
    good.slice(0, 3),
    {},
    'table',
    'mae is there for one method, a; a comparison needs two',
  ],
  ['one fold', without(2, 4, 6), {}, 'table', 'there is one result per method'],
  [
    'no column for folds',
    ['method,mae', 'a,1', 'b,2'],
    {},
    'column',
    'results of cross-validation need the columns method and fold, perhaps repeat, and either metric and value or a column per metric; it has method and mae; to compare predictions, give --split and two files or more, or one with a column for each model',
  ],
  [
    'two columns for folds',
    ['method,fold,cv_fold,mae', 'a,1,1,1'],
    {},
    'column',
    '"fold" and "cv_fold" could each be the fold column',
  ],
  [
    'no metric at all',
    ['method,fold,seconds', 'a,1,1', 'b,1,2'],
    {},
    'column',
    'it has neither a value column nor one that is called as a metric is',
  ],
  [
    'a metric in two columns',
    ['method,fold,mae,mean_absolute_error', 'a,1,1,1'],
    {},
    'column',
    'the columns "mae" and "mean_absolute_error" are both mae; remove one',
  ],
  [
    'values without a name',
    ['method,fold,score', 'a,1,1'],
    {},
    'usage',
    'there is no metric column; say which metric "score" is, such as --metrics mae',
  ],
  [
    'an unknown metric',
    good.map((line) => line.replace('mae', 'throughput')),
    {},
    'usage',
    'no metric is called throughput; say which values of it are better: --minimize throughput or --maximize throughput',
  ],
  [
    'a slip in a metric',
    good.map((line) => line.replace('mae', 'rmsee')),
    {},
    'usage',
    'no metric is called rmsee (did you mean rmse?)',
  ],
  [
    'a metric that is not there',
    good,
    { metrics: ['mse'] },
    'usage',
    '--metrics mse: r.csv has no such metric (did you mean mae?); it has mae',
  ],
  [
    'both directions',
    good,
    { minimize: ['mae'], maximize: ['MAE'] },
    'usage',
    'mae: it is in --minimize and in --maximize; choose one',
  ],
  [
    'a direction of nothing',
    good,
    { minimize: ['loss'] },
    'usage',
    '--minimize loss: r.csv has no such metric',
  ],
  [
    'an unknown baseline',
    good,
    { baseline: 'B' },
    'usage',
    '--baseline B: r.csv has no such method (did you mean b?); it has a, b and c',
  ],
  [
    'no margin',
    good,
    { margin: ['mae:x'] },
    'usage',
    '--margin mae:x: not an amount; give a number',
  ],
  [
    'a margin of another metric',
    good,
    { margin: ['r2:0.1'] },
    'usage',
    '--margin r2: r.csv has no such metric',
  ],
  ['two margins', good, { margin: ['1%', '0.1'] }, 'usage', 'there is one for all already'],
  [
    'two margins of one metric',
    good,
    { margin: ['mae:1%', 'MAE:0.1'] },
    'usage',
    'there is one for mae already',
  ],
  ['a share too large', good, { testShare: 1 }, 'usage', '--test-share 1: it must be above 0'],
  [
    'one fold in each repeat',
    ['method,repeat,mae', 'a,1,1', 'a,2,3', 'b,1,2', 'b,2,5'],
    {},
    'usage',
    'each repeat has one fold, so that it is not known how large a test fold is; say --test-share 0.2 for a fifth of the rows',
  ],
  [
    'a column of molecules for one of methods',
    ['method,fold,mae', ...Array.from({ length: 51 }, (_, i) => `m${i},1,${i}`)],
    {},
    'table',
    '51 methods are too many to compare in pairs; at most 50 can be',
  ],
  [
    'a metric in two spellings',
    [...good, 'a,1,1,Hits,1', 'a,1,1,hits,1'].map((line) =>
      line.replace('a,1,1,hits', 'b,1,1,hits'),
    ),
    {},
    'table',
    'the metric hits is also there as Hits; write it one way',
  ],
  [
    'repeats that differ in folds',
    [...good, 'a,2,1,mae,0.7', 'b,2,1,mae,0.8', 'c,2,1,mae,0.8'],
    {},
    'usage',
    'repeats have from 1 to 2 folds',
  ],
];

describe('compareCv refuses', () => {
  it.each(cases)('%s', async (_, lines, options, code, message) => {
    const results = folder.file(`e${files++}.csv`, `${lines.join('\n')}\n`);
    const error = await errorOf(() => compareCv({ results, ...options }));
    expect(error.code).toBe(code);
    expect(folder.shorten(error.message).replace(/e\d+\.csv/g, 'r.csv')).toContain(message);
    expect(error.message).not.toContain('\n');
  });
});

describe('compareCv', () => {
  it('ends in numbers, null or an error of the input, whatever the values', async () => {
    const odd = fc.constantFrom(0, 1, -1, 1e100, -1e100, 1e-100, 0.1 + 0.2, 0.3, 1e8, 1e8 + 1e-7);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 4 }),
        fc.array(odd, { minLength: 20, maxLength: 20 }),
        async (methods, values) => {
          const lines = values.flatMap((value, i) => {
            const [method, fold] = [i % methods, Math.floor(i / methods)];
            return fold < Math.floor(20 / methods) ? [`m${method},${fold},${value}`] : [];
          });
          const results = folder.file('odd.csv', `method,fold,mae\n${lines.join('\n')}\n`);
          const { metrics } = await compareCv({ results, margin: ['5%'] });
          // In JSON what is no number would be null.
          expect(JSON.parse(JSON.stringify(metrics))).toEqual(metrics.map(withoutNegativeZero));
        },
      ),
      { numRuns: 60 },
    );
  });
});

function withoutNegativeZero<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNegativeZero) as T;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, v]) => [key, withoutNegativeZero(v)]);
    return Object.fromEntries(entries) as T;
  }
  return value === 0 ? (0 as T) : value;
}
