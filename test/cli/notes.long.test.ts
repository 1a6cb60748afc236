import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wrap } from '../../src/report/layout.js';
import { temporaryFolder } from '../helpers.js';
import { hasShared, sharedPath } from '../shared.js';
import { run } from './run.js';

const folder = temporaryFolder();

describe.skipIf(!hasShared)('notes on real tables', () => {
  it('take three lines of 80 characters at most, but for lists of columns', {
    timeout: 600_000,
  }, async () => {
    const long: string[] = [];
    const paths = [
      ...readdirSync(sharedPath('datasets')).map((file) => `datasets/${file}`),
      ...readdirSync(sharedPath('cases')).flatMap((name) =>
        readdirSync(sharedPath(`cases/${name}`)).map((file) => `cases/${name}/${file}`),
      ),
    ].filter((path) => /\.(?:csv|tsv|smi)$/.test(path));
    for (const path of paths) {
      for (const command of [
        ['split', '-m', 'random', '-o', folder.at('x.csv')],
        ['split', '--censored', 'skip', '--standardize', 'charges', '-o', folder.at('y.csv')],
        ['audit'],
        ['neighbors', 'dataset:drugs', '-o', folder.at('n.csv')],
      ]) {
        const [name, ...rest] = command;
        const { stderr } = await run([name, sharedPath(path), ...rest]);
        const file = path.slice(path.lastIndexOf('/') + 1);
        const lines = stderr.replaceAll(sharedPath(path), file).split('\n');
        const notes = lines.filter((line) => line.startsWith('note: '));
        long.push(
          ...notes.filter(
            (note) =>
              !/could each be the label/.test(note) && wrap(note, 80).split('\n').length > 3,
          ),
        );
      }
    }
    expect(long).toEqual([]);
  });
});
