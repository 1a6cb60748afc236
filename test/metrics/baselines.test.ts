import { describe, expect, it } from 'vitest';
import { nearestNeighbour } from '../../src/metrics/baselines/nearest-neighbour.js';
import { trainMean } from '../../src/metrics/baselines/train-mean.js';
import { Undefined } from '../../src/metrics/metric.js';

describe('baselines', () => {
  const trainLabels = Float64Array.of(2, Number.NaN, 5);

  it('train_mean gives the mean of the labels there are', () => {
    const predictions = trainMean.predict({ trainLabels, nearest: Int32Array.of(0, 2) });
    expect([...(predictions as Float64Array)]).toEqual([3.5, 3.5]);
  });

  it('nearest_neighbour gives the label of the nearest', () => {
    const predictions = nearestNeighbour.predict({ trainLabels, nearest: Int32Array.of(2, 0, 2) });
    expect([...(predictions as Float64Array)]).toEqual([5, 2, 5]);
  });

  it('are undefined without labels', () => {
    const none = { trainLabels: Float64Array.of(Number.NaN), nearest: Int32Array.of(-1) };
    expect(trainMean.predict(none)).toEqual(new Undefined('no_training_labels'));
    expect(nearestNeighbour.predict(none)).toEqual(new Undefined('no_training_labels'));
  });
});
