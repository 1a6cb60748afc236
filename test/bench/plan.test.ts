import { describe, expect, it } from 'vitest';
import { loadBench } from '../../src/bench/config/load.js';
import { canonicalJson, checksumOf, identityOf } from '../../src/bench/identity.js';
import { type BenchPlan, cellsMatching, planBench } from '../../src/bench/plan.js';
import { SMALL, temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();
folder.file('a.csv', SMALL);
folder.file('b.csv', SMALL);
folder.file('m.py', 'x');

const BASE = {
  data: '{file: a.csv}',
  split: '{method: random}',
  run: 'm {train} {predictions}',
  model: '',
  top: '',
};

async function planned(
  changes: Partial<typeof BASE & { sha: string; inputs: Record<string, string> }> = {},
): Promise<BenchPlan> {
  const { data, split, run, model, top, sha = 'd1', inputs } = { ...BASE, ...changes };
  const { config } = await loadBench(
    folder.file(
      'tanimark.bench.yaml',
      `data: [${data}]\nsplits: [${split}]\nbaselines: none\nmodels: {m: {run: ${JSON.stringify(run)}${model}}}\n${top}\n`,
    ),
  );
  return planBench(config, {
    data: new Map(config.data.map((one) => [one, { sha256: sha }])),
    inputs: new Map(config.models.map((one) => [one, inputs ?? {}])),
  });
}

const idsOf = ({ cells: [{ id, of }] }: BenchPlan) => ({ cell: id, split: of.id });

describe('the identity of a cell', async () => {
  const base = idsOf(await planned());

  it.each<[string, Parameters<typeof planned>[0]]>([
    ['the bytes of the data', { sha: 'd2' }],
    ['a reading option', { data: '{file: a.csv, label: y}' }],
    ['a transform', { data: '{file: a.csv, transform: log10}' }],
    ['further columns', { data: '{file: a.csv, columns: name}' }],
    ['the method', { split: '{method: sae}' }],
    ['an option of the method', { split: '{method: random, test: 0.3}' }],
    ['a validation set', { split: '{method: random, valid: 0.1}' }],
    ['the seed of the split', { split: '{method: random, seed: 1}' }],
    ['the seed', { top: 'seed: 1' }],
    ['the fingerprint', { top: 'fingerprint: maccs' }],
    ['the bins', { top: 'bins: "0,0.5,1"' }],
  ])('and of its split depend on %s', async (_, change) => {
    const { cell, split } = idsOf(await planned(change));
    expect(split).not.toBe(base.split);
    expect(cell).not.toBe(base.cell);
  });

  it.each<[string, Parameters<typeof planned>[0]]>([
    ['the command', { run: 'm {train} {predictions} -x' }],
    ['whether a shell runs it', { model: ', shell: true' }],
    ['the content of its inputs', { inputs: { 'm.py': 's2' } }],
    ['the format of predictions', { model: ', format: tsv' }],
    ['the column of predictions', { model: ', prediction: p' }],
    [
      'where predictions are',
      { run: 'm {workdir} {predictions}', model: ', predictions: "{workdir}/p.csv"' },
    ],
    ['the task', { data: '{file: a.csv, task: regression}' }],
  ])('depends on %s, and that of its split does not', async (_, change) => {
    const { cell, split } = idsOf(await planned(change));
    expect(split).toBe(base.split);
    expect(cell).not.toBe(base.cell);
  });

  it.each<[string, Parameters<typeof planned>[0]]>([
    ['the path of the data', { data: '{file: b.csv}' }],
    ['the name of the data', { data: '{file: a.csv, name: other}' }],
    ['the name of the split', { split: '{method: random, name: other}' }],
    ['the number of repeats', { split: '{method: random, repeats: 3}' }],
    ['the time limit', { model: ', timeout: 1h' }],
    ['metrics', { top: 'metrics: [r2]' }],
    ['the bootstrap', { top: 'bootstrap: 10' }],
    ['the smallest stratum', { top: 'minN: 5' }],
    ['the reference', { top: 'reference: m' }],
    ['other splits', { split: '{method: random}, {method: sae}' }],
  ])('does not depend on %s', async (_, change) => {
    expect(idsOf(await planned(change))).toEqual(base);
  });

  it('does not depend on the name of the model', async () => {
    const { config } = await loadBench(
      folder.file(
        'renamed.yaml',
        'data: [{file: a.csv}]\nsplits: [{method: random}]\nbaselines: none\nmodels: {z: {run: "m {train} {predictions}"}}\n',
      ),
    );
    const checksums = {
      data: new Map(config.data.map((one) => [one, { sha256: 'd1' }])),
      inputs: new Map(config.models.map((one) => [one, {}])),
    };
    expect(idsOf(planBench(config, checksums))).toEqual(base);
  });
});

describe('a plan', () => {
  it('has a cell for every data set, split, repeat and model, with successive seeds', async () => {
    const { splits, cells } = await planned({
      data: '{file: a.csv}, {file: b.csv}',
      split: '{method: random, repeats: 2, seed: 5}, {method: scaffold}',
    });
    expect(splits.length).toBe(6);
    expect(cells.map(({ name, of }) => [name, of.splitSeed, of.seed])).toEqual([
      ['a/random/0/m', 5, 5],
      ['a/random/1/m', 6, 6],
      ['a/scaffold/0/m', null, 0],
      ['b/random/0/m', 5, 5],
      ['b/random/1/m', 6, 6],
      ['b/scaffold/0/m', null, 0],
    ]);
    const names = (pattern?: string) => cellsMatching(cells, pattern).map(({ name }) => name);
    expect(names()).toHaveLength(6);
    expect(names('b/')).toEqual(['b/random/0/m', 'b/random/1/m', 'b/scaffold/0/m']);
    expect(names('*/1/*')).toEqual(['a/random/1/m', 'b/random/1/m']);
    expect(names('a/*/0/m')).toEqual(['a/random/0/m', 'a/scaffold/0/m']);
    expect(names('random/1')).toEqual(['a/random/1/m', 'b/random/1/m']);
    expect(names('a.*')).toEqual([]);
  });
});

it('canonical JSON does not depend on the order of keys, and leaves out what is undefined', () => {
  expect(canonicalJson({ b: [2, { d: 1, c: undefined }], a: 'x' })).toBe(
    '{"a":"x","b":[2,{"d":1}]}',
  );
  expect(identityOf({ a: 1, b: 2 })).toBe(identityOf({ b: 2, a: 1 }));
  expect(identityOf({ a: 1 })).toMatch(/^[0-9a-f]{20}$/);
  expect(identityOf({ a: 1 })).not.toBe(identityOf({ a: '1' }));
});

it('the checksum of a file is its SHA-256', async () => {
  // printf x | sha256sum
  expect(await checksumOf(folder.at('m.py'))).toBe(
    '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
  );
});
