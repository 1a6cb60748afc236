import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SMALL, temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const small = folder.file('small.csv', SMALL);
const bare = folder.file('bare.csv', 'smiles\nCCO\nCCN\nCCCO\nCCCN\nCCCCO\n');
/** 24 rows: one group of all, two groups of 12, six groups of 4. */
const grouped = folder.file(
  'grouped.csv',
  SMALL.trimEnd()
    .split('\n')
    .map((line, i) => `${line},${i === 0 ? 'one,two,six' : `x,${i > 12},${(i - 1) >> 2}`}`)
    .join('\n'),
);
let made = 0;
const file = (text: string) => folder.file(`histogram-${made++}.csv`, text);

/** What is wrong, the arguments after `split <file>`, and what the message says. */
const cases: [string, string[], RegExp][] = [
  [
    'folds and validation',
    ['--folds', '3', '--valid', '0.1'],
    /--valid cannot be combined with --folds; use --repeats/,
  ],
  [
    'folds and discards',
    ['--folds', '3', '--max-discard', '0.1'],
    /--max-discard cannot be combined with --folds; use --repeats/,
  ],
  ['one fold', ['--folds', '1'], /--folds .* give a whole number from 2 to 100/],
  [
    'more folds than molecules',
    ['--folds', '30'],
    /--folds 30: no molecule of 24 molecules would be in a fold/,
  ],
  [
    'folds that are too large',
    ['--folds', '3', '--test', '0.5'],
    /3 times 12 of 24 molecules do not fit into disjoint folds; request less/,
  ],
  [
    'repeats without a place',
    ['--repeats', '2'],
    /--repeats makes several splits: name a file or a folder for them with -o/,
  ],
  ['too many repeats', ['--repeats', '101'], /give a whole number from 2 to 100/],
  [
    'bins beside a range',
    ['--bins', '0,0.5,1', '--distribution', 'range:0.2-0.4'],
    /a range defines its own bins \(0,0\.2,0\.4,1\); leave out --bins/,
  ],
  [
    'half a range',
    ['--distribution', 'range:0.5'],
    /write two similarities, such as range:0\.4-0\.6/,
  ],
  [
    'a range backwards',
    ['--distribution', 'range:0.5-0.2'],
    /the first similarity must be below the second/,
  ],
  ['a range beyond 1', ['--distribution', 'range:0.5-1.2'], /similarities go from 0 to 1/],
  [
    'shares for other bins',
    ['--distribution', '20,30', '--bins', '0,0.2,0.4,1'],
    /2 shares for 3 bins; give one share per bin/,
  ],
  ['no share at all', ['--distribution', '0,0,0'], /at least one share must be above 0/],
  ['a share that is none', ['--distribution', '1,-2,3'], /"-2" is negative/],
  [
    'an unknown distribution',
    ['--distribution', 'uniform'],
    /--distribution uniform: give "balanced", "range:0\.4-0\.6", "mimic:<file>", or one share per bin/,
  ],
  [
    'mimic of a missing file',
    ['--distribution', `mimic:${folder.at('none.csv')}`],
    /none\.csv does not exist; check the path/,
  ],
  [
    'mimic of standard input',
    ['--distribution', 'mimic:-'],
    /name a file, such as mimic:screening\.csv/,
  ],
  ['mimic of nothing', ['--distribution', 'mimic:'], /name a file, such as mimic:screening\.csv/],
  [
    'mimic of no molecules',
    ['--distribution', `mimic:${file('a,b,c\n1,2,3\n')}`],
    /no SMILES column found .* rename the column to "smiles"/,
  ],
  [
    'a histogram with a gap',
    ['--distribution', `mimic:${file('bin,n\n0-0.2,1\n0.3-1,2\n')}`],
    /the bin "0-0\.2" must end where the next one begins \(0\.3\); write one row per bin/,
  ],
  [
    'a histogram that ends early',
    ['--distribution', `mimic:${file('bin,n\n0-0.2,1\n0.2-0.9,2\n')}`],
    /the bin "0\.2-0\.9" must end where the next one begins \(1\)/,
  ],
  [
    'a histogram of zeros',
    ['--distribution', `mimic:${file('bin,n\n0-0.2,0\n0.2-1,0\n')}`],
    /its counts are all 0/,
  ],
  [
    'a histogram beside bins',
    ['--bins', '0,0.5,1', '--distribution', `mimic:${file('bin,n\n0-0.2,1\n0.2-1,1\n')}`],
    /has different bins \(0,0\.2,1\); leave out --bins/,
  ],
  ['too many discards', ['--max-discard', '0.7'], /give a fraction from 0 to 0\.5/],
  ['no effort', ['--effort', '0'], /--effort 0: give a number from 0\.01 to 1000/],
  ['no time', ['--time-limit', '0'], /--time-limit .* give a number from 0\.001/],
  [
    'time for what does not search',
    ['-m', 'random', '--time-limit', '3'],
    /--time-limit: the method random does not search; leave it out/,
  ],
  [
    'effort for what does not search',
    ['-m', 'random', '--effort', '3'],
    /the method random has no such option; it is an option of sae and components/,
  ],
  [
    'a target for what has none',
    ['-m', 'random', '--strict'],
    /--strict: this method has no requested counts per bin; leave it out/,
  ],
  [
    'a missing group column',
    ['--group', 'nmae'],
    /--group nmae: .* no such column \(did you mean "name"\?\)/,
  ],
  ['something else to count', ['--count', 'rows'], /Allowed choices are molecules, records/],
];

async function fails(args: string[], message: RegExp) {
  const before = folder.names();
  const { code, stdout, stderr } = await run(args);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(stdout).toBe('');
  expect(code).toBe(2);
  expect(folder.names()).toEqual(before);
}

describe('a split that cannot be made', () => {
  it.each(cases)(
    '%s: one line that helps, exit 2, nothing written',
    async (what, args, message) => {
      const output = what === 'repeats without a place' ? [] : ['-o', folder.at('x.csv')];
      await fails(['split', small, ...output, ...args], message);
    },
  );

  it('has no seed left for each repeat', async () => {
    // 2^53 - 1, 2^53 and 2^53 + 1 would be two seeds only.
    const args = ['split', small, '-m', 'random', '--repeats', '3', '-o', folder.at('x.csv')];
    await fails(
      [...args, '--seed', '9007199254740991'],
      /--seed 9007199254740991 is too large: .* at most 9007199254740989/,
    );
  });

  it('has no labels to balance', async () => {
    const args = ['split', bare, '--balance-label', '-o', folder.at('x.csv')];
    await fails(
      args,
      /--balance-label: the input has no usable label column; name one with --label/,
    );
  });

  it.each([
    [
      'one',
      ['--test', '0.2', '-m', 'random'],
      /train would be empty: .* largest unit holds 24 of 24; change --test/,
    ],
    ['two', ['--test', '0.2', '--valid', '0.2', '--effort', '0.01'], /valid would be empty: /],
    [
      'two',
      ['--folds', '3', '--effort', '0.01'],
      /test of fold 2 would be empty: .* or leave out --group two/,
    ],
  ])('has groups (column %s) too large for %j', async (column, args, message) => {
    await fails(['split', grouped, '--group', column, ...args, '-o', folder.at('x.csv')], message);
  });

  it('leaves a group to train on where more was asked for, and says so', async () => {
    const args = ['split', grouped, '--group', 'two', '-m', 'random', '--test', '20'];
    const { code, stdout, stderr } = await run(args);
    expect(code).toBe(0);
    expect(stdout.match(/,test,/g)).toHaveLength(12);
    expect(stdout.match(/,train,/g)).toHaveLength(12);
    expect(stderr).toContain(
      '12 instead of 20 in test: groups and rows of one molecule are never divided; no closer sizes are possible',
    );
  });

  it('takes at least one group where less was asked for, and says so', async () => {
    const args = ['split', grouped, '--group', 'six', '-m', 'random', '--test', '1'];
    const { code, stdout, stderr } = await run(args);
    expect(code).toBe(0);
    expect(stdout.match(/,test,/g)).toHaveLength(4);
    expect(stderr).toContain(
      '4 instead of 1 in test: groups and rows of one molecule are never divided',
    );
  });
});

describe('a split that would replace its own input', () => {
  it.each([
    ['nested/train.csv', 'nested/', []],
    ['nested/fold-1/test.csv', 'nested/', ['--folds', '2']],
    ['s.repeat-1.csv', 's.csv', ['--repeats', '2']],
  ])('%s by -o %s is refused', async (input, output, args) => {
    const own = temporaryFolder();
    mkdirSync(own.at('nested/fold-1'), { recursive: true });
    own.file(input, SMALL);
    const before = own.names();
    const all = ['split', own.at(input), '-m', 'random', '-o', own.at(output), ...args];
    const { code, stderr } = await run(all);
    expect(stderr).toMatch(/^error: -o .+ is the input itself; choose another name\n$/);
    expect(code).toBe(2);
    expect(own.read(input)).toBe(SMALL);
    expect(own.names()).toEqual(before);
  });
});

describe('a split beside other files', () => {
  it('does not replace the file to mimic', async () => {
    const own = temporaryFolder();
    own.file('in.csv', SMALL);
    own.file('like.csv', SMALL);
    const args = ['split', own.at('in.csv'), '--distribution', `mimic:${own.at('like.csv')}`];
    const { code, stderr } = await run([...args, '-o', own.at('like.csv')]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/like\.csv is the file to mimic/)]);
    expect(own.read('like.csv')).toBe(SMALL);
  });

  it('does not leave a part of an earlier one that would be taken for its own', async () => {
    const own = temporaryFolder();
    own.file('in.csv', SMALL);
    const args = ['split', own.at('in.csv'), '-m', 'random', '-o', own.at('s.csv')];
    expect((await run([...args, '--repeats', '3'])).code).toBe(0);
    const before = own.names();
    const { code, stderr } = await run([...args, '--repeats', '2']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/s\.repeat-2\.csv exists from an earlier split into more parts; remove/);
    expect(own.names()).toEqual(before);
    expect((await run([...args, '--repeats', '4'])).code).toBe(0);
  });

  it('into folds can be scored as it is', async () => {
    const own = temporaryFolder();
    own.file('in.csv', SMALL);
    const args = ['split', own.at('in.csv'), '-m', 'random', '--folds', '3', '-o', own.at('f.csv')];
    expect((await run(args)).code).toBe(0);
    const { code, stderr } = await run(['score', '--split', own.at('f.csv')]);
    expect(code).toBe(0);
    expect(stderr).toContain(
      '3 folds; each row is compared with the training rows of its own fold',
    );
  });
});
