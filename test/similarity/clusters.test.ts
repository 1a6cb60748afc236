import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { readMoleculeTable } from '../../src/dataset/molecule-table.js';
import { Job } from '../../src/job.js';
import { butinaClusters, butinaClustersAt } from '../../src/similarity/clusters.js';
import { fingerprintsOf } from '../../src/similarity/compared.js';
import { selectFingerprints } from '../../src/similarity/fingerprints.js';
import { buildThresholdGraph, type ThresholdGraph } from '../../src/similarity/threshold-graph.js';
import { clustered, packed } from '../oracle/generators.js';
import { hasShared, sharedJson, sharedPath } from '../shared.js';

function graphOf(count: number, edges: readonly (readonly [number, number])[]): ThresholdGraph {
  const of = Array.from({ length: count }, () => new Set<number>());
  for (const [a, b] of edges) {
    if (a === b) continue;
    of[a].add(b);
    of[b].add(a);
  }
  const rows = of.map((set) => [...set].sort((a, b) => a - b));
  const offsets = new Int32Array(count + 1);
  rows.forEach((row, m) => {
    offsets[m + 1] = offsets[m] + row.length;
  });
  const neighbors = Int32Array.from(rows.flat());
  return { count, offsets, neighbors, intersections: new Uint16Array(neighbors.length) };
}

/** By definition, looking through all molecules for each cluster. */
function slowly({ count, offsets, neighbors }: ThresholdGraph): number[] {
  const cluster = new Array<number>(count).fill(-1);
  for (let made = 0; cluster.includes(-1); made++) {
    let best: number[] = [];
    for (let m = 0; m < count; m++) {
      if (cluster[m] >= 0) continue;
      const own = [...neighbors.slice(offsets[m], offsets[m + 1])].filter((o) => cluster[o] < 0);
      if (own.length + 1 >= best.length) best = [m, ...own];
    }
    for (const m of best) cluster[m] = made;
  }
  return cluster;
}

describe('Taylor-Butina clusters', () => {
  it('are those of the definition', () => {
    const graph = fc.integer({ min: 1, max: 14 }).chain((count) => {
      const molecule = fc.nat(count - 1);
      return fc
        .array(fc.tuple(molecule, molecule), { maxLength: 40 })
        .map((edges) => graphOf(count, edges));
    });
    fc.assert(
      fc.property(graph, (g) => {
        expect([...butinaClusters(g)]).toEqual(slowly(g));
      }),
    );
  });

  it('are the same where neighbors do not fit into memory', async () => {
    const made = fc.tuple(
      fc.nat(1e6),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 9 }),
    );
    await fc.assert(
      fc.asyncProperty(made, async ([seed, count, tenths]) => {
        const matrix = packed(clustered(seed, count, 2, 4));
        const threshold = { num: tenths, den: 10 };
        const job = new Job({ threads: 1 });
        const graph = await buildThresholdGraph(matrix, threshold, job);
        const expected = slowly(graph);
        expect([...(await butinaClustersAt(matrix, threshold, job))]).toEqual(expected);
        const searched = await butinaClustersAt(matrix, threshold, job, { memory: 0 });
        expect([...searched]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it.skipIf(!hasShared)('are those of RDKit', async () => {
    const reference = sharedJson<{
      cluster_sizes_descending: number[];
      largest_cluster_members: number[];
    }>('reference/butina.json');
    const pool = new ChemistryPool(parseFingerprint('morgan'));
    try {
      const path = sharedPath('datasets/Ki_Carbonic_anhydrase_I.csv');
      const { set, compared } = await readMoleculeTable(path, {}, pool, new Job());
      const first = Array.from({ length: 800 }, (_, r) => set.moleculeOf[r]);
      expect(first).toEqual([...first.keys()]);
      const own = selectFingerprints(fingerprintsOf(compared), first);
      const clusters = butinaClusters(
        await buildThresholdGraph(own, { num: 3, den: 5 }, new Job()),
      );
      const members = new Map<number, number[]>();
      clusters.forEach((c, m) => {
        members.set(c, [...(members.get(c) ?? []), m]);
      });
      const lists = [...members.values()].sort((a, b) => b.length - a.length);
      expect(lists.map((l) => l.length)).toEqual(reference.cluster_sizes_descending);
      expect(lists[0]).toEqual([...reference.largest_cluster_members].sort((a, b) => a - b));
    } finally {
      await pool.close();
    }
  });
});
