import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchSchema } from '../../src/bench/config/json-schema.js';
import { loadBench } from '../../src/bench/config/load.js';
import { starterBench } from '../../src/bench/config/starter.js';
import type { CommandModel } from '../../src/bench/config/types.js';
import { errorOf, SMALL, temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();
folder.file('small.csv', SMALL);
folder.file('esol', SMALL);
folder.file('m.py', '');

const load = (text: string) => loadBench(folder.file('tanimark.bench.yaml', text));
const configOf = async (text: string) => (await load(text)).config;
const RUN = 'run: "m {train} {test} {predictions}"';

/** A configuration that is right, with some of its lines replaced. */
function written(lines: Record<string, string> = {}): string {
  const all = {
    data: 'data: [small.csv]',
    splits: 'splits: [random]',
    models: `models: {m: {${RUN}}}`,
    ...lines,
  };
  return `${Object.values(all).join('\n')}\n`;
}

describe('a configuration of a benchmark', () => {
  it('has every default in place', async () => {
    const config = await configOf(written());
    expect(config.folder).toBe(folder.path);
    expect(config.data).toEqual([
      {
        name: 'small',
        input: join(folder.path, 'small.csv'),
        reading: {},
        task: undefined,
        columns: [],
        path: ['data', 0],
      },
    ]);
    expect(config.splits).toEqual([
      {
        ...{ name: 'random', method: 'random', repeats: 1, seed: undefined, methodOptions: {} },
        ...{ test: undefined, valid: undefined, strict: undefined, count: undefined },
        path: ['splits', 0],
      },
    ]);
    expect(config.models.map(({ name }) => name)).toEqual([
      ...['m', 'train_mean', 'nearest_neighbour', 'knn', 'property_only'],
    ]);
    expect(config.reference).toBe('m');
    expect(config.seed).toBe(0);
    expect(config.scoring.metrics).toEqual([]);
    expect(config.published).toEqual([]);
  });

  it('takes published scores of the only split', async () => {
    const entry = '{data: small, metric: RMSE, value: 0.5, source: a paper}';
    const { published } = await configOf(written({ x: `metrics: [rmse]\npublished: [${entry}]` }));
    expect(published).toEqual([
      { data: 'small', split: 'random', metric: 'rmse', value: 0.5, source: 'a paper' },
    ]);
  });

  it('takes names, suites, files and maps of data', async () => {
    const { data } = await configOf(
      written({
        data: 'data: [drugs, "dataset:freesolv", ./esol, {file: small.csv, name: mine, label: y, transform: log10, columns: name, task: regression}, {dataset: hiv, id: "1"}]',
      }),
    );
    expect(data.map(({ name, input }) => [name, input])).toEqual([
      ['drugs', 'dataset:drugs'],
      ['freesolv', 'dataset:freesolv'],
      ['esol', folder.at('esol')],
      ['mine', folder.at('small.csv')],
      ['hiv', 'dataset:hiv'],
    ]);
    expect(data[3]).toMatchObject({
      reading: { label: 'y', transform: 'log10' },
      columns: ['name'],
      task: 'regression',
    });
    const suite = await configOf(written({ data: 'data: ["suite:moleculeace"]' }));
    expect(suite.data.length).toBe(30);
    expect(suite.data.every(({ input }) => /^dataset:\w+/.test(input))).toBe(true);
  });

  it('names splits by what they differ in', async () => {
    const { splits } = await configOf(
      written({
        splits:
          'splits: [{method: sae, repeats: 2}, {distribution: "range:0-0.4", maxDiscard: 0.1}, {method: random, seed: 3}, {method: random, name: other, test: 0.3}]',
      }),
    );
    expect(splits.map(({ name, methodOptions, test }) => [name, methodOptions, test])).toEqual([
      ['sae', {}, undefined],
      [
        'sae(distribution=range:0-0.4,max-discard=0.1)',
        { distribution: 'range:0-0.4', 'max-discard': '0.1' },
        undefined,
      ],
      ['random', {}, undefined],
      ['other', {}, '0.3'],
    ]);
  });

  it('takes commands as texts and as words, with limits, and where predictions are', async () => {
    const { models } = await configOf(
      written({
        models: `models:
  a: {run: [m, "{train}", "{predictions}"], timeout: 30 min, inputs: m.py}
  b: {run: "m {data} {splits} {workdir} | tee x", shell: true, format: chemprop, timeout: 90}
  c: {run: "m {workdir}", predictions: "{workdir}/p.parquet", prediction: y_hat}
  n: {builtin: 1-NN}`,
        baselines: 'baselines: [mean, nearest_neighbor]',
        reference: 'reference: c',
      }),
    );
    const [a, b, c] = models as CommandModel[];
    expect(a).toMatchObject({
      run: ['m', '{train}', '{predictions}'],
      timeout: { written: '30 min', seconds: 1800 },
      inputs: ['m.py'],
      predictions: '{predictions}',
      shell: false,
    });
    expect(b).toMatchObject({
      timeout: { written: '90 s', seconds: 90 },
      predictions: '{workdir}/model_0/test_predictions.csv',
      shell: true,
    });
    expect(c).toMatchObject({ prediction: 'y_hat', timeout: null });
    expect(models.slice(3)).toMatchObject([
      { kind: 'builtin', name: 'n', builtin: 'nearest_neighbour' },
      { kind: 'builtin', name: 'train_mean', builtin: 'train_mean' },
    ]);
  });

  it('that is written by --init is right', async () => {
    const config = await configOf(starterBench());
    expect(config.data.map(({ name }) => name)).toEqual(['drugs']);
    expect(config.splits.map(({ name, repeats }) => [name, repeats])).toEqual([
      ['random', 3],
      ['sae', 3],
      ['scaffold', 1],
    ]);
    expect(config.scoring.metrics).toEqual(['mae', 'rmse', 'spearman']);
  });
});

describe('an error of a configuration', () => {
  const models = (model: string) => written({ models: `models:\n  m:\n    ${model}` });
  it.each<[line: number, what: string, text: string]>([
    [1, 'is empty; give keys and values', ''],
    [
      1,
      'data is missing; give a list of data sets, such as data: [esol, my/assay.csv]',
      'splits: [random]\nmodels: {}\n',
    ],
    [4, 'has an unknown key "metric"; did you mean metrics?', written({ x: 'metric: [mae]' })],
    [
      1,
      'has an unknown key "modles"; did you mean models?',
      'modles: {}\ndata: [drugs]\nsplits: [random]\n',
    ],
    [
      1,
      'data[0] has an unknown key "labl"; did you mean label?',
      written({ data: 'data: [{file: small.csv, labl: y}]' }),
    ],
    [
      1,
      'data[0] has an unknown key "timeout"; it belongs in a model',
      written({ data: 'data: [{file: small.csv, timeout: 2h}]' }),
    ],
    [1, 'data[0] is "none.csv", and there is no such file', written({ data: 'data: [none.csv]' })],
    [
      1,
      'data[0].file is "none.csv", and there is no such file',
      written({ data: 'data: [{file: none.csv}]' }),
    ],
    [
      1,
      'data[0] is drug: unknown data set (did you mean drugs?)',
      written({ data: 'data: [drug]' }),
    ],
    [
      1,
      'data[0] is "esol", a file and a data set; write ./esol or dataset:esol',
      written({ data: 'data: [esol]' }),
    ],
    [1, 'data[0] names no data; give file or dataset', written({ data: 'data: [{label: y}]' })],
    [
      1,
      'data[1] is called "small", as another data set',
      written({ data: 'data: [small.csv, ./small.csv]' }),
    ],
    [
      2,
      'splits[0] has an unknown key "repeat"; did you mean repeats?',
      written({ splits: 'splits: [{method: random, repeat: 2}]' }),
    ],
    [
      3,
      'splits[0].repeats must be a whole number from 1 to 1,000',
      written({ splits: 'splits:\n  - repeats: 0' }),
    ],
    [
      3,
      'splits[1] is called "random", as another split',
      written({ splits: 'splits: [random,\n random]' }),
    ],
    [
      5,
      'models.m.run has an unknown placeholder {trian}; did you mean {train}?',
      models('run: m {trian} {predictions}'),
    ],
    [
      5,
      'models.m.run has no {predictions}, so the predictions would not be found',
      models('run: m {train}'),
    ],
    [
      5,
      'models.m.run has |, which needs a shell; add shell: true',
      models('run: m {predictions} | tee'),
    ],
    [
      5,
      'models.m has an unknown key "timeot"; did you mean timeout?',
      models('timeot: 2h\n    run: m {predictions}'),
    ],
    [
      6,
      'models.m.timeout is "2 weeks"; give a time such as 2h, 30min or 90s',
      models('run: m {predictions}\n    timeout: 2 weeks'),
    ],
    [
      6,
      'models.m.inputs is "none.py", and there is no such file',
      models('run: m {predictions}\n    inputs: [none.py]'),
    ],
    [
      6,
      'models.m.format is "csvv", an unknown format; did you mean csv?',
      models('run: m {predictions}\n    format: csvv'),
    ],
    [
      6,
      'models.m.predictions is "x.csv", and predictions must be in {workdir}',
      models('run: m {predictions}\n    predictions: x.csv'),
    ],
    [4, 'models.m has no run; give run: <command>, or builtin: <baseline>', models('shell: true')],
    [5, 'models.m.builtin is "kn", an unknown baseline; did you mean knn?', models('builtin: kn')],
    [
      6,
      'models.m has timeout, which is for a command; leave it out',
      models('builtin: knn\n    timeout: 2h'),
    ],
    [3, 'models.knn is called as the baseline knn', written({ models: `models: {knn: {${RUN}}}` })],
    [3, 'models.a/b is no name of a model', written({ models: `models: {a/b: {${RUN}}}` })],
    [
      4,
      'reference is "mm", and there is no such model; did you mean m?',
      written({ x: 'reference: mm' }),
    ],
    [
      4,
      'baselines is "men", an unknown baseline; did you mean mean?',
      written({ x: 'baselines: men' }),
    ],
    [
      4,
      'metrics[0] is "rmsee", an unknown metric; did you mean rmse?',
      written({ x: 'metrics: [rmsee]' }),
    ],
    ...(
      [
        [5, '[0].data is "smal", and there is no such data set; did you mean small?', 'data: smal'],
        [
          5,
          '[0].split is "radnom", and there is no such split; did you mean random?',
          'split: radnom',
        ],
        [5, '[0].metric is mae, which is not among metrics; add it there', 'metric: mae'],
        [5, '[0].value must be a number', 'value: x'],
        [5, '[0] has an unknown key "sorce"; did you mean source?', 'sorce: x'],
      ] as const
    ).map(([line, what, change]) => {
      const [key] = change.split(':');
      const entry = ['data: small', 'metric: rmse', 'value: 1'].filter(
        (one) => !one.startsWith(key),
      );
      const published = `published: [{${[...entry, change].join(', ')}}]`;
      const text = written({ x: `metrics: [rmse]\n${published}` });
      return [line, `published${what}`, text] as [number, string, string];
    }),
    [
      5,
      'published[0] has no split; name the one that it is of: random or scaffold',
      written({
        splits: 'splits: [random, scaffold]',
        x: 'metrics: [rmse]\npublished: [{data: small, metric: rmse, value: 1}]',
      }),
    ],
    [
      5,
      'published[1] is of the same data set, split and metric as another entry',
      written({
        x: 'metrics: [rmse]\npublished: [{data: small, metric: rmse, value: 1}, {data: small, split: random, metric: RMSE, value: 2}]',
      }),
    ],
    [
      3,
      'put quotes around a command with placeholders',
      written({ models: 'models: {m: {run: a {train}}}' }),
    ],
  ])('of line %i: %s', async (line, what, text) => {
    const { code, message } = await errorOf(() => load(text));
    expect(code).toBe('config');
    expect(message).not.toContain('\n');
    expect(message).toMatch(new RegExp(`tanimark\\.bench\\.yaml:${line}: `));
    expect(message).toContain(what);
  });

  it('is one of a file that is none', async () => {
    const { message } = await errorOf(() => loadBench(folder.at('no.yaml')));
    expect(message).toMatch(
      /does not exist; check the path, or write one with tanimark bench --init/,
    );
    expect((await errorOf(() => loadBench('bench.txt'))).message).toContain('must end in .yaml');
  });
});

it('the schema for editors knows every key', () => {
  const { properties } = benchSchema() as { properties: Record<string, object> };
  expect(Object.keys(properties).sort()).toEqual(
    [
      ...['$schema', 'baselines', 'bins', 'bootstrap', 'data', 'fingerprint', 'metrics', 'minN'],
      ...['models', 'published', 'reference', 'seed', 'splits'],
    ].sort(),
  );
  const text = JSON.stringify(properties);
  for (const key of ['maxDiscard', 'transform', 'timeout', 'repeats']) expect(text).toContain(key);
});
