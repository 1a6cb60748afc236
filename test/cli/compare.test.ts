import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, temporaryFolder } from '../helpers.js';
import { type Run, run } from './run.js';

const folder = temporaryFolder();
let compared: Run;
let test: Record<string, string>[];

beforeAll(async () => {
  await run(['split', 'dataset:drugs', '-o', folder.at('split.csv'), '-q']);
  const rows = rowsOf(folder.read('split.csv'));
  test = rows.filter(({ split }) => split === 'test');
  // As in the example of --help: log P guessed from the weight, of molecules of either side.
  for (const [name, divisor] of [
    ['base', 100],
    ['new', 120],
  ] as const) {
    const lines = rows.map((r) => `${r.smiles},${Number(r.formula_weight) / divisor}`);
    folder.file(`${name}.csv`, `smiles,y_pred\n${lines.join('\n')}\n`);
  }
  compared = await run(['compare', 'base.csv', 'new.csv', '--split', 'split.csv'], {
    cwd: folder.path,
  });
});

const mae = (divisor: number) =>
  test.reduce(
    (sum, r) => sum + Math.abs(Number(r.formula_weight) / divisor - Number(r.crippen_logp)),
    0,
  ) / test.length;

describe('tanimark compare', () => {
  it('shows both models on one screen, and notes aside', () => {
    const { code, stdout, stderr } = compared;
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThan(55);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.slice(lines.lastIndexOf('') + 1).join(' ')).toMatch(
      /^(new is (significantly )?better than base|no significant difference between new and base) overall.*: MAE −0\.\d+ \[/,
    );
    expect(stdout).toContain(`${mae(100).toFixed(3)} → ${mae(120).toFixed(3)}`);
    expect(stderr).toMatch(
      /^note: using predictions of column "y_pred", matched to the test set by smiles/m,
    );
    expect(stderr.split('\n').filter((line) => !/^note: |^$/.test(line))).toEqual([]);
  });

  it('writes what the ending says: the same for any number of threads', async () => {
    const args = [
      'compare',
      'base.csv',
      'new.csv',
      '--split',
      'split.csv',
      '-q',
      '--metrics',
      'mae',
    ];
    const options = { cwd: folder.path };
    for (const [name, threads] of [
      ['one.json', '1'],
      ['two.json', '2'],
    ]) {
      expect(await run([...args, '-o', name, '--threads', threads], options)).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      });
    }
    const [one, two] = ['one.json', 'two.json'].map((name) => JSON.parse(folder.read(name)));
    expect({ ...one, seconds: null }).toEqual({ ...two, seconds: null });
    const overall = one.tasks[0].groups[0];
    expect(overall.metrics.mae.differences[0].difference).toBeCloseTo(mae(120) - mae(100), 9);
    expect(one.tasks[0].groups.map((g: { n: number }) => g.n)).toEqual([120, 40, 40, 40]);
    expect(one.parameters.label).toBe('crippen_logp');
    const three = await run(
      [...args, 'base.csv', '--names', 'a,b,c', '--margin', '5%', '--format', 'csv'],
      options,
    );
    const rows = rowsOf(three.stdout.replaceAll(/"[^"]*"/g, (cell) => cell.replaceAll(',', ';')));
    expect(rows).toHaveLength(4 * 3);
    expect(rows[0]).toMatchObject({ a: 'a', b: 'b', metric: 'mae', test: 'wilcoxon' });
    expect(rows[1]).toMatchObject({ a: 'a', b: 'c', difference: '0', standing: 'equivalent' });
  });

  it('refuses what cannot be compared, in one line', async () => {
    const refused = async (...args: string[]) => {
      const { code, stdout, stderr } = await run(['compare', ...args], { cwd: folder.path });
      expect(code).toBe(2);
      if (args.includes('--json')) {
        expect(`error: ${JSON.parse(stdout).error.message}\n`).toBe(stderr);
      } else expect(stdout).toBe('');
      expect(stderr).toMatch(/^error: .*\n$/);
      return stderr;
    };
    expect(await refused('base.csv', '--split', 'split.csv')).toContain(
      'for one model, use tanimark score',
    );
    expect(await refused('base.csv', '--names', 'a')).toContain(
      '--names: one file without --split is taken as results of cross-validation',
    );
    expect(
      await refused('base.csv', 'new.csv', '--split', 'split.csv', '--minimize', 'x'),
    ).toContain('--minimize: it is for results of cross-validation');
    expect(await refused('base.csv')).toContain('cross-validation results need the columns');
    expect(await refused('base.csv', 'new.csv', '--split', 'split.csv', '-o', 'new.csv')).toContain(
      'new.csv',
    );
    expect(
      await refused('base.csv', 'new.csv', '--split', 'split.csv', '--json', '-o', 'x.csv'),
    ).toContain('the ending says another format');
  });
});
