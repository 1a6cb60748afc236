import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../src/audit/limits.js';
import { SAME_LEVELS } from '../../../src/audit/side.js';
import { Job } from '../../../src/job.js';
import { audit } from '../../../src/workflows/audit/index.js';
import { checkLimits } from '../../../src/workflows/audit/limits.js';
import type {
  AuditComparison,
  AuditOptions,
  AuditSummary,
} from '../../../src/workflows/audit/types.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { PLANTED, plantedTables, STRANGERS } from './planted.js';

const folder = temporaryFolder();
const tables = plantedTables();
const train = folder.file('train.csv', tables.train);
const test = folder.file('test.csv', tables.test);

const job = new Job({ threads: 1 });
async function summaryOf(options: AuditOptions): Promise<AuditSummary> {
  const { summary } = await audit(options, job);
  return JSON.parse(JSON.stringify(summary));
}
const problem = async (options: AuditOptions) =>
  folder.shorten((await errorOf(() => audit(options, job))).message);

const finding = ({ findings }: AuditComparison, name: string) =>
  findings.find((f) => f.name === name) as AuditComparison['findings'][number];
const counted = (comparison: AuditComparison) =>
  Object.fromEntries(
    comparison.findings
      .filter(({ test_records }) => test_records > 0)
      .map(({ name, test_records }) => [name, test_records]),
  );
const table = (name: string, head: string, rows: readonly string[]) =>
  folder.file(name, `${[head, ...rows].join('\n')}\n`);

describe('a planted leak of every kind', () => {
  it('is found by name, once, with its rows', async () => {
    const summary = await summaryOf({ train, test });
    const [comparison] = summary.comparisons;
    for (const [row, [name, theirs, ours]] of PLANTED.entries()) {
      const { test_records, pairs, share, examples } = finding(comparison, name);
      expect([name, test_records, pairs, share]).toEqual([name, 1, 1, 1 / 9]);
      expect(examples).toMatchObject([
        {
          comparison: 'train-test',
          finding: name,
          test_row: row + 1,
          test_id: `test-${name}`,
          test_smiles: ours,
          test_label: 5 + row / 4,
          train_row: 2 * row + 2,
          train_id: name,
          train_smiles: theirs,
          train_label: 5 + row / 4,
        },
      ]);
    }
    expect(comparison.duplicates).toBe(7);
    expect(comparison.verdict).toBe('leaky');
    expect(summary.passed).toBe(true);
    expect(summary.label).toBe('pic50');
  });

  it('counts as a duplicate up to the level that is asked for', async () => {
    const levels = ['none', 'salts', 'charges', 'isotopes', 'stereo', 'tautomers'] as const;
    const duplicates = [];
    for (const standardize of levels) {
      const { summary, audits } = await audit({ train, test, standardize }, job);
      const [comparison] = summary.comparisons;
      duplicates.push(comparison.duplicates);
      // Verdict, table, limit and number are of the same rows.
      const copies = comparison.findings.filter(
        (f) => f.level !== null && SAME_LEVELS.indexOf(f.level) <= SAME_LEVELS.indexOf(standardize),
      );
      expect(copies.reduce((sum, f) => sum + f.test_records, 0)).toBe(comparison.duplicates);
      const others = finding(comparison, 'same_fingerprint').test_records;
      expect(comparison.indistinguishable).toBe(others);
      const all = comparison.duplicates + others;
      expect(comparison.line).toMatch(
        `verdict: leaky. ${all} of 9 test molecules (${((100 * all) / 9).toFixed(1)}%) are duplicates of training molecules (${comparison.duplicates}: `,
      );
      expect(comparison.line).toContain(`share their fingerprint with a different one (${others})`);
      const limits = checkLimits(limitsOf({ maxDuplicates: '0' }), [
        { name: 'train-test', audit: audits[0] },
      ]);
      expect(limits).toMatchObject([{ outcome: { found: comparison.duplicates } }]);
    }
    expect(duplicates).toEqual([2, 3, 4, 5, 6, 7]);
  });
});

describe('different molecules', () => {
  it('are no duplicates, however alike', async () => {
    const others = [
      'CC(=O)Oc1ccccc1C(=O)O',
      'CC(=O)Oc1cccc(C(=O)O)c1',
      'Oc1ccccn1',
      'Nc1ccccn1',
      'Nc1cccnc1',
      'CC(N)C(=O)O',
      'NCCC(=O)O',
      'C1CCCCC1',
      'C1CCCC=C1',
      'c1ccccc1',
      'CCO',
      'COC',
      'CCCl',
      'CCBr',
      'C[N+](C)(C)CCO',
      'CN(C)CCO',
    ];
    const [a, b] = [0, 1].map((side) => others.filter((_, i) => i % 2 === side));
    const summary = await summaryOf({
      train: table('a.csv', 'smiles', [...a, ...STRANGERS]),
      test: table('b.csv', 'smiles', b),
    });
    const [comparison] = summary.comparisons;
    expect(comparison.duplicates).toBe(0);
    const names = comparison.findings
      .filter(({ family, test_records }) => family === 'duplicates' && test_records > 0)
      .map(({ name }) => name);
    expect(names).toEqual([]);
    expect(finding(comparison, 'conflicting_duplicates')).toMatchObject({
      applies: false,
      reason: 'not both sides have labels',
    });
  });
});

describe('a table of three sides', () => {
  const rows = [
    'c1ccccc1CCN,Train,5.5,a',
    'c1ccccc1CCN,TEST,5.5,b',
    'CCCCO,val,4,c',
    'OCCCC,test,4.5,d',
    'CCCCN,validation,4.25,e',
    'CCCCN, training ,7.5,f',
    'C1CCCCC1,discarded,1,g',
    'C1CC1,invalid,1,h',
    'C1CCC1,,1,i',
    'nonsense,test,2.5,j',
  ];
  const file = table('three.csv', 'smiles,split,y,id', rows);

  it('is audited pair by pair, and says what is left out', async () => {
    const summary = await summaryOf({ split: file });
    expect(summary.comparisons.map(({ name }) => name)).toEqual([
      'train-test',
      'train-valid',
      'valid-test',
    ]);
    const [trainTest, trainValid, validTest] = summary.comparisons;
    expect(trainTest.duplicates).toBe(1);
    expect(counted(trainTest)).toMatchObject({ identical_record: 1, shared_scaffold: 1 });
    expect(counted(trainValid)).toMatchObject({ same_molecule: 1, conflicting_duplicates: 1 });
    expect(finding(trainValid, 'same_molecule').examples).toMatchObject([
      { comparison: 'train-valid', test_row: 5, test_label: 4.25, train_row: 6, train_label: 7.5 },
    ]);
    expect(finding(validTest, 'same_molecule').examples).toMatchObject([
      { comparison: 'valid-test', test_row: 4, test_id: 'd', train_row: 3, train_id: 'c' },
    ]);
    const none = { molecules: 0, rows: 0, largest_difference: 0, examples: [] };
    const side = { records: 2, molecules: 2, labelled: 2, label: 'y', label_conflicts: none };
    expect(summary.sides).toEqual({
      train: { ...side, invalid: 0 },
      valid: { ...side, invalid: 0 },
      test: { ...side, invalid: 1 },
    });
    expect(summary.left_out).toEqual({ discarded: 1, invalid: 1, none: 1 });
    expect(summary.invalid).toMatchObject([{ side: 'test', row: 10, smiles: 'nonsense' }]);
    expect(summary.warnings.join('\n')).toContain(
      '1 test row with an invalid SMILES left out (the first is row 10:',
    );
  });

  it('says the same as its sides in files of their own', async () => {
    const of = (word: RegExp) => rows.filter((row) => word.test(row.split(',')[1].trim()));
    const inFiles = await summaryOf({
      train: table('t1.csv', 'smiles,split,y,id', of(/^train/i)),
      valid: table('t2.csv', 'smiles,split,y,id', of(/^val/i)),
      test: table('t3.csv', 'smiles,split,y,id', of(/^test$/i)),
    });
    const inOne = await summaryOf({ split: file });
    const withoutRows = (summary: AuditSummary) =>
      summary.comparisons.map((comparison) => ({
        ...comparison,
        findings: comparison.findings.map(({ examples, ...rest }) => ({
          ...rest,
          examples: examples.map((pair) => ({ ...pair, test_row: 0, train_row: 0 })),
        })),
      }));
    expect(withoutRows(inFiles)).toEqual(withoutRows(inOne));
  });

  it('does not depend on threads, and examples are as many as asked for', async () => {
    const { summary } = await audit({ split: file, examples: 0 }, new Job({ threads: 3 }));
    const all = await summaryOf({ split: file });
    const bare = (s: AuditSummary) => ({
      ...s,
      seconds: {},
      comparisons: s.comparisons.map((c) => ({
        ...c,
        findings: c.findings.map((f) => ({ ...f, examples: [] })),
      })),
    });
    expect(JSON.parse(JSON.stringify(summary.comparisons[0].findings[0].examples))).toEqual([]);
    expect(JSON.parse(JSON.stringify(bare(summary)))).toEqual(bare(all));
  });
});

describe('limits', () => {
  it('are kept or exceeded to the row, as numbers and as shares', async () => {
    // 7 of 9 test rows are duplicates, which is 77.77…%.
    const cases: [AuditOptions, boolean][] = [
      [{ maxDuplicates: '7' }, true],
      [{ maxDuplicates: '6' }, false],
      [{ maxDuplicates: '77.78%' }, true],
      [{ maxDuplicates: '77.77%' }, false],
      [{ maxDuplicates: '7/9' }, true],
      [{ maxDuplicates: '0.777' }, false],
      [{ maxNear: ['1:4', '0.7:100%'] }, true],
      [{ maxNear: ['0.7:100%', '1:3'] }, false],
      [{ maxConflicts: '0', maxCliffs: '0' }, true],
      [{ maxSharedScaffolds: '6' }, false],
      [{ maxSharedScaffolds: '7' }, true],
    ];
    // Findings do not depend on limits, but for the similarities that are looked at.
    const { audits } = await audit({ train, test, maxNear: ['1:0'] }, job);
    for (const [options, passed] of cases) {
      const outcomes = checkLimits(limitsOf(options), [{ name: 'train-test', audit: audits[0] }]);
      expect([options, outcomes.every(({ outcome }) => !outcome.exceeded)]).toEqual([
        options,
        passed,
      ]);
    }
  });

  it('hold between every two sides, and count rows of two findings once', async () => {
    const file = table('limits.csv', 'smiles,split,y', [
      'CCCCO,train,1',
      'CCCCO,train,9',
      'c1ccccc1,train,5',
      'CCCCO,valid,5',
      'c1ccccc1,test,5.5',
      'C1CCNCC1,test,3.5',
    ]);
    const { limits, passed } = await summaryOf({
      split: file,
      conflict: 2,
      maxConflicts: '0',
      maxNear: ['0.95:50%'],
    });
    expect(passed).toBe(false);
    expect(
      limits.map(({ comparison, limit, found, exceeded }) => [comparison, limit, found, exceeded]),
    ).toEqual([
      ['train-test', '--max-near 0.95:50%', 1, false],
      ['train-test', '--max-conflicts 0', 0, false],
      ['train-valid', '--max-near 0.95:50%', 1, true],
      ['train-valid', '--max-conflicts 0', 1, true],
      ['valid-test', '--max-near 0.95:50%', 0, false],
      ['valid-test', '--max-conflicts 0', 0, false],
    ]);
  });
});

describe('what cannot be audited', () => {
  const smiles = (name: string, head: string, ...rows: string[]) => table(name, head, rows);

  it.each([
    [
      { train, test: train },
      'train and test are the same file, train.csv; give two files, or one file with a split column',
    ],
    [
      { train: '-', test: '-' },
      'train and test cannot both be standard input; give one of them as a file',
    ],
    [
      { split: train },
      'train.csv: no split column found; name it with --split-column (the columns are "id", "smiles" and "pic50"); for a table without a split: tanimark split train.csv -o split.csv; or give two files: tanimark audit train.csv test.csv',
    ],
    [
      { split: smiles('e1.csv', 'smiles,split', 'CCO,train', 'CCN,valid') },
      'e1.csv: no row is marked test; if "split" is not the split column, name it with --split-column',
    ],
    [
      { split: smiles('e2.csv', 'smiles,split', 'CCO,test') },
      'e2.csv: no row is marked train; if "split" is not the split column, name it with --split-column',
    ],
    [
      { split: smiles('e3.csv', 'smiles,split,fold', 'CCO,test,0', 'CCN,test,1') },
      'e3.csv: the file holds folds, and every row is a test row of one; write the folds into a folder (tanimark split … -o folds/) and audit one of them: tanimark audit folds/fold-0',
    ],
    [
      { split: smiles('e4.csv', 'smiles,split', 'CCO,train', 'CCN,left') },
      'e4.csv: column "split", row 2 (line 3): "left" is no subset; use train, valid, test, discarded or invalid',
    ],
    [
      { split: smiles('e5.csv', 'smiles,split', 'CCO,train', 'nonsense,test') },
      'e5.csv: no test row has a valid SMILES',
    ],
    [
      { split: train, test },
      '--valid cannot be combined with one file (train.csv), which must hold all subsets; give a file for each: tanimark audit train.csv test.csv --valid valid.csv',
    ],
    [
      { train },
      'nothing to compare; give two files (tanimark audit train.csv test.csv), or one file with a split column',
    ],
    [
      { train, test, splitColumn: 'split' },
      '--split-column has no effect on separate files; leave it out, or give one table that has the column',
    ],
    [
      { train, test, standardize: 'stereos' },
      '--standardize stereos: unknown level (did you mean stereo?); choose one of none, salts, charges, isotopes, stereo and tautomers',
    ],
    [
      { train, test, maxDuplicates: '101%' },
      '--max-duplicates 101%: more than all rows; give a whole number of test rows, or a share such as 1%',
    ],
    [
      { train, test, maxDuplicates: 'few' },
      '--max-duplicates few: not an amount; give a number such as 0.05, a fraction such as 1/20, or a percentage such as 5%, 0 or more',
    ],
    [
      { train, test, maxNear: ['0.9'] },
      '--max-near 0.9: the form is two numbers with a colon between them; give a similarity and the largest number of test rows, such as 0.9:1% or 0.85:10',
    ],
    [
      { train, test, maxNear: ['1.1:2'] },
      '--max-near 1.1:2: the similarity must be at most 1; give a similarity and the largest number of test rows, such as 0.9:1% or 0.85:10',
    ],
    [
      { train: smiles('e6.csv', 'smiles', 'CCO'), test, maxCliffs: '1' },
      '--max-cliffs: not both sides have labels (train-test); name the label column with --label, or leave the limit out',
    ],
  ] as [AuditOptions, string][])('%j', async (options, message) => {
    expect(await problem(options)).toBe(message);
  });

  it('is a folder of several splits', async () => {
    const outer = folder.at('folds');
    for (const fold of [10, 9, 0]) {
      mkdirSync(join(outer, `fold-${fold}`), { recursive: true });
      for (const side of ['train', 'test']) {
        writeFileSync(join(outer, `fold-${fold}`, `${side}.csv`), 'smiles\nCCO\n');
      }
    }
    mkdirSync(join(outer, 'notes'));
    expect(await problem({ split: outer })).toBe(
      'folds holds 3 splits (fold-0, fold-9 and fold-10); choose one, such as --part fold-0',
    );
  });

  it('is a folder without the files of a split; one that has them is read', async () => {
    const inner = folder.at('inner');
    mkdirSync(inner);
    expect(await problem({ split: inner })).toBe(
      `inner: the folder has no train.csv; name the files: tanimark audit train.csv test.csv`,
    );
    writeFileSync(join(inner, 'train.tsv'), tables.train.replaceAll(',', '\t'));
    writeFileSync(join(inner, 'test.csv'), tables.test);
    const { comparisons, inputs } = await summaryOf({ split: inner });
    expect(comparisons[0].duplicates).toBe(7);
    expect(inputs.map(({ role, rows }) => [role, rows])).toEqual([
      ['train', 18],
      ['test', 9],
    ]);
    writeFileSync(join(inner, 'test.smi'), 'CCO\n');
    expect(await problem({ split: inner })).toBe(
      `inner: test.csv and test.smi could each be the test file; name the files`,
    );
  });
});
