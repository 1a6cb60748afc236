import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../src/report/figures/figure.js';
import { figuresOf } from '../../../src/report/figures/index.js';
import { MOST_POINTS } from '../../../src/report/figures/kinds/scatter.js';
import { BINS, madeScore, measured, molecules } from './made-results.js';
import { axisOf, centerOf, drawn, placesOf } from './read-svg.js';

const numbers = molecules(400, 'regression');
const classes = molecules(400, 'classification');
const regression = madeScore('regression', numbers);
const classification = madeScore('classification', classes);
const figures = new Map<string, Figure>(
  [regression, classification].flatMap((summary) =>
    figuresOf('score', summary).map(
      (figure) => [`${summary.task} ${figure.name}`, figure] as const,
    ),
  ),
);
const figure = (name: string) => figures.get(name) as Figure;
const of = (bin: string | undefined, all: typeof numbers) =>
  bin === undefined ? all : all.filter(({ stratum }) => stratum === bin);
/** The curves of a figure in the order of its legend: drawn last is first. */
const curves = (name: string) =>
  drawn(figure(name).svg, 'series')
    .reverse()
    .map((path) => {
      const [x, y] = [axisOf(figure(name).svg, 'x'), axisOf(figure(name).svg, 'y')];
      return placesOf(path).map(([px, py]) => [x(px), y(py)] as const);
    });
const area = (points: readonly (readonly [number, number])[]) =>
  points
    .slice(1)
    .reduce((sum, [x, y], k) => sum + ((x - points[k][0]) * (y + points[k][1])) / 2, 0);

describe('figures of a score', () => {
  it('are those that apply, by task', () => {
    expect([...figures.keys()]).toEqual([
      'regression mae-by-similarity',
      'regression r2-by-similarity',
      'regression mae-along-similarity',
      'regression predicted-vs-true',
      'regression error-vs-similarity',
      'regression error-distribution',
      'regression coverage',
      'classification roc-auc-by-similarity',
      'classification average-precision-by-similarity',
      'classification roc-auc-along-similarity',
      'classification roc',
      'classification precision-recall',
      'classification calibration',
    ]);
    const without = { ...regression, molecules_scored: undefined } as never;
    expect(figuresOf('score', without).map(({ name }) => name)).toEqual([
      'mae-by-similarity',
      'r2-by-similarity',
      'mae-along-similarity',
    ]);
  });

  it('name each task of several', () => {
    const tasks = ['logS', 'LogD 7.4'].map((name) => ({ ...regression, name }));
    const names = figuresOf('score', { ...regression, tasks }, 'a-').map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual([
      'a-mean-mae-by-similarity',
      'a-mean-r2-by-similarity',
      'a-logs-mae-by-similarity',
    ]);
    expect(names[names.length - 1]).toBe('a-logd-7-4-coverage');
    expect(new Set(names).size).toBe(names.length);
    const titles = figuresOf('score', { ...regression, tasks }).map(
      ({ svg }) => /<title [^>]*>([^<]*)/.exec(svg)?.[1],
    );
    expect([titles[0], titles[2]]).toEqual([
      'MAE by similarity to training, mean over tasks',
      'MAE by similarity to training, logS',
    ]);
  });
});

describe('a metric by stratum', () => {
  it('is drawn with its interval for the model and each baseline', () => {
    const { svg, table } = figure('regression mae-by-similarity');
    const y = axisOf(svg, 'y');
    const all = [regression, ...Object.values(regression.baselines)].map((scores) =>
      [scores.overall, ...scores.strata].map(({ metrics }) => metrics.mae),
    );
    const expected = all[0].flatMap((_, c) => all.map((source) => source[c]));
    const marks = drawn(svg, 'mark');
    expect(marks).toHaveLength(12);
    expected.forEach((scored, k) => {
      expect(y(centerOf(marks[k])[1])).toBeCloseTo(scored.value as number, 2);
    });
    const intervals = drawn(svg, 'interval').map((line) => placesOf(line).map(([, at]) => y(at)));
    expect(intervals).toHaveLength(12);
    expected.forEach((scored, k) => {
      const ci95 = scored.value === null ? null : scored.ci95;
      expect(intervals[k][0]).toBeCloseTo(ci95?.[0] as number, 2);
      expect(intervals[k][1]).toBeCloseTo(ci95?.[1] as number, 2);
    });
    expect(table.rows).toHaveLength(12);
    expect(table.rows.map((row) => Number(row[3]))).toEqual(
      expected.map(({ value }) => Number((value as number).toPrecision(6))),
    );
    // Points of a category stand side by side, in the order of the legend.
    const [a, b, c, next] = marks.map((mark) => centerOf(mark)[0]);
    expect(a < b && b < c && c < next).toBe(true);
  });

  it('gives a source the same look in every figure', () => {
    const { train_mean, nearest_neighbour } = regression.baselines;
    const baselines = { nearest_neighbour, train_mean };
    const lookOf = (svg: string) => drawn(svg, 'mark').map(({ attributes }) => attributes.class);
    const [both] = figuresOf('score', { ...regression, baselines });
    const [one] = figuresOf('score', { ...regression, baselines: { nearest_neighbour } });
    expect(lookOf(both.svg).slice(0, 3)).toEqual(['s1', 's2', 's3'].map((s) => `mark ${s} fill`));
    expect(lookOf(one.svg).slice(0, 2)).toEqual(['s1', 's3'].map((s) => `mark ${s} fill`));
  });

  it('shows no point where there is no value, and says so', () => {
    const none = { value: null, reason: 'small_stratum' as const };
    const strata = regression.strata.map((own, b) =>
      b === 1 ? { ...own, metrics: { mae: none } } : own,
    );
    const [{ svg, table }] = figuresOf('score', { ...regression, strata, baselines: {} });
    expect(drawn(svg, 'mark')).toHaveLength(3);
    expect(drawn(svg, 'muted').map(({ text }) => text)).toContain('none');
    expect(table.rows[2]).toEqual(expect.arrayContaining(['[1/3, 2/3)', '']));
    expect(table.rows[2][6]).toBe('the stratum is too small for conclusions');
  });
});

describe('the curve along similarity', () => {
  it('goes through its values, is interrupted where there is none, and shows the windows of the model', () => {
    const name = 'regression mae-along-similarity';
    const points = regression.curve?.points ?? [];
    const [model, mean] = curves(name);
    const expected = points.filter(({ values }) => values.model !== null);
    expect(model).toHaveLength(3);
    expected.forEach(({ similarity, values }, k) => {
      expect(model[k][0]).toBeCloseTo(similarity, 2);
      expect(model[k][1]).toBeCloseTo(values.model as number, 2);
    });
    expect(mean.map(([, y]) => y.toFixed(2))).toEqual(
      points.map(({ values }) => (values.train_mean as number).toFixed(2)),
    );
    const paths = drawn(figure(name).svg, 'series').map(({ attributes }) => attributes.d);
    expect(paths[1].match(/M/g)).toHaveLength(2);
    const x = axisOf(figure(name).svg, 'x');
    const spans = drawn(figure(name).svg, 'span').map((line) =>
      placesOf(line).map(([at]) => x(at).toFixed(2)),
    );
    expect(spans).toEqual(expected.map(({ low, high }) => [low.toFixed(2), high.toFixed(2)]));
  });

  it('has the intervals of the model as a band, and in its table', () => {
    const { svg, table, caption } = figure('regression mae-along-similarity');
    const y = axisOf(svg, 'y');
    const points = (regression.curve?.points ?? []).filter(({ ci95 }) => ci95 != null);
    const ends = placesOf(drawn(svg, 'band')[0]).map(([, at]) => y(at));
    const [lows, highs] = [0, 1].map((end) => points.map(({ ci95 }) => ci95?.[end] ?? Number.NaN));
    expect(ends).toEqual([...highs, ...lows.reverse()].map((value) => expect.closeTo(value, 2)));
    expect(caption).toContain('the band 95% confidence intervals of the model');
    expect(table.columns.slice(-2)).toEqual(['model, CI low', 'model, CI high']);
    expect(table.rows.map((row) => row.slice(-2))).toEqual([
      ['0.4', '0.7'],
      ['0.542857', '0.842857'],
      ['', ''],
      ['0.828571', '1.12857'],
    ]);
  });

  it('has no band of results without intervals', () => {
    const { curve } = regression;
    const points = curve?.points.map(({ ci95: _, ...point }) => point) ?? [];
    const without = { ...regression, curve: curve && { ...curve, points } };
    const found = figuresOf('score', without).find(({ name }) => /along/.test(name));
    expect(drawn(found?.svg ?? '', 'band')).toEqual([]);
    expect(found?.caption).not.toContain('band');
  });
});

describe('points', () => {
  it('stand where their values are, with the look of their stratum', () => {
    for (const [name, x, y] of [
      ['predicted-vs-true', 'truth', 'prediction'],
      ['error-vs-similarity', 'max_similarity', 'error'],
    ] as const) {
      const { svg, table } = figure(`regression ${name}`);
      const [ax, ay] = [axisOf(svg, 'x'), axisOf(svg, 'y')];
      const marks = drawn(svg, 'mark');
      const expected = BINS.flatMap((bin) => of(bin, numbers));
      expect(marks).toHaveLength(400);
      expected.forEach((molecule, k) => {
        const [px, py] = centerOf(marks[k]);
        expect(Math.abs(ax(px) - (molecule[x] as number))).toBeLessThan(0.003);
        expect(Math.abs(ay(py) - (molecule[y] as number))).toBeLessThan(0.01);
        const look = `s${BINS.indexOf(molecule.stratum) + 1}`;
        expect(marks[k].attributes.class.split(' ')).toContain(look);
      });
      expect(table.rows.map(([row]) => Number(row))).toEqual(expected.map(({ row }) => row));
      const [line] = drawn(svg, 'reference').map(placesOf);
      for (const [px, py] of line) {
        expect(Math.abs(ay(py) - (name === 'predicted-vs-true' ? ax(px) : 0))).toBeLessThan(0.02);
      }
    }
  });

  it('are counted in squares where there are many, none of them lost', () => {
    const many = molecules(MOST_POINTS + 1, 'regression');
    const all = figuresOf('score', madeScore('regression', many));
    for (const name of ['predicted-vs-true', 'error-vs-similarity']) {
      const { svg, table } = all.find((own) => own.name === name) as Figure;
      const marks = drawn(svg, 'mark');
      expect(marks.length).toBe(table.rows.length);
      expect(marks.length).toBeLessThan(1300);
      const counts = table.rows.map((row) => Number(row[2]));
      expect(counts.reduce((sum, n) => sum + n, 0)).toBe(many.length);
      expect(marks.map(({ title }) => Number(title.split(': ')[1].replace(',', '')))).toEqual(
        counts,
      );
      const [ax, ay] = [axisOf(svg, 'x'), axisOf(svg, 'y')];
      const [tall, wide] = [
        table.rows.map((r) => Number(r[1])),
        table.rows.map((r) => Number(r[0])),
      ];
      marks.forEach((mark, k) => {
        const [px, py] = centerOf(mark);
        expect(Math.abs(ax(px) - wide[k])).toBeLessThan(0.02);
        expect(Math.abs(ay(py) - tall[k])).toBeLessThan(0.02);
      });
      // A plain count of the molecules around the fullest square.
      const fullest = counts.indexOf(Math.max(...counts));
      const sides = [wide, tall].map((list) => {
        const distinct = [...new Set(list)].sort((a, b) => a - b);
        return Math.min(...distinct.slice(1).map((v, k) => v - distinct[k]));
      });
      const place = (m: (typeof many)[number]) =>
        name === 'predicted-vs-true'
          ? [m.truth, m.prediction as number]
          : [m.max_similarity, m.error as number];
      const near = many.filter((m) => {
        const [px, py] = place(m);
        return (
          Math.abs(px - wide[fullest]) <= sides[0] / 2 &&
          Math.abs(py - tall[fullest]) <= sides[1] / 2
        );
      });
      expect(Math.abs(near.length - counts[fullest])).toBeLessThanOrEqual(1);
    }
  });
});

describe('the distribution of errors', () => {
  it('is the share of each stratum in each bin', () => {
    const { table, svg } = figure('regression error-distribution');
    for (const [g, bin] of BINS.entries()) {
      const own = of(bin, numbers);
      table.rows.forEach((row, b) => {
        const [from, to] = [Number(row[0]), Number(row[1])];
        const n = own.filter(({ error }) => (error as number) >= from && (error as number) < to);
        expect(Number(row[2 + g])).toBeCloseTo(n.length / own.length, 5);
        const curve = placesOf(drawn(svg, 'series').reverse()[g]);
        const [x, y] = [axisOf(svg, 'x'), axisOf(svg, 'y')];
        const level = curve.find(
          ([px], k) =>
            k > 0 &&
            Math.abs(x(px) - from) < 0.01 &&
            Math.abs(x(curve[k + 1]?.[0] ?? 0) - to) < 0.01,
        );
        expect(y(level?.[1] as number)).toBeCloseTo(Number(row[2 + g]), 2);
        expect(b).toBeLessThan(25);
      });
    }
  });
});

describe('curves over thresholds', () => {
  const groups = [...BINS, undefined];

  it('of ROC have a corner for each threshold that changes direction, and the area of the metric', () => {
    const found = curves('classification roc');
    expect(found).toHaveLength(4);
    groups.forEach((bin, g) => {
      const own = of(bin, classes);
      const total = [0, 1].map((c) => own.filter(({ truth }) => truth === c).length);
      const thresholds = [...new Set(own.map((m) => m.prediction as number))].sort((a, b) => b - a);
      const oracle = thresholds.map((t) =>
        [0, 1].map(
          (c) =>
            own.filter((m) => m.truth === c && (m.prediction as number) >= t).length / total[c],
        ),
      );
      expect(area(found[g])).toBeCloseTo(measured('roc_auc', own) as number, 3);
      // Every corner is a threshold, and every threshold lies on the line.
      for (const [x, y] of found[g].slice(1)) {
        expect(oracle.some(([a, b]) => Math.abs(a - x) + Math.abs(b - y) < 1e-3)).toBe(true);
      }
      for (const [x, y] of oracle) {
        const on = found[g].slice(1).some(([x1, y1], k) => {
          const [x0, y0] = found[g][k];
          const t = Math.hypot(x1 - x0, y1 - y0);
          const off = Math.abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / t;
          return off < 1e-3 && x > x0 - 1e-3 && x < x1 + 1e-3 && y > y0 - 1e-3 && y < y1 + 1e-3;
        });
        expect(on).toBe(true);
      }
    });
    const { rows } = figure('classification roc').table;
    expect(rows.filter(([, x, y]) => x === '0' && y === '0').map(([stratum]) => stratum)).toEqual([
      ...BINS,
      'overall',
    ]);
    expect(rows.filter(([, x, y]) => x === '1' && y === '1')).toHaveLength(4);
  });

  it('say the area of the result in the legend', () => {
    const texts = drawn(figure('classification roc').svg, 'ink').map(({ text }) => text);
    for (const { bin, metrics } of classification.strata) {
      expect(texts).toContain(`${bin}: ${metrics.roc_auc.value?.toFixed(3)}`);
    }
    expect(texts).toContain(`overall: ${classification.overall.metrics.roc_auc.value?.toFixed(3)}`);
  });

  it('of precision and recall are steps with the area of the metric', () => {
    const found = curves('classification precision-recall');
    groups.forEach((bin, g) => {
      const own = of(bin, classes);
      expect(area(found[g])).toBeCloseTo(measured('average_precision', own) as number, 3);
      expect(found[g][0][0]).toBeCloseTo(0, 3);
      expect(found[g][found[g].length - 1][0]).toBeCloseTo(1, 3);
    });
  });

  it('of many molecules are thinned, keep their area, and say so', () => {
    const own = molecules(30_000, 'classification').map((m, i) => ({
      ...m,
      prediction: (m.prediction as number) + (i % 9973) / 1e5,
      stratum: BINS[0],
    }));
    const found = figuresOf('score', madeScore('classification', own));
    for (const [name, metric] of [
      ['roc', 'roc_auc'],
      ['precision-recall', 'average_precision'],
    ] as const) {
      const { svg, table, caption } = found.find((one) => one.name === name) as Figure;
      const [x, y] = [axisOf(svg, 'x'), axisOf(svg, 'y')];
      const points = placesOf(drawn(svg, 'series')[0]).map(([px, py]) => [x(px), y(py)] as const);
      expect(points).toHaveLength(table.rows.length);
      expect(points.length).toBeLessThan(1500);
      expect(area(points)).toBeCloseTo(measured(metric, own) as number, 2);
      expect(caption).toContain('Points less than 0.002 apart are left out.');
    }
    expect(figure('classification roc').caption).not.toContain('left out');
  });

  it('count the rarer class in the legend where there are few of it', () => {
    let left = 4;
    const own = classes.map((m) => {
      if (m.stratum !== BINS[1]) return m;
      return { ...m, truth: m.truth === 1 && left-- > 0 ? 1 : 0 };
    });
    const roc = figuresOf('score', madeScore('classification', own)).find((f) => f.name === 'roc');
    const texts = drawn(roc?.svg ?? '', 'ink').map(({ text }) => text);
    const area = measured('roc_auc', of(BINS[1], own))?.toFixed(3);
    expect(texts).toContain(`${BINS[1]}, 4 positives: ${area}`);
  });

  it('leave out a stratum of one class', () => {
    const own = classes.map((m) => (m.stratum === BINS[0] ? { ...m, truth: 0 } : m));
    const roc = figuresOf('score', { ...classification, molecules_scored: own }).find(
      ({ name }) => name === 'roc',
    );
    expect(drawn(roc?.svg ?? '', 'series')).toHaveLength(3);
  });
});

describe('calibration', () => {
  it('of probabilities compares the mean probability of a bin with its share of positives', () => {
    const { table } = figure('classification calibration');
    const rows = [...BINS, undefined].flatMap((bin) => {
      const bins = Array.from({ length: 10 }, (_, b) =>
        of(bin, classes).filter(({ prediction }) => {
          const p = prediction as number;
          return (p > b / 10 || b === 0) && p <= (b + 1) / 10;
        }),
      );
      return bins
        .filter((own) => own.length >= 5)
        .map((own) => [
          own.length,
          own.reduce((sum, m) => sum + (m.prediction as number), 0) / own.length,
          own.reduce((sum, m) => sum + m.truth, 0) / own.length,
        ]);
    });
    expect(rows.length).toBeGreaterThan(15);
    expect(table.rows.map((row) => row.slice(1).map(Number))).toEqual(
      rows.map((row) => row.map((v) => Number(v.toPrecision(6)))),
    );
    const [x, y] = (['x', 'y'] as const).map((a) =>
      axisOf(figure('classification calibration').svg, a),
    );
    const marks = drawn(figure('classification calibration').svg, 'mark').map(centerOf);
    expect(marks).toHaveLength(rows.length);
    for (const [, p, share] of rows) {
      const near = marks.filter(([px, py]) => Math.hypot(x(px) - p, y(py) - share) < 2e-3);
      expect(near.length).toBeGreaterThan(0);
    }
  });

  it('is not drawn of scores that are no probabilities', () => {
    const own = classes.map((m) => ({ ...m, prediction: (m.prediction as number) * 2 }));
    const names = figuresOf('score', { ...classification, molecules_scored: own }).map(
      (f) => f.name,
    );
    expect(names).not.toContain('calibration');
    expect(names).toContain('roc');
  });

  it('of standard deviations is the coverage of the metrics at their levels', () => {
    const { table } = figure('regression coverage');
    const at = (level: string) =>
      table.rows
        .find(([own]) => own === level)
        ?.slice(1)
        .map(Number);
    for (const percent of [50, 80, 90, 95]) {
      expect(at(String(percent / 100))).toEqual(
        [...BINS, undefined].map((bin) =>
          Number((measured(`coverage_${percent}`, of(bin, numbers)) as number).toPrecision(6)),
        ),
      );
    }
    expect(at('1')).toEqual([1, 1, 1, 1]);
    const [first] = curves('regression coverage');
    first.forEach(([x, y], k) => {
      expect([x, y]).toEqual([
        expect.closeTo(k / 20, 2),
        expect.closeTo(Number(table.rows[k][1]), 2),
      ]);
    });
  });
});

describe('many strata', () => {
  it('are drawn together with their neighbors, so that each look is one group', () => {
    const bins = Array.from(
      { length: 15 },
      (_, b) => `[${b}/15, ${b + 1}/15${b === 14 ? ']' : ')'}`,
    );
    const own = numbers.map((m) => ({
      ...m,
      stratum: bins[Math.min(14, Math.floor(15 * m.max_similarity))],
    }));
    const strata = bins.map((bin) => ({ ...regression.strata[0], bin }));
    const found = figuresOf('score', {
      ...regression,
      strata,
      baselines: {},
      molecules_scored: own,
    });
    const scatter = found.find(({ name }) => name === 'predicted-vs-true') as Figure;
    const texts = drawn(scatter.svg, 'ink').map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['[0/15, 3/15)', '[12/15, 15/15]']));
    const looks = new Set(drawn(scatter.svg, 'mark').map(({ attributes }) => attributes.class));
    expect(looks.size).toBe(5);
  });
});
