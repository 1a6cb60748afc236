import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { Job } from '../../src/job.js';
import { parseBins } from '../../src/similarity/bins.js';
import { fingerprintMatrix } from '../../src/similarity/fingerprints.js';
import { findNearest } from '../../src/similarity/nearest.js';
import { buildNeighborGraph } from '../../src/similarity/neighbor-graph.js';

const shared = new URL('../../../shared/', import.meta.url);
const worker = new URL('../../dist/chemistry/worker.js', import.meta.url);
const missing = !existsSync(shared)
  ? '../shared'
  : !existsSync(worker)
    ? 'dist (npm run build)'
    : '';
if (missing) console.warn(`published EGFR split: skipped, there is no ${missing}`);

/** The first column of a file. */
function column(path: string): string[] {
  const text = readFileSync(new URL(path, shared), 'utf8').trimEnd();
  return text.split(/\r?\n/).map((line) => line.split(',')[0]);
}

describe.skipIf(missing)('the published EGFR split', () => {
  const fingerprint = parseFingerprint('morgan:radius=2,bits=2048');
  const pool = new ChemistryPool(fingerprint);
  afterAll(() => pool.close());

  async function fingerprints(path: string) {
    const smiles = column(path);
    const { words, problems } = await pool.describe(smiles);
    expect(problems.filter((problem) => problem !== null)).toEqual([]);
    return { smiles, words, matrix: fingerprintMatrix(words, fingerprint.words) };
  }

  it("has RDKit's max similarities, as doubles, and its histogram", async () => {
    const test = await fingerprints('datasets/IC50_EGFR_published_test.csv');
    const train = await fingerprints('datasets/IC50_EGFR_published_train.csv');
    expect([test.matrix.count, train.matrix.count]).toEqual([873, 3488]);
    const { intersection, union, index } = await findNearest(test.matrix, train.matrix, new Job());

    const reference = readFileSync(
      new URL('reference/egfr_nearest_train_similarity.csv', shared),
      'utf8',
    );
    const [header, ...rows] = reference.trimEnd().split(/\r?\n/);
    expect(header).toBe('smiles,max_similarity');
    expect(rows.map((row) => row.split(',')[0])).toEqual(test.smiles);
    const found = [...intersection].map((shared, q) => shared / union[q]);
    expect(found).toEqual(rows.map((row) => Number(row.split(',')[1])));

    const bins = parseBins('0,1/3,2/3,1');
    const histogram = [0, 0, 0];
    for (let q = 0; q < found.length; q++) histogram[bins.of(intersection[q], union[q])]++;
    expect(histogram).toEqual([295, 289, 289]);

    // The neighbor graph of all molecules says the same of the same split.
    const words = new Uint32Array(train.words.length + test.words.length);
    words.set(train.words);
    words.set(test.words, train.words.length);
    const graph = await buildNeighborGraph(
      fingerprintMatrix(words, fingerprint.words),
      bins,
      new Job(),
    );
    const byGraph = test.smiles.map((_, q) => {
      let highest = 0;
      const row = train.matrix.count + q;
      for (let e = graph.offsets[row]; e < graph.offsets[row + 1]; e++) {
        if (graph.neighbors[e] < train.matrix.count) highest = Math.max(highest, graph.levels[e]);
      }
      return highest;
    });
    expect(byGraph).toEqual(found.map((_, q) => bins.of(intersection[q], union[q])));
    for (const r of index) expect(r).toBeGreaterThanOrEqual(0);
  });
});
