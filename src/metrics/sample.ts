/**
 * Rows drawn from a list: how often each was. A bootstrap draw has whole numbers; a reweighted test set has
 * fractions. One sample may be used again for the next draw, after {@link changed}.
 */
export class Sample {
  /** The sum of the weights: the number of rows drawn. */
  size = 0;
  /** The number of rows with a weight above 0. */
  rows = 0;
  private readonly known = new Map<object, unknown>();

  /** @param weights one per row, none below 0 */
  constructor(readonly weights: Float64Array) {
    this.changed();
  }

  /** Every row once. */
  static whole(rows: number): Sample {
    return new Sample(new Float64Array(rows).fill(1));
  }

  /** To be called after the weights were written to. */
  changed(): void {
    let size = 0;
    let rows = 0;
    for (let i = 0; i < this.weights.length; i++) {
      size += this.weights[i];
      if (this.weights[i] > 0) rows++;
    }
    this.size = size;
    this.rows = rows;
    this.known.clear();
  }

  /** What was found out about this sample before, under `key`, or is found out now: for what metrics share. */
  once<T>(key: object, find: () => T): T {
    if (this.known.has(key)) return this.known.get(key) as T;
    const found = find();
    this.known.set(key, found);
    return found;
  }

  /** Weighted mean. */
  mean(values: Float64Array): number {
    const { weights, size } = this;
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += weights[i] * values[i];
    return sum / size;
  }

  /** True when all drawn values are equal. */
  isConstant(values: Float64Array): boolean {
    const { weights } = this;
    let i = 0;
    while (i < values.length && weights[i] === 0) i++;
    const first = values[i];
    for (; i < values.length; i++) if (weights[i] > 0 && values[i] !== first) return false;
    return true;
  }
}

/** Remembers what was made of an array, or of two, for as long as they are around. They must not be written to any more. */
export function remembered<T>(make: (a: Float64Array, b: Float64Array) => T) {
  const memo = new WeakMap<Float64Array, WeakMap<Float64Array, T>>();
  return (a: Float64Array, b: Float64Array = a): T => {
    let ofA = memo.get(a);
    if (!ofA) memo.set(a, (ofA = new WeakMap()));
    let made = ofA.get(b);
    if (made === undefined) ofA.set(b, (made = make(a, b)));
    return made;
  };
}
