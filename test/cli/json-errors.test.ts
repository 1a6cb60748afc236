import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const table = folder.file('table.csv', 'smiles,y\nCCO,1\nCCN,2\nCCC,3\nCCCl,4\n');
const split = folder.file('split.csv', 'smiles,y,split\nCCO,1,train\nCCN,2,test\nCCC,3,train\n');
const broken = folder.file('broken.yaml', 'tasks: [\n');

describe('an error with --json', () => {
  type Case = [
    args: string[],
    command: string | null,
    code: string,
    message: RegExp,
    where: string | null,
    remedy: string | null,
  ];
  const cases: Case[] = [
    [
      ['split', table, '--tset', '3'],
      'split',
      'usage',
      /^unknown option '--tset' \(Did you/,
      '--tset',
      'Did you mean --test?',
    ],
    [
      ['split'],
      'split',
      'usage',
      /^missing argument 'data'/,
      'data',
      'name a file, for example: tanimark split data.csv -o split.csv',
    ],
    [
      ['split', folder.at('none.csv')],
      'split',
      'file',
      /none\.csv does not exist/,
      folder.at('none.csv'),
      'check the path',
    ],
    [
      ['split', table, '--smiles', 'smilse'],
      'split',
      'column',
      /did you mean "smiles"/,
      '--smiles smilse',
      'did you mean "smiles"?',
    ],
    [
      ['split', table, '--seed', 'x'],
      'split',
      'usage',
      /^option '--seed <n>' argument 'x' is/,
      '--seed <n>',
      'give a whole number from 0 to 9007199254740991',
    ],
    [
      ['split', table, '--compare', '--sweep'],
      'split',
      'usage',
      /choose one/,
      '--compare and --sweep',
      'choose one',
    ],
    [
      ['score', '--split', split, '--label', 'z'],
      'score',
      'column',
      /"?z"?.*no such column/,
      '--label z',
      'did you mean "y"?',
    ],
    [
      ['score', '--split', split, '--format', 'csv'],
      'score',
      'usage',
      /choose one of them/,
      '--json and --format csv',
      'choose one of them',
    ],
    [
      ['audit'],
      'audit',
      'usage',
      /^missing argument 'data'; name it: tanimark audit \[options\] <data> \[test\]/,
      'data',
      'name it: tanimark audit [options] <data> [test] (examples: tanimark audit --help)',
    ],
    [
      ['audit', split, '--max-near', 'x'],
      'audit',
      'usage',
      /max-near/,
      '--max-near x',
      'give a similarity and the largest number of test rows, such as 0.9:1% or 0.85:10',
    ],
    [
      ['compare', table, '--std', 'y'],
      'compare',
      'usage',
      /cross-validation/,
      '--std',
      'to compare predictions add --split, else leave it out',
    ],
    [
      ['neighbors', table],
      'neighbors',
      'usage',
      /./,
      'reference',
      'name two files, for example: tanimark neighbors screening.smi train.csv -o near.csv',
    ],
    [
      ['verify', table],
      'verify',
      'file',
      /manifest/,
      table,
      `if tanimark made the split, put its manifest there; for a split of another tool, write one with: tanimark verify --describe ${table}`,
    ],
    [
      ['verify', table, '--label', 'y'],
      'verify',
      'usage',
      /only with --describe/,
      '--label',
      'only with --describe; a manifest has its own settings',
    ],
    [
      ['cache', 'clean'],
      'cache',
      'usage',
      /^command-argument value 'clean' is invalid/,
      'clean',
      'Allowed choices are path, list, clear.',
    ],
    [
      ['demo', '--seed', '-1'],
      'demo',
      'usage',
      /seed/,
      '--seed <n>',
      'give a whole number from 0 to 9007199254740991',
    ],
    [
      ['check', '--init', '--schema'],
      'check',
      'usage',
      /choose one of them/,
      '--schema and --init',
      'choose one of them',
    ],
    [['splitt'], null, 'usage', /unknown/, 'splitt', 'Did you mean split?'],
  ];

  it.each(cases)('%j', async (args, command, code, message, where, remedy) => {
    const json = await run([...args, '--json']);
    const document = JSON.parse(json.stdout);
    expect(document).toEqual({
      command,
      schema: 'tanimark/error/1',
      error: { code, message: expect.stringMatching(message), where, remedy },
    });
    expect(json.stderr).toBe(`error: ${document.error.message}\n`);
    expect(json.code).toBe(2);
  });

  it('prints no document without it, nor where it is a value', async () => {
    expect(await run(['split', folder.at('none.csv')])).toMatchObject({ code: 2, stdout: '' });
    const value = await run(['split', '--', folder.at('none.csv'), '--json']);
    expect(value).toMatchObject({ code: 2, stdout: '' });
  });

  it('leaves the errors of a check in its result', async () => {
    const { code, stdout } = await run(['check', '--config', broken, '--json']);
    expect(code).toBe(2);
    const { error, errors, exit_code } = JSON.parse(stdout);
    expect({ error, exit_code }).toEqual({ error: undefined, exit_code: 2 });
    expect(errors).toHaveLength(1);
  });

  it('adds no second document to a result', async () => {
    const none = folder.at('none.csv');
    const { code, stdout, stderr } = await run(['verify', '--describe', split, none, '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'verify', action: 'describe' });
    expect(stderr).toMatch(/none\.csv/);
  });
});
