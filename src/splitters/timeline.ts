import { type Units, unitsWeight } from './units.js';

/** Units by their time. */
export class Timeline {
  /** Different times, ascending. */
  readonly times: readonly number[];
  /** Units without a time. */
  readonly undated: readonly number[];
  /** Weight of each time and all later ones. */
  private readonly weights: readonly number[];
  private readonly byTime: readonly (readonly number[])[];

  /** @param time of each unit, NaN for none */
  constructor(units: Units, time: Float64Array) {
    const all = [...time.keys()];
    this.undated = all.filter((u) => Number.isNaN(time[u]));
    this.times = [...new Set(time.filter((t) => !Number.isNaN(t)))].sort((a, b) => a - b);
    const at = new Map(this.times.map((t, i) => [t, i]));
    const byTime = this.times.map((): number[] => []);
    for (const u of all) byTime[at.get(time[u]) ?? -1]?.push(u);
    this.byTime = byTime;
    const weights = byTime.map((own) => unitsWeight(units, own));
    for (let t = weights.length - 2; t >= 0; t--) weights[t] += weights[t + 1];
    this.weights = weights;
  }

  /** Weight of what is of this time (by its position) or later. */
  weightFrom(t: number): number {
    return this.weights[t] ?? 0;
  }

  /** Units of the times `from` up to, not including, `to`. */
  unitsIn(from: number, to: number): number[] {
    return this.byTime.slice(from, to).flat();
  }

  /** The position, from `first` to `last`, from which on the weight is nearest to the goal; of two the later. */
  startOf(goal: number, first: number, last: number): number {
    let best = last;
    for (let t = last - 1; t >= first; t--) {
      if (Math.abs(this.weights[t] - goal) < Math.abs(this.weights[best] - goal)) best = t;
    }
    return best;
  }
}

/** Each unit has the time of its latest molecule. @param times of each molecule, NaN for none */
export function timelineOf(units: Units, times: Float64Array): Timeline {
  const latest = new Float64Array(units.count).fill(Number.NaN);
  times.forEach((t, m) => {
    if (!(latest[units.of[m]] >= t) && !Number.isNaN(t)) latest[units.of[m]] = t;
  });
  return new Timeline(units, latest);
}
