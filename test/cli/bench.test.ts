import { describe, expect, it } from 'vitest';
import type { BenchReport } from '../../src/bench/report/types.js';
import { rowsOf, temporaryFolder } from '../helpers.js';
import { commandOf, writeModels } from '../workflows/bench/benchmark.js';
import { run } from './run.js';

const folder = temporaryFolder();
writeModels(folder.path);
const bench = (args: string[]) => run(['bench', ...args], { cwd: folder.path });

const config = `data: [{file: mols.csv, label: crippen_logp}]
splits: [{method: random, repeats: 3}, {method: butina, name: clusters}]
models:
  good: {${commandOf('good.mjs')}}
  half: {${commandOf('half.mjs')}}
metrics: [mae, rmse]
bootstrap: 100
minN: 5
`;

describe.skipIf(process.platform === 'win32')('tanimark bench', () => {
  it('writes a configuration to begin with, that lists its cells', async () => {
    const init = await bench(['--init']);
    expect(init).toEqual({
      code: 0,
      stdout: '',
      stderr: 'wrote tanimark.bench.yaml\nnext: add your models to it, and run tanimark bench\n',
    });
    const again = await bench(['--init']);
    expect(again.code).toBe(2);
    expect(again.stderr).toBe(
      'error: tanimark.bench.yaml already exists; edit it, or delete it and run the command again\n',
    );
    const { code, stdout } = await bench(['--dry-run']);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    // 7 splits; knn, and the three other baselines.
    expect(lines).toHaveLength(1 + 28 + 2);
    expect(lines[1]).toMatch(/^[0-9a-f]{20} {2}run {4}drugs\/random\/0\/knn$/);
    expect(lines.at(-1)).toBe('28 cells to run, 0 to score again, 0 finished; results: bench');
    const document = JSON.parse((await bench(['--dry-run', '--json'])).stdout);
    expect(document.counts).toEqual({ run: 28, score: 0, done: 0 });
    expect(document.cells[0]).toMatchObject({
      name: 'drugs/random/0/knn',
      state: 'run',
      failed: null,
    });
  });

  it('runs, tells of each command, and shows failures; its exit code is 1', async () => {
    folder.file('own.yaml', config);
    const { code, stdout, stderr } = await bench(['-c', 'own.yaml', '-o', 'out', '--jobs', '2']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^\d+\/24 mols\/random\/0\/good: done in \d+ s$/m);
    expect(stderr).toMatch(
      /^\d+\/24 mols\/random\/0\/half: failed in \d+ s: predictions for 12 of 30 test rows$/m,
    );
    expect(stderr).not.toContain('knn');
    expect(stderr).toContain('wrote out/results.json\nwrote out/results.csv\n');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^ {2}model +random +clusters$/m);
    expect(stdout).toMatch(/^ {2}good +\d\.\d{3} ±\d\.\d{3} +\d\.\d{3} ±\d\.\d{3}$/m);
    expect(stdout).toMatch(/^ {2}half +failed +failed$/m);
    expect(stdout).toMatch(/^ {2}half: predictions for 12 of \d+ test rows \(mols\/random\/0/m);
    expect(stdout).toMatch(/\n20 of 24 cells have scores, 4 failed\n$/);
  });

  it('reports in every format, with the same numbers', async () => {
    const files = ['--markdown', 'r.md', '--latex', 'r.tex', '--csv', 'r.csv'];
    const { code, stdout } = await bench([
      'report',
      '-c',
      'own.yaml',
      '-o',
      'out',
      '--json',
      ...files,
    ]);
    expect(code).toBe(1);
    const report: BenchReport = JSON.parse(stdout);
    const [mae] = report.metrics;
    const good = mae.table.find(({ model, split }) => model === 'good' && split === 'random');
    const text = `${good?.value?.toFixed(3)} ±${(((good?.ci95?.[1] ?? 0) - (good?.ci95?.[0] ?? 0)) / 2).toFixed(3)}`;
    expect(folder.read('r.md')).toContain(`| good | ${text} |`);
    expect(folder.read('r.tex')).toContain(`    good & ${text.replace('±', '$\\pm$')} &`);
    const rows = rowsOf(folder.read('r.csv').replace(/"[^"]*"/g, 'bin'));
    const row = rows.find(
      (one) =>
        one.metric === 'mae' &&
        one.model === 'good' &&
        one.split === 'random' &&
        one.stratum === 'overall',
    );
    expect(Number(row?.value)).toBe(good?.value);
    expect(Number(row?.ci95_low)).toBe(good?.ci95?.[0]);
    const gap = mae.gaps.find(({ model }) => model === 'knn');
    const ofGap = rows.find(
      (one) =>
        one.metric === 'mae' && one.model === 'knn' && one.split === 'clusters' && one.gap !== '',
    );
    expect(Number(ofGap?.gap)).toBe(gap?.worse_by);
    expect(folder.read('r.md')).toContain('Failed');
    expect(folder.read('r.tex')).toContain('% failed: half: predictions for 12 of');
  });

  it('has results that tanimark compare reads', async () => {
    const { stdout, code } = await run(
      [
        'compare',
        'out/results.csv',
        '--by',
        'data,split,stratum',
        '--metrics',
        'mae',
        '--test-share',
        '0.2',
        '--json',
      ],
      {
        cwd: folder.path,
        ready: () => {
          const all = folder.read('out/results.csv');
          folder.file(
            'out/results.csv',
            all
              .split('\n')
              .filter((line) => !line.includes('clusters') && !line.includes('['))
              .join('\n'),
          );
        },
      },
    );
    expect(code).toBe(0);
    const compared = JSON.parse(stdout).metrics[0].pairs;
    const report: BenchReport = JSON.parse(
      (await bench(['report', '-c', 'own.yaml', '-o', 'out', '--json'])).stdout,
    );
    for (const test of report.metrics[0].tests.filter(({ split }) => split === 'random')) {
      const pair = compared.find(
        (one: { method: string; against: string }) =>
          [one.method, one.against].includes('good') &&
          [one.method, one.against].includes(test.model),
      );
      const sign = pair.method === 'good' ? -1 : 1;
      expect(test.difference).toBeCloseTo(sign * pair.difference, 12);
      // 30 of 150 molecules are tested; in the benchmark 30 / 120, as here 0.2 / 0.8.
      expect(test.p).toBeCloseTo(pair.p, 10);
    }
  });

  it.each<[string[], string]>([
    [['report', '--force'], '--force: tanimark bench report has no use for it; leave it out'],
    [['--engine', 'make'], '--engine: tanimark bench run has no use for it; leave it out'],
    [['export'], 'tanimark bench export needs --engine: make, snakemake, slurm or nextflow'],
    [
      ['export', '--engine', 'make', '--csv', 'x.csv'],
      '--csv: tanimark bench export has no use for it',
    ],
    [['--cell', 'abc', '--jobs', '2'], '--jobs: --cell has no use for it; leave it out'],
    [
      ['-c', 'own.yaml', '--cell', 'abc'],
      '--cell abc: the benchmark has no such cell or split; its configuration or its files have changed, so run tanimark bench export again',
    ],
    [['--init', '--schema'], '--init and --schema: choose one of them'],
    [['--init', '--jobs', '2'], '--jobs: --init has no use for it; leave it out'],
    [['--dry-run', '--markdown', 'x.md'], '--markdown: --dry-run has no use for it; leave it out'],
    [['report', '--init'], '--init: it is not for tanimark bench report; leave one of them out'],
    [['--csv', 'x', '--latex', 'x'], '--latex x: another output goes there; choose another name'],
    [
      ['-c', 'none.yaml'],
      'none.yaml: does not exist; check the path, or write one with tanimark bench --init',
    ],
    [
      ['rum'],
      "command-argument value 'rum' is invalid for argument 'action'. Allowed choices are run, report, export, merge.",
    ],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await bench(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('prints the JSON Schema of its configuration', async () => {
    const { code, stdout } = await bench(['--schema']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      title: 'tanimark bench',
      required: ['data', 'splits', 'models'],
    });
  });
});
