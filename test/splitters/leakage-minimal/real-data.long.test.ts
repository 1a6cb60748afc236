import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { parseRational } from '../../../src/rational.js';
import { butinaClusters } from '../../../src/similarity/clusters.js';
import {
  type FingerprintMatrix,
  selectFingerprints,
} from '../../../src/similarity/fingerprints.js';
import { findNearest } from '../../../src/similarity/nearest.js';
import { buildThresholdGraph } from '../../../src/similarity/threshold-graph.js';
import { leakageMinimal } from '../../../src/splitters/leakage-minimal/index.js';
import { splitterOptions } from '../../../src/splitters/registry.js';
import { subsetSum } from '../../../src/splitters/subset-sum.js';
import { verifyAssignment } from '../../../src/splitters/verify.js';
import { seeded } from '../../oracle/generators.js';
import { hasShared } from '../../shared.js';
import { realMolecules } from '../real-molecules.js';
import { contextOf, unitsOf } from '../setting.js';

/** Bits of a molecule, in order. */
function bitsOf({ words, width }: FingerprintMatrix, m: number): number[] {
  const bits: number[] = [];
  for (let b = 0; b < width * 32; b++) {
    if (Math.floor(words[m * width + Math.floor(b / 32)] / 2 ** (b % 32)) % 2 === 1) bits.push(b);
  }
  return bits;
}

/** Mean similarity of all pairs of a test and a training molecule, and mean max similarity. */
async function leakage(fingerprints: FingerprintMatrix, isTest: (m: number) => boolean) {
  const rows = Array.from({ length: fingerprints.count }, (_, m) => bitsOf(fingerprints, m));
  const test = [...rows.keys()].filter(isTest);
  const train = [...rows.keys()].filter((m) => !isTest(m));
  let sum = 0;
  const on = new Uint8Array(fingerprints.width * 32);
  for (const t of test) {
    on.fill(0);
    for (const b of rows[t]) on[b] = 1;
    for (const r of train) {
      let both = 0;
      for (const b of rows[r]) both += on[b];
      sum += both / (rows[t].length + rows[r].length - both);
    }
  }
  const nearest = await findNearest(
    selectFingerprints(fingerprints, test),
    selectFingerprints(fingerprints, train),
    new Job(),
  );
  const max = nearest.intersection.reduce((s, both, q) => s + both / nearest.union[q], 0);
  return { mean: sum / test.length / train.length, max: max / test.length };
}

/** Groups to training, the largest first, as far as they fit; all others to test. */
function largeToTraining(group: ArrayLike<number>, train: number): Set<number> {
  const members = new Map<number, number[]>();
  Array.from(group).forEach((g, m) => {
    members.set(g, [...(members.get(g) ?? []), m]);
  });
  const test = new Set(Array.from({ length: group.length }, (_, m) => m));
  let room = train;
  for (const own of [...members.values()].sort((a, b) => b.length - a.length)) {
    if (own.length > room) continue;
    room -= own.length;
    for (const m of own) test.delete(m);
  }
  return test;
}

/** Lloyd's k-means on the bits, from random molecules. */
function kMeans(fingerprints: FingerprintMatrix, k: number): number[] {
  const uniform = seeded(1);
  const rows = Array.from({ length: fingerprints.count }, (_, m) => bitsOf(fingerprints, m));
  const bits = fingerprints.width * 32;
  const vector = (m: number) => {
    const v = new Float64Array(bits);
    for (const b of rows[m]) v[b] = 1;
    return v;
  };
  let centers = Array.from({ length: k }, () => vector(Math.floor(uniform() * rows.length)));
  let cluster: number[] = [];
  for (let round = 0; round < 15; round++) {
    const squares = centers.map((c) => c.reduce((s, x) => s + x * x, 0));
    cluster = rows.map((row) => {
      const far = centers.map((c, i) => squares[i] - 2 * row.reduce((s, b) => s + c[b], 0));
      return far.indexOf(Math.min(...far));
    });
    centers = centers.map((_, i) => {
      const own = rows.filter((_, m) => cluster[m] === i);
      const mean = new Float64Array(bits);
      for (const row of own) for (const b of row) mean[b] += 1 / own.length;
      return mean;
    });
  }
  return cluster;
}

describe.skipIf(!hasShared)('leakage-minimal on biogen_logS.csv', () => {
  it('has less similarity across the split than scaffold, Butina and k-means, near the bound', async () => {
    const { molecules } = await realMolecules('biogen_logS.csv', 'logS', { scaffolds: true });
    const { count, fingerprints, scaffolds } = molecules;
    const units = unitsOf(count);
    const sizes = { test: Math.ceil(count / 5), valid: 0 };
    const { values } = splitterOptions(leakageMinimal, { clusters: '700' });
    const context = { ...contextOf(molecules, units, sizes, 0), options: values };
    const assignment = await leakageMinimal.split(molecules, context);
    await verifyAssignment(molecules, assignment, units, context.sizes, context.bins, new Job());
    expect(assignment.sizeReason).toBeUndefined();
    const found = await leakage(fingerprints, (m) => assignment.subset[m] === 2);
    const { mean_cross_similarity: said, gap } = assignment.diagnostics;
    expect(said).toBeCloseTo(found.mean, 6);
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan(0.03);

    const train = count - sizes.test;
    const threshold = parseRational('0.4', 'test');
    const butina = butinaClusters(await buildThresholdGraph(fingerprints, threshold, new Job()));
    const centers = Int32Array.from(kMeans(fingerprints, 20));
    const sizeOf = Int32Array.from({ length: 20 }, (_, c) => centers.filter((d) => d === c).length);
    const means = Int32Array.from(sizeOf.keys()).filter((c) => sizeOf[c] > 0);
    const ofMeans = new Set(subsetSum(means, sizeOf, sizes.test).chosen);
    for (const [name, test] of [
      ['scaffold', largeToTraining(scaffolds as Int32Array, train)],
      ['butina', largeToTraining(butina, train)],
      ['k-means', new Set([...centers.keys()].filter((m) => ofMeans.has(centers[m])))],
    ] as const) {
      expect(test.size).toBe(sizes.test);
      const other = await leakage(fingerprints, (m) => test.has(m));
      expect(found.mean, name).toBeLessThan(other.mean * 0.95);
      expect(found.max, name).toBeLessThan(other.max);
    }
  }, 180_000);
});
