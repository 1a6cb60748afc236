import { isotonic } from './isotonic.js';

/** A calibrated probability of class 1, and the two that it is made of. */
export interface CalibratedProbability {
  /** p1 / (1 − p0 + p1), the one probability that regrets least whichever label comes. */
  readonly value: number;
  /** Isotonic calibration with the new molecule as class 0, and as class 1. */
  readonly p0: number;
  readonly p1: number;
}

/**
 * Inductive Venn-Abers calibration (Vovk and Petej, UAI 2014): isotonic regression of the labels on the scores, once with
 * the new molecule as class 0 and once as class 1. One of both is calibrated, whatever the scores, for molecules that are
 * exchangeable with those of the calibration.
 */
export class VennAbers {
  /** Distinct scores, ascending, with the rows of each and those of class 1. */
  private readonly scores: Float64Array;
  private readonly counts: Float64Array;
  private readonly positives: Float64Array;
  /** By place of a new score: 2 × the number of smaller scores, one more where it equals the next. */
  private readonly known = new Map<number, CalibratedProbability>();

  /** @param labels 0 or 1, one per score */
  constructor(scores: Float64Array, labels: Float64Array) {
    const order = Int32Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b]);
    const distinct: number[] = [];
    const counts: number[] = [];
    const positives: number[] = [];
    for (const i of order) {
      if (distinct.length === 0 || distinct[distinct.length - 1] !== scores[i]) {
        distinct.push(scores[i]);
        counts.push(0);
        positives.push(0);
      }
      counts[counts.length - 1]++;
      positives[positives.length - 1] += labels[i];
    }
    this.scores = Float64Array.from(distinct);
    this.counts = Float64Array.from(counts);
    this.positives = Float64Array.from(positives);
  }

  /** The calibrated probability of a molecule with this score. */
  at(score: number): CalibratedProbability {
    const { scores, known } = this;
    let [low, high] = [0, scores.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (scores[middle] < score) low = middle + 1;
      else high = middle;
    }
    const isKnown = low < scores.length && scores[low] === score;
    const key = 2 * low + (isKnown ? 1 : 0);
    let found = known.get(key);
    if (!found) {
      const [p0, p1] = [this.fitted(low, isKnown, 0), this.fitted(low, isKnown, 1)];
      found = { p0, p1, value: p1 / (1 - p0 + p1) };
      known.set(key, found);
    }
    return found;
  }

  /** The isotonic fit at a new molecule of this label. */
  private fitted(place: number, isKnown: boolean, label: number): number {
    const counts = [...this.counts];
    const positives = [...this.positives];
    if (isKnown) {
      counts[place]++;
      positives[place] += label;
    } else {
      counts.splice(place, 0, 1);
      positives.splice(place, 0, label);
    }
    const weights = Float64Array.from(counts);
    const means = Float64Array.from(positives, (p, i) => p / weights[i]);
    return isotonic(means, weights)[place];
  }
}
