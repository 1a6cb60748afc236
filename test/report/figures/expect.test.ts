import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../src/report/figures/index.js';
import type { ExpectSummary } from '../../../src/workflows/expect/types.js';
import { BINS } from './made-results.js';
import { axisOf, centerOf, drawn, placesOf } from './read-svg.js';

const near = (values: readonly number[], digits = 2) =>
  values.map((value) => expect.closeTo(value, digits));

const share = (value: number) => ({ value, ci95: [value - 0.1, value + 0.05] as const });
const made = {
  task: 'regression',
  coverage: 0.9,
  calibration: { of: 'test' },
  histogram: {
    edges: [0, 0.25, 0.5, 0.75, 1],
    library: [60, 30, 10, 0],
    test: [0, 5, 10, 5],
    train: [10, 10, 10, 10],
  },
  domain: {
    metric: 'mae',
    limit: null,
    points: [
      { cutoff: 0, n: 20, share_kept: 1, value: 0.6, ci95: [0.5, 0.8], coverage: share(0.9) },
      { cutoff: 0.5, n: 15, share_kept: 0.1, value: 0.4, ci95: [0.3, 0.6], coverage: null },
      { cutoff: 0.75, n: 5, share_kept: 0, value: 0.3, ci95: null, coverage: null },
      { cutoff: 0.95, n: 1, share_kept: 0, value: null, ci95: null, coverage: null },
    ].map((point) => ({ ...point, baselines: { knn: point.value && point.value + 0.2 } })),
  },
  strata: BINS.map((bin, b) => ({
    bin,
    calibration: 40 - b,
    coverage: b === 2 ? null : share(0.88 + b / 50),
    pooled_coverage: b === 2 ? null : share(0.8 + b / 10),
  })),
} as unknown as ExpectSummary;

describe('figures of an expectation', () => {
  const [similarity, domain, coverage] = figuresOf('expect', made);

  it('show shares of the library, of the test set and of training by similarity', () => {
    const y = axisOf(similarity.svg, 'y');
    const [library, test, train] = drawn(similarity.svg, 'series')
      .reverse()
      .map((line) => placesOf(line).map(([, at]) => y(at)))
      .map((places) => places.slice(2, -3).filter((_, k) => k % 2 === 0));
    expect(library).toEqual(near([0.6, 0.3, 0.1, 0]));
    expect(test).toEqual(near([0, 0.25, 0.5, 0.25]));
    expect(train).toEqual(near([0.25, 0.25, 0.25, 0.25]));
    expect(similarity.table.rows[0]).toEqual(['0', '0.25', '0.6', '0', '0.25']);
    expect(similarity.caption).toContain('100 library rows and 20 test molecules');
  });

  it('show the error that each cut-off keeps, of the model in its band and of baselines', () => {
    const [x, y] = [axisOf(domain.svg, 'x'), axisOf(domain.svg, 'y')];
    const points = drawn(domain.svg, 'mark').map(centerOf);
    // The model is drawn last.
    const [knn, model] = [points.slice(0, 3), points.slice(3)];
    expect(model.map(([at]) => x(at))).toEqual(near([0, 0.5, 0.75]));
    expect(model.map(([, at]) => y(at))).toEqual(near([0.6, 0.4, 0.3]));
    expect(knn.map(([, at]) => y(at))).toEqual(near([0.8, 0.6, 0.5]));
    const [band] = drawn(domain.svg, 'band').map(placesOf);
    expect(band.map(([at]) => x(at))).toEqual(near([0, 0.5, 0.5, 0]));
    expect(band.map(([, at]) => y(at))).toEqual(near([0.8, 0.6, 0.3, 0.5]));
    expect(domain.table.columns).toContain('5-NN');
    expect(domain.table.rows[0]).toEqual(['0', '1', '20', '0.6', '0.5', '0.8', '0.8', '0.9']);
    expect(domain.table.rows).toHaveLength(3);
  });

  it('show the coverage of each stratum beside the requested one', () => {
    const y = axisOf(coverage.svg, 'y');
    const marks = drawn(coverage.svg, 'mark').map((mark) => y(centerOf(mark)[1]));
    expect(marks).toEqual(near([0.88, 0.8, 0.9, 0.9]));
    const [line] = drawn(coverage.svg, 'reference').map(placesOf);
    expect(y(line[0][1])).toBeCloseTo(0.9, 2);
    expect(coverage.table.rows[2]).toEqual([BINS[2], '38', '', '', '', '', '', '']);
  });

  it('are left out where there is nothing to draw', () => {
    const none = {
      ...made,
      domain: { ...made.domain, points: [] },
      strata: made.strata.map((own) => ({ ...own, coverage: null, pooled_coverage: null })),
    };
    const names = figuresOf('expect', none as ExpectSummary).map(({ name }) => name);
    expect(names).toEqual(['library-similarity']);
  });
});
