import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metrics } from '../../src/metrics/registry.js';
import { drawnRows, gathered, measured, metricOf, said, same, setting } from './data.js';
import {
  classes,
  type Oracle,
  probabilities,
  ranking,
  regression,
  scores,
  uncertainty,
  uncertaintyOfFew,
} from './oracle.js';

const oracles: Record<string, Oracle> = {
  ...regression,
  ...classes,
  ...scores,
  ...probabilities,
  ...ranking,
  ...uncertainty,
  ...uncertaintyOfFew,
};

describe('a metric of drawn rows is what its definition says of them', () => {
  it('for every metric', () => {
    expect(metrics.map((m) => m.name).filter((name) => !(name in oracles))).toEqual([]);
  });

  it.each(Object.entries(oracles))('%s', (name, oracle) => {
    const metric = metricOf(name);
    const seen = new Set<string>();
    fc.assert(
      fc.property(drawnRows(metric), setting, ({ rows, weights }, given) => {
        const expected = oracle(gathered(rows, weights), given);
        if (typeof expected === 'string') seen.add(expected);
        same(said(measured(metric, rows, weights, given)), expected, 8);
      }),
      { numRuns: 1000 },
    );
    // What cannot be for such data: they are always given.
    const never = [
      'no_std',
      'no_interval',
      'no_training_labels',
      'several_training_sets',
      'not_probabilities',
    ];
    expect([...seen].sort()).toEqual(
      metric.undefinedFor.filter((reason) => !never.includes(reason)).sort(),
    );
  });

  it('log_auc, of as many rows as there must be in its range', () => {
    const row = fc.record({
      y: fc.constantFrom(0, 0, 0, 1),
      p: fc.integer({ min: 0, max: 100 }),
      weight: fc.constantFrom(0, 1, 2, 6),
    });
    const rows = fc.array(row, { minLength: 100, maxLength: 400 });
    fc.assert(
      fc.property(rows, (drawn) => {
        const all = drawn.map(({ y, p }) => ({ y, p, std: 1, lower: 0, upper: 0 }));
        const weights = drawn.map((r) => r.weight);
        const given = { trainMean: 0, level: 0.9 };
        const expected = oracles.log_auc(gathered(all, weights), given);
        same(said(measured(metricOf('log_auc'), all, weights, given)), expected);
      }),
      { numRuns: 30 },
    );
  });
});
