// The relaxation of Zhang et al., "Rethinking the generalization of drug target affinity prediction
// algorithms via similarity aware evaluation" (SAE), ICLR 2025, written anew from the method and the
// settings the authors publish (github.com/Amshoreline/SAE, demo_configs/IC50_EGFR_balance.yaml).
//
// Each molecule i has a logit; w = sigmoid(logit) is its probability of being test. Then
//   R_i  = log Σ_j exp(scale (1 - w_j) S_ij) / scale     softened maximum of similarity to train, S_ii = 0
//   P_ik = softmax over bins k of -(R_i - center_k)² / (2 (sigma width_k)²)      softened bin of i
//   O_k  = Σ_i w_i P_ik                                        softened number of test molecules in bin k
//   loss = Σ_k (O_k - E_k)² / E_k, over bins where E_k > 0, + lambda Σ_i entropy(w_i)
// is minimized under Σ w = test, which a Lagrange multiplier (ascending) sees to.
//
// As the authors have it: the formulae above, the start (a random test set at logits ±5), Adam with
// extrapolation for logits and multiplier alike (two gradients an iteration, both entering Adam's
// moments; betas 0.9 and 0.999, weight decay 1e-5), the constant step of the logits and the
// cosine-annealed one of the multiplier, the rounding of the probabilities last evaluated. At the
// probabilities they publish for all of EGFR the loss is 0.04916 and the entropy 157.673, as they report.
// Not as they have it: double precision, where their logits are single; E_k in whole molecules rather
// than thirds of one; no 1e-6 on the last edge; no clipped weights in place of the sigmoid (an option
// that their settings for EGFR do not use); the step of the logits, too, can be annealed.
// For speed, which changes R by less than 1e-7: rows of S are sorted once, and of a softened
// maximum only the terms are summed that are at least e^-20 of the largest.
import { Random } from '../dist/random.js';

/** Settings published for a balanced split of EGFR; lambda and sigma are the pick of the authors' grid. */
export const PUBLISHED = {
  rate: 0.01,
  anneal: false,
  lambda: 2.03091762e-3,
  sigma: 0.1,
  scale: 100,
  start: 5,
  decay: 1e-5,
};

/**
 * Calls `onCheckpoint(iteration, ms, members)` with the molecules of the `test` largest
 * probabilities after every `every` iterations and after the last; `ms` leaves out the time spent in it.
 *
 * @param edges of the bins, ascending from 0 to 1
 * @param requested test molecules wanted in each bin
 */
export function relaxation({
  similarities,
  count,
  edges,
  requested,
  test,
  iterations,
  seed,
  onCheckpoint,
  every = 500,
  settings = PUBLISHED,
}) {
  let start = performance.now();
  const { rate, decay } = settings;
  const objective = new Objective(similarities, count, edges, requested, test, settings);
  const order = new Random(seed).shuffle(Int32Array.from({ length: count }, (_, i) => i));
  const logits = new Float64Array(count).fill(-settings.start);
  for (let p = 0; p < test; p++) logits[order[p]] = settings.start;
  const multiplier = new Float64Array(1);
  const gradient = new Float64Array(count);
  const ascent = new Float64Array(1);
  const primal = new ExtrapolatingAdam(logits, gradient, decay);
  const dual = new ExtrapolatingAdam(multiplier, ascent, decay);
  for (let t = 0; t < iterations; t++) {
    const annealed = (rate / 2) * (1 + Math.cos((Math.PI * t) / iterations));
    const step = settings.anneal ? annealed : rate;
    ascent[0] = -objective.evaluate(logits, multiplier[0], gradient).excess;
    primal.extrapolate(step);
    dual.extrapolate(annealed);
    ascent[0] = -objective.evaluate(logits, multiplier[0], gradient).excess;
    primal.step(step);
    dual.step(annealed);
    if ((t + 1) % every === 0 || t + 1 === iterations) {
      const members = largest(objective.probabilities, test);
      const now = performance.now();
      onCheckpoint(t + 1, now - start, members);
      start += performance.now() - now;
    }
  }
}

function largest(values, n) {
  const order = Int32Array.from(values, (_, i) => i);
  return order.sort((a, b) => values[b] - values[a] || a - b).subarray(0, n);
}

/** The Lagrangian and its gradient. */
export class Objective {
  constructor(similarities, count, edges, requested, test, { lambda, sigma, scale }) {
    Object.assign(this, { count, requested, test, lambda, scale });
    this.centers = requested.map((_, k) => (edges[k] + edges[k + 1]) / 2);
    this.variances = requested.map((_, k) => (sigma * (edges[k + 1] - edges[k])) ** 2);
    this.probabilities = new Float64Array(count);
    this.train = new Float64Array(count);
    // Each row's similarities, descending, and whose they are.
    this.sorted = new Float32Array(count * count);
    this.column = new Int32Array(count * count);
    for (let i = 0; i < count; i++) {
      const row = similarities.slice(i * count, (i + 1) * count);
      row[i] = 0;
      const column = this.column.subarray(i * count, (i + 1) * count);
      for (let j = 0; j < count; j++) column[j] = j;
      column.sort((a, b) => row[b] - row[a]);
      for (let j = 0; j < count; j++) this.sorted[i * count + j] = row[column[j]];
    }
    this.terms = new Float64Array(count * count);
    this.ends = new Int32Array(count);
    this.softMax = new Float64Array(count);
    this.total = new Float64Array(count);
    this.softBins = new Float64Array(count * requested.length);
  }

  /** Fills `gradient`, with respect to the logits; returns the parts of the Lagrangian. */
  evaluate(logits, multiplier, gradient) {
    const { count, requested, test, lambda, scale, centers, variances, softBins } = this;
    const { probabilities, train, sorted, column, terms, ends, softMax, total } = this;
    const bins = requested.length;
    for (let i = 0; i < count; i++) {
      const e = Math.exp(-Math.abs(logits[i]));
      probabilities[i] = (logits[i] < 0 ? e : 1) / (1 + e);
      train[i] = (logits[i] < 0 ? 1 : e) / (1 + e);
    }

    const held = new Float64Array(bins);
    for (let i = 0; i < count; i++) {
      const first = i * count;
      const last = first + count;
      let max = 0;
      for (let p = first; p < last && sorted[p] > max; p++) {
        max = Math.max(max, train[column[p]] * sorted[p]);
      }
      const least = max - 20 / scale;
      let sum = 0;
      let p = first;
      for (; p < last && sorted[p] >= least; p++) {
        const term = Math.exp(scale * (train[column[p]] * sorted[p] - max));
        terms[p] = term;
        sum += term;
      }
      ends[i] = p;
      total[i] = sum;
      softMax[i] = max + Math.log(sum) / scale;

      let nearest = Number.POSITIVE_INFINITY;
      for (let k = 0; k < bins; k++) {
        const distance = (softMax[i] - centers[k]) ** 2 / (2 * variances[k]);
        softBins[i * bins + k] = distance;
        nearest = Math.min(nearest, distance);
      }
      let share = 0;
      for (let k = 0; k < bins; k++) {
        softBins[i * bins + k] = Math.exp(nearest - softBins[i * bins + k]);
        share += softBins[i * bins + k];
      }
      for (let k = 0; k < bins; k++) {
        softBins[i * bins + k] /= share;
        held[k] += probabilities[i] * softBins[i * bins + k];
      }
    }

    let loss = 0;
    const slopes = new Float64Array(bins);
    for (let k = 0; k < bins; k++) {
      if (requested[k] === 0) continue;
      loss += (held[k] - requested[k]) ** 2 / requested[k];
      slopes[k] = (2 * (held[k] - requested[k])) / requested[k];
    }

    // First with respect to the probabilities: through each one's own share in the bins, and
    // through the softened maxima of all others.
    let entropy = 0;
    let excess = -test;
    gradient.fill(0);
    for (let i = 0; i < count; i++) {
      const w = probabilities[i];
      excess += w;
      let own = 0;
      let pull = 0;
      let across = 0;
      for (let k = 0; k < bins; k++) {
        const part = softBins[i * bins + k];
        const force = (centers[k] - softMax[i]) / variances[k];
        own += slopes[k] * part;
        pull += part * force;
        across += slopes[k] * part * force;
      }
      gradient[i] += own + multiplier;
      const factor = (w * (across - own * pull)) / total[i];
      if (factor === 0) continue;
      for (let p = i * count; p < ends[i]; p++) {
        gradient[column[p]] -= factor * terms[p] * sorted[p];
      }
    }
    for (let i = 0; i < count; i++) {
      const w = probabilities[i];
      // log(w / (1 - w)) is the logit, so the entropy's slope is minus it.
      if (w > 0 && train[i] > 0) entropy -= w * Math.log(w) + train[i] * Math.log(train[i]);
      gradient[i] = (gradient[i] - lambda * logits[i]) * w * train[i];
    }
    const value = loss + lambda * entropy + multiplier * excess;
    return { value, loss, entropy, excess };
  }
}

/**
 * Adam (Kingma and Ba 2015) with extrapolation (Gidel et al., "A variational inequality perspective
 * on generative adversarial networks", 2019): a look ahead, then the step, from where the look began.
 */
class ExtrapolatingAdam {
  moves = 0;

  constructor(values, gradient, decay) {
    Object.assign(this, { values, gradient, decay });
    this.saved = new Float64Array(values.length);
    this.mean = new Float64Array(values.length);
    this.square = new Float64Array(values.length);
  }

  extrapolate(rate) {
    this.saved.set(this.values);
    this.move(rate);
  }

  step(rate) {
    this.move(rate);
  }

  /** To `saved` plus Adam's update, of the gradient at `values`. */
  move(rate) {
    const { values, gradient, decay, saved, mean, square } = this;
    this.moves++;
    const size = (rate * Math.sqrt(1 - 0.999 ** this.moves)) / (1 - 0.9 ** this.moves);
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i] + decay * values[i];
      mean[i] = 0.9 * mean[i] + 0.1 * g;
      square[i] = 0.999 * square[i] + 0.001 * g * g;
      values[i] = saved[i] - (size * mean[i]) / (Math.sqrt(square[i]) + 1e-8);
    }
  }
}

/**
 * The largest difference between a component of the gradient and its central difference, over the
 * largest component, on `count` random molecules.
 */
export function gradientError(count = 30, seed = 0) {
  const random = new Random(seed);
  const similarities = new Float32Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      similarities[i * count + j] = random.uniform();
      similarities[j * count + i] = similarities[i * count + j];
    }
  }
  const test = count / 5;
  const requested = [test / 2, 0, test / 2];
  const settings = { ...PUBLISHED, lambda: 0.1, scale: 20, sigma: 0.5 };
  const edges = [0, 0.5, 0.7, 1];
  const objective = new Objective(similarities, count, edges, requested, test, settings);
  const logits = Float64Array.from({ length: count }, () => 4 * random.uniform() - 2);
  const gradient = new Float64Array(count);
  objective.evaluate(logits, 0.3, gradient);
  const scratch = new Float64Array(count);
  const step = 1e-5;
  let error = 0;
  for (let i = 0; i < count; i++) {
    const at = logits[i];
    logits[i] = at + step;
    const above = objective.evaluate(logits, 0.3, scratch).value;
    logits[i] = at - step;
    const below = objective.evaluate(logits, 0.3, scratch).value;
    logits[i] = at;
    error = Math.max(error, Math.abs((above - below) / (2 * step) - gradient[i]));
  }
  return error / gradient.reduce((max, g) => Math.max(max, Math.abs(g)), 0);
}
