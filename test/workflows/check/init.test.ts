import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/gate/config/load.js';
import { initConfig } from '../../../src/workflows/check/init.js';
import { errorOf, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
let made = 0;

function folderOf(files: Readonly<Record<string, string>>): string {
  const inner = `case${made++}`;
  mkdirSync(folder.at(`${inner}/preds`), { recursive: true });
  for (const [name, content] of Object.entries(files)) folder.file(`${inner}/${name}`, content);
  return folder.at(inner);
}

describe('initConfig', () => {
  it('writes a configuration that is ready for what is there', async () => {
    const inner = folderOf({
      'split.csv': 'smiles,logS,split\nC,1.5,train\nCC,2.5,test\n',
      'preds/main.csv': 'smiles,y_pred\nCC,2\n',
      'preds/new model.csv': 'smiles,y_pred\nCC,2\n',
    });
    const { path, text, notes } = await initConfig(inner);
    expect(path).toBe(`${inner}/tanimark.config.yaml`);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(readdirSync(inner).sort()).toEqual(['preds', 'split.csv', 'tanimark.config.yaml']);
    expect(notes).toEqual([
      'preds/main.csv may be the predictions of the model in use; to compare with them, write baseline: preds/main.csv',
    ]);
    expect(text).not.toContain('TODO');
    expect(text).toContain('#   preds/main.csv\n');
    const config = loadConfig(undefined, inner);
    expect(config.tasks).toEqual([
      {
        name: null,
        predictions: 'preds/new model.csv',
        baseline: 'tanimark.baseline.json',
        maxInvalid: '10%',
        split: 'split.csv',
        label: 'logS',
      },
    ]);
    const tolerance = { maxDrop: { value: 0 }, margin: { share: 0.1 } };
    expect(config.rules).toMatchObject([
      { metric: 'mae', stratum: 'overall', tolerance, min: null, max: null, level: 'error' },
      { metric: 'mae', stratum: 'each', tolerance },
    ]);
    expect(config).toMatchObject({ audit: { maxDuplicates: '1%' }, inconclusive: 'warn' });
  });

  it('writes the rules of classes for classes', async () => {
    const inner = folderOf({
      'train.csv': 'smiles,y\nC,1\nCC,0\n',
      'test.csv': 'smiles,y\nCCC,1\nCCCC,0\n',
      'predictions.csv': 'smiles,prob\nCCC,0.5\n',
    });
    expect((await initConfig(inner)).notes).toEqual([]);
    const { rules, tasks } = loadConfig(undefined, inner);
    expect(tasks).toMatchObject([{ train: 'train.csv', truth: 'test.csv', label: 'y' }]);
    const tolerance = { maxDrop: { value: 0 }, margin: { value: 0.05 } };
    expect(rules).toMatchObject([
      { metric: 'roc_auc', stratum: 'overall', tolerance },
      { metric: 'roc_auc', stratum: 'each', tolerance },
    ]);
  });

  it('marks what it did not find', async () => {
    const inner = folderOf({});
    const { text, notes } = await initConfig(inner);
    expect(notes).toEqual([
      'no split found (a table with a split column, or train.csv and test.csv); name it at the TODO',
      'no predictions found; name their file at the TODO',
      'the type of the labels is unknown; choose the metric at the TODO',
    ]);
    expect(text.match(/TODO/g)).toHaveLength(3);
    const config = loadConfig(undefined, inner);
    expect(config.tasks).toMatchObject([{ split: 'split.csv', predictions: 'predictions.csv' }]);
    expect(config.audit).toBeNull();
  });

  it('asks for the label where several columns could be it', async () => {
    const inner = folderOf({ 'split.csv': 'smiles,a,b,split\nC,1,2,train\nCC,2,3,test\n' });
    const { text, notes } = await initConfig(inner);
    expect(notes[1]).toBe('no clear label column in split.csv; name it at the TODO');
    expect(text).toContain('# TODO: name the column of measured values.');
    expect(loadConfig(undefined, inner).tasks[0].label).toBeUndefined();
  });

  it.each([
    ['tanimark.config.yaml', ''],
    ['tanimark.config.yml', 'x: 1'],
    ['tanimark.config.json', '{}'],
    ['package.json', '{"tanimark": {}}'],
  ])('refuses where there is %s', async (name, content) => {
    const inner = folderOf({ [name]: content });
    const error = await errorOf(() => initConfig(inner));
    expect(error.code).toBe('config');
    const key = name === 'package.json' ? ' (its key "tanimark")' : '';
    expect(error.message).toBe(
      `${inner}/${name}${key} already exists; edit it, or delete it and run the command again`,
    );
    expect(readFileSync(`${inner}/${name}`, 'utf8')).toBe(content);
    expect(readdirSync(inner).sort()).toEqual(['preds', name].sort());
  });

  it('writes beside a package.json that has no key for it', async () => {
    const inner = folderOf({ 'package.json': '{"name": "x"}' });
    expect((await initConfig(inner)).path).toBe(`${inner}/tanimark.config.yaml`);
  });
});
