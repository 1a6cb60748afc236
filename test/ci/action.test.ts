import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { CheckSummary } from '../../src/gate/types.js';
import { checkComment } from '../../src/report/check/comment.js';
import { temporaryFolder } from '../helpers.js';
import { EVERY_KIND, summaryOf } from '../report/check/summaries.js';
import { Stubs } from './stubs.js';

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly 'working-directory'?: string;
  readonly env?: Record<string, string>;
}

const root = new URL('../../', import.meta.url);
const action = parse(readFileSync(new URL('action.yml', root), 'utf8'));
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const steps: Step[] = action.runs.steps;
const [node, setup, install, check, report, comment] = steps;

const folder = temporaryFolder();
const stubs = new Stubs(folder.path);
/** What is checked out: the pull request's. */
const workspace = folder.at('work');
const temp = folder.at('temp');
for (const path of [workspace, temp]) mkdirSync(path);
const github: Record<string, string> = {
  'github.token': 'token',
  'github.repository': 'chem/models',
  'github.event.pull_request.number': '7',
  'github.action_path': fileURLToPath(root),
  'runner.temp': temp,
  'steps.install.outputs.node': '',
  'steps.install.outputs.tool': '',
  'steps.report.outputs.artifact-url': '',
};
const defaults = Object.fromEntries(
  Object.entries<{ default: string }>(action.inputs).map(([name, input]) => [
    `inputs.${name}`,
    String(input.default),
  ]),
);

/** A step as the runner has it: expressions replaced, its script as it is. */
function runStep(
  step: Step,
  inputs: Record<string, string> = {},
  env: Record<string, string> = {},
) {
  const given = Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value]);
  const context: Record<string, string> = { ...defaults, ...github, ...Object.fromEntries(given) };
  const evaluated = (text: string) =>
    text.replace(/\$\{\{ *([\w.-]+) *\}\}/g, (_, key) => {
      if (context[key] === undefined) throw new Error(`unknown expression ${key}`);
      return context[key];
    });
  const variables = Object.entries(step.env ?? {}).map(([name, text]) => [name, evaluated(text)]);
  const output = folder.file('output', '');
  const ran = stubs.run(
    step.run as string,
    {
      GITHUB_OUTPUT: output,
      GITHUB_WORKSPACE: workspace,
      ...Object.fromEntries(variables),
      ...env,
    },
    evaluated(step['working-directory'] ?? workspace),
  );
  return { ...ran, output: readFileSync(output, 'utf8') };
}

/** Installs, so that the steps that follow have what is installed. */
function installed(inputs: Record<string, string> = {}, env: Record<string, string> = {}) {
  const ran = runStep(install, inputs, env);
  for (const name of ['node', 'tool']) {
    const found = new RegExp(`^${name}=(.*)$`, 'm').exec(ran.output)?.[1] ?? '';
    github[`steps.install.outputs.${name}`] = found;
  }
  return ran;
}

/** What the tool writes of a check: its comment, and its result. */
function written(summary: CheckSummary): Record<string, string> {
  return {
    STUB_EXIT: String(summary.exit_code),
    STUB_COMMENT: folder.file('written.md', checkComment(summary)),
    STUB_RESULT: folder.file('written.json', JSON.stringify(summary)),
  };
}

describe('the action', () => {
  it('is composite, in bash, and keeps inputs out of its scripts', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run, shell } of steps) {
      expect(run === undefined ? 'bash' : shell).toBe('bash');
      expect(run ?? '').not.toMatch(/\$\{\{/);
    }
    expect(setup.uses).toMatch(/^actions\/setup-node@v\d+$/);
    expect(setup.if).toBe("steps.node.outputs.usable != 'true'");
    expect(action.outputs.verdict.value).toBe(`\${{ steps.check.outputs.verdict }}`);
  });

  it('runs the version that it belongs to', () => {
    expect(action.inputs.version.default).toBe(version);
  });

  it('makes Node.js available where there is none, or an old one', () => {
    expect(runStep(node, {}).output).toBe('usable=true\n');
    stubs.put('node');
    expect(runStep(node, {}).output).toBe('usable=false\n');
    // As an old one answers: the real one, with another version to look at.
    const old = (v: string) =>
      `#!/usr/bin/env bash\nexec '${process.execPath}' -e "Object.defineProperty(process.versions, 'node', { value: '${v}' }); $2"\n`;
    const usable = ['18.20.8', '20.18.3', '20.19.0', '22.1.0', '26.0.0'].map((v) => {
      stubs.put('node', old(v));
      return runStep(node, {}).output;
    });
    stubs.remove('node');
    expect(usable).toEqual(['false', 'false', 'true', 'true', 'true'].map((u) => `usable=${u}\n`));
  });

  it('ends as the check does, and says the verdict', () => {
    installed();
    const open = EVERY_KIND.slice(2, 3);
    const cases = [
      [0, summaryOf(EVERY_KIND.slice(0, 1)), 'pass'],
      [1, summaryOf(EVERY_KIND), 'fail'],
      [0, summaryOf(open), 'inconclusive'],
      [3, summaryOf(open, { policy: 'fail' }), 'inconclusive'],
      [2, summaryOf([], { errors: [{ name: 'input', task: null, message: 'x' }] }), 'error'],
    ] as const;
    for (const [exit, summary, verdict] of cases) {
      const env = written(summary);
      expect(env.STUB_EXIT).toBe(String(exit));
      const ran = runStep(check, {}, env);
      expect([ran.code, ran.output, ran.stderr]).toEqual([exit, `verdict=${verdict}\n`, '']);
    }
    // Of a result alone: not of what a comment says, of an earlier check, or of half a result.
    expect(existsSync(`${temp}/tanimark-comment.md`)).toBe(true);
    const none = runStep(check, {}, { STUB_EXIT: '1' });
    expect([none.code, none.output]).toEqual([1, 'verdict=error\n']);
    const { STUB_RESULT: _, ...passed } = written(summaryOf(EVERY_KIND.slice(0, 1)));
    expect(runStep(check, {}, passed).output).toBe('verdict=error\n');
    const half = folder.file('half.json', '{"verdict": "pass", "errors": [');
    expect(runStep(check, {}, { STUB_RESULT: half }).output).toBe('verdict=error\n');
    const wrong = folder.file('wrong.json', '{"verdict": "pass\\nverdict=fail", "errors": []}');
    expect(runStep(check, {}, { STUB_RESULT: wrong }).output).toBe('verdict=error\n');
  });

  it('shows the result in the log, where nothing of it is a command', () => {
    installed();
    const message = '::error::x\n::set-output name=verdict::pass';
    const env = written(summaryOf([], { errors: [{ name: 'input', task: null, message }] }));
    const { stdout } = runStep(check, {}, env);
    const [first, ...lines] = stdout.trimEnd().split('\n');
    const word = /^::stop-commands::([\da-f-]{36})$/.exec(first)?.[1];
    expect(lines.at(-1)).toBe(`::${word}::`);
    expect(lines[0]).toBe('### tanimark check');
  });

  it('hands on what it is given, each as one argument', () => {
    installed();
    const always = ['tool', 'check', '--json', `--comment=${temp}/tanimark-comment.md`];
    expect(runStep(check).calls).toEqual([always]);
    expect(runStep(check, { report: 'true' }).calls).toEqual([
      [...always, `--html=${temp}/tanimark-check.html`],
    ]);
    const nasty = [
      'a b',
      '; rm -rf x',
      '$(touch x)',
      '`touch x`',
      `"'`,
      '-n',
      '*',
      '$PATH',
      'a\nb',
    ];
    for (const text of nasty) {
      const inputs = { config: text, junit: text, 'baseline-ref': text };
      const { code, calls } = runStep(check, inputs);
      expect([code, calls]).toEqual([
        0,
        [[...always, `--config=${text}`, `--junit=${text}`, `--baseline-ref=${text}`]],
      ]);
    }
    const lost = runStep(check, { 'working-directory': '$(touch x)' });
    expect([lost.code, lost.output, lost.calls]).toEqual([2, 'verdict=error\n', []]);
    for (const place of [workspace, temp]) expect(existsSync(`${place}/x`)).toBe(false);
  });

  it('is an error where nothing could be installed', () => {
    const failed = installed({}, { STUB_NPM: '1' });
    expect([failed.code, failed.stdout]).toEqual([
      2,
      '::error title=tanimark check::tanimark could not be installed: see the log\n',
    ]);
    const ran = runStep(check);
    expect([ran.code, ran.output, ran.calls]).toEqual([2, 'verdict=error\n', []]);
    expect(check.if).toBe(`\${{ !cancelled() }}`);
  });
});

describe('what the action installs', () => {
  it.each([
    'latest',
    '^0.1.0',
    '0.1',
    'file:.',
    'file:../work',
    'git+https://example.org/x.git',
    'https://example.org/x.tgz',
    'npm:other@1.0.0',
    '0.1.0 --registry=https://example.org',
    '--registry=https://example.org',
    '0.1.0\n0.1.0',
    '0.1.0;touch x',
    '',
  ])('is no version: %j', (text) => {
    const { code, stdout, calls } = installed({ version: text });
    expect([code, stdout, calls]).toEqual([
      2,
      '::error title=tanimark check::the input version is no version; give one such as 0.1.0\n',
      [],
    ]);
  });

  it.each([
    '',
    'NPM',
    '.',
    './',
    '../x',
    'package.json',
    'none.tgz',
    '-rf.tgz',
    'link.tgz',
    'git+https://x/y',
  ])('is nothing: %j', (text) => {
    if (!existsSync(`${workspace}/link.tgz`)) symlinkSync('/etc/passwd', `${workspace}/link.tgz`);
    const { code, stdout, calls } = installed({ install: text });
    expect([code, calls]).toEqual([2, []]);
    expect(stdout).toMatch(/^::error title=tanimark check::the input install /);
  });

  it('is this version, or another one, or a packed file', () => {
    const options = ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund'];
    expect(installed().calls).toEqual([[...options, `tanimark@${version}`]]);
    expect(installed({ version: '1.2.3-rc.1' }).calls).toEqual([
      [...options, 'tanimark@1.2.3-rc.1'],
    ]);
    folder.file('work/a b.tgz', '');
    const [[...call]] = installed({ install: 'a b.tgz' }).calls;
    expect(call.slice(0, -1)).toEqual(options);
    expect(call.at(-1)).toMatch(/\/temp\/tanimark\.\w+\/package\.tgz$/);
  });
});

describe('the source of the action', () => {
  it('is built in a folder of its own, without scripts of packages', () => {
    const source = folder.at('source');
    for (const name of ['scripts', 'bin']) mkdirSync(`${source}/${name}`, { recursive: true });
    const built = folder.at('built');
    folder.file(
      'source/scripts/build.js',
      `require('node:fs').writeFileSync(${JSON.stringify(built)}, process.cwd());`,
    );
    folder.file('source/bin/tanimark.js', '');
    github['github.action_path'] = source;
    const { code, calls, output } = installed({ install: 'source' });
    expect([code, calls]).toEqual([
      0,
      [['npm', 'ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund']],
    ]);
    const [place] = stubs.npmCall();
    expect(readFileSync(built, 'utf8')).toBe(place);
    expect(place).not.toContain('source');
    expect(output).toContain(`tool=${place}/bin/tanimark.js\n`);
    folder.file('source/scripts/build.js', 'process.exit(1);');
    const failed = installed({ install: 'source' });
    expect([failed.code, failed.stdout]).toEqual([
      2,
      '::error title=tanimark check::the source could not be built\n',
    ]);
  });
});

describe('a pull request that attacks the action', () => {
  const pwned = folder.at('pwned');
  const script = `#!/bin/sh\necho "$0" >> '${pwned}'\n`;
  const evil = `require('node:fs').appendFileSync(${JSON.stringify(pwned)}, 'evil');\n`;

  beforeAll(() => {
    for (const name of ['node_modules/.bin', 'node_modules/tanimark/bin', 'bin', 'dist/cli']) {
      mkdirSync(`${workspace}/${name}`, { recursive: true });
    }
    const files: Record<string, string> = {
      'node_modules/.bin/tanimark': script,
      'node_modules/.bin/node': script,
      'node_modules/.bin/npm': script,
      'node_modules/tanimark/bin/tanimark.js': evil,
      'node_modules/tanimark/package.json': '{"name": "tanimark", "version": "0.1.0"}',
      'bin/tanimark.js': evil,
      'evil.cjs': evil,
      tanimark: script,
      node: script,
      npm: script,
      '.npmrc': `registry=http://127.0.0.1:9/\nscript-shell=${workspace}/node\nnode-options=--require=${workspace}/evil.cjs\nignore-scripts=false\nprefix=${workspace}\n`,
      'package.json': `{"name": "x", "scripts": {"preinstall": "node evil.cjs", "prepare": "node evil.cjs"}, "volta": {"node": "0.1.0"}, "packageManager": "yarn@0.0.1", "devEngines": {}}`,
      '.node-version': '0.1.0\n',
      '.nvmrc': '0.1.0\n',
      '.tool-versions': 'nodejs 0.1.0\n',
      'node.config.json': `{"nodeOptions": {"require": ["${workspace}/evil.cjs"]}}`,
      '.env': `NODE_OPTIONS=--require=${workspace}/evil.cjs\n`,
    };
    for (const [name, text] of Object.entries(files)) {
      folder.file(`work/${name}`, text);
      chmodSync(`${workspace}/${name}`, 0o755);
    }
  });

  /** What a step before may have put into the environment. */
  const env = {
    NODE_OPTIONS: `--require=${workspace}/evil.cjs`,
    NODE_PATH: `${workspace}/node_modules`,
    npm_config_registry: 'http://127.0.0.1:9/',
    NPM_CONFIG_USERCONFIG: `${workspace}/.npmrc`,
    npm_config_globalconfig: `${workspace}/.npmrc`,
    npm_config_prefix: workspace,
    npm_config_script_shell: `${workspace}/node`,
    npm_config_node_options: `--require=${workspace}/evil.cjs`,
  };

  it('does not decide what is installed, or how', () => {
    rmSync(pwned, { force: true });
    expect(installed({}, env).code).toBe(0);
    const [place, ...settings] = stubs.npmCall();
    expect(place).toMatch(/\/temp\/tanimark\.\w+\/app$/);
    const own = place.replace(/app$/, '');
    // With both files of settings, whose lines would follow, empty.
    expect(settings).toEqual([
      `NPM_CONFIG_CACHE=${own}cache`,
      `NPM_CONFIG_GLOBALCONFIG=${own}npmrc-global`,
      'NPM_CONFIG_UPDATE_NOTIFIER=false',
      `NPM_CONFIG_USERCONFIG=${own}npmrc`,
    ]);
    expect(existsSync(pwned)).toBe(false);
  });

  it('does not decide what runs', () => {
    rmSync(pwned, { force: true });
    installed({}, env);
    expect(runStep(node, {}, env).output).toBe('usable=true\n');
    const place = stubs.npmCall()[0];
    expect(github['steps.install.outputs.tool']).toBe(
      `${place}/node_modules/tanimark/bin/tanimark.js`,
    );
    expect(github['steps.install.outputs.node']).toBe(process.execPath);
    const ran = runStep(check, {}, { ...env, ...written(summaryOf(EVERY_KIND)) });
    expect([ran.code, ran.output, ran.stderr]).toEqual([1, 'verdict=fail\n', '']);
    expect(ran.calls).toHaveLength(1);
    expect(existsSync(pwned)).toBe(false);
    // The folder is another one each time, so that nothing can wait in it.
    installed();
    expect(stubs.npmCall()[0]).not.toBe(place);
  });

  it('is run where it is, and with the settings of none: the tool sees its folder', () => {
    installed({}, env);
    const seen = folder.file(
      'seen.cjs',
      `process.stdout.write(JSON.stringify({ verdict: 'pass', errors: [] }));
       require('node:fs').writeFileSync(${JSON.stringify(folder.at('seen.json'))}, JSON.stringify([process.cwd(), Object.keys(process.env).filter((k) => /^(node|npm)_/i.test(k))]));`,
    );
    github['steps.install.outputs.tool'] = seen;
    expect(runStep(check, {}, env).output).toBe('verdict=pass\n');
    expect(JSON.parse(readFileSync(folder.at('seen.json'), 'utf8'))).toEqual([workspace, []]);
    expect(existsSync(pwned)).toBe(false);
  });
});

describe('the action with the tool itself', () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({
    smiles: `${'C'.repeat(i + 2)}O`,
    y: i,
    split: i % 2 === 0 ? 'train' : 'test',
  }));
  folder.file(
    'work/split.csv',
    `smiles,y,split\n${rows.map(({ smiles, y, split }) => `${smiles},${y},${split}\n`).join('')}`,
  );
  folder.file(
    'work/predictions.csv',
    `smiles,prediction\n${rows
      .filter(({ split }) => split === 'test')
      .map(({ smiles, y }) => `${smiles},${y + 0.75}\n`)
      .join('')}`,
  );
  const config = folder.file(
    'work/my gate; $(touch x).yaml',
    'split: split.csv\npredictions: predictions.csv\nrules:\n  - { metric: mae, max: 0.5, on: value }\nminN: 5\n',
  );
  const tool = fileURLToPath(new URL('bin/tanimark.js', root));

  it('ends as the check does, and finds the comment and the verdict that it wrote', () => {
    const run = (inputs: Record<string, string>) => {
      github['steps.install.outputs.node'] = process.execPath;
      github['steps.install.outputs.tool'] = tool;
      return runStep(check, inputs, { GITHUB_STEP_SUMMARY: folder.file('summary.md', '') });
    };
    const result = () => readFileSync(`${temp}/tanimark-comment.md`, 'utf8').split('\n');
    const failed = run({ config, junit: 'my report.xml' });
    expect([failed.code, failed.output, failed.stdout]).toEqual([
      1,
      'verdict=fail\n',
      expect.stringContaining('\n**FAIL: 1 rule failed**\n'),
    ]);
    expect(result()[0]).toMatch(
      /^<!-- tanimark-check .*my%20gate%3B%20%24%28touch%20x%29\.yaml -->$/,
    );
    expect(readFileSync(`${workspace}/my report.xml`, 'utf8')).toContain('failures="1" errors="0"');
    const missing = run({ config: 'none.yaml' });
    expect([missing.code, missing.output]).toEqual([2, 'verdict=error\n']);
    expect(existsSync(`${workspace}/x`)).toBe(false);
  });
});

describe('the comment of the action', () => {
  const body = `body=@${temp}/tanimark-comment.md`;
  const marker = 'marker=<!-- tanimark-check -->';
  const put = () => {
    installed();
    expect(runStep(check, {}, written(summaryOf(EVERY_KIND))).code).toBe(1);
  };

  it('is made only where it is asked for, on pull requests, whatever came of the check', () => {
    expect(comment.if).toBe(
      `\${{ !cancelled() && inputs.comment == 'true' && startsWith(github.event_name, 'pull_request') }}`,
    );
  });

  it('is created where there is none', () => {
    put();
    const { code, stdout, calls } = runStep(comment, { comment: 'true' });
    expect([code, stdout]).toEqual([0, '']);
    const [listed, created] = calls;
    expect(calls).toHaveLength(2);
    expect(listed.slice(0, 4)).toEqual([
      'gh',
      'api',
      '--paginate',
      'repos/chem/models/issues/7/comments?per_page=100',
    ]);
    expect(listed[5]).toContain('.user.login == "github-actions[bot]"');
    expect(listed[5]).toContain('startswith(env.CHECK_MARKER)');
    expect(listed.at(-1)).toBe(marker);
    const where = 'repos/chem/models/issues/7/comments';
    expect(created.slice(1, -1)).toEqual([
      'api',
      '--silent',
      '--method',
      'POST',
      where,
      '--field',
      body,
    ]);
  });

  it('links the page of the check where there is one', () => {
    put();
    const url = 'https://github.com/chem/models/actions/runs/1/artifacts/2';
    github['steps.report.outputs.artifact-url'] = url;
    runStep(comment, { comment: 'true' });
    github['steps.report.outputs.artifact-url'] = '';
    const text = readFileSync(`${temp}/tanimark-comment.md`, 'utf8');
    expect(text.endsWith(`\n[Report with figures](${url})\n`)).toBe(true);
    expect(report.uses).toMatch(/^actions\/upload-artifact@v\d+$/);
    expect(report.if).toContain("inputs.report == 'true'");
  });

  it('is updated where there is one, the first of several', () => {
    put();
    const { code, calls } = runStep(comment, {}, { STUB_FOUND: '41\n42\n' });
    expect(code).toBe(0);
    const where = 'repos/chem/models/issues/comments/41';
    expect(calls[1].slice(1, -1)).toEqual([
      'api',
      '--silent',
      '--method',
      'PATCH',
      where,
      '--field',
      body,
    ]);
  });

  it('is a warning where it cannot be written, and where there is no result', () => {
    put();
    const refused = runStep(comment, {}, { STUB_REFUSE: '1' });
    expect([refused.code, refused.calls.length]).toEqual([0, 1]);
    expect(refused.stdout).toMatch(
      /^::warning title=tanimark check::the comment could not be written: .* pull-requests: write/,
    );
    runStep(check, {}, { STUB_EXIT: '2' });
    const none = runStep(comment, {});
    expect([none.code, none.calls, none.stdout]).toEqual([
      0,
      [],
      '::warning title=tanimark check::there is no result to comment on: see the log of the check\n',
    ]);
  });
});
