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
    'row 4 (line 5): value: "n/a" is not a finite number; fix that fold, or leave the metric out with --metrics',
  ],
  ['NaN', replaced(4, 'b,1,2,mae,NaN'), {}, 'table', '"NaN" is not a finite number'],
  ['infinity', replaced(4, 'b,1,2,mae,1e999'), {}, 'table', '"1e999" is not a finite number'],
  [
    'a value too large',
    replaced(4, 'b,1,2,mae,1e200'),
    {},
    'table',
    'r.csv: row 4 (line 5): value: 1e200 is too large; scale the values',
  ],
  [
    'a value too small',
    replaced(4, 'b,1,2,mae,-1e-200'),
    {},
    'table',
    'r.csv: row 4 (line 5): value: -1e-200 is too large; scale the values',
  ],
  [
    'a result twice',
    [...good, 'a,1,2,MAE,0.6'],
    {},
    'table',
    'row 7 (line 8): repeat 1, fold 2 of a (mae) is also in row 2 (line 3); remove one',
  ],
  [
    'two kinds of split in one table',
    ['method,fold,kind,mae', 'a,1,random,1', 'a,1,scaffold,2'],
    {},
    'table',
    'r.csv, kind random: only one method, a, has mae; a comparison needs two',
  ],
  [
    'two kinds of split beside the number of the split',
    ['method,cv_cycle,split,mae', 'a,1,random,1', 'a,1,scaffold,2'],
    {},
    'table',
    'r.csv, split random: only one method, a, has mae; a comparison needs two',
  ],
  ['a method without a fold', without(4), {}, 'table', 'r.csv: b lacks mae for repeat 1, fold 2'],
  [
    'a method without several folds',
    [...good, 'c,2,1,mae,0.7', 'c,2,2,mae,0.7'],
    {},
    'table',
    'r.csv: a lacks mae for repeat 2, fold 1 and 1 more',
  ],
  [
    'one method',
    good.slice(0, 3),
    {},
    'table',
    'r.csv: only one method, a, has mae; a comparison needs two',
  ],
  [
    'one fold',
    without(2, 4, 6),
    {},
    'table',
    'r.csv: each method has one result; a comparison needs two or more folds',
  ],
  [
    'no column for folds',
    ['method,mae', 'a,1', 'b,2'],
    {},
    'column',
    'r.csv: cross-validation results need the columns method and fold (optional: repeat), and metric and value or one column per metric; the file has method and mae',
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
    'r.csv: no value column, and no column with the name of a metric; name one with --minimize or --maximize (the columns are method, fold and seconds)',
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
    'r.csv: no metric column; name the metric of "score", such as --metrics mae',
  ],
  [
    'an unknown metric',
    good.map((line) => line.replace('mae', 'throughput')),
    {},
    'usage',
    'r.csv: unknown metric throughput; give its direction with --minimize throughput or --maximize throughput',
  ],
  [
    'a slip in a metric',
    good.map((line) => line.replace('mae', 'rmsee')),
    {},
    'usage',
    'r.csv: unknown metric rmsee (did you mean rmse?); give its direction with --minimize rmsee or --maximize rmsee',
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
    'mae: listed in both --minimize and --maximize; choose one',
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
  [
    'two margins',
    good,
    { margin: ['1%', '0.1'] },
    'usage',
    '--margin 0.1: a margin for all metrics is already given; leave one out',
  ],
  [
    'two margins of one metric',
    good,
    { margin: ['mae:1%', 'MAE:0.1'] },
    'usage',
    '--margin MAE:0.1: a margin for mae is already given; leave one out',
  ],
  [
    'a share too large',
    good,
    { testShare: 1 },
    'usage',
    '--test-share 1: must be above 0 and below 1, such as 0.2',
  ],
  [
    'one fold in each repeat',
    ['method,repeat,mae', 'a,1,1', 'a,2,3', 'b,1,2', 'b,2,5'],
    {},
    'usage',
    'r.csv: each repeat has one fold, so the size of a test fold is unknown; give it, such as --test-share 0.2',
  ],
  [
    'a column of molecules for one of methods',
    ['method,fold,mae', ...Array.from({ length: 51 }, (_, i) => `m${i},1,${i}`)],
    {},
    'table',
    'r.csv: 51 methods are too many for a comparison in pairs (at most 50); leave some out',
  ],
  [
    'a metric in two spellings',
    [...good, 'a,1,1,Hits,1', 'a,1,1,hits,1'].map((line) =>
      line.replace('a,1,1,hits', 'b,1,1,hits'),
    ),
    {},
    'table',
    'r.csv: the metric hits is also listed as Hits; use one name',
  ],
  [
    'repeats that differ in folds',
    [...good, 'a,2,1,mae,0.7', 'b,2,1,mae,0.8', 'c,2,1,mae,0.8'],
    {},
    'usage',
    'r.csv: repeats have 1 to 2 folds, so the size of a test fold is unknown',
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
