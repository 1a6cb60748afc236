import type { Random } from '../../random.js';

/** What a genetic algorithm works on: how solutions are made and judged. */
export interface Problem<Solution> {
  /** A solution to start with. */
  sample(random: Random): Solution;
  /** A child of two. */
  cross(a: Solution, b: Solution, random: Random): Solution;
  /** Changes a child in place. */
  mutate(child: Solution, random: Random): void;
  same(a: Solution, b: Solution): boolean;
  /** Objectives, each to be small, and by how much constraints are broken, 0 at best. */
  judge(solution: Solution): { objectives: number[]; violation: number };
}

export interface Judged<Solution> {
  readonly solution: Solution;
  readonly objectives: readonly number[];
  readonly violation: number;
}

interface Ranked<Solution> extends Judged<Solution> {
  rank: number;
  crowding: number;
}

/**
 * NSGA-II (Deb, Pratap, Agarwal and Meyarivan, IEEE Trans. Evol. Comput. 6 (2002) 182), with its
 * rule for constraints: what breaks them less is better, whatever its objectives. Of equal ones the first.
 *
 * @returns generator that yields after each judgment, and returns the solutions that no other one is better than
 */
export function* nsga2<Solution>(
  problem: Problem<Solution>,
  { population, generations }: { population: number; generations: number },
  random: Random,
): Generator<void, Judged<Solution>[]> {
  const judged = (solution: Solution): Ranked<Solution> => ({
    solution,
    ...problem.judge(solution),
    rank: 0,
    crowding: 0,
  });
  const first: Ranked<Solution>[] = [];
  for (let i = 0; i < population; i++) {
    first.push(judged(problem.sample(random)));
    yield;
  }
  let alive = survivors(first, population);
  for (let g = 0; g < generations; g++) {
    const children: Ranked<Solution>[] = [];
    for (let i = 0; i < population; i++) {
      const [a, b] = [tournament(alive, random), tournament(alive, random)];
      const child = problem.cross(a.solution, b.solution, random);
      problem.mutate(child, random);
      const next = judged(child);
      yield;
      if (!isKnown(next, alive, problem) && !isKnown(next, children, problem)) children.push(next);
    }
    alive = survivors([...alive, ...children], population);
  }
  return alive.filter(({ rank }) => rank === 0);
}

/** The same solutions have the same objectives: only of those it is looked at. */
function isKnown<Solution>(
  next: Judged<Solution>,
  among: readonly Judged<Solution>[],
  { same }: Problem<Solution>,
): boolean {
  for (const one of among) {
    let k = 0;
    while (k < next.objectives.length && one.objectives[k] === next.objectives[k]) k++;
    if (k === next.objectives.length && same(one.solution, next.solution)) return true;
  }
  return false;
}

function tournament<Solution>(alive: readonly Ranked<Solution>[], random: Random) {
  const a = alive[random.below(alive.length)];
  const b = alive[random.below(alive.length)];
  if (a.rank !== b.rank) return a.rank < b.rank ? a : b;
  return b.crowding > a.crowding ? b : a;
}

/** The best by rank, then by crowding distance; both are written. */
function survivors<Solution>(all: Ranked<Solution>[], most: number): Ranked<Solution>[] {
  const kept: Ranked<Solution>[] = [];
  for (const front of fronts(all, most)) {
    setCrowding(front);
    const room = most - kept.length;
    if (front.length > room) front.sort((a, b) => b.crowding - a.crowding);
    kept.push(...front.slice(0, room));
  }
  return kept;
}

/** Those that none is better than, then those that only these are better than, and so on until there are enough. */
function fronts<Solution>(all: Ranked<Solution>[], enough: number): Ranked<Solution>[][] {
  const above = new Int32Array(all.length);
  const below = all.map((): number[] => []);
  // What breaks constraints more is worse: it comes first in a row of numbers that are compared.
  const width = (all[0]?.objectives.length ?? 0) + 1;
  const values = Float64Array.from(
    all.flatMap(({ violation, objectives }) => [violation, ...objectives]),
  );
  for (let i = 0; i < all.length; i++) {
    for (let j = 0; j < i; j++) {
      const d = dominance(values, i * width, j * width, width);
      if (d < 0) {
        below[i].push(j);
        above[j]++;
      } else if (d > 0) {
        below[j].push(i);
        above[i]++;
      }
    }
  }
  const found: Ranked<Solution>[][] = [];
  let current = [...all.keys()].filter((i) => above[i] === 0);
  for (let rank = 0, n = 0; current.length > 0 && n < enough; rank++) {
    found.push(current.map((i) => Object.assign(all[i], { rank })));
    n += current.length;
    const next: number[] = [];
    for (const i of current) for (const j of below[i]) if (--above[j] === 0) next.push(j);
    current = next.sort((a, b) => a - b);
  }
  return found;
}

/** Negative if the row at a is better than the one at b, positive if worse, 0 if neither; by violation, then by objectives. */
function dominance(values: Float64Array, a: number, b: number, width: number): number {
  if (values[a] !== values[b]) return values[a] - values[b];
  let better = false;
  let worse = false;
  for (let k = 1; k < width; k++) {
    const d = values[a + k] - values[b + k];
    if (d < 0) better = true;
    else if (d > 0) worse = true;
    if (better && worse) return 0;
  }
  return better ? -1 : worse ? 1 : 0;
}

function setCrowding<Solution>(front: Ranked<Solution>[]): void {
  for (const one of front) one.crowding = 0;
  const objectives = front[0]?.objectives.length ?? 0;
  for (let k = 0; k < objectives; k++) {
    const order = front.slice().sort((a, b) => a.objectives[k] - b.objectives[k]);
    const last = order.length - 1;
    const range = order[last].objectives[k] - order[0].objectives[k];
    order[0].crowding = Number.POSITIVE_INFINITY;
    order[last].crowding = Number.POSITIVE_INFINITY;
    if (range === 0) continue;
    for (let i = 1; i < last; i++) {
      order[i].crowding += (order[i + 1].objectives[k] - order[i - 1].objectives[k]) / range;
    }
  }
}
