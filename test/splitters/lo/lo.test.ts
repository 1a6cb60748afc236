import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lo } from '../../../src/splitters/lo/index.js';
import { DISCARDED, TEST, TRAIN } from '../../../src/splitters/splitter.js';
import { errorOf } from '../../helpers.js';
import { compare, type Matrix, type Ratio, similarity } from '../../oracle/brute-force.js';
import {
  adversarial,
  clustered,
  edgesOf,
  fromBits,
  moleculeLike,
} from '../../oracle/generators.js';
import { membership, type Request, runSplitter } from '../../oracle/run-splitter.js';

const { bins } = edgesOf('0,1/3,2/3,1');
const NONE = Number.NaN;
const context = { sizesGiven: { test: false, valid: false } };

interface Limits {
  readonly threshold: Ratio;
  readonly fewest: number;
  readonly most: number;
  readonly sd: number;
}

const spread = (values: number[]) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
};

/** Clusters and what is left, comparing all pairs again after each. */
function bySearch(matrix: Matrix, labels: readonly number[], limits: Limits) {
  let rest = [...Array(matrix.molecules).keys()];
  const clusters: { hit: number; members: number[] }[] = [];
  const pairs = rest.map((a) =>
    rest.map((b) => compare(similarity(matrix, a, matrix, b), limits.threshold)),
  );
  const against = (a: number, b: number) => pairs[a][b];
  while (clusters.length < limits.most) {
    const known = rest.filter((m) => !Number.isNaN(labels[m]));
    const found = known
      .map((hit) => ({ hit, members: known.filter((m) => m !== hit && against(m, hit) > 0) }))
      .filter(({ members }) => members.length >= limits.fewest)
      .filter(
        ({ hit, members }) =>
          spread([hit, ...members].sort((a, b) => a - b).map((m) => labels[m])) > limits.sd,
      )
      .sort((a, b) => a.members.length - b.members.length || a.hit - b.hit)[0];
    if (!found) break;
    clusters.push(found);
    const all = [found.hit, ...found.members];
    rest = rest.filter((m) => !all.includes(m) && all.every((a) => against(m, a) < 0));
  }
  const hits = clusters.map((c) => c.hit);
  return { clusters, train: [...rest, ...hits].sort((a, b) => a - b) };
}

const request = (labels: readonly number[], { threshold, fewest, most, sd }: Limits): Request => ({
  test: 1,
  labels,
  context,
  options: {
    threshold: threshold.join('/'),
    'min-cluster': String(fewest),
    'max-clusters': String(most),
    'min-sd': String(sd),
  },
});

const problems = (matrices: fc.Arbitrary<Matrix>) =>
  matrices
    .filter(({ molecules }) => molecules >= 5)
    .chain((matrix) => {
      const each = { minLength: matrix.molecules, maxLength: matrix.molecules };
      return fc.record({
        matrix: fc.constant(matrix),
        labels: fc.array(fc.constantFrom(NONE, 0, 1, 2, 5, 6, 8, 8.5), each),
        limits: fc.record({
          threshold: fc.constantFrom<Ratio>([2n, 5n], [1n, 2n], [1n, 3n], [1n, 1n], [1n, 10n]),
          fewest: fc.integer({ min: 1, max: 4 }),
          most: fc.integer({ min: 1, max: 3 }),
          sd: fc.constantFrom(0, 0.5, 2),
        }),
      });
    });

describe('lo', () => {
  it('finds the clusters that comparing all pairs again after each finds', async () => {
    let withClusters = 0;
    for (const matrices of [moleculeLike(24, 1), adversarial(1, 20)]) {
      await fc.assert(
        fc.asyncProperty(problems(matrices), async ({ matrix, labels, limits }) => {
          const { clusters, train } = bySearch(matrix, labels, limits);
          fc.pre(clusters.length > 0);
          withClusters++;
          const { assignment } = await runSplitter(lo, matrix, bins, request(labels, limits));
          const found = membership(assignment);
          const test = clusters.flatMap((c) => c.members).sort((a, b) => a - b);
          expect({ test: found.test, train: found.train }).toEqual({ test, train });
          clusters.forEach(({ members }, c) => {
            expect(members.map((m) => assignment.clusters?.[m])).toEqual(members.map(() => c));
          });
          expect(assignment.diagnostics).toEqual({ clusters: clusters.length, valid_clusters: 0 });
        }),
        { numRuns: 150 },
      );
    }
    expect(withClusters).toBeGreaterThan(100);
  });

  it('finds all clusters among more molecules', async () => {
    for (let seed = 0; seed < 8; seed++) {
      const matrix = clustered(seed, 90, 2, 9);
      const labels = Array.from({ length: 90 }, (_, m) => (m * m * 7) % 23);
      const limits = { threshold: [1n, 2n] as Ratio, fewest: 1, most: 50, sd: 7.5 };
      const { clusters, train } = bySearch(matrix, labels, limits);
      const { assignment } = await runSplitter(lo, matrix, bins, request(labels, limits));
      expect(assignment.diagnostics.clusters).toBe(clusters.length);
      expect(membership(assignment).train).toEqual(train);
    }
  });

  it('makes validation of further clusters', async () => {
    const matrix = clustered(11, 60, 2, 6);
    const labels = Array.from({ length: 60 }, (_, m) => (m * 7) % 10);
    const limits = { threshold: [2n, 5n] as Ratio, fewest: 2, most: 20, sd: 0.6 };
    const { clusters } = bySearch(matrix, labels, limits);
    expect(clusters.length).toBeGreaterThan(3);
    const asked = { ...request(labels, { ...limits, most: 2 }), valid: clusters[2].members.length };
    const { assignment } = await runSplitter(lo, matrix, bins, asked);
    const found = membership(assignment);
    expect(found.test).toEqual(
      [...clusters[0].members, ...clusters[1].members].sort((a, b) => a - b),
    );
    expect(found.valid).toEqual(clusters[2].members);
    expect(found.train).toEqual(expect.arrayContaining(clusters.slice(0, 3).map((c) => c.hit)));
    const none = await errorOf(() =>
      runSplitter(lo, matrix, bins, { ...request(labels, limits), valid: 3 }),
    );
    expect(none.code).toBe('target');
    expect(none.message).toContain(`the test set uses all ${clusters.length} clusters`);
  });

  it('keeps groups whole, of which training knows one for each cluster', async () => {
    const input = fc.record({
      seed: fc.nat(),
      group: fc.array(fc.nat(14), { minLength: 24, maxLength: 24 }),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ seed, group }) => {
        const matrix = clustered(seed, 24, 2, 5);
        const labels = group.map((_, m) => m % 7);
        const limits = { threshold: [1n, 2n] as Ratio, fewest: 2, most: 3, sd: 0.1 };
        const asked = { ...request(labels, limits), group };
        const made = await runSplitter(lo, matrix, bins, asked).catch(() => null);
        fc.pre(made !== null);
        const { subset, clusters = new Int32Array() } = made.assignment;
        // Between a cluster and training there are pairs at the threshold with one group alone, the hit.
        for (const c of new Set(clusters.filter((x) => x >= 0))) {
          const hits = new Set<number>();
          for (const [t, code] of subset.entries()) {
            if (code !== TRAIN) continue;
            for (const [m, own] of clusters.entries()) {
              const value = similarity(matrix, t, matrix, m);
              if (own === c && compare(value, limits.threshold) >= 0) hits.add(group[t]);
            }
          }
          expect(hits.size).toBe(1);
        }
        // And each molecule of a cluster is an analog of one of the hit's.
        for (const [m, own] of clusters.entries()) {
          if (own < 0) continue;
          const isAnalog = [...subset.keys()].some(
            (t) =>
              subset[t] === TRAIN &&
              compare(similarity(matrix, t, matrix, m), limits.threshold) > 0,
          );
          expect(isAnalog).toBe(true);
        }
        for (const g of group) {
          const codes = group.flatMap((h, m) => (h === g ? [subset[m]] : []));
          expect(new Set(codes).size).toBe(1);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('says what is wrong, and what it leaves out', async () => {
    // Six that share two of three bits, and one exactly at 1/2 of them, and others.
    const matrix = fromBits([[0, 1, 2], [0, 1, 2], [0, 1, 2], [0, 1, 2, 5, 6, 7], [9], [10]], 1);
    const limits = { threshold: [1n, 2n] as Ratio, fewest: 2, most: 5, sd: 0.6 };
    const labels = [1, 3, 5, 1, 1, 1];
    const { assignment } = await runSplitter(lo, matrix, bins, request(labels, limits));
    expect([...assignment.subset]).toEqual([TRAIN, TEST, TEST, DISCARDED, TRAIN, TRAIN]);
    expect(assignment).toMatchObject({
      sizeReason: '1 cluster of close analogs was found, with 2 of 6 molecules in test',
      discardReason: 'similar to molecules of a test or validation cluster',
    });
    const message = async (asked: Partial<Request>, given = context) => {
      const all = { ...request(labels, limits), ...asked, context: given };
      return (await errorOf(() => runSplitter(lo, matrix, bins, all))).message;
    };
    expect(await message({ options: { 'min-sd': '2' } })).toBe(
      '--method lo: no molecule has 5 analogs of similarity > 0.4 whose labels have a standard deviation above 2; change --min-cluster, --threshold or --min-sd',
    );
    expect(await message({ valid: 1 })).toBe(
      '--valid: the test set uses the only cluster; leave --valid out, or change --min-cluster, --threshold or --min-sd',
    );
    const given = { sizesGiven: { test: true, valid: false } };
    expect(await message({}, given)).toContain(
      '--test: method lo takes its test size from the clusters it finds; leave --test out, and limit the clusters with --max-clusters',
    );
    const noLabels = { test: 1, context, options: {} };
    const error = await errorOf(() => runSplitter(lo, matrix, bins, noLabels));
    expect(error.message).toContain('name it with --label');
    for (const [name, text] of [
      ['min-cluster', '0'],
      ['max-clusters', 'all'],
      ['min-sd', '-1'],
      ['min-sd', ''],
      ['threshold', '0'],
      ['threshold', '1.1'],
    ]) {
      expect(await message({ options: { [name]: text } })).toContain(`--${name} ${text}: give a`);
    }
  });
});
