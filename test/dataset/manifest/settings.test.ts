import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { changedSplitWarnings, settingsOfSplit } from '../../../src/dataset/manifest/settings.js';
import { cellChecksums } from '../../../src/tables/cells.js';
import { temporaryFolder } from '../../helpers.js';
import { hasShared, sharedPath } from '../../shared.js';
import { FORMS } from '../../tables/forms.js';

const folder = temporaryFolder();
mkdirSync(folder.at('both'));
mkdirSync(folder.at('series'));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const output = (path: string, text: string) => ({ path, sha256: sha256(text) });
const parameters = { bins: '0,1/2,1', fingerprint: 'maccs', smiles: 's', label: 'l', test: '0.2' };
const known = { bins: '0,1/2,1', fingerprint: 'maccs', smiles: 's', label: 'l' };

describe('the settings of a split', () => {
  it('are those of the manifest beside its file', async () => {
    const file = folder.file('one.csv', 'a');
    const manifest = { command: 'split', parameters, outputs: [output('one.csv', 'a')] };
    folder.file('one.csv.manifest.json', JSON.stringify(manifest));
    expect(await settingsOfSplit([file])).toEqual({ settings: known, changed: null });
  });

  it('are those of the manifest beside the folder of its files, with the level of structures', async () => {
    const files = [folder.file('both/train.csv', 'a'), folder.file('both/test.csv', 'b')];
    const manifest = {
      command: 'split',
      parameters: { ...parameters, standardize: 'salts' },
      outputs: [output('train.csv', 'a'), output('test.csv', 'b')],
    };
    folder.file('both.manifest.json', JSON.stringify(manifest));
    const settings = { ...known, standardize: 'salts' };
    expect(await settingsOfSplit(files)).toEqual({ settings, changed: null });
    const changed = [files[0], folder.file('both/test.csv', 'c')];
    expect(await settingsOfSplit(changed)).toEqual({
      settings: {},
      changed: {
        file: changed[1],
        manifest: folder.at('both.manifest.json'),
        difference: 'its bytes differ',
        settings,
      },
    });
  });

  it('of one of several splits are its own', async () => {
    folder.file('series/random.csv', 'a');
    const file = folder.file('series/sae.csv', 'b');
    const manifest = {
      command: 'split-compare',
      splits: [{ parameters: { label: 'other' } }, { parameters }],
      outputs: [output('random.csv', 'a'), output('sae.csv', 'b')],
    };
    folder.file('series.manifest.json', JSON.stringify(manifest));
    expect((await settingsOfSplit([file])).settings).toEqual(known);
  });

  it('are unknown without a manifest, or with one of other files', async () => {
    const nothing = { settings: {}, changed: null };
    expect(await settingsOfSplit([folder.file('alone.csv', 'a')])).toEqual(nothing);
    expect(await settingsOfSplit([])).toEqual(nothing);
    expect(await settingsOfSplit(['-'])).toEqual(nothing);
    const foreign = folder.file('foreign.csv', 'a');
    for (const text of ['{', '[]', 'null', JSON.stringify({ command: 'split', outputs: [] })]) {
      folder.file('foreign.csv.manifest.json', text);
      expect(await settingsOfSplit([foreign])).toEqual(nothing);
    }
  });
});

describe('the settings of a split that was written anew', () => {
  const columns = ['id', 's', 'l', 'split'];
  const rows = [
    ['a', 'CCO', '1', 'train'],
    ['b', 'CCN', '2', 'test'],
  ];
  const text = [columns, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
  const cells = cellChecksums(columns, rows);
  const manifestOf = (extra: object) =>
    JSON.stringify({
      command: 'split',
      parameters,
      outputs: [{ ...output('s.csv', text), ...extra }],
    });

  it.each(FORMS)('hold for the same cells with %s', async (_, form) => {
    folder.file('s.csv.manifest.json', manifestOf({ cells }));
    const file = folder.file('s.csv', form(text));
    expect(await settingsOfSplit([file])).toEqual({ settings: known, changed: null });
  });

  it('hold for a compressed file, and one that was renamed together with its manifest', async () => {
    folder.file('s.csv.manifest.json', manifestOf({ cells }));
    const packed = folder.file('s.csv.gz', gzipSync(text));
    expect((await settingsOfSplit([packed])).settings).toEqual(known);
    folder.file('renamed.csv.manifest.json', manifestOf({ cells }));
    const renamed = folder.file('renamed.csv', text);
    expect((await settingsOfSplit([renamed])).settings).toEqual(known);
  });

  const alike = FORMS.filter(([name]) => /CR|byte order|newline|empty/.test(name));
  it.each(alike)('hold for a manifest that knows only the bytes, with %s', async (_, form) => {
    folder.file('s.csv.manifest.json', manifestOf({}));
    const file = folder.file('s.csv', form(text));
    expect(await settingsOfSplit([file])).toEqual({ settings: known, changed: null });
  });

  it('are not used for other cells, and what they were is said', async () => {
    folder.file('s.csv.manifest.json', manifestOf({ cells }));
    const file = folder.file('s.csv', text.replace('2', '3'));
    const { settings, changed } = await settingsOfSplit([file]);
    expect(settings).toEqual({});
    const manifest = folder.at('s.csv.manifest.json');
    expect(changedSplitWarnings(changed)).toEqual([
      `${file} has changed since the split was made: column "l" differs (${manifest} holds its checksums). Its settings are not used; to use them, give --bins 0,1/2,1 --fingerprint maccs --smiles s --label l. Restore the file; if the change was meant: tanimark verify --describe ${file} --force`,
    ]);
  });

  it.skipIf(!hasShared)('hold for a file of an older version with CRLF', async () => {
    const own = sharedPath('cases/crlf-drops-split-settings/crlf/split.csv');
    expect(readFileSync(own, 'utf8')).toContain('\r\n');
    const { settings, changed } = await settingsOfSplit([own]);
    expect(changed).toBeNull();
    expect(settings).toMatchObject({ bins: '0,0.5,0.8,1', fingerprint: 'maccs', label: 'y' });
  });
});
