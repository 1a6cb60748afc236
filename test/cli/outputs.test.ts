import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
folder.file('plain', 'a file');
folder.file(
  'tanimark.config.yaml',
  'split: split.csv\npredictions: preds.csv\nlabel: y\nrules:\n  - metric: mae\n    max: 1\n    on: value\n',
);

describe('an output that cannot be written', () => {
  it.each([
    'split small.csv -o plain/o.csv',
    'split small.csv -o plain/deep/folder/',
    'split small.csv -m random,scaffold --compare -o plain/folder/',
    'neighbors small.csv small.csv -o plain/o.csv',
    'audit split.csv --pairs plain/o.csv',
    'audit split.csv -o plain/o.json',
    'score --split split.csv -o plain/o.json',
    'compare preds.csv preds.csv --names a,b --split split.csv -o plain/o.md',
    'check --junit plain/o.xml',
    'check --comment plain/o.md',
  ])('is found out before the work: %s', async (command) => {
    // Reading the input would be the first step, and its error another one.
    const broken = command.replace(/small\.csv|split\.csv|preds\.csv/g, 'missing.csv');
    const { code, stderr } = await run(broken.split(' '), { cwd: folder.path });
    expect(stderr).toMatch(/^error: plain\/\S+ cannot be written \(ENOTDIR\); [^\n]+\n$/);
    expect(code).toBe(2);
  });
});
