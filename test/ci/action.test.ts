import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
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
  readonly env?: Record<string, string>;
}

const root = new URL('../../', import.meta.url);
const action = parse(readFileSync(new URL('action.yml', root), 'utf8'));
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const steps: Step[] = action.runs.steps;
const [node, setup, check, comment] = steps;

const folder = temporaryFolder();
const stubs = new Stubs(folder.path);
const github = {
  'github.token': 'token',
  'github.repository': 'chem/models',
  'github.event.pull_request.number': '7',
  'runner.temp': folder.path,
};
const defaults = Object.fromEntries(
  Object.entries<{ default: string }>(action.inputs).map(([name, input]) => [
    `inputs.${name}`,
    String(input.default),
  ]),
);

/** A step as the runner has it: expressions in its environment replaced, its script as it is. */
function runStep(step: Step, inputs: Record<string, string>, env: Record<string, string> = {}) {
  const given = Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value]);
  const context: Record<string, string> = { ...defaults, ...github, ...Object.fromEntries(given) };
  const variables = Object.entries(step.env ?? {}).map(([name, text]) => [
    name,
    text.replace(/\$\{\{ *([\w.-]+) *\}\}/g, (_, key) => {
      if (context[key] === undefined) throw new Error(`unknown expression ${key}`);
      return context[key];
    }),
  ]);
  const output = folder.file('output', '');
  const ran = stubs.run(step.run as string, {
    GITHUB_OUTPUT: output,
    ...Object.fromEntries(variables),
    ...env,
  });
  return { ...ran, output: readFileSync(output, 'utf8') };
}

/** A comment as the tool writes it, in a file of its own. */
function written(summary: Parameters<typeof checkComment>[0]): string {
  return folder.file('written.md', checkComment(summary));
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
    const open = EVERY_KIND.slice(2, 3);
    const cases = [
      [0, summaryOf(EVERY_KIND.slice(0, 1)), 'pass'],
      [1, summaryOf(EVERY_KIND), 'fail'],
      [0, summaryOf(open), 'inconclusive'],
      [3, summaryOf(open, { policy: 'fail' }), 'inconclusive'],
      [2, summaryOf([], { errors: [{ name: 'input', task: null, message: 'x' }] }), 'error'],
    ] as const;
    for (const [exit, summary, verdict] of cases) {
      expect(summary.exit_code).toBe(exit);
      const ran = runStep(check, {}, { STUB_EXIT: String(exit), STUB_COMMENT: written(summary) });
      expect([ran.code, ran.output, ran.stderr]).toEqual([exit, `verdict=${verdict}\n`, '']);
    }
    // Neither a comment of an earlier check, nor that npx failed, is taken for a result.
    expect(existsSync(folder.at('tanimark-comment.md'))).toBe(true);
    const none = runStep(check, {}, { STUB_EXIT: '1' });
    expect([none.code, none.output]).toEqual([1, 'verdict=error\n']);
  });

  it('hands on what it is given, each as one argument', () => {
    const comment = `--comment=${folder.path}/tanimark-comment.md`;
    expect(runStep(check, {}).calls).toEqual([
      ['npx', '--yes', `tanimark@${version}`, 'check', comment],
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
      const inputs = { config: text, junit: text, version: text, 'baseline-ref': text };
      const { code, calls } = runStep(check, inputs);
      expect([code, calls]).toEqual([
        0,
        [
          [
            'npx',
            '--yes',
            `tanimark@${text}`,
            'check',
            comment,
            `--config=${text}`,
            `--junit=${text}`,
            `--baseline-ref=${text}`,
          ],
        ],
      ]);
    }
    expect(existsSync(folder.at('x'))).toBe(false);
  });
});

describe('the action with the tool itself', () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({
    smiles: `${'C'.repeat(i + 2)}O`,
    y: i,
    split: i % 2 === 0 ? 'train' : 'test',
  }));
  folder.file(
    'split.csv',
    `smiles,y,split\n${rows.map(({ smiles, y, split }) => `${smiles},${y},${split}\n`).join('')}`,
  );
  folder.file(
    'predictions.csv',
    `smiles,prediction\n${rows
      .filter(({ split }) => split === 'test')
      .map(({ smiles, y }) => `${smiles},${y + 0.75}\n`)
      .join('')}`,
  );
  const config = folder.file(
    'my gate; $(touch x).yaml',
    'split: split.csv\npredictions: predictions.csv\nrules:\n  - { metric: mae, max: 0.5, on: value }\nminN: 5\n',
  );
  const tool = fileURLToPath(new URL('bin/tanimark.js', root));

  it('ends as the check does, and finds the comment and the verdict that it wrote', () => {
    const run = (inputs: Record<string, string>) => {
      const forward = `#!/usr/bin/env bash\nshift 2\nexec '${process.execPath}' '${tool}' "$@"\n`;
      const restored = stubs.instead('npx', forward);
      try {
        return runStep(check, inputs, { GITHUB_STEP_SUMMARY: folder.file('summary.md', '') });
      } finally {
        restored();
      }
    };
    const result = () => readFileSync(folder.at('tanimark-comment.md'), 'utf8').split('\n');
    const failed = run({ config, junit: 'my report.xml' });
    expect([failed.code, failed.output, failed.stdout]).toEqual([
      1,
      'verdict=fail\n',
      expect.stringMatching(/\nFAIL: 1 rule failed\n$/),
    ]);
    expect(result()[0]).toMatch(
      /^<!-- tanimark-check .*my%20gate%3B%20%24%28touch%20x%29\.yaml -->$/,
    );
    expect(readFileSync(folder.at('my report.xml'), 'utf8')).toContain('failures="1" errors="0"');
    const missing = run({ config: 'none.yaml' });
    expect([missing.code, missing.output]).toEqual([2, 'verdict=error\n']);
    expect(existsSync(folder.at('x'))).toBe(false);
  });
});

describe('the comment of the action', () => {
  const body = `body=@${folder.path}/tanimark-comment.md`;
  const marker = 'marker=<!-- tanimark-check -->';
  const put = () => {
    const env = { STUB_EXIT: '1', STUB_COMMENT: written(summaryOf(EVERY_KIND)) };
    expect(runStep(check, {}, env).code).toBe(1);
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
