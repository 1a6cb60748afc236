/** A draw in parts, each of which is left out in turn ({@link Sample.leaveOut}). */
export interface Division {
  /** Number of parts. */
  readonly parts: number;
  /** Where each part starts in `copies`, and the end. */
  readonly starts: Int32Array;
  /** The units of each part, which are drawn and left out whole. */
  readonly copies: Int32Array;
  /** How many equal parts each one stands for: all of them are in the draw, and one is left out. */
  readonly times: Int32Array;
  /** Where the rows of each unit start in `rows`, and the end. */
  readonly rowStarts: Int32Array;
  readonly rows: Int32Array;
}

/**
 * Rows drawn from a list: how often each was. A bootstrap draw has whole numbers; a reweighted test set has
 * fractions. One sample may be used again for the next draw, after {@link changed}.
 */
export class Sample {
  /** The sum of the weights: the number of rows drawn. */
  size = 0;
  /** The same with the part that is left out, of a divided sample. */
  wholeSize = 0;
  private readonly known = new Map<object, { draw: number; found: unknown }>();
  /** How often the weights were written to. */
  private draw = 0;
  private division: Division | null = null;
  /** What is left out of the division; −1 before anything is. */
  private left = -1;
  private readonly ofDivision = new Map<object, { division: number; found: unknown }>();
  /** How often the sample was divided. */
  private divisions = 0;
  private scratch = new Float64Array(0);

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
    this.division = null;
  }

  /** Divides the sample as it is, until its weights are {@link changed}. @param division must stay as it is until then */
  divide(division: Division): void {
    this.division = division;
    this.wholeSize = this.size;
    this.left = -1;
    this.divisions++;
    if (this.scratch.length < division.parts) this.scratch = new Float64Array(division.parts);
  }

  /** Takes one part out of the divided sample, and puts the part that was out back. */
  leaveOut(part: number): void {
    if (this.left >= 0) this.count(this.left, 1);
    this.count(part, -1);
    this.left = part;
    this.draw++;
  }

  /** The part that is left out of the divided sample; −1 where none is. */
  get leftOut(): number {
    return this.division ? this.left : -1;
  }

  /** The division, of a divided sample. */
  get divided(): Division {
    return this.division as Division;
  }

  /** Looks at the divided sample with the part that is left out. */
  whole<T>(look: () => T): T {
    const { left } = this;
    if (left >= 0) this.count(left, 1);
    const found = look();
    if (left >= 0) this.count(left, -1);
    return found;
  }

  private count(part: number, by: number): void {
    const { starts, copies, rowStarts, rows } = this.division as Division;
    for (let c = starts[part]; c < starts[part + 1]; c++) {
      const end = rowStarts[copies[c] + 1];
      for (let k = rowStarts[copies[c]]; k < end; k++) {
        this.weights[rows[k]] += by;
        this.size += by;
      }
    }
  }

  /**
   * Sums over the divided sample without each part in turn, from sums of the parts: before and after, so that a part that
   * outweighs all others leaves no rounding behind.
   *
   * @param values one per row
   * @param into one entry per part; written to
   * @returns the sum over the whole sample
   */
  sumsWithoutEach(values: Float64Array, into: Float64Array): number {
    const { parts, starts, copies, times, rowStarts, rows } = this.division as Division;
    const { scratch } = this;
    let before = 0;
    for (let p = 0; p < parts; p++) {
      let sum = 0;
      for (let c = starts[p]; c < starts[p + 1]; c++) {
        const end = rowStarts[copies[c] + 1];
        for (let k = rowStarts[copies[c]]; k < end; k++) sum += values[rows[k]];
      }
      // Of an infinite sum, no share is left of a single part.
      into[p] = times[p] === 1 ? before : before + (times[p] - 1) * sum;
      scratch[p] = times[p] * sum;
      before += scratch[p];
    }
    let after = 0;
    for (let p = parts - 1; p >= 0; p--) {
      into[p] += after;
      after += scratch[p];
    }
    return before;
  }

  /**
   * What was found out about this division before, under `key`, or is found out now.
   *
   * @param find is given what was found for the division before, whose memory it may use again
   */
  onceDivided<T>(key: object, find: (old?: T) => T): T {
    let entry = this.ofDivision.get(key) as { division: number; found: T } | undefined;
    if (!entry) {
      entry = { division: this.divisions, found: find() };
      this.ofDivision.set(key, entry);
    } else if (entry.division !== this.divisions) {
      entry.found = find(entry.found);
      entry.division = this.divisions;
    }
    return entry.found;
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
    const left = this.leftOut;
    if (left >= 0) return this.withoutEach(values)[left] / this.size;
    return this.once(values, () => weightedSum(this.weights, values) / this.size);
  }

  /** Sums over the divided sample without each part in turn; found once. */
  withoutEach(values: Float64Array): Float64Array {
    return this.onceDivided<Float64Array>(values, (old) => {
      const sums = old ?? new Float64Array(this.weights.length);
      this.sumsWithoutEach(values, sums);
      return sums;
    });
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
