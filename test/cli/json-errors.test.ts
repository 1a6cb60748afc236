import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const table = folder.file('table.csv', 'smiles,y\nCCO,1\nCCN,2\nCCC,3\nCCCl,4\n');
const split = folder.file('split.csv', 'smiles,y,split\nCCO,1,train\nCCN,2,test\nCCC,3,train\n');
const broken = folder.file('broken.yaml', 'tasks: [\n');

describe('an error with --json', () => {
  const cases: [args: string[], command: string | null, code: string, message: RegExp][] = [
    [['split', table, '--tset', '3'], 'split', 'usage', /^unknown option '--tset' \(Did you/],
    [['split'], 'split', 'usage', /^missing argument 'data'/],
    [['split', folder.at('none.csv')], 'split', 'file', /none\.csv does not exist/],
    [['split', table, '--smiles', 'smilse'], 'split', 'column', /did you mean "smiles"/],
    [['split', table, '--seed', 'x'], 'split', 'usage', /^option '--seed <n>' argument 'x' is/],
    [['split', table, '--compare', '--sweep'], 'split', 'usage', /choose one/],
    [['score', '--split', split, '--label', 'z'], 'score', 'column', /"?z"?.*no such column/],
    [['score', '--split', split, '--format', 'csv'], 'score', 'usage', /choose one of them/],
    [['audit'], 'audit', 'usage', /^missing required argument 'data'/],
    [['audit', split, '--max-near', 'x'], 'audit', 'usage', /max-near/],
    [['compare', table, '--std', 'y'], 'compare', 'usage', /cross-validation/],
    [['neighbors', table], 'neighbors', 'usage', /./],
    [['verify', table], 'verify', 'file', /manifest/],
    [['verify', table, '--label', 'y'], 'verify', 'usage', /only with --describe/],
    [['cache', 'clean'], 'cache', 'usage', /^command-argument value 'clean' is invalid/],
    [['demo', '--seed', '-1'], 'demo', 'usage', /seed/],
    [['check', '--init', '--schema'], 'check', 'usage', /choose one of them/],
    [['splitt'], null, 'usage', /unknown/],
  ];

  it.each(cases)('%j', async (args, command, code, message) => {
    const json = await run([...args, '--json']);
    const document = JSON.parse(json.stdout);
    expect(document).toEqual({ command, error: { code, message: expect.stringMatching(message) } });
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
