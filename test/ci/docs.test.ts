import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../helpers.js';
import { Stubs } from './stubs.js';

const root = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, root), 'utf8');
const guide = read('docs/ci.md');
const { version, bin, files, scripts } = JSON.parse(read('package.json'));
const action = parse(read('action.yml'));
const [hook] = parse(read('.pre-commit-hooks.yaml'));

const blocks = [...guide.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
  language,
  text,
}));
const of = (language: string) => blocks.filter((b) => b.language === language).map((b) => b.text);
const yaml = of('yaml').map((text) => parse(text));
const workflows = yaml.filter(({ jobs }) => jobs);
const steps = workflows.flatMap(({ jobs }) => jobs.check.steps);
const [gitlab] = yaml.filter(({ tanimark }) => tanimark);
const hooks = yaml.filter(({ repos }) => repos).map(({ repos }) => repos[0]);

const folder = temporaryFolder();
const stubs = new Stubs(folder.path);
const npx = ['npx', '--yes', `tanimark@${version}`, 'check'];

/** That a command calls the check with `args`, and ends as it does, whatever its exit code. */
function expectCheck(command: string, args: readonly string[]) {
  for (const exit of [0, 1, 2, 3]) {
    const { code, calls, stderr } = stubs.run(command, { STUB_EXIT: String(exit) });
    expect([command, code, calls, stderr]).toEqual([command, exit, [args], '']);
  }
}

/** As Snakemake and Nextflow put paths into commands. */
const quoted = (text: string) => `'${text.replaceAll("'", `'"'"'`)}'`;

describe('docs/ci.md', () => {
  it('names the version of the package, and flags and exit codes that there are', () => {
    const versions = [...guide.matchAll(/tanimark@v?(\d[\w.]*)|rev: v(\S+)/g)].map(
      (m) => m[1] ?? m[2],
    );
    expect(versions.length).toBeGreaterThanOrEqual(8);
    expect(new Set(versions)).toEqual(new Set([version]));
    // Lines that are quoted are a result, with limits of the audit.
    const own = guide.replace(/^>.*$/gm, '');
    const flags = new Set(own.match(/(?<= )--(?!yes)[a-z][a-z-]*/g));
    expect([...flags].sort()).toEqual([
      '--baseline-ref',
      '--config',
      '--init',
      '--junit',
      '--markdown',
      '--update-baseline',
    ]);
    expect(guide.match(/^\| [0-3] \|/gm)).toEqual(['| 0 |', '| 1 |', '| 2 |', '| 3 |']);
  });

  it('has no block that no test looks at', () => {
    expect(blocks.map(({ language }) => language).sort()).toEqual(
      ['groovy', 'groovy', 'python', 'sh', 'sh', ...Array(7).fill('yaml')].sort(),
    );
    expect(workflows.length + hooks.length + (gitlab ? 1 : 0)).toBe(yaml.length);
  });

  it('has workflows for GitHub that ask for no more than they need, and run', () => {
    expect(workflows.map(({ permissions }) => permissions)).toEqual([
      { contents: 'read' },
      { contents: 'read', 'pull-requests': 'write' },
      { contents: 'read' },
      { contents: 'read' },
    ]);
    const own = steps.filter(({ uses }) => uses?.startsWith('OWNER/tanimark@'));
    expect(own.map(({ with: given }) => given)).toEqual([
      undefined,
      { config: 'models/herg/tanimark.config.yaml', comment: true },
      { 'baseline-ref': `origin/\${{ github.base_ref }}` },
    ]);
    for (const { with: given = {} } of own) {
      expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    }
    for (const input of Object.keys(action.inputs)) expect(guide).toContain(`| \`${input}\` |`);
    const commands = steps.flatMap(({ run }) => run ?? []);
    expect(commands).toHaveLength(1);
    expectCheck(commands[0], npx);
    // The same major versions everywhere.
    const setups = [...steps, ...action.runs.steps].flatMap(
      ({ uses }) => uses?.match(/^actions\/setup-node.*/)?.[0] ?? [],
    );
    expect(new Set(setups).size).toBe(1);
  });

  it('has a job for GitLab that keeps its report where the check fails', () => {
    const { script, artifacts, allow_failure: allowed } = gitlab.tanimark;
    expect(script).toHaveLength(1);
    const report = artifacts.reports.junit;
    expectCheck(script[0], [...npx, '--junit', report]);
    expect([report, artifacts.when, allowed]).toEqual([
      'tanimark-junit.xml',
      'always',
      { exit_codes: 3 },
    ]);
  });

  it('has a line for Jenkins', () => {
    const [line] = of('groovy').filter((text) => text.startsWith('sh '));
    const command = /^sh '([^']*)'\n$/.exec(line)?.[1] as string;
    expectCheck(command, [...npx, '--junit', 'tanimark-junit.xml']);
    expect(guide).toContain("`junit 'tanimark-junit.xml'`");
  });

  it('has a rule for Snakemake whose paths are each one argument', () => {
    const [rule] = of('python');
    const command = /shell:\s+"(.*)"\n$/.exec(rule)?.[1] as string;
    // What is named in the command is there in the rule.
    expect(rule).toMatch(/^ {4}input:\n {8}config=/m);
    expect(rule).toMatch(/^ {4}log:$/m);
    const [config, log] = ["it's a; config.yaml", '$(touch x) check.md'];
    const filled = command
      .replace('{input.config:q}', () => quoted(config))
      .replace('{log:q}', () => quoted(log));
    expect(filled).not.toMatch(/[{}]/);
    expectCheck(filled, [...npx, '--config', config, '--markdown', log]);
  });

  it('has a process for Nextflow that writes what it says it does', () => {
    const [process] = of('groovy').filter((text) => text.startsWith('process '));
    const script = /"""\n([\s\S]*?)"""/.exec(process)?.[1] as string;
    const inputs = [...process.matchAll(/^ {4}path (\w+)$/gm)].map(([, name]) => name);
    expect(inputs).toEqual(['config', 'baseline', 'predictions']);
    const filled = script.replace(/\$\{(\w+)\}/g, (_, name) => {
      expect(inputs).toContain(name);
      return quoted(`my ${name}.yaml`);
    });
    expectCheck(filled.trim(), [...npx, '--config', 'my config.yaml', '--markdown', 'check.md']);
    expect(process).toContain("path 'check.md'");
  });

  it('has commands that set a gate up', () => {
    const lines = of('sh').flatMap((text) => text.trimEnd().split('\n'));
    expect(
      lines.filter((line) => line.startsWith('npx ')).map((line) => stubs.run(line).calls),
    ).toEqual([
      [['npx', 'tanimark', 'check', '--init']],
      [['npx', 'tanimark', 'check', '--update-baseline']],
      [['npx', 'tanimark', 'check', '--update-baseline']],
    ]);
    expect(lines.every((line) => /^(?:npx|git (?:add|commit)) /.test(line))).toBe(true);
  });
});

describe('the hook for pre-commit', () => {
  it('runs the check without file names', () => {
    expectCheck(hook.entry, ['tanimark', 'check']);
    expect([hook.language, hook.pass_filenames]).toEqual(['node', false]);
    expect(Object.keys(bin)).toEqual(['tanimark']);
    for (const { hooks: used } of hooks) expect(used[0].id).toBe(hook.id);
    const [
      ,
      {
        hooks: [local],
      },
    ] = hooks;
    expectCheck(local.entry, ['tanimark', 'check']);
    expect([local.language, local.pass_filenames]).toEqual(['node', false]);
  });

  it('runs for tables, configurations and baselines alone', () => {
    // As Python's re.search; nothing in the patterns is read otherwise by JavaScript.
    for (const files of [hook.files, hooks[1].hooks[0].files]) {
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

  it('can be installed: packing builds what is packed, and prints its name alone', () => {
    expect(scripts.prepack).toBe('npm run build');
    expect(files).toContain('dist');
    // By default npm lets scripts write into what pre-commit takes for the name of the package.
    expect(read('.npmrc')).toMatch(/^foreground-scripts=false$/m);
  });
});
