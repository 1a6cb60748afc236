import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/evaluation/bootstrap/index.js';
import type { Rows } from '../../../src/evaluation/bootstrap/measure.js';
import { libraryGroup } from '../../../src/evaluation/expected/library-group.js';
import { Job } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { studentQuantile } from '../../../src/statistics/distributions/student.js';
import { named, normal } from '../bootstrap/synthetic.js';

const N = 60;
const random = new Random(4);
/** Rows of distinct similarity, in no order; errors are larger at low similarity. */
const similarity = new Random(9).shuffle(Array.from({ length: N }, (_, i) => (i + 1) / 100));
const errors = similarity.map((s) => (1.2 - s) * normal(random));
const truth = similarity.map(() => normal(random));
const rows: Rows = {
  truth: Float64Array.from(truth),
  unit: Int32Array.from({ length: N }, (_, i) => i),
  trainMean: 0,
  sources: [
    {
      name: 'model',
      predictions: {
        value: Float64Array.from(truth, (y, i) => y + errors[i]),
        probabilities: false,
      },
    },
    { name: 'zero', predictions: { value: new Float64Array(N), probabilities: false } },
  ],
};
/** More of it at low similarity; some beyond the range of the rows. */
const library = Float64Array.from({ length: 80 }, (_, m) => (m * m) / 8000).sort();
const loss = errors.map(Math.abs);
const measured = {
  rows: Int32Array.from({ length: N }, (_, i) => i),
  similarity: Float64Array.from(similarity),
  loss: Float64Array.from(loss),
};
const mean = (list: readonly number[]) => list.reduce((sum, v) => sum + v, 0) / list.length;

/** Strata of five rows by similarity, and the share of the library in each, of which the halves of the way are edges. */
const strata = Array.from({ length: N / 5 }, (_, s) =>
  similarity.flatMap((own, i) => (Math.floor((Math.round(100 * own) - 1) / 5) === s ? [i] : [])),
);
const shares = strata.map((_, s) => {
  const low = s === 0 ? Number.NEGATIVE_INFINITY : (5 * s + 0.5) / 100;
  const high = s === strata.length - 1 ? Number.POSITIVE_INFINITY : (5 * s + 5.5) / 100;
  return library.filter((x) => x >= low && x < high).length / library.length;
});

/** Strata that are pooled: the fit by the largest mean of the smallest mean that never rises (a minimax formula). */
function fallingMeans(list: readonly number[]): number[] {
  const means = strata.map((own) => mean(own.map((i) => list[i])));
  return means.map((_, s) =>
    Math.min(
      ...means
        .slice(0, s + 1)
        .map((__, a) =>
          Math.max(...means.slice(s).map((___, b) => mean(means.slice(a, s + b + 1)))),
        ),
    ),
  );
}

async function scored(own: typeof measured | (Omit<typeof measured, 'loss'> & { loss: null })) {
  const group = libraryGroup(own, library);
  if (!group) throw new Error('no group');
  const [scores] = await evaluate(
    rows,
    [group],
    named('mae', 'rmse', 'r2'),
    100,
    new Random(1),
    new Job(),
  );
  return (source: string, metric: string) =>
    scores.get(source)?.metrics[metric] as unknown as { value: number; ci95: [number, number] };
}

describe('test rows that count as a library has them', () => {
  it('give the mean loss of the model by isotonic strata of five', async () => {
    const of = await scored(measured);
    const fit = fallingMeans(loss);
    const expected = fit.reduce((sum, v, s) => sum + shares[s] * v, 0);
    expect(of('model', 'mae').value).toBeCloseTo(expected, 12);
    // Of a coarser stratum, and of the rows as they are, it is another.
    expect(Math.abs(expected - mean(loss))).toBeGreaterThan(0.03);
    // Pooled strata count together for every source and metric.
    const block = fit.map((v) => fit.filter((w) => Math.abs(w - v) < 1e-12).length);
    const squares = (list: readonly number[]) =>
      strata.reduce((sum, _, s) => {
        const first = fit.findIndex((v) => Math.abs(v - fit[s]) < 1e-12);
        const together = strata.slice(first, first + block[s]).flat();
        return sum + shares[s] * mean(together.map((i) => list[i] ** 2));
      }, 0);
    expect(of('model', 'rmse').value).toBeCloseTo(Math.sqrt(squares(errors)), 12);
    expect(of('zero', 'rmse').value).toBeCloseTo(Math.sqrt(squares(truth)), 12);
  });

  it('have intervals by the strata before they are pooled', async () => {
    const of = await scored(measured);
    const { value, ci95 } = of('model', 'mae');
    const left = loss.map((_, out) => {
      const means = strata.map((own) => mean(own.filter((i) => i !== out).map((i) => loss[i])));
      return Math.log(means.reduce((sum, v, s) => sum + shares[s] * v, 0));
    });
    const squares = left.map((v) => (v - mean(left)) ** 2);
    const kurtosis = mean(squares.map((q) => q * q)) / mean(squares) ** 2;
    const df = Math.min(N - 1, (2 * N) / (kurtosis - 1));
    const half = studentQuantile(0.975, df) * Math.sqrt((N - 1) * mean(squares));
    expect(ci95[0]).toBeCloseTo(value * Math.exp(-half), 10);
    expect(ci95[1]).toBeCloseTo(value * Math.exp(half), 10);
  });

  it('keep a stratum that is left out as a whole', async () => {
    // All five rows of the second stratum are one molecule.
    const unit = rows.unit.map((u) => (strata[1].includes(u) ? strata[1][0] : u));
    const group = libraryGroup(measured, library);
    const ids = new Map([...new Set(unit)].map((u, k) => [u, k]));
    const own: Rows = { ...rows, unit: unit.map((u) => ids.get(u) as number) };
    const [scores] = await evaluate(
      own,
      [group as never],
      named('mae'),
      100,
      new Random(1),
      new Job(),
    );
    const mae = scores.get('model')?.metrics.mae;
    const { ci95, value } = mae as unknown as { ci95: [number, number]; value: number };
    expect(ci95[0]).toBeLessThan(value);
    expect(ci95[1]).toBeGreaterThan(value);
  });

  it('are in strata of fifteen where no loss says which are alike, and none without rows or library', async () => {
    const of = await scored({ ...measured, loss: null });
    const wide = [0, 3, 6, 9].map((s) => strata.slice(s, s + 3).flat());
    const expected = wide.reduce(
      (sum, own, w) =>
        sum +
        (shares[3 * w] + shares[3 * w + 1] + shares[3 * w + 2]) * mean(own.map((i) => loss[i])),
      0,
    );
    expect(of('model', 'mae').value).toBeCloseTo(expected, 12);
    expect(libraryGroup(measured, new Float64Array(0))).toBeNull();
    const none = { rows: new Int32Array(0), similarity: new Float64Array(0), loss: null };
    expect(libraryGroup(none, library)).toBeNull();
  });
});
