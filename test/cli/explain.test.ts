import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const call = (args: string[]) => run(args, { cwd: folder.path });
const HEAD = 'What the result says:\n- ';

beforeAll(async () => {
  const split = ['split', 'dataset:drugs', '-m', 'random', '-o', 'split.csv'];
  expect((await call(split)).code).toBe(0);
  const [head, ...rows] = folder.read('split.csv').trim().split('\n');
  const columns = head.split(',');
  const cell = (row: string, name: string) => row.split(',')[columns.indexOf(name)];
  const test = rows.filter((row) => cell(row, 'split') === 'test');
  for (const [name, k] of [
    ['a', 3],
    ['b', 4],
  ] as const) {
    const lines = test.map(
      (row, i) =>
        `${cell(row, 'smiles')},${Number(cell(row, 'crippen_logp')) + (((i * k) % 11) - 5) / 5}`,
    );
    folder.file(`${name}.csv`, `smiles,y_pred\n${lines.join('\n')}\n`);
  }
  folder.file(
    'tanimark.config.yaml',
    'tasks: [{name: logp, predictions: a.csv, split: split.csv}]\nrules: [{metric: mae, max: 0.1}]\n',
  );
});

describe('--explain', () => {
  const cases: [args: string[], says: RegExp[]][] = [
    [
      ['split', 'dataset:drugs', '-m', 'random', '-o', 'split.csv'],
      [/^120 test molecules, 478 training molecules, by random/, /Fewer than 30 test molecules/],
    ],
    [
      ['score', 'a.csv', '--split', 'split.csv', '--bootstrap', '0'],
      [/^MAE 0\.\d+ overall; property model \(0\.\d+\) is better\./, /Fewer than 100 rows in/],
    ],
    [['score', '--split', 'split.csv', '--bootstrap', '0'], [/Only the baselines were scored/]],
    [
      ['audit', 'split.csv'],
      [/^train-test: verdict: similar/, /^Label shift: mean/],
    ],
    [
      ['compare', 'a.csv', 'b.csv', '--split', 'split.csv'],
      [/^No significant difference between b and a overall/],
    ],
    [['check'], [/^FAIL: 1 rule failed\.$/, /above the maximum of 0\.1\.$/]],
    [
      ['expect', 'dataset:drugs', '--split', 'split.csv', '--predictions', 'a.csv'],
      [
        /^Expected MAE on the library: 0\.\d+ /,
        /not for a region of chemistry that the test set lacks/,
      ],
    ],
    [['neighbors', 'a.csv', 'split.csv'], [/^120 queries have a neighbor, 0 none/]],
  ];

  it.each(cases)('of %j is in the document, and behind the result', async (args, says) => {
    const plain = await call([...args, '--json']);
    const { explanation: none, seconds: _, ...before } = JSON.parse(plain.stdout);
    const {
      explanation,
      seconds: __,
      ...rest
    } = JSON.parse((await call([...args, '--json', '--explain'])).stdout);
    expect(none).toBeUndefined();
    expect(rest).toEqual(before);
    for (const one of says) expect(explanation).toContainEqual(expect.stringMatching(one));
    const { stderr, code } = await call([...args, '--explain']);
    expect(code).toBe(plain.code);
    const words = stderr.slice(stderr.indexOf(HEAD) + HEAD.length).replace(/\s+/g, ' ');
    expect(words).toContain(explanation[0].slice(0, 60));
  });

  it('is refused where there is no answer in sentences', async () => {
    for (const args of [
      ['split', 'dataset:drugs', '-m', 'random,scaffold', '--compare'],
      ['split', 'dataset:drugs', '--folds', '2', '--repeats', '2'],
      ['check', '--init'],
    ]) {
      const { code, stderr } = await call([...args, '--explain']);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/--explain: /) });
    }
  });
});
