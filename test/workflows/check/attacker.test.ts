import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/gate/config/load.js';
import type { CheckSummary } from '../../../src/gate/types.js';
import { Job } from '../../../src/job.js';
import { checkComment } from '../../../src/report/check/comment.js';
import { githubAnnotations } from '../../../src/report/check/github.js';
import { checkJunit } from '../../../src/report/check/junit.js';
import { checkMarkdown } from '../../../src/report/check/markdown.js';
import { renderCheck } from '../../../src/report/check/terminal.js';
import { styleFor } from '../../../src/report/style.js';
import { check } from '../../../src/workflows/check/index.js';
import { updateBaseline } from '../../../src/workflows/check/update.js';
import { gitIn } from '../../git-repository.js';
import { errorOf } from '../../helpers.js';
import { csv } from '../score/made.js';
import { BINS, isTest, Repository, rows, SIDES } from './repository.js';

const all = rows(60);
const test = all.filter(isTest);
const task = () => new Job({ threads: 1 });
const SECRET = 'hunter2';

/** Files of a repository that are no tables of a check, such as a step before it has written. */
const SECRETS: Record<string, string> = {
  '.env': `DB_PASSWORD=${SECRET}-a\nAPI_KEY=${SECRET}-b\nDB_HOST=${SECRET}-c\nPORT=5432\n`,
  'token.csv': `${SECRET}\n`,
  'key.json': `{\n  "id": "${SECRET}",\n  "private_key": "${SECRET}-b"\n}\n`,
  'users.csv': `id,password\n${test.map(({ name }) => `${name},${SECRET}-${name}\n`).join('')}`,
  'scores.csv': `id,${SECRET}\n${test.map(({ name }, i) => `${name},${i === 9 ? SECRET : i}\n`).join('')}`,
  'people.cnf': `CN=${SECRET}-a\nSSN=${SECRET}-b\n`,
};

/** All that is shown of a check, wherever. */
function everyOutput(summary: CheckSummary): string {
  return [
    JSON.stringify(summary),
    checkMarkdown(summary),
    checkComment(summary),
    checkJunit(summary),
    githubAnnotations(summary, 'config.json'),
    renderCheck(summary, styleFor(0, 200)),
  ].join('\n');
}

const separated = { delimiter: '=', header: false, smiles: '2', id: '1', label: '3' };
const compared = { baseline: 'base.csv', rules: [{ metric: 'mae', margin: 9 }] };
/** What a file stands for in a configuration, and how it is to be read: so that its words are taken for what is told. */
const ROLES: Record<string, (name: string) => readonly object[]> = {
  split: (split) => [
    { split },
    { split, smiles: 'password', splitColumn: 'id' },
    { split, ...separated, smiles: '1', label: '2', splitColumn: '2' },
    { split, rules: [], header: false, smiles: '1', splitColumn: '1' },
  ],
  train: (train) => [
    { ...SIDES, train },
    { ...SIDES, train, ...separated, truth: 'keys.csv' },
  ],
  truth: (truth) => [
    { ...SIDES, truth },
    { ...SIDES, truth, ...separated, label: '2', train: 'keys.csv' },
    { ...SIDES, truth, ...separated, smiles: '1', label: undefined, train: 'keys.csv' },
  ],
  predictions: (predictions) => [
    { predictions },
    { predictions, prediction: 'password' },
    { predictions, ...separated, split: 'keys.csv', splitColumn: '4', prediction: '2' },
    { predictions, header: false, join: 'order', prediction: '1', label: '4' },
    { predictions, predictionSmiles: 'password', predictionId: 'none' },
  ],
  baseline: (baseline) => [
    { ...compared, baseline },
    { ...compared, ...separated, baseline, split: 'keys.csv', predictions: 'known.csv' },
    { ...compared, baseline: 'b.json' },
  ],
};

describe('a file that is no table of the check', () => {
  const names = Object.keys(SECRETS);
  const attempts = Object.entries(ROLES).flatMap(([role, configs]) =>
    // The likeliest file in every way, and each way for some of the others.
    names.flatMap((name, n) => {
      const every = configs(name);
      const used = name === '.env' ? every : [every[n % every.length]];
      return used.map((config) => [role, name, config] as const);
    }),
  );

  it.each(attempts)('is not quoted as %s: %s, %j', async (_, name, config) => {
    const repository = new Repository(all);
    repository.writeSides();
    // A split whose molecules are called like the keys that everybody knows are in the file.
    const keys = ['DB_HOST', 'DB_PASSWORD', 'API_KEY', 'PORT', 'CN', 'SSN'];
    const plain = all.filter(({ smiles }) => !smiles.includes('='));
    const lines = plain.map(({ smiles, y, split }, i) => [keys[i] ?? i, smiles, y, split]);
    repository.write('keys.csv', lines.map((cells) => cells.join('=')).join('\n'));
    repository.write('known.csv', lines.map(([key, , y]) => `${key}=${y}`).join('\n'));
    repository.write(name, SECRETS[name]);
    if (JSON.stringify(config).includes('b.json')) {
      repository.write('b.json', SECRETS[name]);
    }
    const summary = await repository.check({
      baseline: undefined,
      rules: [
        { metric: 'mae', max: 9 },
        { metric: 'mae', max: 9, stratum: '2=none' },
      ],
      audit: { maxDuplicates: 0, maxConflicts: 0 },
      maxInvalid: '100%',
      ...config,
    });
    const shown = everyOutput(summary);
    expect(shown).not.toContain(SECRET);
    expect(summary.exit_code).toBe(2);
    for (const { message } of summary.errors) expect(message).not.toMatch(/\n|undefined/);
  });

  it('is told by its rows where it has predictions and one of them is wrong', async () => {
    const repository = new Repository(all);
    repository.write('new.csv', SECRETS['scores.csv']);
    const config = { baseline: undefined, rules: [{ metric: 'mae', max: 9 }], prediction: '2' };
    const { errors } = await repository.check(config);
    expect(errors.map(({ name, message }) => [name, message])).toEqual([
      [
        'invalid_prediction',
        `${repository.at('new.csv')}: column 2, row 10 (line 11): a cell that is not a finite number; fix it`,
      ],
    ]);
    // A table of molecules is quoted.
    const named = csv(test, {
      smiles: (row) => row.smiles,
      pred: (row) => (row === test[9] ? 'failed' : row.pred),
    });
    repository.write('new.csv', named);
    const own = await repository.check({ ...config, prediction: 'pred' });
    expect(own.errors[0].message).toContain(
      'new.csv: column "pred", row 10 (line 11): "failed" is not a finite number; fix it',
    );
  });
});

describe('a link that is made after the configuration was read', () => {
  const config = { split: 'split.csv', label: 'y', predictions: 'new.csv', bins: BINS };
  const load = (repository: Repository, own: object) => {
    repository.write('config.json', JSON.stringify({ ...config, ...own }));
    return loadConfig(repository.at('config.json'));
  };
  const outside = () => {
    const other = new Repository(all);
    other.write('secret.csv', SECRETS['users.csv']);
    return other.at('secret.csv');
  };

  it.each(['split', 'train', 'truth', 'predictions', 'baseline', 'manifest'])(
    'is not followed: %s',
    async (key) => {
      const repository = new Repository(all);
      const own = {
        rules: [{ metric: 'mae', margin: 9 }],
        audit: { maxDuplicates: 0 },
        baseline: 'base.csv',
        ...(key === 'train' || key === 'truth' ? SIDES : {}),
      };
      const gate = load(repository, own);
      const [task_] = gate.tasks;
      const path =
        key === 'manifest'
          ? repository.at('split.csv.manifest.json')
          : (task_[key as 'split'] as string);
      rmSync(path, { force: true });
      symlinkSync(outside(), path);
      const summary = await check(gate, undefined, task());
      expect(summary.errors.map(({ name, message }) => [name, message])).toEqual([
        [
          'config',
          expect.stringMatching(
            key === 'manifest'
              ? /^the manifest of the split is "split\.csv\.manifest\.json", which leads outside .*--allow-outside$/
              : new RegExp(
                  `^\`${key}\` in .*config\\.json is "[a-z]+\\.csv", which leads outside the folder .*, by a symbolic link; .*--allow-outside$`,
                ),
          ),
        ],
      ]);
      expect([summary.exit_code, summary.outcomes, summary.baseline_changes]).toEqual([2, [], []]);
      expect(everyOutput(summary)).not.toContain(SECRET);
      const { errors } = await check({ ...gate, allowOutside: true }, undefined, task());
      expect(errors.filter(({ message }) => message.includes('outside'))).toEqual([]);
    },
  );

  it('is not written through', async () => {
    const repository = new Repository(all);
    const gate = load(repository, { baseline: 'b.json', rules: [{ metric: 'mae', margin: 9 }] });
    const target = outside().replace('secret.csv', 'written.json');
    symlinkSync(target, repository.at('b.json'));
    const { message } = await errorOf(() => updateBaseline(gate, undefined, task()));
    expect(message).toMatch(/^`baseline` in .* is "b\.json", which leads outside /);
    expect(existsSync(target)).toBe(false);
    rmSync(repository.at('b.json'));
    expect((await updateBaseline(gate, undefined, task())).outputs).toHaveLength(1);
  });

  it('does not make a bundled data set of what is called like one', async () => {
    const repository = new Repository(all);
    mkdirSync(repository.at('dataset:'));
    const name = `dataset:/../${'../'.repeat(20)}etc/passwd`;
    for (const key of ['split', 'predictions', 'baseline']) {
      const gate = load(repository, { rules: [{ metric: 'mae', margin: 9 }], baseline: 'b.json' });
      const tasks = [{ ...gate.tasks[0], [key]: name }];
      const cwd = process.cwd();
      try {
        process.chdir(repository.path);
        const { errors } = await check({ ...gate, tasks }, undefined, task());
        expect(errors[0].message).toContain('which leads outside');
      } finally {
        process.chdir(cwd);
      }
    }
  });
});

describe('git in a repository of somebody else', () => {
  const rules = [{ metric: 'mae', margin: 9 }];

  async function committed(): Promise<{ repository: Repository; git: ReturnType<typeof gitIn> }> {
    const repository = new Repository(all);
    const git = gitIn(repository.path);
    git.init();
    await repository.accept();
    git.commit('baseline');
    return { repository, git };
  }

  it('runs no program that its configuration names', async () => {
    const { repository, git } = await committed();
    const ran = repository.at('ran');
    const script = repository.at('script');
    repository.write('script', `#!/bin/sh\ntouch '${ran}'\ncat\n`);
    chmodSync(script, 0o755);
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'diff.external',
      'diff.x.textconv',
      'diff.x.command',
      'filter.x.smudge',
      'filter.x.process',
      'uploadpack.packObjectsHook',
    ]) {
      git.git('config', key, script);
    }
    repository.write('.gitattributes', '* diff=x filter=x\n');
    for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction']) {
      symlinkSync(script, repository.at(`.git/hooks/${hook}`));
    }
    rmSync(ran, { force: true });
    const gate = { ...(await load(repository)), baselineRef: 'main' };
    const { errors, baseline_ref } = await check(gate, undefined, task());
    expect([errors, baseline_ref?.ref]).toEqual([[], 'main']);
    expect(existsSync(ran)).toBe(false);
  });

  const load = async (repository: Repository, own: object = {}) => {
    const base = { split: 'split.csv', label: 'y', predictions: 'new.csv', bins: BINS, rules };
    repository.write(
      'config.json',
      JSON.stringify({ ...base, baseline: 'b.json', bootstrap: 100, ...own }),
    );
    return loadConfig(repository.at('config.json'));
  };

  it('is that of the configuration, whatever folders in it look like', async () => {
    const { repository, git } = await committed();
    const [first] = git.git('rev-parse', 'HEAD').split('\n');
    // A folder that is a repository by itself, with a branch and a baseline of its own.
    const theirs = new Repository(all);
    await theirs.accept({ predictions: 'new.csv' });
    gitIn(theirs.path).init();
    gitIn(theirs.path).commit('own');
    for (const clone of [['--bare'], []]) {
      rmSync(repository.at('inner'), { recursive: true, force: true });
      execFileSync('git', ['clone', '--quiet', ...clone, theirs.path, repository.at('inner')]);
      repository.write('inner/b.json', theirs.read('b.json'));
      const gate = {
        ...(await load(repository, { baseline: 'inner/b.json' })),
        baselineRef: 'main',
      };
      const { errors } = await check(gate, undefined, task());
      expect(errors.map(({ message }) => message)).toEqual([
        expect.stringContaining(`commit ${first.slice(0, 7)} has no `),
      ]);
    }
  });

  it('gives no file for a link of that name', async () => {
    const { repository, git } = await committed();
    rmSync(repository.at('b.json'));
    symlinkSync('split.csv', repository.at('b.json'));
    git.commit('link');
    const gate = { ...(await load(repository)), baselineRef: 'HEAD' };
    const { errors } = await check(gate, undefined, task());
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('is not a baseline file (not JSON)'),
    ]);
  });
});
