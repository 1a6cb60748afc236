import { beforeAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../../src/chemistry/pool.js';
import { Job } from '../../../src/job.js';
import { expectErrors } from '../../../src/workflows/expect/index.js';
import type { ExpectedMolecule, ExpectSummary } from '../../../src/workflows/expect/types.js';
import { score } from '../../../src/workflows/score/index.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { type MadeFiles, type MadeMolecule, madeFiles } from './made.js';

const folder = temporaryFolder();
const classFolder = temporaryFolder();
const made: MadeFiles = madeFiles(folder, 'regression');
const ofClasses: MadeFiles = madeFiles(classFolder, 'classification');
const { split, predictions, library } = made;
const given = { split, predictions, library, seed: 3 };

/** Bits of each molecule, from RDKit. */
async function bitsOf(molecules: readonly MadeMolecule[]): Promise<Set<number>[]> {
  const pool = new ChemistryPool(parseFingerprint('morgan'), { threads: 1 });
  try {
    const { words } = await pool.describe(
      molecules.map(({ smiles }) => smiles),
      new Job(),
      {},
    );
    const width = pool.fingerprint.words;
    return molecules.map((_, m) => {
      const bits = new Set<number>();
      for (let b = 0; b < 32 * width; b++) {
        if ((words[m * width + (b >> 5)] >>> (b & 31)) & 1) bits.add(b);
      }
      return bits;
    });
  } finally {
    await pool.close();
  }
}

function tanimoto(a: Set<number>, b: Set<number>): number {
  const common = [...a].filter((bit) => b.has(bit)).length;
  return common / (a.size + b.size - common);
}

const rowsIn = (text: string): ExpectedMolecule[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const binOf = (similarity: number) => (similarity < 1 / 3 ? 0 : similarity < 2 / 3 ? 1 : 2);
const BINS = ['[0, 1/3)', '[1/3, 2/3)', '[2/3, 1]'];

/** The ⌈(n + 1) × 0.9⌉-th smallest. */
function limitOf(scores: readonly number[]): number | null {
  const rank = Math.ceil(((scores.length + 1) * 9) / 10);
  return rank > scores.length ? null : [...scores].sort((a, b) => a - b)[rank - 1];
}

let summary: ExpectSummary;
let rows: ExpectedMolecule[];
/** Max similarity to training, by brute force. */
let testSimilarity: number[];
let librarySimilarity: number[][];

beforeAll(async () => {
  summary = await expectErrors({ ...given, output: folder.at('out.jsonl') });
  rows = rowsIn(folder.read('out.jsonl'));
  const [train, test, rest] = await Promise.all([made.train, made.test, made.rest].map(bitsOf));
  testSimilarity = test.map((one) => Math.max(...train.map((t) => tanimoto(one, t))));
  librarySimilarity = rest.map((one) => train.map((t) => tanimoto(one, t)));
}, 60_000);

describe('what to expect of a library', () => {
  it('is told of every row, and of what is no molecule why', () => {
    const { library: counts } = summary;
    expect(rows.map(({ row }) => row)).toEqual(rows.map((_, r) => r + 1));
    expect(rows).toHaveLength(made.rest.length + 1);
    expect(rows[2]).toMatchObject({ id: 'broken', status: 'invalid', max_similarity: null });
    expect(rows[2].reason).toMatch(/ring/i);
    expect(counts.records).toBe(rows.length);
    expect(counts.invalid + counts.inside + counts.outside).toBe(rows.length);
    for (const status of ['inside', 'outside', 'invalid'] as const) {
      expect(rows.filter((one) => one.status === status)).toHaveLength(counts[status]);
    }
    expect(summary.warnings.join('\n')).toContain('1 row of 99 with an invalid SMILES');
  });

  it('has the max similarity and the nearest training molecule that brute force finds', () => {
    const valid = rows.filter(({ status }) => status !== 'invalid');
    valid.forEach((one, i) => {
      const most = Math.max(...librarySimilarity[i]);
      const nearest = librarySimilarity[i].indexOf(most);
      expect(one.id).toBe(made.rest[i].id);
      expect(one.max_similarity).toBe(most);
      expect(one.nearest_train_id).toBe(made.train[nearest].id);
      expect(one.nearest_train_label).toBe(made.train[nearest].y);
      expect(one.stratum).toBe(BINS[binOf(most)]);
    });
  });

  it('has the half-width that the errors of the stratum give, and none with too few of them', () => {
    BINS.forEach((bin, b) => {
      const errors = made.test.flatMap(({ y, prediction }, i) =>
        binOf(testSimilarity[i]) === b ? [Math.abs(prediction - y)] : [],
      );
      const limit = limitOf(errors);
      expect(summary.strata[b]).toMatchObject({ bin, calibration: errors.length, limit });
      for (const one of rows.filter(({ stratum }) => stratum === bin)) {
        expect(one.half_width).toBe(limit);
      }
    });
    const few = made.test.slice(0, 8).map(({ id, prediction }) => `${id},${prediction}`);
    const path = folder.file('few.csv', ['id,y_pred', ...few, ''].join('\n'));
    return expectErrors({ ...given, predictions: path, missing: 'skip', minN: 5 }).then((found) => {
      expect(found.strata.every(({ limit }) => limit === null)).toBe(true);
      expect(found.library.outside_share).toBe(1);
      expect(found.library.reasons.too_few).toBe(found.library.outside);
      expect(
        found.strata.map(({ calibration, more_for_interval }) => calibration + more_for_interval),
      ).toEqual([9, 9, 9]);
    });
  });

  it('names the molecules that are least similar to training, as they are in the output', async () => {
    const sorted = rows
      .filter(({ status }) => status !== 'invalid')
      .sort((a, b) => (a.max_similarity ?? 0) - (b.max_similarity ?? 0) || a.row - b.row);
    expect(summary.least_similar).toEqual(sorted.slice(0, 25));
    expect((await expectErrors({ ...given, examples: 3 })).least_similar).toEqual(
      sorted.slice(0, 3),
    );
    expect((await expectErrors({ ...given, examples: 0 })).least_similar).toEqual([]);
  });

  it('is outside where no test molecule is as far, or as near', () => {
    const [low, high] = [Math.min(...testSimilarity), Math.max(...testSimilarity)];
    for (const one of rows) {
      const s = one.max_similarity;
      if (s === null) continue;
      expect(one.status).toBe(s < low || s > high ? 'outside' : 'inside');
    }
  });

  it('expects of the library the mean of what it expects of its molecules', () => {
    const errors = rows.flatMap(({ expected_error: e }) => (e === null ? [] : [e]));
    const mean = errors.reduce((sum, e) => sum + e, 0) / errors.length;
    const { mae, rmse } = summary.expected.metrics;
    expect(mae.value).toBeCloseTo(mean, 10);
    expect(mae.ci95?.[0]).toBeLessThan(mae.value);
    expect(rmse.value).toBeGreaterThan(mae.value);
    const own = made.test.map(({ y, prediction }) => Math.abs(y - prediction));
    expect(summary.expected.test.mae).toBeCloseTo(own.reduce((sum, e) => sum + e, 0) / 200, 10);
    // Of the test set itself, the expected error is the measured one.
    const far = rows.filter(({ max_similarity: s }) => s !== null && s < 0.3);
    const near = rows.filter(({ max_similarity: s }) => s !== null && s > 0.6);
    expect(far[0].expected_error).toBeGreaterThanOrEqual(near[0].expected_error as number);
  });

  it('counts similarities of training, test set and library in the same bins', () => {
    const count = (values: readonly number[]) =>
      Array.from({ length: 20 }, (_, b) => {
        const high = b === 19 ? 1.1 : (b + 1) / 20;
        return values.filter((s) => s >= b / 20 && s < high).length;
      });
    expect(summary.histogram.test).toEqual(count(testSimilarity));
    expect(summary.histogram.library).toEqual(
      count(librarySimilarity.map((own) => Math.max(...own))),
    );
    expect(summary.histogram.train.reduce((sum, n) => sum + n, 0)).toBe(300);
  });

  it('says what a cut-off keeps', () => {
    const [all, , , , , , , , half] = summary.domain.points
      .slice(0, 11)
      .filter((_, p) => p !== 1 && p !== 2);
    expect(all).toMatchObject({ cutoff: 0, n: 200, share_kept: 1 });
    expect(half.cutoff).toBe(0.5);
    const own = made.test.filter((_, i) => testSimilarity[i] >= 0.5);
    expect(half.n).toBe(own.length);
    const mae =
      own.reduce((sum, { y, prediction }) => sum + Math.abs(y - prediction), 0) / own.length;
    expect(half.value).toBeCloseTo(mae, 10);
    const kept = librarySimilarity.filter((s) => Math.max(...s) >= 0.5).length;
    expect(half.share_kept).toBeCloseTo(kept / made.rest.length, 12);
    expect(Object.keys(half.baselines)).toContain('knn');
  });

  it('is the same for any number of threads and any order of test rows', async () => {
    const lines = folder.read('preds.csv').trim().split('\n');
    const turned = folder.file(
      'turned.csv',
      [lines[0], ...lines.slice(1).reverse(), ''].join('\n'),
    );
    const output = folder.at('again.jsonl');
    const again = await expectErrors(
      { ...given, predictions: turned, output },
      new Job({ threads: 2 }),
    );
    expect(folder.read('again.jsonl')).toBe(folder.read('out.jsonl'));
    expect(again.expected).toEqual(summary.expected);
    expect(again.strata).toEqual(summary.strata);
    expect(again.domain).toEqual(summary.domain);
  });

  it('is the same of a library that is read in parts', async () => {
    const [head, ...lines] = folder.read('library.csv').trim().split('\n');
    const times = 170;
    const many = Array.from({ length: times }, () => lines).flat();
    const path = folder.file('many.csv', [head, ...many, ''].join('\n'));
    const found = await expectErrors({ ...given, library: path, output: folder.at('many.jsonl') });
    expect(found.library.records).toBe(times * rows.length);
    expect(found.library.records).toBeGreaterThan(16_384);
    expect(found.library.invalid).toBe(times);
    expect(found.least_similar).toEqual(summary.least_similar);
    expect(found.expected.metrics.mae.value).toBeCloseTo(summary.expected.metrics.mae.value, 10);
    const all = rowsIn(folder.read('many.jsonl'));
    all.forEach((one, r) => {
      expect(one).toEqual({ ...rows[r % rows.length], row: r + 1 });
    });
  });

  it('has the columns in every format of tables', async () => {
    await expectErrors({ ...given, output: folder.at('out.csv') });
    const [head, first] = folder.read('out.csv').split('\n');
    expect(head).toBe(
      'row,id,smiles,status,reason,max_similarity,nearest_train_row,nearest_train_id,nearest_train_smiles,nearest_train_label,stratum,expected_error,half_width',
    );
    expect(first.startsWith(`1,${made.rest[0].id},`)).toBe(true);
    expect(Object.keys(rows[0])).toEqual(head.split(','));
    const found = await expectErrors({ ...given, output: folder.at('out.parquet') });
    expect(found.outputs[0]).toMatchObject({ format: 'parquet', rows: rows.length });
  });
});

describe('with predictions of the library', () => {
  it('intervals are prediction ± the limit times its standard deviation', async () => {
    const { libraryPredictions } = made;
    const output = folder.at('predicted.jsonl');
    const found = await expectErrors({ ...given, libraryPredictions, output });
    expect(found.intervals.score).toBe('absolute_error_over_std');
    const valid = rowsIn(folder.read('predicted.jsonl')).filter((one) => one.status !== 'invalid');
    valid.forEach((one, i) => {
      const own = made.rest[i];
      const b = binOf(Math.max(...librarySimilarity[i]));
      const scores = made.test.flatMap(({ y, prediction, std }, t) =>
        binOf(testSimilarity[t]) === b ? [Math.abs(prediction - y) / std] : [],
      );
      const half = (limitOf(scores) as number) * own.std;
      expect(one.prediction).toBe(own.prediction);
      expect(one.half_width).toBeCloseTo(half, 12);
      expect(one.lower).toBeCloseTo(own.prediction - half, 12);
      expect(one.upper).toBeCloseTo(own.prediction + half, 12);
    });
  });

  it('an unmatched row is an error that speaks of the library', async () => {
    const path = folder.file(
      'short.csv',
      folder.read('library-preds.csv').split('\n').slice(0, 50).join('\n'),
    );
    const { message } = await errorOf(() => expectErrors({ ...given, libraryPredictions: path }));
    expect(message).toContain('49 library rows have no prediction');
    const found = await expectErrors({
      ...given,
      libraryPredictions: path,
      missing: 'skip',
      output: folder.at('short.jsonl'),
    });
    expect(found.library.records).toBe(99);
    const without = rowsIn(folder.read('short.jsonl')).filter(
      (one) => one.prediction === null && one.status !== 'invalid',
    );
    expect(without.length).toBe(49);
    expect(without.every(({ lower }) => lower === null)).toBe(true);
  });

  it('classes have prediction sets of each class in each stratum, and calibrated probabilities', async () => {
    const { libraryPredictions } = ofClasses;
    const output = classFolder.at('classes.jsonl');
    const found = await expectErrors({
      ...{ split: ofClasses.split, predictions: ofClasses.predictions, library: ofClasses.library },
      libraryPredictions,
      output,
    });
    expect(found.task).toBe('classification');
    const valid = rowsIn(classFolder.read('classes.jsonl')).filter(
      (one) => one.status !== 'invalid',
    );
    valid.forEach((one, i) => {
      const b = binOf(Math.max(...librarySimilarity[i]));
      const own = ofClasses.test.filter((_, t) => binOf(testSimilarity[t]) === b);
      const missed = (c: number) =>
        own.filter(({ active }) => active === c).map(({ probability: p }) => (c === 1 ? 1 - p : p));
      const [zero, one_] = [limitOf(missed(0)), limitOf(missed(1))];
      const { probability: p } = ofClasses.rest[i];
      if (zero === null || one_ === null) return;
      // Ties are rare here: scores have four digits.
      if (p === zero || 1 - p === one_) return;
      const set = [...(p < zero ? ['0'] : []), ...(1 - p < one_ ? ['1'] : [])];
      expect(one.prediction_set).toBe(set.join(' ') || 'none');
      expect(one.probability).toBeGreaterThanOrEqual(one.probability_lower as number);
      expect(one.probability).toBeLessThanOrEqual(one.probability_upper as number);
    });
    const covered = valid.filter((one, i) =>
      one.prediction_set?.includes(String(ofClasses.rest[i].active)),
    );
    expect(covered.length / valid.length).toBeGreaterThan(0.8);
    expect(found.expected.metrics.brier.value).toBeGreaterThan(0);
  });
});

describe('predictions of validation molecules', () => {
  it('are calibration as those of test molecules are, and test rows are left alone', async () => {
    const lines = folder.read('split.csv').trim().split('\n');
    const marked = lines.map((line, i) => {
      if (i > 300) return line.replace(/test$/, 'valid');
      // Rows of a test set that nothing is predicted of.
      return i > 280 ? line.replace(/train$/, 'test') : line;
    });
    const path = folder.file('valid.csv', `${marked.join('\n')}\n`);
    const without = lines.filter((_, i) => i <= 280 || i > 300);
    const plain = folder.file('plain.csv', `${without.join('\n')}\n`);
    const found = await expectErrors({ ...given, split: path, calibration: 'valid' });
    const expected = await expectErrors({ ...given, split: plain });
    expect(found.strata).toEqual(expected.strata);
    expect(found.expected).toEqual(expected.expected);
    expect(found.train.molecules).toBe(280);
  });

  it('need validation rows', async () => {
    const { message } = await errorOf(() => expectErrors({ ...given, calibration: 'valid' }));
    expect(message).toMatch(/--calibration valid: .*split\.csv has no validation rows/);
    const rows = folder.file('rows.csv', 'smiles,y\nCCO,1\n');
    const two = { ...given, split: undefined, train: rows, truth: rows };
    const other = await errorOf(() => expectErrors({ ...two, calibration: 'valid' }));
    expect(other.message).toContain('--calibration valid needs --split with validation rows');
  });
});

describe('what cannot be expected is refused', () => {
  const refusal = async (change: object) =>
    (await errorOf(() => expectErrors({ ...given, ...change }))).message;

  it('names what is wrong', async () => {
    expect(await refusal({ library: '-', predictions: '-' })).toContain('standard input');
    expect(await refusal({ output: folder.at('library.csv') })).toContain('library.csv');
    expect(await refusal({ output: folder.at('out.xyz') })).toContain('.xyz');
    expect(await refusal({ format: 'csv' })).toContain('-o');
    expect(await refusal({ coverage: 1 })).toContain('coverage');
    const scores = ['id,y_pred', ...ofClasses.test.map(({ id, y }) => `${id},${y}`), ''];
    expect(
      await refusal({
        split: ofClasses.split,
        predictions: classFolder.file('scores.csv', scores.join('\n')),
      }),
    ).toContain('prediction sets need probabilities');
    const broken = folder.file('broken.csv', 'smiles\nC1CC\nC1CC\n');
    expect(await refusal({ library: broken })).toContain('valid SMILES');
  });

  it('refuses folds and pairs', async () => {
    const lines = folder.read('split.csv').trim().split('\n');
    const folds = lines.map((line, i) =>
      i === 0 ? `${line},fold` : `${line.replace(/train$/, 'test')},${i % 3}`,
    );
    const all = [...made.train, ...made.test].map(({ id, prediction }) => `${id},${prediction}`);
    expect(
      await refusal({
        split: folder.file('folds.csv', folds.join('\n')),
        predictions: folder.file('all.csv', ['id,y_pred', ...all].join('\n')),
      }),
    ).toContain('a file of 3 folds');
    const sequences = ['MKVLAAGIVGLLLAQTSWYPRNDEFHKC', 'MTEYKLVVVGAGGVGKSALTIQLIQNHF'];
    const pairs = lines.map((line, i) => `${line},${i === 0 ? 'Target' : sequences[i % 2]}`);
    const path = folder.file('pairs.csv', pairs.join('\n'));
    expect(await refusal({ split: path })).toMatch(
      /pairs of a molecule and a partner.*not supported.*--partner none/,
    );
    const found = await expectErrors({ ...given, split: path, partner: 'none' });
    expect(found.strata).toEqual(summary.strata);
  });
});

describe('the expected error of the library', () => {
  it('is that of tanimark score with the library as its deployment', async () => {
    const { predictions: own } = made;
    const { deployment } = await score(
      { split, predictions: own, deployment: library, minN: 1, baselines: [], bootstrap: 0 },
      new Job({ threads: 1 }),
    );
    expect(deployment?.outside).toBe(0);
    const mae = deployment?.metrics.model.mae.value;
    expect(mae).toBeCloseTo(summary.expected.metrics.mae.value, 12);
  });
});
