import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findConfig, loadConfig } from '../../../src/gate/config/load.js';
import { errorOf, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();

function load(text: string, name = 'some.yaml') {
  folder.file(name, text);
  return loadConfig(name, folder.path);
}

describe('loadConfig', () => {
  it('puts every value of a full example where it belongs', () => {
    const config =
      load(`# yaml-language-server: $schema=./node_modules/tanimark/tanimark.schema.json
$schema: ./tanimark.schema.json
split: split.csv
predictions: predictions.csv
baseline: tanimark.baseline.json
label: logS
smiles: mol
id: key
prediction: y_hat
std: sd
lower: lo
upper: hi
level: 0.9
task: regression
join: id
splitColumn: set
delimiter: tab
header: true
threshold: -1.5
maxInvalid: 5
bins: 0, 1/2, 1
fingerprint: morgan:radius=3
standardize: salts
margin: 10%
decide: interval
inconclusive: fail
seed: 7
bootstrap: 500
resample: cluster
minN: 20
tasks:
  - name: logS
    predictions: preds/logS.csv
    split: splits/logS.csv
  - name: hERG
    label: active
    task: classification
    header: false
    delimiter: ";"
    split: other.csv
rules:
  - metric: MAE
    stratum: lowest
    task: logS
    maxDrop: 0
    margin: .05
    level: error
    name: low similarity
  - metric: roc-auc
    task: hERG
    min: 0.8
    on: value
  - {metric: rmse, stratum: "[0,1/2)", max: 1e0, maxDrop: " 5 %", level: warn, decide: estimate}
  - {metric: r2, stratum: scaffold=unseen, level: info}
audit:
  maxDuplicates: 0
  maxNear: {0.90: 1%, 0.8: 20}
  maxSharedScaffolds: 50%
  maxConflicts: "3"
  maxCliffs: 0.25
  standardize: tautomers
  level: warn
`);
    const shared = {
      baseline: 'tanimark.baseline.json',
      smiles: 'mol',
      id: 'key',
      prediction: 'y_hat',
      std: 'sd',
      lower: 'lo',
      upper: 'hi',
      level: 0.9,
      join: 'id',
      splitColumn: 'set',
      threshold: -1.5,
      maxInvalid: '5',
      bins: '0, 1/2, 1',
      fingerprint: 'morgan:radius=3',
      standardize: 'salts',
    };
    expect(config).toEqual({
      path: 'some.yaml',
      folder: '.',
      inconclusive: 'fail',
      seed: 7,
      bootstrap: 500,
      resample: 'cluster',
      minN: 20,
      tasks: [
        {
          ...shared,
          name: 'logS',
          predictions: 'preds/logS.csv',
          split: 'splits/logS.csv',
          label: 'logS',
          task: 'regression',
          delimiter: '\t',
          header: true,
        },
        {
          ...shared,
          name: 'hERG',
          predictions: 'predictions.csv',
          split: 'other.csv',
          label: 'active',
          task: 'classification',
          delimiter: ';',
          header: false,
        },
      ],
      rules: [
        {
          name: 'low similarity',
          metric: 'mae',
          stratum: 'lowest',
          rows: { kind: 'lowest' },
          task: 'logS',
          min: null,
          max: null,
          on: 'interval',
          tolerance: { maxDrop: { value: 0 }, margin: { value: 0.05 } },
          decide: 'interval',
          level: 'error',
        },
        {
          name: null,
          metric: 'roc_auc',
          stratum: 'overall',
          rows: { kind: 'overall' },
          task: 'hERG',
          min: 0.8,
          max: null,
          on: 'value',
          tolerance: null,
          decide: null,
          level: 'error',
        },
        {
          name: null,
          metric: 'rmse',
          stratum: '[0,1/2)',
          rows: { kind: 'bin', label: '[0, 1/2)' },
          task: null,
          min: null,
          max: 1,
          on: 'interval',
          tolerance: { maxDrop: { share: 0.05 }, margin: { share: 0.1 } },
          decide: 'estimate',
          level: 'warn',
        },
        {
          name: null,
          metric: 'r2',
          stratum: 'scaffold=unseen',
          rows: { kind: 'group', by: 'scaffold', value: 'unseen' },
          task: null,
          min: null,
          max: null,
          on: 'interval',
          tolerance: { maxDrop: { value: 0 }, margin: { share: 0.1 } },
          decide: 'interval',
          level: 'info',
        },
      ],
      audit: {
        maxDuplicates: '0',
        maxNear: ['0.90:1%', '0.8:20'],
        maxSharedScaffolds: '50%',
        maxConflicts: '3',
        maxCliffs: '0.25',
        standardize: 'tautomers',
        level: 'warn',
      },
    });
  });

  it('finds 25,000 unknown keys in a time that grows with their number', {
    timeout: 15_000,
  }, () => {
    const keys = Array.from({ length: 25_000 }, (_, i) => `k${i}: 1`);
    const text = ['split: s.csv', 'predictions: p.csv', ...keys].join('\n');
    expect(() => load(text)).toThrow(
      /^some\.yaml:3: the configuration has an unknown key "k0"; .*/,
    );
    const rules = Array.from({ length: 7000 }, (_, i) => `- {metric: mae, max: 1, m${i}: 1}`);
    expect(() => load(`split: s.csv\npredictions: p.csv\nrules:\n${rules.join('\n')}`)).toThrow(
      /^some\.yaml:4: rules\[0\] has an unknown key "m0"; .* \(6,999 more errors in this file\)$/,
    );
    const metric = 'm'.repeat(200_000);
    expect(() =>
      load(`split: s.csv\npredictions: p.csv\nrules:\n- {metric: ${metric}, max: 1}`),
    ).toThrow(
      'some.yaml:4: rules[0].metric is "mmmmmmmmmmmmmmmmmmmmmmmmmmmmm…mmmmmmmmmm", an unknown metric (tanimark score --list-metrics lists all)',
    );
  });

  it('has the defaults of the commands', () => {
    const config = load('split: s.csv\npredictions: p.csv\nrules: [{metric: mae, max: 1}]');
    expect(config).toMatchObject({ seed: 0, bootstrap: 2000, resample: undefined, minN: 30 });
    expect(config).toMatchObject({ inconclusive: 'warn', audit: null });
    expect(config.tasks).toEqual([
      { name: null, predictions: 'p.csv', baseline: null, split: 's.csv', maxInvalid: '10%' },
    ]);
    expect(config.rules[0]).toMatchObject({ name: null, level: 'error', tolerance: null });
    expect(config.rules[0].decide).toBeNull();
  });

  it.each([
    // rule, margin at the top, the tolerance
    ['maxDrop: 0.1', '', { maxDrop: { value: 0.1 }, margin: { value: 0 } }],
    ['maxDrop: 0.1', '5%', { maxDrop: { value: 0.1 }, margin: { share: 0.05 } }],
    ['margin: 3%', '5%', { maxDrop: { value: 0 }, margin: { share: 0.03 } }],
    ['margin: 0', '5%', { maxDrop: { value: 0 }, margin: { value: 0 } }],
    ['max: 9, margin: 0.5', '', { maxDrop: { value: 0 }, margin: { value: 0.5 } }],
    ['level: warn', '0.2', { maxDrop: { value: 0 }, margin: { value: 0.2 } }],
  ])('{%s} with a margin of %j at the top tolerates %j', (rule, margin, tolerance) => {
    const top = margin === '' ? '' : `margin: ${margin}\n`;
    const config = load(
      `${top}split: s\npredictions: p\nbaseline: b\nrules: [{metric: mae, ${rule}}]`,
    );
    expect(config.rules[0].tolerance).toEqual(tolerance);
    expect(config.rules[0].decide).toBe('estimate');
  });

  it('lets a task replace the sides at the top by a split, or one of them', () => {
    const text = `
predictions: p.csv
train: train.csv
truth: test.csv
audit: {maxDuplicates: 1%}
tasks:
  - {name: a}
  - {name: b, split: b.csv}
  - {name: c, truth: dataset:drugs}
  - {name: d, predictions: /data/d.csv}
`;
    folder.file('some.yaml', text);
    const { tasks } = loadConfig('some.yaml', folder.path, { allowOutside: true });
    const sides = tasks.map(({ split, train, truth }) => [split, train, truth]);
    expect(sides).toEqual([
      [undefined, 'train.csv', 'test.csv'],
      ['b.csv', undefined, undefined],
      [undefined, 'train.csv', 'dataset:drugs'],
      [undefined, 'train.csv', 'test.csv'],
    ]);
    expect(tasks.map(({ predictions }) => predictions)).toEqual([
      'p.csv',
      'p.csv',
      'p.csv',
      '/data/d.csv',
    ]);
  });

  it('lets a task replace the split at the top by sides', () => {
    const { tasks } = load(`
predictions: p.csv
split: s.csv
audit: {maxDuplicates: 0}
tasks: [{name: a, train: train.csv, truth: test.csv}, {name: b}]
`);
    expect(tasks.map(({ split, train, truth }) => [split, train, truth])).toEqual([
      [undefined, 'train.csv', 'test.csv'],
      ['s.csv', undefined, undefined],
    ]);
  });

  it('gives a table of predictions to the tasks that a rule compares, and a baseline file to all that have a rule', () => {
    const text = (tasks: string, baseline = 'b.csv') => `
split: s.csv
predictions: p.csv
baseline: ${baseline}
tasks: [{name: a}, {name: b${tasks}}]
rules: [{metric: mae, task: a, maxDrop: 0}, {metric: mae, max: 1}]
`;
    const baselines = (content: string) => load(content).tasks.map(({ baseline }) => baseline);
    expect(baselines(text(''))).toEqual(['b.csv', null]);
    expect(baselines(text('', 'b.json'))).toEqual(['b.json', 'b.json']);
    // A name that is no task's may be one of label columns.
    const columns = load(text(', label: "x,y"').replace('task: a', 'task: x'));
    expect(columns.tasks.map(({ baseline }) => baseline)).toEqual(['b.csv', 'b.csv']);
    expect(columns.rules[0].task).toBe('x');
  });

  it('names files from the working folder, and never the folders above it', () => {
    mkdirSync(folder.at('ci/gate'), { recursive: true });
    mkdirSync(folder.at('.git'));
    const text = 'split: ../s.csv\npredictions: p.csv\nrules: [{metric: mae, max: 1}]';
    folder.file('ci/gate/tanimark.config.yaml', text);
    for (const path of [
      'ci/gate/tanimark.config.yaml',
      folder.at('ci/gate/tanimark.config.yaml'),
    ]) {
      const config = loadConfig(path, folder.path);
      expect(config).toMatchObject({ path: 'ci/gate/tanimark.config.yaml', folder: 'ci/gate' });
      expect(config.tasks[0]).toMatchObject({ split: 'ci/s.csv', predictions: 'ci/gate/p.csv' });
    }
    folder.file('ci/gate/own.yml', text.replace('../s.csv', 'dataset:drugs'));
    expect(loadConfig('ci/gate/own.yml', folder.path).tasks[0].split).toBe('dataset:drugs');
    const aside = loadConfig('../gate/tanimark.config.yaml', folder.at('ci/gate'));
    expect(aside).toMatchObject({ path: 'tanimark.config.yaml', folder: '.' });
    mkdirSync(folder.at('ci/other'));
    const outside = loadConfig('../gate/tanimark.config.yaml', folder.at('ci/other'));
    expect(outside.tasks[0]).toMatchObject({ split: '../s.csv', predictions: '../gate/p.csv' });
  });
});

describe('findConfig', () => {
  const text = 'split: s\npredictions: p\nrules: [{metric: mae, max: 1}]\n';
  const json = '{"split": "s", "predictions": "p", "rules": [{"metric": "mae", "max": 2}]}';

  it('finds each name, and the key in package.json', async () => {
    for (const [name, content, max] of [
      ['tanimark.config.yaml', `\ufeff${text}`, 1],
      ['tanimark.config.yml', text.replaceAll('\n', '\r\n'), 1],
      ['tanimark.config.json', json, 2],
      ['package.json', `{\n\t"name": "x",\n\t"scripts": {},\n\t"tanimark": ${json}\n}\n`, 2],
    ] as const) {
      const inner = `find-${name}`;
      mkdirSync(folder.at(inner));
      folder.file(`${inner}/${name}`, content);
      if (name !== 'package.json') folder.file(`${inner}/package.json`, '{"name": "x"}');
      expect(findConfig(folder.at(inner))).toBe(folder.at(`${inner}/${name}`));
      const config = loadConfig(undefined, folder.at(inner));
      expect(config).toMatchObject({ path: name, folder: '.' });
      expect(config.rules[0].max).toBe(max);
    }
  });

  it('refuses two, and says what to do about none', async () => {
    mkdirSync(folder.at('two'));
    const none = await errorOf(() => findConfig(folder.at('two'), folder.path));
    expect(none).toMatchObject({ code: 'config' });
    expect(none.message).toBe(
      'two has no tanimark.config.yaml, tanimark.config.yml, tanimark.config.json or package.json with the key tanimark; write one with tanimark check --init, or name one with --config',
    );
    folder.file('two/tanimark.config.yml', text);
    // A broken package.json holds no configuration that anyone could have meant beside another one.
    folder.file('two/package.json', '{');
    expect(findConfig(folder.at('two'))).toBe(folder.at('two/tanimark.config.yml'));
    folder.file('two/package.json', `{"tanimark": ${json}}`);
    const both = await errorOf(() => findConfig(folder.at('two'), folder.at('two')));
    expect(both.message).toBe(
      'tanimark.config.yml and package.json are both configurations; choose one with --config, or remove the other',
    );
    expect(loadConfig('package.json', folder.at('two')).rules[0].max).toBe(2);
  });

  it('says where a package.json is broken when nothing else is there', async () => {
    mkdirSync(folder.at('broken'));
    folder.file('broken/package.json', '{\n"name": "x",\n"tanimark": {,}\n}');
    const { message } = await errorOf(() => loadConfig(undefined, folder.at('broken')));
    expect(message).toMatch('package.json:3: not valid YAML: Unexpected , in flow map');
  });
});
