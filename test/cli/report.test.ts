import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { elementsOf, faultsOf } from '../report/html/inert.js';
import { run } from './run.js';

const folder = temporaryFolder();
const here = { cwd: folder.path };

beforeAll(async () => {
  const molecules = Array.from({ length: 40 }, (_, r) => `m${r},${'C'.repeat((r % 20) + 1)}O,${r}`);
  folder.file('data.csv', ['id,smiles,y', ...molecules, ''].join('\n'));
  const predictions = Array.from({ length: 40 }, (_, r) => `m${r},${r + (r % 3)}`);
  folder.file('preds.csv', ['id,y_pred', ...predictions, ''].join('\n'));
  const split = ['split', 'data.csv', '-m', 'random', '-o', 'split.csv', '-q'];
  expect((await run([...split], here)).code).toBe(0);
  expect((await run(['audit', 'split.csv', '-o', 'audit.json', '-q'], here)).code).toBe(0);
  const score = ['score', 'preds.csv', '--split', 'split.csv', '-o', 'score.json', '-q'];
  expect((await run(score, here)).code).toBe(0);
});

/** Titles of the chapters and sections of a page. */
const titles = (page: string) =>
  elementsOf(page).flatMap(({ name, text }) => (/^h[123]$/.test(name) ? [`${name} ${text}`] : []));
const answers = (page: string) =>
  elementsOf(page).flatMap(({ attributes, text }) =>
    attributes.class === 'verdict' ? [text] : [],
  );

describe('tanimark report', () => {
  it('makes one page of several results, in their order', async () => {
    const args = ['report', 'audit.json', 'score.json', '-o', 'report.html', '--threads', '1'];
    const { code, stderr } = await run(args, here);
    expect(code).toBe(0);
    expect(stderr).toBe('wrote report.html\n');
    const page = folder.read('report.html');
    expect(faultsOf(page)).toEqual([]);
    const chapters = titles(page).filter((title) => /^h[12]/.test(title));
    expect(chapters).toEqual([
      'h1 Report on 2 results',
      'h2 Audit of split.csv',
      'h2 Score of preds.csv',
    ]);
    const results = elementsOf(page).find(({ attributes }) => attributes.id === 'result');
    const commands = JSON.parse(results?.text ?? '').map((own: { command: string }) => own.command);
    expect(commands).toEqual(['audit', 'score']);
    // Only what has an effect on it.
    expect(page).toContain('<code>tanimark report audit.json score.json -o report.html</code>');
  });

  it('prints the page without -o, and the page of one result is as that of its command', async () => {
    const { stdout } = await run(['report', 'score.json'], here);
    await run(['score', 'preds.csv', '--split', 'split.csv', '-o', 'score.html', '-q'], here);
    const page = folder.read('score.html');
    expect(titles(stdout)).toContain('h1 Score of preds.csv');
    expect(answers(stdout)).toEqual(answers(page));
    expect(answers(page)).toHaveLength(1);
  });

  it.each([
    ['text', 'it is not JSON'],
    ['"text"', 'it is no document of tanimark'],
    ['{}', 'its "command" is none of "split", "audit"'],
    ['{"command":"verify"}', 'its "command" is none of'],
    ['{"command":"score","error":{"code":"file","message":"x"}}', 'it says that the run ended'],
    ['{"command":"score","version":"1"}', 'it has no "inputs"'],
    [
      '{"command":"check","version":"1","counts":{},"outcomes":[{}],"errors":[],"tasks":[],"warnings":[]}',
      'its result of check is not complete',
    ],
    [
      '{"command":"score","inputs":[],"parameters":{},"overall":{},"strata":[],"baselines":{},"warnings":[]}',
      'it has no "version"',
    ],
  ])('refuses %s in one line', async (content, why) => {
    const path = 'other.json';
    folder.file(path, content);
    const { code, stderr } = await run(['report', path, '-o', 'none.html'], here);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*; write it again with --json\n$/);
    expect(stderr).toContain(`${path} is not a result of tanimark`);
    expect(stderr).toContain(why);
    expect(folder.names()).not.toContain('none.html');
  });

  it.each([
    [['report', 'none.json', '-o', 'r.html'], 'none.json cannot be read (ENOENT)'],
    [['report', 'score.json', '-o', 'r.csv'], '-o r.csv: report makes a page in HTML'],
    [['report', 'score.json', '--json'], '--json: report makes a page in HTML'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await run(args, here);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('a page beside the table of a command', () => {
  it.each([
    ['split', ['split', 'data.csv', '-m', 'random', '-o', 'a.csv'], 'random split of data.csv'],
    ['a series', ['split', 'data.csv', '-m', 'random,maxmin', '--compare'], '2 splits of data.csv'],
    [
      'neighbors',
      ['neighbors', 'data.csv', 'data.csv', '-o', 'n.csv'],
      'Neighbors of data.csv in data.csv',
    ],
  ])('of %s is written with --html, and leaves the table as it is', async (_, args, title) => {
    const output = args[args.indexOf('-o') + 1];
    const before = await run(args, here);
    expect(before.code).toBe(0);
    const table = args.includes('-o')
      ? folder.read(output)
      : before.stdout.replace(/\d\.\d s/g, '');
    const { code, stdout, stderr } = await run([...args, '--html', 'page.html'], here);
    expect(code).toBe(0);
    expect(stderr).toContain('wrote page.html');
    const after = args.includes('-o') ? folder.read(output) : stdout.replace(/\d\.\d s/g, '');
    expect(after).toBe(table);
    const page = folder.read('page.html');
    expect(faultsOf(page)).toEqual([]);
    expect(titles(page)[0]).toBe(`h1 ${title}`);
    expect(page).toContain(`tanimark ${args.join(' ')} --html page.html`);
  });

  it.each([
    [
      ['split', 'data.csv', '-o', 'x.html'],
      '-o writes the table; for a page in HTML use --html x.html',
    ],
    [['split', 'data.csv', '--html', 'data.csv'], '--html data.csv is an input itself'],
    [['split', 'data.csv', '-o', 'b.csv', '--html', 'b.csv'], '--html b.csv: -o writes there'],
    [['split', 'data.csv', '--html', 'pages/'], '--html pages/: name a file'],
    [['neighbors', 'data.csv', 'data.csv', '-o', 'x.html'], 'use --html x.html'],
    [['neighbors', 'data.csv', 'split.csv', '--html', 'split.csv'], 'is an input itself'],
    [
      ['score', 'preds.csv', '--split', 'split.csv', '-o', 'preds.html.csv', '--structures', '3'],
      '--structures has no effect',
    ],
    [['audit', 'split.csv', '--structures', '3'], '--structures has no effect'],
  ])('refuses %j', async (args, message) => {
    const names = folder.names();
    const { code, stderr } = await run(args, here);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(folder.names()).toEqual(names);
  });

  it('draws as many structures as are asked for', async () => {
    const sides = async (n: string) => {
      const args = ['score', 'preds.csv', '--split', 'split.csv', '-o', 's.html', '-q'];
      expect((await run([...args, '--structures', n], here)).code).toBe(0);
      return elementsOf(folder.read('s.html')).filter((e) => e.attributes.class === 'side').length;
    };
    expect(await sides('4')).toBe(4);
    expect(await sides('0')).toBe(0);
  });

  it('is the same with any number of threads', async () => {
    const page = async (threads: string) => {
      const args = ['score', 'preds.csv', '--split', 'split.csv', '-o', 't.html', '--threads'];
      await run([...args, threads], here);
      return folder.read('t.html');
    };
    expect(await page('1')).toBe(await page('2'));
  });

  it('quotes what a shell would take apart', async () => {
    folder.file("it's data.csv", folder.read('data.csv'));
    await run(['split', "it's data.csv", '-m', 'random', '-o', 'q.csv', '--html', 'q.html'], here);
    const command = elementsOf(folder.read('q.html')).find(
      ({ attributes }) => attributes.class === 'command',
    );
    expect(command?.text).toBe(
      "tanimark split 'it'\\''s data.csv' -m random -o q.csv --html q.html",
    );
  });
});
