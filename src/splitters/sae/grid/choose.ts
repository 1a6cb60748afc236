import type { Random } from '../../../random.js';
import { largestRemainder } from '../../largest-remainder.js';
import { leastCover } from './cover.js';
import type { GridState } from './state.js';

/** How pairs of one cell are chosen. */
export interface Preference {
  /** Pairs of each stratum of labels, which the test pairs of a cell are to have in the same shares; one stratum without labels. */
  readonly strata: readonly (readonly number[])[];
  /** How often each pair was in a test set before; the fewest times come first. */
  readonly usage: Int32Array | undefined;
}

/**
 * Chooses the test pairs of each cell: as many as requested, or all. In the highest bins of both sides, pairs of which a
 * side is held out come first, for they would be left out; then pairs that leave each of their entities one for training.
 *
 * @returns the test pairs, ascending
 */
export function chooseTestPairs(
  state: GridState,
  requested: readonly number[],
  preference: Preference,
  random: Random,
): Int32Array {
  const stratum = new Int32Array(state.problem.count);
  preference.strata.forEach((own, s) => {
    for (const p of own) stratum[p] = s;
  });
  const { closed, open } = pairsByCell(state);
  const chosen: number[] = [];
  const take = (from: readonly number[], n: number, taken: readonly number[] = []) => {
    const own = pick(from, n, stratum, preference, taken, random);
    chosen.push(...own);
    return own;
  };
  const last = requested.length - 1;
  requested.forEach((n, c) => {
    const first = take(closed[c], n);
    if (c < last || first.length === n) return;
    const order = random.shuffle(state.problem.order.slice());
    const kept = new Set(leastCover(state, order));
    const free = open.filter((p) => !kept.has(p));
    take(free, n - first.length, first);
  });
  return Int32Array.from(chosen).sort();
}

/** Pairs of each cell with a side that is held out or in no open pair, and the open pairs. */
function pairsByCell({ sides, problem }: GridState): { closed: number[][]; open: number[] } {
  const { count, bins } = problem;
  const [drugs, partners] = sides;
  const closed = Array.from({ length: bins * bins }, (): number[] => []);
  const open: number[] = [];
  for (let p = 0; p < count; p++) {
    const [drug, partner] = [drugs.side.of[p], partners.side.of[p]];
    if (drugs.held[drug] === 0 && partners.held[partner] === 0) open.push(p);
    else closed[drugs.bin[drug] * bins + partners.bin[partner]].push(p);
  }
  return { closed, open };
}

/** So many random pairs, or all, that have together with those taken already about the shares of all strata. */
function pick(
  from: readonly number[],
  n: number,
  stratum: Int32Array,
  { strata, usage }: Preference,
  taken: readonly number[],
  random: Random,
): number[] {
  if (from.length <= n) return [...from];
  const groups = strata.map((): number[] => []);
  for (const p of from) groups[stratum[p]].push(p);
  const sizes = strata.map((own) => own.length);
  const goals = largestRemainder(sizes, n + taken.length);
  for (const p of taken) goals[stratum[p]]--;
  const wanted = goals.map((goal, s) => Math.min(Math.max(0, goal), groups[s].length));
  const room = groups.map((own) => own.length);
  const shares = settled(wanted, sizes, n, room);
  return groups.flatMap((own, s) => {
    const order = random.shuffle([...own]);
    if (usage) order.sort((a, b) => usage[a] - usage[b]);
    return order.slice(0, shares[s]);
  });
}

/** Shares that add up to `n`: those that are wanted, and where that is too few or too many, others in proportion. */
function settled(
  wanted: readonly number[],
  weights: readonly number[],
  n: number,
  room: readonly number[],
): number[] {
  const sum = wanted.reduce((a, b) => a + b, 0);
  if (sum >= n) return largestRemainder(wanted, n);
  const left = room.map((most, s) => most - wanted[s]);
  const more = largestRemainder(weights, n - sum, left);
  return wanted.map((own, s) => own + more[s]);
}
