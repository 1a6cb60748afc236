import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ScoreSummary } from '../../../src/workflows/score/types.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { hasShared, sharedPath } from '../../shared.js';
import { csv, type MadeRow, madeRows, scored } from '../../workflows/score/made.js';

const folder = temporaryFolder();
const rows = madeRows(300, 5);
const test = rows.slice(0, 150);
const columns = {
  smiles: (r: MadeRow) => r.smiles,
  name: (r: MadeRow) => r.name,
  y: (r: MadeRow) => r.y,
};
const train = folder.file('train.csv', csv(rows.slice(150), columns));
const truth = folder.file('test.csv', csv(test, { ...columns, series: (r) => r.series }));
const predictions = folder.file(
  'preds.csv',
  csv(test, {
    name: (r) => r.name,
    y_pred: (r) => r.pred,
    batch: (r) => (r.name.endsWith('1') ? 'x' : ''),
  }),
);
const files = { train, truth, predictions, metrics: ['mae'], baselines: ['train_mean'] };

const value = (scores: { metrics: ScoreSummary['overall']['metrics'] }) =>
  scores.metrics.mae.value as number;
const maeOf = (own: readonly MadeRow[]) =>
  own.reduce((sum, r) => sum + Math.abs(r.y - r.pred), 0) / own.length;
const groupsOf = ({ by }: ScoreSummary, k = 0) =>
  Object.fromEntries((by ?? [])[k].groups.map((g) => [g.value, g]));

describe('groups by a column', () => {
  it('have the metrics of their rows, the model and the baselines, with a flag', async () => {
    const result = await scored({ ...files, by: ['series', 'batch'], bootstrap: 20, minN: 20 });
    expect(result.by?.map(({ by }) => by)).toEqual(['series', 'batch']);
    const found = groupsOf(result);
    expect(Object.keys(found)).toEqual([...new Set(test.map((r) => r.series))].sort());
    const mean = rows.slice(150).reduce((sum, r) => sum + r.y, 0) / 150;
    let reported = 0;
    for (const [series, group] of Object.entries(found)) {
      const own = test.filter((r) => r.series === series);
      expect(group.n).toBe(own.length);
      if (own.length < 20) {
        expect(group).toMatchObject({
          flag: 'small',
          metrics: { mae: { value: null, reason: 'small_stratum' } },
        });
        continue;
      }
      reported++;
      expect(group.flag).toBe('below_100');
      expect(value(group)).toBeCloseTo(maeOf(own), 12);
      const base = result.baselines.train_mean.by?.[0].groups.find((g) => g.value === series);
      const expected = own.reduce((sum, r) => sum + Math.abs(r.y - mean), 0) / own.length;
      expect(value(base as never)).toBeCloseTo(expected, 12);
    }
    expect(reported).toBeGreaterThan(1);
    // A column of the predictions; empty cells are a group.
    const batches = groupsOf(result, 1);
    expect(Object.keys(batches)).toEqual(['(empty)', 'x']);
    expect(value(batches['(empty)'])).toBeCloseTo(
      maeOf(test.filter((r) => !r.name.endsWith('1'))),
      12,
    );
  });

  it('are refused where there is no such column, or it has too many values', async () => {
    const unknown = await errorOf(() => scored({ ...files, by: ['batsch'] }));
    expect(unknown.message).toMatch(
      'test.csv has no such column; choose one of "smiles", "name", "y" and "series", or scaffold or cliff',
    );
    const names = await errorOf(() => scored({ ...files, by: ['name'] }));
    expect(names.message).toMatch(/--by name: the column has 150 different values.* 50/);
  });
});

describe('groups by scaffold', () => {
  it('are seen in training, unseen, or without rings', async () => {
    const small = folder.file('s-train.csv', 'smiles,y\nCc1ccccc1,1\nCCO,2\nC1CCCC1CC,3\n');
    const own = folder.file(
      's-test.csv',
      'smiles,y\nOc1ccccc1,1\nc1ccccc1CCC,2\nCCN,3\nC1CCNCC1,4\nOC1CCCC1,5\nc1ccccc1C1CCCC1,6\n',
    );
    const result = await scored({
      train: small,
      truth: own,
      by: ['scaffold'],
      bootstrap: 0,
      minN: 1,
    });
    const found = groupsOf(result);
    expect(Object.entries(found).map(([kind, { n }]) => [kind, n])).toEqual([
      ['seen', 3],
      ['unseen', 2],
      ['no rings', 1],
    ]);
    const base = result.baselines.train_mean.by?.[0].groups.map((g) => g.metrics.mae.value);
    expect(base).toEqual([(1 + 0 + 3) / 3, (2 + 4) / 2, 1]);
  });
});

describe('groups by activity cliff', () => {
  it('are the molecules near another of ten times the potency, in training or test', async () => {
    const small = folder.file('c-train.csv', 'smiles,y\nCCCCCCCCCCCCO,5\nc1ccccc1CCCCN,7\n');
    const own = folder.file(
      'c-test.csv',
      'smiles,y\nCCCCCCCCCCCCCO,6.5\nCCCCCCCCCCCCCCO,5.4\nc1ccccc1CCCCCN,7.5\nC1CCNCC1,1\nCCCCCCCCCCCCCCCCO,5.1\n',
    );
    const result = await scored({ train: small, truth: own, by: ['cliff'], bootstrap: 0, minN: 1 });
    const found = groupsOf(result);
    // The first and its two neighbors of test; the phenyl pair differs by half a unit.
    expect([found.cliff.n, found.rest.n]).toEqual([3, 2]);
    expect(result.warnings.join()).toContain(
      '3 test molecules on activity cliffs (MoleculeACE): ≥ 90% similar to a test or training molecule whose label differs more than tenfold ("y" taken as log10)',
    );
    const classes = await errorOf(() =>
      scored({
        train: folder.file('k.csv', 'smiles,y\nCCO,0\nCCN,1\n'),
        truth: folder.file('l.csv', 'smiles,y\nCCCO,0\nCCCN,1\n'),
        by: ['cliff'],
      }),
    );
    expect(classes.message).toMatch(
      /--by cliff: activity cliffs need numeric potencies, and "y" holds classes; leave it out/,
    );
  });

  it.skipIf(!hasShared)(
    'are those that the authors of the thrombin set marked: all 220 of its test split',
    async () => {
      const path = sharedPath('datasets/CHEMBL204_Ki_cliffs.csv');
      const [header] = readFileSync(path, 'utf8').split('\n', 1);
      const column = (pattern: RegExp) =>
        header.split(',').find((name) => pattern.test(name)) as string;
      const marked = column(/^cliff_mol$/);
      const result = await scored({
        split: path,
        label: column(/^y$/),
        by: ['cliff', marked],
        metrics: ['mae'],
        baselines: ['train_mean'],
        bootstrap: 0,
      });
      const [ours, theirs] = [groupsOf(result, 1), groupsOf(result, 0)];
      expect(ours.cliff.n).toBe(220);
      expect(theirs['1'].n).toBe(220);
      const of = (k: number, group: string) =>
        result.baselines.train_mean.by?.[k].groups.find((g) => g.value === group)?.metrics.mae;
      expect(of(1, 'cliff')).toEqual(of(0, '1'));
      expect(of(1, 'rest')).toEqual(of(0, '0'));
    },
  );
});

describe('a library that the model is meant for', () => {
  it('has a share in each stratum, and values with intervals for all sources', async () => {
    const far = ['CCCCCCCCCCCCCCCC', 'O=S(=O)(O)O', 'C1CC1', 'FC(F)(F)F'];
    const library = folder.file(
      'library.csv',
      csv([...rows.slice(100, 180).map((r) => r.smiles), ...far, 'not a molecule'], {
        smiles: (s) => s,
      }),
    );
    const options = {
      ...files,
      deployment: library,
      metrics: ['mae', 'rmse', 'r2'],
      bootstrap: 100,
      minN: 5,
    };
    const result = await scored(options);
    const { deployment, strata, warnings } = result;
    expect(warnings.join()).toContain(
      'library.csv: 1 row with an invalid SMILES left out (the first is row 85: syntax error, around character 3)',
    );
    expect(deployment?.molecules).toBe(84);
    const shares = deployment?.strata.map(({ share }) => share) ?? [];
    expect(shares.map((share) => share * 84)).toEqual(
      shares.map((share) => expect.closeTo(Math.round(84 * share), 9)),
    );
    expect(shares.reduce((sum, s) => sum + s, 0)).toBeCloseTo(1, 12);
    const measured = strata.map(({ n }) => n >= 5);
    expect(deployment?.strata.map((s) => s.measured)).toEqual(measured);
    const covered = shares.reduce((sum, s, b) => sum + (measured[b] ? s : 0), 0);
    expect(deployment?.outside).toBeCloseTo(1 - covered, 12);
    expect(measured.filter(Boolean).length).toBeGreaterThan(1);
    expect(deployment?.method).toBe('isotonic_strata');
    for (const name of ['model', 'train_mean']) {
      const { mae } = deployment?.metrics[name] ?? {};
      const [low, high] = (mae as unknown as { ci95: [number, number] }).ci95;
      expect(low).toBeLessThan(mae.value as number);
      expect(high).toBeGreaterThan(mae.value as number);
    }
    // Without a model nothing says which strata are alike.
    const alone = await scored({ ...options, predictions: undefined });
    expect(alone.deployment?.method).toBe('strata');
    expect(alone.deployment?.metrics.train_mean.mae.value).toBeGreaterThan(0);
  });

  it('says how much of it lies where nothing was measured', async () => {
    const library = folder.file('near.csv', csv(rows.slice(150, 200), { smiles: (r) => r.smiles }));
    const { deployment } = await scored({ ...files, deployment: library, bootstrap: 0, minN: 140 });
    // All of them are training molecules, and no stratum holds 140 rows.
    expect(deployment?.strata.map(({ share }) => share)).toEqual([0, 0, 1]);
    expect(deployment?.outside).toBe(1);
    expect(deployment?.metrics).toEqual({});
  });
});
