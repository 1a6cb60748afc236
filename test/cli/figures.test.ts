import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const cwd = folder.path;
const tanimark = (line: string) => run(line.split(' '), { cwd });
const figures = (name: string) => readdirSync(folder.at(name)).sort();

beforeAll(async () => {
  await tanimark('split dataset:drugs -m random --test 0.5 -o split.csv');
  const rows = readFileSync(folder.at('split.csv'), 'utf8').trim().split('\n').slice(1);
  const test = rows.map((row) => row.split(',')).filter((cells) => cells.includes('test'));
  const lines = test.map(([name, , , , label], i) => `${name},${Number(label) + (i % 5) / 5}`);
  folder.file('p.csv', `name,y_pred\n${lines.join('\n')}\n`);
  folder.file('q.csv', `name,y_pred\n${lines.join('\n')}\n`);
});

describe('--figures', () => {
  it.each([
    ['split dataset:drugs -m random --figures a/ -o s.csv', 'a', 'similarity'],
    ['audit split.csv --figures b', 'b', 'similarity-train-test'],
    ['score p.csv --split split.csv --bootstrap 0 --figures c', 'c', 'predicted-vs-true'],
    ['score p.csv q.csv --split split.csv --bootstrap 0 --figures d', 'd', 'q-mae-by-similarity'],
    [
      'compare p.csv q.csv --split split.csv --bootstrap 50 --figures deep/e',
      'deep/e',
      'differences',
    ],
    [
      'expect dataset:drugs --split split.csv --predictions p.csv -o e.csv --figures g',
      'g',
      'mae-applicability-domain',
    ],
    ['neighbors split.csv dataset:drugs -o n.csv --figures f', 'f', 'similarity'],
  ])('writes each figure: %s', async (line, name, one) => {
    const { code, stderr } = await tanimark(line);
    expect(code, stderr).toBe(0);
    const files = figures(name);
    expect(stderr).toMatch(new RegExp(`wrote ${files.length} figures? to ${name}`));
    expect(files.some((file) => file.includes(one))).toBe(true);
    for (const file of files) {
      const text = readFileSync(folder.at(`${name}/${file}`), 'utf8');
      expect(file).toMatch(/^[a-z0-9-]+\.svg$/);
      expect(text).toMatch(/^<\?xml[\s\S]*<svg [\s\S]*<\/svg>\s*$/);
    }
  });

  it('is refused where the folder is a file, and where it has no effect', async () => {
    const file = await tanimark('audit split.csv --figures p.csv');
    expect([file.code, file.stderr]).toEqual([
      2,
      'error: --figures p.csv is a file, not a folder; choose another name\n',
    ]);
    const series = await tanimark('split dataset:drugs -m random,sae --compare --figures g');
    expect(series.code).toBe(2);
    expect(series.stderr).toContain('--figures: not with --compare or --sweep');
  });
});

it('is what the figure in the documents was made with', async () => {
  const repository = temporaryFolder();
  const fixture = (name: string) =>
    readFileSync(new URL(`../fixtures/repository/${name}`, import.meta.url));
  repository.file('split.csv', fixture('split.csv'));
  repository.file('split.csv.manifest.json', fixture('split.csv.manifest.json'));
  repository.file('predictions.csv', fixture('predictions/base.csv'));
  const line = 'score predictions.csv --split split.csv --metrics mae,r2 --figures f -q';
  await run(line.split(' '), { cwd: repository.path });
  const document = readFileSync(
    new URL('../../docs/mae-by-similarity.svg', import.meta.url),
    'utf8',
  );
  expect(repository.read('f/mae-by-similarity.svg')).toBe(document);
});
