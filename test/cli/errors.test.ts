import { describe, expect, it } from 'vitest';
import { SMALL, temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const small = folder.file('small.csv', SMALL);

const cases: [string, string[], RegExp][] = [
  [
    'a wrong flag',
    ['split', small, '--tset', '3'],
    /unknown option '--tset' \(Did you mean --test\?\)/,
  ],
  ['a wrong command', ['splitt'], /unknown command 'splitt' \(Did you mean split\?\)/],
  ['a missing argument', ['split'], /missing argument 'data'/],
  ['a missing file', ['split', folder.at('none.csv')], /none\.csv does not exist; check the path/],
  ['a folder of other tables', ['split', folder.path], /, or name one file of /],
  ['an empty file', ['split', folder.file('empty.csv', '')], /empty\.csv is empty/],
  [
    'a header alone',
    ['split', folder.file('header.csv', 'smiles,y\n')],
    /has a header and no rows/,
  ],
  [
    'a missing column',
    ['split', small, '--smiles', 'smilse'],
    /no such column \(did you mean "smiles"\?\); it has "smiles", "name" and "y"/,
  ],
  [
    'no smiles column',
    ['split', folder.file('odd.csv', 'a,b\n1,2\n')],
    /no column of SMILES found; name it with --smiles/,
  ],
  [
    'two smiles columns',
    ['split', folder.file('two.csv', 'smiles,canonical_smiles\nC,CC\n')],
    /"smiles" and "canonical_smiles" could each be the smiles column; choose one with --smiles/,
  ],
  [
    'no valid SMILES',
    ['split', folder.file('bad.csv', 'smiles\nfoo\nbar\n')],
    /none of its 2 rows has a valid SMILES in column "smiles" \(row 1, "foo": syntax error/,
  ],
  ['a wrong method', ['split', small, '-m', 'sea'], /did you mean sae\?/],
  [
    'an option of another method',
    ['split', small, '-m', 'random', '--distribution', 'balanced'],
    /--distribution: the method random has no such option; it is an option of sae/,
  ],
  ['a wrong distribution', ['split', small, '--distribution', '1,2'], /2 shares for 3 bins/],
  ['wrong bins', ['split', small, '--bins', '0,0.5,0.4,1'], /the edges must ascend/],
  [
    'a test set that is everything',
    ['split', small, '--test', '24'],
    /would leave none for training/,
  ],
  ['a wrong size', ['split', small, '--test', 'many'], /"many" is not a number/],
  ['a wrong seed', ['split', small, '--seed', '-1'], /give a whole number/],
  [
    'a wrong fingerprint',
    ['split', small, '--fingerprint', 'morgan:radius=99'],
    /radius must be a whole number from 0 to 10/,
  ],
  [
    'an output of unknown kind',
    ['split', small, '-o', folder.at('x.xlsx')],
    /cannot tell the format from "\.xlsx"/,
  ],
  ['the input as output', ['split', small, '-o', small], /is the input itself/],
  [
    'an output that cannot be written',
    ['split', small, '-o', `${small}/x.csv`],
    /cannot be written/,
  ],
  [
    'a ragged row',
    ['split', folder.file('ragged.csv', 'smiles,y\nC,1\nCC,2,3\n')],
    /ragged\.csv line 3: 3 cells where the first line has 2/,
  ],
  [
    'columns of one name',
    ['split', folder.file('dup.csv', 'smiles,y,y\nC,1,2\n')],
    /columns 2 and 3 are called "y" and differ; choose one by its number, such as --label 2/,
  ],
  ['an unknown data set', ['split', 'dataset:drug'], /did you mean dataset:drugs\?/],
  ['a file that is no table', ['split', folder.file('x.mol2', 'x')], /\.mol2 files cannot be read/],
  ['a score of nothing', ['score', small], /use --split <file>, or --train <file>/],
  ['a split file without a split', ['score', '--split', small], /no split column found/],
  [
    'a wrong metric',
    ['score', '--split', small, '--metrics', 'rsme'],
    /no split column found|did you mean rmse/,
  ],
];

describe('errors', () => {
  it.each(cases)('%s is one line that helps, and exit 2', async (_, args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('calls standard input by that name', async () => {
    const message = async (input: string, ...flags: string[]) =>
      (await run(['split', '-', ...flags], { input })).stderr;
    expect(await message('smiles\nfoo\n')).toMatch(/^error: standard input: none of its 1 row has/);
    expect(await message(SMALL, '--smiles', 'x')).toContain('standard input has no such column');
    // The method needs no labels: that they cannot be read is said.
    expect(await message(SMALL, '--label', 'name')).toMatch(
      /^note: standard input: label column "name"/m,
    );
    expect(await message(SMALL, '--label', 'name', '-m', 'stratified')).toMatch(
      /^error: standard input: label column "name"/,
    );
  });

  it('does not let a file write to the terminal', async () => {
    const { stderr } = await run([
      'split',
      folder.file('esc.csv', 'smiles\n\u001b[2J\u001b]0;x\u0007\n'),
    ]);
    expect(stderr).not.toContain('\u001b');
    expect(stderr).toContain('\\u001b[2J');
  });

  it('shows where a failure came from only when asked', async () => {
    const { stderr } = await run(['split', folder.at('none.csv')], { env: { DEBUG: 'tanimark' } });
    expect(stderr).toMatch(/\n\s+at /);
  });
});
