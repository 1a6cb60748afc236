import { describe, expect, it } from 'vitest';
import type { CheckOutcome, CheckSummary } from '../../../src/gate/types.js';
import { lookOf, STANDING_LOOKS } from '../../../src/report/figures/compare/looks.js';
import type { Figure } from '../../../src/report/figures/figure.js';
import { figuresOf } from '../../../src/report/figures/index.js';
import type { ModelComparison } from '../../../src/workflows/compare/types.js';
import type { CvComparison } from '../../../src/workflows/compare-cv/types.js';
import type { NeighborsSummary } from '../../../src/workflows/neighbors/types.js';
import type { RepeatedFoldsSummary } from '../../../src/workflows/split/repeated-folds.js';
import type { SplitSummary } from '../../../src/workflows/split/types.js';
import { BINS, madeAudit, madeComparison, madeSplit } from './made-results.js';
import { axisOf, centerOf, drawn, placesOf } from './read-svg.js';

/** Heights of the bars, in the unit of the axis. */
function heights({ svg }: Figure): number[] {
  const y = axisOf(svg, 'y');
  return drawn(svg, 'bar').map(({ attributes }) => {
    const [top, height] = [+attributes.y, +attributes.height];
    expect(y(top + height)).toBeCloseTo(0, 2);
    return y(top);
  });
}
const near = (values: readonly number[], digits = 1) =>
  values.map((value) => expect.closeTo(value, digits));
/** Rows of a forest plot: value, lower and upper end of each. */
function forest({ svg }: Figure) {
  const x = axisOf(svg, 'x');
  return {
    values: drawn(svg, 'mark').map((mark) => x(centerOf(mark)[0])),
    intervals: drawn(svg, 'interval').map((line) => placesOf(line).map(([at]) => x(at))),
    at: (kind: string) => drawn(svg, kind).map((line) => x(placesOf(line)[0][0])),
    heights: drawn(svg, 'mark').map((mark) => centerOf(mark)[1]),
  };
}

/** Shares by bin of the outlines, the first series first. */
function outlines({ svg }: Figure) {
  const y = axisOf(svg, 'y');
  const lines = drawn(svg, 'series').reverse();
  // Twice 0 at the left, each bin twice, and at the right the end of the last one and 0.
  return lines.map((line) => {
    const places = placesOf(line).map(([, at]) => y(at));
    return places.slice(2, -3).filter((_, k) => k % 2 === 0);
  });
}

describe('figures of a split', () => {
  const [test, valid, distribution, labels, scaffolds] = figuresOf('split', madeSplit());

  it('compare the histogram with what was requested', () => {
    expect(heights(test)).toEqual(near([47, 50, 53, 50, 31, 31]));
    const looks = drawn(test.svg, 'bar').map(({ attributes }) => attributes.fill === 'none');
    expect(looks).toEqual([false, true, false, true, false, true]);
    expect(test.table).toEqual({
      columns: ['similarity', 'achieved', 'requested'],
      rows: [
        [BINS[0], '47', '50'],
        [BINS[1], '53', '50'],
        [BINS[2], '31', '31'],
      ],
    });
    expect(test.caption).toContain('131 test molecules by max similarity');
    expect(heights(valid)).toEqual(near([20, 17, 23]));
  });

  it('show the distribution of labels of each subset', () => {
    expect(outlines(distribution)).toEqual([
      near([0.1, 0.3, 0.6], 2),
      near([0, 1, 0], 2),
      near([100 / 131, 0, 31 / 131], 2),
    ]);
    expect(distribution.table).toEqual({
      columns: ['from', 'to', 'training', 'validation', 'test'],
      rows: [
        ['-2', '0', '0.1', '0', '0.763359'],
        ['0', '2', '0.3', '1', '0'],
        ['2', '4', '0.6', '0', '0.236641'],
      ],
    });
  });

  it('do not show it of folds, whose subsets overlap', () => {
    const names = figuresOf('split', { ...madeSplit(), folds: [] }).map(({ name }) => name);
    expect(names).not.toContain('labels-by-subset');
  });

  it('show means and spreads of labels, and none for an empty bin', () => {
    const y = axisOf(labels.svg, 'y');
    const means = drawn(labels.svg, 'mark').map((mark) => y(centerOf(mark)[1]));
    expect(means).toEqual(near([0.51, 0.52, 0.43, 0.21, 0.6], 2));
    const ends = drawn(labels.svg, 'interval').map((line) => placesOf(line).map(([, at]) => y(at)));
    expect(ends).toEqual(means.map((mean) => near([mean - 0.7, mean + 0.7], 2)));
    expect(labels.table.rows[5]).toEqual([BINS[2], '0', '', '']);
  });

  it('show shares of classes as bars', () => {
    const [, , shares] = figuresOf('split', madeSplit('classification'));
    expect(heights(shares)).toEqual(near([0.51, 0.52, 0.43, 0.21, 0.6], 2));
  });

  it('count scaffolds, where the method looked at them', () => {
    expect(heights(scaffolds)).toEqual(near([40, 31, 9]));
    const names = figuresOf('split', { ...madeSplit(), scaffolds: null, labels: null }).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['max-similarity', 'max-similarity-valid']);
  });
});

describe('figures of a comparison', () => {
  const differences = (models: readonly string[]) => {
    const comparison = madeComparison(models);
    return comparison.tasks[0].groups.flatMap((group) => group.metrics.mae.differences);
  };

  it.each([2, 3])('are a forest plot of all pairs of %i models', (count) => {
    const models = ['main', 'new', 'third'].slice(0, count);
    const [figure, ...none] = figuresOf('compare', madeComparison(models));
    expect(none).toEqual([]);
    const known = differences(models).flatMap((d) => (d.difference === null ? [] : [d]));
    const { values, intervals, at, heights: rows } = forest(figure);
    expect(values).toEqual(
      near(
        known.map(({ difference }) => difference),
        2,
      ),
    );
    expect(intervals).toEqual(known.map(({ ci95 }) => near(ci95 ?? [], 2)));
    expect(at('zero')).toEqual(near([0], 2));
    expect(at('margin')).toEqual(near([-0.04, 0.04], 2));
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    const hollow = drawn(figure.svg, 'mark').map(({ attributes }) => attributes.fill === 'none');
    expect(hollow).toEqual(known.map(({ significant }) => !significant));
    expect(figure.table.rows).toHaveLength(differences(models).length);
    expect(figure.table.rows.map((row) => row[4])).toEqual(
      differences(models).map(({ difference }) =>
        difference === null ? '' : String(Number(difference.toPrecision(6))),
      ),
    );
  });

  it('say once what holds for every pair of a group', () => {
    const comparison = madeComparison(['a', 'b', 'c']);
    const [, , , group] = comparison.tasks[0].groups;
    const unknown = { difference: null, reason: 'small_stratum' };
    const differences = group.metrics.mae.differences.map(({ a, b }) => ({ a, b, ...unknown }));
    const changed = { ...group, metrics: { mae: { ...group.metrics.mae, differences } } };
    const [task] = comparison.tasks;
    const groups = [...task.groups.slice(0, 3), changed];
    const [figure] = figuresOf('compare', {
      ...comparison,
      tasks: [{ ...task, groups }],
    } as unknown as ModelComparison);
    const all = [...figure.svg.matchAll(/>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(all.filter((text) => /too small/.test(text))).toHaveLength(1);
    expect(all.filter((text) => text === 'b − a')).toHaveLength(3);
    expect(figure.table.rows.filter((row) => /too small/.test(row[11]))).toHaveLength(3);
  });

  it('draw no margin where there is none or where it differs', () => {
    const [none] = figuresOf('compare', madeComparison(['a', 'b'], 0));
    expect(drawn(none.svg, 'margin')).toEqual([]);
  });

  it.each([
    ['better', true, 'significantly better'],
    ['worse', true, 'significantly worse'],
    ['equivalent', false, 'equivalent'],
    ['better', false, 'not significant'],
    ['inconclusive', false, 'not significant'],
  ] as const)('call what is %s, significant %s: %s', (standing, significant, text) => {
    expect(STANDING_LOOKS[lookOf(standing, significant)].text).toBe(text);
  });

  it('of cross-validation are those of the folds', () => {
    const pair = (method: string, difference: number, ci95: [number, number] | null) => ({
      ...{ method, against: 'ridge', difference, ci95, p: 0.1, p_holm: 0.2, reason: null },
      ...{ margin: 0.02, verdict: 'inconclusive', significant: false },
    });
    const metric = {
      ...{ metric: 'my "own" metric', group: null, direction: 'maximize', target: null },
      design: { results: 25 },
      pairs: [pair('kNN', 0.1, [-0.05, 0.2]), pair('RF', -0.02, null)],
    };
    const [figure] = figuresOf('compare-cv', { metrics: [metric] } as unknown as CvComparison);
    expect(figure.name).toBe('my-own-metric-differences');
    expect(forest(figure).values).toEqual(near([0.1, -0.02], 3));
    expect(forest(figure).intervals).toEqual([near([-0.05, 0.2], 3)]);
    expect(forest(figure).at('margin')).toEqual(near([-0.02, 0.02], 3));
  });
});

describe('figures of a check', () => {
  const outcome = (over: Partial<CheckOutcome>) =>
    ({
      ...{ name: 'rule', task: null, stratum: 'overall', n: 100, metric: 'mae', verdict: 'pass' },
      ...{ value: null, ci95: null, limit: null, drop: null, drop_ci95: null, tolerance: null },
      ...{ kind: 'drop', reason: null, decide: 'estimate', baseline: 0.5, audit_limit: null },
      ...over,
    }) as CheckOutcome;
  const summary = (outcomes: readonly CheckOutcome[]) => ({ outcomes }) as unknown as CheckSummary;

  it('are one of changes and one of values for each metric, with the limits', () => {
    const figures = figuresOf(
      'check',
      summary([
        outcome({ name: 'a', drop: 0.2, drop_ci95: [0.1, 0.35], tolerance: 0.05, verdict: 'fail' }),
        outcome({ name: 'b', drop: -0.1, drop_ci95: null, tolerance: 0.08 }),
        outcome({ name: 'c', verdict: 'inconclusive', reason: 'small_stratum' }),
        outcome({ kind: 'max', value: 0.7, ci95: [0.6, 0.9], limit: 0.8, verdict: 'inconclusive' }),
        outcome({ kind: 'min', metric: 'r2', value: 0.4, limit: 0.3 }),
        outcome({ kind: 'audit', metric: null, value: 3 }),
      ]),
    );
    expect(figures.map(({ name }) => name)).toEqual(['mae-change', 'mae-limits', 'r2-limits']);
    const [change, limits] = figures.map(forest);
    expect(change.values).toEqual(near([0.2, -0.1], 3));
    expect(change.intervals).toEqual([near([0.1, 0.35], 3)]);
    expect(change.at('limit')).toEqual(near([0.05, 0.08], 3));
    expect(change.at('zero')).toEqual(near([0], 3));
    expect(limits.values).toEqual(near([0.7], 3));
    expect(limits.at('limit')).toEqual(near([0.8], 3));
    expect(limits.at('zero')).toEqual([]);
    const looks = drawn(figures[0].svg, 'mark').map(({ attributes }) => attributes.class);
    expect(looks).toEqual(['mark s2 fill', 'mark s1 fill']);
    expect(figures[0].table.rows.map((row) => row[8])).toEqual(['fail', 'pass', 'inconclusive']);
    expect(
      drawn(figures[0].svg, 'muted')
        .map(({ text }) => text)
        .join(' '),
    ).toContain('the stratum is too small');
  });

  it('are none where nothing could be measured', () => {
    expect(figuresOf('check', summary([outcome({})]))).toEqual([]);
    expect(figuresOf('check', summary([]))).toEqual([]);
  });
});

describe('figures of an audit', () => {
  const [similarity, overlap, labels, ...none] = figuresOf('audit', madeAudit());

  it('are the histogram, overlaps and labels', () => {
    expect(none).toEqual([]);
    expect(heights(similarity)).toEqual(near([47, 53, 31]));
    expect(similarity.caption).toContain('median 0.41; 0.60 within training');
    expect(forest(overlap).values).toEqual(near([5, 25], 1));
    expect(overlap.table.rows).toEqual([
      ['stereoisomer', '7', '5'],
      ['near ≥ 0.9', '35', '25'],
    ]);
    expect(outlines(labels)).toEqual([near([0.25, 0.75], 2), near([1, 0], 2)]);
    expect(labels.caption).toBe(
      'Share of 300 training molecules and of 131 test molecules in each bin of the label (KS distance 0.20).',
    );
  });

  it('show means and spreads of labels of results without their distribution', () => {
    const [, , points] = figuresOf('audit', madeAudit(false));
    const y = axisOf(points.svg, 'y');
    const ends = drawn(points.svg, 'interval').map((line) => placesOf(line).map(([, at]) => y(at)));
    expect(ends).toEqual([near([-1, 3], 2), near([0.5, 2.5], 2)]);
  });
});

describe('the figure of neighbors', () => {
  it('is the histogram of the nearest one, where there is any', () => {
    const result = (found: number) =>
      ({
        similarity: { bins: ['0', '1/3', '2/3', '1'], nearest: [5, 0, 7] },
        counts: { found, none: 2 },
      }) as unknown as NeighborsSummary;
    const [figure] = figuresOf('neighbors', result(12));
    expect(heights(figure)).toEqual(near([5, 0, 7]));
    expect(figure.caption).toContain('12 query rows');
    expect(figuresOf('neighbors', result(0))).toEqual([]);
  });
});

describe('test sets of folds and repeats', () => {
  const part = (achieved: number[], requested: number[] | null) => ({
    similarity: { bins: ['0', '1/3', '2/3', '1'], achieved, requested },
  });
  /** Lengths of the parts of each bar, from the axis alone. */
  const lengths = ({ svg }: Figure) => {
    const x = axisOf(svg, 'x');
    const rows = new Map<string, number[]>();
    for (const { attributes } of drawn(svg, 'bar')) {
      const [left, width] = [+attributes.x, +attributes.width];
      const own = rows.get(attributes.y) ?? [];
      expect(x(left)).toBeCloseTo(
        own.reduce((a, b) => a + b, 0),
        0,
      );
      rows.set(attributes.y, [...own, x(left + width) - x(left)]);
    }
    return [...rows.values()];
  };
  const made = (fields: object) => ({ ...madeSplit(), ...fields }) as SplitSummary;

  it('are bars whose parts are the bins, with lines where others were requested', () => {
    const folds = [part([40, 30, 20], [40, 30, 20]), part([35, 38, 17], [40, 30, 20])];
    const [, figure] = figuresOf('split', made({ folds }));
    expect(figure.name).toBe('test-sets');
    expect(lengths(figure)).toEqual([near([40, 30, 20], 0), near([35, 38, 17], 0)]);
    // The end of the third bin is where it should be.
    const x = axisOf(figure.svg, 'x');
    const lines = drawn(figure.svg, 'requested').map((line) => x(placesOf(line)[0][0]));
    expect(lines).toEqual(near([40, 70], 0));
    expect(drawn(figure.svg, 'value').map(({ text }) => text)).toEqual([
      '40',
      '30',
      '20',
      '35',
      '38',
      '17',
    ]);
    expect(figure.table).toEqual({
      columns: ['fold', ...BINS, 'requested'],
      rows: [
        ['fold 0', '40', '30', '20', '40 30 20'],
        ['fold 1', '35', '38', '17', '40 30 20'],
      ],
    });
    expect(figure.caption).toContain('Lines mark where');
  });

  it('are those of each repeat', () => {
    const repeats = [part([4, 0, 2], null), part([3, 2, 1], null)];
    const [, figure] = figuresOf('split', made({ repeats }));
    // A bin without molecules has no part.
    expect(lengths(figure)).toEqual([near([4, 2]), near([3, 2, 1])]);
    expect(figure.table.columns).toEqual(['repeat', ...BINS]);
    expect(figure.caption).toBe(
      'Test molecules of each repeat by max similarity to the training set.',
    );
  });

  it('are those of the folds of each repeat, the first 50', () => {
    const folds = Array.from({ length: 30 }, (_, f) => part([f, 1, 0], null));
    const splits = [made({ folds, seed: 3 }), made({ folds, seed: 4 })];
    const [figure] = figuresOf('repeated-folds', { splits } as unknown as RepeatedFoldsSummary);
    expect(figure.table.rows).toHaveLength(50);
    expect(figure.table.rows[31]).toEqual(['repeat 1, seed 4: fold 1', '1', '1', '0']);
    expect(lengths(figure)).toHaveLength(50);
    expect(figure.caption).toContain('The first 50 of 60 test sets.');
  });

  it('are not drawn for one test set', () => {
    expect(figuresOf('split', madeSplit()).map(({ name }) => name)).not.toContain('test-sets');
  });
});
