import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gitIn } from '../git-repository.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder as of a machine that has npm, git and nothing of tanimark: with a home, a prefix and programs of its own. */
export class Installer {
  readonly path = mkdtempSync(join(tmpdir(), 'tanimark-install-'));

  constructor() {
    this.folder('home');
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  folder(name: string): string {
    mkdirSync(this.at(name), { recursive: true });
    return this.at(name);
  }

  /** A repository of this package as it is in the working folder, without what is installed or built. */
  clone(name: string): string {
    const path = this.folder(name);
    const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const { stdout } = spawnSync('git', listed, { cwd: root, encoding: 'utf8' });
    for (const file of stdout.split('\0').filter((line) => line !== '')) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      cpSync(join(root, file), join(path, file));
    }
    gitIn(path).init();
    gitIn(path).commit('all');
    return path;
  }

  /** An empty project. */
  project(name: string): string {
    const path = this.folder(name);
    writeFileSync(join(path, 'package.json'), '{ "name": "models", "private": true }\n');
    return path;
  }

  /** @param cwd a folder of it */
  run(
    program: string,
    args: readonly string[],
    cwd: string,
    env: Record<string, string> = {},
  ): Ended {
    const own = Object.entries(process.env).filter(
      ([name]) => name === 'NODE_EXTRA_CA_CERTS' || !/^(npm_|node_|vitest)/i.test(name),
    );

    const { status, stdout, stderr, error } = spawnSync(program, args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      shell: process.platform === 'win32',
      env: {
        ...Object.fromEntries(own),
        HOME: this.at('home'),
        // Downloads are those of other runs.
        npm_config_cache: NPM_CACHE,
        ...env,
      },
    });
    return { code: status, stdout, stderr: error ? String(error) : stderr };
  }
}

const NPM_CACHE = spawnSync('npm', ['config', 'get', 'cache'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
}).stdout.trim();

/** Whether a program is there and runs; if not, tests of it are skipped, and the reason is told. */
export function isThere(program: string, args: readonly string[] = ['--version']): boolean {
  if (spawnSync(program, args, { shell: process.platform === 'win32' }).status === 0) return true;
  process.stderr.write(`${program} is not there: its tests are skipped\n`);
  return false;
}
