import { hasCholesky, roundoff } from '../../numerics/cholesky.js';
import type { Random } from '../../random.js';
import type { Blocks } from './partition.js';

/** A relaxed division of the blocks in two. */
export interface Relaxation {
  /** No division with a side of this weight has less similarity between its two sides. */
  readonly bound: number;
  /** How much each block leans to that side, from -1 to 1. */
  readonly lean: Float64Array;
}

/** Length of the vectors that stand for the blocks; longer ones take longer and gain nothing. */
const RANK = 12;
/** Most rounds over all vectors. */
const SWEEPS = 120;
/** Mean squared way of a vector in a round from which on it is not worth another. */
const SETTLED = 1e-5;
/** Rounds between two corrections of the multiplier of the size. */
const CORRECT = 2;
/** Price of a wrong size, in mean similarities; higher ones make the vectors move slowly. */
const PRICE = 8;
/** The same where only the bound matters. */
const FINAL_PRICE = 800;

/**
 * Lower bound on the similarity between two sides of given weight, from the semidefinite relaxation of
 * graph bisection (Goemans and Williamson, J. ACM 42 (1995) 1115; Donath and Hoffman, IBM J. Res. Dev. 17
 * (1973) 420, for the size). Sides are ±1, one per block and one more that is always 1; relaxed, they are
 * unit vectors, whose sum in the blocks' weights is held at the size. The vectors are found by setting one after
 * the other to its best (Burer and Monteiro, Math. Program. 95 (2003) 329; the order is that of Wang and
 * Kolter's mixing method), with an augmented Lagrangian for the size. The lengths that they are cut from
 * are dual variables: those make a bound however far the vectors have come, once the dual matrix is
 * shifted to be positive definite, which a Cholesky decomposition proves.
 *
 * @param size weight of one side
 * @returns generator that yields now and then, and returns the relaxation
 */
export function* relaxedDivision(
  blocks: Blocks,
  size: number,
  random: Random,
): Generator<void, Relaxation> {
  const { count, similarity, weight } = blocks;
  let total = 0;
  let squares = 0;
  let sum = 0;
  for (let b = 0; b < count; b++) {
    total += weight[b];
    squares += weight[b] * weight[b];
    for (let d = 0; d < b; d++) sum += similarity[b * count + d];
  }
  // The last one stands for the side of the given weight.
  const n = count + 1;
  const load = new Float64Array(n);
  load.set(weight);
  load[count] = total - 2 * size;
  const mean = Math.max(1e-9 * sum + 1, (2 * sum) / Math.max(1, total * total - squares));
  const vectors = new Vectors(blocks, load, PRICE * mean, random);
  for (let sweep = 1; sweep <= SWEEPS; sweep++) {
    const moved = yield* vectors.sweep();
    if (moved < n * SETTLED) break;
    if (sweep % CORRECT === 0 && sweep < SWEEPS) vectors.correct();
  }
  const dual = yield* vectors.dual(FINAL_PRICE * mean);
  // The sum is what is across the sides and what is within them; the dual bounds twice the difference. Sums of
  // doubles are right to twelve digits.
  return { bound: Math.max(0, (sum + dual / 2) / 2 - 1e-10 * sum), lean: vectors.lean() };
}

class Vectors {
  private readonly n: number;
  /** Blocks and one more × RANK, row-major. */
  private readonly v: Float64Array;
  /** Of each vector, how long it was before it was cut. */
  private readonly length: Float64Array;
  private readonly multiplier = new Float64Array(RANK);
  /** Sum of the vectors times their loads; to be 0. */
  private readonly sum = new Float64Array(RANK);

  constructor(
    private readonly blocks: Blocks,
    private readonly load: Float64Array,
    private readonly price: number,
    random: Random,
  ) {
    this.n = load.length;
    this.v = new Float64Array(this.n * RANK);
    this.length = new Float64Array(this.n);
    for (let i = 0; i < this.n; i++) {
      const at = i * RANK;
      let squared = 0;
      for (let k = 0; k < RANK; k++) {
        this.v[at + k] = (2 * random.below(65_536) - 65_535) / 65_536;
        squared += this.v[at + k] * this.v[at + k];
      }
      const norm = Math.sqrt(squared);
      for (let k = 0; k < RANK; k++) this.v[at + k] /= norm;
    }
  }

  /** Sets each vector to its best, the others as they are. @returns sum of the squared ways they went */
  *sweep(): Generator<void, number> {
    const { blocks, load, price, n, v, length, multiplier, sum } = this;
    const { count, similarity } = blocks;
    const pull = new Float64Array(RANK);
    this.add();
    let moved = 0;
    for (let i = 0; i < n; i++) {
      const at = i * RANK;
      const a = load[i];
      for (let k = 0; k < RANK; k++) {
        pull[k] = -a * (multiplier[k] + price * (sum[k] - a * v[at + k]));
      }
      const row = i * count;
      for (let j = 0; i < count && j < count; j++) {
        const s = similarity[row + j];
        if (s === 0 || j === i) continue;
        const from = j * RANK;
        for (let k = 0; k < RANK; k++) pull[k] += s * v[from + k];
      }
      let squared = 0;
      for (let k = 0; k < RANK; k++) squared += pull[k] * pull[k];
      const norm = Math.sqrt(squared);
      length[i] = norm;
      if (norm > 0) {
        for (let k = 0; k < RANK; k++) {
          const change = pull[k] / norm - v[at + k];
          v[at + k] += change;
          sum[k] += a * change;
          moved += change * change;
        }
      }
      if ((i & 63) === 0) yield;
    }
    return moved;
  }

  /** Sums the vectors again, so that errors do not add up. */
  private add(): void {
    this.sum.fill(0);
    for (let i = 0; i < this.n; i++) {
      for (let k = 0; k < RANK; k++) this.sum[k] += this.load[i] * this.v[i * RANK + k];
    }
  }

  correct(): void {
    this.add();
    for (let k = 0; k < RANK; k++) this.multiplier[k] += this.price * this.sum[k];
  }

  lean(): Float64Array {
    const last = (this.n - 1) * RANK;
    return Float64Array.from({ length: this.n - 1 }, (_, i) => {
      let lean = 0;
      for (let k = 0; k < RANK; k++) lean += this.v[i * RANK + k] * this.v[last + k];
      return lean;
    });
  }

  /**
   * A lower bound on −Σ s_ij z_i z_j, over all ordered pairs, for signs z whose loads add up to 0.
   *
   * @param price of loads that do not; the bound holds for any
   */
  *dual(price: number): Generator<void, number> {
    const { blocks, load, n, length } = this;
    const { count, similarity } = blocks;
    const matrix = new Float64Array(n * n);
    let dual = 0;
    let scale = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        matrix[i * n + j] = price * load[i] * load[j] - (i < count ? similarity[i * count + j] : 0);
      }
      const own = this.price * load[i] * load[i] - length[i];
      matrix[i * n + i] = price * load[i] * load[i] - own;
      dual += own;
      scale += length[i];
    }
    const shift = yield* definiteShift(matrix, n, scale / n);
    return dual - n * shift;
  }
}

/** A number, about as small as can be, of which it is certain that added to the diagonal it leaves no negative eigenvalue. */
function* definiteShift(matrix: Float64Array, n: number, scale: number): Generator<void, number> {
  const room = new Float64Array(n * n);
  let high = Math.max(scale, Number.MIN_VALUE) * 1e-5;
  let low = 0;
  while (!(yield* hasCholesky(matrix, n, high, room))) {
    low = high;
    high *= 4;
  }
  for (let k = 0; k < 2 && low > 0; k++) {
    const middle = Math.sqrt(low * high);
    if (yield* hasCholesky(matrix, n, middle, room)) high = middle;
    else low = middle;
  }
  return high + roundoff(matrix, n, high);
}
