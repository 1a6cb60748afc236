import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowsOf, temporaryFolder } from '../helpers.js';
import { hasShared, sharedPath } from '../shared.js';
import { run } from './run.js';

const folder = temporaryFolder();
const out = () => folder.at('out.csv');
/** Column of an output, by its rows. */
const column = (name: string) => rowsOf(folder.read('out.csv')).map((row) => row[name]);
const sizes = () => {
  const words = column('split');
  return Object.fromEntries(
    [...new Set(words)].map((w) => [w, words.filter((x) => x === w).length]),
  );
};

/** Runs a command on files of a case; names of the files stand for their paths. */
async function onCase(name: string, args: readonly string[]) {
  const own = join(folder.path, name);
  mkdirSync(own, { recursive: true });
  cpSync(sharedPath(`cases/${name}`), own, { recursive: true });
  const placed = args.map((arg) =>
    /^[\w-]+(\.(csv|tsv|tab|smi|txt)|\/)$/.test(arg) ? join(own, arg) : arg,
  );
  return run(placed);
}

const split = (file: string, ...rest: string[]) => [
  'split',
  file,
  ...(rest.includes('-m') || rest.includes('--group') ? [] : ['-m', 'random']),
  ...rest,
  '-o',
  out(),
];

describe.skipIf(!hasShared)('tables that were read wrongly before', () => {
  it.each<[name: string, args: readonly string[], says: RegExp]>([
    [
      'atom-maps-keep-molecules-apart',
      ['audit', 'train.csv', 'test.csv'],
      /1 test row \(same canonical SMILES\)/,
    ],
    [
      'audit-identical-label-without-labels',
      ['audit', 'train.csv', 'test.csv'],
      /2 test rows \(identical SMILES: 1, same\s+canonical SMILES: 1\)/,
    ],
    [
      'class-taken-for-probability',
      ['score', 'preds.csv', '--split', 'split.csv', '--metrics', 'roc_auc'],
      /predictions of column "y_proba"[\s\S]*ROC-AUC[\s\S]*model +0\.813/,
    ],
    ['comment-lines', split('data.txt'), /3 comment lines before the table/],
    [
      'conflicting-duplicates-unsaid',
      split('data.tab', '-m', 'stratified'),
      /3 molecules have rows with different labels \(rows 1 and 2: 0 and 1/,
    ],
    [
      'counter-ion-larger-than-drug',
      split('all.csv', '--standardize', 'salts'),
      /merges 1 molecule with another one/,
    ],
    [
      'cxsmiles-rows-lost',
      split('data.csv'),
      /2 rows with CXSMILES: the SMILES before "\|" is read/,
    ],
    ['delimiter-by-file-ending', split('comma.smi'), /cells are separated by commas/],
    ['delimiter-by-file-ending', split('comma.tsv'), /cells are separated by commas/],
    ['delimiter-by-file-ending', split('pipe.csv'), /cells are separated by vertical bars/],
    ['delimiter-by-file-ending', split('three.smi', '--label', 'pIC50'), /pIC50: mean 5\.500/],
    [
      'delimiter-by-file-ending',
      split('count_first.smi'),
      /the second word of each line is its SMILES/,
    ],
    [
      'duplicate-headers',
      split('qm8.csv', '--label', 'E1-CC2'),
      /2 column names stand more than once; named apart: column 6 "E1-PBE0\.1"/,
    ],
    ['excel-sep-line', split('data.csv'), /3 molecules/],
    [
      'headerless-ids-as-labels',
      split('cid.txt'),
      /column 1 holds different whole numbers and is taken for ids/,
    ],
    [
      'labels-of-rows-without-structure',
      split('data.csv', '--label', 'y'),
      /y: mean 471\.0 in train, 950\.0 in test/,
    ],
    [
      'prediction-structures-cannot-be-named',
      ['score', 'ersilia.csv', '--split', 'split.csv'],
      /matched to the test set by smiles \(column "input", canonical\)/,
    ],
    [
      'smiles-column-by-name',
      split('pubchem.csv'),
      /structures are read from column "CanonicalSMILES"/,
    ],
    ['smiles-column-by-name', split('bindingdb.tsv'), /3 molecules/],
    [
      'smiles-column-by-name',
      split('aid.csv'),
      /structures are read from column "PUBCHEM_EXT_DATASOURCE_SMILES"/,
    ],
    [
      'smiles-column-by-name',
      split('names.csv'),
      /structures are read from column "SMILES string"/,
    ],
    [
      'split-lo-group',
      split(
        'in.csv',
        '-m',
        'lo',
        '--label',
        'y',
        '--group',
        'grp',
        '--min-cluster',
        '5',
        '--min-sd',
        '0.6',
      ),
      /35 groups of several molecules \(column "grp"\) are never divided/,
    ],
    [
      'split-time-repeat',
      split('in.csv', '-m', 'time', '--time', 'when', '--test', '1'),
      /1 molecule outside the test set has a record from 2003 or later/,
    ],
    ['tdc-train-val', ['audit', 'bbb.tab'], /7 training rows of 4 molecules · 2 test rows/],
    ['tdc-train-val', ['audit', 'bbb_martins/'], /7 training rows of 4 molecules · 2 test rows/],
    ['tsv-quote-swallows-rows', split('lost.tsv'), /5 molecules/],
    ['tsv-quote-swallows-rows', split('refused.tsv'), /3 molecules/],
    ['two-class-labels', split('bbb.csv', '-m', 'stratified'), /BBB\+ is the positive one/],
    ['two-class-labels', split('plus.csv', '-m', 'stratified'), /\+ is the positive one/],
    ['two-class-labels', split('toxic.csv', '-m', 'stratified'), /and toxic is the positive one/],
    [
      'two-class-labels',
      ['score', '--split', 'one_two.csv'],
      /2 is the positive one[\s\S]*classification of label/,
    ],
    [
      'two-class-labels',
      ['score', '--split', 'pm1.csv'],
      /1 is the positive one[\s\S]*classification of label/,
    ],
    [
      'unreadable-label-hidden',
      ['score', 'scores.csv', '--split', 'classes.csv'],
      /classification of label, 20 test rows/,
    ],
    [
      'censored-and-comma-labels',
      split('censored.csv'),
      /">10" is a censored value \(2 of 4 filled cells\)/,
    ],
    ['censored-and-comma-labels', split('comma.csv'), /"1,23" has a decimal comma \(3 of 3/],
    ['censored-and-comma-labels', split('na.csv'), /2 rows without a label/],
  ])('%s: %j', async (name, args, says) => {
    const { code, stdout, stderr } = await onCase(name, args);
    expect({ code, text: stderr + stdout }).toEqual({
      code: 0,
      text: expect.stringMatching(says),
    });
  });

  it.each<
    [name: string, args: readonly string[], sizes: Readonly<Record<string, number>>, says?: RegExp]
  >([
    [
      'split-components-err-valid',
      split('in.csv', '-m', 'components', '--threshold', '0.4', '--test', '3', '--valid', '1'),
      { train: 2, valid: 1, test: 3 },
    ],
    [
      'split-components-size-valid',
      split('in.csv', '-m', 'components', '--threshold', '0.3', '--test', '3', '--valid', '2'),
      { train: 2, valid: 2, test: 3 },
    ],
    [
      'split-components-more-valid-disc',
      split(
        'in.csv',
        '-m',
        'components',
        '--threshold',
        '0.4',
        '--test',
        '2',
        '--valid',
        '1',
        '--max-discard',
        '0.4',
        '--tolerance',
        '0',
      ),
      { train: 4, valid: 1, test: 2, discarded: 1 },
      /1 discarded: the proven minimum/,
    ],
    [
      'split-components-size-disc',
      split(
        'in.csv',
        '-m',
        'components',
        '--threshold',
        '0.3',
        '--test',
        '3',
        '--max-discard',
        '0.4',
        '--tolerance',
        '0',
      ),
      { train: 4, test: 3, discarded: 1 },
      /1 discarded: the proven minimum/,
    ],
    [
      'split-sae-group-valid-1',
      split('in.csv', '--group', 'grp', '--test', '1', '--valid', '1', '--seed', '0'),
      { train: 7, valid: 1, test: 1 },
    ],
    [
      'split-tiny-comp-size-2-1',
      split(
        'in.csv',
        '-m',
        'components',
        '--seed',
        '79',
        '--test',
        '3',
        '--threshold',
        '0.2',
        '--max-discard',
        '0.3',
        '--tolerance',
        '0.1',
        '--valid',
        '2',
      ),
      { train: 1, valid: 2, test: 3 },
    ],
    [
      'split-valid-size-butina',
      split('in.csv', '-m', 'butina', '--test', '0.2', '--valid', '0.1'),
      { train: 84, valid: 12, test: 24 },
    ],
    [
      'split-valid-size-components',
      split('in.csv', '-m', 'components', '--test', '0.2', '--valid', '0.1'),
      { train: 35, valid: 5, test: 10 },
    ],
    [
      'split-valid-size-scaffold',
      split('in.csv', '-m', 'scaffold', '--test', '0.2', '--valid', '0.1'),
      { train: 56, valid: 8, test: 16 },
    ],
  ])('%s: the sizes that are possible', async (name, args, expected, says) => {
    const { code, stdout, stderr } = await onCase(name, args);
    expect(code).toBe(0);
    expect(sizes()).toEqual(expected);
    if (says) expect(stderr + stdout).toMatch(says);
  });

  it.each<[name: string, args: readonly string[], says: RegExp]>([
    [
      'cv-index-column',
      ['compare', 'results.csv'],
      /split random: each repeat has one fold.*--test-share/,
    ],
    [
      'prediction-structures-cannot-be-named',
      ['score', 'ersilia.csv', '--split', 'split.csv', '--join', 'smiles', '--smiles', 'input'],
      /use --prediction-smiles/,
    ],
    [
      'shared-number-column-scored-as-task',
      ['score', 'with_descriptors.csv', '--split', 'split.csv', '--metrics', 'r2'],
      /no label column found; name it with --label \(columns of numbers or classes: "Solubility"\)/,
    ],
    [
      'shared-number-column-scored-as-task',
      ['score', 'with_number.csv', '--split', 'split.csv', '--metrics', 'mae'],
      /no label column found/,
    ],
    [
      'shared-number-column-scored-as-task',
      ['score', 'with_number.csv', '--split', 'split_bad_cell.csv'],
      /label column "label", row 4 \(line 5\): "inconclusive" is neither a number nor a class \(1 of 96 filled cells/,
    ],
    [
      'shared-number-column-scored-as-task',
      ['score', 'list.csv', '--split', 'split_y.csv'],
      /column "preds", row 1 \(line 2\): "\[0\.08\]" is a list/,
    ],
    [
      'unreadable-label-hidden',
      ['score', 'preds.csv', '--split', 'split.csv'],
      /label column "y", row 7 \(line 8\): ">-4\.92" is a censored value \(1 of 40 filled cells/,
    ],
  ])('%s: %j is refused', async (name, args, says) => {
    const { code, stderr } = await onCase(name, args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(says) });
  });

  it('rows of counter-ions: no pair of the drugs that share one', async () => {
    const pairs = folder.at('pairs.csv');
    const args = ['audit', 'train.csv', 'test.csv', '--pairs', pairs];
    expect((await onCase('counter-ion-larger-than-drug', args)).code).toBe(0);
    const joined = rowsOf(folder.read('pairs.csv')).map((row) => Object.values(row).join(' '));
    expect(joined.filter((row) => /same_without_salt/.test(row))).toHaveLength(1);
    expect(joined.join('\n')).not.toMatch(/imipramine/i);
  });

  it('cells of a row before a quote stay theirs', async () => {
    await onCase('tsv-quote-swallows-rows', split('lost.tsv'));
    expect(column('smiles')).toHaveLength(5);
    expect(new Set(column('smiles')).size).toBe(5);
  });
});
