import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
vi.stubEnv('TANIMARK_CACHE_DIR', folder.at('cache'));
const rows = ['C', 'N', 'O', 'Cl', 'Br', 'S', 'F', 'C=C', 'C#N', 'C(C)C'].map((end, i) => {
  return { smiles: `CC${end}`, y: i, split: i % 2 ? 'test' : 'train' };
});
const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;
const table = folder.file(
  'table.csv',
  text(['smiles,y', ...rows.map((r) => `${r.smiles},${r.y}`)]),
);
const split = folder.file(
  'split.csv',
  text(['smiles,y,split', ...rows.map((r) => `${r.smiles},${r.y},${r.split}`)]),
);
const described = folder.file('described.csv', text(['smiles,split', 'CCO,train', 'CCN,test']));
const made = folder.at('made.csv');
const [one, two] = ['one', 'two'].map((name, m) =>
  folder.file(
    `${name}.csv`,
    text(['smiles,y_pred', ...rows.map((r) => `${r.smiles},${r.y + m + (r.y % 3)}`)]),
  ),
);
const score = ['--split', split, '--min-n', '1', '--bootstrap', '20'];

/** Commands, and what of their result stays on standard output. */
const cases: [args: string[], stdout: RegExp | ''][] = [
  [['split', table, '-m', 'random', '--test', '4', '-o', made], ''],
  [['split', table, '-m', 'random', '--test', '4'], /^smiles,y,split/],
  [['split', table, '-m', 'random', '--test', '4', '--json'], /^\{/],
  [['split', table, '-m', 'random,scaffold', '--compare'], /random/],
  [['split', table, '-m', 'random,scaffold', '--compare', '-o', folder.at('series/')], /random/],
  [['audit', split], /train/],
  [['audit', split, '--max-duplicates', '0', '-o', folder.at('audit.txt')], ''],
  [['score', one, ...score], /overall/],
  [['score', one, ...score, '-o', folder.at('score.json')], ''],
  [['compare', one, two, ...score], /one/],
  [['compare', one, two, ...score, '-o', folder.at('compare.md')], ''],
  [['neighbors', table, table], /^query_row/],
  [['neighbors', table, table, '-o', folder.at('near.csv')], ''],
  [['verify', made], /verified/],
  [['verify', '--describe', described], ''],
  [['demo'], /random/],
  [['cache', 'path'], /cache/],
  [['cache', 'list'], ''],
  [['cache', 'clear'], ''],
];

describe('--quiet', () => {
  it.each(cases)('%j', async (args, stdout) => {
    const quiet = await run([...args, '--quiet', '--threads', '1']);
    expect(quiet.stderr).toBe('');
    if (stdout === '') expect(quiet.stdout).toBe('');
    else expect(quiet.stdout).toMatch(stdout);
  });

  it('leaves errors', async () => {
    const { code, stderr } = await run(['split', folder.at('none.csv'), '--quiet']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*none\.csv does not exist/);
  });
});
