import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allReporters,
  registerReporter,
  reporterOfFile,
  reportersOf,
} from '../../src/report/registry.js';
import type { Reporter } from '../../src/report/reporters/reporter.js';
import { run } from '../cli/run.js';
import { errorOf, temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();

/** A reporter of tests: one line, for three commands. */
const shout: Reporter = {
  name: 'shout',
  title: 'SHOUTS',
  endings: ['.shout'],
  renderers: {
    score: async () => (summary) => `SCORE OF ${summary.overall.n}\n`,
    audit: async () => (summary) => `AUDIT OF ${summary.sides.test.records}\n`,
    check: async () => (summary) => `CHECK ${summary.verdict}\n`,
  },
};

describe('the registry of reporters', () => {
  it.each([
    ['score', ['csv', 'markdown', 'html']],
    ['suite', ['csv', 'markdown', 'html']],
    ['compare', ['csv', 'markdown', 'html']],
    ['compare-cv', ['markdown', 'html']],
    ['audit', ['html']],
    ['check', ['markdown', 'html', 'comment', 'junit']],
    ['split', ['html']],
    ['repeated-folds', ['html']],
    ['series', ['html']],
    ['neighbors', ['html']],
    ['verify', []],
    ['describe', []],
    ['demo', []],
  ] as const)('has for %s what every result has, %j, and no other of these', (result, formats) => {
    const known = ['table', 'json', 'csv', 'markdown', 'html', 'comment', 'junit'];
    const names = reportersOf(result).map(({ name }) => name);
    expect(names.filter((name) => known.includes(name))).toEqual(['table', 'json', ...formats]);
  });

  it('has a renderer behind each of its promises', async () => {
    for (const { renderers } of allReporters()) {
      for (const load of Object.values(renderers)) expect(await load()).toBeTypeOf('function');
    }
  });

  it('finds the reporter of a file by its ending, among those of a result', () => {
    expect(reporterOfFile('a/b.MD', ['score'])?.name).toBe('markdown');
    expect(reporterOfFile('a.csv', ['audit'])).toBeUndefined();
    expect(reporterOfFile('a', ['audit'])).toBeUndefined();
    expect(reporterOfFile('a.csv/b', ['score'])).toBeUndefined();
  });

  it.each([
    ['name', { ...shout, name: 'csv' }],
    ['ending', { ...shout, endings: ['.md'] }],
  ])('refuses a second reporter of one %s', (_, reporter) => {
    const before = [...allReporters()];
    expect(() => registerReporter(reporter)).toThrow('has the same name or file ending');
    expect(allReporters()).toEqual(before);
  });
});

describe('a reporter that only this test has', () => {
  const split = folder.at('split.csv');
  const molecules = Array.from({ length: 30 }, (_, r) => `${'C'.repeat(r + 1)}O,${r}`);
  const data = folder.file('data.csv', ['smiles,y', ...molecules, ''].join('\n'));
  let remove = () => {};
  const help = async (command: string) =>
    (await run([command, '--help'])).stdout.replace(/\s+/g, ' ');

  beforeAll(async () => {
    remove = registerReporter(shout);
    const made = await run(['split', data, '-m', 'random', '--test', '10', '-o', split]);
    expect(made.code).toBe(0);
  });
  afterAll(() => remove());

  it.each([
    ['score', ['score', '--split', split, '--bootstrap', '0'], 'SCORE OF 10\n'],
    ['audit', ['audit', split], 'AUDIT OF 10\n'],
  ])(
    'is found in %s by --format, by the ending of -o and in its help',
    async (name, args, text) => {
      const printed = await run([...args, '--format', 'shout']);
      expect([printed.stdout, printed.code]).toEqual([text, 0]);
      const output = folder.at(`${name}.shout`);
      const written = await run([...args, '-o', output]);
      expect([written.stdout, written.code]).toEqual(['', 0]);
      expect(readFileSync(output, 'utf8')).toBe(text);
      expect(await help(name)).toContain(', shout (default');
      expect(await help(name)).toContain('.shout)');
    },
  );

  it('is named where a format cannot be told, and refused with --json', async () => {
    const unknown = await run(['audit', split, '-o', folder.at('a.dat')]);
    expect([unknown.code, folder.shorten(unknown.stderr)]).toEqual([
      2,
      'error: -o a.dat: cannot tell the format from its ending; end the name in .txt, .json, .html or .shout, or say --format\n',
    ]);
    const both = await run(['audit', split, '--json', '-o', folder.at('a.shout')]);
    expect([both.code, folder.shorten(both.stderr)]).toEqual([
      2,
      'error: --json and -o a.shout: the ending says another format; end the name in .json, or leave --json out\n',
    ]);
  });

  it('has an option of check, as it renders that, and is unknown to compare', async () => {
    expect(await help('check')).toContain('--shout <file> write SHOUTS');
    expect(await help('compare')).not.toContain('shout');
  });

  it('is written by check', async () => {
    const cwd = process.cwd();
    const test = readFileSync(split, 'utf8')
      .split('\n')
      .filter((line) => line.includes(',test,'))
      .map((line) => line.split(','))
      .map(([smiles, y]) => `${smiles},${Number(y) + 0.5}`);
    folder.file('preds.csv', ['smiles,y_pred', ...test, ''].join('\n'));
    folder.file(
      'tanimark.config.yaml',
      'split: split.csv\npredictions: preds.csv\nlabel: y\nrules: [{metric: mae, max: 1}]\n',
    );
    process.chdir(folder.path);
    try {
      const { code, stderr } = await run(['check', '--shout', 'out.shout']);
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
      expect(readFileSync(folder.at('out.shout'), 'utf8')).toBe('CHECK inconclusive\n');
    } finally {
      process.chdir(cwd);
    }
  });

  it('is not there any more once it is removed', async () => {
    remove();
    expect((await run(['audit', split, '--format', 'shout'])).code).toBe(2);
    remove = registerReporter(shout);
    await errorOf(() => registerReporter(shout));
  });
});

it('refuses results of cross-validation as CSV, by the formats that they have', async () => {
  const rows = ['A', 'B'].flatMap((method) =>
    [0, 1, 2, 3, 4].map((fold) => `${method},0,${fold},mae,${fold + (method === 'A' ? 1 : 2)}`),
  );
  const path = folder.file('cv.csv', ['method,repeat,fold,metric,value', ...rows, ''].join('\n'));
  const { code, stderr } = await run(['compare', path, '--format', 'csv']);
  expect([code, stderr]).toEqual([
    2,
    'error: results of cross-validation cannot be written as CSV; choose table, json, markdown or html\n',
  ]);
});
