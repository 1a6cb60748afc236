import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { planOf } from '../../src/workflows/bench/load.js';
import { run } from '../cli/run.js';
import { temporaryFolder } from '../helpers.js';
import { BASE, BINS, isTest, NEW, rows, SPLIT } from './check/repository.js';
import { csv } from './score/made.js';

const folder = temporaryFolder();
const all = rows(120);
const models = all.filter(isTest);
const MORGAN = 'morgan:bits=1024';

beforeAll(async () => {
  const pool = new ChemistryPool(parseFingerprint(MORGAN), { threads: 1 });
  const { words } = await pool.describe(all.map(({ smiles }) => smiles));
  const lines = all.map(
    ({ name }, r) =>
      `${Buffer.from(words.slice(r * 32, r * 32 + 32).buffer).toString('hex')}\t${name}`,
  );
  mkdirSync(folder.at('gate/prints'), { recursive: true });
  folder.file('gate/prints/own.fps', `#FPS1\n#num_bits=1024\n${lines.join('\n')}\n`);
  folder.file('gate/split.csv', csv(all, SPLIT));
  folder.file('gate/new.csv', csv(models, NEW));
  folder.file('gate/base.csv', csv(models, BASE));
});

/** Writes the configuration of a check. */
const configure = (fingerprint: string, name = 'tanimark.config.yaml') =>
  folder.file(
    `gate/${name}`,
    JSON.stringify({
      ...{ split: 'split.csv', label: 'y', predictions: 'new.csv', baseline: 'b.json' },
      ...{ bins: BINS, bootstrap: 100, minN: 5, fingerprint },
      rules: [
        { metric: 'mae', margin: '200%' },
        { metric: 'mae', margin: '200%', stratum: 'lowest' },
      ],
    }),
  );

const checked = async (cwd: string, ...args: string[]) => {
  const { code, stdout, stderr } = await run(['check', '--json', ...args], { cwd });
  return { code, stderr, ...(JSON.parse(stdout) as { outcomes: unknown; errors: unknown[] }) };
};

describe('fingerprints of a file', () => {
  it('compare models in the strata that RDKit gives', async () => {
    const results = [];
    for (const spec of [MORGAN, `fps:${folder.at('gate/prints/own.fps')}`, 'maccs']) {
      const { code, stdout } = await run([
        ...['compare', folder.at('gate/base.csv'), folder.at('gate/new.csv')],
        ...['--split', folder.at('gate/split.csv'), '--label', 'y', '--bins', BINS],
        ...['--fingerprint', spec, '--min-n', '5', '--json'],
      ]);
      expect(code).toBe(0);
      results.push(JSON.parse(stdout).tasks);
    }
    const [computed, read, other] = results;
    expect(read).toEqual(computed);
    expect(other).not.toEqual(computed);
  });

  it('are named in a configuration relative to its folder, and found from any folder', async () => {
    configure(MORGAN);
    const config = ['--config', folder.at('gate/tanimark.config.yaml')];
    expect((await run(['check', ...config, '--update-baseline'])).code).toBe(0);
    const computed = await checked(folder.path, ...config);
    configure('fps:prints/own.fps');
    rmSync(folder.at('gate/b.json'));
    expect((await run(['check', ...config, '--update-baseline'])).code).toBe(0);
    for (const cwd of ['', 'gate', 'gate/prints']) {
      const found = await checked(join(folder.path, cwd), ...config);
      expect({ ...found, stderr: '' }).toMatchObject({ code: 0, errors: [] });
      expect(found.outcomes).toEqual(computed.outcomes);
    }
  });

  it('may be moved after the baseline was made, but not changed', async () => {
    configure('fps:prints/own.fps');
    const cwd = folder.at('gate');
    rmSync(folder.at('gate/b.json'), { force: true });
    expect((await run(['check', '--update-baseline'], { cwd })).code).toBe(0);
    renameSync(folder.at('gate/prints/own.fps'), folder.at('gate/moved.fps'));
    configure('fps:moved.fps');
    expect((await checked(cwd)).code).toBe(0);
    const text = folder.read('gate/moved.fps');
    // One bit more in the first fingerprint.
    const changed = text.replace(
      /(bits=1024\n)(.)/,
      (_, head, digit) => `${head}${(Number.parseInt(digit, 16) ^ 1).toString(16)}`,
    );
    writeFileSync(folder.at('gate/prints/own.fps'), changed);
    configure('fps:prints/own.fps');
    const { code, errors } = await checked(cwd);
    expect(code).toBe(2);
    expect(errors).toMatchObject([{ name: 'settings_changed' }]);
    renameSync(folder.at('gate/moved.fps'), folder.at('gate/prints/own.fps'));
  });

  it('are an ingredient of the splits of a benchmark by what they hold', async () => {
    const planned = async (fingerprint: string) => {
      const path = folder.file(
        'gate/tanimark.bench.yaml',
        JSON.stringify({
          data: [{ file: 'split.csv', label: 'y' }],
          splits: [{ method: 'random' }],
          models: { knn: { builtin: 'knn' } },
          fingerprint,
        }),
      );
      const { splits, config } = await planOf(path);
      return { id: splits[0].id, place: config.scoring.fingerprint };
    };
    const first = await planned('fps:prints/own.fps');
    expect(first.place).toBe(`fps:${folder.at('gate/prints/own.fps')}`);
    const text = folder.read('gate/prints/own.fps');
    folder.file('gate/renamed.fps', text);
    expect((await planned('fps:renamed.fps')).id).toBe(first.id);
    folder.file('gate/renamed.fps', `${text}\n`);
    expect((await planned('fps:renamed.fps')).id).not.toBe(first.id);
  });
});
