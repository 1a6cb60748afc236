import { describe, expect, it } from 'vitest';
import { rowsOf, temporaryFolder } from '../helpers.js';
import { PLANTED, plantedTables } from '../workflows/audit/planted.js';
import { run } from './run.js';

const folder = temporaryFolder();
const tables = plantedTables();
const train = folder.file('train.csv', tables.train);
const test = folder.file('test.csv', tables.test);

describe('tanimark audit', () => {
  it('finds every planted leak by name, writes the pairs, and fails the check', async () => {
    const pairs = folder.at('pairs.csv');
    const { code, stdout, stderr } = await run([
      'audit',
      train,
      test,
      ...['--json', '--pairs', pairs, '--max-duplicates', '0', '--max-near', '0.9:100%'],
      ...['--max-near', '0.85:8', '--no-cache'],
    ]);
    expect(stderr).toContain('failed: --max-duplicates 0 (train-test: 7 test rows, 77.8%)\n');
    expect(stderr.match(/failed:/g)).toHaveLength(1);
    expect(code).toBe(1);
    const summary = JSON.parse(stdout);
    expect(summary.passed).toBe(false);
    expect(summary.comparisons[0].line).toBe(
      'verdict: leaky. 8 of 9 test molecules (88.9%) are duplicates of training molecules (7: identical in SMILES and label: 1, same canonical SMILES: 1, same after removing salts: 1, same after neutralization: 1, isotopologue: 1, stereoisomer: 1, tautomer: 1) or share their fingerprint with a different one (1). For comparison: a random test set would have a lower median similarity to training.',
    );
    expect(
      summary.limits.map((l: { limit: string; exceeded: boolean }) => [l.limit, l.exceeded]),
    ).toEqual([
      ['--max-duplicates 0', true],
      ['--max-near 0.9:100%', false],
      ['--max-near 0.85:8', false],
    ]);
    const rows = rowsOf(folder.read('pairs.csv'));
    for (const [i, [name, theirs, ours]] of PLANTED.entries()) {
      expect(rows.filter((row) => row.finding === name)).toEqual([
        {
          comparison: 'train-test',
          finding: name,
          test_row: String(i + 1),
          test_id: `test-${name}`,
          test_smiles: ours,
          test_label: String(5 + i / 4),
          train_row: String(2 * i + 2),
          train_id: name,
          train_smiles: theirs,
          train_label: String(5 + i / 4),
          similarity: expect.any(String),
        },
      ]);
    }
    expect(summary.outputs).toMatchObject([{ path: pairs, rows: rows.length }]);
    expect(Object.keys(rowsOf(folder.read('pairs.csv'))[0])).toHaveLength(11);
  });

  it('passes where limits are kept, and runs as its help says', async () => {
    const split = await run(['split', 'dataset:drugs', '-m', 'random', '-o', 'split.csv', '-q'], {
      cwd: folder.path,
    });
    expect(split.code).toBe(0);
    const { code, stdout, stderr } = await run(
      ['audit', 'split.csv', '--max-duplicates', '0', '--standardize', 'none'],
      { cwd: folder.path },
    );
    expect(stderr).toBe('');
    expect(stdout).toContain('passed: --max-duplicates 0 (train-test: 0 test rows, 0.0%)');
    expect(stdout.replaceAll('\n', ' ')).toMatch(
      / verdict: similar. .*; no duplicates of training molecules\. For comparison: a random test set would have about the same median similarity to training\. $/,
    );
    expect(code).toBe(0);
  });

  it('writes the result to a file, and tells of what is left out', async () => {
    const three = folder.file(
      'three.csv',
      'smiles,split\nCCO,train\nCCCO,test\nCCCCO,discarded\nC,discarded\nCC,\nCN,invalid\n',
    );
    const { code, stdout, stderr } = await run(
      ['audit', three, '-o', 'out.txt', '--max-near', '0.3:0'],
      {
        cwd: folder.path,
      },
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      'note: left out: 2 discarded rows, 1 row marked invalid and 1 row without a subset\n',
    );
    expect(stderr).toContain(
      'wrote out.txt\nfailed: --max-near 0.3:0 (train-test: 1 test row, 100.0%)\n',
    );
    expect(folder.read('out.txt')).toMatch(
      /\nverdict: distinct\. The test molecule has no training neighbor ≥ 0\.7; .*\n/,
    );
  });

  it('says what is wrong in one line', async () => {
    const { code, stdout, stderr } = await run(['audit', train, train]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      `error: train and test are the same file, ${train}; give two files, or one file with a split column\n`,
    );
    const over = await run(['audit', train, test, '--pairs', test]);
    expect([over.code, over.stderr]).toEqual([
      2,
      `error: --pairs ${test} is an input itself; choose another name\n`,
    ]);
    expect(folder.read('test.csv')).toBe(tables.test);
    const third = await run(['audit', train, test, 'valid.csv']);
    expect([third.code, third.stderr]).toEqual([
      2,
      'error: valid.csv: two tables are compared, training and test; a validation table goes with --valid\n',
    ]);
    const examples = await run(['audit', train, test, '--examples', '3']);
    expect([examples.code, examples.stderr]).toEqual([
      2,
      'error: --examples has no effect: pairs are in JSON and HTML alone; add --json, or write all of them with --pairs\n',
    ]);
  });
});
