import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { exampleRepository } from '../../scripts/example-repository.js';
import { gitIn } from '../git-repository.js';
import { type Ended, Installer, isThere } from './installer.js';

const MINUTES = 60_000;
const installer = new Installer();
afterAll(() => installer.remove());

/** That what was installed runs, and brings its data. */
function expectRuns(executable: string): void {
  const { code, stdout, stderr } = installer.run(executable, ['demo'], installer.folder('empty'));
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('tanimark split data.csv -o split.csv');
}

function expectDone({ code, stdout, stderr }: Ended): void {
  expect([code, code === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, '']);
}

let clone: string;
let packed: string | undefined;

/** The packed file, made when it is first asked for. */
function packedFile(): string {
  if (packed !== undefined) return packed;
  const path = installer.clone('packing');
  expectDone(installer.run('npm', ['ci'], path));
  const { code, stdout } = installer.run('npm', ['pack', '--silent'], path);
  // Its name alone, which those who pack take for the name of the package.
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^tanimark-[\d.]+\.tgz\n$/)]);
  packed = installer.at('tanimark.tgz');
  copyFileSync(join(path, stdout.trim()), packed);
  return packed;
}

beforeAll(() => {
  clone = installer.clone('clone');
}, MINUTES);

describe('a fresh clone', () => {
  it('is installed for all with npm, and leaves nothing to commit', {
    timeout: 10 * MINUTES,
  }, () => {
    const path = installer.clone('global');
    const prefix = installer.folder('prefix-global');
    expectDone(installer.run('npm', ['install', '--global', '--prefix', prefix, '.'], path));
    expectRuns(join(prefix, 'bin/tanimark'));
    expect(gitIn(path).git('status', '--short')).toBe('');
  });

  it('is a dependency of a project by git', { timeout: 10 * MINUTES }, () => {
    const project = installer.project('project-git');
    expectDone(installer.run('npm', ['install', `git+file://${clone}`], project));
    expectRuns(join(project, 'node_modules/.bin/tanimark'));
  });

  it('is installed as pre-commit does, from 4.6 on', { timeout: 10 * MINUTES }, () => {
    const prefix = installer.folder('prefix-hook');
    const args = ['install', '--allow-git=root', '--install-links', '-g', `git+file://${clone}`];
    const env = { NPM_CONFIG_PREFIX: prefix, npm_config_prefix: prefix };
    expectDone(installer.run('npm', args, clone, env));
    expectRuns(join(prefix, 'bin/tanimark'));
  });

  it('is built by npm ci, once, and not without its tools', { timeout: 10 * MINUTES }, () => {
    const path = installer.clone('checkout');
    const stamp = join(path, 'dist/.built');
    const bare = installer.run('npm', ['ci', '--omit=dev', '--foreground-scripts'], path);
    expectDone(bare);
    expect(bare.stderr).toContain(
      'tanimark: dist/ is not built, because the development dependencies are not installed; run: npm ci --include=dev\n',
    );
    expect(existsSync(stamp)).toBe(false);
    expectDone(installer.run('npm', ['ci'], path));
    const built = readFileSync(join(path, 'dist/.tsbuildinfo'), 'utf8');
    writeFileSync(join(path, 'dist/.tsbuildinfo'), 'kept');
    expectDone(installer.run('npm', ['run', 'build'], path));
    expect(readFileSync(join(path, 'dist/.tsbuildinfo'), 'utf8')).toBe('kept');
    // What has changed is built.
    writeFileSync(join(path, 'dist/.tsbuildinfo'), built);
    const text = readFileSync(join(path, 'src/version.ts'), 'utf8');
    writeFileSync(
      join(path, 'src/version.ts'),
      `${text}\n/** Another. */\nexport const OTHER = 1;\n`,
    );
    expectDone(installer.run('npm', ['run', 'build'], path));
    expect(readFileSync(join(path, 'dist/version.js'), 'utf8')).toContain('OTHER = 1');
    // And what is wrong is told again.
    writeFileSync(join(path, 'src/version.ts'), `${text}\nexport const OTHER: string = 1;\n`);
    for (let time = 0; time < 2; time++) {
      const { code, stdout } = installer.run('npm', ['run', 'build'], path);
      expect([code === 0, stdout.includes('TS2322')]).toEqual([false, true]);
    }
  });
});

describe('the packed file', () => {
  it('is installed with npm, without scripts', { timeout: 10 * MINUTES }, () => {
    const project = installer.project('project-npm');
    expectDone(installer.run('npm', ['install', '--ignore-scripts', packedFile()], project));
    expectRuns(join(project, 'node_modules/.bin/tanimark'));
    const files = readdirSync(join(project, 'node_modules/tanimark'));
    expect(files.sort()).toEqual([
      ...['CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'datasets', 'dist'],
      ...['package.json', 'tanimark.schema.json'],
    ]);
    expect(readdirSync(join(project, 'node_modules/tanimark/dist'))).not.toContain('.built');
  });

  it.each(['pnpm', 'yarn'])(
    'is installed with %s, where the registry has it',
    { timeout: 10 * MINUTES },
    (name) => {
      const tools = installer.folder(`tool-${name}`);
      const got = installer.run(
        'npm',
        ['install', '--no-audit', '--no-fund', '--prefix', tools, name],
        tools,
      );
      if (got.code !== 0) {
        process.stderr.write(`${name} cannot be had: its test is skipped\n`);
        return;
      }
      const project = installer.project(`project-${name}`);
      const program = join(tools, 'node_modules/.bin', name);
      expectDone(installer.run(program, ['add', `file:${packedFile()}`], project));
      expectRuns(join(project, 'node_modules/.bin/tanimark'));
    },
  );
});

describe('the action', () => {
  const { steps } = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')).runs;

  /** Runs a step as GitHub does. @returns how it ended, and what it hands on */
  function step(id: string, cwd: string, env: Record<string, string>) {
    const { run } = steps.find((one: { id?: string }) => one.id === id);
    const output = installer.at(`output-${id}`);
    writeFileSync(output, '');
    const shell = ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', run];
    const ended = installer.run('bash', shell, cwd, { ...env, GITHUB_OUTPUT: output });
    const lines = readFileSync(output, 'utf8').trimEnd().split('\n');
    return { ended, output: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s))) };
  }

  it.each([
    ['a packed file', packedFile],
    ['its own source', () => 'source'],
  ])('checks a hostile pull request with %s', { timeout: 10 * MINUTES }, (name, install) => {
    const workspace = installer.folder(`workspace ${name}`);
    const temp = installer.folder(`temp ${name}`);
    const tool = join(process.cwd(), 'bin/tanimark.js');
    exampleRepository(workspace, (args: string[]) =>
      expectDone(installer.run(process.execPath, [tool, ...args], workspace)),
    );
    const pwned = installer.at('pwned');
    const evil = join(workspace, 'evil.cjs');
    writeFileSync(evil, `require('node:fs').writeFileSync(${JSON.stringify(pwned)}, '');`);
    const planted: Record<string, string> = {
      'package.json': '{"scripts": {"preinstall": "node evil.cjs"}}',
      '.npmrc': `registry=http://127.0.0.1:9/\nnode-options=--require=${evil}\n`,
      '.node-version': '0.1.0\n',
      'node_modules/.bin/tanimark': `#!/usr/bin/env node\nrequire(${JSON.stringify(evil)})`,
      'node_modules/tanimark/package.json':
        '{"name": "tanimark", "version": "0.1.0", "main": "../../evil.cjs"}',
    };
    for (const [file, text] of Object.entries(planted)) {
      mkdirSync(dirname(join(workspace, file)), { recursive: true });
      writeFileSync(join(workspace, file), text, { mode: 0o755 });
    }
    const env = { GITHUB_WORKSPACE: workspace, npm_config_registry: 'http://127.0.0.1:9/' };
    const { ended, output } = step('install', temp, {
      ...env,
      CHECK_INSTALL: install(),
      CHECK_TEMP: temp,
      CHECK_SOURCE: clone,
      CHECK_VERSION: '',
    });
    expectDone(ended);
    const checked = step('check', temp, {
      ...env,
      ...{ CHECK_NODE: output.node, CHECK_TOOL: output.tool, CHECK_FOLDER: '.' },
      ...{ CHECK_CONFIG: '', CHECK_JUNIT: '', CHECK_BASELINE_REF: '' },
      CHECK_COMMENT: join(temp, 'comment.md'),
      CHECK_RESULT: join(temp, 'result.json'),
    });
    expect([checked.ended.code, checked.output]).toEqual([1, { verdict: 'fail' }]);
    expect(checked.ended.stdout).toContain('**FAIL: 1 of 5 rules failed, 4 passed**');
    expect(existsSync(pwned)).toBe(false);
  });
});

describe.skipIf(!isThere('pre-commit'))('pre-commit', () => {
  const guide = readFileSync(new URL('../../docs/ci.md', import.meta.url), 'utf8');

  /** A repository with a model that is worse than its baseline, and the hook as the guide has it. */
  function repository(name: string, hook: string): string {
    const path = installer.folder(name);
    const tool = join(process.cwd(), 'bin/tanimark.js');
    exampleRepository(path, (args: string[]) =>
      expectDone(installer.run(process.execPath, [tool, ...args], path)),
    );
    writeFileSync(join(path, '.pre-commit-config.yaml'), hook);
    gitIn(path).init();
    gitIn(path).git('add', '--all');
    return path;
  }

  /** The snippets of the guide, the hook of the repository and the local one. */
  const snippets = [...guide.matchAll(/^```yaml\n(repos:[\s\S]*?)^```$/gm)].map(([, text]) => text);

  it.each([
    ['of this repository', snippets[0], () => clone],
    ['of the packed file', snippets[2], packedFile],
  ])('runs the hook %s, and stops a commit', { timeout: 15 * MINUTES }, (name, snippet, place) => {
    const head = gitIn(clone).git('rev-parse', 'HEAD');
    const hook = snippet
      .replace('https://github.com/OWNER/tanimark', place())
      .replace(/rev: v\S+/, `rev: ${head}`)
      .replace('/path/to/tanimark-0.1.0.tgz', place());
    expect(hook).toContain(installer.path);
    // The environments of nodeenv do not work in folders with blanks.
    const path = repository(`models-${name.replaceAll(' ', '-')}`, hook);
    const env = { PRE_COMMIT_HOME: installer.folder(`cache-${name.replaceAll(' ', '-')}`) };
    const failed = installer.run('pre-commit', ['run', '--all-files'], path, env);
    expect([failed.code, failed.stdout]).toEqual([
      1,
      expect.stringContaining('FAIL: 1 of 5 rules failed'),
    ]);
    copyFileSync(join(path, 'main.csv'), join(path, 'predictions.csv'));
    gitIn(path).git('add', '--all');
    const passed = installer.run('pre-commit', ['run'], path, env);
    expect([passed.code, passed.stdout]).toEqual([
      0,
      expect.stringMatching(/tanimark check\.+Passed/),
    ]);
  });
});
