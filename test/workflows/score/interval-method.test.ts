import { describe, expect, it } from 'vitest';
import type { Scored } from '../../../src/evaluation/types.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { csv, type MadeRow, madeRows, scored } from './made.js';

const folder = temporaryFolder();
const rows = madeRows(150, 4);
const split = folder.file(
  'split.csv',
  csv(
    rows.map((row, k) => ({ ...row, split: k < 70 ? 'test' : 'train' })),
    { name: (r) => r.name, smiles: (r) => r.smiles, y: (r) => r.y, split: (r) => r.split },
  ),
);
const tested = rows.slice(0, 70);
const predictions = folder.file(
  'preds.csv',
  csv(tested, { name: (r: MadeRow) => r.name, y_pred: (r) => r.pred }),
);
const given = { split, predictions, metrics: ['mae', 'rmse', 'median_ae'], bootstrap: 4000 };
const intervalOf = (metric: Scored) => ('ci95' in metric ? metric.ci95 : null) as [number, number];
const modelOf = async (more: object) => {
  const summary = await scored({ ...given, ...more });
  return { summary, metrics: summary.overall?.metrics ?? {} };
};

/** Percentile interval of a mean of errors, by a loop of its own: molecules are the rows here. */
function percentileOfMean(errors: readonly number[]): [number, number] {
  let state = 12345;
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x80000000;
  };
  const means = Array.from({ length: 20_000 }, () => {
    let sum = 0;
    for (let i = 0; i < errors.length; i++) sum += errors[Math.floor(next() * errors.length)];
    return sum / errors.length;
  }).sort((a, b) => a - b);
  return [means[500], means[19_500]];
}

/** Bootstrap-t interval of a mean of errors on the scale of its logarithm, by a loop of its own. */
function studentizedOfMean(errors: readonly number[]): [number, number] {
  let state = 54321;
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x80000000;
  };
  const n = errors.length;
  const logOfMean = (list: readonly number[]) => {
    const sum = list.reduce((a, b) => a + b, 0);
    const left = list.map((v) => Math.log((sum - v) / (n - 1)));
    const mean = left.reduce((a, b) => a + b, 0) / n;
    const squares = left.reduce((a, v) => a + (v - mean) ** 2, 0);
    return { value: Math.log(sum / n), error: Math.sqrt(((n - 1) / n) * squares) };
  };
  const own = logOfMean(errors);
  const t = Array.from({ length: 8000 }, () => {
    const drawn = logOfMean(errors.map(() => errors[Math.floor(next() * n)]));
    return (drawn.value - own.value) / drawn.error;
  }).sort((a, b) => a - b);
  return [Math.exp(own.value - t[7800] * own.error), Math.exp(own.value - t[200] * own.error)];
}

describe('--interval', () => {
  it('replaces the method of every metric by a bootstrap, which the result names', async () => {
    const usual = await modelOf({});
    const bca = await modelOf({ interval: 'bca' });
    const percentile = await modelOf({ interval: 'percentile' });
    expect(usual.summary.parameters.interval).toBeUndefined();
    expect(percentile.summary.parameters.interval).toBe('percentile');
    // BCa is the method of the median of errors anyway.
    expect(bca.metrics.median_ae).toEqual(usual.metrics.median_ae);
    for (const name of ['mae', 'rmse']) {
      const all = [usual, bca, percentile].map(({ metrics }) => metrics[name]);
      expect(new Set(all.map(({ value }) => value)).size).toBe(1);
      expect(new Set(all.map((one) => intervalOf(one).join())).size).toBe(3);
    }
    const errors = tested.map((r) => Math.abs(r.pred - r.y));
    const [low, high] = percentileOfMean(errors);
    const [ownLow, ownHigh] = intervalOf(percentile.metrics.mae);
    const width = high - low;
    expect(Math.abs(ownLow - low)).toBeLessThan(0.05 * width);
    expect(Math.abs(ownHigh - high)).toBeLessThan(0.05 * width);
  });

  it('studentized is the bootstrap-t interval, and takes everything else from the default', async () => {
    const usual = await modelOf({});
    const found = await modelOf({ interval: 'studentized' });
    expect(found.summary.parameters.interval).toBe('studentized');
    expect(found.metrics.median_ae).toEqual(usual.metrics.median_ae);
    for (const name of ['mae', 'rmse']) {
      expect(found.metrics[name].value).toBe(usual.metrics[name].value);
    }
    const errors = tested.map((r) => Math.abs(r.pred - r.y));
    for (const [name, power] of [
      ['mae', 1],
      ['rmse', 2],
    ] as const) {
      const [low, high] = studentizedOfMean(errors.map((e) => e ** power)).map(
        (end) => end ** (1 / power),
      );
      const [ownLow, ownHigh] = intervalOf(found.metrics[name]);
      const width = high - low;
      expect(Math.abs(ownLow - low)).toBeLessThan(0.06 * width);
      expect(Math.abs(ownHigh - high)).toBeLessThan(0.06 * width);
    }
  });

  it('needs draws, and is one of three methods', async () => {
    const none = await errorOf(() => scored({ ...given, interval: 'bca', bootstrap: 0 }));
    expect(none.message).toBe('--interval bca needs bootstrap draws; leave out --bootstrap 0');
    const other = await errorOf(() => scored({ ...given, interval: 'basic' as 'bca' }));
    expect(other.message).toMatch(/bca.*percentile.*studentized/);
  });
});
