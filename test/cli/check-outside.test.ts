import { mkdirSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
mkdirSync(folder.at('repository/.git'), { recursive: true });
folder.file('outside.csv', 'secret\nhunter2\n');
symlinkSync('../outside.csv', folder.at('repository/link.csv'));
folder.file(
  'repository/tanimark.config.yaml',
  'predictions: p.csv\nrules: [{metric: mae, max: 1}]\nsplit: link.csv\n',
);
const message =
  'tanimark.config.yaml:3: split is "link.csv", which leads outside the repository of the configuration, by a symbolic link; use a file in it, or allow it with --allow-outside';

describe('tanimark check of files outside its repository', () => {
  const cwd = process.cwd();
  beforeEach(() => process.chdir(folder.at('repository')));
  afterEach(() => process.chdir(cwd));

  it('is one line and exit code 2, unless the command line allows it', async () => {
    const refused = await run(['check']);
    expect(refused).toEqual({ code: 2, stdout: '', stderr: `error: ${message}\n` });
    const json = await run(['check', '--json']);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout).errors).toEqual([{ name: 'config', task: null, message }]);
    const update = await run(['check', '--update-baseline']);
    expect([update.code, update.stderr]).toEqual([2, `error: ${message}\n`]);
    const allowed = await run(['check', '--allow-outside', '--json']);
    expect(JSON.parse(allowed.stdout).errors[0].name).toBe('missing_predictions');
  });

  it.each(['--init', '--schema'])('has nothing to allow with %s', async (mode) => {
    const { code, stderr } = await run(['check', mode, '--allow-outside']);
    expect([code, stderr]).toEqual([
      2,
      `error: --allow-outside: ${mode} reads no configuration; leave it out\n`,
    ]);
  });
});
