import { describe, expect, it } from 'vitest';
import { calibrationSet } from '../../../src/evaluation/conformal/calibration-set.js';
import {
  coverageOf,
  crossFitted,
  shareOf,
} from '../../../src/evaluation/conformal/cross-fitted.js';
import {
  holds,
  membersByBin,
  predictionSet,
  regionOf,
  regionsOf,
} from '../../../src/evaluation/conformal/regions.js';
import { Random } from '../../../src/random.js';
import { parseBins } from '../../../src/similarity/bins.js';

const bins = parseBins('0,1/3,2/3,1');
const how = { normalized: false, threshold: 0.5 };

interface Row {
  readonly molecule: number;
  readonly similarity: number;
  readonly truth: number;
  readonly prediction: number;
  readonly std?: number;
}

function setOf(rows: readonly Row[], task: 'regression' | 'classification', options = how) {
  const kept = Int32Array.from(rows, (_, i) => i);
  const of = Int32Array.from(rows, ({ molecule }) => molecule);
  const each = (pick: (row: Row) => number) => Float64Array.from(rows, pick);
  return calibrationSet(
    { task, truth: each((row) => row.truth) },
    { value: each((row) => row.prediction), std: each((row) => row.std ?? 1) },
    kept,
    of,
    { of, similarity: (i) => rows[i].similarity },
    Uint8Array.from(rows, ({ similarity }) => bins.ofNumber(similarity)),
    options,
  );
}

function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
  return radius * Math.cos(2 * Math.PI * random.uniform());
}

/** Errors three times as wide at similarity 0 as at 1. */
function regression(random: Random, n: number): Row[] {
  return Array.from({ length: n }, (_, molecule) => {
    const similarity = random.uniform();
    const error = normal(random) * (1.5 - similarity);
    return { molecule, similarity, truth: 0, prediction: error };
  });
}

/** A rare class, known worse than the other, and worse far from training. */
function classes(random: Random, n: number): Row[] {
  return Array.from({ length: n }, (_, molecule) => {
    const similarity = random.uniform();
    const truth = random.uniform() < 0.25 ? 1 : 0;
    const logit = 3 * similarity * (truth === 1 ? 0.6 : -1) + normal(random);
    return { molecule, similarity, truth, prediction: 1 / (1 + Math.exp(-logit)) };
  });
}

describe('a calibration set', () => {
  it('holds each molecule once, with its mean losses and its largest score, ascending by similarity', () => {
    const rows = [
      { molecule: 4, similarity: 0.8, truth: 1, prediction: 2 },
      { molecule: 2, similarity: 0.1, truth: 0, prediction: 0.5 },
      { molecule: 4, similarity: 0.8, truth: 1, prediction: -2 },
    ];
    const set = setOf(rows, 'regression');
    expect([...set.similarity]).toEqual([0.1, 0.8]);
    expect([...set.losses.mae]).toEqual([0.5, 2]);
    expect([...set.losses.mse]).toEqual([0.25, 5]);
    expect([...set.score]).toEqual([0.5, 3]);
    expect([...set.ofRow]).toEqual([1, 0, 1]);
    expect([...set.bin]).toEqual([0, 2]);
  });

  it('divides errors by standard deviations only where asked to', () => {
    const rows = [{ molecule: 0, similarity: 0.5, truth: 0, prediction: 3, std: 2 }];
    expect(setOf(rows, 'regression').score[0]).toBe(3);
    const set = setOf(rows, 'regression', { ...how, normalized: true });
    expect([set.score[0], set.std[0], set.losses.mae[0]]).toEqual([1.5, 2, 3]);
  });

  it('does not depend on the order of rows', () => {
    const rows = regression(new Random(5), 80);
    const turned = [...rows].reverse();
    const [a, b] = [rows, turned].map((own) => setOf(own, 'regression'));
    expect([...a.score]).toEqual([...b.score]);
    expect([...a.similarity]).toEqual([...b.similarity]);
  });
});

/** Coverage in each stratum, and for each class, over new molecules. */
function study(draw: typeof regression, task: 'regression' | 'classification') {
  const random = new Random(17);
  const found = bins.labels.map(() => ({ own: [0, 0], pooled: [0, 0], n: [0, 0] }));
  for (let trial = 0; trial < 80; trial++) {
    const set = setOf(draw(random, 400), task);
    const all = Array.from({ length: set.count }, (_, m) => m);
    const regions = regionsOf(set, bins.count, 0.9);
    const pooled = regionOf(set, all, 0.9);
    const fresh = setOf(draw(random, 400), task);
    for (let m = 0; m < fresh.count; m++) {
      const one = found[fresh.bin[m]];
      const c = fresh.label[m];
      one.n[c]++;
      if (holds(regions[fresh.bin[m]], fresh, m)) one.own[c]++;
      if (holds(pooled, fresh, m)) one.pooled[c]++;
    }
  }
  return found;
}

describe('conformal regions', () => {
  it('cover 90% in every stratum of a regression, where one limit for all does not', () => {
    const found = study(regression, 'regression');
    for (const { own, n } of found) {
      expect(own[0] / n[0]).toBeGreaterThan(0.89);
      expect(own[0] / n[0]).toBeLessThan(0.915);
    }
    expect(found[0].pooled[0] / found[0].n[0]).toBeLessThan(0.84);
    expect(found[2].pooled[0] / found[2].n[0]).toBeGreaterThan(0.95);
  });

  it('cover 90% of each class in every stratum', () => {
    for (const { own, n } of study(classes, 'classification')) {
      for (const c of [0, 1]) {
        expect(own[c] / n[c]).toBeGreaterThan(0.89);
        expect(own[c] / n[c]).toBeLessThan(0.93);
      }
    }
  });

  it('have one limit for both classes where one has too few molecules', () => {
    const rows = classes(new Random(2), 300).map((row, i) => ({
      ...row,
      similarity: 0.9,
      truth: i < 8 ? 1 : 0,
    }));
    const region = regionsOf(setOf(rows, 'classification'), 3, 0.9)[2];
    expect(region.byClass).toBe(false);
    expect(region.limits[0]).toBe(region.limits[1]);
    const nine = rows.map((row, i) => ({ ...row, truth: i < 9 ? 1 : 0 }));
    expect(regionsOf(setOf(nine, 'classification'), 3, 0.9)[2].byClass).toBe(true);
  });

  it('are infinite with too few molecules: never too narrow', () => {
    const rows = regression(new Random(2), 8).map((row) => ({ ...row, similarity: 0.1 }));
    const [low, middle] = regionsOf(setOf(rows, 'regression'), 3, 0.9);
    expect(low).toMatchObject({ molecules: 8, limits: [Number.POSITIVE_INFINITY] });
    expect(middle).toMatchObject({ molecules: 0, limits: [Number.POSITIVE_INFINITY] });
  });

  it('make sets of the classes whose score is within the limit', () => {
    const sets = (limits: number[], p: number) =>
      predictionSet({ molecules: 9, limits, ties: [0, 0], byClass: true }, p, 0.5);
    // Class 1 with 1 − p ≤ 0.4, class 0 with p ≤ 0.3.
    expect([0.1, 0.3, 0.5, 0.6, 0.9].map((p) => sets([0.3, 0.4], p))).toEqual([
      [0],
      [0],
      [],
      [1],
      [1],
    ]);
    expect(sets([0.8, 0.8], 0.5)).toEqual([0, 1]);
  });

  it('cover no more than 90% where many scores tie', () => {
    // Votes of five neighbors: six scores in all.
    const votes = (random: Random, n: number) =>
      classes(random, n).map((row) => ({ ...row, prediction: Math.round(5 * row.prediction) / 5 }));
    for (const { own, n } of study(votes, 'classification')) {
      for (const c of [0, 1]) {
        expect(own[c] / n[c]).toBeGreaterThan(0.89);
        expect(own[c] / n[c]).toBeLessThan(0.93);
      }
    }
  });
});

describe('cross-fitted coverage', () => {
  it('is that of limits made without the molecules of the fold', () => {
    const set = setOf(regression(new Random(8), 600), 'regression');
    const { inside, size } = crossFitted(set, bins.count, 0.9, new Random(1));
    for (const members of membersByBin(set, bins.count)) {
      const { coverage, judged } = coverageOf({ inside, size }, members);
      expect(judged).toBe(members.length);
      expect(coverage?.value).toBeGreaterThan(0.85);
      expect(coverage?.value).toBeLessThan(0.95);
    }
    // Whatever its own error is, a molecule's limit is made of others.
    const worst = set.score.indexOf(Math.max(...set.score));
    expect(inside[worst]).toBe(0);
  });

  it('keeps molecules of one unit in one fold', () => {
    const rows = regression(new Random(8), 200).map((row) => ({ ...row, similarity: 0.5 }));
    const set = { ...setOf(rows, 'regression'), unit: new Int32Array(200), units: 1 };
    // All in one fold: there is nothing to make a limit of.
    expect([...crossFitted(set, bins.count, 0.9, new Random(1)).inside]).toEqual(
      new Array(200).fill(-1),
    );
  });

  it('has a Wilson interval', () => {
    // Wilson's interval of 45 of 50, by its formula.
    const z = 1.959964;
    const [p, n] = [0.9, 50];
    const center = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
    const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
    const found = shareOf(Array.from({ length: 50 }, (_, i) => i < 45));
    expect(found?.value).toBe(0.9);
    expect(found?.ci95?.[0]).toBeCloseTo(center - half, 2);
    expect(found?.ci95?.[1]).toBeCloseTo(center + half, 2);
    expect(shareOf([])).toBeNull();
  });
});
