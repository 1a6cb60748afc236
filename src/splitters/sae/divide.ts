import type { Random } from '../../random.js';
import { pickUnits, type Units } from '../units.js';
import { lightestOf } from './moves.js';

/** Proposals for units of several molecules, where bins cannot be dealt out one by one. */
const PROPOSALS = 200_000;

/**
 * Divides what was taken out of training into test and validation molecules: both are measured
 * against the same training set, so any division keeps every molecule's bin, and each can be given its own
 * histogram.
 *
 * @param outer units to divide
 * @param bin of each molecule
 * @param asked weight for each bin of the test set and of the validation set
 * @param size what the test units shall weigh, or come nearest to; that of `asked` unless given
 * @param labels if given, both sets get like labels in each bin
 * @returns the test units; the others are for validation
 */
export function divideOuter(
  units: Units,
  outer: Int32Array,
  bin: Uint8Array,
  asked: { test: readonly number[]; valid: readonly number[] },
  labels: Float64Array | null,
  random: Random,
  size?: number,
): Int32Array {
  const bins = asked.test.length;
  const [test, valid] = [sum(asked.test), sum(asked.valid)];
  if (valid === 0) return outer;
  const total = new Int32Array(bins);
  for (const u of outer) addUnit(units, bin, u, total, 1);
  if (units.uniform > 0 && units.members.length === units.count) {
    // In whole molecules, whatever each of them weighs; neither set shall be without any.
    const molecules = Math.max(1, Math.min(outer.length - 1, Math.round(test / units.uniform)));
    const wanted = testShare(total, asked, units.uniform, molecules);
    return dealOut(units, outer, bin, wanted, labels, random);
  }
  const weight = size ?? test;
  return exchangeUnits(units, outer, bin, testShare(total, asked, 1, weight), weight, random);
}

/**
 * What the test set shall have in each bin, in steps of a weight: what was asked, and of what there is too
 * much or too little in a bin the test set's part, so that both sets deviate alike.
 *
 * @param size what it shall have in all, in steps
 */
function testShare(
  weights: Int32Array,
  asked: { test: readonly number[]; valid: readonly number[] },
  step: number,
  size: number,
): number[] {
  const total = weights.map((weight) => weight / step);
  const [test, valid] = [sum(asked.test), sum(asked.valid)];
  const exact = asked.test.map((n, b) => {
    const surplus = weights[b] - n - asked.valid[b];
    return (n + (surplus * test) / (test + valid)) / step;
  });
  const wanted = exact.map((x, b) => Math.min(total[b], Math.max(0, Math.round(x))));
  // Rounding can be off by a few in sum: settle it where that is least wrong.
  for (let off = size - sum(wanted); off !== 0; ) {
    const by = Math.sign(off);
    let best = -1;
    for (let b = 0; b < wanted.length; b++) {
      const next = wanted[b] + by;
      if (next < 0 || next > total[b]) continue;
      if (best < 0 || by * (exact[b] - wanted[b]) > by * (exact[best] - wanted[best])) best = b;
    }
    if (best < 0) break;
    wanted[best] += by;
    off -= by;
  }
  return wanted;
}

/** One molecule each, so many of every bin: each is dealt out on its own, evenly along the labels if they matter. */
function dealOut(
  units: Units,
  outer: Int32Array,
  bin: Uint8Array,
  wanted: readonly number[],
  labels: Float64Array | null,
  random: Random,
): Int32Array {
  const test: number[] = [];
  const { members } = units;
  wanted.forEach((take, b) => {
    const there = random.shuffle(outer.filter((u) => bin[members[u]] === b));
    if (labels) {
      const rank = (u: number) => {
        const y = labels[members[u]];
        return Number.isNaN(y) ? Number.POSITIVE_INFINITY : y;
      };
      there.sort((a, c) => (rank(a) === rank(c) ? 0 : rank(a) < rank(c) ? -1 : 1));
    }
    const n = there.length;
    const offset = n > 0 ? random.below(n) : 0;
    // Every n/take-th of them, from a random start.
    for (let i = 0; i < n; i++) {
      if (Math.floor(((i + 1) * take + offset) / n) > Math.floor((i * take + offset) / n)) {
        test.push(there[i]);
      }
    }
  });
  return Int32Array.from(test).sort();
}

/** Units of several molecules: random exchanges that do not make the test set's histogram worse. */
function exchangeUnits(
  units: Units,
  outer: Int32Array,
  bin: Uint8Array,
  wanted: readonly number[],
  test: number,
  random: Random,
): Int32Array {
  const inTest = new Set(pickUnits(units, outer, test, random));
  // Neither set shall be empty where no units add up to its size.
  const lightest = lightestOf(units, Array.from(outer));
  if (lightest === undefined || inTest.size === 0) inTest.add(lightest ?? outer[0]);
  else if (inTest.size === outer.length) inTest.delete(lightest);
  const a = [...inTest];
  const b = Array.from(outer).filter((u) => !inTest.has(u));
  const histogram = new Int32Array(wanted.length);
  for (const u of a) addUnit(units, bin, u, histogram, 1);
  const deviation = () => histogram.reduce((d, n, i) => d + Math.abs(n - wanted[i]), 0);
  let best = deviation();
  for (let k = 0; k < PROPOSALS && best > 0 && a.length > 0 && b.length > 0; k++) {
    const i = random.below(a.length);
    const j = random.below(b.length);
    if (units.unitWeight[a[i]] !== units.unitWeight[b[j]]) continue;
    addUnit(units, bin, a[i], histogram, -1);
    addUnit(units, bin, b[j], histogram, 1);
    const next = deviation();
    if (next <= best) {
      best = next;
      [a[i], b[j]] = [b[j], a[i]];
    } else {
      addUnit(units, bin, a[i], histogram, 1);
      addUnit(units, bin, b[j], histogram, -1);
    }
  }
  return Int32Array.from(a).sort();
}

function sum(parts: readonly number[]): number {
  return parts.reduce((a, b) => a + b, 0);
}

/** Adds a unit's molecules to a histogram, or takes them away. */
export function addUnit(
  units: Units,
  bin: Uint8Array,
  u: number,
  into: Int32Array,
  sign: 1 | -1,
): void {
  for (let p = units.offsets[u]; p < units.offsets[u + 1]; p++) {
    const m = units.members[p];
    into[bin[m]] += sign * units.weight[m];
  }
}
