import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckSummary } from '../../src/gate/types.js';
import { gitIn } from '../git-repository.js';
import { temporaryFolder } from '../helpers.js';
import { type Run, run } from './run.js';

const fixture = fileURLToPath(new URL('../fixtures/repository/', import.meta.url));
const folder = temporaryFolder();
const cache = temporaryFolder();

async function check(...args: string[]): Promise<Run> {
  const nowhere = { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '', GITHUB_WORKSPACE: '' };
  const env = { ...nowhere, GITHUB_BASE_REF: '', TANIMARK_CACHE_DIR: cache.path };
  return await run(['check', ...args], { cwd: folder.path, env });
}

function propose(model: string): void {
  copyFileSync(join(fixture, 'predictions', `${model}.csv`), folder.at('predictions.csv'));
}

describe('a change that edits its own baseline', () => {
  const repository = gitIn(folder.path);
  let first: string;

  beforeAll(async () => {
    for (const name of ['split.csv', 'split.csv.manifest.json']) {
      copyFileSync(join(fixture, name), folder.at(name));
    }
    propose('base');
    await check('--init');
    const [plain] = folder.read('tanimark.config.yaml').split('\naudit:');
    folder.file('tanimark.config.yaml', `${plain}\n`);
    await check('--update-baseline');
    repository.init();
    first = repository.commit('model in use');
    repository.git('checkout', '--quiet', '-b', 'worse');
    propose('worse-at-low-similarity');
    await check('--update-baseline');
    repository.commit('worse model, and its baseline');
  });

  it('says so in the first line, though it passes', async () => {
    const { code, stdout } = await check('--markdown', 'check.md', '--junit', 'check.xml');
    expect(code).toBe(0);
    const said = `Baseline changed: tanimark.baseline.json differs from main (${first.slice(0, 7)});`;
    expect(stdout.startsWith(said)).toBe(true);
    expect(folder.read('check.md').startsWith('> Baseline changed: `tanimark.baseline.json`')).toBe(
      true,
    );
    expect(folder.read('check.xml')).toMatch(/<testcase [^>]*name="baseline"/);
  });

  it('fails against the baseline of the branch that it is to be merged into', async () => {
    const { code, stdout } = await check('--baseline-ref', 'main', '--json');
    expect(code).toBe(1);
    const summary: CheckSummary = JSON.parse(stdout);
    expect(summary.baseline_ref).toEqual({ ref: 'main', commit: first });
    expect(summary.baseline_changes).toEqual([
      { path: 'tanimark.baseline.json', kind: 'changed', ref: 'main', commit: first },
    ]);
    expect(summary.outcomes.map(({ verdict }) => verdict)).toEqual([
      'pass',
      'fail',
      'pass',
      'pass',
    ]);
  });

  it('is no check where there is no such commit, and no baseline to be written', async () => {
    const unknown = await check('--baseline-ref', 'origin/main', '--json');
    expect(unknown.code).toBe(2);
    expect((JSON.parse(unknown.stdout) as CheckSummary).errors[0].message).toContain(
      'fetch it with: git fetch --depth=1 origin +refs/heads/main:refs/remotes/origin/main',
    );
    const option = await check('--baseline-ref=--output=x');
    expect(option.code).toBe(2);
    expect(option.stdout + option.stderr).toContain('not the name of a commit');
    expect(folder.names()).not.toContain('x');
    expect((await check('--baseline-ref', 'main', '--update-baseline')).code).toBe(2);
  });
});
