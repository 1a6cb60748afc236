import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { split } from '../../../src/workflows/split/index.js';
import { writeSplit } from '../../../src/workflows/split/output.js';
import {
  type RepeatedFoldsOptions,
  splitRepeatedFolds,
  writeRepeatedFolds,
} from '../../../src/workflows/split/repeated-folds.js';
import { verify } from '../../../src/workflows/verify/index.js';
import { run } from '../../cli/run.js';
import { errorOf, rowsOf, SMALL, temporaryFolder } from '../../helpers.js';

const job = () => new Job({ threads: 1 });

/** A folder with the input, to which splits of both kinds are written. */
function world(settings: Partial<RepeatedFoldsOptions> = {}) {
  const folder = temporaryFolder();
  const input = folder.file('data.csv', SMALL);
  const options = { input, method: 'random', label: 'y', ...settings };
  return { folder, options };
}

describe('repeated cross-validation', () => {
  it.each([
    ['files', 'split', '.csv'],
    ['folders', 'split/', '/'],
  ])(
    'has in its %s the folds of successive seeds, each as a split of its own',
    async (_, to, end) => {
      const { folder, options } = world();
      const repeated = { ...options, folds: 3, repeats: 3, seed: 7 };
      const result = await splitRepeatedFolds(repeated, job());
      const output = folder.at(end === '/' ? to : 'split.csv');
      await writeRepeatedFolds(result, output, 'csv', job());
      const made = folder.names();
      expect(result.summary.splits.map(({ seed }) => seed)).toEqual([7, 8, 9]);
      for (const k of [0, 1, 2]) {
        const path = folder.at(end === '/' ? `split/repeat-${k}/` : `split.repeat-${k}.csv`);
        const single = world();
        const alone = await split({ ...single.options, folds: 3, seed: 7 + k }, job());
        const own = single.folder.at(end === '/' ? 'own/' : 'own.csv');
        await writeSplit(alone, own, 'csv', job());
        const tables = single.folder
          .names()
          .filter((name) => name.startsWith('own') && name.endsWith('.csv'));
        expect(tables).toHaveLength(end === '/' ? 6 : 1);
        for (const name of tables) {
          const theirs = name.replace(
            /^own(\/|\.csv)/,
            end === '/' ? `split/repeat-${k}/` : `split.repeat-${k}.csv`,
          );
          expect(made).toContain(theirs);
          expect(folder.read(theirs)).toBe(single.folder.read(name));
        }
        const checked = await verify({ paths: [path] }, job());
        expect(checked).toMatchObject({ verdict: 'verified' });
      }
    },
  );

  it('tests every molecule once in each repeat, in other folds', async () => {
    const { folder, options } = world();
    const result = await splitRepeatedFolds({ ...options, folds: 4, repeats: 2 }, job());
    await writeRepeatedFolds(result, folder.at('cv.csv'), 'csv', job());
    const folds = [0, 1].map((k) => rowsOf(folder.read(`cv.repeat-${k}.csv`)).map((r) => r.fold));
    for (const own of folds) {
      expect(own.map(Number).every((fold) => fold >= 0 && fold < 4)).toBe(true);
      expect([0, 1, 2, 3].map((f) => own.filter((fold) => fold === String(f)).length)).toEqual([
        6, 6, 6, 6,
      ]);
    }
    expect(folds[0]).not.toEqual(folds[1]);
  });

  it('writes nothing where a later repeat cannot be written, or an earlier run had more', async () => {
    const { folder, options } = world();
    const result = await splitRepeatedFolds({ ...options, folds: 2, repeats: 2 }, job());
    folder.file('cv.repeat-2.csv', 'of an earlier run');
    const error = await errorOf(() =>
      writeRepeatedFolds(result, folder.at('cv.csv'), 'csv', job()),
    );
    expect(error.message).toMatch(/cv\.repeat-2\.csv exists from an earlier split into more parts/);
    expect(folder.names()).toEqual(['cv.repeat-2.csv', 'data.csv']);
  });

  it.each<[string, Partial<RepeatedFoldsOptions>, RegExp]>([
    [
      'a method without a seed',
      { method: 'scaffold' },
      /^--repeats: the method scaffold always makes the same split/,
    ],
    ['a method without folds', { method: 'maxmin' }, /^--(folds|repeats): the method maxmin/],
    ['a validation set', { valid: '0.1' }, /^--valid cannot be combined with --folds/],
    ['a seed too large', { seed: Number.MAX_SAFE_INTEGER }, /is too large: each repeat adds 1/],
  ])('refuses %s', async (_, settings, message) => {
    const { options } = world(settings);
    const error = await errorOf(() =>
      splitRepeatedFolds({ ...options, folds: 3, repeats: 2 }, job()),
    );
    expect(error.code).toBe('usage');
    expect(error.message).toMatch(message);
  });

  it('is not what one call of split makes', async () => {
    const { options } = world();
    const error = await errorOf(() => split({ ...options, folds: 3, repeats: 2 }, job()));
    expect(error.message).toBe(
      '--folds and --repeats together make several files of folds; call split once for each seed, without --repeats',
    );
  });

  it('is made by the command, with a line for each repeat, or as JSON', async () => {
    const { folder, options } = world();
    const flags = ['split', options.input, '-m', 'random', '--folds', '3', '--repeats', '2'];
    const { code, stderr } = await run([...flags, '--label', 'y', '-o', folder.at('cv.csv')]);
    expect(code).toBe(0);
    const lines = stderr.split('\n').map((line) => line.trim().split(/\s{2,}/));
    expect(lines).toContainEqual(expect.arrayContaining(['0', '0', '24']));
    expect(lines).toContainEqual(expect.arrayContaining(['1', '1', '24']));
    expect(folder.names().filter((name) => name.startsWith('cv'))).toEqual([
      'cv.repeat-0.csv',
      'cv.repeat-0.csv.manifest.json',
      'cv.repeat-1.csv',
      'cv.repeat-1.csv.manifest.json',
    ]);
    const { stdout } = await run([...flags, '--label', 'y', '--json']);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ command: 'split', kind: 'repeated-folds' });
    expect(document.splits.map((own: { folds: unknown[] }) => own.folds.length)).toEqual([3, 3]);
    const refused = await run(flags);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('name a file or a folder for them with -o');
  });
});
