import type { NeighborGraph } from '../../similarity/neighbor-graph.js';
import type { Units } from '../units.js';
import type { SoftGoals } from './goals.js';
import { siblingCounts } from './siblings.js';

/** Where a unit is. `OUT` counts neither as test nor as train. */
export const IN_TEST = 0;
export const IN_TRAIN = 1;
export const OUT = 2;

/** One whole molecule in the units of energies, which are whole numbers. */
export const ONE = 65_536;

/**
 * So many training neighbors stand for one that no move takes away: more than a molecule can be rid of, and
 * few enough to be added up over a unit's molecules.
 */
export const FOREVER = 1 << 24;

/**
 * A division into test, train and out, with the histogram of the test molecules' max similarity
 * to the training molecules kept up to date: moving a molecule costs time in proportion to its
 * neighbors. Moves since `begin` can be undone.
 */
export class SplitState {
  /** Weight of the test molecules in each bin. */
  readonly histogram: Int32Array;
  /** The bin of each molecule's max similarity to train, itself left out; for train molecules, too. */
  readonly bin: Uint8Array;
  /** Units: the first `testCount` are test, the next `trainCount` train, the others out. */
  readonly order: Int32Array;
  testCount = 0;
  trainCount = 0;
  /** Weight of the test units. */
  testWeight = 0;
  /** Weight of the units that are out. */
  outWeight = 0;
  /** What else is pursued, if anything. */
  goals: SoftGoals | undefined;
  /** Edges looked at: the work done, the same on every machine. */
  work = 0;
  /**
   * Sum over the test molecules and {@link watched} thresholds of φ(number of training neighbors
   * at or above), in {@link ONE}ths: how far the test set is from being rid of them.
   */
  potential = 0;
  private readonly zone: Uint8Array;
  /** 1 for each molecule that the histogram counts. */
  private readonly counted: Uint8Array;
  private readonly position: Int32Array;
  /** Training neighbors of each molecule in each bin, molecules × bins. */
  private readonly counts: Int32Array;
  /** Neighbors in each bin that are of the same unit; none where every molecule moves alone. */
  private readonly siblings: Int32Array | undefined;
  private watched: readonly number[] = [];
  /** Training neighbors at or above each watched threshold, per molecule. */
  private readonly cumulative: Int32Array[] = [];
  private phi: Float64Array = new Float64Array(0);
  private log = new Int32Array(256);
  private logLength = 0;

  constructor(
    readonly graph: NeighborGraph,
    readonly bins: number,
    readonly units: Units,
    /** The bin that each molecule's max similarity never falls below: that of training molecules or pairs that are not in the graph. */
    readonly base: Uint8Array | null = null,
    /** Whether there are training molecules that are not in the graph. */
    readonly isAnchored = base !== null,
  ) {
    this.order = Int32Array.from({ length: units.count }, (_, u) => u);
    this.position = this.order.slice();
    this.zone = new Uint8Array(units.count).fill(IN_TRAIN);
    this.bin = new Uint8Array(graph.count);
    this.counted = new Uint8Array(graph.count);
    this.counts = new Int32Array(graph.count * bins);
    this.histogram = new Int32Array(bins);
    this.siblings = units.count < graph.count ? siblingCounts(graph, bins, units) : undefined;
    this.restore(this.zone);
  }

  /** Where each unit is, as a copy. */
  snapshot(into: Uint8Array = new Uint8Array(this.zone.length)): Uint8Array {
    into.set(this.zone);
    return into;
  }

  zoneOf(unit: number): number {
    return this.zone[unit];
  }

  /** Sum over the bins of |achieved - requested|. */
  deviation(requested: ArrayLike<number>): number {
    let sum = 0;
    for (let b = 0; b < this.bins; b++) sum += Math.abs(this.histogram[b] - requested[b]);
    return sum;
  }

  /** Sum over the edges of |achieved - requested| below them: how many bins what is misplaced is off. */
  distance(requested: ArrayLike<number>): number {
    let sum = 0;
    let below = 0;
    for (let b = 0; b < this.bins; b++) {
      below += this.histogram[b] - requested[b];
      sum += Math.abs(below);
    }
    return sum;
  }

  /** The units with a molecule that is a neighbor, in this bin or above, of one of unit u's; some may come twice. */
  neighborUnits(unit: number, bin: number): number[] {
    const { units, graph } = this;
    const found: number[] = [];
    for (let p = units.offsets[unit]; p < units.offsets[unit + 1]; p++) {
      const m = units.members[p];
      for (let e = graph.offsets[m]; e < graph.offsets[m + 1]; e++) {
        if (graph.levels[e] >= bin) found.push(units.of[graph.neighbors[e]]);
      }
    }
    return found;
  }

  /** Watches soft goals from now on, or none. */
  pursue(goals: SoftGoals | undefined): void {
    this.goals = goals;
    this.resetGoals();
  }

  /**
   * Keeps {@link potential} up to date for these thresholds (numbers of bins) from now on.
   *
   * @param phi value of φ for each count, in whole {@link ONE}ths; with a {@link base} as much again for molecules
   *   that have a neighbor at or above a threshold for ever
   */
  watch(thresholds: readonly number[], phi: Float64Array): void {
    const same =
      thresholds.length === this.watched.length &&
      thresholds.every((k, j) => k === this.watched[j]);
    this.watched = thresholds;
    this.phi = phi;
    const { graph, counts, bins } = this;
    if (!same) {
      this.cumulative.length = 0;
      for (const k of thresholds) {
        const cumulative = new Int32Array(graph.count);
        for (let m = 0; m < graph.count; m++) {
          for (let b = k; b < bins; b++) cumulative[m] += counts[m * bins + b];
          // The second half of the table is for those that cannot be rid of a training neighbor.
          if (cumulative[m] >= FOREVER) cumulative[m] += (phi.length >> 1) - FOREVER;
        }
        this.cumulative.push(cumulative);
      }
    }
    this.resetPotential();
  }

  /** How many training neighbors of unit u stand between it and `bin`, were it in test; {@link FOREVER} or more if it can never be there. */
  obstacles(unit: number, bin: number): number {
    const { units, counts, bins } = this;
    const own = this.zone[unit] === IN_TRAIN ? this.siblings : undefined;
    let n = 0;
    for (let p = units.offsets[unit]; p < units.offsets[unit + 1]; p++) {
      const row = units.members[p] * bins;
      for (let b = bin + 1; b < bins; b++) n += counts[row + b] - (own ? own[row + b] : 0);
    }
    return n;
  }

  /** The highest bin of a unit's molecules, were they in test. */
  unitBin(unit: number): number {
    const { units, bin, counts, bins } = this;
    const own = this.zone[unit] === IN_TRAIN ? this.siblings : undefined;
    let highest = 0;
    for (let p = units.offsets[unit]; p < units.offsets[unit + 1]; p++) {
      const m = units.members[p];
      let b = bin[m];
      if (own) while (b > highest && counts[m * bins + b] === own[m * bins + b]) b--;
      highest = Math.max(highest, b);
    }
    return highest;
  }

  /** From here on moves are kept for {@link undo}. */
  begin(): void {
    this.logLength = 0;
  }

  /** Takes back every move since {@link begin}. */
  undo(): void {
    for (let k = this.logLength - 2; k >= 0; k -= 2) this.shift(this.log[k], this.log[k + 1]);
    this.logLength = 0;
  }

  move(unit: number, to: number): void {
    if (this.logLength + 2 > this.log.length) {
      const longer = new Int32Array(this.log.length * 2);
      longer.set(this.log);
      this.log = longer;
    }
    this.log[this.logLength++] = unit;
    this.log[this.logLength++] = this.zone[unit];
    this.shift(unit, to);
  }

  private shift(unit: number, to: number): void {
    const from = this.zone[unit];
    if (from === to) return;
    const { units, bin, histogram, goals } = this;
    this.place(unit, from, to);
    const end = units.offsets[unit + 1];
    if (from === OUT) this.outWeight -= units.unitWeight[unit];
    if (to === OUT) this.outWeight += units.unitWeight[unit];
    // Leaving the test set first, so that its own molecules are not counted while bins change.
    if (from === IN_TEST) {
      for (let p = units.offsets[unit]; p < end; p++) {
        const m = units.members[p];
        this.counted[m] = 0;
        histogram[bin[m]] -= units.weight[m];
        this.potential -= this.potentialOf(m);
        if (goals) goals.leave(m, bin[m]);
      }
      this.testWeight -= units.unitWeight[unit];
    }
    this.zone[unit] = to;
    if (from === IN_TRAIN) {
      for (let p = units.offsets[unit]; p < end; p++) this.leaveTrain(units.members[p]);
    } else if (to === IN_TRAIN) {
      for (let p = units.offsets[unit]; p < end; p++) this.enterTrain(units.members[p]);
    }
    if (to === IN_TEST) {
      for (let p = units.offsets[unit]; p < end; p++) {
        const m = units.members[p];
        this.counted[m] = 1;
        histogram[bin[m]] += units.weight[m];
        this.potential += this.potentialOf(m);
        if (goals) goals.enter(m, bin[m]);
      }
      this.testWeight += units.unitWeight[unit];
    }
  }

  /** Moves a unit between the three stretches of `order`. */
  private place(unit: number, from: number, to: number): void {
    if (from === IN_TEST) {
      this.exchange(unit, --this.testCount);
      this.trainCount++;
    } else if (from === OUT) {
      this.exchange(unit, this.testCount + this.trainCount++);
    }
    if (to === IN_TEST) {
      this.exchange(unit, this.testCount++);
      this.trainCount--;
    } else if (to === OUT) {
      this.exchange(unit, this.testCount + --this.trainCount);
    }
  }

  private exchange(unit: number, there: number): void {
    const { order, position } = this;
    const here = position[unit];
    const other = order[there];
    order[here] = other;
    order[there] = unit;
    position[other] = here;
    position[unit] = there;
  }

  /** What molecule m would add to {@link potential} in test. */
  potentialOf(m: number): number {
    let sum = 0;
    for (const counts of this.cumulative) sum += this.phi[counts[m]];
    return sum * this.units.weight[m];
  }

  private leaveTrain(m: number): void {
    const { graph, counts, bins, bin, counted, histogram, watched, cumulative, phi, goals } = this;
    const { weight } = this.units;
    const { neighbors, levels } = graph;
    const start = graph.offsets[m];
    const end = graph.offsets[m + 1];
    this.work += end - start;
    const watching = watched.length;
    let potential = 0;
    for (let e = start; e < end; e++) {
      const k = neighbors[e];
      const level = levels[e];
      const isTest = counted[k] === 1;
      for (let j = 0; j < watching; j++) {
        if (level < watched[j]) continue;
        const left = --cumulative[j][k];
        if (isTest) potential += weight[k] * (phi[left] - phi[left + 1]);
      }
      const row = k * bins;
      if (--counts[row + level] > 0 || bin[k] !== level) continue;
      let b = level;
      while (b > 0 && counts[row + b] === 0) b--;
      if (isTest) {
        histogram[level] -= weight[k];
        histogram[b] += weight[k];
        if (goals) goals.change(k, level, b);
      }
      bin[k] = b;
    }
    this.potential += potential;
  }

  private enterTrain(m: number): void {
    const { graph, counts, bins, bin, counted, histogram, watched, cumulative, phi, goals } = this;
    const { weight } = this.units;
    const { neighbors, levels } = graph;
    const start = graph.offsets[m];
    const end = graph.offsets[m + 1];
    this.work += end - start;
    const watching = watched.length;
    let potential = 0;
    for (let e = start; e < end; e++) {
      const k = neighbors[e];
      const level = levels[e];
      const isTest = counted[k] === 1;
      for (let j = 0; j < watching; j++) {
        if (level < watched[j]) continue;
        const now = ++cumulative[j][k];
        if (isTest) potential += weight[k] * (phi[now] - phi[now - 1]);
      }
      counts[k * bins + level]++;
      if (level <= bin[k]) continue;
      if (isTest) {
        histogram[bin[k]] -= weight[k];
        histogram[level] += weight[k];
        if (goals) goals.change(k, bin[k], level);
      }
      bin[k] = level;
    }
    this.potential += potential;
  }

  /** Replaces the division by another one, a {@link snapshot}; counted again from the graph. */
  restore(zones: Uint8Array): void {
    const { graph, counts, bins, bin, base, zone, order, position, histogram, units } = this;
    const { neighbors, levels, offsets } = graph;
    zone.set(zones);
    this.testCount = this.trainCount = this.testWeight = this.outWeight = 0;
    let p = 0;
    for (const wanted of [IN_TEST, IN_TRAIN, OUT]) {
      for (let u = 0; u < units.count; u++) {
        if (zone[u] !== wanted) continue;
        order[p] = u;
        position[u] = p++;
        if (wanted === OUT) this.outWeight += units.unitWeight[u];
      }
      if (wanted === IN_TEST) this.testCount = p;
      if (wanted === IN_TRAIN) this.trainCount = p - this.testCount;
    }
    counts.fill(0);
    if (base) for (let m = 0; m < graph.count; m++) counts[m * bins + base[m]] = FOREVER;
    for (let m = 0; m < graph.count; m++) {
      if (zone[units.of[m]] !== IN_TRAIN) continue;
      for (let e = offsets[m]; e < offsets[m + 1]; e++) counts[neighbors[e] * bins + levels[e]]++;
    }
    this.work += neighbors.length;
    histogram.fill(0);
    for (let m = 0; m < graph.count; m++) {
      let b = bins - 1;
      while (b > 0 && counts[m * bins + b] === 0) b--;
      bin[m] = b;
      this.counted[m] = zone[units.of[m]] === IN_TEST ? 1 : 0;
      if (this.counted[m] === 0) continue;
      histogram[b] += units.weight[m];
      this.testWeight += units.weight[m];
    }
    this.logLength = 0;
    const { watched } = this;
    this.watched = [];
    this.watch(watched, this.phi);
    this.resetGoals();
  }

  private resetPotential(): void {
    this.potential = 0;
    for (let p = 0; p < this.testCount; p++) {
      const u = this.order[p];
      for (let q = this.units.offsets[u]; q < this.units.offsets[u + 1]; q++) {
        this.potential += this.potentialOf(this.units.members[q]);
      }
    }
  }

  private resetGoals(): void {
    const { goals, bin, counted } = this;
    if (!goals) return;
    goals.clear();
    for (let m = 0; m < bin.length; m++) if (counted[m] === 1) goals.enter(m, bin[m]);
  }
}
