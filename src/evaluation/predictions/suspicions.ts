import { standardDeviation } from 'simple-statistics';
import { metricNamed } from '../../metrics/registry.js';
import { optionName } from '../../spelling.js';
import type { LabelTask } from '../../tables/labels.js';

/** Sign of wrong predictions in a file, independent of the quality of the model. */
export interface Suspicion {
  /**
   * `true_values`: they are the true values, or made from them; `scale`: another unit or scale; `sign`: the opposite sign; `other_class`:
   * scores of the other class; `constant`: all are equal; `unrelated`: nothing of the true values is in them;
   * `confidence`: probabilities of the predicted class.
   */
  readonly kind:
    | 'true_values'
    | 'scale'
    | 'sign'
    | 'other_class'
    | 'constant'
    | 'confidence'
    | 'unrelated';
  /** The observation, and advice. */
  readonly text: string;
}

/** Options that were given; advice does not name them again. */
export interface Given {
  readonly prediction?: unknown;
  readonly positive?: unknown;
  readonly threshold?: unknown;
}

/** Smallest number of rows that is examined. */
const ENOUGH = 10;
/** With at least this number of distinct true values, exact predictions of all of them are suspicious. */
const SURELY = 10;
/** Values that spread over at least this number of last digits do not agree by chance after rounding. */
const DIGITS = 10;
/** Fewest rows, and different predictions, that tell labels rounded to a coarse unit from a good model. */
const COARSE = { values: 3, rows: 30 };
/** Differences up to this share of the standard deviation are those of arithmetic, not errors of a model. */
const TINY = 1e-6;
/** No model predicts so many labels to the last digit. */
const COPIED = 0.9;
/** Smallest R² of a conversion that counts as the right one, while the unconverted numbers have a lower one. */
const EXPLAINED = 0.5;
/** With at least this number of rows, predictions of other rows can be told from those of a bad model. */
const MANY = 100;
/** Correlations below this in all of the 95% interval are those of other rows. */
const UNRELATED = 0.2;
/** A correlation at or below this means the opposite sign. */
const OPPOSITE = -0.5;

/**
 * Signs of wrong predictions in a file: true values instead of predictions, another unit or scale, the opposite sign,
 * the other class, or one constant.
 *
 * @param truth NaN where there is none; 0 and 1 for classes
 * @param value predictions of the same rows, NaN where there is none
 * @param given options that are given, which the advice leaves out
 */
export function suspicionsOf(
  task: LabelTask,
  truth: Float64Array,
  value: Float64Array,
  given: Given = {},
): Suspicion[] {
  const rows = [...truth.keys()].filter((i) => !Number.isNaN(truth[i]) && !Number.isNaN(value[i]));
  if (rows.length < ENOUGH) return [];
  const y = Float64Array.from(rows, (i) => truth[i]);
  const p = Float64Array.from(rows, (i) => value[i]);
  if (p.every((v) => v === p[0])) {
    return [{ kind: 'constant', text: `all predictions are ${shown(p[0])}` }];
  }
  return task === 'regression' ? ofNumbers(y, p, given) : ofClasses(y, p, given);
}

function ofNumbers(y: Float64Array, p: Float64Array, given: Given): Suspicion[] {
  const copied = copies(y, p, given);
  if (copied) return [copied];
  const raw = metricOf('r2', y, p, 0);
  if (raw < 0) {
    let best = { name: '', r2: EXPLAINED };
    for (const [name, convert] of conversions) {
      const converted = p.map(convert);
      if (!converted.every(Number.isFinite)) continue;
      const r2 = metricOf('r2', y, converted, 0);
      if (r2 > best.r2) best = { name, r2 };
    }
    if (best.name !== '') {
      const isFlipped = best.name === '−prediction';
      return [
        {
          kind: isFlipped ? 'sign' : 'scale',
          text: `the predictions seem to ${isFlipped ? 'have the opposite sign' : 'be on another scale'}: ${best.name} fits the true values (R² ${best.r2.toFixed(2)}), the predictions themselves do not (R² ${shown(raw)}); convert them`,
        },
      ];
    }
  }
  if (y.length >= 2 * ENOUGH && new Set(y).size >= SURELY && isSameOrder(y, p)) {
    return [
      {
        kind: 'true_values',
        text: 'the predictions have exactly the order of the true values in every row, as no model has: were both columns sorted, or the predictions computed from the true values?',
      },
    ];
  }
  const r = metricOf('pearson', y, p, 0);
  if (y.length >= 2 * ENOUGH && r <= OPPOSITE) {
    return [
      {
        kind: 'sign',
        text: `predictions and true values are negatively correlated (Pearson r ${r.toFixed(2).replace('-', '−')}); check the sign of the predictions`,
      },
    ];
  }
  // Fisher's interval.
  const high = Math.tanh(Math.atanh(r) + 1.96 / Math.sqrt(y.length - 3));
  if (y.length >= MANY && high < UNRELATED) {
    return [
      {
        kind: 'unrelated',
        text: `predictions and true values do not correlate (Pearson r ${r.toFixed(2).replace('-', '−')} in ${y.length} rows): are the predictions those of these rows, in this order?`,
      },
    ];
  }
  return [];
}

/** Units and scales that are mistaken for each other, by what makes true values of predictions. */
const conversions: readonly (readonly [string, (v: number) => number])[] = [
  ['−prediction', (v) => -v],
  ...[-9, -6, -4, -3, -2, -1, 1, 2, 3, 4, 6, 9].map(
    (k) =>
      [
        k < 0 ? `prediction ÷ 10^${-k}` : `prediction × 10^${k}`,
        (v: number) => v * 10 ** k,
      ] as const,
  ),
  ['log10(prediction)', Math.log10],
  ['−log10(prediction)', (v) => -Math.log10(v)],
  ['9 − log10(prediction), as from nM', (v) => 9 - Math.log10(v)],
  ['6 − log10(prediction), as from µM', (v) => 6 - Math.log10(v)],
  ['ln(prediction)', Math.log],
  ['10^prediction', (v) => 10 ** v],
  ['10^−prediction', (v) => 10 ** -v],
  ['10^(9 − prediction), as nM', (v) => 10 ** (9 - v)],
  ['10^(6 − prediction), as µM', (v) => 10 ** (6 - v)],
  ['exp(prediction)', Math.exp],
];

/** True values that were taken for predictions, whole or rounded. */
function copies(y: Float64Array, p: Float64Array, { prediction }: Given): Suspicion | null {
  const advice =
    prediction === undefined
      ? `if another column holds the predictions, name it with ${optionName('prediction')}`
      : 'choose another prediction column';
  if (new Set(y).size < SURELY) return null;
  if (y.every((v, i) => v === p[i])) {
    return {
      kind: 'true_values',
      text: `the predictions equal the true values in every row, as a copy of the labels does; ${advice}`,
    };
  }
  const said = (what: string): Suspicion => ({ kind: 'true_values', text: `${what}; ${advice}` });
  const spread = standardDeviation(Array.from(y));
  if (y.every((v, i) => Math.abs(v - p[i]) <= TINY * spread)) {
    return said('the predictions equal the true values up to tiny differences');
  }
  if (isRoundedCopy(y, p, spread))
    return said('the predictions equal the true values up to rounding');
  const equal = y.reduce((n, v, i) => n + (v === p[i] ? 1 : 0), 0);
  if (equal >= COPIED * y.length && commonest(y) <= 1 - COPIED) {
    return said(
      `${equal} of ${y.length} predictions equal the true values to the last digit, as a copy of the labels does`,
    );
  }
  return null;
}

/** Whether one of the two is the other, rounded to some number of decimals. */
function isRoundedCopy(y: Float64Array, p: Float64Array, spread: number): boolean {
  for (let digits = 0; digits <= 6; digits++) {
    const unit = 10 ** -digits;
    const isRounded = (values: Float64Array) =>
      values.every((v) => Math.abs(v / unit - Math.round(v / unit)) < 1e-6);
    if (!y.every((v, i) => Math.abs(v - p[i]) <= 0.5 * unit * (1 + 1e-9))) continue;
    if (spread >= DIGITS * unit) {
      if (isRounded(p) || isRounded(y)) return true;
    } else if (y.length >= COARSE.rows && new Set(p).size >= COARSE.values && isRounded(p)) {
      // Labels in coarse units can be met by a good model, but only a copy is in coarse units itself.
      if (!isRounded(y)) return true;
    }
  }
  return false;
}

/** Share of the most frequent value. */
function commonest(values: Float64Array): number {
  const counts = new Map<number, number>();
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
  return Math.max(...counts.values()) / values.length;
}

/** Whether predictions rise wherever true values rise, and nowhere else. */
function isSameOrder(y: Float64Array, p: Float64Array): boolean {
  const order = [...y.keys()].sort((a, b) => y[a] - y[b] || p[a] - p[b]);
  return order.every((i, k) => {
    const before = order[k - 1];
    if (k === 0 || y[before] === y[i]) return true;
    return p[before] < p[i];
  });
}

function ofClasses(y: Float64Array, p: Float64Array, given: Given): Suspicion[] {
  const found: Suspicion[] = [];
  const positives = y.reduce((n, v) => n + v, 0);
  const negatives = y.length - positives;
  if (positives === 0 || negatives === 0) return scaleOfScores(p, given);
  if (y.every((v, i) => Math.abs(v - p[i]) <= TINY)) {
    const up = y.every((v, i) => v === p[i]) ? '' : ' up to tiny differences';
    return [
      { kind: 'true_values', text: `the predictions equal the true classes in every row${up}` },
    ];
  }
  const area = metricOf('roc_auc', y, p, 0.5);
  const high = area + 1.96 * areaError(area, positives, negatives);
  if (high < 0.5) {
    found.push({
      kind: 'other_class',
      text: `ROC-AUC is ${area.toFixed(3)}, below 0.5 (95% CI up to ${high.toFixed(3)}): the scores seem to be for the other class; use 1 − score${given.positive === undefined ? `, or name the positive class with ${optionName('positive')}` : ', or make the other class the positive one'}`,
    });
  }
  return [...found, ...confidenceOf(p), ...scaleOfScores(p, given)];
}

/** The probability of the predicted class is never below a half. */
function confidenceOf(p: Float64Array): Suspicion[] {
  if (!p.every((v) => v >= 0.5 && v <= 1) || p.every((v) => v === 1)) return [];
  return [
    {
      kind: 'confidence',
      text: 'no prediction is below 0.5: the values seem to be confidences in the predicted class, not probabilities of the positive class',
    },
  ];
}

/** Scores that are no probabilities. */
function scaleOfScores(p: Float64Array, { threshold }: Given): Suspicion[] {
  const [low, high] = [p.reduce((a, v) => Math.min(a, v)), p.reduce((a, v) => Math.max(a, v))];
  if (low >= 0 && high <= 1) return [];
  const isPercent = low >= 0 && high <= 100 && high > 1;
  const advice = isPercent
    ? 'they look like percentages, not probabilities; divide them by 100'
    : `they are scores or logits, not probabilities; ranking metrics are valid, ${threshold === undefined ? `classes and calibration need probabilities (or ${optionName('threshold')})` : 'calibration needs probabilities'}`;
  return [
    {
      kind: 'scale',
      text: `the predictions lie between ${shown(low)} and ${shown(high)}: ${advice}`,
    },
  ];
}

/** Standard error of an area by Hanley and McNeil, Radiology 143 (1982) 29. */
function areaError(area: number, positives: number, negatives: number): number {
  const q1 = area / (2 - area);
  const q2 = (2 * area * area) / (1 + area);
  const variance =
    area * (1 - area) + (positives - 1) * (q1 - area * area) + (negatives - 1) * (q2 - area * area);
  return Math.sqrt(Math.max(0, variance) / (positives * negatives));
}

/** A metric of all rows by its name; `none` where it is undefined. */
function metricOf(name: string, y: Float64Array, p: Float64Array, none: number): number {
  const value = metricNamed(name)?.compute(y, p);
  return typeof value === 'number' ? value : none;
}

/** A number for a sentence. */
function shown(value: number): string {
  const text =
    Number.isInteger(value) && Math.abs(value) < 1e6 ? String(value) : value.toPrecision(3);
  return text.replace('-', '−');
}
