import { largestRemainder } from '../../largest-remainder.js';
import { degree, type GridProblem, type GridSide } from './problem.js';

/**
 * Upper bounds on the test pairs that any split can have in each cell. A pair counts if its drug and its partner can
 * be in their bins at all: an entity of that similarity exists, and nothing nearer need be in training, for which all
 * pairs of the nearer ones fit outside of training.
 *
 * @param size of the test set
 * @param maxOut the most pairs that may be left out
 */
export function cellBounds(problem: GridProblem, size: number, maxOut: number): number[] {
  const { count, bins, sides } = problem;
  const room = Math.min(count - 1, size + maxOut);
  const [drugs, partners] = sides.map((side) => reachable(side, bins));
  const found = new Int32Array(bins * bins);
  const [ofDrug, ofPartner] = [sides[0].of, sides[1].of];
  for (let p = 0; p < count; p++) {
    for (let i = 0; i < bins; i++) {
      const d = ofDrug[p] * bins + i;
      if (drugs.outside[d] > room) continue;
      for (let j = 0; j < bins; j++) {
        const t = ofPartner[p] * bins + j;
        if (partners.outside[t] > room) continue;
        // Pairs that both count, of which there is at most one for two entities.
        const both = Math.min(
          drugs.near[d] * partners.near[t],
          drugs.outside[d],
          partners.outside[t],
        );
        if (drugs.outside[d] + partners.outside[t] - both <= room) found[i * bins + j]++;
      }
    }
  }
  return Array.from(found, (n, c) => {
    const low = [Math.floor(c / bins), c % bins].map((b) => b < bins - 1);
    return Math.max(0, Math.min(n, size, count - leastInTraining(problem, low)));
  });
}

/** What it takes to have an entity in a bin, entities × bins. */
interface Reachable {
  /** At least so many pairs are not in training; infinite where it cannot be in the bin. */
  readonly outside: Float64Array;
  /** The entities that these are pairs of. */
  readonly near: Int32Array;
}

function reachable(side: GridSide, bins: number): Reachable {
  const { count, used, graph } = side;
  const outside = new Float64Array(count * bins).fill(Number.POSITIVE_INFINITY);
  const near = new Int32Array(count * bins).fill(1);
  const [entities, pairs] = [new Int32Array(bins), new Int32Array(bins)];
  for (const e of used) {
    entities.fill(0);
    pairs.fill(0);
    for (let n = graph.offsets[e]; n < graph.offsets[e + 1]; n++) {
      const own = degree(side, graph.neighbors[n]);
      if (own === 0) continue;
      entities[graph.levels[n]]++;
      pairs[graph.levels[n]] += own;
    }
    const neighbors = entities.reduce((a, b) => a + b, 0);
    entities[0] = used.length - 1 - neighbors;
    const top = e * bins + bins - 1;
    // In the highest bin it may be in training itself, by another pair.
    if (entities[bins - 1] > 0 || degree(side, e) > 1) outside[top] = 1;
    let [nearer, held] = [1, degree(side, e)];
    for (let b = bins - 1; b > 0; b--) {
      nearer += entities[b];
      held += pairs[b];
      if (entities[b - 1] === 0) continue;
      outside[e * bins + b - 1] = held;
      near[e * bins + b - 1] = nearer;
    }
  }
  return { outside, near };
}

/** Pairs that are not test pairs of a cell, at least: those of the entities of one training pair, on the sides below the highest bin. */
function leastInTraining({ count, sides }: GridProblem, low: readonly boolean[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let p = 0; p < count; p++) {
    const [drug, partner] = sides.map((side, s) => (low[s] ? degree(side, side.of[p]) : 0));
    least = Math.min(least, Math.max(1, drug + partner - (low[0] && low[1] ? 1 : 0)));
  }
  return least;
}

/** Test pairs wanted in each cell: equally many, but no more than the bound; what is left over goes to the first cells. */
export function requestedCells(bounds: readonly number[], size: number): number[] {
  const most = bounds.reduce((a, b) => a + b, 0);
  const equal = bounds.map(() => 1);
  return largestRemainder(equal, Math.min(size, most), bounds);
}
