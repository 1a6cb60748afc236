import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { elementsOf, faultsOf } from '../report/html/inert.js';
import { run } from './run.js';

const folder = temporaryFolder();
const here = { cwd: folder.path };
/** Fewer draws take less time. */
const FEW = ['--bootstrap', '50'];
const ok = async (...args: string[]) => {
  const done = await run(args, here);
  expect(done.stderr).not.toContain('error:');
  expect(done.code).toBe(0);
  return done;
};

/** Alcohols and acids, labeled by their length, one in two of them in the test set. */
const rows = Array.from({ length: 160 }, (_, r) => {
  const smiles = `${'C'.repeat((r % 40) + 1)}${['O', 'N', 'C(=O)O', 'F'][Math.floor(r / 40)]}`;
  return { id: `m${r}`, smiles, y: (r % 40) + r / 1000, subset: r % 2 ? 'test' : 'train' };
});

beforeAll(() => {
  const lines = rows.map(({ id, smiles, y, subset }) => `${id},${smiles},${y},${y * 2},${subset}`);
  folder.file('split.csv', ['id,smiles,y,z,split', ...lines, ''].join('\n'));
  const predictions = (head: string, of: (y: number, r: number) => string) => {
    const own = rows.map(({ id, y }, r) => `${id},${of(y, r)}`);
    return [`id,${head}`, ...own, ''].join('\n');
  };
  folder.file(
    'far.csv',
    predictions('y_pred', (y, r) => String(y + 4 * ((r * 7) % 5))),
  );
  folder.file(
    'near.csv',
    predictions('y_pred', (y, r) => String(y + ((r * 7) % 3) / 10)),
  );
  folder.file(
    'wide.csv',
    predictions('a,b', (y, r) => `${y + (r % 3)},${y + (r % 7)}`),
  );
  folder.file(
    'tasks.csv',
    predictions('y,z', (y, r) => `${y + (r % 3)},${2 * y - (r % 2)}`),
  );
  folder.file(
    'halves.csv',
    ['id,y_pred', ...rows.slice(0, 80).map(({ id }) => `${id},1`)].join('\n'),
  );
});

/** Chapters of a page, each with its verdict and the command of its methods. */
function chaptersOf(page: string) {
  const found: { title: string; verdict?: string; command?: string; pairs: number }[] = [];
  for (const { name, attributes, text } of elementsOf(page)) {
    const last = found.at(-1);
    if (name === 'h2' || (name === 'h1' && attributes.id === 'c1')) {
      if (attributes.id?.match(/^c\d+$/)) found.push({ title: text, pairs: 0 });
    } else if (last && attributes.class === 'verdict') last.verdict = text;
    else if (last && attributes.class === 'command') last.command = text;
    else if (last && attributes.class === 'pair') last.pairs++;
  }
  return found;
}

describe('tanimark report of a split', () => {
  it('has the audit, the comparison and the score of each model, with the contents above', async () => {
    const { stderr } = await ok(
      'report',
      'split.csv',
      'far.csv',
      'near.csv',
      ...FEW,
      '-o',
      'r.html',
    );
    expect(stderr).toMatch(/wrote r\.html\n$/);
    const page = folder.read('r.html');
    expect(faultsOf(page)).toEqual([]);
    const chapters = chaptersOf(page);
    expect(chapters.map(({ title }) => title)).toEqual([
      'Audit of split.csv',
      'Comparison of far, near',
      'Score of far.csv',
      'Score of near.csv',
    ]);
    const elements = elementsOf(page);
    expect(elements.find(({ name }) => name === 'h1')?.text).toBe('Report on split.csv');
    const contents = elements.find(({ name }) => name === 'nav')?.text ?? '';
    let place = -1;
    for (const { title, verdict } of chapters) {
      const next = contents.indexOf(title);
      expect(next).toBeGreaterThan(place);
      place = next;
      expect(contents).toContain(verdict);
    }
    const data = elements.find(({ attributes }) => attributes.id === 'result')?.text ?? '';
    const commands = JSON.parse(data).map((own: { command: string }) => own.command);
    expect(commands).toEqual(['audit', 'compare', 'score', 'score']);
    expect(page).toContain(
      '<code>tanimark report split.csv far.csv near.csv --bootstrap 50 -o r.html</code>',
    );
  });

  it('says for each chapter the command that makes it, which gives the same answer', async () => {
    const options = ['--label', 'y', '--bins', '0,0.6,0.9,1', ...FEW, '--seed', '3'];
    const report = ['report', 'split.csv', 'far.csv', 'near.csv', '--names', 'the far one,near'];
    await ok(...report, ...options, '-o', 'r.html', '-q');
    const chapters = chaptersOf(folder.read('r.html'));
    expect(chapters.map(({ command }) => command)).toEqual([
      'tanimark audit split.csv --label y --bins 0,0.6,0.9,1 -o audit.html',
      "tanimark compare far.csv near.csv --split split.csv --label y --bins 0,0.6,0.9,1 --bootstrap 50 --seed 3 --names 'the far one,near' -o compare.html",
      'tanimark score far.csv --split split.csv --label y --bins 0,0.6,0.9,1 --bootstrap 50 --seed 3 -o score.html',
      'tanimark score near.csv --split split.csv --label y --bins 0,0.6,0.9,1 --bootstrap 50 --seed 3 -o score.html',
    ]);
    for (const { command = '', verdict } of chapters) {
      const [, ...args] = command
        .replace("'the far one,near'", 'the far one,near')
        .split(/ (?!far one|one,)/);
      await ok(...args, '-q');
      const [alone] = chaptersOf(folder.read(args.at(-1) as string));
      expect(alone.verdict).toBe(verdict);
      expect(alone.command).toBe(command);
    }
    expect(chapters.slice(2).map(({ title }) => title)).toEqual([
      'Score of the far one (far.csv)',
      'Score of near (near.csv)',
    ]);
  });

  it('has only the audit without prediction files, and no comparison of one', async () => {
    const titles = async (...inputs: string[]) => {
      await ok('report', ...inputs, '-o', 'one.html', '-q');
      return chaptersOf(folder.read('one.html')).map(({ title }) => title);
    };
    expect(await titles('split.csv')).toEqual(['Audit of split.csv']);
    expect(await titles('split.csv', 'near.csv', ...FEW)).toEqual([
      'Audit of split.csv',
      'Score of near.csv',
    ]);
  });

  it('reads models from columns of one file', async () => {
    await ok(
      'report',
      'split.csv',
      'wide.csv',
      '--prediction',
      'a,b',
      ...FEW,
      '-o',
      'w.html',
      '-q',
    );
    expect(chaptersOf(folder.read('w.html')).map(({ title, command }) => [title, command])).toEqual(
      [
        ['Audit of split.csv', 'tanimark audit split.csv -o audit.html'],
        [
          'Comparison of a, b',
          'tanimark compare wide.csv --split split.csv --bootstrap 50 --models a,b -o compare.html',
        ],
        [
          'Score of a (wide.csv)',
          'tanimark score wide.csv --split split.csv --bootstrap 50 --prediction a -o score.html',
        ],
        [
          'Score of b (wide.csv)',
          'tanimark score wide.csv --split split.csv --bootstrap 50 --prediction b -o score.html',
        ],
      ],
    );
  });

  it('audits the labels of the first of several tasks, and says so', async () => {
    const args = ['report', 'split.csv', 'tasks.csv', '--label', 'y,z', ...FEW, '-o', 't.html'];
    const { stderr } = await ok(...args);
    expect(stderr).toContain('note: the audit compares labels of the first task, "y"\n');
    const [audit, score] = chaptersOf(folder.read('t.html'));
    expect(audit.command).toBe('tanimark audit split.csv --label y -o audit.html');
    expect(score.command).toContain('--label y,z');
  });

  it('shares the structures among its chapters', async () => {
    const report = ['report', 'split.csv', 'far.csv', 'near.csv', '-o', 's.html', '-q'];
    await ok(...report, '--structures', '24', ...FEW);
    expect(chaptersOf(folder.read('s.html')).map(({ pairs }) => pairs)).toEqual([4, 0, 4, 4]);
  });

  it('tells notes of one model with its name, and those of all once', async () => {
    const args = ['report', 'split.csv', 'far.csv', 'halves.csv', '--missing', 'skip', ...FEW];
    const { stderr } = await ok(...args, '-o', 'n.html');
    const lines = stderr.trimEnd().split('\n');
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.filter((line) => line.startsWith('note: halves.csv: '))).not.toEqual([]);
  });

  it('is the same with any number of threads', async () => {
    const page = async (threads: string) => {
      await ok(
        'report',
        'split.csv',
        'far.csv',
        '-o',
        'u.html',
        '-q',
        '--threads',
        threads,
        ...FEW,
      );
      return folder.read('u.html');
    };
    expect(await page('1')).toBe(await page('2'));
  });

  it.each([
    [['split.csv', 'score.json'], 'score.json is a JSON result of tanimark, and split.csv is none'],
    [['score.json', 'far.csv'], 'score.json is a JSON result of tanimark, and far.csv is none'],
    [['score.json', '--label', 'y'], '--label has no effect on results of earlier runs'],
    [['split.csv', '--join', 'id'], '--join has no effect without a prediction file'],
    [['split.csv', 'far.csv', '--names', 'a'], '--names a: it names the models of a comparison'],
    [['split.csv', '-'], 'standard input (-) can be read only once; give files'],
    [['split.csv', '.'], '. is a folder; name the prediction files, one for each model'],
    [['split.csv', 'far.csv', 'far.csv'], 'far.csv is given twice'],
    [['split.csv', 'far.csv', '-o', 'far.csv.html', '--bins', '1'], '--bins'],
    [['lists.json', 'far.csv'], '--data'],
    [['far.csv', 'split.csv'], 'far.csv'],
  ])('refuses %j', async (args, message) => {
    folder.file('score.json', '{\n  "command": "score" }');
    folder.file('lists.json', '[{"train": [0, 1], "test": [2, 3]}]');
    const names = folder.names();
    const given = args.includes('-o') ? args : [...args, '-o', 'none.html'];
    const { code, stderr, stdout } = await run(['report', ...given], here);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(folder.names()).toEqual(names);
  });
});
