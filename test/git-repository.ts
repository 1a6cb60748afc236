import { execFileSync } from 'node:child_process';

/** Runs git in a folder as somebody, whatever the configuration of the machine. */
export function gitIn(path: string) {
  const { GIT_DIR: _, GIT_WORK_TREE: __, GIT_INDEX_FILE: ___, ...own } = process.env;
  const env = {
    ...own,
    ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b.c' },
    ...{ GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b.c' },
  };
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: path, env, encoding: 'utf8', stdio: 'pipe' }).trim();
  return {
    git,
    /** A repository whose branch is `main`. */
    init: () => git('init', '--quiet', '--initial-branch=main'),
    /** Commits all there is. @returns the commit's hash */
    commit(message: string): string {
      git('add', '--all');
      git('commit', '--quiet', '--no-gpg-sign', '-m', message);
      return git('rev-parse', 'HEAD');
    },
  };
}
