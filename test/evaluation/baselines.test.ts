import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BaselineContext } from '../../src/evaluation/baselines/baseline.js';
import { knn, NEIGHBORS, nearestNeighbor } from '../../src/evaluation/baselines/nearest.js';
import { propertyOnly } from '../../src/evaluation/baselines/property-only.js';
import { baselines } from '../../src/evaluation/baselines/registry.js';
import { trainMean } from '../../src/evaluation/baselines/train-mean.js';
import { Undefined } from '../../src/metrics/metric.js';

/** What a baseline sees of molecules whose similarities to all training molecules are given. */
function contextOf(
  trainLabels: Float64Array,
  similarities: readonly (readonly number[])[],
  more: Partial<BaselineContext> = {},
): BaselineContext {
  const neighbors = similarities.map((own) => {
    const order = [...own.keys()].filter((m) => own[m] > 0 && !Number.isNaN(trainLabels[m]));
    order.sort((a, b) => own[b] - own[a]);
    const last = own[order[Math.min(NEIGHBORS, order.length) - 1]];
    const indices = Int32Array.from(order.filter((m) => own[m] >= last));
    return { indices, similarities: Float64Array.from(indices, (m) => own[m]) };
  });
  const count = similarities.length;
  return { task: 'regression', trainLabels, count, neighbors, properties: null, ...more };
}

const predicted = (found: Float64Array | Undefined) => [...(found as Float64Array)];
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

describe('baselines', () => {
  const trainLabels = Float64Array.of(2, Number.NaN, 5);

  it('are these, in the order of tables', () => {
    expect(baselines.map(({ name }) => name)).toEqual([
      'train_mean',
      'nearest_neighbour',
      'knn',
      'property_only',
      'drug_mean',
      'partner_mean',
      'additive',
    ]);
  });

  it('train_mean gives the mean of the labels there are', () => {
    const found = trainMean.predict(
      contextOf(trainLabels, [
        [0.5, 0.9, 0.1],
        [0, 0, 0.2],
      ]),
    );
    expect(predicted(found)).toEqual([3.5, 3.5]);
  });

  it('nearest_neighbour gives the label of the nearest that has one', () => {
    const near = contextOf(trainLabels, [
      [0.1, 0.9, 0.7],
      [0.8, 0.9, 0.7],
      [0, 0, 0.1],
    ]);
    expect(predicted(nearestNeighbor.predict(near))).toEqual([5, 2, 5]);
  });

  it('nearest_neighbour gives the mean of those that are equally near, and of all where none is near', () => {
    const labels = Float64Array.of(1, 2, 6, 100);
    const near = contextOf(labels, [
      [0.4, 0.4, 0.4, 0.3],
      [0, 0, 0, 0],
    ]);
    expect(predicted(nearestNeighbor.predict(near))).toEqual([3, 109 / 4]);
  });

  it('knn weights by similarity, and those tied for the last place share it', () => {
    const labels = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    // Four clear ones, and three for the fifth place.
    const tied = [0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.5, 0.4];
    const weight = 0.9 + 0.8 + 0.7 + 0.6 + 0.5;
    const sum = 0.9 * 1 + 0.8 * 2 + 0.7 * 3 + 0.6 * 4 + 0.5 * ((5 + 6 + 7) / 3);
    const [found] = predicted(knn.predict(contextOf(labels, [tied])));
    expect(found).toBeCloseTo(sum / weight, 12);
    const [fewer] = predicted(knn.predict(contextOf(labels, [[0.5, 0, 0.25, 0, 0, 0, 0, 0]])));
    expect(fewer).toBeCloseTo((0.5 * 1 + 0.25 * 3) / 0.75, 12);
  });

  /** Every way of choosing the k nearest, ties broken in every order, averaged. */
  function expectation(
    own: readonly number[],
    labels: readonly number[],
    k: number,
    weigh: boolean,
  ) {
    const near = [...own.keys()].filter((m) => own[m] > 0);
    if (near.length === 0) return mean(labels);
    const size = Math.min(k, near.length);
    const least = [...near].sort((a, b) => own[b] - own[a]).map((m) => own[m])[size - 1];
    const sure = near.filter((m) => own[m] > least);
    const open = near.filter((m) => own[m] === least);
    const values: number[] = [];
    const choose = (from: number, chosen: readonly number[]): void => {
      if (sure.length + chosen.length === size) {
        const all = [...sure, ...chosen];
        const weight = (m: number) => (weigh ? own[m] : 1);
        const total = all.reduce((sum, m) => sum + weight(m), 0);
        values.push(all.reduce((sum, m) => sum + weight(m) * labels[m], 0) / total);
        return;
      }
      for (let at = from; at < open.length; at++) choose(at + 1, [...chosen, open[at]]);
    };
    choose(0, []);
    return mean(values);
  }

  const labeled = fc.array(
    fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 0, max: 4 })),
    {
      minLength: 1,
      maxLength: 11,
    },
  );

  it('of neighbors are the expectation over all ways of breaking ties, in any order of training rows', () => {
    fc.assert(
      fc.property(labeled, fc.nat(1000), (list, seed) => {
        for (const [baseline, k, weigh] of [
          [nearestNeighbor, 1, false],
          [knn, 5, true],
        ] as const) {
          const of = (rows: typeof list) => {
            const labels = Float64Array.from(rows, ([y]) => y / 7);
            return predicted(baseline.predict(contextOf(labels, [rows.map(([, s]) => s / 8)])))[0];
          };
          const expected = expectation(
            list.map(([, s]) => s / 8),
            list.map(([y]) => y / 7),
            k,
            weigh,
          );
          expect(of(list)).toBeCloseTo(expected, 10);
          const turned = [...list.slice(seed % list.length), ...list.slice(0, seed % list.length)];
          expect(of(turned.reverse())).toBe(of(list));
        }
      }),
    );
  });

  it('property_only follows a property that explains the labels, and gives a share where classes go by it', () => {
    const train = Float64Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? i / 2 : (i * 7) % 5));
    const labels = Float64Array.from({ length: 40 }, (_, r) => 3 * train[2 * r] + 1);
    const test = Float64Array.of(10, 2, 30, 2);
    const properties = { width: 2, train, test };
    const numbers = predicted(propertyOnly.predict(contextOf(labels, [[0], [0]], { properties })));
    expect(Math.abs(numbers[0] - 31)).toBeLessThan(2);
    expect(Math.abs(numbers[1] - 91)).toBeLessThan(2);
    const classes = labels.map((y) => (y > 60 ? 1 : 0));
    // Records that disagree half and half say nothing; a majority does.
    classes[20] = 0.5;
    classes[39] = 2 / 3;
    const of = contextOf(classes, [[0], [0]], { properties, task: 'classification' });
    const [low, high] = predicted(propertyOnly.predict(of));
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(0.1);
    expect(high).toBeGreaterThan(0.9);
    expect(high).toBeLessThan(1);
  });

  it('are undefined without labels', () => {
    const properties = { width: 1, train: Float64Array.of(3), test: Float64Array.of(3) };
    const none = contextOf(Float64Array.of(Number.NaN), [[0.5]], { properties });
    for (const baseline of baselines) {
      expect(baseline.predict(none)).toEqual(new Undefined('no_training_labels'));
    }
  });
});
