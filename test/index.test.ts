import { describe, expect, it } from 'vitest';
import * as tanimark from '../dist/index.js';

describe('the library', () => {
  it('splits and scores as the command line does', async () => {
    const result = await tanimark.split({ input: 'dataset:drugs', test: '60', seed: 3 });
    expect(result.summary.sizes.test).toBe(60);
    expect(result.summary.similarity).toMatchObject({
      requested: [20, 20, 20],
      achieved: [20, 20, 20],
      status: 'exact',
    });
    expect(result.records.filter((r) => r.split === 'test')).toHaveLength(60);
    const scores = await tanimark.scoreBaselines(result, { bootstrap: 0, metrics: ['mae'] });
    expect(scores.strata.map((s) => s.n)).toEqual([20, 20, 20]);
    expect(tanimark.renderSplit(result.summary, tanimark.plainStyle)).toContain('test 60');
  });

  it('reports its stages, and stops when told', async () => {
    const stages: string[] = [];
    const progress = { start: (stage: string) => stages.push(stage), advance() {}, finish() {} };
    await tanimark.split({ input: 'dataset:drugs' }, new tanimark.Task({ progress }));
    expect(stages).toEqual([
      'reading drugs-and-chemicals.csv',
      'reading molecules',
      'finding neighbours',
      'searching the split',
      'checking the split',
    ]);
    const signal = AbortSignal.abort();
    await expect(
      tanimark.split({ input: 'dataset:drugs' }, new tanimark.Task({ signal })),
    ).rejects.toThrow(tanimark.AbortedError);
  });

  it('throws errors with a code for what is the caller\u2019s', async () => {
    const failed = tanimark.split({ input: 'dataset:drugs', seed: 1, method: 'nonsense' });
    await expect(failed).rejects.toMatchObject({ name: 'TanimarkError', code: 'usage' });
  });
});
