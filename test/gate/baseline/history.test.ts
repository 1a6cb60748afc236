import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { baselineAt, baselineChanges } from '../../../src/gate/baseline/history.js';
import type { GateConfig } from '../../../src/gate/config/types.js';
import { isCommitName } from '../../../src/gate/git.js';
import { gitIn } from '../../git-repository.js';
import { errorOf, temporaryFolder } from '../../helpers.js';

/** A repository with a baseline on main, which a branch has been made from; each test has a copy of it. */
const made = temporaryFolder();
const first = (() => {
  const { git, init, commit } = gitIn(made.path);
  init();
  mkdirSync(made.at('models'));
  made.file('models/b.json', '{"a": 1}\n');
  made.file('base.csv', 'id,prediction\n1,2\n');
  const hash = commit('baseline');
  git('checkout', '--quiet', '-b', 'new-model');
  made.file('code.py', 'x = 1\n');
  commit('code');
  return hash;
})();

class Change {
  readonly path = mkdtempSync(join(tmpdir(), 'tanimark-git-'));
  readonly repository = gitIn(this.path);
  readonly first = first;

  constructor() {
    onTestFinished(() => rmSync(this.path, { recursive: true, force: true }));
    cpSync(made.path, this.path, { recursive: true });
  }

  at(name: string): string {
    return join(this.path, name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.at(name === 'b.json' ? 'models/b.json' : name), text);
  }

  /** What is found of the baseline, and the notes. */
  found(name = 'models/b.json', env: Record<string, string> = {}) {
    const warnings: string[] = [];
    const tasks = [{ baseline: this.at(name) }, { baseline: null }];
    const gate = { tasks, folder: this.path };
    const changes = baselineChanges(gate as unknown as GateConfig, warnings, env);
    return { changes: changes.map(({ kind, ref, commit }) => [kind, ref, commit]), warnings };
  }
}

/** The configuration is beside the baseline. */
const at = (path: string, ref: string) => baselineAt(path, ref, dirname(path));

const none = { changes: [], warnings: [] };
let change: Change;
beforeEach(() => {
  change = new Change();
});

describe('a changed baseline', () => {
  it('is none where the file is that of the branch to be merged into', () => {
    expect(change.found()).toEqual(none);
    // Line ends are what git makes of them in a folder.
    change.write('b.json', '{"a": 1}\r\n');
    expect(change.found()).toEqual(none);
  });

  it('is found in the folder, and in a commit', () => {
    change.write('b.json', '{"a": 2}\n');
    const found = { changes: [['changed', 'main', change.first]], warnings: [] };
    expect(change.found()).toEqual(found);
    change.repository.commit('new baseline');
    expect(change.found()).toEqual(found);
    expect(change.found('models/b.json', { GITHUB_BASE_REF: 'main' })).toEqual(found);
  });

  it('is none of what the branch to be merged into has changed since', () => {
    const { git, commit } = change.repository;
    git('checkout', '--quiet', 'main');
    change.write('b.json', '{"a": 3}\n');
    const tip = commit('other baseline');
    git('checkout', '--quiet', 'new-model');
    expect(change.found()).toEqual(none);
    // What GitHub checks out is merged with it.
    git('merge', '--quiet', '-m', 'merge', 'main');
    expect(change.found()).toEqual(none);
    change.write('b.json', '{"a": 1}\n');
    expect(change.found().changes).toEqual([['changed', 'main', tip]]);
  });

  it('is found on the branch itself before it is committed, and none afterwards', () => {
    const { git, commit } = change.repository;
    git('checkout', '--quiet', 'main');
    change.write('b.json', '{"a": 2}\n');
    expect(change.found().changes).toEqual([['changed', 'main', change.first]]);
    commit('new baseline');
    expect(change.found()).toEqual(none);
  });

  it('may be a file that is new, and not a table that a pipeline makes', () => {
    change.write('models/other.json', '{}\n');
    expect(change.found('models/other.json').changes).toEqual([['added', 'main', change.first]]);
    change.write('models/made.csv', 'id,prediction\n');
    expect(change.found('models/made.csv')).toEqual(none);
    change.write('base.csv', 'id,prediction\n1,3\n');
    expect(change.found('base.csv').changes).toEqual([['changed', 'main', change.first]]);
  });

  it('is compared with the remote branch first, and with the last commit where there is no other', () => {
    const { git, commit } = change.repository;
    git('update-ref', 'refs/remotes/origin/main', change.first);
    change.write('b.json', '{"a": 2}\n');
    expect(change.found().changes).toEqual([['changed', 'origin/main', change.first]]);
    const env = { GITHUB_BASE_REF: 'release/1.0' };
    git('branch', 'release/1.0', change.first);
    expect(change.found('models/b.json', env).changes).toEqual([
      ['changed', 'release/1.0', change.first],
    ]);
    git('branch', '-m', 'main', 'trunk');
    git('update-ref', '-d', 'refs/remotes/origin/main');
    const last = git('rev-parse', 'HEAD');
    expect(change.found().changes).toEqual([['changed', 'HEAD', last]]);
    commit('new baseline');
    expect(change.found()).toEqual(none);
  });

  it('is unknown where a pull request has not got its base, but for the parent of a merge', () => {
    const env = { GITHUB_BASE_REF: 'develop' };
    change.write('b.json', '{"a": 2}\n');
    change.repository.commit('new baseline');
    const { changes, warnings } = change.found('models/b.json', env);
    expect(changes).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^this clone does not have the branch develop, so edits of .* cannot be detected/,
      ),
    ]);
    const parent = change.repository.git('rev-parse', 'HEAD^1');
    const merged = change.found('models/b.json', { ...env, GITHUB_REF: 'refs/pull/7/merge' });
    expect(merged).toEqual({ changes: [['changed', 'develop', parent]], warnings: [] });
    // A name that git would take for something else is not handed on.
    const hostile = change.found('models/b.json', { GITHUB_BASE_REF: '--output=x' });
    expect(hostile.changes).toEqual([]);
  });

  it('is none without a repository, a commit, a file or git', () => {
    const empty = mkdtempSync(join(tmpdir(), 'tanimark-git-'));
    onTestFinished(() => rmSync(empty, { recursive: true, force: true }));
    writeFileSync(join(empty, 'b.json'), '{}');
    const tasks = [{ baseline: join(empty, 'b.json') }];
    const gate = { tasks, folder: empty } as unknown as GateConfig;
    expect(baselineChanges(gate, [], {})).toEqual([]);
    gitIn(empty).init();
    expect(baselineChanges(gate, [], {})).toEqual([]);
    expect(change.found('models/none.json')).toEqual(none);
    change.write('b.json', '{"a": 2}\n');
    vi.stubEnv('PATH', empty);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(change.found()).toEqual(none);
  });
});

describe('the baseline of another commit', () => {
  it('is the file as that commit has it, whatever is in the folder', () => {
    change.write('b.json', '{"a": 2}\n');
    const second = change.repository.commit('new baseline');
    rmSync(change.at('models'), { recursive: true });
    const path = change.at('models/b.json');
    for (const [ref, text, commit] of [
      ['main', '{"a": 1}\n', change.first],
      ['HEAD~1', '{"a": 1}\n', change.first],
      [change.first.slice(0, 10), '{"a": 1}\n', change.first],
      ['new-model', '{"a": 2}\n', second],
      ['@', '{"a": 2}\n', second],
    ]) {
      const found = at(path, ref);
      expect(found.text).toBe(text);
      expect(found.at.ref).toBe(ref);
      if (ref !== 'HEAD~1') expect(found.at.commit).toBe(commit);
    }
  });

  it('is an error that says what to do where there is none', async () => {
    const message = async (path: string, ref: string) =>
      (await errorOf(() => at(path, ref))).message.replaceAll(change.path, '…');
    const path = change.at('models/b.json');
    expect(await message(path, 'origin/main')).toBe(
      '--baseline-ref origin/main: this repository has no such commit; fetch it with: git fetch --depth=1 origin +refs/heads/main:refs/remotes/origin/main',
    );
    expect(await message(path, 'v2')).toBe(
      '--baseline-ref v2: this repository has no such commit; fetch it with: git fetch --tags origin (or git fetch origin v2)',
    );
    expect(await message(change.at('models/new.json'), 'main')).toBe(
      `--baseline-ref main: commit ${change.first.slice(0, 7)} has no …/models/new.json; commit the baseline there first, or leave --baseline-ref out`,
    );
    expect(await message(change.at('base.csv'), 'main')).toMatch(
      /^--baseline-ref main: the baseline is …\/base.csv, a table of predictions; only a baseline file/,
    );
    expect(await message(join(tmpdir(), 'b.json'), 'main')).toBe(
      '--baseline-ref main: the baseline is not in a git repository; leave --baseline-ref out',
    );
    const shallow = mkdtempSync(join(tmpdir(), 'tanimark-git-'));
    onTestFinished(() => rmSync(shallow, { recursive: true, force: true }));
    gitIn(shallow).git('clone', '--quiet', '--depth=1', `file://${change.path}`, '.');
    expect(await message(join(shallow, 'models/b.json'), 'origin/main')).toBe(
      '--baseline-ref origin/main: this repository has no such commit (this clone is shallow); fetch it with: git fetch --depth=1 origin +refs/heads/main:refs/remotes/origin/main',
    );
    // What the message says to do does it.
    const fetch = 'fetch --quiet --depth=1 origin +refs/heads/main:refs/remotes/origin/main';
    gitIn(shallow).git(...fetch.split(' '));
    expect(at(join(shallow, 'models/b.json'), 'origin/main').text).toBe('{"a": 1}\n');
    vi.stubEnv('PATH', shallow);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await message(path, 'main')).toBe(
      '--baseline-ref main: git was not found; install git, or leave --baseline-ref out',
    );
  });

  it.each(['--output=x', '-p', '', 'a..b', 'main:b.json', 'a b', 'a\nb', ':/fix', '^main', 'a*'])(
    'cannot be named %j',
    async (ref) => {
      expect(isCommitName(ref)).toBe(false);
      const { message } = await errorOf(() => at(change.at('models/b.json'), ref));
      expect(message).toContain('not the name of a commit; give a branch, a tag or a commit');
    },
  );

  it.each(['origin/main', 'v1.2.3', 'HEAD~2', 'main^', 'feature/a-b_c+d', '@{u}', 'a1b2c3d'])(
    'can be named %j',
    (ref) => {
      expect(isCommitName(ref)).toBe(true);
    },
  );
});
