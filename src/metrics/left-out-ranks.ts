import { orderingOf } from './ordering.js';
import { remembered, type Sample } from './sample.js';

/** Drawn rows by runs of equal values of one list, of those runs that were drawn. */
interface DrawnRuns {
  /** The place of each run among those drawn. */
  readonly placeOf: Int32Array;
  /** By place: rows drawn, their midrank less the mean rank, and the sum of the others' midranks below it and in it. */
  readonly weight: Float64Array;
  readonly rank: Float64Array;
  readonly otherBelow: Float64Array;
  readonly otherIn: Float64Array;
  /** By place, of one part at a time: its rows there. All 0 in between. */
  readonly inPart: Int32Array;
  /** By place, of one part at a time: its rows below less those above, which is twice the shift. */
  readonly shift: Int32Array;
  /** Runs that were drawn. */
  count: number;
  /** Sum of the cubes of their weights. */
  cubes: number;
}

function drawnRuns(runs: number): DrawnRuns {
  const made = () => new Float64Array(runs);
  return {
    placeOf: new Int32Array(runs),
    weight: made(),
    rank: made(),
    otherBelow: made(),
    otherIn: made(),
    inPart: new Int32Array(runs),
    shift: new Int32Array(runs),
    count: 0,
    cubes: 0,
  };
}

/**
 * The product of the rank deviations of two lists, and their squares, without each part of a divided sample in turn. A
 * midrank without a part is the midrank with it less the shift that the part makes: half of its rows below less half of
 * those above. So the products without the part are those with it, less the sums of rank × shift, which are sums over the
 * part's own rows, and plus the sum of shift × shift, the only one over all rows. All terms are multiples of ¼ and exact.
 */
export const leftOutRanks = remembered((a, b) => {
  const byA = orderingOf(a);
  const byB = orderingOf(b);
  const n = a.length;
  const ofA = drawnRuns(byA.starts.length - 1);
  const ofB = drawnRuns(byB.starts.length - 1);
  // Drawn rows by ascending a: their places in both, and how often they were drawn.
  const placeA = new Int32Array(n);
  const placeB = new Int32Array(n);
  const drawn = new Int32Array(n);
  const key = {};

  /** Prepares a division; returns its distinct rows, the sum of the products, and how often a row was drawn at most. */
  const prepare = ({ weights, wholeSize }: Sample) => {
    ranksOf(byA, weights, wholeSize, ofA);
    ranksOf(byB, weights, wholeSize, ofB);
    let rows = 0;
    let products = 0;
    let most = 0;
    for (let k = 0; k < n; k++) {
      const i = byA.order[k];
      if (weights[i] === 0) continue;
      const p = ofA.placeOf[byA.run[i]];
      const q = ofB.placeOf[byB.run[i]];
      placeA[rows] = p;
      placeB[rows] = q;
      drawn[rows++] = weights[i];
      most = Math.max(most, weights[i]);
      ofA.otherIn[p] += weights[i] * ofB.rank[q];
      ofB.otherIn[q] += weights[i] * ofA.rank[p];
      products += weights[i] * ofA.rank[p] * ofB.rank[q];
    }
    for (const own of [ofA, ofB]) {
      let below = 0;
      for (let p = 0; p < own.count; p++) {
        own.otherBelow[p] = below;
        below += own.otherIn[p];
      }
    }
    return { rows, products, most };
  };

  return (sample: Sample) => {
    const { rows, products, most } = sample.onceDivided<ReturnType<typeof prepare>>(key, () =>
      sample.whole(() => prepare(sample)),
    );
    const { leftOut, wholeSize, size } = sample;
    const { starts, copies, rowStarts, rows: unitRows } = sample.divided;
    let sum = products;
    let cubesA = ofA.cubes;
    let cubesB = ofB.cubes;
    const m = wholeSize - size;
    for (let c = starts[leftOut]; c < starts[leftOut + 1]; c++) {
      for (let k = rowStarts[copies[c]]; k < rowStarts[copies[c] + 1]; k++) {
        const p = ofA.placeOf[byA.run[unitRows[k]]];
        const q = ofB.placeOf[byB.run[unitRows[k]]];
        cubesA += oneLess(ofA.weight[p] - ofA.inPart[p]);
        cubesB += oneLess(ofB.weight[q] - ofB.inPart[q]);
        ofA.inPart[p]++;
        ofB.inPart[q]++;
        // Half of the others' ranks above less half of those below; all of them add up to 0.
        sum += ofA.otherBelow[p] + ofA.otherIn[p] / 2 + ofB.otherBelow[q] + ofB.otherIn[q] / 2;
      }
    }
    shifts(ofA, m);
    shifts(ofB, m);
    sum += sumOfProducts(drawn, placeA, ofA.shift, placeB, ofB.shift, rows, m * m * most) / 4;
    for (let c = starts[leftOut]; c < starts[leftOut + 1]; c++) {
      for (let k = rowStarts[copies[c]]; k < rowStarts[copies[c] + 1]; k++) {
        const p = ofA.placeOf[byA.run[unitRows[k]]];
        const q = ofB.placeOf[byB.run[unitRows[k]]];
        sum -= (ofA.rank[p] - ofA.shift[p] / 2) * (ofB.rank[q] - ofB.shift[q] / 2);
      }
    }
    for (let c = starts[leftOut]; c < starts[leftOut + 1]; c++) {
      for (let k = rowStarts[copies[c]]; k < rowStarts[copies[c] + 1]; k++) {
        ofA.inPart[ofA.placeOf[byA.run[unitRows[k]]]] = 0;
        ofB.inPart[ofB.placeOf[byB.run[unitRows[k]]]] = 0;
      }
    }
    const cube = size * size * size;
    return { products: sum, squaresA: (cube - cubesA) / 12, squaresB: (cube - cubesB) / 12 };
  };
});

/** By how much a cube falls if its side falls by one. */
function oneLess(side: number): number {
  return -3 * side * (side - 1) - 1;
}

function ranksOf(
  { order, starts }: { order: Int32Array; starts: Int32Array },
  weights: Float64Array,
  size: number,
  into: DrawnRuns,
): void {
  let below = -size / 2;
  into.count = 0;
  into.cubes = 0;
  for (let r = 0, k = 0; r < into.placeOf.length; r++) {
    let weight = 0;
    for (const end = starts[r + 1]; k < end; k++) weight += weights[order[k]];
    if (weight === 0) continue;
    const place = into.count++;
    into.placeOf[r] = place;
    into.weight[place] = weight;
    into.rank[place] = below + weight / 2;
    into.otherIn[place] = 0;
    into.cubes += weight * weight * weight;
    below += weight;
  }
}

/** Writes the shift of each run. @param m rows of the part */
function shifts({ inPart, shift, count }: DrawnRuns, m: number): void {
  let below = -m | 0;
  for (let p = 0; p < count; p++) {
    const own = inPart[p] | 0;
    shift[p] = (below + own) | 0;
    below = (below + own + own) | 0;
  }
}

/**
 * Σ drawn × a × b over rows, in integers of 32 bits for as long as these hold it, which take a third of the time.
 *
 * @param largest no product is larger
 */
function sumOfProducts(
  drawn: Int32Array,
  placeA: Int32Array,
  a: Int32Array,
  placeB: Int32Array,
  b: Int32Array,
  rows: number,
  largest: number,
): number {
  let sum = 0;
  const atOnce = Math.floor(2 ** 31 / (largest + 1));
  if (atOnce < 1) {
    for (let k = 0; k < rows; k++) sum += drawn[k] * a[placeA[k]] * b[placeB[k]];
    return sum;
  }
  for (let k = 0; k < rows; ) {
    const end = Math.min(rows, k + atOnce);
    let some = 0;
    for (; k < end; k++) {
      some = (some + Math.imul(drawn[k], Math.imul(a[placeA[k]], b[placeB[k]]))) | 0;
    }
    sum += some;
  }
  return sum;
}
