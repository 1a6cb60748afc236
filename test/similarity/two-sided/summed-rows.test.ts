import { describe, expect, it } from 'vitest';
import { wordFingerprints } from '../../../src/dataset/pairs/sequences.js';
import { Job } from '../../../src/job.js';
import { CategorySide } from '../../../src/similarity/two-sided/category-side.js';
import { ClusterSide } from '../../../src/similarity/two-sided/cluster-side.js';
import { FingerprintSide } from '../../../src/similarity/two-sided/fingerprint-side.js';
import { MatrixSide } from '../../../src/similarity/two-sided/matrix-side.js';
import type { Side } from '../../../src/similarity/two-sided/side.js';
import { below, madeMatrix, madeSequences } from '../../oracle/pair-data.js';

const COUNT = 17;
const pick = below(3);
const texts = madeSequences(4, COUNT).map((text) => text.toUpperCase().replace('*', ''));
const values = Int32Array.from(madeMatrix(5, COUNT).flat(), (cell) =>
  Math.round(Number(cell) * 1e6),
);
const names = Array.from({ length: COUNT }, (_, i) => `n${i}`);
const sides: readonly (readonly [string, Side])[] = [
  ['sequences', new FingerprintSide(wordFingerprints(texts, 2))],
  ['a matrix', new MatrixSide({ key: 'm', size: COUNT, values }, Int32Array.from(names.keys()))],
  ['categories', new CategorySide(names)],
  [
    'given clusters',
    new ClusterSide(
      'c',
      Int32Array.from(names, () => pick(4)),
    ),
  ],
];

describe.each(sides)('summed similarities of clusters of %s', (_, side) => {
  it('are the sums over all pairs', async () => {
    const clusters = 6;
    const cluster = Int32Array.from(names, (_name, i) => (i < clusters ? i : pick(clusters)));
    const similarity = side.similarities(side);
    const rows: number[][] = [];
    const visit = (c: number, row: Float64Array) => {
      expect(c).toBe(rows.length);
      rows.push(Array.from(row.subarray(c)));
    };
    await side.eachSummedRow({ cluster, count: clusters, rows: 5 }, new Job(), visit);
    expect(rows).toHaveLength(5);
    rows.forEach((row, c) => {
      row.forEach((sum, i) => {
        let expected = 0;
        for (let a = 0; a < COUNT; a++) {
          for (let b = 0; b < a; b++) {
            const pair = [cluster[a], cluster[b]].sort((x, y) => x - y);
            if (pair[0] !== c || pair[1] !== c + i) continue;
            expected += Math.floor(1e6 * similarity(a, b) + 0.5);
          }
        }
        expect(sum).toBe(expected);
      });
    });
  });
});
