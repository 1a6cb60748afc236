import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsOfSplit } from '../../src/workflows/split-settings.js';
import { temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();
mkdirSync(folder.at('both'));
mkdirSync(folder.at('series'));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const output = (path: string, text: string) => ({ path, sha256: sha256(text) });
const parameters = { bins: '0,1/2,1', fingerprint: 'maccs', smiles: 's', label: 'l', test: '0.2' };
const known = { bins: '0,1/2,1', fingerprint: 'maccs', smiles: 's', label: 'l' };

describe('the settings of a split', () => {
  it('are those of the manifest beside its file', () => {
    const file = folder.file('one.csv', 'a');
    const manifest = { command: 'split', parameters, outputs: [output('one.csv', 'a')] };
    folder.file('one.csv.manifest.json', JSON.stringify(manifest));
    expect(settingsOfSplit([file])).toEqual({ settings: known, warnings: [] });
  });

  it('are those of the manifest beside the folder of its files, with the level of structures', () => {
    const files = [folder.file('both/train.csv', 'a'), folder.file('both/test.csv', 'b')];
    const manifest = {
      command: 'split',
      parameters: { ...parameters, standardize: 'salts' },
      outputs: [output('train.csv', 'a'), output('test.csv', 'b')],
    };
    folder.file('both.manifest.json', JSON.stringify(manifest));
    const settings = { ...known, standardize: 'salts' };
    expect(settingsOfSplit(files)).toEqual({ settings, warnings: [] });
    const changed = [files[0], folder.file('both/test.csv', 'c')];
    expect(settingsOfSplit(changed).settings).toEqual({});
    expect(settingsOfSplit(changed).warnings[0]).toContain('test.csv has changed since');
  });

  it('of one of several splits are its own', () => {
    folder.file('series/random.csv', 'a');
    const file = folder.file('series/sae.csv', 'b');
    const manifest = {
      command: 'split-compare',
      splits: [{ parameters: { label: 'other' } }, { parameters }],
      outputs: [output('random.csv', 'a'), output('sae.csv', 'b')],
    };
    folder.file('series.manifest.json', JSON.stringify(manifest));
    expect(settingsOfSplit([file]).settings).toEqual(known);
  });

  it('are unknown without a manifest, or with one of other files', () => {
    const nothing = { settings: {}, warnings: [] };
    expect(settingsOfSplit([folder.file('alone.csv', 'a')])).toEqual(nothing);
    expect(settingsOfSplit([])).toEqual(nothing);
    expect(settingsOfSplit(['-'])).toEqual(nothing);
    const foreign = folder.file('foreign.csv', 'a');
    for (const text of ['{', '[]', 'null', JSON.stringify({ command: 'split', outputs: [] })]) {
      folder.file('foreign.csv.manifest.json', text);
      expect(settingsOfSplit([foreign])).toEqual(nothing);
    }
  });
});
