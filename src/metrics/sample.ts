/**
 * Rows drawn from a list: how often each was. A bootstrap draw has whole numbers; a reweighted test set has
 * fractions. One sample may be used again for the next draw, after {@link changed}.
 */
export class Sample {
  /** The sum of the weights: the number of rows drawn. */
  size = 0;
  private readonly known = new Map<object, { draw: number; found: unknown }>();
  /** How often the weights were written to. */
  private draw = 0;

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
    for (let i = 0; i < this.weights.length; i++) size += this.weights[i];
    this.size = size;
    this.draw++;
  }

  /**
   * What was found out about this sample before, under `key`, or is found out now: for what metrics share.
   *
   * @param find is given what was found for the weights before these, whose memory it may use again
   */
  once<T>(key: object, find: (old?: T) => T): T {
    let entry = this.known.get(key) as { draw: number; found: T } | undefined;
    if (!entry) {
      entry = { draw: this.draw, found: find() };
      this.known.set(key, entry);
    } else if (entry.draw !== this.draw) {
      entry.found = find(entry.found);
      entry.draw = this.draw;
    }
    return entry.found;
  }

  /** Weighted mean. */
  mean(values: Float64Array): number {
    return this.once(values, () => weightedSum(this.weights, values) / this.size);
  }

  /** True when all drawn values are equal. */
  isConstant(values: Float64Array): boolean {
    return constantIn(values)(this);
  }
}

function isConstant(weights: Float64Array, values: Float64Array): boolean {
  let i = 0;
  while (i < values.length && weights[i] === 0) i++;
  const first = values[i];
  for (; i < values.length; i++) if (values[i] !== first && weights[i] > 0) return false;
  return true;
}

/** In four sums, because a processor would wait for each addition to one. */
function weightedSum(weights: Float64Array, values: Float64Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < values.length; i += 4) {
    a += weights[i] * values[i];
    b += weights[i + 1] * values[i + 1];
    c += weights[i + 2] * values[i + 2];
    d += weights[i + 3] * values[i + 3];
  }
  for (; i < values.length; i++) a += weights[i] * values[i];
  const sum = a + b + (c + d);
  if (!Number.isNaN(sum)) return sum;
  // An infinite value that was not drawn: 0 × ∞.
  let finite = 0;
  for (i = 0; i < values.length; i++) if (weights[i] > 0) finite += weights[i] * values[i];
  return finite;
}

/** Remembers what was made of an array, or of two, for as long as they are around. They must not be written to any more. */
export function remembered<T>(make: (a: Float64Array, b: Float64Array) => T) {
  const memo = new WeakMap<Float64Array, WeakMap<Float64Array, T>>();
  return (a: Float64Array, b: Float64Array = a): T => {
    let ofA = memo.get(a);
    if (!ofA) {
      ofA = new WeakMap();
      memo.set(a, ofA);
    }
    let made = ofA.get(b);
    if (made === undefined) {
      made = make(a, b);
      ofA.set(b, made);
    }
    return made;
  };
}

/**
 * Something that several metrics find out about a sample: prepared once for an array, or for two, and found
 * once in each sample.
 *
 * @param prepare gives how it is found; that is given what it found in the draw before, to use its memory again
 */
export function shared<T>(
  prepare: (a: Float64Array, b: Float64Array) => (sample: Sample, old?: T) => T,
): (a: Float64Array, b?: Float64Array) => (sample: Sample) => T {
  return remembered((a, b) => {
    const find = prepare(a, b);
    const key = {};
    return (sample: Sample) => sample.once<T>(key, (old) => find(sample, old));
  });
}

const constantIn = shared(
  (values) =>
    ({ weights }) =>
      isConstant(weights, values),
);
