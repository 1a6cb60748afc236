import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { audit } from '../../../src/workflows/audit/index.js';
import type { AuditOptions } from '../../../src/workflows/audit/types.js';
import { errorOf, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const job = new Job({ threads: 1 });
const problem = async (options: AuditOptions) =>
  folder.shorten((await errorOf(() => audit(options, job))).message);

describe('labels of two files', () => {
  const molecules = ['CCO', 'CCCCN', 'c1ccccc1', 'C1CCNCC1'];
  const sideOf = (name: string, column: string, labels: readonly string[]) =>
    folder.file(
      name,
      [`smiles,${column}`, ...labels.map((label, i) => `${molecules[i]},${label}`)].join('\n'),
    );
  const LABELS = ['conflicting_duplicates', 'conflicting_neighbours', 'activity_cliff'];
  const audited = async (options: AuditOptions) => {
    const { comparisons, warnings } = (await audit(options, job)).summary;
    const [comparison] = comparisons;
    const own = comparison.findings.filter(({ name }) => LABELS.includes(name));
    const reasons = new Set(own.map(({ reason }) => reason && folder.shorten(reason)));
    return { comparison, reasons: [...reasons], notes: warnings.map((w) => folder.shorten(w)) };
  };
  const numbers = sideOf('l1.csv', 'logS', ['-1.5', '-2.5', '-3', '-4.25']);

  it('are compared with a note where the columns have different names', async () => {
    const test = sideOf('l2.csv', 'pchembl_value', ['5.5', '6.5', '7']);
    const { comparison, reasons, notes } = await audited({ train: numbers, test });
    expect(notes).toEqual([
      'train-test: the label columns have different names ("logS" in l1.csv, "pchembl_value" in l2.csv) and are compared as one property; if they are two properties, rename one and name it with --label',
    ]);
    expect(reasons).toEqual([null]);
    expect(comparison.labels?.test.n).toBe(3);
  });

  it('are not compared where one side has classes and the other numbers', async () => {
    const test = sideOf('l3.csv', 'class', ['active', 'inactive', 'active']);
    const { comparison, reasons, notes } = await audited({ train: numbers, test });
    expect(notes).toEqual([
      'train-test: the labels are numbers in train and classes in test ("logS" in l1.csv, "class" in l3.csv), so labels are not compared; to compare them, name another column with --label',
    ]);
    expect(reasons).toEqual(['the labels are numbers in train and classes in test']);
    expect([comparison.labels, comparison.look_up]).toEqual([null, null]);
    expect(await problem({ train: numbers, test, maxConflicts: '0' })).toBe(
      '--max-conflicts: the labels are numbers in train and classes in test (train-test); name the label column with --label, or leave the limit out',
    );
    const zeros = sideOf('l4.csv', 'logS', ['0', '1', '1']);
    expect((await audited({ train: numbers, test: zeros })).reasons).toEqual(reasons);
  });

  it('are compared where a side may hold some of them only', async () => {
    const counts = sideOf('l5.csv', 'y', ['0', '1', '2', '7']);
    for (const [train, test] of [
      [counts, sideOf('l6.csv', 'y', ['0', '1', '0'])],
      [sideOf('l7.csv', 'y', ['0', '1', '0']), sideOf('l8.csv', 'Y', ['1', '1', '1'])],
    ]) {
      const { comparison, notes } = await audited({ train, test });
      expect([comparison.labels === null, notes]).toEqual([false, []]);
    }
  });

  it('are missing with the reason where a column cannot be read', async () => {
    const test = sideOf('l9.csv', 'class', ['good', 'bad', 'ugly']);
    const { reasons, notes } = await audited({ train: numbers, test });
    expect(reasons).toEqual([
      'not both sides have labels (the label column of l9.csv cannot be read; name another with --label)',
    ]);
    expect(notes).toEqual([
      'l9.csv: label column "class", row 1 (line 2): "good" is neither a number nor a class (3 of 3 filled cells); labels are not compared (--label names another column)',
    ]);
  });
});
