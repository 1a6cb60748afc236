import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { repositoryAbove } from '../folders.js';
import { currentIo } from '../io.js';
import { isWithin, realPath } from './config/boundary.js';

/** Far beyond any baseline. */
const MAX_BYTES = 512 * 1024 * 1024;

/** Output of git; `missing` where git is not installed. */
export type GitAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly missing: boolean; readonly message: string };

/** A name of a commit that git takes for nothing else: no option, no range, no path in a commit. */
export function isCommitName(ref: string): boolean {
  return /^[A-Za-z0-9_@][\w@{}./^~+-]*$/.test(ref) && !ref.includes('..');
}

/**
 * Git as seen from a repository: that of a configuration, or of a file that lies in another one. What is in the repository,
 * such as a folder that looks like a repository itself, is never taken for it. Runs the program itself, without a shell.
 */
export class Git {
  private readonly root: string;
  /** The file as git names it. */
  private readonly path: string;

  /** @param folder that of the configuration */
  constructor(path: string, folder: string) {
    // In a folder without links, and not what a link of that name leads to.
    const file = join(real(dirname(resolve(path))), basename(path));
    const own = real(repositoryAbove(folder) ?? folder);
    this.root = isWithin(own, file) ? own : (repositoryAbove(dirname(file)) ?? dirname(file));
    this.path = relative(this.root, file).split(sep).join('/');
  }

  /** The SHA-1 or SHA-256 of a commit; `ref` is a {@link isCommitName}. */
  commit(ref: string): GitAnswer {
    return this.run(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  }

  /** The commit that two of them have both come from. */
  mergeBase(a: string, b: string): GitAnswer {
    return this.run(['merge-base', a, b]);
  }

  /** The file as a commit has it. @param commit its SHA */
  fileAt(commit: string): GitAnswer {
    return this.run(['cat-file', 'blob', `${commit}:${this.path}`], false);
  }

  isRepository(): boolean {
    return this.run(['rev-parse', '--git-dir']).ok;
  }

  isShallow(): boolean {
    const found = this.run(['rev-parse', '--is-shallow-repository']);
    return found.ok && found.text === 'true';
  }

  private run(args: readonly string[], trim = true): GitAnswer {
    if (!existsSync(join(this.root, '.git'))) {
      return { ok: false, missing: false, message: 'not a git repository' };
    }
    const { status, stdout, stderr, error } = spawnSync(
      'git',
      ['-C', this.root, ...NOTHING_RUNS, ...args],
      {
        // Windows looks for a program in the working folder first.
        cwd: dirname(process.execPath),
        encoding: 'utf8',
        maxBuffer: MAX_BYTES,
        windowsHide: true,
        env: environment(),
      },
    );
    if (error) {
      const { code } = error as NodeJS.ErrnoException;
      return { ok: false, missing: code === 'ENOENT', message: error.message };
    }
    if (status !== 0) return { ok: false, missing: false, message: stderr.trim().split('\n')[0] };
    return { ok: true, text: trim ? stdout.trim() : stdout };
  }
}

/** Reading objects needs no program that a repository's own configuration may name. */
const NOTHING_RUNS = [
  '--no-pager',
  '--no-replace-objects',
  ...['-c', 'core.fsmonitor=false', '-c', 'safe.bareRepository=explicit'],
];

/** A folder without links, as far as that can be told. */
function real(folder: string): string {
  const path = resolve(folder);
  return realPath(path) ?? path;
}

/** The repository is that of the folder, whatever a hook, which may be what runs this, says of its own. */
function environment(): NodeJS.ProcessEnv {
  const {
    GIT_DIR: _,
    GIT_WORK_TREE: __,
    GIT_INDEX_FILE: ___,
    GIT_PREFIX: ____,
    GIT_COMMON_DIR: _____,
    GIT_NAMESPACE: ______,
    ...own
  } = currentIo().env;
  // An object that a partial clone lacks is not there: fetching it would run what the remote's address names.
  return { ...own, LC_ALL: 'C', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0' };
}
