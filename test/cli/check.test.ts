import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { loadConfig } from '../../src/gate/config/load.js';
import type { CheckSummary } from '../../src/gate/types.js';
import { temporaryFolder } from '../helpers.js';
import { type Run, run } from './run.js';

const fixture = fileURLToPath(new URL('../fixtures/repository/', import.meta.url));
const schema = readFileSync(new URL('../report/check/junit.xsd', import.meta.url), 'utf8');

const folder = temporaryFolder();
const cache = temporaryFolder();

/** What GitHub sets is of the machine that the tests run on, and not of the one that is played here. */
const nowhere = { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '', GITHUB_WORKSPACE: '' };
const warm = { TANIMARK_CACHE_DIR: cache.path };

async function check(args: string[], env: Record<string, string> = warm): Promise<Run> {
  return await run(['check', ...args], { cwd: folder.path, env: { ...nowhere, ...env } });
}

/** The predictions of a pull request. */
function propose(model: string): void {
  copyFileSync(join(fixture, 'predictions', `${model}.csv`), folder.at('predictions.csv'));
}

const summaryOf = ({ stdout }: Run): CheckSummary => JSON.parse(stdout);
const verdicts = ({ outcomes }: CheckSummary) =>
  outcomes.map(
    ({ kind, stratum, verdict }) => `${[kind, stratum].filter(Boolean).join(' ')}: ${verdict}`,
  );
const files = ['check.xml', 'check.md', 'comment.md'];
const outputs = ['--junit', 'check.xml', '--markdown', 'check.md', '--comment', 'comment.md'];

/** The fixture's cells by name, read plainly. */
function column(file: string, name: string): Map<string, string> {
  const [head, ...lines] = readFileSync(join(fixture, file), 'utf8').trimEnd().split('\n');
  const columns = head.split(',');
  const [key, at] = [columns.indexOf('name'), columns.indexOf(name)];
  return new Map(lines.map((line) => [line.split(',')[key], line.split(',')[at]]));
}

/** By how much the mean absolute error of a model is above that of the baseline, where `inside` says. */
function meanDrop(model: string): (inside: (similarity: number) => boolean) => number {
  const truth = column('split.csv', 'crippen_logp');
  const similarity = column('split.csv', 'max_similarity');
  const [ours, theirs] = [model, 'base'].map((m) => column(`predictions/${m}.csv`, 'prediction'));
  return (inside) => {
    const names = [...ours.keys()].filter((name) => inside(Number(similarity.get(name))));
    const total = names.reduce((sum, name) => {
      const y = Number(truth.get(name));
      const error = (p: Map<string, string>) => Math.abs(Number(p.get(name)) - y);
      return sum + error(ours) - error(theirs);
    }, 0);
    return total / names.length;
  };
}

async function expectValidJunit(): Promise<void> {
  const xml = [{ fileName: 'check.xml', contents: folder.read('check.xml') }];
  expect((await validateXML({ xml, schema })).errors).toEqual([]);
}

describe('the gate of a repository', () => {
  let begun: Run;
  let updated: Run;

  beforeAll(async () => {
    for (const name of ['split.csv', 'split.csv.manifest.json']) {
      copyFileSync(join(fixture, name), folder.at(name));
    }
    propose('base');
    begun = await check(['--init']);
    updated = await check(['--update-baseline']);
    // Looking for leakage takes most of the time of a check, and most of the tests are not of it.
    const [plain] = folder.read('tanimark.config.yaml').split('\naudit:');
    folder.file('plain.yaml', `${plain}\n`);
  });

  it('has the predictions that its script makes', () => {
    const made = temporaryFolder();
    const script = join(fixture, 'make.js');
    expect(spawnSync(process.execPath, [script, made.path]).status).toBe(0);
    for (const name of readdirSync(join(fixture, 'predictions'))) {
      expect(made.read(name)).toBe(readFileSync(join(fixture, 'predictions', name), 'utf8'));
    }
  });

  it('begins with a configuration that loads as it is', () => {
    expect(begun).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'wrote tanimark.config.yaml\nnext: look at it, run tanimark check --update-baseline, and commit\n  tanimark.config.yaml and tanimark.baseline.json, with the split,\n  its manifest and the predictions\n',
    });
    expect(folder.read('tanimark.config.yaml')).not.toContain('TODO');
    const { tasks, rules, audit } = loadConfig('tanimark.config.yaml', folder.path);
    expect(tasks).toMatchObject([
      {
        split: 'split.csv',
        label: 'crippen_logp',
        predictions: 'predictions.csv',
        baseline: 'tanimark.baseline.json',
      },
    ]);
    expect(rules.map(({ metric, stratum }) => `${metric} ${stratum}`)).toEqual([
      'mae overall',
      'mae each',
    ]);
    expect(audit).toMatchObject({ maxDuplicates: '1%' });
  });

  it('keeps the predictions of the model in use as its baseline', () => {
    expect(updated.code).toBe(0);
    expect(updated.stderr).toContain(
      'wrote tanimark.baseline.json: predictions of 299 test rows; commit it\n',
    );
    const baseline = folder.read('tanimark.baseline.json');
    expect(JSON.parse(baseline).tasks[0].rows).toHaveLength(299);
    expect(baseline).not.toContain(folder.path);
  });

  it('passes equally good predictions, without a word to GitHub outside of it', async () => {
    propose('equal');
    const found = await check([...outputs, '--json']);
    expect(found.code).toBe(0);
    const summary = summaryOf(found);
    expect(summary).toMatchObject({ verdict: 'pass', exit_code: 0, errors: [] });
    expect(verdicts(summary)).toEqual([
      'drop overall: pass',
      'drop [0, 1/3): pass',
      'drop [1/3, 2/3): pass',
      'drop [2/3, 1]: pass',
      'audit: pass',
    ]);
    expect(found.stderr).toBe(
      'note: using predictions of column "prediction", matched to the test set by id (column "name")\n',
    );
    await expectValidJunit();
    expect(folder.read('comment.md').startsWith('<!-- tanimark')).toBe(true);
  });

  it('fails where only the molecules unlike training are worse, with the same bytes each time', async () => {
    propose('worse-at-low-similarity');
    folder.file('summary.md', '# A job\n');
    const github = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: folder.at('summary.md') };
    const args = ['--config', 'plain.yaml', ...outputs, '--json'];
    const first = await check(args, { ...warm, ...github });
    expect(first.code).toBe(1);
    const summary = summaryOf(first);
    expect(verdicts(summary)).toEqual([
      'drop overall: pass',
      'drop [0, 1/3): fail',
      'drop [1/3, 2/3): pass',
      'drop [2/3, 1]: pass',
    ]);
    const [overall, lowest] = summary.outcomes;
    const drop = meanDrop('worse-at-low-similarity');
    expect(lowest.drop).toBeCloseTo(
      drop((similarity) => 3 * similarity < 1),
      12,
    );
    expect(overall.drop).toBeCloseTo(
      drop(() => true),
      12,
    );
    expect(overall.drop).toBeLessThan(overall.tolerance as number);
    const annotations = first.stderr.match(/^::error .*$/gm);
    expect(annotations).toHaveLength(1);
    expect(annotations?.[0]).toContain('file=plain.yaml');
    expect(folder.read('check.xml').match(/<failure /g)).toHaveLength(1);
    await expectValidJunit();
    const written = files.map((name) => folder.read(name));
    expect(first.stdout + written.join('')).not.toContain(folder.path);
    const once = folder.read('summary.md');
    expect(once).toBe(`# A job\n${written[1]}\n`);

    // With nothing kept of the first run, another number of threads, and a summary that is full.
    const full = '#'.repeat(1_040_000);
    folder.file('full.md', full);
    const again = { ...github, GITHUB_STEP_SUMMARY: folder.at('full.md') };
    const second = await check([...args, '--threads', '1'], again);
    expect(second).toEqual(first);
    expect(files.map((name) => folder.read(name))).toEqual(written);
    expect(folder.read('full.md')).toBe(full);
  });

  it('says so where the test set cannot tell, and fails then if that is the policy', async () => {
    propose('noisy');
    const found = await check(['--config', 'plain.yaml', '--quiet'], {
      ...warm,
      NO_COLOR: '1',
      FORCE_COLOR: '1',
    });
    expect(found.code).toBe(0);
    expect(found.stderr).toBe('');
    expect(found.stdout).toContain('INCONCLUSIVE: 4 rules inconclusive');
    expect(found.stdout).toMatch(/[Ww]ith\s+100\s+rows,\s+the\s+power\s+reaches\s+80%/);
    expect(found.stdout).not.toContain('\u001b');
    for (const line of found.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);

    const strict = folder.read('plain.yaml').replace('inconclusive: warn', 'inconclusive: fail');
    folder.file('strict.yaml', strict);
    const refused = await check(['--config', 'strict.yaml', '--json']);
    expect(refused.code).toBe(3);
    expect(summaryOf(refused)).toMatchObject({ verdict: 'inconclusive', policy: 'fail' });
  });

  it('does not pass a test set that was tampered with', async () => {
    propose('equal');
    const split = folder.read('split.csv');
    const baseline = folder.read('tanimark.baseline.json');
    // The error of one row is made small by another true value.
    const [row] = split.match(/^temazepam,.*$/m) as RegExpMatchArray;
    folder.file('split.csv', split.replace(row, row.replace('2.4722', '2.4447')));
    const told = await check(['--config', 'plain.yaml', '--json']);
    expect(told.code).toBe(2);
    expect(told.stderr).toMatch(/^error: split_changed: split\.csv has changed since /m);
    // Without a manifest the baseline tells.
    const manifest = folder.read('split.csv.manifest.json');
    folder.file('split.csv.manifest.json', '{}');
    const found = await check(['--config', 'plain.yaml', ...outputs, '--json']);
    folder.file('split.csv.manifest.json', manifest);
    expect(found.code).toBe(2);
    expect(summaryOf(found).errors).toEqual([
      {
        name: 'test_set_changed',
        task: null,
        message: expect.stringMatching(
          /^the test set differs from that of tanimark.baseline.json: 1 row has different true values/,
        ),
      },
    ]);
    expect(found.stderr).toContain('error: test_set_changed: ');
    expect(folder.read('check.xml')).toContain('<error type="test_set_changed"');
    expect(folder.read('check.md')).toContain('test_set_changed');
    await expectValidJunit();
    folder.file('split.csv', split);
    // A check never writes its baseline.
    expect(folder.read('tanimark.baseline.json')).toBe(baseline);
  });
});
