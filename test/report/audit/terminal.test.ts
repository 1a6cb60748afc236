import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { renderAudit } from '../../../src/report/audit/terminal.js';
import { plainStyle } from '../../../src/report/style.js';
import { audit } from '../../../src/workflows/audit/index.js';
import { temporaryFolder } from '../../helpers.js';
import { plantedTables } from '../../workflows/audit/planted.js';

const folder = temporaryFolder();

describe('the screen of an audit', () => {
  it('begins with the verdict, names every kind of duplicate and says what was not looked for', async () => {
    const { train, test } = plantedTables();
    const { summary } = await audit(
      {
        train: folder.file('train.csv', train),
        test: folder.file('test.csv', test.replaceAll('pic50', 'note')),
        maxDuplicates: '0',
        maxNear: ['0.9:100%'],
      },
      new Job({ threads: 1 }),
    );
    const text = renderAudit(summary, plainStyle);
    const lines = text.split('\n');
    expect(text).toMatchInlineSnapshot(`
      "train-test · 18 training rows · 9 test rows · no labels to compare
        Duplicates of training molecules: 7 test rows (identical SMILES: 1, same
          canonical SMILES: 1, same after removing salts: 1, same after
          neutralization: 1, isotopologue: 1, stereoisomer: 1, tautomer: 1). Not
          counted (further levels of standardization): same InChI connectivity: 1.
          Also, 1 test row shares its fingerprint with a training molecule.
        Nearest-neighbor similarity: median 0.97 test-to-training, 0.65 within
          training. The test set is more similar to training than a random test set.

        overlap                                        test rows  share  pairs
        identical SMILES                                       1  11.1%      1
        same canonical SMILES                                  1  11.1%      1
        same after removing salts                              1  11.1%      1
        same after neutralization                              1  11.1%      1
        isotopologue                                           1  11.1%      1
        stereoisomer                                           1  11.1%      1
        tautomer                                               1  11.1%      1
        same InChI connectivity                                1  11.1%      1
        different molecules with the same fingerprint          1  11.1%      1
        nearest neighbor ≥ 0.9                                 5  55.6%      –
        nearest neighbor ≥ 0.8                                 5  55.6%      –
        nearest neighbor ≥ 0.7                                 7  77.8%      –
        shared scaffold                                        7  77.8%      –
        not checked, because not both sides have labels: identical in SMILES and
        label, duplicates with conflicting labels, near-duplicates with conflicting
        labels and cross-split activity cliffs

      Max similarity of the test molecules to training (morgan:radius=2,bits=2048)
        similarity  molecules  share
        [0, 1/3)            0     0%
        [1/3, 2/3)          2  22.2%  ███████████▍
        [2/3, 1]            7  77.8%  ████████████████████████████████████████

      verdicts (shares of the test rows; a neighbor is a training molecule):
        leaky: ≥ 2% duplicates or equal fingerprints, or ≥ 20% with a neighbor ≥ 0.9
        similar: ≥ 10% with a neighbor ≥ 0.7
        distinct: neither
      duplicate = same molecule if salts, charges, isotopes, stereo and tautomers are
      ignored
      near-duplicate = similarity ≥ 0.9, but no duplicate

      failed: --max-duplicates 0 (train-test: 7 test rows, 77.8%)
      passed: --max-near 0.9:100% (train-test: 5 test rows, 55.6%)
      verdict: leaky. 8 of 9 test molecules (88.9%) are duplicates of training
      molecules (7: identical SMILES: 1, same canonical SMILES: 1, same after removing
      salts: 1, same after neutralization: 1, isotopologue: 1, stereoisomer: 1,
      tautomer: 1) or share their fingerprint with a different one (1). For
      comparison: a random test set would have a lower median similarity to training.
      "
    `);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });

  it('shows labels, their shift and what look-up gives', async () => {
    const { train, test } = plantedTables();
    const { summary } = await audit(
      { train: folder.file('a.csv', train), test: folder.file('b.csv', test), conflict: 0.125 },
      new Job({ threads: 1 }),
    );
    const text = renderAudit(summary, plainStyle);
    expect(text.split('\n').slice(0, 29).join('\n')).toMatchInlineSnapshot(`
      "train-test · 18 training rows · 9 test rows · pic50
        Duplicates of training molecules: 7 test rows (identical in SMILES and
          label: 1, same canonical SMILES: 1, same after removing salts: 1, same after
          neutralization: 1, isotopologue: 1, stereoisomer: 1, tautomer: 1). Not
          counted (further levels of standardization): same InChI connectivity: 1.
          Also, 1 test row shares its fingerprint with a training molecule.
        Nearest-neighbor similarity: median 0.97 test-to-training, 0.65 within
          training. The test set is more similar to training than a random test set.
        1-NN baseline (copies the label of the nearest neighbor): R² 1.000, RMSE
          0.000, MAE 0.000. It explains 100% of the variance of the test labels.
          Predicting the training mean: RMSE 0.645, MAE 0.556.
        Label shift: mean 6.000 (SD 0.664) in training, 6.000 (SD 0.685) in test, KS
          0.00.

        overlap                                        test rows  share  pairs
        identical in SMILES and label                          1  11.1%      1
        same canonical SMILES                                  1  11.1%      1
        same after removing salts                              1  11.1%      1
        same after neutralization                              1  11.1%      1
        isotopologue                                           1  11.1%      1
        stereoisomer                                           1  11.1%      1
        tautomer                                               1  11.1%      1
        same InChI connectivity                                1  11.1%      1
        different molecules with the same fingerprint          1  11.1%      1
        nearest neighbor ≥ 0.9                                 5  55.6%      –
        nearest neighbor ≥ 0.8                                 5  55.6%      –
        nearest neighbor ≥ 0.7                                 7  77.8%      –
        shared scaffold                                        7  77.8%      –
        checked, none found:"
    `);
  });

  it('speaks of copies up to the level that is asked for, and of further levels beside', async () => {
    const { train, test } = plantedTables();
    const { summary } = await audit(
      {
        train: folder.file('c.csv', train),
        test: folder.file('d.csv', test.replaceAll('pic50', 'logS')),
        standardize: 'charges',
      },
      new Job({ threads: 1 }),
    );
    const text = renderAudit(summary, plainStyle);
    expect(text).toContain(' · pic50 vs. logS\n');
    expect(text).toContain('\nduplicate = same molecule if salts and charges are ignored\n');
    expect(text).toContain(
      '\nactivity cliff = near-duplicates whose labels differ by more than 1 log unit\n',
    );
    expect(text.split('\n').slice(0, 19).join('\n')).toMatchInlineSnapshot(`
      "train-test · 18 training rows · 9 test rows · pic50 vs. logS
        Duplicates of training molecules, up to --standardize charges: 4 test rows
          (identical in SMILES and label: 1, same canonical SMILES: 1, same after
          removing salts: 1, same after neutralization: 1). Not counted (further
          levels of standardization): isotopologue: 1, stereoisomer: 1, tautomer: 1,
          same InChI connectivity: 1. Also, 2 test rows share their fingerprint with a
          training molecule.
        Nearest-neighbor similarity: median 0.97 test-to-training, 0.65 within
          training. The test set is more similar to training than a random test set.
        1-NN baseline (copies the label of the nearest neighbor): R² 1.000, RMSE
          0.000, MAE 0.000. It explains 100% of the variance of the test labels.
          Predicting the training mean: RMSE 0.645, MAE 0.556.
        Label shift: mean 6.000 (SD 0.664) in training, 6.000 (SD 0.685) in test, KS
          0.00.

        overlap                                        test rows  share  pairs
        identical in SMILES and label                          1  11.1%      1
        same canonical SMILES                                  1  11.1%      1
        same after removing salts                              1  11.1%      1"
    `);
  });

  it('fits 80 columns for three sides, whose verdicts come last', async () => {
    const three = folder.file(
      'three.csv',
      `smiles,split,y
c1ccccc1CCN,train,5.5
c1ccccc1CCN,test,5.5
CCCCO,valid,4
OCCCC,test,4.5
CCCCN,valid,4.25
CCCCN,train,7.5
`,
    );
    const { summary } = await audit({ split: three, maxConflicts: '0' }, new Job({ threads: 1 }));
    const lines = renderAudit(summary, plainStyle).split('\n');
    expect(lines.every((line) => line.length <= 80)).toBe(true);
    expect(lines.slice(-11)).toMatchInlineSnapshot(`
      [
        "",
        "passed: --max-conflicts 0 (train-test: 0 test rows, 0.0%)",
        "failed: --max-conflicts 0 (train-valid: 1 validation row, 50.0%)",
        "failed: --max-conflicts 0 (valid-test: 1 test row, 50.0%)",
        "train-test verdict: leaky. 1 of 2 test molecules (50.0%) is a duplicate of a",
        "training molecule (identical in SMILES and label: 1).",
        "train-valid verdict: leaky. 1 of 2 validation molecules (50.0%) is a duplicate",
        "of a training molecule (same canonical SMILES: 1).",
        "valid-test verdict: leaky. 1 of 2 test molecules (50.0%) is a duplicate of a",
        "validation molecule (same canonical SMILES: 1).",
        "",
      ]
    `);
    // What is not found, and the histogram, are shown of training and test alone.
    const titles = lines.filter((line) => /^(train|valid)-\w+ ·/.test(line));
    expect(titles.map((line) => line.split(' · ')[0])).toEqual([
      'train-test',
      'train-valid',
      'valid-test',
    ]);
    for (const [start, times] of [
      ['  checked, none found:', 1],
      ['Max similarity of ', 1],
      ['  shared scaffold ', 1],
      ['  overlap ', 3],
    ] as const) {
      expect([start, lines.filter((line) => line.startsWith(start)).length]).toEqual([
        start,
        times,
      ]);
    }
    expect(lines.filter((line) => /^ {2}Labels: /.test(line))).toMatchInlineSnapshot(`[]`);
  });

  it('words each note by the numbers that it shows', async () => {
    const pairs = ['CCCCCCCCCC', 'CCCCCCCCCN', 'OCCCCCCCCO', 'c1ccccc1CCN', 'c1ccccc1CCO'];
    const rows = (labels: readonly number[]) =>
      `smiles,pic50\n${pairs.map((smiles, i) => `${smiles},${labels[i]}`).join('\n')}\n`;
    const { summary } = await audit(
      {
        train: folder.file('e.csv', `${rows([5, 6, 7, 8, 6.68])}${pairs[4]},6.7\n`),
        test: folder.file('f.csv', rows([5, 6.5, 9, 8, 6.68])),
        conflict: 0.25,
      },
      new Job({ threads: 1 }),
    );
    const [whole] = summary.comparisons;
    const shown = (changes: Partial<typeof whole>) =>
      renderAudit({ ...summary, comparisons: [{ ...whole, ...changes }] }, plainStyle).replaceAll(
        /\n +/g,
        ' ',
      );
    const look = (r2: number, more: Record<string, { value: number }> = {}) => ({
      n: 5,
      baselines: {
        nearest_neighbour: { r2: { value: r2 }, ...more },
        train_mean: {
          rmse: { value: 0.71 },
          mae: { value: 0.544 },
        },
      },
    });
    const errors = { rmse: { value: 0.772 }, mae: { value: 0.489 } };
    for (const [r2, [text, how]] of [
      [-0.139, ['−0.139', 'By squared error it is worse than the mean test label.']],
      [0, ['0.000', 'By squared error it is equal to the mean test label.']],
      [0.004, ['0.004', 'It explains 0.4% of the variance of the test labels.']],
      [0.57, ['0.570', 'It explains 57.0% of the variance of the test labels.']],
    ] as const) {
      expect(shown({ look_up: look(r2, errors) })).toContain(
        `1-NN baseline (copies the label of the nearest neighbor): R² ${text}, RMSE 0.772, MAE 0.489. ${how} Predicting the training mean: RMSE 0.710, MAE 0.544.`,
      );
    }
    const { similarity, findings } = whole;
    for (const [own, theirs, likeness, text] of [
      [
        0.5625,
        0.5641,
        'further',
        '0.563 test-to-training, 0.564 within training. The test set is less similar to training than',
      ],
      [
        0.3,
        0.7,
        'further',
        '0.30 test-to-training, 0.70 within training. The test set is less similar to training than',
      ],
      [0.5, 0.5, 'otherwise', '0.50 test-to-training, 0.50 within training: the medians are equal'],
    ] as const) {
      const changed = { ...similarity, median_test: own, median_train: theirs, likeness };
      expect(shown({ similarity: changed })).toContain(`similarity: median ${text}`);
    }
    expect(shown({})).toContain(
      'Conflicting labels: 2 test rows have a training duplicate whose label differs by more than 0.250.',
    );
    const near = (n: number, same: number) =>
      findings.map((one) =>
        one.name === 'conflicting_neighbours'
          ? { ...one, test_records: n }
          : one.name === 'conflicting_duplicates'
            ? { ...one, test_records: same }
            : one,
      );
    expect(shown({ findings: near(3, 2) })).toContain(
      'labels: 2 test rows have a training duplicate and 3 a near-duplicate whose label differs by more than 0.250',
    );
    expect(shown({ findings: near(1, 0) })).toContain(
      'labels: 1 test row has a training near-duplicate whose label differs by more than 0.250',
    );
    expect(shown({})).toContain(
      'Repeated molecules in training: 1 molecule has rows with different labels (rows 5 and 6: 6.68 and 6.7); the largest difference is 0.02.',
    );
  });
});
