/**
 * Naive answers, written from the contract and not from the sources: bit by bit, pair by pair,
 * subset by subset, in exact integers. Slow on purpose; small inputs only.
 */

/** `[numerator, denominator]`, the denominator above 0. */
export type Ratio = readonly [bigint, bigint];

/** Fingerprints as the project stores them: molecules × words, row-major, 32 bits to the word. */
export interface Matrix {
  readonly data: Uint32Array;
  readonly molecules: number;
  readonly words: number;
}

export const NO_BIN = -1;

export function hasBit(matrix: Matrix, molecule: number, bit: number): boolean {
  const word = matrix.data[molecule * matrix.words + Math.floor(bit / 32)];
  return ((word >>> (bit % 32)) & 1) === 1;
}

/** |A∩B| / |A∪B| of two rows; two empty fingerprints count as 1. */
export function similarity(a: Matrix, i: number, b: Matrix, j: number): Ratio {
  let both = 0;
  let either = 0;
  for (let word = 0; word < a.words; word++) {
    let inA = a.data[i * a.words + word];
    let inB = b.data[j * b.words + word];
    for (; inA !== 0 || inB !== 0; inA >>>= 1, inB >>>= 1) {
      both += inA & inB & 1;
      either += (inA | inB) & 1;
    }
  }
  return either === 0 ? [1n, 1n] : [BigInt(both), BigInt(either)];
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compare(a: Ratio, b: Ratio): number {
  const left = a[0] * b[1];
  const right = b[0] * a[1];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The bin of `value`: `[edge, next edge)`, the last one closed; `NO_BIN` outside the edges. */
export function binOf(value: Ratio, edges: readonly Ratio[]): number {
  const bins = edges.length - 1;
  for (let bin = 0; bin < bins; bin++) {
    const low = edges[bin];
    const high = edges[bin + 1];
    const last = bin === bins - 1;
    const aboveLow = compare(value, low) >= 0;
    const belowHigh = last ? compare(value, high) <= 0 : compare(value, high) < 0;
    if (aboveLow && belowHigh) return bin;
  }
  return NO_BIN;
}

export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly bin: number;
}

/** Every ordered pair of different molecules whose similarity is in bin 1 or higher. */
export function pairsAboveBinZero(matrix: Matrix, edges: readonly Ratio[]): Pair[] {
  const pairs: Pair[] = [];
  for (let a = 0; a < matrix.molecules; a++) {
    for (let b = 0; b < matrix.molecules; b++) {
      if (a === b) continue;
      const bin = binOf(similarity(matrix, a, matrix, b), edges);
      if (bin >= 1) pairs.push({ a, b, bin });
    }
  }
  return pairs;
}

/** The reference most similar to a query, the lowest index among equals; null without references. */
export function nearest(
  queries: Matrix,
  query: number,
  references: Matrix,
): { index: number; value: Ratio } | null {
  let best: { index: number; value: Ratio } | null = null;
  for (let index = 0; index < references.molecules; index++) {
    const value = similarity(queries, query, references, index);
    if (best === null || compare(value, best.value) > 0) best = { index, value };
  }
  return best;
}

/** The highest similarity of `molecule` to any of `others`; 0 when there are none. */
export function maxSimilarity(matrix: Matrix, molecule: number, others: Iterable<number>): Ratio {
  let best: Ratio = [0n, 1n];
  for (const other of others) {
    const value = similarity(matrix, molecule, matrix, other);
    if (compare(value, best) > 0) best = value;
  }
  return best;
}

/** How many of `test` have their highest similarity to `train` in each bin. */
export function histogram(
  matrix: Matrix,
  test: Iterable<number>,
  train: readonly number[],
  edges: readonly Ratio[],
): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  for (const molecule of test) {
    const bin = binOf(maxSimilarity(matrix, molecule, train), edges);
    if (bin !== NO_BIN) counts[bin]++;
  }
  return counts;
}

/** Sum over the bins of |achieved − requested|. */
export function deviation(achieved: readonly number[], requested: readonly number[]): number {
  return requested.reduce((sum, n, bin) => sum + Math.abs(achieved[bin] - n), 0);
}

/** How many bins what is misplaced is off: the sum over the edges of |achieved − requested| below them. */
export function distance(achieved: readonly number[], requested: readonly number[]): number {
  const below = (counts: readonly number[], b: number) =>
    counts.slice(0, b + 1).reduce((sum, n) => sum + n, 0);
  return requested.reduce(
    (sum, _, b) => sum + Math.abs(below(achieved, b) - below(requested, b)),
    0,
  );
}

/** Every way to take `size` of the molecules 0 … `molecules` − 1. */
export function* subsets(molecules: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let first = from; first <= molecules - size; first++) {
    for (const rest of subsets(molecules, size - 1, first + 1)) yield [first, ...rest];
  }
}

/** The smallest deviation that any test set of `requested`'s size has, by trying all of them. */
export function smallestDeviation(
  matrix: Matrix,
  edges: readonly Ratio[],
  requested: readonly number[],
): { deviation: number; test: number[] } {
  if (matrix.molecules > 16) throw new Error('too many molecules for an exhaustive search');
  const all = Array.from({ length: matrix.molecules }, (_, i) => i);
  // The bin of a maximum is the maximum of the bins, so the bins of the pairs are enough.
  const pairBin = pairBins(matrix, edges);
  const size = requested.reduce((sum, n) => sum + n, 0);
  let best = { deviation: Number.POSITIVE_INFINITY, test: [] as number[] };
  for (const test of subsets(matrix.molecules, size)) {
    const train = all.filter((molecule) => !test.includes(molecule));
    const achieved = requested.map(() => 0);
    for (const molecule of test) {
      const row = pairBin[molecule];
      const bin = Math.max(0, ...train.map((other) => row[other]));
      achieved[bin]++;
    }
    const found = deviation(achieved, requested);
    if (found < best.deviation) best = { deviation: found, test };
  }
  return best;
}

/** The bin of every pair of molecules. */
export function pairBins(matrix: Matrix, edges: readonly Ratio[]): number[][] {
  const all = Array.from({ length: matrix.molecules }, (_, i) => i);
  // There are few different similarities.
  const bins = new Map<string, number>();
  return all.map((a) =>
    all.map((b) => {
      const value = similarity(matrix, a, matrix, b);
      const text = value.join('/');
      const bin = bins.get(text) ?? binOf(value, edges);
      bins.set(text, bin);
      return bin;
    }),
  );
}

/** The bin of a molecule's highest similarity to others, itself left out: the highest of the pairs' bins. */
export function highestBin(pairs: readonly number[][], m: number, others: Iterable<number>) {
  let highest = 0;
  for (const other of others) if (other !== m) highest = Math.max(highest, pairs[m][other]);
  return highest;
}

/** What moves as one, with the weight of each molecule; a problem that is stated in weights. */
export interface WeightedProblem {
  readonly pairs: readonly number[][];
  /** Molecules of each unit. */
  readonly units: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly requested: readonly number[];
  readonly size: number;
  /** Most weight in no subset. */
  readonly maxOut: number;
  /** Weight of some of the test units, if they must be such that some have it. */
  readonly some?: number;
}

/** Weight of `test` in each bin of the highest similarity to `train`. */
export function weightedHistogram(
  { pairs, weights, requested }: Pick<WeightedProblem, 'pairs' | 'weights' | 'requested'>,
  test: readonly number[],
  train: readonly number[],
): number[] {
  const counts = requested.map(() => 0);
  for (const m of test) counts[highestBin(pairs, m, train)] += weights[m];
  return counts;
}

/** What some of the numbers add up to. */
function sumsOf(numbers: readonly number[]): Set<number> {
  let sums = [0];
  for (const n of numbers) sums = [...sums, ...sums.map((sum) => sum + n)];
  return new Set(sums);
}

/**
 * Every choice of units for test, of the wanted weight, and for neither, up to the weight allowed, that leaves
 * something to train on.
 */
export function everyDivision(
  { units, weights, size, maxOut, some }: WeightedProblem,
  visit: (test: number[], train: number[], outWeight: number) => void,
): void {
  const weight = (members: readonly number[]) => members.reduce((sum, m) => sum + weights[m], 0);
  const zones = ['test', 'out', 'train'] as const;
  const choose = (placed: Record<(typeof zones)[number], number[]>, u: number): void => {
    if (weight(placed.test) > size || weight(placed.out) > maxOut) return;
    if (u === units.length) {
      const { test, out, train } = placed;
      const inTest = units.filter(([first]) => test.includes(first)).map(weight);
      const divides = some === undefined || sumsOf(inTest).has(some);
      if (weight(test) === size && train.length > 0 && divides) visit(test, train, weight(out));
      return;
    }
    for (const zone of zones) choose({ ...placed, [zone]: [...placed[zone], ...units[u]] }, u + 1);
  };
  choose({ test: [], out: [], train: [] }, 0);
}

/** The smallest deviation of any division, the least that must be left out for it, and how many divisions there are. */
export function bestDivision(problem: WeightedProblem): {
  deviation: number;
  out: number;
  divisions: number;
} {
  const best = { deviation: Number.POSITIVE_INFINITY, out: 0, divisions: 0 };
  everyDivision(problem, (test, train, out) => {
    best.divisions++;
    const found = deviation(weightedHistogram(problem, test, train), problem.requested);
    if (found > best.deviation || (found === best.deviation && out >= best.out)) return;
    best.deviation = found;
    best.out = out;
  });
  return best;
}

/** Molecules by their number of unit, in the order of first use. */
export function membersOfUnits(group: readonly number[]): number[][] {
  return [...new Set(group)].map((g) => [...group.keys()].filter((m) => group[m] === g));
}
