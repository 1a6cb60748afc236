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
export function reaches(overlap: Overlap, { num, den }: Threshold): boolean {
  const { c, u } = ratioOf(overlap);
  return c * den >= num * u;
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

/** Every query's overlap with every reference, one query at a time; the array given is reused. */
function* overlapRows(queries: Matrix, references: Matrix): Generator<Overlap[]> {
  const rows = positions(references);
  const holders: number[][] = Array.from({ length: references.words * 32 }, () => []);
  rows.forEach((bits, m) => {
    for (const bit of bits) holders[bit].push(m);
  });
  const result = rows.map(() => ({ c: 0, u: 0 }));
  for (const bits of positions(queries)) {
    for (let m = 0; m < rows.length; m++) {
      result[m].c = 0;
      result[m].u = bits.length + rows[m].length;
    }
    for (const bit of bits) {
      for (const m of holders[bit]) {
        result[m].c++;
        result[m].u--;
      }
    }
    yield result;
  }
}

export interface GraphLists {
  readonly offsets: number[];
  readonly neighbours: number[];
  readonly intersections: number[];
}

/** All ordered pairs of different molecules that reach the threshold. */
export function thresholdGraph(matrix: Matrix, threshold: Threshold): GraphLists {
  const lists: GraphLists = { offsets: [0], neighbours: [], intersections: [] };
  let i = 0;
  for (const row of overlapRows(matrix, matrix)) {
    for (let j = 0; j < row.length; j++) {
      if (i === j || !reaches(row[j], threshold)) continue;
      lists.neighbours.push(j);
      lists.intersections.push(row[j].c);
    }
    lists.offsets.push(lists.neighbours.length);
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
export function neighbourLists(
  queries: Matrix,
  references: Matrix,
  { k, threshold }: { k?: number | undefined; threshold?: Threshold | undefined },
): SearchLists {
  const lists: SearchLists = { offsets: [0], indices: [], intersections: [], unions: [] };
  for (const row of overlapRows(queries, references)) {
    const found = row
      .map((overlap, index) => ({ overlap, index }))
      .filter(({ overlap }) => threshold === undefined || reaches(overlap, threshold))
      .sort((a, b) => compareOverlaps(b.overlap, a.overlap) || a.index - b.index)
      .slice(0, k ?? row.length);
    for (const { overlap, index } of found) {
      lists.indices.push(index);
      lists.intersections.push(overlap.c);
      lists.unions.push(overlap.u);
    }
    lists.offsets.push(lists.indices.length);
  }
  return lists;
}
