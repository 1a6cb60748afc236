import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../src/errors.js';
import { Job } from '../../src/job.js';
import { parseRational } from '../../src/rational.js';
import { fingerprintMatrix } from '../../src/similarity/fingerprints.js';
import { findNearest } from '../../src/similarity/nearest.js';
import { searchNeighbors } from '../../src/similarity/search.js';
import { buildThresholdGraph } from '../../src/similarity/threshold-graph.js';
import { sparse } from '../oracle/fingerprint-cases.js';
import { packed } from '../oracle/generators.js';
import { expectSame } from '../oracle/same-arrays.js';

const third = parseRational('1/3', 'threshold');

/** Every function of the engine on one matrix. */
const engine = [
  ['buildThresholdGraph', (m, job) => buildThresholdGraph(m, third, job)],
  ['searchNeighbors', (m, job) => searchNeighbors(m, m, { k: 3, threshold: third }, job)],
  ['findNearest', (m, job) => findNearest(m, m, job)],
] satisfies [string, (m: ReturnType<typeof packed>, job: Job) => Promise<unknown>][];

describe.each(engine)('%s', (_, run) => {
  const matrix = sparse(21, 3000, 64, 20);

  it.each([1, 2])('leaves what it is given as it was, with %i threads', async (threads) => {
    const given = packed({ ...matrix, data: matrix.data.slice() });
    const bits = given.onBits.slice();
    await run(given, new Job({ threads }));
    expectSame(given.words, matrix.data, 'words');
    expectSame(given.onBits, bits, 'onBits');
  });

  it.each([1, 2])(
    'reads words in the middle of a buffer, shared or not, with %i threads',
    async (threads) => {
      const { data, words } = matrix;
      const expected = await run(packed(matrix), new Job({ threads: 1 }));
      const buffers = [ArrayBuffer, SharedArrayBuffer].map((B) => new B(data.byteLength + 1200));
      for (const buffer of buffers) {
        const view = new Uint32Array(buffer, 400, data.length);
        new Uint32Array(buffer).fill(0xffffffff);
        view.set(data);
        const found = await run(fingerprintMatrix(view, words), new Job({ threads }));
        for (const [name, values] of Object.entries(expected as object)) {
          if (ArrayBuffer.isView(values)) {
            const same = found as unknown as Record<string, ArrayLike<number>>;
            expectSame(same[name], values as unknown as ArrayLike<number>, name);
          }
        }
      }
    },
  );

  it.each([1, 2])('is not begun when it is aborted already, with %i threads', async (threads) => {
    const job = new Job({ threads, signal: AbortSignal.abort() });
    await expect(run(packed(matrix), job)).rejects.toThrow(AbortedError);
  });

  it.each([1, 2])('stops when it is aborted on the way, with %i threads', async (threads) => {
    const controller = new AbortController();
    const job = new Job({ threads, signal: controller.signal });
    const work = run(packed(sparse(22, 30_000, 64, 40)), job);
    setTimeout(() => controller.abort(), 20);
    await expect(work).rejects.toThrow(AbortedError);
  });
});
