import { describe, expect, it } from 'vitest';
import { compareCv } from '../../../src/workflows/compare-cv/index.js';
import type { CompareCvOptions, CvComparison } from '../../../src/workflows/compare-cv/types.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { hasShared, sharedPath } from '../../shared.js';
import { longTable, madeResults, type Row, wideTable } from './made.js';

const folder = temporaryFolder();
let files = 0;
type Options = Omit<CompareCvOptions, 'results'>;
const written = (text: string) => folder.file(`t${files++}.csv`, text);
const compare = (text: string, options: Options = {}) =>
  compareCv({ results: written(text), ...options });
/** Everything but what a group is called. */
const numbers = ({ metrics }: CvComparison) => metrics.map(({ group: _, ...rest }) => rest);
const lines = (text: string) => text.trimEnd().split('\n');
const joined = (rows: readonly string[]) => `${rows.join('\n')}\n`;

const rows = madeResults({ rf: 0.02, gnn: 0, knn: 0.05 }, { repeats: 3, folds: 4 });
const wide = wideTable(rows, ['method', 'repeat', 'fold']);

describe('a column that says nothing of the results', () => {
  it.each([
    ['without a name', ''],
    ['as pandas reads it back', 'Unnamed: 0'],
    ['index', 'index'],
    ['of any name, that counts rows', 'run_id'],
  ])('is left out: an index %s', async (_, name) => {
    const expected = await compare(wide);
    for (const first of [0, 1, 17]) {
      const indexed = lines(wide).map((line, i) => `${i === 0 ? name : first + i - 1},${line}`);
      const found = await compare(joined(indexed));
      expect(found.metrics).toEqual(expected.metrics);
      expect(found.warnings).toEqual([]);
    }
  });

  it('is an index whose rows were sorted or chosen, if it has no name', async () => {
    const indexed = lines(wide).map((line, i) => `${i === 0 ? '' : 1000 - 7 * i},${line}`);
    expect((await compare(joined(indexed))).warnings).toEqual([]);
    const seeds = lines(wide).map((line, i) => `${i === 0 ? 'seed' : 1000 - 7 * i},${line}`);
    expect((await compare(joined(seeds))).warnings).toEqual([
      expect.stringContaining('they are not metrics: seed'),
    ]);
  });

  it('is the fold, where it begins anew for each method and there is none', async () => {
    const one = madeResults({ rf: 0.02, gnn: 0 }, { repeats: 1 });
    const text = wideTable(one, ['method', 'repeat', 'fold']);
    const expected = await compare(text);
    const indexed = lines(text).map((line, i) => {
      const [method, , fold, value] = line.split(',');
      return i === 0 ? ',method,mae' : `${Number(fold) - 1},${method},${value}`;
    });
    const found = await compare(joined(indexed));
    expect(numbers(found)).toEqual(numbers(expected));
    expect(found.warnings).toEqual([
      'no fold column; using "column_1", which numbers the results of each method',
    ]);
  });
});

describe("scikit-learn's names", () => {
  const negative = (text: string, name: string) =>
    joined(
      lines(text).map((line, i) => {
        const cells = line.split(',');
        const value = cells.pop() as string;
        return [...cells, i === 0 ? name : String(0 - Number(value))].join(',');
      }),
    );

  it.each([
    ['mae', 'test_mae'],
    ['mae', 'test_mean_absolute_error'],
    ['r2', 'test_r2'],
    ['roc_auc', 'test_roc_auc'],
  ])('%s is %s', async (metric, name) => {
    const expected = await compare(wide.replace('mae', metric));
    const found = await compare(wide.replace('mae', name));
    expect(found.metrics).toEqual(expected.metrics);
    expect(found.metrics[0].metric).toBe(metric);
    expect(found.warnings).toEqual([]);
    const long = longTable(rows).replaceAll('mae', name);
    expect((await compare(long)).metrics).toEqual(expected.metrics);
  });

  it.each([
    ['mae', 'neg_mean_absolute_error'],
    ['mae', 'test_neg_mean_absolute_error'],
    ['rmse', 'test_neg_root_mean_squared_error'],
    ['mse', 'neg_mean_squared_error'],
    ['log_loss', 'test_neg_log_loss'],
    ['brier', 'neg_brier_score'],
    ['median_ae', 'neg_median_absolute_error'],
    ['max_error', 'neg_max_error'],
  ])('%s is %s with its sign turned, and that is said', async (metric, name) => {
    const expected = await compare(wide.replace('mae', metric));
    for (const text of [
      negative(wide, name),
      negative(longTable(rows), 'value').replaceAll(',mae,', `,${name},`),
    ]) {
      const found = await compare(text);
      expect(found.metrics).toEqual(expected.metrics);
      expect(found.metrics[0]).toMatchObject({ metric, direction: 'minimize' });
      expect(found.warnings).toEqual([
        `${name} is read as ${metric} with the opposite sign (lower is better)`,
      ]);
      expect((await compare(text, { metrics: [name] })).metrics).toEqual(expected.metrics);
    }
  });

  it('are refused where the sign was turned already', async () => {
    const text = wide.replace('mae', 'neg_mean_absolute_error');
    const { message, code } = await errorOf(() => compare(text));
    expect(code).toBe('table');
    expect(message).toMatch(
      ': row 1 (line 2): neg_mean_absolute_error is 0.464, and a negated error cannot be above 0; if the values are not negated, name the metric mae',
    );
    const both = lines(wide).map((line, i) =>
      i === 0 ? `${line},neg_mean_absolute_error` : `${line},-1`,
    );
    expect((await errorOf(() => compare(joined(both)))).message).toContain(
      'the columns "mae" and "neg_mean_absolute_error" are both mae; remove one',
    );
  });

  it('of a grid search: a row for each setting, a column for each fold', async () => {
    const one = madeResults({ depth3: 0.02, depth5: 0, depth9: 0.01 }, { repeats: 1, folds: 5 });
    const expected = await compare(longTable(one));
    const of = (method: string) =>
      one.filter((r) => r.method === method).map((r) => String(0 - r.value));
    const folds = [0, 1, 2, 3, 4].map((k) => `split${k}_test_neg_mean_absolute_error`);
    const table = [
      ['', 'mean_fit_time', 'params', ...folds, 'rank_test_neg_mean_absolute_error'],
      ...['depth3', 'depth5', 'depth9'].map((method, i) => [
        String(i),
        '0.1',
        method,
        ...of(method),
        String(i + 1),
      ]),
    ];
    const found = await compare(joined(table.map((cells) => cells.join(','))));
    expect(numbers(found)).toEqual(numbers(expected));
    expect(found.warnings).toEqual([
      'test_neg_mean_absolute_error is read as mae with the opposite sign (lower is better)',
    ]);
    const single = table.map((cells) =>
      cells.join(',').replaceAll('_test_neg_mean_absolute_error', '_test_score'),
    );
    expect((await errorOf(() => compare(joined(single)))).message).toContain(
      ': no metric column; name the metric of "split0_test_score", such as --metrics mae',
    );
    const named = await compare(joined(single), { metrics: ['neg_mean_absolute_error'] });
    expect(numbers(named)).toEqual(numbers(expected));
  });
});

describe('results of several ways to split', () => {
  const scaffold = madeResults({ rf: 0.1, gnn: 0, knn: 0.05 }, { repeats: 3, folds: 4, seed: 9 });
  const table = (columns: readonly string[], parts: readonly (readonly [string, Row[]])[]) =>
    joined([
      `method,repeat,fold,mae,${columns.join(',')}`,
      ...parts.flatMap(([values, own]) =>
        own.map((r) => `${r.method},${r.repeat},${r.fold},${r.value},${values}`),
      ),
    ]);
  const both = table(
    ['split'],
    [
      ['random', rows],
      ['scaffold', scaffold],
    ],
  );

  it('are one comparison for each, corrected together', async () => {
    const found = await compare(both);
    expect(found.by).toEqual(['split']);
    expect(found.warnings).toEqual([
      '"split" distinguishes results of one method and fold: one comparison is made for each of its values (random and scaffold)',
    ]);
    expect(found.metrics.map(({ group, tests }) => [group, tests])).toEqual([
      ['random', 6],
      ['scaffold', 6],
    ]);
    const alone = [await compare(longTable(rows)), await compare(longTable(scaffold))];
    found.metrics.forEach(({ methods, pairs, design }, g) => {
      const own = alone[g].metrics[0];
      expect({ methods, design }).toEqual({ methods: own.methods, design: own.design });
      expect(pairs.map(({ difference, ci95, p }) => [difference, ci95, p])).toEqual(
        own.pairs.map(({ difference, ci95, p }) => [difference, ci95, p]),
      );
    });
    const ps = found.metrics.flatMap(({ pairs }) => pairs.map(({ p }) => p as number));
    const least = found.metrics.flatMap(({ pairs }) => pairs.map(({ p_holm }) => p_holm as number));
    expect(Math.min(...least)).toBeCloseTo(6 * Math.min(...ps), 12);
  });

  it('may be named, also several columns at once', async () => {
    expect((await compare(both, { by: ['Split'] })).metrics).toEqual((await compare(both)).metrics);
    const four = table(
      ['split', 'data'],
      [
        ['random,esol', rows],
        ['scaffold,esol', scaffold],
        ['random,egfr', scaffold],
        ['scaffold,egfr', rows],
      ],
    );
    const found = await compare(four, { by: ['data', 'split'] });
    expect(found.metrics.map(({ group }) => group)).toEqual([
      'egfr, random',
      'egfr, scaffold',
      'esol, random',
      'esol, scaffold',
    ]);
    expect(numbers(found)[0].pairs[0].p).toBe(numbers(found)[3].pairs[0].p);
    // One column does not tell them apart, and nobody said which two do.
    const { message } = await errorOf(() => compare(four));
    expect(message).toMatch(
      /is also in row \d+ \(line \d+\); the rows differ in "split" \(2 values\); compare each value separately with --by split, or keep the rows of one value$/,
    );
    expect((await errorOf(() => compare(four, { by: ['split'] }))).message).toContain(
      ': row 73 (line 74): repeat 1, fold 1 of rf (mae) is also in row 1 (line 2); the rows differ in "data" (2 values); compare each value separately with --by split,data, or keep the rows of one value',
    );
  });

  it('are refused where two columns could each be meant, or none is there', async () => {
    const two = table(
      ['split', 'kind'],
      [
        ['random,a', rows],
        ['scaffold,b', scaffold],
      ],
    );
    expect((await errorOf(() => compare(two))).message).toContain(
      'the rows differ in "split" (2 values) and "kind" (2 values); compare each value separately with --by split, or keep the rows of one value',
    );
    expect((await errorOf(() => compare(both, { by: ['splits'] }))).message).toContain(
      'has no such column (did you mean "split"?)',
    );
    const lacking = both.replaceAll(/^knn.*scaffold\n/gm, '').replaceAll(/^gnn.*scaffold\n/gm, '');
    expect((await errorOf(() => compare(lacking))).message).toContain(
      ', split scaffold: only one method, rf, has mae; a comparison needs two',
    );
  });

  it.skipIf(!hasShared)('of a published layout, written with an index', async () => {
    const results = sharedPath('cases/cv-index-column/results.csv');
    const { message } = await errorOf(() => compareCv({ results }));
    expect(message).toContain('split random: each repeat has one fold');
    const found = await compareCv({ results, testShare: 0.2 });
    expect(found.metrics.map(({ group, methods }) => [group, methods.map((m) => m.name)])).toEqual([
      ['random', ['RF', 'GNN']],
      ['scaffold', ['RF', 'GNN']],
    ]);
    const [{ mean }] = found.metrics[0].methods;
    expect(mean).toBeCloseTo((0.844 + 0.758 + 0.421 + 0.259 + 0.511) / 5, 12);
  });
});

describe('a baseline', () => {
  it('is all that is tested against, and corrected for', async () => {
    const all = await compare(wide);
    const found = await compare(wide, { baseline: 'rf' });
    const [{ methods, pairs, tests, baseline }] = found.metrics;
    expect(methods).toEqual(all.metrics[0].methods);
    expect([tests, baseline]).toEqual([2, 'rf']);
    expect(pairs.map(({ method, against }) => [method, against])).toEqual([
      ['gnn', 'rf'],
      ['knn', 'rf'],
    ]);
    const ps = pairs.map(({ p }) => p as number);
    const [small, large] = ps.toSorted((a, b) => a - b);
    expect(pairs.map(({ p_holm }) => p_holm)).toEqual(
      ps.map((p) => (p === small ? 2 * small : Math.max(2 * small, large))),
    );
    // The method on the left, less the baseline.
    const mean = (name: string) => methods.find((m) => m.name === name)?.mean as number;
    for (const { method, difference } of pairs)
      expect(difference).toBeCloseTo(mean(method) - mean('rf'), 12);
  });
});
