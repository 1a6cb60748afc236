import { describe, expect, it } from 'vitest';
import type { ScoreOptions } from '../../../src/evaluation/options.js';
import type { ScoreSummary } from '../../../src/workflows/score/types.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { csv, type MadeRow, madeRows, scored } from '../../workflows/score/made.js';

const folder = temporaryFolder();
const rows = madeRows(64, 6);
const isTest = (_: MadeRow, r: number) => r % 2 === 1;
const test = rows.filter(isTest);
const smiles = (r: MadeRow) => r.smiles;
const y = (r: MadeRow) => r.y;
const pred = (r: MadeRow) => r.pred;
const split = (r: MadeRow) => (test.includes(r) ? 'test' : 'train');
const no = (r: MadeRow) => rows.indexOf(r) + 1;
/** A descriptor that a model's output carries along, rounded otherwise. */
const weight = (digits: number) => (r: MadeRow) => (100 + 7.377 * no(r)).toFixed(digits);
const active = (r: MadeRow) => (r.y > 3 ? 1 : 0);
const score = (r: MadeRow) => Math.min(1, Math.max(0, (r.pred + (no(r) % 5) / 2) / 7)).toFixed(3);
const called = (r: MadeRow) => (Number(score(r)) > 0.8 ? 1 : 0);

let files = 0;
const write = (own: readonly MadeRow[], columns: Record<string, (row: MadeRow) => unknown>) =>
  folder.file(`c${files++}.csv`, csv(own, columns));

const quiet = { bootstrap: 0, minN: 1, baselines: [] as string[] };
const run = (table: string, predictions: string, more: ScoreOptions = {}): Promise<ScoreSummary> =>
  scored({ split: table, predictions, ...quiet, ...more });
const refused = async (table: string, predictions: string, more: ScoreOptions = {}) =>
  folder.shorten((await errorOf(() => run(table, predictions, more))).message);
const mae = test.reduce((sum, r) => sum + Math.abs(r.y - r.pred), 0) / test.length;

describe('a column of numbers that both tables have', () => {
  it.each([
    [
      'descriptors',
      { smiles, MolWt: weight(1), LogSol: y, split },
      { smiles, MolWt: weight(3), score: pred },
    ],
    ['a row number', { No: no, smiles, LogSol: y, split }, { No: no, score: pred }],
    ['an index', { '': no, smiles, LogSol: y, split }, { '': no, smiles, RF: pred }],
    ['a year', { smiles, year: no, LogSol: y, split }, { smiles, year: no, output: pred }],
    [
      'a property of no usual name',
      { smiles, Dose: weight(1), LogSol: y, split },
      { smiles, Dose: weight(2), output: pred },
    ],
    [
      'another property beside words',
      { smiles, Dose: weight(1), LogSol: y, split },
      { smiles, Dose: weight(2), output: () => 'failed' },
    ],
  ])('is no task where the label is not known: %s', async (_what, table, predictions) => {
    const message = await refused(write(rows, table), write(test, predictions));
    expect(message).toMatch(
      /no label column found; name it with --label|hold.? the values of the test table, not predictions/,
    );
  });

  it('is a task where the predictions hold nothing else, unless it holds the values themselves', async () => {
    const table = write(rows, { smiles, LogSol: y, split });
    const good = await run(table, write(test, { smiles, LogSol: pred }));
    expect(good.overall.metrics.mae).toMatchObject({ value: expect.closeTo(mae, 12) });
    const copied = write(test, { smiles, LogSol: (r) => r.y + 1e-4 });
    expect(await refused(table, copied)).toMatch(
      /"LogSol" holds the values of the test table, not predictions/,
    );
    // Named, it is scored; the hint is a note.
    const { warnings } = await run(table, copied, { label: 'LogSol' });
    expect(warnings.join('\n')).toMatch(/the predictions equal the true values/);
  });

  it('is no task where the label that is there cannot be read', async () => {
    const label = (r: MadeRow) => (r === test[3] ? '>5' : r.y);
    const table = write(rows, { No: no, smiles, label, split });
    const message = await refused(table, write(test, { No: no, score: pred }));
    expect(message).toMatch(
      /^c\d+\.csv: label column "label", row 8 \(line 9\): ">5" is a censored value \(1 of 64 /,
    );
    const found = await run(table, write(test, { No: no, score: pred }), { censored: 'skip' });
    expect([found.n, found.warnings.join('\n')]).toEqual([
      31,
      expect.stringContaining('1 of 64 labels are censored values, left out'),
    ]);
    const bound = await run(table, write(test, { No: no, score: pred }), { censored: 'bound' });
    expect(bound.n).toBe(32);
  });

  it('is no task where the label is known and predicted under another name', async () => {
    const table = write(rows, { No: no, smiles, y, split });
    const lists = write(test, { No: no, smiles, preds: (r) => `[${r.pred}]` });
    expect(await refused(table, lists)).toMatch(
      /column "preds", row 1 \(line 2\): "\[.*\]" is a list \(32 of 32 /,
    );
    const named = await run(table, write(test, { No: no, smiles, preds: pred }));
    expect(named.overall.metrics.mae).toMatchObject({ value: expect.closeTo(mae, 12) });
  });

  it('does not name ids and descriptors among the labels that could be meant', async () => {
    const table = write(rows, { CID: no, smiles, MolWt: weight(1), LogSol: y, Mic: active, split });
    expect(await refused(table, write(test, { smiles, y_pred: pred }))).toContain(
      'name it with --label (columns of numbers or classes: "LogSol" and "Mic")',
    );
  });
});

describe('the column of predictions', () => {
  it.each([
    'y_pred',
    'prediction',
    'preds',
    'score',
    'p',
    'y_score',
    'output',
    'RF',
    'Predicted y',
    'y (model 3)',
  ])('may be called %s', async (name) => {
    const table = write(rows, { smiles, y, split });
    const found = await run(table, write(test, { smiles, MolWt: weight(2), [name]: pred }));
    expect(found.overall.metrics.mae).toMatchObject({ value: expect.closeTo(mae, 12) });
    expect(found.warnings.join('\n')).toContain(`predictions of column "${name}"`);
  });

  it('is asked for where several could be meant', async () => {
    const table = write(rows, { smiles, y, split });
    expect(await refused(table, write(test, { smiles, RF: pred, kNN: y }))).toContain(
      '"RF" and "kNN" could each be the prediction column; choose one with --prediction',
    );
    // Whole numbers that all differ are ids.
    const numbered = await run(table, write(test, { smiles, code: (r) => 5 * no(r), RF: pred }));
    expect(numbered.warnings.join('\n')).toContain(
      'using predictions of column "RF", matched to the test set by smiles (column "smiles", canonical)',
    );
  });
});

describe('for classes', () => {
  const table = write(rows, { smiles, y: active, split });
  const area = async (
    columns: Record<string, (r: MadeRow) => unknown>,
    more: ScoreOptions = {},
  ) => {
    const found = await run(table, write(test, { smiles, ...columns }), {
      metrics: ['roc_auc', 'accuracy', 'brier'],
      ...more,
    });
    const { roc_auc, accuracy, brier } = found.overall.metrics;
    return [roc_auc.value, accuracy.value, brier.value].map((v) => v?.toFixed(6));
  };
  const accuracyOf = (own: (r: MadeRow) => number) =>
    (test.filter((r) => own(r) === active(r)).length / test.length).toFixed(6);

  it.each([
    [
      ['y_pred', called],
      ['y_proba', score],
    ],
    [
      ['y_pred', called],
      ['y_pred_proba', score],
    ],
    [
      ['prediction', called],
      ['probability_active', score],
    ],
    [
      ['pred_class', called],
      ['pred_proba', score],
    ],
    [
      ['predicted class', called],
      ['predicted probability', score],
    ],
    [
      ['Prediction', (r: MadeRow) => (called(r) ? 'active' : 'inactive')],
      ['prob', score],
    ],
    [
      ['score', score],
      ['y_pred', called],
    ],
  ] as const)('probabilities go before classes: %j', async (one, other) => {
    const columns = Object.fromEntries([one, other]) as Record<string, (r: MadeRow) => unknown>;
    const [auc, accuracy, brier] = await area(columns);
    const alone = await area({ prob: score });
    expect([auc, brier]).toEqual([alone[0], alone[2]]);
    // The classes are those of the model, not of a threshold of a half.
    expect(accuracy).toBe(accuracyOf(called));
    expect(accuracy).not.toBe(alone[1]);
    // A threshold that is given makes them.
    expect((await area(columns, { threshold: 0.5 }))[1]).toBe(alone[1]);
  });

  it('of two columns of predict_proba that of the positive class is taken', async () => {
    const other = (r: MadeRow) => (1 - Number(score(r))).toFixed(3);
    const alone = await area({ prob: score });
    for (const [negative, positive] of [
      ['proba_0', 'proba_1'],
      ['prob_inactive', 'prob_active'],
    ]) {
      expect(await area({ [negative]: other, [positive]: score })).toEqual(alone);
    }
  });

  it('a column of confidence beside one of classes has to be chosen', async () => {
    const predictions = write(test, { smiles, pred: called, confidence: score });
    expect(await refused(table, predictions)).toContain(
      '"pred" and "confidence" could each be the prediction column',
    );
    expect((await run(table, predictions, { prediction: 'confidence' })).task).toBe(
      'classification',
    );
  });

  it.each([
    ['1', '2'],
    ['-1', '1'],
    ['BBB-', 'BBB+'],
    ['non-toxic', 'toxic'],
  ])('labels and predictions may be %s and %s', async (negative, positive) => {
    const words = (own: (r: MadeRow) => number) => (r: MadeRow) => (own(r) ? positive : negative);
    const told = write(rows, { smiles, y: words(active), split });
    const options = { metrics: ['accuracy', 'roc_auc'] };
    const found = await run(told, write(test, { smiles, y_pred: words(called) }), options);
    const expected = await run(table, write(test, { smiles, y_pred: called }), options);
    expect(found.overall.metrics).toEqual(expected.overall.metrics);
    const scores = await run(told, write(test, { smiles, prob: score }), options);
    expect(scores.overall.metrics.roc_auc.value).toBeCloseTo(
      Number((await area({ prob: score }))[0]),
      6,
    );
    // The other way round on demand.
    const reversed = await run(told, write(test, { smiles, prob: score }), {
      ...options,
      positive: negative,
    });
    expect(reversed.overall.metrics.roc_auc.value).toBeCloseTo(
      1 - (scores.overall.metrics.roc_auc.value as number),
      12,
    );
  });
});

describe('structures and ids of the predictions', () => {
  const table = write(rows, { smiles, name: (r) => r.name, y, split });

  it('are found by content, or named by flags of their own', async () => {
    const key = (r: MadeRow) => `KEY-${r.name}`;
    for (const [columns, more] of [
      [{ key, input: smiles, score: pred }, {}],
      [
        { key, input: smiles, score: pred },
        { join: 'smiles', predictionSmiles: 'input' },
      ],
      [{ code: (r: MadeRow) => r.name, score: pred }, { predictionId: 'code' }],
    ] as const) {
      const found = await run(table, write(test, columns), more);
      expect(found.overall.metrics.mae).toMatchObject({ value: expect.closeTo(mae, 12) });
    }
    const elsewhere = write(test, { key, input: smiles, score: pred });
    expect(await refused(table, elsewhere, { smiles: 'input' })).toContain(
      '--smiles input: c1.csv has no such column; it has "smiles", "name", "y" and "split"; to name a column of the prediction file, use --prediction-smiles',
    );
    expect(await refused(table, elsewhere, { predictionSmiles: 'nothing' })).toContain(
      '--prediction-smiles nothing: c',
    );
  });

  it('that are of training rows are told', async () => {
    const train = rows.filter((r) => !test.includes(r));
    expect(await refused(table, write(train, { smiles, score: pred }))).toMatch(
      'c104.csv: no prediction matches a test row of c1.csv (matched by smiles); 32 of them are for training molecules, so the file may belong to another split: use the split it was made for',
    );
    const all = await run(table, write(rows, { smiles, score: pred }));
    expect(all.warnings.join('\n')).toMatch(
      /32 prediction rows match no test row .*; 32 of them are for training molecules/,
    );
  });
});

describe('labels with a column that says of what relation they are', () => {
  const relation = (r: MadeRow) => (no(r) % 4 === 0 ? '>' : '=');
  const predictions = write(test, { smiles, y_pred: pred });
  const table = write(rows, { smiles, standard_relation: relation, y, split });
  const exact = test.filter((r) => relation(r) === '=');

  it('are censored where it says > or <', async () => {
    expect(await refused(table, predictions)).toMatch(
      /label column "y": column "standard_relation" says > in row 4 \(line 5\): 16 of 64 labels are censored values; leave these rows out with --censored drop/,
    );
    const skipped = await run(table, predictions, { censored: 'skip' });
    expect([skipped.n, skipped.overall.metrics.mae.value]).toEqual([
      exact.length,
      expect.closeTo(exact.reduce((sum, r) => sum + Math.abs(r.y - r.pred), 0) / exact.length, 12),
    ]);
    const bound = await run(table, predictions, { censored: 'bound' });
    expect([bound.n, bound.overall.metrics.mae.value]).toEqual([32, expect.closeTo(mae, 12)]);
  });

  it('are not where it is of another value, or says = alone', async () => {
    for (const columns of [
      { smiles, standard_relation: () => '=', y, split },
      { smiles, 'a relation': relation, 'b relation': relation, y, split },
    ]) {
      expect((await run(write(rows, columns), predictions)).n).toBe(32);
    }
    const own = { smiles, 'a relation': () => '=', 'y relation': relation, y, split };
    expect(await refused(write(rows, own), predictions)).toContain('column "y relation" says >');
  });
});

describe('rows are matched', () => {
  it('by the spelling of a molecule where it is there twice', async () => {
    const spelled = { ...test[0], smiles: 'CCO' };
    const again = { ...test[0], smiles: 'OCC', pred: test[0].pred + 1 };
    const own = [...rows, spelled, again];
    const inTest = (r: MadeRow) =>
      test.includes(r) || r === spelled || r === again ? 'test' : 'train';
    const table = write(own, { smiles, y, split: inTest });
    const found = await run(table, write([...test, again, spelled], { smiles, y_pred: pred }));
    const all = [...test, spelled, again];
    expect(found.overall.metrics.mae).toMatchObject({
      value: expect.closeTo(
        all.reduce((sum, r) => sum + Math.abs(r.y - r.pred), 0) / all.length,
        12,
      ),
    });
  });

  it('without counter-ions where the split was made so', async () => {
    const salt = (r: MadeRow) => (no(r) % 5 === 0 ? `${r.smiles}.Cl` : r.smiles);
    const table = write(rows, { smiles: salt, y, split });
    const predictions = write(test, { smiles, y_pred: pred });
    expect(await refused(table, predictions)).toContain('have no prediction');
    const found = await run(table, predictions, { standardize: 'salts' });
    expect(found.overall.metrics.mae).toMatchObject({ value: expect.closeTo(mae, 12) });
    expect(found.warnings.join('\n')).toMatch(
      /canonical\); 6 test rows only after --standardize salts/,
    );
  });
});
