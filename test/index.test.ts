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
    expect(await tanimark.renderResult('split', 'table', result.summary)).toContain('test 60');
  });

  it('reports its stages, and stops when told', async () => {
    const stages: string[] = [];
    const progress = { start: (stage: string) => stages.push(stage), advance() {}, finish() {} };
    await tanimark.split({ input: 'dataset:drugs' }, new tanimark.Job({ progress }));
    expect(stages).toEqual([
      'reading drugs-and-chemicals.csv',
      'reading molecules',
      'finding neighbors',
      'searching the split',
      'checking the split',
    ]);
    const signal = AbortSignal.abort();
    await expect(
      tanimark.split({ input: 'dataset:drugs' }, new tanimark.Job({ signal })),
    ).rejects.toThrow(tanimark.AbortedError);
  });

  it('compares fingerprints of any origin', async () => {
    const { fingerprintMatrix, parseRational, searchNeighbors, buildThresholdGraph, Job } =
      tanimark;
    // Bits 0; 0 and 1; 0, 1 and 2; 3.
    const matrix = fingerprintMatrix(Uint32Array.of(1, 3, 7, 8), 1);
    const graph = await buildThresholdGraph(matrix, parseRational('1/2', 'threshold'), new Job());
    expect([...graph.offsets]).toEqual([0, 1, 3, 4, 4]);
    expect([...graph.neighbors]).toEqual([1, 0, 2, 1]);
    expect([...graph.intersections]).toEqual([1, 1, 2, 2]);
    const near = await searchNeighbors(matrix, matrix, { k: 2 }, new Job({ threads: 1 }));
    expect([...near.indices]).toEqual([0, 1, 1, 2, 2, 1, 3, 0]);
    expect([...near.unions].slice(0, 4)).toEqual([1, 2, 2, 3]);
  });

  it('throws errors with a code for what is the caller\u2019s', async () => {
    const failed = tanimark.split({ input: 'dataset:drugs', seed: 1, method: 'nonsense' });
    await expect(failed).rejects.toMatchObject({ name: 'TanimarkError', code: 'usage' });
  });
});
