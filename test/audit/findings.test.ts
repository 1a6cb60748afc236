import { describe, expect, it } from 'vitest';
import { auditSides, type SidesAudit } from '../../src/audit/audit-sides.js';
import type { AuditSettings } from '../../src/audit/finding.js';
import { FoundPairs } from '../../src/audit/found-pairs.js';
import { SAME_LEVELS, type SameLevel } from '../../src/audit/side.js';
import { Job } from '../../src/job.js';
import { parseBins } from '../../src/similarity/bins.js';
import { binOf, compare, type Ratio, similarity } from '../oracle/brute-force.js';
import { edgesOf, fromBits } from '../oracle/generators.js';
import { type Labels, type MadeRecord, randomWorld, sideOf, type World } from './world.js';

const NEAR = [
  ['0.9', 9, 10],
  ['0.8', 8, 10],
  ['0.7', 7, 10],
] as const;
const BINS = '0,1/3,2/3,1';

function audited(world: World, labels: Labels, settings: Partial<AuditSettings> = {}) {
  return auditSides(
    sideOf(world, 'train'),
    sideOf(world, 'test'),
    {
      standardize: 'tautomers',
      near: NEAR.map(([text, num, den]) => ({ text, value: { num, den } })),
      conflict: null,
      ...settings,
    },
    {
      bins: parseBins(BINS),
      labelTask: labels === 'classes' ? 'classification' : 'regression',
    },
    new Job({ threads: 1 }),
  );
}

/** Pairs of each finding as `test-train`. */
function pairsIn(audit: SidesAudit): Record<string, string[]> {
  return Object.fromEntries(
    audit.findings.map(({ finding, found }) => [
      finding.name,
      found.list().map(({ test, train }) => `${test}-${train}`),
    ]),
  );
}

const NAMES: Record<SameLevel, string> = {
  none: '',
  salts: 'same_without_salt',
  charges: 'same_uncharged',
  isotopes: 'same_without_isotopes',
  stereo: 'same_without_stereo',
  tautomers: 'same_tautomer',
  inchi: 'same_inchi_connectivity',
};

const mean = (values: number[]) => {
  const known = values.filter((y) => !Number.isNaN(y));
  return known.reduce((a, b) => a + b, 0) / known.length;
};
const meanLabel = (records: readonly MadeRecord[], molecule: number) =>
  mean(records.filter((r) => r.molecule === molecule).map(({ label }) => label));

/** Every pair of records, one after the other, by the definitions. */
function brute(world: World, labels: Labels, standardize: SameLevel, conflict: number) {
  const { matrix, train, test, keys, scaffolds } = world;
  const names = [
    'identical_record',
    'identical_smiles',
    'same_molecule',
    ...SAME_LEVELS.slice(1).map((level) => NAMES[level]),
    'same_fingerprint',
    ...NEAR.map(([text]) => `near_${text}`),
    'shared_scaffold',
    'conflicting_duplicates',
    'conflicting_neighbours',
    'activity_cliff',
  ];
  const found: Record<string, string[]> = Object.fromEntries(names.map((name) => [name, []]));
  const firstLevel = (a: number, b: number) =>
    SAME_LEVELS.findIndex((level) => keys[level][a] >= 0 && keys[level][a] === keys[level][b]);
  const last = SAME_LEVELS.indexOf(standardize);
  const duplicates = new Set<number>();
  test.forEach((t, i) => {
    // The nearest, of equally near ones that of the lowest number on its side.
    let best: { value: Ratio; record: number } | null = null;
    let scaffold = -1;
    train.forEach((r, j) => {
      const pair = `${i}-${j}`;
      const value = similarity(matrix, t.molecule, matrix, r.molecule);
      const level = firstLevel(t.molecule, r.molecule);
      if (level === 0) {
        const text = t.smiles === r.smiles;
        const unlabeled = Number.isNaN(t.label) || Number.isNaN(r.label);
        const same = t.label === r.label;
        const name = same ? 'identical_record' : unlabeled ? 'identical_smiles' : 'same_molecule';
        found[text ? name : 'same_molecule'].push(pair);
      } else if (level > 0) found[NAMES[SAME_LEVELS[level]]].push(pair);
      if (compare(value, [1n, 1n]) === 0) found.same_fingerprint.push(pair);
      const duplicate = level >= 0 && level <= last;
      if (duplicate) duplicates.add(i);
      const near = compare(value, [9n, 10n]) >= 0;
      if (Math.abs(t.label - r.label) > conflict) {
        if (duplicate) found.conflicting_duplicates.push(pair);
        else if (near) found.conflicting_neighbours.push(pair);
      }
      const apart = Math.abs(meanLabel(test, t.molecule) - meanLabel(train, r.molecule));
      if (labels === 'logarithms' && near && !duplicate && apart > 1 + 1e-9) {
        found.activity_cliff.push(pair);
      }
      if (!best || compare(value, best.value) > 0) best = { value, record: j };
      if (scaffold < 0 && scaffolds[t.molecule] >= 0) {
        if (scaffolds[r.molecule] === scaffolds[t.molecule]) scaffold = j;
      }
    });
    const nearest = best as unknown as { value: Ratio; record: number };
    for (const [text, num, den] of NEAR) {
      if (compare(nearest.value, [BigInt(num), BigInt(den)]) < 0) continue;
      found[`near_${text}`].push(`${i}-${nearest.record}`);
    }
    if (scaffold >= 0) found.shared_scaffold.push(`${i}-${scaffold}`);
  });
  // Other molecules count where the test row is no copy of any.
  found.same_fingerprint = found.same_fingerprint.filter(
    (pair) => !duplicates.has(Number(pair.split('-')[0])),
  );
  return { found, duplicates: duplicates.size };
}

describe('findings', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'are those of all pairs, one by one (seed %i)',
    async (seed) => {
      const labels = (['logarithms', 'classes', 'large'] as const)[seed % 3];
      const world = randomWorld(seed, labels);
      const conflict = labels === 'classes' ? 0 : 0.6;
      const standardize = SAME_LEVELS[seed % 6];
      const audit = await audited(world, labels, { standardize, conflict });
      const expected = brute(world, labels, standardize, conflict);
      expect(pairsIn(audit)).toEqual(expected.found);
      expect(audit.duplicates).toBe(expected.duplicates);
      expect(audit.indistinguishable).toBe(
        new Set(expected.found.same_fingerprint.map((pair) => pair.split('-')[0])).size,
      );
      for (const { finding, found } of audit.findings) {
        const rows = new Set(expected.found[finding.name].map((pair) => pair.split('-')[0]));
        const molecules = new Set([...rows].map((row) => world.test[Number(row)].molecule));
        expect(found.tested()).toEqual({ records: rows.size, molecules: molecules.size });
        expect(found.count).toBe(expected.found[finding.name].length);
      }
    },
  );

  it('of random worlds are of every kind, so that the test above looks at each', async () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 8; seed++) {
      const labels = (['logarithms', 'classes', 'large'] as const)[seed % 3];
      const { found } = brute(randomWorld(seed, labels), labels, SAME_LEVELS[seed % 6], 0.6);
      for (const [name, pairs] of Object.entries(found)) if (pairs.length > 0) seen.add(name);
    }
    expect([...seen].sort()).toEqual(
      Object.keys(brute(randomWorld(1), 'large', 'none', 1).found).sort(),
    );
  });

  it('say why they do not apply', async () => {
    const reasons = async (labels: Labels) => {
      const { findings } = await audited(randomWorld(3, labels), labels);
      return findings.flatMap(({ finding, inapplicable }) =>
        inapplicable === null ? [] : [`${finding.name}: ${inapplicable}`],
      );
    };
    expect(await reasons('logarithms')).toEqual([]);
    expect(await reasons('classes')).toEqual(['activity_cliff: the labels are classes']);
    expect(await reasons('large')).toEqual([
      'activity_cliff: labels beyond ±15 cannot be logarithms',
    ]);
  });
});

/** Molecules that have nothing in common but some bits of ten. */
function bitsInCommon(counts: readonly number[]): World {
  const ten = Array.from({ length: 10 }, (_, bit) => bit);
  const rows = [ten, ...counts.map((n) => ten.slice(0, n))];
  const own = rows.map((_, m) => m);
  const record = (molecule: number): MadeRecord => ({ molecule, smiles: `${molecule}`, label: 5 });
  return {
    matrix: fromBits(rows, 1),
    keys: Object.fromEntries(SAME_LEVELS.map((level) => [level, own])) as unknown as World['keys'],
    scaffolds: rows.map(() => -1),
    train: [record(0)],
    test: counts.map((_, i) => record(i + 1)),
  };
}

describe('similarities', () => {
  it('count from the edge on, also for the verdict', async () => {
    const audit = await audited(bitsInCommon([9, 8, 7, 6, 5]), 'logarithms');
    expect(pairsIn(audit)).toMatchObject({
      'near_0.9': ['0-0'],
      'near_0.8': ['0-0', '1-0'],
      'near_0.7': ['0-0', '1-0', '2-0'],
      shared_scaffold: [],
    });
    expect(audit.line).toBe(
      'verdict: leaky. 60.0% of the 5 test molecules have a training neighbor ≥ 0.7, 20.0% have one ≥ 0.9; no duplicates of training molecules.',
    );
    expect((await audited(bitsInCommon([8, 8, 7, 6]), 'logarithms')).verdict).toBe('similar');
    const tenth = [7, ...Array.from({ length: 9 }, () => 6)];
    expect((await audited(bitsInCommon(tenth), 'logarithms')).verdict).toBe('similar');
    expect((await audited(bitsInCommon([...tenth, 6]), 'logarithms')).verdict).toBe('distinct');
  });
});

describe('details', () => {
  it.each([4, 5, 6, 7])(
    'count scaffolds, and near rows that are no duplicates (seed %i)',
    async (seed) => {
      const world = randomWorld(seed);
      const { found } = brute(world, 'logarithms', 'stereo', 0.6);
      const { findings } = await audited(world, 'logarithms', { standardize: 'stereo' });
      const details = (name: string) => findings.find((f) => f.finding.name === name)?.details;
      const scaffolds = (records: readonly MadeRecord[]) =>
        new Set(records.map(({ molecule }) => world.scaffolds[molecule]).filter((s) => s >= 0));
      const [ours, theirs] = [scaffolds(world.test), scaffolds(world.train)];
      expect(details('shared_scaffold')).toEqual({
        scaffolds: ours.size,
        shared_scaffolds: [...ours].filter((s) => theirs.has(s)).length,
      });
      const copies = new Set(
        [
          'identical_record',
          'identical_smiles',
          'same_molecule',
          ...SAME_LEVELS.slice(1, 5).map((l) => NAMES[l]),
        ].flatMap((name) => found[name].map((pair) => pair.split('-')[0])),
      );
      const rows = found['near_0.7'].map((pair) => pair.split('-')[0]);
      expect(details('near_0.7')).toEqual({
        test_records_without_duplicates: rows.filter((row) => !copies.has(row)).length,
      });
    },
  );
});

describe('the similarity of two sides', () => {
  it.each([1, 2, 3])(
    'is that of molecules to their nearest, pair by pair (seed %i)',
    async (seed) => {
      const world = randomWorld(seed);
      const { matrix } = world;
      const { edges } = edgesOf(BINS);
      const distinct = (records: readonly MadeRecord[]) => [
        ...new Set(records.map(({ molecule }) => molecule)),
      ];
      const [train, test] = [distinct(world.train), distinct(world.test)];
      const highest = (m: number, others: number[]) =>
        others
          .map((o) => similarity(matrix, m, matrix, o))
          .reduce((a, b) => (compare(a, b) >= 0 ? a : b));
      const own = test.map((m) => highest(m, train));
      const within = train.map((m) =>
        highest(
          m,
          train.filter((o) => o !== m),
        ),
      );
      const counts = [0, 0, 0];
      for (const value of own) counts[binOf(value, edges)]++;
      const numbers = (values: Ratio[]) =>
        values.map(([c, u]) => Number(c) / Number(u)).sort((a, b) => a - b);
      const median = (values: number[]) =>
        (values[Math.floor((values.length - 1) / 2)] + values[Math.ceil((values.length - 1) / 2)]) /
        2;
      const { similarity: shape } = await audited(world, 'logarithms');
      expect(shape).toMatchObject({
        test: counts,
        median_test: median(numbers(own)),
        median_train: median(numbers(within)),
      });
      const [x, y] = [numbers(own), numbers(within)];
      const below = (values: number[], at: number) =>
        values.filter((v) => v <= at).length / values.length;
      const ks = Math.max(...[...x, ...y].map((at) => Math.abs(below(x, at) - below(y, at))));
      expect(shape.ks).toBeCloseTo(ks, 12);
    },
  );
});

describe('likeness', () => {
  // Molecules of 8 common bits and one of their own; of the test, each one in `every` has `shared` common bits.
  const world = (train: number, test: number, shared: number, every: number): World => {
    const ten = Array.from({ length: 10 }, (_, bit) => bit);
    const rows = Array.from({ length: train + test }, (_, m) => [
      ...ten.slice(0, m < train || m % every > 0 ? 8 : shared),
      10 + m,
    ]);
    const own = rows.map((_, m) => m);
    const record = (molecule: number): MadeRecord => ({
      molecule,
      smiles: `${molecule}`,
      label: 5,
    });
    return {
      matrix: fromBits(rows, 26),
      keys: Object.fromEntries(SAME_LEVELS.map((l) => [l, own])) as unknown as World['keys'],
      scaffolds: rows.map(() => -1),
      train: own.slice(0, train).map(record),
      test: own.slice(train).map(record),
    };
  };
  // 1.36 √((n + m) / nm) is below 1, which is the distance here, from 4 and 4 molecules on.
  it.each([
    [20, 20, 8, 1, 'as_random'],
    // Half of the test molecules further: a distance of 0.5, against 0.61 and 0.43.
    [10, 10, 6, 2, 'as_random'],
    [20, 20, 6, 2, 'further'],
    // A distance of 0.1, is none.
    [400, 400, 6, 10, 'as_random'],
    [20, 20, 6, 1, 'further'],
    [4, 4, 6, 1, 'further'],
    [3, 4, 6, 1, null],
    [40, 1, 6, 1, null],
  ] as const)(
    'of %i training and %i test molecules with %i bits, each %ith: %s',
    async (n, m, bits, every, is) => {
      const { similarity: shape, line } = await audited(world(n, m, bits, every), 'logarithms');
      expect(shape.likeness).toBe(is);
      expect(line.endsWith('would have a higher median similarity to training.')).toBe(
        is === 'further',
      );
    },
  );
});

describe('look-up', () => {
  it('gives each test record the mean label of the training molecules that are nearest', async () => {
    const world = randomWorld(5);
    const { matrix, train, test } = world;
    const labeled = [...new Set(train.map(({ molecule }) => molecule))].filter(
      (m) => !Number.isNaN(meanLabel(train, m)),
    );
    const errors = test
      .filter(({ label }) => !Number.isNaN(label))
      .map(({ molecule, label }) => {
        const values = labeled.map((m) => similarity(matrix, molecule, matrix, m));
        const best = values.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
        const nearest = labeled.filter((_, i) => compare(values[i], best) === 0);
        return Math.abs(label - mean(nearest.map((m) => meanLabel(train, m))));
      });
    const { lookUp } = await audited(world, 'logarithms');
    expect(lookUp?.n).toBe(errors.length);
    expect(lookUp?.baselines.nearest_neighbour.mae.value).toBeCloseTo(mean(errors), 12);
    const all = mean(labeled.map((m) => meanLabel(train, m)));
    const known = test.filter(({ label }) => !Number.isNaN(label));
    expect(lookUp?.baselines.train_mean.mae.value).toBeCloseTo(
      mean(known.map(({ label }) => Math.abs(label - all))),
      12,
    );
  });
});

describe('pairs', () => {
  it('are all counted where only the first are kept', () => {
    const world = randomWorld(1);
    const found = new FoundPairs(sideOf(world, 'train'), sideOf(world, 'test'), 3);
    for (const [t, r] of [
      [2, 1],
      [0, 5],
      [0, 2],
      [4, 4],
      [2, 0],
    ]) {
      found.add(t, r);
    }
    expect(found.count).toBe(5);
    expect(found.tested().records).toBe(3);
    expect(found.list()).toEqual([
      { test: 0, train: 2 },
      { test: 0, train: 5 },
      { test: 2, train: 1 },
    ]);
  });
});
