/**
 * Every metric once more, from its definition alone: over all pairs, all thresholds, all orders of ties, by
 * numerical integration. Slow, and without a line in common with the source.
 */

export interface Row {
  y: number;
  p: number;
  std: number;
  lower: number;
  upper: number;
}

export interface Setting {
  trainMean: number;
  level: number;
}

/** A value, or the reason for none. */
export type Oracle = (rows: Row[], setting: Setting) => number | string;

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: number[]) => sum(values) / values.length;
const squares = (values: number[]) => sum(values.map((v) => (v - mean(values)) ** 2));
const constant = (values: number[]) => values.every((v) => v === values[0]);
const errors = (rows: Row[]) => rows.map((r) => r.p - r.y);
const absolute = (rows: Row[]) => errors(rows).map(Math.abs);
const truths = (rows: Row[]) => rows.map((r) => r.y);
const predictions = (rows: Row[]) => rows.map((r) => r.p);
const distinct = (values: number[]) => [...new Set(values)].sort((a, b) => a - b);

const correlation = (a: number[], b: number[]) =>
  sum(a.map((v, i) => (v - mean(a)) * (b[i] - mean(b)))) / Math.sqrt(squares(a) * squares(b));
/** Number of values below, and half of those equal. */
const ranks = (values: number[]) =>
  values.map((v) => sum(values.map((u) => (u < v ? 1 : u === v ? 0.5 : 0))));
const pairs = (rows: Row[]) => rows.flatMap((a, i) => rows.slice(i + 1).map((b) => [a, b]));

const within = (limit: number): Oracle => {
  return (rows) => mean(absolute(rows).map((e) => (e < limit + 1e-9 ? 1 : 0)));
};
const undefinedVariance = (rows: Row[]) =>
  rows.length < 2 ? 'too_few' : constant(truths(rows)) ? 'constant_truth' : null;
const undefinedCorrelation = (rows: Row[]) =>
  undefinedVariance(rows) ?? (constant(predictions(rows)) ? 'constant_prediction' : null);

export const regression: Record<string, Oracle> = {
  mae: (rows) => mean(absolute(rows)),
  rmse: (rows) => Math.sqrt(mean(errors(rows).map((e) => e * e))),
  mse: (rows) => mean(errors(rows).map((e) => e * e)),
  median_ae(rows) {
    const sorted = absolute(rows).sort((a, b) => a - b);
    const n = sorted.length;
    return (sorted[Math.floor((n - 1) / 2)] + sorted[Math.floor(n / 2)]) / 2;
  },
  max_error: (rows) => Math.max(...absolute(rows)),
  mean_signed_error: (rows) => mean(errors(rows)),
  within_2_fold: within(Math.log10(2)),
  within_3_fold: within(Math.log10(3)),
  within_10_fold: within(1),
  'within_0.3_log': within(0.3),
  'within_0.5_log': within(0.5),
  'within_1.0_log': within(1),
  aafe: (rows) => 10 ** mean(absolute(rows)),
  relative_mae(rows, { trainMean }) {
    const base = mean(rows.map((r) => Math.abs(r.y - trainMean)));
    return base === 0 ? 'perfect_baseline' : mean(absolute(rows)) / base;
  },
  rae(rows) {
    const base = () => mean(truths(rows).map((y) => Math.abs(y - mean(truths(rows)))));
    return undefinedVariance(rows) ?? mean(absolute(rows)) / base();
  },
  r2: (rows) =>
    undefinedVariance(rows) ?? 1 - sum(errors(rows).map((e) => e * e)) / squares(truths(rows)),
  r2_train_mean(rows, { trainMean }) {
    const base = sum(rows.map((r) => (r.y - trainMean) ** 2));
    return base === 0 ? 'perfect_baseline' : 1 - sum(errors(rows).map((e) => e * e)) / base;
  },
  explained_variance: (rows) =>
    undefinedVariance(rows) ?? 1 - squares(errors(rows)) / squares(truths(rows)),
  pearson: (rows) => undefinedCorrelation(rows) ?? correlation(truths(rows), predictions(rows)),
  spearman: (rows) =>
    undefinedCorrelation(rows) ?? correlation(ranks(truths(rows)), ranks(predictions(rows))),
  kendall(rows) {
    const signs = pairs(rows).map(([a, b]) => [Math.sign(a.y - b.y), Math.sign(a.p - b.p)]);
    const untied = (k: number) => signs.filter((s) => s[k] !== 0).length;
    return (
      undefinedCorrelation(rows) ??
      sum(signs.map(([y, p]) => y * p)) / Math.sqrt(untied(0) * untied(1))
    );
  },
  concordance_index(rows) {
    if (constant(truths(rows))) return 'constant_truth';
    const comparable = pairs(rows).filter(([a, b]) => a.y !== b.y);
    return mean(comparable.map(([a, b]) => (Math.sign((a.y - b.y) * (a.p - b.p)) + 1) / 2));
  },
};

const count = (rows: Row[], y: number, p: number) =>
  rows.filter((r) => r.y === y && r.p === p).length;
const share = (rows: Row[], of: (r: Row) => boolean, reason: string) =>
  rows.length === 0 ? reason : mean(rows.map((r) => (of(r) ? 1 : 0)));
const positives = (rows: Row[]) => rows.filter((r) => r.y === 1);
const negatives = (rows: Row[]) => rows.filter((r) => r.y === 0);
const bothClasses =
  (of: Oracle): Oracle =>
  (rows, setting) =>
    constant(truths(rows)) ? 'one_class' : of(rows, setting);

/** Of each threshold, the highest first: recall, precision and false positive rate. */
const thresholds = (rows: Row[]) =>
  distinct(predictions(rows))
    .reverse()
    .map((t) => {
      const above = rows.filter((r) => r.p >= t);
      return {
        recall: positives(above).length / positives(rows).length,
        precision: positives(above).length / above.length,
        fpr: negatives(above).length / negatives(rows).length,
      };
    });

export const classes: Record<string, Oracle> = {
  mcc: bothClasses((rows) =>
    constant(predictions(rows))
      ? 'one_predicted_class'
      : correlation(truths(rows), predictions(rows)),
  ),
  balanced_accuracy: bothClasses((rows) =>
    mean([mean(positives(rows).map((r) => r.p)), 1 - mean(negatives(rows).map((r) => r.p))]),
  ),
  f1(rows) {
    if (positives(rows).length === 0) return 'one_class';
    const found = count(rows, 1, 1);
    if (found === 0) return 0;
    const r = found / positives(rows).length;
    const p = found / rows.filter((row) => row.p === 1).length;
    return 2 / (1 / r + 1 / p);
  },
  precision: (rows) =>
    share(
      rows.filter((r) => r.p === 1),
      (r) => r.y === 1,
      'one_predicted_class',
    ),
  recall: (rows) => share(positives(rows), (r) => r.p === 1, 'one_class'),
  specificity: (rows) => share(negatives(rows), (r) => r.p === 0, 'one_class'),
  cohen_kappa(rows) {
    const agreed = mean(rows.map((r) => (r.y === r.p ? 1 : 0)));
    const y = mean(truths(rows));
    const p = mean(predictions(rows));
    const expected = y * p + (1 - y) * (1 - p);
    return expected === 1 ? 'one_class' : (agreed - expected) / (1 - expected);
  },
  accuracy: (rows) => mean(rows.map((r) => (r.y === r.p ? 1 : 0))),
};

export const scores: Record<string, Oracle> = {
  roc_auc: bothClasses((rows) =>
    mean(
      positives(rows).flatMap((a) =>
        negatives(rows).map((b) => (a.p > b.p ? 1 : a.p === b.p ? 0.5 : 0)),
      ),
    ),
  ),
  average_precision: bothClasses((rows) => {
    const points = [{ recall: 0, precision: 1 }, ...thresholds(rows)];
    return sum(points.slice(1).map((b, k) => (b.recall - points[k].recall) * b.precision));
  }),
  pr_auc: bothClasses((rows) => {
    const points = [{ recall: 0, precision: 1 }, ...thresholds(rows)];
    return sum(
      points
        .slice(1)
        .map((b, k) => ((b.recall - points[k].recall) * (b.precision + points[k].precision)) / 2),
    );
  }),
  recall_at_precision_80: bothClasses((rows) => {
    const good = thresholds(rows).filter((t) => t.precision > 0.8 - 1e-9);
    return good.length === 0 ? 'not_reached' : Math.max(...good.map((t) => t.recall));
  }),
  log_auc: bothClasses((rows) => {
    const points = [{ fpr: 0, recall: 0 }, ...thresholds(rows)];
    let area = 0;
    for (let k = 1; k < points.length; k++) {
      const [a, b] = [points[k - 1], points[k]];
      const low = Math.max(-3, Math.log10(a.fpr));
      const high = Math.min(-1, Math.log10(b.fpr));
      if (!(low < high)) continue;
      const rate = (x: number) =>
        a.recall + ((10 ** x - a.fpr) / (b.fpr - a.fpr)) * (b.recall - a.recall);
      area += simpson(rate, low, high);
    }
    return area / 2;
  }),
};

export const probabilities: Record<string, Oracle> = {
  log_loss: (rows) =>
    mean(
      rows.map((r) => {
        const p = Math.min(1 - 2 ** -52, Math.max(2 ** -52, r.p));
        return -(r.y * Math.log(p) + (1 - r.y) * Math.log(1 - p));
      }),
    ),
  brier: (rows) => mean(rows.map((r) => (r.p - r.y) ** 2)),
  ece: (rows) =>
    sum(
      Array.from({ length: 15 }, (_, b) => {
        const bin = rows.filter((r) => (r.p > b / 15 || b === 0) && r.p <= (b + 1) / 15);
        if (bin.length === 0) return 0;
        const gap = mean(predictions(bin)) - mean(truths(bin));
        return (bin.length / rows.length) * Math.abs(gap);
      }),
    ),
};

/** All orders of a list. */
function orders<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, i) =>
    orders(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]),
  );
}

/** The mean over all orders in which a key does not decrease. */
function overTies(rows: Row[], key: (r: Row) => number, of: (sorted: Row[]) => number): number {
  const groups = distinct(rows.map(key)).map((k) => orders(rows.filter((r) => key(r) === k)));
  const all = groups.reduce<Row[][]>(
    (before, group) => before.flatMap((a) => group.map((b) => [...a, ...b])),
    [[]],
  );
  return mean(all.map(of));
}

const ranked = (of: (sorted: Row[]) => number) =>
  bothClasses((rows) => overTies(rows, (r) => -r.p, of));
const enrichment = (fraction: number) =>
  ranked((sorted) => {
    const first = sorted.slice(0, Math.ceil(sorted.length * fraction - 1e-9));
    return mean(truths(first)) / mean(truths(sorted));
  });
const rieOf = (alpha: number) => (sorted: Row[]) => {
  const n = sorted.length;
  const value = sorted.map((_, i) => Math.exp((-alpha * (i + 1)) / n));
  return mean(value.filter((_, i) => sorted[i].y === 1)) / mean(value);
};
const bedrocOf = (alpha: number) =>
  ranked((sorted) => {
    const byClass = [...sorted].sort((a, b) => b.y - a.y);
    const best = rieOf(alpha)(byClass);
    const worst = rieOf(alpha)([...byClass].reverse());
    return (rieOf(alpha)(sorted) - worst) / (best - worst);
  });

/** For a few rows only: the orders of ties are many. */
export const ranking: Record<string, Oracle> = {
  ef_1: enrichment(0.01),
  ef_5: enrichment(0.05),
  ef_10: enrichment(0.1),
  ef_20: enrichment(0.2),
  ef_50: enrichment(0.5),
  bedroc_20: bedrocOf(20),
  bedroc_80_5: bedrocOf(80.5),
  bedroc_321_9: bedrocOf(321.9),
  rie_20: ranked(rieOf(20)),
};

function simpson(f: (x: number) => number, from: number, to: number, steps = 400): number {
  const h = (to - from) / steps;
  let total = f(from) + f(to);
  for (let k = 1; k < steps; k++) total += (k % 2 === 1 ? 4 : 2) * f(from + k * h);
  return (total * h) / 3;
}

function cached(f: (x: number) => number): (x: number) => number {
  const known = new Map<number, number>();
  return (x) => {
    const value = known.get(x) ?? f(x);
    known.set(x, value);
    return value;
  };
}

const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
export const cdf = cached((z) => 0.5 + simpson(density, 0, z));
export const quantile = cached((p) => {
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  let [low, high] = [-9, 9];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (0.5 + simpson(density, 0, middle) < p) low = middle;
    else high = middle;
  }
  return low;
});
/** E|X - z| of a standard normal X, less E|X - X'| / 2. */
const crpsOf = cached(
  (z) =>
    simpson((x) => (z - x) * density(x), -12, z, 4000) +
    simpson((x) => (x - z) * density(x), z, 12, 4000) -
    1 / Math.sqrt(Math.PI),
);

const hundredths = Array.from({ length: 99 }, (_, k) => (k + 1) / 100);
const levels = Array.from({ length: 100 }, (_, k) => k / 99);
const held = (rows: Row[], level: number) => {
  const z = quantile(0.5 + level / 2);
  return mean(rows.map((r) => (Math.abs(r.y - r.p) <= z * r.std + 1e-9 ? 1 : 0)));
};
const gaps = (rows: Row[]) => levels.map((level) => held(rows, level) - level);
const winkler = (lower: number, upper: number, level: number, y: number) =>
  upper -
  lower +
  (y < lower ? (2 / (1 - level)) * (lower - y) : 0) +
  (y > upper ? (2 / (1 - level)) * (y - upper) : 0);

export const uncertainty: Record<string, Oracle> = {
  gaussian_nll: (rows) => mean(rows.map((r) => -Math.log(density((r.y - r.p) / r.std) / r.std))),
  crps: (rows) => mean(rows.map((r) => r.std * crpsOf((r.y - r.p) / r.std))),
  interval_score: (rows) =>
    mean(
      hundredths.flatMap((level) => {
        const z = quantile(0.5 + level / 2);
        return rows.map((r) => winkler(r.p - z * r.std, r.p + z * r.std, level, r.y));
      }),
    ),
  check_score: (rows) =>
    mean(
      hundredths.flatMap((q) =>
        rows.map((r) => {
          const gap = r.y - (r.p + quantile(q) * r.std);
          return gap > 0 ? q * gap : (q - 1) * gap;
        }),
      ),
    ),
  sharpness: (rows) => Math.sqrt(mean(rows.map((r) => r.std ** 2))),
  coverage_50: (rows) => held(rows, 0.5),
  coverage_80: (rows) => held(rows, 0.8),
  coverage_90: (rows) => held(rows, 0.9),
  coverage_95: (rows) => held(rows, 0.95),
  mean_absolute_calibration_error: (rows) => mean(gaps(rows).map(Math.abs)),
  root_mean_squared_calibration_error: (rows) =>
    Math.sqrt(mean(gaps(rows).map((gap) => gap * gap))),
  miscalibration_area(rows) {
    const gap = gaps(rows);
    // The area under the absolute value of a line, by its antiderivative x |x| / 2.
    const areas = gap.slice(1).map((b, k) => {
      const a = gap[k];
      if (a === b) return Math.abs(a) / 99;
      return (b * Math.abs(b) - a * Math.abs(a)) / 2 / (b - a) / 99;
    });
    return sum(areas);
  },
  ence(rows) {
    // Ten copies of each row divide evenly; rows of equal standard deviation are alike.
    const sorted = rows
      .map((r) => ({
        std: r.std,
        squared: mean(rows.filter((o) => o.std === r.std).map((o) => (o.y - o.p) ** 2)),
      }))
      .sort((a, b) => a.std - b.std)
      .flatMap((r) => Array.from({ length: 10 }, () => r));
    return mean(
      Array.from({ length: 10 }, (_, b) => {
        const part = sorted.slice(b * rows.length, (b + 1) * rows.length);
        const rmv = Math.sqrt(mean(part.map((r) => r.std ** 2)));
        return Math.abs(rmv - Math.sqrt(mean(part.map((r) => r.squared)))) / rmv;
      }),
    );
  },
  error_std_spearman(rows) {
    if (rows.length < 2) return 'too_few';
    if (constant(absolute(rows))) return 'constant_error';
    const stds = rows.map((r) => r.std);
    return constant(stds) ? 'constant_std' : correlation(ranks(absolute(rows)), ranks(stds));
  },
  interval_coverage: (rows) => mean(rows.map((r) => (r.y >= r.lower && r.y <= r.upper ? 1 : 0))),
  interval_width: (rows) => mean(rows.map((r) => r.upper - r.lower)),
  winkler_score: (rows, { level }) => mean(rows.map((r) => winkler(r.lower, r.upper, level, r.y))),
};

/** For a few rows only. */
export const uncertaintyOfFew: Record<string, Oracle> = {
  aurc: (rows) =>
    overTies(
      rows,
      (r) => r.std,
      (sorted) => mean(sorted.map((_, k) => mean(absolute(sorted.slice(0, k + 1))))),
    ),
};
