import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { makeExampleRepository } from '../example-repository.js';
import { temporaryFolder } from '../helpers.js';
import { Stubs } from './stubs.js';

const root = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, root), 'utf8');
const guide = read('docs/ci.md');
const { version, bin, files, scripts } = JSON.parse(read('package.json'));
const action = parse(read('action.yml'));
const [hook] = parse(read('.pre-commit-hooks.yaml'));

const HEADING = '## From a checkout or a packed file\n';
const blocksOf = (text: string) =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
    language,
    text,
  }));
const blocks = blocksOf(guide);
/** The guide up to the forms that need no registry, and those. */
const [usual, checkout] = guide.split(HEADING).map((part) => {
  const own = blocksOf(part);
  const of = (language: string) => own.filter((b) => b.language === language).map((b) => b.text);
  const yaml = of('yaml').map((text) => parse(text));
  return {
    of,
    workflows: yaml.filter(({ jobs }) => jobs),
    gitlab: yaml.find(({ tanimark }) => tanimark)?.tanimark,
    hooks: yaml.filter(({ repos }) => repos).map(({ repos }) => repos[0]),
    others: yaml.filter(({ jobs, tanimark, repos }) => !jobs && !tanimark && !repos),
  };
});
const workflows = [...usual.workflows, ...checkout.workflows];
const steps = workflows.flatMap(({ jobs }) => jobs.check.steps);
const { hooks } = usual;

const folder = temporaryFolder();
const stubs = new Stubs(folder.path);
const installing = ['npm', 'install', '--global', '--ignore-scripts', `tanimark@${version}`];

/** That a command calls the check with `args`, and ends as it does, whatever its exit code. */
function expectCheck(command: string, args: readonly string[]) {
  for (const exit of [0, 1, 2, 3]) {
    const { code, calls, stderr } = stubs.run(command, { STUB_EXIT: String(exit) });
    expect([command, code, calls, stderr]).toEqual([
      command,
      exit,
      [['tanimark', 'check', ...args]],
      '',
    ]);
  }
}

/** As Snakemake and Nextflow put paths into commands. */
const quoted = (text: string) => `'${text.replaceAll("'", `'"'"'`)}'`;

/** The command of a rule of Snakemake, with paths that are each one argument. */
function snakemake(rule: string, config: string, log: string): string {
  const command = /shell:\s+"(.*)"\n$/.exec(rule)?.[1] as string;
  // What is named in the command is there in the rule.
  expect(rule).toMatch(/^ {4}input:\n {8}config=/m);
  expect(rule).toMatch(/^ {4}log:$/m);
  const filled = command
    .replace('{input.config:q}', () => quoted(config))
    .replace('{log:q}', () => quoted(log));
  expect(filled).not.toMatch(/[{}]/);
  return filled;
}

/** The command of a process of Nextflow, which writes what it says it does. */
function nextflow(process: string, config: string): string {
  const script = /"""\n([\s\S]*?)"""/.exec(process)?.[1] as string;
  const inputs = [...process.matchAll(/^ {4}path (\w+)$/gm)].map(([, name]) => name);
  expect(inputs).toEqual(['config', 'baseline', 'predictions']);
  expect(process).toContain("path 'check.md'");
  return script
    .replace(/\$\{(\w+)\}/g, (_, name) => {
      expect(inputs).toContain(name);
      return quoted(name === 'config' ? config : `my ${name}`);
    })
    .trim();
}

describe('docs/ci.md', () => {
  it('names the version of the package, and flags and exit codes that there are', () => {
    const versions = [
      ...guide.matchAll(
        /tanimark[@-]v?(\d[\w.]*?)(?:\.tgz|\b(?![.\w]))|rev: v(\S+)|--branch v(\S+)/g,
      ),
    ].map((m) => m[1] ?? m[2] ?? m[3]);
    expect(versions.length).toBeGreaterThanOrEqual(15);
    expect(new Set(versions)).toEqual(new Set([version]));
    // Lines that are quoted are a result, with limits of the audit.
    const own = guide.replace(/^>.*$/gm, '');
    const flags = new Set(own.match(/(?<= )--[a-z][a-z-]*/g));
    const ofOthers = ['--branch', '--depth', '--global', '--ignore-scripts', '--prefix'];
    expect([...flags].filter((flag) => !ofOthers.includes(flag)).sort()).toEqual([
      '--baseline-ref',
      '--config',
      '--init',
      '--junit',
      '--markdown',
      '--update-baseline',
    ]);
    expect(guide.match(/^\| [0-3] \|/gm)).toEqual(['| 0 |', '| 1 |', '| 2 |', '| 3 |']);
  });

  it('has no block that no test looks at, and a form without a registry of each', () => {
    expect(blocks.map(({ language }) => language).sort()).toEqual(
      [
        ...Array(4).fill('groovy'),
        ...Array(2).fill('python'),
        ...Array(3).fill('sh'),
        ...Array(10).fill('yaml'),
      ].sort(),
    );
    expect([...usual.others, ...checkout.others]).toEqual([]);
    for (const language of ['groovy', 'python']) {
      expect(checkout.of(language)).toHaveLength(usual.of(language).length);
    }
    expect(guide).not.toMatch(/npx [^-a-z]*tanimark/);
  });

  it('has workflows for GitHub that ask for no more than they need, and run', () => {
    expect(workflows.map(({ permissions }) => permissions)).toEqual([
      { contents: 'read' },
      { contents: 'read', 'pull-requests': 'write' },
      { contents: 'read' },
      { contents: 'read' },
      { contents: 'read' },
    ]);
    const own = steps.filter(({ uses }) => uses?.startsWith('OWNER/tanimark@'));
    expect(own.map(({ with: given }) => given)).toEqual([
      undefined,
      { config: 'models/herg/tanimark.config.yaml', comment: true },
      { 'baseline-ref': `origin/\${{ github.base_ref }}` },
      { install: 'source' },
    ]);
    for (const { with: given = {} } of own) {
      expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    }
    for (const input of Object.keys(action.inputs)) expect(guide).toContain(`| \`${input}\` |`);
    const commands = steps.flatMap(({ run }) => run ?? []);
    expect(commands).toHaveLength(2);
    expect(stubs.run(commands[0]).calls).toEqual([installing]);
    expectCheck(commands[1], []);
    // The same major versions everywhere.
    const setups = [...steps, ...action.runs.steps].flatMap(
      ({ uses }) => uses?.match(/^actions\/setup-node.*/)?.[0] ?? [],
    );
    expect(new Set(setups).size).toBe(1);
  });

  it('has a job for GitLab that keeps its report where the check fails', () => {
    const { script, artifacts, allow_failure: allowed } = usual.gitlab;
    expect(script).toHaveLength(2);
    expect(stubs.run(script[0]).calls).toEqual([installing]);
    const report = artifacts.reports.junit;
    expectCheck(script[1], ['--junit', report]);
    expect([report, artifacts.when, allowed]).toEqual([
      'tanimark-junit.xml',
      'always',
      { exit_codes: 3 },
    ]);
    expect({ ...checkout.gitlab, script }).toEqual(usual.gitlab);
  });

  it('has lines for Jenkins', () => {
    const [lines] = usual.of('groovy').filter((text) => text.startsWith('sh '));
    const [install, check] = [...lines.matchAll(/^sh '([^']*)'$/gm)].map(([, line]) => line);
    const env = { WORKSPACE_TMP: folder.at('my tmp') };
    const prefix = `${env.WORKSPACE_TMP}/tanimark`;
    expect(stubs.run(install, env).calls).toEqual([
      [...installing.slice(0, -1), '--prefix', prefix, `tanimark@${version}`],
    ]);
    expect(check).toBe('"$WORKSPACE_TMP/tanimark/bin/tanimark" check --junit tanimark-junit.xml');
    expect(guide).toContain("`junit 'tanimark-junit.xml'`");
  });

  it('has a rule for Snakemake whose paths are each one argument', () => {
    const [config, log] = ["it's a; config.yaml", '$(touch x) check.md'];
    const command = snakemake(usual.of('python')[0], config, log);
    expectCheck(command, ['--config', config, '--markdown', log]);
  });

  it('has a process for Nextflow that writes what it says it does', () => {
    const [process] = usual.of('groovy').filter((text) => text.startsWith('process '));
    expectCheck(nextflow(process, 'my config.yaml'), [
      '--config',
      'my config.yaml',
      '--markdown',
      'check.md',
    ]);
  });

  it('has commands that set a gate up', () => {
    const lines = usual.of('sh').flatMap((text) => text.trimEnd().split('\n'));
    const [install, ...checks] = lines.filter((line) => !line.startsWith('git '));
    expect(stubs.run(install).calls).toEqual([
      ['npm', 'install', '--global', `tanimark@${version}`],
    ]);
    expect(checks.map((line) => stubs.run(line).calls)).toEqual([
      [['tanimark', 'check', '--init']],
      [['tanimark', 'check', '--update-baseline']],
      [['tanimark', 'check', '--update-baseline']],
    ]);
    expect(lines.every((line) => /^(?:npm|tanimark|git (?:add|commit)) /.test(line))).toBe(true);
  });
});

describe('the forms from a checkout', () => {
  const place = '/opt/tanimark';
  const clone = `https://github.com/OWNER/tanimark ${place}`;
  const models = temporaryFolder();
  /** This checkout is where the guide says that one is. */
  const here = (command: string) =>
    command.replaceAll(place, () => quoted(fileURLToPath(root).slice(0, -1)));
  const run = (command: string) => stubs.run(here(command), { NO_COLOR: '1' }, models.path);

  beforeAll(() => makeExampleRepository(models.path));

  /** The model of the example is worse at low similarity. */
  function expectFailed(command: string, output: string) {
    const { code, stdout } = run(command);
    expect([command, code]).toEqual([command, 1]);
    expect(stdout).toContain('FAIL: 1 of 5 rules failed, 4 passed');
    expect(existsSync(models.at(output))).toBe(true);
  }

  it('are made by commands that install and build without the registry having the package', () => {
    expect(checkout.of('sh')).toEqual([
      `git clone --branch v${version} ${clone}\nnpm ci --prefix ${place}\nnpm pack ${place}\n`,
    ]);
    expect(scripts.prepare).toBe('node scripts/build.js --prepare');
  });

  it('run in GitLab', () => {
    const [get, install, ...checks] = checkout.gitlab.script;
    expect([get, install]).toEqual([
      `git clone --depth 1 --branch v${version} ${clone}`,
      `npm ci --prefix ${place}`,
    ]);
    expect(checks).toHaveLength(1);
    expectFailed(checks[0], 'tanimark-junit.xml');
  });

  it('run in Jenkins', () => {
    const [line] = checkout.of('groovy').filter((text) => text.startsWith('sh '));
    expectFailed(/^sh '([^']*)'\n$/.exec(line)?.[1] as string, 'tanimark-junit.xml');
  });

  it('run in Snakemake and Nextflow', () => {
    const [rule] = checkout.of('python');
    expectFailed(
      snakemake(rule, 'tanimark.config.yaml', "it's $(touch x).md"),
      "it's $(touch x).md",
    );
    const [process] = checkout.of('groovy').filter((text) => text.startsWith('process '));
    expectFailed(nextflow(process, 'tanimark.config.yaml'), 'check.md');
    expect(existsSync(models.at('x'))).toBe(false);
  });
});

describe('the hook for pre-commit', () => {
  it('runs the check without file names', () => {
    expectCheck(hook.entry, []);
    expect([hook.language, hook.pass_filenames]).toEqual(['node', false]);
    expect(Object.keys(bin)).toEqual(['tanimark']);
    for (const { hooks: used } of hooks) expect(used[0].id).toBe(hook.id);
    const [, ...locals] = hooks.map(({ hooks: [own] }) => own);
    for (const local of locals) {
      expectCheck(local.entry, []);
      expect([local.language, local.pass_filenames]).toEqual(['node', false]);
    }
    expect(locals.map(({ additional_dependencies }) => additional_dependencies)).toEqual([
      [`tanimark@${version}`],
      [`/path/to/tanimark-${version}.tgz`],
    ]);
  });

  it('runs for tables, configurations and baselines alone', () => {
    // As Python's re.search; nothing in the patterns is read otherwise by JavaScript.
    for (const files of hooks.map(({ hooks: [own] }) => own.files ?? hook.files)) {
      const pattern = new RegExp(files);
      const touched = [
        'tanimark.config.yaml',
        'models/herg/tanimark.config.json',
        'tanimark.baseline.json',
        'data/predictions.csv',
      ];
      expect(touched.filter((name) => !pattern.test(name))).toEqual([]);
      const others = ['README.md', 'my-tanimark.config.yaml.md', 'train.py', 'csv', 'a.csv.py'];
      expect(others.filter((name) => pattern.test(name))).toEqual([]);
    }
    for (const name of ['a.parquet', 'a.sdf.gz', 'a.smi'])
      expect(new RegExp(hook.files).test(name)).toBe(true);
  });

  it('can be installed: installing and packing build, and packing prints its name alone', () => {
    // By git npm runs the first, and pre-commit of before 4.6 the second.
    expect(scripts.prepare).toBe('node scripts/build.js --prepare');
    expect(scripts.prepack).toBe('npm run build && node scripts/slim.js');
    expect(files).toContain('dist');
    // By default npm lets scripts write into what pre-commit takes for the name of the package.
    expect(read('.npmrc')).toMatch(/^foreground-scripts=false$/m);
    // Names of stages that old versions do not know end them.
    expect(Object.keys(hook)).not.toContain('stages');
  });
});
