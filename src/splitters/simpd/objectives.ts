import { plainLog } from '../../numerics/exponential.js';
import type { NeighborRows } from './neighbors.js';

/** A property, and by how much its median is to be higher in the test set. */
export interface ShiftGoal {
  readonly name: string;
  /** Per molecule; NaN where it is not known. */
  readonly values: Float64Array;
  readonly shift: number;
}

/** Where ΣG − ΣF is to be, and what ΣG is to be at least: neighbors within the test set, and to training. */
export const SPREAD = { least: 10, most: 30 };
export const LEAST_G = 70;
/** Clusters are to be hit more unevenly than this share of the greatest entropy. */
export const MOST_ENTROPY = 0.9;

/** Measures of a division into training and test. */
export interface Measures {
  /** Median in test less that in training, in the order of the goals. */
  readonly shifts: number[];
  /** Share of actives in the test set less that of all molecules. */
  readonly activeShift: number;
  readonly sumG: number;
  readonly sumF: number;
  /** Entropy of the test molecules' clusters, as a share of the greatest. */
  readonly entropy: number;
}

/**
 * The objectives of SIMPD for any test set. Medians are read off from values sorted once; nearest neighbors from
 * lists, in which a molecule that has none in a set counts as far as its last neighbor.
 */
export class Objectives {
  readonly names: readonly string[];
  private readonly orders: Int32Array[];
  private readonly overall: number;
  private readonly entropies: Float64Array;
  private readonly inCluster: Int32Array;

  /**
   * @param active 1 or 0 of each molecule, NaN for neither
   * @param clusters of each molecule its cluster, from 0 on
   * @param candidates molecules that may be in either set; others are in neither
   */
  constructor(
    readonly goals: readonly ShiftGoal[],
    private readonly active: Float64Array,
    readonly activeShift: number,
    private readonly rows: NeighborRows,
    private readonly clusters: { readonly of: Int32Array; readonly count: number },
    private readonly candidates: Uint8Array,
  ) {
    const count = active.length;
    this.names = [...goals.map((goal) => goal.name), 'actives', 'ΣG − ΣF', 'ΣG'];
    this.orders = goals.map(({ values }) =>
      Int32Array.from({ length: count }, (_, m) => m)
        .filter((m) => candidates[m] === 1 && !Number.isNaN(values[m]))
        .sort((a, b) => values[a] - values[b] || a - b),
    );
    this.overall = share(active, (m) => candidates[m] === 1);
    this.entropies = new Float64Array(count + 1);
    for (let n = 2; n <= count; n++) this.entropies[n] = n * plainLog(n);
    this.inCluster = new Int32Array(clusters.count);
  }

  /** @param test 1 for molecules of the test set, 0 for others */
  measure(test: Uint8Array): Measures {
    const { sumG, sumF } = this.neighbors(test);
    return {
      shifts: this.goals.map((_, g) => this.shift(g, test)),
      activeShift: share(this.active, (m) => test[m] === 1) - this.overall,
      sumG,
      sumF,
      entropy: this.entropy(test),
    };
  }

  /** Distances from what is aimed at, each 0 at best, in the order of {@link names}. */
  distances({ shifts, activeShift, sumG, sumF }: Measures): number[] {
    const spread = sumG - sumF;
    return [
      ...shifts.map((shift, g) => Math.abs(shift - this.goals[g].shift)),
      Math.abs(activeShift - this.activeShift),
      Math.max(0, spread - SPREAD.most, SPREAD.least - spread),
      Math.max(0, LEAST_G - sumG),
    ];
  }

  /** Median of a property in the test set less that in training; 0 if either has no values. */
  private shift(goal: number, test: Uint8Array): number {
    const order = this.orders[goal];
    const { values } = this.goals[goal];
    let inTest = 0;
    for (const m of order) inTest += test[m];
    const inTrain = order.length - inTest;
    if (inTest === 0 || inTrain === 0) return 0;
    // The two middle places of each set, which are one if its size is odd.
    const [lowTest, highTest] = [(inTest - 1) >> 1, inTest >> 1];
    const [lowTrain, highTrain] = [(inTrain - 1) >> 1, inTrain >> 1];
    let [nTest, nTrain, sumTest, sumTrain] = [0, 0, 0, 0];
    for (const m of order) {
      if (test[m] === 1) {
        if (nTest === lowTest) sumTest += values[m];
        if (nTest === highTest) sumTest += values[m];
        nTest++;
      } else {
        if (nTrain === lowTrain) sumTrain += values[m];
        if (nTrain === highTrain) sumTrain += values[m];
        nTrain++;
      }
      if (nTest > highTest && nTrain > highTrain) break;
    }
    return sumTest / 2 - sumTrain / 2;
  }

  /**
   * ΣG: over the distances 0, 0.01 … 1, the sum of the shares of test molecules that have another within it; ΣF the
   * same for a training molecule.
   */
  private neighbors(test: Uint8Array): { sumG: number; sumF: number } {
    const { offsets, neighbors, steps } = this.rows;
    const { candidates } = this;
    let g = 0;
    let f = 0;
    let size = 0;
    for (let m = 0; m < test.length; m++) {
      if (test[m] === 0) continue;
      size++;
      const end = offsets[m + 1];
      let [toTest, toTrain] = [-1, -1];
      for (let e = offsets[m]; e < end && (toTest < 0 || toTrain < 0); e++) {
        const other = neighbors[e];
        if (candidates[other] === 0) continue;
        if (test[other] === 1) {
          if (toTest < 0) toTest = steps[e];
        } else if (toTrain < 0) toTrain = steps[e];
      }
      const farthest = end > offsets[m] ? steps[end - 1] : 0;
      g += toTest < 0 ? farthest : toTest;
      f += toTrain < 0 ? farthest : toTrain;
    }
    return { sumG: g / size, sumF: f / size };
  }

  private entropy(test: Uint8Array): number {
    const { inCluster, clusters, entropies } = this;
    if (inCluster.length < 2) return 0;
    inCluster.fill(0);
    let size = 0;
    for (let m = 0; m < test.length; m++) {
      if (test[m] === 0) continue;
      size++;
      inCluster[clusters.of[m]]++;
    }
    let sum = 0;
    for (const n of inCluster) sum += entropies[n];
    return (entropies[size] - sum) / size / plainLog(inCluster.length);
  }
}

/** Share of actives among those that are active or inactive; 0 without any. */
function share(active: Float64Array, of: (m: number) => boolean): number {
  let n = 0;
  let sum = 0;
  for (let m = 0; m < active.length; m++) {
    if (!of(m) || Number.isNaN(active[m])) continue;
    n++;
    sum += active[m];
  }
  return n === 0 ? 0 : sum / n;
}
