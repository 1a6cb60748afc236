import { copyFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { commands } from '../../src/cli/commands.js';
import { SPLIT_SETTINGS } from '../../src/dataset/manifest/recorded.js';
import { keysOf } from '../../src/gate/config/schema.js';
import { temporaryFolder } from '../helpers.js';
import { csv, madeRows } from '../workflows/score/made.js';
import { run } from './run.js';

const loaded = await Promise.all(
  commands.map(async ({ name, load }) => ({ name, options: (await load()).options })),
);
const namesOf = (command: string) =>
  loaded.find(({ name }) => name === command)?.options.map((one) => one.attributeName()) ?? [];

describe('an option that a manifest or a configuration can give', () => {
  it('has no default in commander, which would count as given by the user', () => {
    const given = [...SPLIT_SETTINGS, ...keysOf.top, ...keysOf.tasks, ...keysOf.audit];
    expect(given.length).toBeGreaterThan(30);
    const preset = loaded.flatMap(({ name, options }) =>
      options
        .filter((one) => given.includes(one.attributeName()) && one.defaultValue !== undefined)
        .map((one) => `${name} ${one.long}`),
    );
    expect(preset).toEqual([]);
  });
});

const folder = temporaryFolder();
vi.stubEnv('TANIMARK_CACHE_DIR', folder.at('cache'));
const made = madeRows(60, 9);
/** Structures of a second column, in another order. */
const other = made.map(({ smiles }) => smiles).reverse();
const rows = made.map((row, i) => ({
  ...row,
  i,
  // Some molecules are there once more as a salt, so that it matters whether salts are taken off.
  smiles: i % 6 === 5 ? `${made[i - 1].smiles}.Cl` : row.smiles,
  parent: other[i],
  z: ((i * 7) % 13) / 4,
  part: i % 4 === 0 ? 'Test' : 'train',
}));
type Row = (typeof rows)[number];
type Columns = Record<string, (row: Row, i: number) => string | number>;
const plain: Columns = {
  smiles: ({ smiles }) => smiles,
  parent: ({ parent }) => parent,
  y: ({ y }) => y,
};

/** A setting with a value that is not its default, and a table on whose results it has an effect. */
interface Setting {
  readonly name: string;
  readonly value: string;
  readonly columns: Columns;
  /** Predictions; those of a regression unless given. */
  readonly predicted?: (row: Row) => number;
}

const settings: readonly Setting[] = [
  { name: 'bins', value: '0,0.5,1', columns: plain },
  { name: 'fingerprint', value: 'maccs', columns: plain },
  { name: 'standardize', value: 'salts', columns: plain },
  { name: 'smiles', value: 'parent', columns: plain },
  { name: 'label', value: 'z', columns: { ...plain, z: ({ z }) => z } },
  {
    name: 'censored',
    value: 'bound',
    columns: { ...plain, y: ({ y, i }) => (i % 5 === 0 ? `>${y}` : y) },
  },
  {
    name: 'transform',
    value: 'log10',
    columns: { ...plain, y: ({ y }) => y + 2 },
    predicted: ({ pred }) => Math.log10(pred + 2),
  },
  {
    name: 'positive',
    value: 'left',
    columns: { ...plain, y: ({ y, i }) => (y + (i % 3) > 3 ? 'left' : 'right') },
    predicted: ({ i }) => ((i * 5) % 11) / 11,
  },
  {
    name: 'multiple',
    value: 'first',
    columns: {
      ...plain,
      smiles: ({ smiles, i }) => (i % 7 === 0 ? `${smiles} ${other[i]}` : smiles),
    },
  },
  { name: 'splitColumn', value: 'part', columns: { ...plain, part: ({ part }) => part } },
];

const flagOf = (name: string) => `--${name === 'splitColumn' ? 'split-column' : name}`;

/** What a command finds, without the names of its files. */
async function resultOf(args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await run([...args, '--json', '--threads', '1']);
  if (code === 2) return { code, stderr };
  const { inputs: _, warnings: __, seconds: ___, config: ____, ...result } = JSON.parse(stdout);
  const tasks = (result.tasks as object[] | undefined)?.map((task) => ({ ...task, inputs: [] }));
  return { code, ...result, tasks };
}

/** Runs a command on a split, with a setting that the user gives, or none. */
type Caller = (split: string, files: readonly string[], given?: Setting) => Promise<unknown>;

const flags = (given: Setting | undefined) => (given ? [flagOf(given.name), given.value] : []);
const evaluated = ['--bootstrap', '20', '--min-n', '1'];
const callers: Readonly<Record<string, Caller>> = {
  audit: (split, _, given) => resultOf(['audit', split, ...flags(given)]),
  score: (split, [one], given) =>
    resultOf(['score', one, '--split', split, ...evaluated, ...flags(given)]),
  compare: (split, [one, two], given) =>
    resultOf(['compare', one, two, '--split', split, ...evaluated, ...flags(given)]),
  check: (split, [one], given) => {
    const config = folder.file(
      'check.json',
      JSON.stringify({
        split: split.slice(folder.path.length + 1),
        predictions: one.slice(folder.path.length + 1),
        rules: [{ metric: /positive/.test(split) ? 'roc_auc' : 'mae', max: 1000, on: 'value' }],
        bootstrap: 0,
        minN: 1,
        ...(given ? { [given.name]: given.value } : {}),
      }),
    );
    return resultOf(['check', '--config', config]);
  },
};

describe.each(settings)('a split that was made with $name $value', (setting) => {
  const { name, value, columns, predicted = (row: Row) => row.pred } = setting;
  const at = (file: string) => `${name}-${file}`;
  const files = [1, 1.1].map((factor, f) =>
    folder.file(
      at(`pred-${f}.csv`),
      csv(rows, {
        smiles: columns.smiles as never,
        parent: columns.parent as never,
        y_pred: (row) => predicted(row) / factor,
      }),
    ),
  );
  const split = folder.at(at('split.csv'));
  const copy = folder.at(at('copy.csv'));

  it('is read so by each command that takes the option, as if the user gave it', async () => {
    const table = folder.file(at('table.csv'), csv(rows, columns as never));
    if (name === 'splitColumn') {
      copyFileSync(table, split);
      expect((await run(['verify', '--describe', split, flagOf(name), value])).code).toBe(0);
    } else {
      const args = ['-m', 'random', '--test', '20', flagOf(name), value, '-o', split, '-q'];
      expect((await run(['split', table, ...args])).code).toBe(0);
    }
    // Without a manifest.
    copyFileSync(split, copy);
    const of = Object.entries(callers).filter(([command]) =>
      command === 'check' ? keysOf.tasks.includes(name) : namesOf(command).includes(name),
    );
    expect(of.length).toBeGreaterThan(2);
    for (const [command, call] of of) {
      // The level at which an audit compares molecules is its own, whatever the split's.
      if (command === 'audit' && name === 'standardize') continue;
      const [read, given, without] = [
        await call(split, files),
        await call(copy, files, setting),
        await call(copy, files),
      ];
      expect({ command, ...Object(read) }).toEqual({ command, ...Object(given) });
      expect([0, 1], JSON.stringify(read).slice(0, 400)).toContain(Object(read).code);
      expect(read, `${command}: the setting must matter`).not.toEqual(without);
    }
  });
});

it('knows a case for each setting that a manifest records', () => {
  expect(settings.map(({ name }) => name).sort()).toEqual([...SPLIT_SETTINGS].sort());
});
