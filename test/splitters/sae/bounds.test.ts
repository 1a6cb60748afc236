import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NeighborGraph } from '../../../src/similarity/neighbor-graph.js';
import { histogramBounds, leastMisplaced } from '../../../src/splitters/sae/bounds.js';
import { combined, mostClosed } from '../../../src/splitters/sae/closed-sets.js';
import { mostDominated } from '../../../src/splitters/sae/domination.js';
import { type LevelGraph, levelGraph } from '../../../src/splitters/sae/level-graph.js';
import { pathLoads, separated } from '../../../src/splitters/sae/separators.js';
import { subsets } from '../../oracle/brute-force.js';
import { seeded } from '../../oracle/generators.js';

type Pair = readonly [number, number, number];

/** A graph of molecules 0 … count − 1 from pairs and the bins of their similarities. */
function graphOf(count: number, pairs: readonly Pair[]): NeighborGraph {
  const rows = Array.from({ length: count }, () => new Map<number, number>());
  for (const [a, b, level] of pairs) {
    rows[a].set(b, level);
    rows[b].set(a, level);
  }
  const sorted = rows.map((row) => [...row].sort(([a], [b]) => a - b));
  const offsets = new Int32Array(count + 1);
  sorted.forEach((row, m) => {
    offsets[m + 1] = offsets[m] + row.length;
  });
  return {
    count,
    offsets,
    neighbors: Int32Array.from(sorted.flat(), ([k]) => k),
    levels: Uint8Array.from(sorted.flat(), ([, level]) => level),
  };
}

const plain = (count: number, pairs: readonly (readonly [number, number])[]) =>
  graphOf(
    count,
    pairs.map(([a, b]) => [a, b, 1]),
  );
const clique = (members: readonly number[], level = 1): Pair[] =>
  members.flatMap((a, i) => members.slice(i + 1).map((b): Pair => [a, b, level]));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** Level of each pair as a matrix, 0 where there is none. */
function matrixOf({ count, offsets, neighbors, levels }: NeighborGraph): number[][] {
  const matrix = range(0, count).map(() => new Array<number>(count).fill(0));
  for (let m = 0; m < count; m++) {
    for (let e = offsets[m]; e < offsets[m + 1]; e++) matrix[m][neighbors[e]] = levels[e];
  }
  return matrix;
}

/** The histograms of all divisions into test, discarded and train, from the definition. */
function* histograms(graph: NeighborGraph, bins: number, test: number, out: number) {
  const matrix = matrixOf(graph);
  const everyone = range(0, graph.count);
  for (const chosen of subsets(graph.count, test)) {
    const others = everyone.filter((m) => !chosen.includes(m));
    for (let d = 0; d <= Math.min(out, others.length); d++) {
      for (const gone of subsets(others.length, d)) {
        const train = others.filter((_, i) => !gone.includes(i));
        const histogram = new Array<number>(bins).fill(0);
        for (const m of chosen) histogram[Math.max(0, ...train.map((r) => matrix[m][r]))]++;
        yield histogram;
      }
    }
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const halfDeviation = (h: readonly number[], r: readonly number[]) =>
  sum(h.map((n, b) => Math.abs(n - r[b]))) / 2;

/** What the bounds bound, by trying everything. */
function truth(
  graph: NeighborGraph,
  bins: number,
  test: number,
  out: number,
  requested: readonly number[],
) {
  const below = new Array<number>(bins + 1).fill(0);
  const atLeast = new Array<number>(bins + 1).fill(0);
  const within = new Array<number>(bins).fill(0);
  let misplaced = Number.POSITIVE_INFINITY;
  for (const h of histograms(graph, bins, test, out)) {
    for (let k = 0; k <= bins; k++) {
      below[k] = Math.max(below[k], sum(h.slice(0, k)));
      atLeast[k] = Math.max(atLeast[k], sum(h.slice(k)));
    }
    for (let b = 0; b < bins; b++) within[b] = Math.max(within[b], h[b]);
    misplaced = Math.min(misplaced, halfDeviation(h, requested));
  }
  return { below, atLeast, within, misplaced };
}

/** Random graphs: from a few pairs to nearly all, or cliques with a few pairs between them. */
function randomProblem(seed: number, maxCount: number) {
  const uniform = seeded(seed);
  const below = (n: number) => Math.floor(uniform() * n);
  const count = 2 + below(maxCount - 1);
  const bins = 2 + below(3);
  const density = uniform() ** 2;
  const blocks = 1 + below(4);
  const clustered = below(2) === 0;
  const pairs: Pair[] = [];
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const near = clustered && a % blocks === b % blocks;
      if (uniform() < (near ? 0.8 : clustered ? 0.05 : density)) {
        pairs.push([a, b, 1 + below(bins - 1)]);
      }
    }
  }
  const test = 1 + below(count - 1);
  const out = below(3) === 0 ? below(3) : 0;
  const requested = new Array<number>(bins).fill(0);
  // Often all in a bin or two, which is what cannot be had.
  const wanted = [below(bins), below(bins)];
  for (let n = 0; n < test; n++) requested[below(3) === 0 ? below(bins) : wanted[n % 2]]++;
  return { graph: graphOf(count, pairs), bins, test, out: Math.min(out, count - test), requested };
}

describe('histogramBounds', () => {
  it('is never exceeded, with and without discards, by any division of up to 11 molecules', () => {
    let tight = 0;
    let positive = 0;
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const problem = randomProblem(seed, seed % 8 === 0 ? 11 : 8);
        const { graph, bins, test, out, requested } = problem;
        const bounds = histogramBounds(problem);
        const best = truth(graph, bins, test, out, requested);
        for (let k = 0; k <= bins; k++) {
          expect(bounds.below[k]).toBeGreaterThanOrEqual(best.below[k]);
          expect(bounds.atLeast[k]).toBeGreaterThanOrEqual(best.atLeast[k]);
        }
        for (let b = 0; b < bins; b++) {
          expect(bounds.within[b]).toBeGreaterThanOrEqual(best.within[b]);
        }
        expect(bounds.misplaced).toBeLessThanOrEqual(best.misplaced);
        if (best.misplaced > 0) {
          positive++;
          if (bounds.misplaced === best.misplaced) tight++;
        }
        if (bounds.binding) {
          const { kind, bin, most } = bounds.binding;
          const limits = { below: bounds.below, at_least: bounds.atLeast, within: bounds.within };
          expect(limits[kind][bin]).toBe(most);
          expect(bounds.misplaced).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1500, seed: 11 },
    );
    // In small graphs the bounds decide most cases: a bound of nothing would not.
    expect(tight / positive).toBeGreaterThan(0.5);
  }, 60_000);

  it('knows a star', () => {
    const graph = plain(
      7,
      range(1, 7).map((leaf) => [0, leaf]),
    );
    const of = (test: number, out: number, requested: number[]) =>
      histogramBounds({ graph, bins: 2, test, out, requested });
    // The hub has to come along, and itself has a neighbor in train; or it is discarded.
    expect(of(4, 0, [4, 0])).toMatchObject({
      misplaced: 1,
      binding: { kind: 'below', bin: 1, most: 3 },
    });
    expect(of(4, 1, [4, 0]).misplaced).toBe(0);
    // The hub stays in train.
    expect(of(6, 0, [0, 6]).misplaced).toBe(0);
    expect([...of(6, 0, [0, 6]).atLeast]).toEqual([6, 6, 0]);
  });

  it('knows cliques', () => {
    const graph = graphOf(
      12,
      [clique(range(0, 4)), clique(range(4, 8)), clique(range(8, 12))].flat(),
    );
    const of = (test: number, requested: number[]) =>
      histogramBounds({ graph, bins: 2, test, out: 0, requested });
    // Four or eight are free; a clique that is not all in test has a molecule in train for all.
    expect(of(6, [6, 0])).toMatchObject({
      misplaced: 2,
      binding: { kind: 'below', bin: 1, most: 4 },
    });
    expect(of(8, [8, 0]).misplaced).toBe(0);
    // One of each clique stays in train.
    expect(of(10, [0, 10])).toMatchObject({
      misplaced: 1,
      binding: { kind: 'at_least', bin: 1, most: 9 },
    });
  });

  it('knows a path', () => {
    const graph = plain(
      12,
      range(0, 11).map((m) => [m, m + 1]),
    );
    const of = (test: number, requested: number[]) =>
      histogramBounds({ graph, bins: 2, test, out: 0, requested });
    // One end of it, less the last.
    expect(of(5, [5, 0])).toMatchObject({ misplaced: 1, binding: { kind: 'below', most: 4 } });
    const short = plain(
      6,
      range(0, 5).map((m) => [m, m + 1]),
    );
    expect(
      histogramBounds({ graph: short, bins: 2, test: 5, out: 0, requested: [5, 0] }),
    ).toMatchObject({ misplaced: 1, binding: { kind: 'below', most: 4 } });
    // Every third dominates.
    expect(of(9, [0, 9])).toMatchObject({ misplaced: 1, binding: { kind: 'at_least', most: 8 } });
  });

  it('knows two cliques that are joined by one pair', () => {
    const graph = graphOf(10, [...clique(range(0, 5)), ...clique(range(5, 10)), [4, 5, 1]]);
    const of = (test: number) =>
      histogramBounds({ graph, bins: 2, test, out: 0, requested: [test, 0] }).misplaced;
    expect([4, 5, 6].map(of)).toEqual([4, 1, 1]);
  });

  it('tells the bins apart', () => {
    // Pairs at level 2, of which two molecules are a pair at level 1.
    const pairs = graphOf(6, [
      [0, 1, 2],
      [2, 3, 2],
      [4, 5, 2],
      [1, 2, 1],
    ]);
    const bounds = histogramBounds({
      graph: pairs,
      bins: 3,
      test: 2,
      out: 0,
      requested: [0, 2, 0],
    });
    expect([...bounds.below]).toEqual([0, 2, 2, 2]);
    expect([...bounds.atLeast]).toEqual([2, 2, 2, 0]);
    expect([...bounds.within]).toEqual([2, 1, 2]);
    expect(bounds).toMatchObject({ misplaced: 1, binding: { kind: 'within', bin: 1, most: 1 } });
    // Cliques at level 2, all else at level 1: only a whole clique is in bin 1.
    const cliques = range(0, 3).flatMap((c) => clique(range(3 * c, 3 * c + 3), 2));
    const graph = graphOf(9, [...clique(range(0, 9)), ...cliques]);
    const request = { graph, bins: 3, test: 4, out: 0, requested: [0, 4, 0] };
    const { within, misplaced } = histogramBounds(request);
    expect([...within]).toEqual([0, 3, 4]);
    expect(misplaced).toBe(1);
    // Six such cliques, one molecule of each with a pair at level 1, to molecule 0: two of three
    // come along without such a neighbor.
    const marked = graphOf(
      19,
      range(0, 6).flatMap((c): Pair[] => [
        ...clique(range(3 * c + 1, 3 * c + 4), 2),
        [0, 3 * c + 1, 1],
      ]),
    );
    expect(
      histogramBounds({ graph: marked, bins: 3, test: 3, out: 0, requested: [0, 3, 0] }),
    ).toMatchObject({ misplaced: 2, binding: { kind: 'within', bin: 1, most: 1 } });
  });

  it('takes one bin, one molecule, and no room', () => {
    const one = graphOf(1, []);
    expect(histogramBounds({ graph: one, bins: 1, test: 1, out: 0, requested: [1] })).toMatchObject(
      {
        misplaced: 0,
        binding: null,
      },
    );
    expect(histogramBounds({ graph: one, bins: 2, test: 1, out: 0, requested: [0, 1] })).toEqual({
      below: Int32Array.of(0, 1, 1),
      atLeast: Int32Array.of(1, 0, 0),
      within: Int32Array.of(1, 0),
      misplaced: 1,
      binding: { kind: 'at_least', bin: 1, most: 0 },
    });
  });
});

describe('mostClosed', () => {
  it('solves the knapsack of components that cannot be cut', () => {
    // One molecule, cliques of three and seven.
    const graph = graphOf(11, [...clique(range(1, 4)), ...clique(range(4, 11))]);
    const most = (room: number) => mostClosed(levelGraph(graph, 1, 2), room, null, room);
    expect(range(0, 12).map(most)).toEqual([0, 1, 1, 3, 4, 4, 4, 7, 8, 8, 10, 11]);
  });
});

describe('separated', () => {
  it('is never exceeded in random graphs', () => {
    for (let seed = 0; seed < 60; seed++) {
      const uniform = seeded(seed);
      const count = 9 + Math.floor(uniform() * 5);
      const pairs: Pair[] = range(1, count).map((m) => [m, Math.floor(uniform() * m), 1]);
      for (let extra = Math.floor(uniform() * 2 * count); extra > 0; extra--) {
        const a = 1 + Math.floor(uniform() * (count - 1));
        pairs.push([a, Math.floor(uniform() * a), 1]);
      }
      const graph = graphOf(count, pairs);
      const room = 2 + Math.floor(uniform() * 5);
      const loads = pathLoads(levelGraph(graph, 1, 2), () => true, room);
      if (!loads) continue;
      for (let n = 1; n <= room; n++) {
        expect(separated(loads, n)).toBeGreaterThanOrEqual(mostIn(graph, n));
      }
    }
  });

  it('counts no path as shorter than it is', () => {
    for (let seed = 0; seed < 20; seed++) {
      const uniform = seeded(seed);
      const count = 40;
      const pairs = range(1, count).flatMap((m): [number, number][] => [
        [m, Math.floor(uniform() * m)],
        [m, Math.floor(uniform() * m)],
      ]);
      const graph = plain(count, pairs);
      const loads = pathLoads(levelGraph(graph, 1, 2), () => true, 30);
      // Everything is a target, and a source unless it has too many neighbors.
      expect(loads?.targets).toBe(count);
      let inner = 0;
      for (let m = 0; m < count; m++) {
        if (graph.offsets[m + 1] - graph.offsets[m] >= 30) continue;
        inner += sum(distances(graph, m).map((d) => Math.max(0, d - 1)));
      }
      expect(loads?.passing.at(-1)).toBeGreaterThanOrEqual(inner);
    }
  });

  it('counts every path through a hub', () => {
    // Seven leaves and a tail of four on molecule 0; a path from each to each.
    const tree = [...range(1, 8).map((leaf) => [0, leaf]), [0, 8], [8, 9], [9, 10], [10, 11]];
    const graph = plain(12, tree as [number, number][]);
    const loads = pathLoads(levelGraph(graph, 1, 2), () => true, 9);
    expect(loads?.targets).toBe(12);
    expect(loads?.passing[1]).toBeGreaterThanOrEqual(7 * 10 + 4 * 7);
  });

  it('finds that a torus has no cheap cut', () => {
    // A diamond of 145 and its 36 neighbors.
    const most = mostClosed(levelGraph(torus(30), 1, 2), 181, null, 181);
    expect(most).toBeGreaterThanOrEqual(145);
    expect(most).toBeLessThanOrEqual(172);
  });
});

/** A square grid whose opposite sides are joined. */
function torus(side: number): NeighborGraph {
  const at = (x: number, y: number) => (x % side) * side + (y % side);
  return plain(
    side * side,
    range(0, side).flatMap((x) =>
      range(0, side).flatMap((y): [number, number][] => [
        [at(x, y), at(x + 1, y)],
        [at(x, y), at(x, y + 1)],
      ]),
    ),
  );
}

/** Edges from one molecule to each. */
function distances({ count, offsets, neighbors }: NeighborGraph, from: number): number[] {
  const distance = new Array<number>(count).fill(Number.POSITIVE_INFINITY);
  distance[from] = 0;
  const queue = [from];
  for (const m of queue) {
    for (const k of neighbors.subarray(offsets[m], offsets[m + 1])) {
      if (distance[k] < Number.POSITIVE_INFINITY) continue;
      distance[k] = distance[m] + 1;
      queue.push(k);
    }
  }
  return distance;
}

/** For every set of molecules its size and that of the set with all neighbors, in no order. */
function forEachSet(
  { count, offsets, neighbors }: Pick<NeighborGraph, 'count' | 'offsets' | 'neighbors'>,
  visit: (size: number, closed: number) => void,
) {
  const masks = range(0, count).map((m) =>
    [...neighbors.subarray(offsets[m], offsets[m + 1])].reduce((set, k) => set | (1 << k), 1 << m),
  );
  const unions = new Int32Array(1 << count);
  const bits = new Uint8Array(1 << count);
  for (let set = 1; set < 1 << count; set++) {
    const lowest = 31 - Math.clz32(set & -set);
    unions[set] = unions[set & (set - 1)] | masks[lowest];
    bits[set] = bits[set & (set - 1)] + 1;
  }
  for (let set = 0; set < 1 << count; set++) visit(bits[set], bits[unions[set]]);
}

/** The largest set that has, with its neighbors, at most `room` molecules: by trying all. */
function mostIn(graph: NeighborGraph, room: number): number {
  let most = 0;
  forEachSet(graph, (size, closed) => {
    if (closed <= room && size > most) most = size;
  });
  return most;
}

/** The smallest set that everything is in or next to: by trying all. */
function fewestDominators(graph: LevelGraph): number {
  let fewest = graph.count;
  forEachSet(graph, (size, closed) => {
    if (closed === graph.count && size < fewest) fewest = size;
  });
  return fewest;
}

describe('mostDominated', () => {
  const graphFrom = (count: number, pairs: readonly (readonly [number, number])[]): LevelGraph =>
    levelGraph(plain(count, pairs), 1, 2);

  it('is exact in small graphs', () => {
    for (let seed = 0; seed < 150; seed++) {
      const uniform = seeded(seed);
      const count = 6 + (seed % 11);
      const pairs = range(1, count).map((m): [number, number] => [m, Math.floor(uniform() * m)]);
      for (let extra = Math.floor(uniform() * 1.5 * count); extra > 0; extra--) {
        const a = 1 + Math.floor(uniform() * (count - 1));
        pairs.push([a, Math.floor(uniform() * a)]);
      }
      const graph = graphFrom(count, pairs);
      expect(mostDominated(graph)).toBe(count - fewestDominators(graph));
    }
  });

  it('is known for paths, cycles and grids', () => {
    for (const n of [4, 5, 30, 31, 60, 90, 300]) {
      const path = range(0, n - 1).map((m): [number, number] => [m, m + 1]);
      expect(mostDominated(graphFrom(n, path))).toBe(n - Math.ceil(n / 3));
      expect(mostDominated(graphFrom(n, [...path, [n - 1, 0]]))).toBe(n - Math.ceil(n / 3));
    }
    const grid = (rows: number, columns: number) =>
      graphFrom(
        rows * columns,
        range(0, rows * columns).flatMap((m): [number, number][] => [
          ...(m % columns < columns - 1 ? [[m, m + 1] as [number, number]] : []),
          ...(m < (rows - 1) * columns ? [[m, m + columns] as [number, number]] : []),
        ]),
      );
    // Domination numbers of 4 × 4, 5 × 5 and 6 × 6 grids (OEIS A104519).
    expect([4, 5, 6].map((n) => n * n - mostDominated(grid(n, n)))).toEqual([4, 7, 10]);
  });

  it('stays a bound in random trees, and comes close', () => {
    for (const count of [60, 95, 200, 400]) {
      const uniform = seeded(count);
      const parents = range(0, count).map((m) => Math.floor(uniform() * m));
      const pairs = range(1, count).map((m): [number, number] => [m, parents[m]]);
      // From the leaves up, a parent for each molecule that nothing dominates yet.
      const chosen = new Set<number>();
      const dominated = (m: number) =>
        chosen.has(m) ||
        (m > 0 && chosen.has(parents[m])) ||
        pairs.some(([child, parent]) => parent === m && chosen.has(child));
      for (let m = count - 1; m >= 0; m--) if (!dominated(m)) chosen.add(parents[m]);
      const most = mostDominated(graphFrom(count, pairs));
      expect(most).toBeGreaterThanOrEqual(count - chosen.size);
      expect(most).toBeLessThanOrEqual(count - 0.9 * chosen.size);
      if (count <= 96) expect(most).toBe(count - chosen.size);
    }
  });

  it('finds that a torus has a perfect code', () => {
    expect(mostDominated(levelGraph(torus(30), 1, 2))).toBe(720);
  });

  it('stays a bound in components too large to be solved', () => {
    // 150 leaves and more on 50 hubs in a ring: exactly the hubs.
    const hubs = 50;
    const pairs = range(0, hubs).flatMap((h): [number, number][] => [
      [h, (h + 1) % hubs],
      ...range(0, 3).map((leaf): [number, number] => [h, hubs + 3 * h + leaf]),
    ]);
    expect(mostDominated(graphFrom(4 * hubs, pairs))).toBe(3 * hubs);
  });
});

describe('leastMisplaced', () => {
  it('is the least over all histograms that keep to the limits', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const uniform = seeded(seed);
        const under = (n: number) => Math.floor(uniform() * n);
        const bins = 1 + under(4);
        const draw = () => range(0, bins).map(() => under(4));
        const requested = draw();
        const test = sum(requested);
        // Limits that some histogram keeps to.
        const one = new Array<number>(bins).fill(0);
        for (let n = 0; n < test; n++) one[under(bins)]++;
        const within = one.map((n) => Math.min(test, n + under(2)));
        const below = range(0, bins + 1).map((k) =>
          k === bins ? test : Math.min(test, sum(one.slice(0, k)) + (k ? under(2) : 0)),
        );
        const atLeast = range(0, bins + 1).map((k) =>
          k === 0 ? test : Math.min(test, sum(one.slice(k)) + (k < bins ? under(2) : 0)),
        );
        let best = Number.POSITIVE_INFINITY;
        const place = (h: number[], left: number) => {
          const k = h.length;
          if (sum(h) > below[k] || left > atLeast[k]) return;
          if (k === bins) {
            if (left === 0) best = Math.min(best, halfDeviation(h, requested));
            return;
          }
          for (let n = 0; n <= Math.min(left, within[k]); n++) place([...h, n], left - n);
        };
        place([], test);
        expect(
          leastMisplaced(
            requested,
            Int32Array.from(below),
            Int32Array.from(atLeast),
            Int32Array.from(within),
          ),
        ).toBe(best);
      }),
      { numRuns: 1000, seed: 3 },
    );
  });
});

describe('combined', () => {
  const rising = (steps: readonly number[]) => {
    let sum = 0;
    return Int32Array.from([0, ...steps], (step) => {
      sum += step;
      return sum;
    });
  };
  const steps = fc.array(fc.nat(3), { minLength: 30, maxLength: 30 });

  it('is the most of two bounds for any division of the room', () => {
    fc.assert(
      fc.property(steps, steps, (first, second) => {
        const [a, b] = [rising(first), rising(second)];
        const best = [...a.keys()].map((n) =>
          Math.max(...range(0, n + 1).map((k) => a[n - k] + b[k])),
        );
        expect([...combined(a, b)]).toEqual(best);
        // With fewer sums it is a bound on that, by what a step can hold.
        for (const sums of [10, 40, 150]) {
          const step = Math.ceil(450 / sums);
          combined(a, b, sums).forEach((n, room) => {
            expect(n).toBeGreaterThanOrEqual(best[room]);
            expect(n).toBeLessThanOrEqual(best[room] + 3 * (step - 1));
          });
        }
      }),
    );
  });
});
