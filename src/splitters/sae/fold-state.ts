import type { NeighborGraph } from '../../similarity/neighbor-graph.js';
import type { Units } from '../units.js';
import type { SoftGoals } from './goals.js';
import { ONE } from './state.js';

/** In no fold: always training. */
export const NO_FOLD = -1;

/**
 * Several disjoint test sets at once, each measured against everything outside it, with their histograms
 * kept up to date. A molecule's training neighbors are all its neighbors but those in its own
 * fold, so only the latter are counted.
 */
export class FoldState {
  /** Weight in each bin of each fold, folds × bins. */
  readonly histogram: Int32Array;
  /** Fold of each unit. */
  readonly fold: Int8Array;
  /** Bin of each molecule's max similarity to what is outside its fold. */
  readonly bin: Uint8Array;
  /** Edges looked at. */
  work = 0;
  /** As in the state of a single test set: φ of the training neighbors at or above each threshold. */
  potential = 0;
  /** What else is pursued, with bin b of fold f as bin f × bins + b. */
  goals: SoftGoals | undefined;
  private readonly foldOf: Int8Array;
  /** Neighbors in each bin, and those of the own fold, molecules × bins. */
  private readonly all: Int32Array;
  private readonly own: Int32Array;

  constructor(
    readonly graph: NeighborGraph,
    readonly bins: number,
    readonly units: Units,
    readonly folds: number,
    readonly thresholds: readonly number[],
    private readonly phi: Float64Array,
  ) {
    const { count, offsets, levels } = graph;
    this.histogram = new Int32Array(folds * bins);
    this.fold = new Int8Array(units.count).fill(NO_FOLD);
    this.foldOf = new Int8Array(count).fill(NO_FOLD);
    this.bin = new Uint8Array(count);
    this.all = new Int32Array(count * bins);
    this.own = new Int32Array(count * bins);
    for (let m = 0; m < count; m++) {
      for (let e = offsets[m]; e < offsets[m + 1]; e++) this.all[m * bins + levels[e]]++;
    }
  }

  restore(folds: Int8Array): void {
    const { graph, bins, units, own, foldOf, histogram } = this;
    this.fold.set(folds);
    histogram.fill(0);
    own.fill(0);
    for (let m = 0; m < graph.count; m++) foldOf[m] = folds[units.of[m]];
    for (let m = 0; m < graph.count; m++) {
      if (foldOf[m] === NO_FOLD) continue;
      this.countOwn(m, foldOf[m]);
      this.bin[m] = this.highest(m);
      histogram[foldOf[m] * bins + this.bin[m]] += units.weight[m];
    }
    this.resetPotential();
    this.pursue(this.goals);
  }

  /** Watches soft goals from now on, or none. */
  pursue(goals: SoftGoals | undefined): void {
    this.goals = goals;
    goals?.clear();
    for (let m = 0; goals && m < this.graph.count; m++) {
      if (this.foldOf[m] !== NO_FOLD) goals.enter(m, this.foldOf[m] * this.bins + this.bin[m]);
    }
  }

  /** To be called after φ has changed. */
  resetPotential(): void {
    this.potential = 0;
    for (let m = 0; m < this.graph.count; m++) {
      if (this.foldOf[m] !== NO_FOLD) this.potential += this.potentialOf(m);
    }
  }

  move(unit: number, to: number): void {
    const { units } = this;
    this.fold[unit] = to;
    for (let p = units.offsets[unit]; p < units.offsets[unit + 1]; p++) {
      this.moveMolecule(units.members[p], to);
    }
  }

  private moveMolecule(m: number, to: number): void {
    const { graph, bins, bin, foldOf, own, histogram, units, goals } = this;
    const { neighbors, levels, offsets } = graph;
    const from = foldOf[m];
    if (from === to) return;
    if (from !== NO_FOLD) {
      histogram[from * bins + bin[m]] -= units.weight[m];
      this.potential -= this.potentialOf(m);
      goals?.leave(m, from * bins + bin[m]);
    }
    foldOf[m] = to;
    for (let e = offsets[m]; e < offsets[m + 1]; e++) {
      const k = neighbors[e];
      const f = foldOf[k];
      if (f === NO_FOLD || (f !== from && f !== to)) continue;
      this.potential -= this.potentialOf(k);
      own[k * bins + levels[e]] += f === to ? 1 : -1;
      this.potential += this.potentialOf(k);
      const now = this.highest(k);
      if (now === bin[k]) continue;
      histogram[f * bins + bin[k]] -= units.weight[k];
      histogram[f * bins + now] += units.weight[k];
      goals?.change(k, f * bins + bin[k], f * bins + now);
      bin[k] = now;
    }
    this.work += 2 * (offsets[m + 1] - offsets[m]);
    own.fill(0, m * bins, (m + 1) * bins);
    if (to === NO_FOLD) return;
    this.countOwn(m, to);
    bin[m] = this.highest(m);
    histogram[to * bins + bin[m]] += units.weight[m];
    this.potential += this.potentialOf(m);
    goals?.enter(m, to * bins + bin[m]);
  }

  private countOwn(m: number, fold: number): void {
    const { graph, bins, own, foldOf } = this;
    for (let e = graph.offsets[m]; e < graph.offsets[m + 1]; e++) {
      if (foldOf[graph.neighbors[e]] === fold) own[m * bins + graph.levels[e]]++;
    }
  }

  private highest(m: number): number {
    const { all, own, bins } = this;
    let b = bins - 1;
    while (b > 0 && all[m * bins + b] === own[m * bins + b]) b--;
    return b;
  }

  private potentialOf(m: number): number {
    const { all, own, bins, thresholds, phi } = this;
    let sum = 0;
    for (const k of thresholds) {
      let outside = 0;
      for (let b = k; b < bins; b++) outside += all[m * bins + b] - own[m * bins + b];
      sum += phi[outside];
    }
    return sum * this.units.weight[m];
  }

  /**
   * How far the folds are from the request, in {@link ONE}ths of a molecule: what is misplaced, and a
   * square that makes folds share alike what there is too little of.
   */
  misfit(requested: readonly (readonly number[])[]): number {
    const { histogram, bins, folds } = this;
    let sum = 0;
    for (let f = 0; f < folds; f++) {
      let size = 30 * bins;
      for (let b = 0; b < bins; b++) size += requested[f][b];
      for (let b = 0; b < bins; b++) {
        const d = Math.abs(histogram[f * bins + b] - requested[f][b]);
        sum += d / 2 + (5 * d * d * bins) / size;
      }
    }
    return sum * ONE;
  }
}
