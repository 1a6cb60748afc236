import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { parseBins } from '../../../src/similarity/bins.js';
import { requestedCells } from '../../../src/splitters/sae/grid/bounds.js';
import { chooseTestPairs } from '../../../src/splitters/sae/grid/choose.js';
import { leastCover } from '../../../src/splitters/sae/grid/cover.js';
import { gridProblem } from '../../../src/splitters/sae/grid/problem.js';
import { rankOf } from '../../../src/splitters/sae/grid/rank.js';
import { GridState } from '../../../src/splitters/sae/grid/state.js';
import { below } from '../../oracle/pair-data.js';
import { allPairs, cellsOutside, type Made, made } from './grid-problem.js';

const problemOf = ({ pairs, bins }: Made) => gridProblem(pairs, bins, 2 ** 30, new Job());

/** Which pairs have no side that is held out. */
const openPairs = ({ of, count }: Made, held: readonly ReadonlySet<number>[]) =>
  Array.from({ length: count }, (_, p) => held.every((own, s) => !own.has(of[s as 0 | 1][p])));

const heldOut = ({ sides }: GridState) =>
  sides.map(({ held }) => [...held.keys()].filter((e) => held[e] === 1));

describe('requestedCells', () => {
  it.each([
    [[9, 9, 9, 9], 8, [2, 2, 2, 2]],
    [[9, 9, 9, 9], 10, [3, 3, 2, 2]],
    [[0, 9, 1, 9], 9, [0, 4, 1, 4]],
    [[0, 9, 1, 9], 10, [0, 5, 1, 4]],
    [[2, 3, 100, 4], 50, [2, 3, 41, 4]],
    [[1, 2, 0, 1], 50, [1, 2, 0, 1]],
    [[0, 0, 0, 0], 5, [0, 0, 0, 0]],
  ])('shares bounds %j of %d test pairs as %j', (bounds, size, wanted) => {
    expect(requestedCells(bounds, size)).toEqual(wanted);
  });
});

describe('GridState', () => {
  it('has after any moves, taken back or not, the cells of a count from scratch', async () => {
    let checked = 0;
    for (let n = 0; n < 60; n++) {
      const problem = made(n, 40, [8, 7]);
      const pick = below(n);
      const state = new GridState(await problemOf(problem));
      const held = [new Set<number>(), new Set<number>()];
      for (let step = 0; step < 30; step++) {
        const undone = pick(3) === 0;
        state.begin();
        for (let k = 0; k <= pick(3); k++) {
          const s = pick(2);
          const { used } = state.sides[s].side;
          const entity = used[pick(used.length)];
          state.toggle(s, entity);
          if (!undone && !held[s].delete(entity)) held[s].add(entity);
        }
        if (undone) state.undo();
        const open = openPairs(problem, held);
        const own = open.filter(Boolean).length;
        expect(state.open).toBe(own);
        expect(heldOut(state)).toEqual(held.map((one) => [...one].sort((a, b) => a - b)));
        if (own === 0) continue;
        const outside = cellsOutside(problem, open);
        outside[outside.length - 1] += own;
        expect(Array.from(state.cells)).toEqual(outside);
        for (const s of [0, 1] as const) {
          const trained = new Set(open.flatMap((is, p) => (is ? [problem.of[s][p]] : [])));
          expect(state.sides[s].training).toBe(trained.size);
        }
        checked++;
      }
      if (n % 2 === 0) continue;
      const [kept, cells] = [heldOut(state), Array.from(state.cells)];
      state.keep();
      for (let step = 0; step < 40; step++) {
        const s = pick(2);
        const { used } = state.sides[s].side;
        state.toggle(s, used[pick(used.length)]);
      }
      state.restore();
      expect(heldOut(state)).toEqual(kept);
      expect(Array.from(state.cells)).toEqual(cells);
    }
    expect(checked).toBeGreaterThan(1000);
  });
});

describe('leastCover', () => {
  it('leaves every drug and partner a pair, with the fewest pairs of all such sets', async () => {
    for (let n = 0; n < 80; n++) {
      const problem = made(n, 13, [6, 6]);
      const { count, of } = problem;
      const state = new GridState(await problemOf(problem));
      const order = new Random(n).shuffle(Int32Array.from({ length: count }, (_, p) => p));
      const held = [new Set<number>(), new Set<number>()];
      if (n % 2 === 1) {
        held[0].add(of[0][0]);
        state.toggle(0, of[0][0]);
      }
      const open = openPairs(problem, held).flatMap((is, p) => (is ? [p] : []));
      const covers = (pairs: readonly number[]) =>
        [0, 1].every((s) => {
          const own = of[s as 0 | 1];
          const covered = new Set(pairs.map((p) => own[p]));
          return open.every((p) => covered.has(own[p]));
        });
      let least = open.length;
      for (let set = 0; set < 2 ** open.length; set++) {
        const pairs = open.filter((_, i) => (set >> i) & 1);
        if (pairs.length < least && covers(pairs)) least = pairs.length;
      }
      const cover = [...leastCover(state, order)];
      expect(new Set(cover).size).toBe(cover.length);
      expect(cover.every((p) => open.includes(p))).toBe(true);
      expect(covers(cover)).toBe(true);
      expect(cover.length, `problem ${n}`).toBe(least);
    }
  });
});

/** All pairs of categories, with the first of either side held out. */
async function categories(drugs: number, partners: number, held: readonly [number, number]) {
  const pairs = allPairs(drugs, partners);
  const problem = await gridProblem(pairs, parseBins('0,1/2,1'), 2 ** 30, new Job());
  const state = new GridState(problem);
  held.forEach((n, s) => {
    for (let e = 0; e < n; e++) state.toggle(s, e);
  });
  return { state, all: Array.from(problem.order) };
}

describe('chooseTestPairs', () => {
  const cellOf = (p: number, partners: number, held: readonly [number, number]) =>
    (Math.floor(p / partners) < held[0] ? 0 : 2) + (p % partners < held[1] ? 0 : 1);

  it('takes from each cell what is requested, with the shares of all strata', async () => {
    const held = [10, 12] as const;
    const { state, all } = await categories(30, 40, held);
    // Three strata, of a half, a third and a sixth of the pairs.
    const strata = [0, 1, 2].map((s) => all.filter((p) => [0, 0, 0, 1, 1, 2][(p * 7) % 6] === s));
    const requested = [60, 90, 120, 30];
    const test = chooseTestPairs(state, requested, { strata, usage: undefined }, new Random(3));
    expect([...test]).toEqual([...new Set(test)].sort((a, b) => a - b));
    requested.forEach((n, c) => {
      const own = [...test].filter((p) => cellOf(p, 40, held) === c);
      expect(own).toHaveLength(n);
      expect(strata.map((one) => own.filter((p) => one.includes(p)).length)).toEqual([
        n / 2,
        n / 3,
        n / 6,
      ]);
    });
  });

  it('takes pairs first that were in fewer test sets', async () => {
    const held = [10, 12] as const;
    const { state, all } = await categories(30, 40, held);
    const usage = Int32Array.from(all, (p) => p % 3);
    const requested = [30, 30, 30, 30];
    const test = chooseTestPairs(state, requested, { strata: [all], usage }, new Random(3));
    expect(test).toHaveLength(120);
    // Of the pairs in every cell a third was in none.
    expect([...test].every((p) => usage[p] === 0)).toBe(true);
  });

  it('leaves every drug and partner a training pair, and no more than that if so many are requested', async () => {
    const { state, all } = await categories(6, 9, [0, 0]);
    // A pair of each partner covers all drugs, too.
    const most = 6 * 9 - 9;
    expect(rankOf(state, { requested: [0, 0, 0, most], maxOut: 0 })).toEqual({ short: 0, out: 0 });
    expect(rankOf(state, { requested: [0, 0, 0, most + 2], maxOut: 0 })).toEqual({
      short: 2,
      out: 0,
    });
    const requested = [0, 0, 0, most];
    const test = chooseTestPairs(
      state,
      requested,
      { strata: [all], usage: undefined },
      new Random(1),
    );
    expect(test).toHaveLength(most);
    const train = all.filter((p) => !test.includes(p));
    expect(new Set(train.map((p) => Math.floor(p / 9))).size).toBe(6);
    expect(new Set(train.map((p) => p % 9)).size).toBe(9);
  });
});
