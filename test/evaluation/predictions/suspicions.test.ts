import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suspicionsOf } from '../../../src/evaluation/predictions/suspicions.js';
import { Random } from '../../../src/random.js';

const N = 60;
const random = new Random(7);
const noise = Array.from({ length: N }, () => random.below(2001) / 1000 - 1);
/** pIC50s between 4 and 9, and a model with errors of up to a unit. */
const truth = Float64Array.from(noise, (_, i) => 4 + (((i * 37) % 60) * 5) / 60 + 0.001 * i);
const model = truth.map((y, i) => y + noise[i] / 2);

const kinds = (
  y: Float64Array,
  p: Float64Array,
  task: 'regression' | 'classification' = 'regression',
) => suspicionsOf(task, y, p).map(({ kind }) => kind);

describe('predictions of numbers', () => {
  it('of a model are not suspected, good or bad', () => {
    expect(kinds(truth, model)).toEqual([]);
    expect(
      kinds(
        truth,
        truth.map((y, i) => y + 3 * noise[i]),
      ),
    ).toEqual([]);
    expect(
      kinds(
        truth,
        model.map((p) => 0.3 * p + 3),
      ),
    ).toEqual([]);
    expect(kinds(truth, Float64Array.from(noise))).toEqual([]);
  });

  it.each([
    ['10^(9 − prediction), as nM', (p: number) => p, (y: number) => 10 ** (9 - y)],
    ['9 − log10(prediction), as from nM', (p: number) => 10 ** (9 - p), (y: number) => y],
    ['6 − log10(prediction), as from µM', (p: number) => 10 ** (6 - p), (y: number) => y],
    ['−log10(prediction)', (p: number) => 10 ** -p, (y: number) => y],
    ['log10(prediction)', (p: number) => 10 ** p, (y: number) => y],
    ['prediction × 10^2', (p: number) => p / 100, (y: number) => y],
    ['prediction ÷ 10^2', (p: number) => p * 100, (y: number) => y],
    ['prediction ÷ 10^3', (p: number) => p * 1000, (y: number) => y],
    ['prediction × 10^9', (p: number) => p * 1e-9, (y: number) => y],
  ])('on another scale are told: %s', (name, predicted, measured) => {
    const exact = name.startsWith('10^');
    const [found, ...more] = suspicionsOf(
      'regression',
      truth.map(measured),
      (exact ? truth.map((y) => y + 1e-3) : model).map(predicted),
    );
    expect(more).toEqual([]);
    expect(found.kind).toBe('scale');
    expect(found.text).toContain(`another scale: ${name} fits the true values (R² `);
  });

  it('of the opposite sign are told, about zero and elsewhere', () => {
    const centerd = truth.map((y) => y - 6.5);
    expect(
      suspicionsOf(
        'regression',
        centerd,
        model.map((p) => 6.5 - p),
      ),
    ).toEqual([
      {
        kind: 'sign',
        text: expect.stringContaining('the opposite sign: −prediction fits the true values (R² '),
      },
    ]);
    expect(
      suspicionsOf(
        'regression',
        truth,
        model.map((p) => 13 - p),
      ),
    ).toEqual([
      {
        kind: 'sign',
        text: expect.stringMatching(/negatively correlated \(Pearson r −0\.9\d\)/),
      },
    ]);
  });

  it('that are the true values are told, whole, rounded, or of rounded ones', () => {
    const rounded = (digits: number) =>
      truth.map((y) => Math.round(y * 10 ** digits) / 10 ** digits);
    const text = /^the predictions equal the true values/;
    for (const [y, p] of [
      [truth, truth],
      [truth, rounded(3)],
      [truth, rounded(2)],
      [truth, rounded(1)],
      [rounded(1), truth],
    ]) {
      expect(suspicionsOf('regression', y, p)).toEqual([
        { kind: 'true_values', text: expect.stringMatching(text) },
      ]);
    }
    // Where every tenth and more are off by more than rounding, they are predictions.
    const other = truth.map((y, i) => (i % 9 === 0 ? y + noise[i] : y));
    expect(kinds(truth, other)).toEqual([]);
    // Whole numbers that are predicted to within a half are no copies.
    expect(
      kinds(
        truth.map(Math.round),
        truth.map((y, i) => Math.round(y) + noise[i] * 0.4),
      ),
    ).toEqual([]);
  });

  it('that are the true values and a trifle, or nearly all of them, or sorted like them, are told', () => {
    const textOf = (p: Float64Array, y = truth) => suspicionsOf('regression', y, p)[0]?.text;
    expect(textOf(truth.map((y) => y + 1e-9))).toMatch(
      /^the predictions equal the true values up to tiny differences; if another column/,
    );
    expect(textOf(truth.map((y, i) => y + (i % 2 ? 1e-7 : -1e-8)))).toContain('tiny differences');
    // Labels of a spread of 1.4, as whole numbers.
    expect(textOf(truth.map(Math.round))).toContain('up to rounding');
    const mostly = truth.map((y, i) => (i % 25 === 0 ? y + noise[i] : y));
    expect(textOf(mostly)).toMatch(
      /^57 of 60 predictions equal the true values to the last digit, as a copy of the labels does; /,
    );
    // Labels of which most are one value, such as a detection limit, are predicted so by a model as well.
    const limit = truth.map((y, i) => (i % 12 === 0 ? y : 5));
    expect(
      kinds(
        limit,
        limit.map((y, i) => (i % 24 === 0 ? y + noise[i] : y)),
      ),
    ).toEqual([]);
    const sorted = Float64Array.from(model).sort();
    const places = [...truth.keys()].sort((a, b) => truth[a] - truth[b]);
    const pasted = new Float64Array(N);
    places.forEach((i, k) => {
      pasted[i] = sorted[k];
    });
    expect(textOf(pasted)).toMatch(/^the predictions have exactly the order of the true values in/);
    const swapped = pasted.slice();
    [swapped[places[3]], swapped[places[4]]] = [swapped[places[4]], swapped[places[3]]];
    expect(kinds(truth, swapped)).toEqual([]);
  });

  it('that know nothing of the true values are told where rows are many', () => {
    const y = Float64Array.from({ length: 200 }, (_, i) => truth[i % N] + 0.01 * i);
    const shuffled = Float64Array.from({ length: 200 }, () => random.below(2001) / 400);
    const [found, ...more] = suspicionsOf('regression', y, shuffled);
    expect(more).toEqual([]);
    expect(found).toEqual({
      kind: 'unrelated',
      text: expect.stringMatching(
        /^predictions and true values do not correlate \(Pearson r −?0\.0\d in 200 rows\): are the predictions those of these rows/,
      ),
    });
    expect(kinds(y.slice(0, 99), shuffled.slice(0, 99))).toEqual([]);
    // A model that is bad, and no more.
    const bad = shuffled.map((v, i) => v + y[i] / 2);
    expect(kinds(y, bad)).toEqual([]);
  });

  it('that are all equal are told', () => {
    expect(
      suspicionsOf(
        'regression',
        truth,
        truth.map(() => -6.5),
      ),
    ).toEqual([{ kind: 'constant', text: 'all predictions are −6.50' }]);
  });

  it('of few rows, or of rows without a value, are not looked at', () => {
    expect(kinds(truth.slice(0, 9), truth.slice(0, 9))).toEqual([]);
    const holes = truth.map((y, i) => (i < 51 ? Number.NaN : y));
    expect(kinds(holes, truth)).toEqual([]);
    expect(
      kinds(
        truth.map((y, i) => (i < 30 ? Number.NaN : y)),
        truth,
      ),
    ).toEqual(['true_values']);
  });

  it('never end in anything but a list', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true })), {
          minLength: 10,
        }),
        (rows) => {
          const [y, p] = [0, 1].map((k) => Float64Array.from(rows, (row) => row[k]));
          for (const { text } of suspicionsOf('regression', y, p)) expect(text).not.toMatch(/NaN/);
          expect(
            suspicionsOf(
              'classification',
              y.map((v) => (v > 0 ? 1 : 0)),
              p,
            ).length,
          ).toBeLessThan(4);
        },
      ),
    );
  });
});

describe('predictions of classes', () => {
  const classes = truth.map((y) => (y > 6.5 ? 1 : 0));
  const probability = model.map((p) => 1 / (1 + Math.exp(6.5 - p)));

  it('of a model are not suspected', () => {
    expect(kinds(classes, probability, 'classification')).toEqual([]);
    expect(
      kinds(
        classes,
        Float64Array.from(noise, (x) => (x + 1) / 2),
        'classification',
      ),
    ).toEqual([]);
    expect(
      kinds(
        classes,
        probability.map((p) => (p > 0.4 ? 1 : 0)),
        'classification',
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'of the other class',
      (p: number) => 1 - p,
      ['other_class'],
      'ROC-AUC is 0.008, below 0.5 (95% CI up to 0.030): the scores seem to be for the other class; use 1 − score, or name the positive class with --positive',
    ],
    [
      'in percent',
      (p: number) => 100 * p,
      ['scale'],
      /: they look like percentages, not probabilities; divide them by 100$/,
    ],
    [
      'as logits',
      (p: number) => Math.log(p / (1 - p)),
      ['scale'],
      'the predictions lie between −2.70 and 2.88: they are scores or logits, not probabilities; ranking metrics are valid, classes and calibration need probabilities (or --threshold)',
    ],
    [
      'as the confidence in the predicted class',
      (p: number) => Math.max(p, 1 - p),
      ['confidence'],
      'no prediction is below 0.5: the values seem to be confidences in the predicted class, not probabilities of the positive class',
    ],
    ['all alike', () => 0.5, ['constant'], /^all predictions are 0\.500$/],
  ])('%s are told', (_what, change, found, text) => {
    const all = suspicionsOf('classification', classes, probability.map(change));
    expect(all.map(({ kind }) => kind)).toEqual(found);
    expect(all[0].text).toMatch(text);
  });

  it('that are the true classes are told', () => {
    expect(kinds(classes, classes, 'classification')).toEqual(['true_values']);
    const near = classes.map((y) => (y === 1 ? 1 - 1e-9 : 1e-9));
    expect(kinds(classes, near, 'classification')).toEqual(['true_values']);
    // A model that is sure and right is no copy.
    const sure = classes.map((y) => (y === 1 ? 0.999 : 0.001));
    expect(kinds(classes, sure, 'classification')).toEqual([]);
  });
});
