/**
 * What the similarity engine must give, from the definition alone: the overlap of two fingerprints
 * is added up bit by bit, two empty fingerprints are alike (0/0 counts as 1), and similarities are
 * compared by cross-multiplication. One thread, no pruning, no tiles.
 */
import { hasBit, type Matrix } from './brute-force.js';

export interface Threshold {
  readonly num: number;
  readonly den: number;
}

export interface Overlap {
  readonly c: number;
  readonly u: number;
}

/** Negative, zero or positive as a is less, equally or more similar; counts are small, so products are exact. */
export function compareOverlaps(a: Overlap, b: Overlap): number {
  const [p, q] = [ratioOf(a), ratioOf(b)];
  return p.c * q.u - q.c * p.u;
}

/** Bit counts below 2^15 times parts of a threshold below 2^31 stay below 2^53: exact, too. */
export function reaches(c: number, u: number, { num, den }: Threshold): boolean {
  return u === 0 ? den >= num : c * den >= num * u;
}

const ratioOf = (overlap: Overlap) => (overlap.u === 0 ? { c: 1, u: 1 } : overlap);

function positions(matrix: Matrix): number[][] {
  return Array.from({ length: matrix.molecules }, (_, m) => {
    const bits: number[] = [];
    for (let w = 0; w < matrix.words; w++) {
      if (matrix.data[m * matrix.words + w] === 0) continue;
      for (let bit = w * 32; bit < w * 32 + 32; bit++) if (hasBit(matrix, m, bit)) bits.push(bit);
    }
    return bits;
  });
}

interface OverlapRow {
  /** Bits of the query. */
  readonly a: number;
  /** Bits of each reference, and bits in common with it. */
  readonly b: Uint16Array;
  readonly c: Uint16Array;
}

/** Every query's overlap with every reference, one query at a time; the arrays given are reused. */
function* overlapRows(queries: Matrix, references: Matrix): Generator<OverlapRow> {
  const rows = positions(references);
  const holders: number[][] = Array.from({ length: references.words * 32 }, () => []);
  rows.forEach((bits, m) => {
    for (const bit of bits) holders[bit].push(m);
  });
  const b = Uint16Array.from(rows, (bits) => bits.length);
  const c = new Uint16Array(rows.length);
  for (const bits of positions(queries)) {
    c.fill(0);
    for (const bit of bits) for (const m of holders[bit]) c[m]++;
    yield { a: bits.length, b, c };
  }
}

export interface GraphLists {
  readonly offsets: number[];
  readonly neighbors: number[];
  readonly intersections: number[];
}

/** All ordered pairs of different molecules that reach the threshold. */
export function thresholdGraph(matrix: Matrix, threshold: Threshold): GraphLists {
  const lists: GraphLists = { offsets: [0], neighbors: [], intersections: [] };
  let i = 0;
  for (const { a, b, c } of overlapRows(matrix, matrix)) {
    for (let j = 0; j < c.length; j++) {
      // Most pairs have nothing in common, and 0 reaches no threshold above it.
      if (c[j] === 0 && a > 0 && threshold.num > 0) continue;
      if (i === j || !reaches(c[j], a + b[j] - c[j], threshold)) continue;
      lists.neighbors.push(j);
      lists.intersections.push(c[j]);
    }
    lists.offsets.push(lists.neighbors.length);
    i++;
  }
  return lists;
}

export interface SearchLists {
  readonly offsets: number[];
  readonly indices: number[];
  readonly intersections: number[];
  readonly unions: number[];
}

/** For every query all references that reach the threshold, most similar first, then by index, cut at k. */
export function neighborLists(
  queries: Matrix,
  references: Matrix,
  { k, threshold }: { k?: number | undefined; threshold?: Threshold | undefined },
): SearchLists {
  const lists: SearchLists = { offsets: [0], indices: [], intersections: [], unions: [] };
  for (const { a, b, c } of overlapRows(queries, references)) {
    const found = Array.from(c, (both, index) => ({ c: both, u: a + b[index] - both, index }))
      .filter((one) => threshold === undefined || reaches(one.c, one.u, threshold))
      .sort((a, b) => compareOverlaps(b, a) || a.index - b.index)
      .slice(0, k ?? c.length);
    for (const one of found) {
      lists.indices.push(one.index);
      lists.intersections.push(one.c);
      lists.unions.push(one.u);
    }
    lists.offsets.push(lists.indices.length);
  }
  return lists;
}
