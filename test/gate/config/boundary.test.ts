import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repositoryAbove } from '../../../src/folders.js';
import { Boundary } from '../../../src/gate/config/boundary.js';
import { loadConfig } from '../../../src/gate/config/load.js';
import { errorOf, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const bare = temporaryFolder();
const linux = process.platform === 'linux';

mkdirSync(folder.at('outside/data'), { recursive: true });
mkdirSync(folder.at('repository/.git/objects'), { recursive: true });
mkdirSync(folder.at('repository/models/data'), { recursive: true });
for (const name of ['outside/secret.csv', 'outside/data/train.csv', 'repository/.git/config']) {
  folder.file(name, 'secret\n');
}
for (const name of ['split.csv', 'models/p.csv', 'models/data/train.csv']) {
  folder.file(`repository/${name}`, 'smiles\n');
}
/** Links by name, as a pull request can add them. */
const LINKS: Record<string, string> = {
  'models/link.csv': '../../outside/secret.csv',
  'models/absolute.csv': folder.at('outside/secret.csv'),
  'models/chain.csv': 'link.csv',
  'models/dangling.csv': '../../outside/none-yet.csv',
  'models/aside': '../../outside',
  'models/circle.csv': 'circle.csv',
  'models/git.csv': '../.git/config',
  'models/inner.csv': '../split.csv',
  'models/inner': 'data',
  'models/environment.csv': '/proc/self/environ',
  'models/data/test.csv': '../../../outside/secret.csv',
};
for (const [name, target] of Object.entries(LINKS))
  symlinkSync(target, folder.at(`repository/${name}`));
if (linux) execFileSync('mkfifo', [folder.at('repository/models/pipe.csv')]);

const models = folder.at('repository/models');
const problem = (written: string, allow = false) =>
  new Boundary(models, allow).problem(`${models}/${written}`, written);
const OUTSIDE = 'which leads outside the repository of the configuration';
const ADVICE = '; use a file in it, or allow it with --allow-outside';

describe('a file that a configuration names', () => {
  it.each([
    ['../../outside/secret.csv', `${OUTSIDE}${ADVICE}`],
    ['../../outside/none.csv', `${OUTSIDE}${ADVICE}`],
    ['../../outside', `${OUTSIDE}${ADVICE}`],
    ['link.csv', `${OUTSIDE}, by a symbolic link${ADVICE}`],
    ['absolute.csv', `${OUTSIDE}, by a symbolic link${ADVICE}`],
    ['chain.csv', `${OUTSIDE}, by a symbolic link${ADVICE}`],
    ['dangling.csv', `${OUTSIDE}, by a symbolic link${ADVICE}`],
    ['aside/secret.csv', `${OUTSIDE}, by a symbolic link${ADVICE}`],
    ['aside/none.csv', `${OUTSIDE}, by a symbolic link${ADVICE}`],
    ['circle.csv', 'which cannot be resolved; check its symbolic links'],
    [
      '../.git/config',
      `which is an internal file of git, not of the repository of the configuration${ADVICE}`,
    ],
    [
      'git.csv',
      `which is an internal file of git, not of the repository of the configuration${ADVICE}`,
    ],
  ])('is refused: %s', (written, message) => {
    expect(problem(written)).toBe(`"${written}", ${message}`);
  });

  it('is refused as a folder that holds a link', () => {
    expect(problem('data')).toBe(`"data/test.csv", ${OUTSIDE}, by a symbolic link${ADVICE}`);
    expect(problem('data', true)).toBe(null);
  });

  it('is refused as a pattern that stands for a link', () => {
    const message = `"data/test.csv", ${OUTSIDE}, by a symbolic link${ADVICE}`;
    expect(problem('data/t*.csv')).toBe(message);
    expect(problem('data/t?st.csv')).toBe(message);
    expect(problem('data/t*.csv', true)).toBe(null);
    expect(problem('data/none*.csv')).toBe(null);
    expect(problem('../../outside/*.csv')).toBe(`"../../outside/*.csv", ${OUTSIDE}${ADVICE}`);
  });

  it.each([
    '../split.csv',
    'p.csv',
    'inner.csv',
    'inner/train.csv',
    'none.csv',
    'none/none.csv',
    'p.csv/below',
    '..data.csv',
  ])('is taken: %s', (written) => {
    expect(problem(written)).toBe(null);
  });

  it('may be anywhere if that is allowed, as a regular file', () => {
    for (const [written, target] of Object.entries(LINKS)) {
      const found = problem(written.replace('models/', ''), true);
      expect([written, found === null]).toEqual([
        written,
        !target.startsWith('/proc') && target !== 'circle.csv',
      ]);
    }
    expect(problem('../../outside/secret.csv', true)).toBe(null);
  });

  it.skipIf(!linux)('is no pipe, no device, and nothing of the system', () => {
    const special = 'which is not a regular file; save its content as a file';
    expect(problem('pipe.csv')).toBe(`"pipe.csv", ${special}`);
    for (const path of ['/dev/zero', '/proc/self/environ', '/dev/stdin', '/sys/kernel/version']) {
      for (const home of [models, '/']) {
        const allowed = new Boundary(home, true).problem(path, path);
        if (existsSync(path)) expect(allowed).toBe(`"${path}", ${special}`);
        expect(new Boundary(models).problem(path, path)).toContain(OUTSIDE);
      }
    }
    // By way of a process it is the folder all the same.
    const around = `/proc/self/root${models}/p.csv`;
    expect(new Boundary(models).problem(around, around)).toBe(null);
  });

  it('is of the nearest repository, else of the folder', () => {
    expect(repositoryAbove(models)).toBe(folder.at('repository'));
    expect(repositoryAbove(folder.at('repository/models/data'))).toBe(folder.at('repository'));
    // As in a worktree or a submodule.
    writeFileSync(folder.at('repository/models/.git'), 'gitdir: elsewhere\n');
    expect(repositoryAbove(models)).toBe(models);
    expect(problem('../split.csv')).toBe(`"../split.csv", ${OUTSIDE}${ADVICE}`);
    rmSync(folder.at('repository/models/.git'));
    bare.file('a.csv', '');
    mkdirSync(bare.at('inner'));
    const found = new Boundary(bare.at('inner')).problem(bare.at('a.csv'), '../a.csv');
    expect(found).toBe(
      `"../a.csv", which leads outside the folder of the configuration, which is not in a git repository${ADVICE}`,
    );
  });
});

describe('a configuration', () => {
  const write = (text: string, name = 'repository/models/tanimark.config.yaml') => {
    rmSync(folder.at(name), { force: true });
    return folder.file(name, text);
  };
  const rest = 'rules: [{metric: mae, max: 1}]\n';

  it.each(['split', 'train', 'truth', 'predictions', 'baseline'])(
    'names its %s within its repository',
    async (key) => {
      const lines: Record<string, string> = {
        predictions: 'p.csv',
        ...(key === 'train' || key === 'truth'
          ? { train: 'data/train.csv' }
          : { split: 'inner.csv' }),
      };
      const margin = key === 'baseline' ? 'margin: 1\n' : '';
      const rules = key === 'baseline' ? 'rules: [{metric: mae}]\n' : rest;
      const text = Object.entries({ ...lines, [key]: 'link.csv' })
        .map(([name, path]) => `${name}: ${path}\n`)
        .join('');
      const path = write(`${margin}${rules}${text}`);
      const { code, message } = await errorOf(() => loadConfig(path));
      const line = `${margin}${rules}${text}`.split('\n').indexOf(`${key}: link.csv`) + 1;
      expect(code).toBe('config');
      expect(message).toContain(
        `:${line}: ${key} is "link.csv", ${OUTSIDE}, by a symbolic link${ADVICE}`,
      );
      expect(loadConfig(path, undefined, { allowOutside: true }).allowOutside).toBe(true);
    },
  );

  it('is told of a task, and cannot allow anything itself', async () => {
    const tasks =
      'split: inner.csv\npredictions: p.csv\ntasks:\n  - {name: a, split: /etc/passwd}\n';
    expect((await errorOf(() => loadConfig(write(`${tasks}${rest}`)))).message).toContain(
      ':4: tasks[0].split is "/etc/passwd", which leads outside',
    );
    for (const key of ['allowOutside', 'allow-outside', '--allow-outside']) {
      const { message } = await errorOf(() =>
        loadConfig(write(`split: inner.csv\npredictions: p.csv\n${rest}${key}: true\n`)),
      );
      expect(message).toContain(`has an unknown key "${key}"`);
    }
  });

  it('is no link that leads outside of its repository, given or found', async () => {
    const outside = folder.file('outside/own.yaml', `split: s.csv\npredictions: p.csv\n${rest}`);
    const name = 'repository/models/tanimark.config.yaml';
    rmSync(folder.at(name), { force: true });
    symlinkSync('../../outside/own.yaml', folder.at(name));
    for (const path of [undefined, folder.at(name)]) {
      const { message } = await errorOf(() => loadConfig(path, models));
      expect(message).toBe(
        `tanimark.config.yaml: the configuration is "tanimark.config.yaml", ${OUTSIDE}, by a symbolic link${ADVICE}`,
      );
      expect(loadConfig(path, models, { allowOutside: true }).tasks).toHaveLength(1);
    }
    // One that is given is the user's own, wherever it lies.
    expect(loadConfig(outside).tasks).toHaveLength(1);
    symlinkSync(outside, bare.at('own.yaml'));
    expect(loadConfig(bare.at('own.yaml')).tasks).toHaveLength(1);
    symlinkSync(outside, bare.at('tanimark.config.yaml'));
    expect((await errorOf(() => loadConfig(undefined, bare.path))).message).toContain('outside');
    rmSync(folder.at(name));
    symlinkSync('../../outside/secret.csv', folder.at('repository/models/package.json'));
    expect((await errorOf(() => loadConfig(undefined, models))).message).toContain(OUTSIDE);
    rmSync(folder.at('repository/models/package.json'));
  });

  it.skipIf(!linux)('is no pipe, which would be waited for', async () => {
    execFileSync('mkfifo', [folder.at('repository/pipe.yaml')]);
    const { message } = await errorOf(() => loadConfig(folder.at('repository/pipe.yaml')));
    expect(message).toContain(
      'pipe.yaml: the configuration is "pipe.yaml", which is not a regular file; save its content as a file',
    );
  });

  it.each([
    ['a text', 'hunter2'],
    ['a text with a colon', 'password:hunter2'],
    ['settings of another program', 'service: x\nlevel: hunter2\nseed: hunter2\n'],
    ['a list', '- hunter2\n'],
    ['an alias', '*hunter2'],
    ['a tag', '!hunter2 x'],
    ['a directive', '%hunter2\n---\n'],
    ['a broken text', 'a: "hunter2\nb: [hunter2\n'],
    ['a stray token', 'a: b\n  hunter2: [x)\n ]hunter2\n'],
    ['an escape', 'a: "\\hunter2"\n'],
    ['a block', 'a: |hunter2\n  x\n'],
    ['a reserved beginning', 'a: @hunter2\nb: `hunter2`\n'],
    ['a bin', 'key: [hunter2)\n'],
  ])('that is none is not quoted: %s', async (_, text) => {
    const { message } = await errorOf(() => loadConfig(write(text)));
    expect(message).not.toMatch(/hunter|nter2/);
  });
});
