import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findFiles } from '../../../src/workflows/check/find-files.js';
import { temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
let made = 0;

/** A folder with these files, gzipped where their names say so. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const inner = `case${made++}`;
  mkdirSync(folder.at(inner));
  for (const [name, content] of Object.entries(files)) {
    const path = `${inner}/${name}`;
    mkdirSync(folder.at(path.slice(0, path.lastIndexOf('/'))), { recursive: true });
    folder.file(path, name.endsWith('.gz') ? gzipSync(content) : content);
  }
  return folder.at(inner);
}

const split = 'smiles,logS,split\nC,1.5,train\nCC,2.5,test\n';
const preds = 'smiles,y_pred\nCC,2\n';
const nothing = {
  split: undefined,
  train: undefined,
  truth: undefined,
  predictions: [],
  baseline: undefined,
  label: undefined,
  task: null,
  notes: [],
};

describe('findFiles', () => {
  it('finds nothing in an empty folder, nor in tables of other things', async () => {
    expect(await findFiles(folderOf({}))).toEqual(nothing);
    const other = {
      'molecules.csv': 'smiles,logS\nC,1\n',
      'split-of-bills.csv': 'name,split\nann,train\n',
      'subsets.csv': 'smiles,split\nC,first\n',
      'scores.csv': 'task,score\na,1\n',
      'empty.csv': '',
      'header.csv': 'smiles,y_pred\n',
      'nul.csv': 'smiles,y_pred\nC,\0\n',
      'notes.txt': 'smiles,y_pred\nC,1\n',
    };
    expect(await findFiles(folderOf(other))).toEqual(nothing);
  });

  it('finds a split, predictions and the label by their columns, whatever they are called', async () => {
    const inner = folderOf({ 'a.tsv.gz': split.replaceAll(',', '\t'), 'b.csv': preds });
    expect(await findFiles(inner)).toEqual({
      ...nothing,
      split: 'a.tsv.gz',
      predictions: ['b.csv'],
      label: 'logS',
      task: 'regression',
    });
  });

  it('looks two folders deep, higher ones first, and not into hidden ones or packages', async () => {
    const inner = folderOf({
      'a/b/c/deep.csv': preds,
      'a/b/x.csv': preds,
      'z/y.csv': preds,
      '.git/p.csv': preds,
      'node_modules/p.csv': preds,
      'data/splits/s.csv': split,
    });
    const found = await findFiles(inner);
    expect(found.predictions).toEqual(['z/y.csv', 'a/b/x.csv']);
    expect(found.split).toBe('data/splits/s.csv');
    expect(found.notes).toEqual(['using z/y.csv as predictions; another candidate is a/b/x.csv']);
  });

  it('takes train.csv and test.csv of one folder where there is no split', async () => {
    const sides = {
      'a/train.csv': 'SMILES;active\nC;1\n',
      'b/Train.csv': 'SMILES;active\nC;1\n',
      'b/test.csv': 'SMILES;active;p\nCC;0;0.5\n',
      'b/valid.csv': 'SMILES;active\nC;1\n',
      'out.csv': 'SMILES;prob_active\nCC;0.5\n',
    };
    expect(await findFiles(folderOf(sides))).toEqual({
      ...nothing,
      train: 'b/Train.csv',
      truth: 'b/test.csv',
      predictions: ['out.csv'],
      label: 'active',
      task: 'classification',
    });
    const both = await findFiles(folderOf({ ...sides, 's.csv': split }));
    expect(both).toMatchObject({ split: 's.csv', train: undefined, truth: undefined });
  });

  it.each([
    ['main.csv', 'new.csv'],
    ['preds/baseline.csv', 'preds/a.csv'],
    ['reference/predictions.csv', 'candidate/predictions.csv'],
    ['base_preds.csv', 'preds.csv'],
  ])('takes %s for the model in use, beside %s', async (baseline, predictions) => {
    const found = await findFiles(folderOf({ [baseline]: preds, [predictions]: preds }));
    expect(found).toMatchObject({ predictions: [predictions], baseline, notes: [] });
  });

  it('takes even main.csv for the new predictions if there are no others', async () => {
    const found = await findFiles(folderOf({ 'main.csv': preds }));
    expect(found).toMatchObject({ predictions: ['main.csv'], baseline: undefined });
  });

  it('prefers a file that is called predictions', async () => {
    const inner = folderOf({ 'a.csv': preds, 'x/predictions.csv': preds, 'b.csv': preds });
    const { predictions, notes } = await findFiles(inner);
    expect(predictions).toEqual(['x/predictions.csv', 'a.csv', 'b.csv']);
    expect(notes).toEqual([
      'using x/predictions.csv as predictions; another candidate is a.csv and 1 more',
    ]);
  });

  it('knows predictions in the column of the label by the name of their file', async () => {
    const found = await findFiles(
      folderOf({
        's.csv': 'smiles,id,solubility,split\nC,a,1.5,train\nCC,b,2.5,test\n',
        'chemprop_preds.csv': 'smiles,solubility\nCC,2\n',
      }),
    );
    expect(found).toMatchObject({ predictions: ['chemprop_preds.csv'], label: 'solubility' });
  });

  it('finds the labels of several tasks, and predictions beside the true values', async () => {
    const several = await findFiles(
      folderOf({
        's.csv': 'smiles,a,b,c,split\nC,1,1,x,train\nCC,0,2,y,test\n',
        'p.csv': 'smiles,pred_a,b_pred\nCC,1,2\n',
      }),
    );
    expect(several).toMatchObject({ label: 'a,b', task: 'classification' });
    const beside = await findFiles(
      folderOf({ 's.csv': 'smiles,y,split,y_pred\nC,1.5,train,\nCC,2.5,test,2\n' }),
    );
    expect(beside).toMatchObject({ split: 's.csv', predictions: ['s.csv'], label: 'y' });
  });

  it('finds the label that the split was made with, or the only one that could be', async () => {
    const table = 'smiles,weight,size,split\nC,16.04,1,train\nCC,30.07,2,test\n';
    const unlike = await findFiles(folderOf({ 's.csv': table, 'p.csv': preds }));
    expect(unlike).toMatchObject({ split: 's.csv', label: undefined, task: null });
    const manifest = JSON.stringify({
      command: 'split',
      parameters: { label: 'weight' },
      outputs: [{ path: 's.csv', sha256: createHash('sha256').update(table).digest('hex') }],
    });
    const made = await findFiles(folderOf({ 's.csv': table, 's.csv.manifest.json': manifest }));
    expect(made).toMatchObject({ label: 'weight', task: 'regression' });
    const only = await findFiles(folderOf({ 's.csv': table.replace(/,[12],/g, ',x,') }));
    expect(only.label).toBe('weight');
  });

  it.each([
    ['1\n0', 'classification'],
    ['0\n0', 'classification'],
    ['active\ninactive', 'classification'],
    ['1\n2', 'regression'],
    ['1.5\n', 'regression'],
    ['red\nblue', null],
  ])('tells the task by the labels %j', async (labels, task) => {
    const rows = labels.split('\n').map((label, i) => `${'C'.repeat(i + 1)},${label},train`);
    const found = await findFiles(
      folderOf({ 's.csv': `smiles,y,split\n${rows.join('\n')}\nCCCC,,test\n` }),
    );
    expect(found.task).toBe(task);
  });

  it('reads the beginning of a large file, and no bombs', async () => {
    const long = `smiles,y,split\n${'C,1.5,train\n'.repeat(20_000)}`;
    const inner = folderOf({ 'long.csv': `${long}"`, 'long.csv.gz': long });
    folder.file(
      `${inner.slice(folder.path.length + 1)}/bomb.csv.gz`,
      gzipSync(Buffer.alloc(5e7, 97)),
    );
    const found = await findFiles(inner);
    expect(found).toMatchObject({ split: 'long.csv', label: 'y' });
    expect(found.notes).toEqual(['using long.csv as a split; another candidate is long.csv.gz']);
  });
});
