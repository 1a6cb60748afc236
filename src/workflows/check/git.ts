import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

/** Far beyond any baseline. */
const MAX_BYTES = 512 * 1024 * 1024;

/** What git printed; `missing` where there is no git to run. */
export type GitAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly missing: boolean; readonly message: string };

/** A name of a commit that git takes for nothing else: no option, no range, no path in a commit. */
export function isCommitName(ref: string): boolean {
  return /^[A-Za-z0-9_@][\w@{}./^~+-]*$/.test(ref) && !ref.includes('..');
}

/**
 * Git as seen from the folder of a file, or from the nearest folder above that exists. Runs the program itself, without a
 * shell.
 */
export class Git {
  private readonly cwd: string;
  /** The file as git names it from there. */
  private readonly path: string;

  constructor(path: string) {
    const file = resolve(path);
    let folder = dirname(file);
    while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
    this.cwd = folder;
    this.path = `./${relative(folder, file).split(sep).join('/')}`;
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
    return this.run(['show', '--no-textconv', `${commit}:${this.path}`], false);
  }

  isRepository(): boolean {
    return this.run(['rev-parse', '--git-dir']).ok;
  }

  isShallow(): boolean {
    const found = this.run(['rev-parse', '--is-shallow-repository']);
    return found.ok && found.text === 'true';
  }

  private run(args: readonly string[], trim = true): GitAnswer {
    const { status, stdout, stderr, error } = spawnSync('git', args, {
      cwd: this.cwd,
      encoding: 'utf8',
      maxBuffer: MAX_BYTES,
      windowsHide: true,
      env: environment(),
    });
    if (error) {
      const { code } = error as NodeJS.ErrnoException;
      return { ok: false, missing: code === 'ENOENT', message: error.message };
    }
    if (status !== 0) return { ok: false, missing: false, message: stderr.trim().split('\n')[0] };
    return { ok: true, text: trim ? stdout.trim() : stdout };
  }
}

/** The repository is that of the folder, whatever a hook, which may be what runs this, says of its own. */
function environment(): NodeJS.ProcessEnv {
  const {
    GIT_DIR: _,
    GIT_WORK_TREE: __,
    GIT_INDEX_FILE: ___,
    GIT_PREFIX: ____,
    ...own
  } = process.env;
  return { ...own, LC_ALL: 'C' };
}
