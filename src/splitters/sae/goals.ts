/** What is preferred among test sets with the same histogram. */
export interface GoalInputs {
  /** Weight asked for in each bin; sets the scale of the cost. */
  readonly requested: readonly number[];
  /** Label of each molecule, NaN for none: the label distribution of each bin shall be the whole set's. */
  readonly labels?: Float64Array | undefined;
  /** Labels of the whole set, where those above are not all of it. */
  readonly wholeLabels?: Float64Array | undefined;
  /** Scaffold number of each molecule, -1 for none: each bin shall have many different ones. */
  readonly scaffolds?: Int32Array | undefined;
  /** How often each molecule was in a test set before: shall be reused as little as possible. */
  readonly usage?: Int32Array | undefined;
}

/** Label classes are quantiles of the whole set's labels; so many at most. */
const LABEL_CLASSES = 32;
/** Cost of one test molecule that was in a test set before, and gain of one more scaffold in a bin. */
const USAGE_WEIGHT = 1;
const SCAFFOLD_WEIGHT = 0.25;
/** Share of a bin's scaffolds that even labels may not cost. */
const HELD = 0.96;
/** Cost of a scaffold that a bin has lost since {@link SoftGoals.holdScaffolds}. */
const FLOOR_WEIGHT = 2;
/** Cost of a bin whose label distribution is as far off as can be, per molecule of an even share. */
const LABEL_WEIGHT = 2;

/**
 * The cost of a test set beyond its histogram, in molecules, kept up to date as molecules enter, leave and
 * change bins:
 *
 * - labels: per bin the mean distance between the cumulative label distribution of the bin
 *   and that of the whole set (Wasserstein distance on ranks), times 1 + 4 × itself, so that large
 *   gaps count most;
 * - scaffolds: minus the number of different ones in each bin;
 * - usage: the number of times that test molecules were test molecules before.
 */
export class SoftGoals {
  private readonly classOf: Int8Array | undefined;
  private readonly classes: number;
  /** Share of the whole set's labels up to each class. */
  private readonly whole: Float64Array;
  /** Molecules of each class in each bin, bins × classes. */
  private readonly labelCounts: Int32Array;
  private readonly labeled: Int32Array;
  /** Cost of each bin's labels; to be computed again where `stale`. */
  private readonly labelCost: Float64Array;
  private readonly stale: Uint8Array;
  private readonly scaffolds: Int32Array | undefined;
  private readonly scaffoldCounts: Int32Array;
  private readonly scaffoldTotal: number;
  /** Different scaffolds in each bin. */
  private readonly distinct: Int32Array;
  /** Different scaffolds that each bin shall keep. */
  private readonly floor: Int32Array;
  private labelsCount = true;
  private readonly usage: Int32Array | undefined;
  private used = 0;
  private readonly labelScale: Float64Array;

  constructor(inputs: GoalInputs) {
    const { labels, scaffolds, usage, requested } = inputs;
    const bins = requested.length;
    const classes = labels ? labelClasses(labels, inputs.wholeLabels ?? labels) : undefined;
    this.classOf = classes?.classOf;
    this.classes = classes?.shares.length ?? 0;
    this.whole = classes?.shares ?? new Float64Array(0);
    this.labelCounts = new Int32Array(bins * this.classes);
    this.labeled = new Int32Array(bins);
    this.labelCost = new Float64Array(bins);
    this.stale = new Uint8Array(bins);
    this.distinct = new Int32Array(bins);
    this.floor = new Int32Array(bins);
    this.labelScale = Float64Array.from(requested, (n) => LABEL_WEIGHT * n);
    this.scaffolds = scaffolds;
    this.scaffoldTotal = scaffolds ? scaffolds.reduce((a, b) => Math.max(a, b), -1) + 1 : 0;
    this.scaffoldCounts = new Int32Array(bins * this.scaffoldTotal);
    this.usage = usage;
  }

  get balancesLabels(): boolean {
    return this.classOf !== undefined;
  }

  /** The cost now, in molecules. */
  get cost(): number {
    const { labelScale, distinct, floor } = this;
    let cost = this.used * USAGE_WEIGHT;
    for (let b = 0; b < distinct.length; b++) {
      if (this.labelsCount) cost += this.labelCostOf(b) * labelScale[b];
      cost -= distinct[b] * SCAFFOLD_WEIGHT;
      if (distinct[b] < floor[b]) cost += (floor[b] - distinct[b]) * FLOOR_WEIGHT;
    }
    return cost;
  }

  /** Counts labels from now on, or not. */
  countLabels(count: boolean): void {
    this.labelsCount = count;
  }

  /** From now on no bin shall have fewer than {@link HELD} of the scaffolds that it has now. */
  holdScaffolds(): void {
    this.distinct.forEach((n, b) => {
      this.floor[b] = Math.ceil(n * HELD);
    });
  }

  /** The largest distance of a bin's labels, 0 to 1. */
  get labelGap(): number {
    let most = 0;
    for (let b = 0; b < this.labeled.length; b++)
      if (this.labelScale[b] > 0) most = Math.max(most, this.labelDistance(b));
    return most;
  }

  clear(): void {
    this.labelCounts.fill(0);
    this.labeled.fill(0);
    this.stale.fill(1);
    this.scaffoldCounts.fill(0);
    this.distinct.fill(0);
    this.used = 0;
  }

  enter(m: number, bin: number): void {
    if (this.usage) this.used += this.usage[m];
    this.count(m, bin, 1);
  }

  leave(m: number, bin: number): void {
    if (this.usage) this.used -= this.usage[m];
    this.count(m, bin, -1);
  }

  change(m: number, from: number, to: number): void {
    this.count(m, from, -1);
    this.count(m, to, 1);
  }

  private count(m: number, bin: number, by: 1 | -1): void {
    const { classOf, scaffolds } = this;
    if (classOf && classOf[m] >= 0) {
      this.labelCounts[bin * this.classes + classOf[m]] += by;
      this.labeled[bin] += by;
      this.stale[bin] = 1;
    }
    if (scaffolds && scaffolds[m] >= 0) {
      const at = bin * this.scaffoldTotal + scaffolds[m];
      const before = this.scaffoldCounts[at];
      this.scaffoldCounts[at] = before + by;
      if (by === 1 && before === 0) this.distinct[bin]++;
      if (by === -1 && before === 1) this.distinct[bin]--;
    }
  }

  private labelCostOf(bin: number): number {
    if (this.stale[bin] === 1) {
      const distance = this.labelDistance(bin);
      this.labelCost[bin] = distance * (1 + 4 * distance);
      this.stale[bin] = 0;
    }
    return this.labelCost[bin];
  }

  private labelDistance(bin: number): number {
    const { classes, labelCounts, whole } = this;
    const n = this.labeled[bin];
    if (n === 0) return 0;
    let cumulative = 0;
    let distance = 0;
    for (let c = 0; c < classes - 1; c++) {
      cumulative += labelCounts[bin * classes + c];
      distance += Math.abs(cumulative / n - whole[c]);
    }
    return distance / Math.max(1, classes - 1);
  }
}

/** Classes between quantiles of the whole set's labels, and the share of these up to each; equal labels are in one class. -1 for no label. */
function labelClasses(
  labels: Float64Array,
  whole: Float64Array,
): { classOf: Int8Array; shares: Float64Array } {
  const sorted = whole.filter((y) => !Number.isNaN(y)).sort();
  const edges: number[] = [];
  for (let c = 1; c < LABEL_CLASSES; c++) {
    const edge = sorted[Math.floor((c * sorted.length) / LABEL_CLASSES)];
    if (edge > (edges.at(-1) ?? sorted[0])) edges.push(edge);
  }
  if (edges.length === 0) {
    // Nearly all labels are the lowest: the few others, such as rare actives, are a class of their own.
    const other = sorted.find((y) => y > sorted[0]);
    if (other !== undefined) edges.push(other);
  }
  const classIn = (y: number) => {
    if (Number.isNaN(y)) return -1;
    let c = 0;
    while (c < edges.length && y >= edges[c]) c++;
    return c;
  };
  const counts = new Float64Array(edges.length + 1);
  for (const y of sorted) counts[classIn(y)]++;
  let sum = 0;
  const shares = counts.map((n) => {
    sum += n;
    return sum / sorted.length;
  });
  return { classOf: Int8Array.from(labels, classIn), shares };
}
