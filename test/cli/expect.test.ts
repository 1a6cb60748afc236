import { beforeAll, describe, expect, it } from 'vitest';
import { expectAnswer } from '../../src/report/expect/answer.js';
import { expectErrors } from '../../src/workflows/expect/index.js';
import { temporaryFolder } from '../helpers.js';
import { elementsOf } from '../report/html/inert.js';
import { type MadeFiles, madeFiles } from '../workflows/expect/made.js';
import { type Run, run } from './run.js';

const folder = temporaryFolder();
const made: MadeFiles = madeFiles(folder, 'regression');
const args = [
  'expect',
  made.library,
  ...['--split', made.split, '--predictions', made.predictions],
];

let found: Run;
beforeAll(async () => {
  found = await run(args);
}, 60_000);

describe('the screen of expect', () => {
  it('ends with the error to expect, what is outside, the domain and what to measure', async () => {
    const { expected, library, calibration } = await expectErrors(made.given);
    const { value, ci95 } = expected.metrics.mae;
    const [last] = found.stdout.trimEnd().split('\n\n').slice(-1);
    const text = last.replaceAll('\n', ' ');
    expect(text).toContain(
      `Expected MAE on the valid rows of the library: ${value.toFixed(3)} (95% CI ${ci95?.map((end) => end.toFixed(3)).join(', ')}); on the ${calibration.molecules} test molecules: ${expected.test.mae.toFixed(3)}.`,
    );
    expect(text).toContain(`${(100 * library.outside_share).toFixed(1)}% of the library`);
    expect(text).toMatch(/baseline/);
    expect(text).toMatch(/measure about [\d,]+ more test molecules:? .*in \[/);
  });

  it('fits 80 columns, without escape sequences', () => {
    const lines = found.stdout.split('\n').filter((line) => !line.includes(folder.path));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(found.stdout).not.toContain('\u001b');
    expect(found.code).toBe(0);
  });

  it('has no screen of its own with --json: the document of the library', async () => {
    const { stdout, code } = await run([...args, '--json']);
    const { seconds: _, schema, ...document } = JSON.parse(stdout);
    expect(schema).toBe('tanimark/expect/1');
    const { seconds: __, ...own } = await expectErrors(made.given);
    expect(document).toEqual(JSON.parse(JSON.stringify(own)));
    expect(code).toBe(0);
  });

  it('is a page with -o expect.html, with --html beside the table, and from its JSON', async () => {
    const here = { cwd: folder.path };
    const page = await run([...args, '-o', 'e.html', '--structures', '8'], here);
    expect([page.code, page.stdout]).toEqual([0, found.stdout]);
    expect(page.stderr).toContain('wrote e.html');
    const both = await run([...args, '-o', 'e.csv', '--html', 'f.html', '-q'], here);
    expect([both.code, both.stderr]).toEqual([0, '']);
    expect(folder.read('e.csv')).toMatch(/^row,id,smiles,status/);
    const document = JSON.parse((await run([...args, '--json'], here)).stdout);
    folder.file('e.json', JSON.stringify(document));
    await run(['report', 'e.json', '-o', 'r.html', '-q'], here);
    const pages = ['e.html', 'f.html', 'r.html'].map((name) => folder.read(name));
    const answer = expectAnswer(document);
    const least = document.least_similar as { id: string; nearest_train_id: string }[];
    for (const [p, text] of pages.entries()) {
      const elements = elementsOf(text);
      const answers = elements.filter(({ attributes }) => attributes.class === 'verdict');
      expect(answers.map((own) => own.text)).toEqual([answer[0]]);
      const pairs = elements.filter(({ attributes }) => attributes.class === 'pair');
      expect(pairs).toHaveLength(p === 0 ? 4 : 25);
      for (const [k, pair] of pairs.entries()) {
        expect(pair.text).toContain(least[k].id);
        expect(pair.text).toContain(least[k].nearest_train_id);
      }
    }
  });

  it.each([
    [['-o', 'e.html', '--html', 'f.html'], '-o e.html and --html f.html: a name that ends in'],
    [['-o', 'e.html', '--format', 'csv'], '-o e.html and --format csv: a name that ends in'],
    [['--structures', '3'], '--structures has no effect'],
    [['-o', 'x.csv', '--html', 'x.csv'], '--html x.csv: -o writes there'],
  ])('refuses %j', async (more, message) => {
    const { code, stderr } = await run([...args, ...more], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('refuses to write the rows to standard output, where the result is', async () => {
    const { code, stderr } = await run([...args, '-o', '/dev/stdout']);
    expect(code).toBe(2);
    expect(stderr).toContain('standard output already');
    const without = await run(args.slice(0, 4));
    expect(without.code).toBe(2);
    expect(without.stderr).toContain('name their file with --predictions <file>');
  });
});

describe('score --conformal', () => {
  const scoring = ['score', made.predictions, '--split', made.split, '--bootstrap', '0'];

  it('adds coverage by stratum, and changes nothing else', async () => {
    const [without, withIt] = [
      await run([...scoring, '--json']),
      await run([...scoring, '--json', '--conformal', '0.9']),
    ].map(({ stdout }) => JSON.parse(stdout));
    const { conformal, parameters, seconds: _, ...rest } = withIt;
    const { parameters: before, seconds: __, ...own } = without;
    expect(rest).toEqual(own);
    expect(parameters).toEqual({ ...before, conformal: 0.9 });
    expect(conformal).toMatchObject({ level: 0.9, score: 'absolute_error_over_std' });
    const molecules = conformal.strata.map((one: { molecules: number }) => one.molecules);
    expect(molecules).toEqual(own.strata.map(({ n }: { n: number }) => n));
    for (const { coverage, judged } of conformal.strata) {
      if (judged < 30) continue;
      expect(coverage.value).toBeGreaterThan(0.78);
      expect(coverage.ci95[0]).toBeLessThanOrEqual(0.9);
    }
  });

  it('shows it on the screen, and needs predictions', async () => {
    const { stdout } = await run([...scoring, '--conformal', '0.8']);
    expect(stdout).toContain('Conformal intervals, 80.0%');
    const lines = stdout.split('\n').filter((line) => !line.includes(folder.path));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    const { code, stderr } = await run(['score', '--split', made.split, '--conformal', '0.8']);
    expect(code).toBe(2);
    expect(stderr).toContain('--conformal 0.8');
  });
});
