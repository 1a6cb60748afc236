import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { AS_KEYS } from '../src/gate/failure.js';
import { MAX_INVALID } from '../src/options/check.js';
import { adviceOf, flagOf, optionName, optionValue, spelledAs } from '../src/spelling.js';
import { splitters } from '../src/splitters/registry.js';
import * as declared from '../src/workflows/options.js';
import { run } from './cli/run.js';
import { temporaryFolder } from './helpers.js';
import { csv, madeRows } from './workflows/score/made.js';

describe('an option in a message', () => {
  it('is a flag unless another spelling is chosen', () => {
    expect(flagOf('predictionSmiles')).toBe('--prediction-smiles');
    expect(optionName('minN')).toBe('--min-n');
    expect(optionValue('missing', 'skip')).toBe('--missing skip');
    expect(optionValue('header', 'false')).toBe('--no-header');
    // A column of that name.
    expect(optionValue('label', 'false')).toBe('--label false');
    expect(optionValue('folds', 3)).toBe('--folds 3');
    expect(adviceOf('missing', 'x')).toBe('x');
  });

  it('is a key in the name of a configuration, also after waiting, and nowhere else', async () => {
    const later = spelledAs(AS_KEYS, async () => {
      const before = optionName('splitColumn');
      await new Promise((done) => setTimeout(done, 5));
      return [before, optionValue('join', 'order'), optionValue('header', 'false')];
    });
    expect(optionName('splitColumn')).toBe('--split-column');
    expect(await later).toEqual(['`splitColumn`', '`join: order`', '`header: false`']);
    const [missing, by, models] = spelledAs(AS_KEYS, () => [
      adviceOf('missing', 'x'),
      optionValue('by', 'series'),
      optionName('models'),
    ]);
    expect([missing, by, models]).toEqual(['', 'stratum series', '--models']);
    const limit = spelledAs(AS_KEYS, () => optionValue('maxNear', '0.9:1%'));
    expect(limit).toBe('`maxNear: 0.9:1%`');
  });
});

const source = fileURLToPath(new URL('../src', import.meta.url));
const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }));

describe('the messages of the source', () => {
  it('name options that exist', () => {
    const known = new Set([
      ...Object.values(declared).flatMap((table) => Object.keys(table)),
      ...splitters.flatMap(({ options }) => options.map(({ name }) => name)),
      ...Object.keys(MAX_INVALID),
      // Of the command line alone.
      ...['listMetrics', 'compare', 'sweep', 'pairs', 'errors', 'cvResults'],
    ]);
    const named = texts.flatMap(({ file, text }) =>
      [...text.matchAll(/(?:optionName|optionValue|adviceOf)\(\s*'([\w-]+)'/g)].map(
        ([, name]) => `${name} of ${file}`,
      ),
    );
    expect(named.length).toBeGreaterThan(250);
    expect(named.filter((one) => !known.has(one.split(' ')[0]))).toEqual([]);
  });

  it('leave the spelling of options to the front end', () => {
    /** Commands to run, and what only the command line or Node.js has; help and docs have flags. */
    const commands =
      /tanimark [^`]*--[a-z]+|--list-metrics|--max-old-space-size|--merge|--format|summary: |definition|^ *'[^']*every pair is listed/;
    const flags = texts
      .filter(({ file }) =>
        /^(?:splitters|metrics|evaluation|audit|chemistry|tables|similarity\/(?!kernel)|workflows\/(?!check|verify))/.test(
          file,
        ),
      )
      .flatMap(({ file, text }) =>
        text
          .replace(/\/\*[\s\S]*?\*\//g, '')
          .split('\n')
          .filter(
            (line) =>
              /(?<![\w-])--[a-z-]+[:,; '`](?![=>])/.test(line.replace(/\/\/.*/, '')) &&
              !commands.test(line),
          )
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(flags).toEqual([]);
  });
});

const folder = temporaryFolder();
vi.stubEnv('TANIMARK_CACHE_DIR', folder.at('cache'));
const rows = madeRows(40, 3).map((row, i) => ({
  ...row,
  part: i % 4 === 0 ? 'test' : 'train',
  word: i % 8 < 4 ? 'left' : 'right',
  above: i % 5 === 0 ? `>${row.y}` : String(row.y),
}));
type Row = (typeof rows)[number];
const tests = rows.filter(({ part }) => part === 'test');
type Columns = Record<string, (row: Row) => string | number>;
const smiles = (row: Row) => row.smiles;
const split: Columns = { smiles, y: ({ y }) => y, split: ({ part }) => part };
const predictions: Columns = { smiles, y_pred: ({ pred }) => pred };

/** A mistake, with what each front end says of it. */
interface Mistake {
  readonly about: string;
  readonly split?: Columns;
  readonly predicted?: Columns;
  readonly predictedRows?: readonly Row[];
  /** Options, as a configuration gives them. */
  readonly given?: Readonly<Record<string, string | number>>;
  readonly flags: RegExp;
  readonly keys: RegExp;
}

const mistakes: readonly Mistake[] = [
  {
    about: 'a label column that is not there',
    given: { label: 'nope' },
    flags: /--label nope: .*split\.csv has no such column/,
    keys: /`label: nope`: .*split\.csv has no such column/,
  },
  {
    about: 'a column of structures that is not there',
    given: { smiles: 'nope' },
    flags: /--smiles nope: .*to name a column of the prediction file, use --prediction-smiles/,
    keys: /`smiles: nope`: .*to name a column of the prediction file, use `predictionSmiles`/,
  },
  {
    about: 'a split column that is not there',
    given: { splitColumn: 'nope' },
    flags: /--split-column nope: /,
    keys: /`splitColumn: nope`: /,
  },
  {
    about: 'a prediction that is missing',
    predictedRows: tests.slice(1),
    flags: /add the missing predictions, or use --missing skip/,
    keys: /add the missing predictions$/,
  },
  {
    about: 'two predictions for one row',
    predictedRows: [...tests, { ...tests[0], pred: 99 }],
    flags: /keep one, use --duplicates mean, or match by another column with --id/,
    keys: /keep one, or match by another column with `id`/,
  },
  {
    about: 'predictions that are no numbers',
    predicted: { smiles, y_pred: ({ pred }) => (pred > 2 ? 'NaN' : pred) },
    flags: /, or skip such rows with --missing skip/,
    keys: /^(?!.*(?:--|skip))/,
  },
  {
    about: 'no column of predictions',
    predicted: { smiles, note: () => 'x' },
    flags: /no prediction column found; name it with --prediction\b/,
    keys: /no prediction column found; name it with `prediction`/,
  },
  {
    about: 'a threshold for numbers',
    given: { threshold: 0.5 },
    flags: /--threshold needs classes.* use --task classification/,
    keys: /`threshold` needs classes.* use `task: classification`/,
  },
  {
    about: 'a level without intervals',
    given: { level: 0.9 },
    flags: /--level 0\.9: .* name them with --lower and --upper/,
    keys: /`level: 0\.9`: .* name them with `lower` and `upper`/,
  },
  {
    about: 'ids that are not there',
    given: { join: 'id' },
    flags: /--join id: .* has no id column; name it with --(?:prediction-)?id/,
    keys: /`join: id`: .* has no id column; name it with `(?:predictionId|id)`/,
  },
  {
    about: 'classes of which neither is plainly positive',
    split: { ...split, y: ({ word }) => word },
    flags: /say which one is positive, such as --positive "/,
    keys: /say which one is positive, such as `positive: "/,
  },
  {
    about: 'censored labels',
    split: { ...split, y: ({ above }) => above },
    flags: /leave these rows out with --censored drop/,
    keys: /leave these rows out with `censored: drop`/,
  },
];

describe.each(mistakes)('$about', (mistake) => {
  it('is told with flags on the command line, and with keys in a check', async () => {
    const { given = {}, flags, keys, predictedRows = tests } = mistake;
    const [s, p] = [
      folder.file('split.csv', csv(rows, (mistake.split ?? split) as never)),
      folder.file(
        'new.csv',
        csv(predictedRows as never, (mistake.predicted ?? predictions) as never),
      ),
    ];
    const args = Object.entries(given).flatMap(([name, value]) => [flagOf(name), String(value)]);
    const scored = await run(['score', p, '--split', s, '--bootstrap', '0', ...args]);
    expect(scored.code).toBe(2);
    expect(scored.stderr).toMatch(flags);
    const rules = [{ metric: 'mae', max: 9, on: 'value' }];
    const config = folder.file(
      'check.json',
      JSON.stringify({ split: 'split.csv', predictions: 'new.csv', bootstrap: 0, rules, ...given }),
    );
    const checked = await run(['check', '--config', config, '--json']);
    expect(checked.code).toBe(2);
    const [{ message }] = JSON.parse(checked.stdout).errors;
    expect(message).toMatch(keys);
    expect(message).not.toMatch(/--[a-z]/);
  });
});
