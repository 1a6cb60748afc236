import { mostFrequent } from '../numerics/most-frequent.js';
import type { LabelTask } from '../tables/labels.js';
import { unitMeans } from './unit-means.js';
import type { Units } from './units.js';

/** Quantiles unless asked for otherwise, and how many units each shall have at least. */
const USUAL = 10;
const FEWEST = 5;

/** Units by their labels. */
export interface Strata {
  /** Units of each stratum, ascending; those without a label are the last, none is empty. */
  readonly members: readonly (readonly number[])[];
  /** Units without a label. */
  readonly unlabeled: readonly number[];
}

/**
 * Strata of units by the class that most of their molecules have, of several the first.
 *
 * @param classes of each molecule, -1 for none
 */
export function strataOfClasses(units: Units, classes: Int32Array): Strata {
  const { count, offsets, members } = units;
  const all = Array.from({ length: count }, (_, u) => u);
  const of = all.map((u) => mostFrequent(members.subarray(offsets[u], offsets[u + 1]), classes));
  const most = of.reduce((a, b) => Math.max(a, b), -1);
  const unlabeled = all.filter((u) => of[u] < 0);
  const strata = Array.from({ length: most + 1 }, (_, c) => all.filter((u) => of[u] === c));
  return { members: [...strata, unlabeled].filter((s) => s.length > 0), unlabeled };
}

/**
 * Strata of units by their label: the mean of their molecules that have one. Two classes are two strata, and units between
 * them (groups of both, records that differ) are divided like numbers. Numbers are divided into quantiles of as equal
 * numbers of units as equal labels allow: these are in one stratum, that of their middle rank.
 *
 * Unless a number is wanted, as few different numbers as quantiles are strata themselves, as classes written as numbers are.
 *
 * @param wanted number of quantiles; unless given 10, or fewer, so that each has 5 units
 */
export function strataOf(
  units: Units,
  labels: Float64Array,
  task: LabelTask | null,
  wanted: number | null,
): Strata {
  const label = unitMeans(units, labels);
  const all = [...label.keys()];
  const unlabeled = all.filter((u) => Number.isNaN(label[u]));
  const known = all.filter((u) => !Number.isNaN(label[u]));
  const pure = task === 'classification' ? [0, 1] : [];
  const between = known.filter((u) => !pure.includes(label[u]));
  const strata = [
    ...pure.map((value) => known.filter((u) => label[u] === value)),
    ...(values(between, label, wanted) ?? quantiles(between, label, wanted)),
    unlabeled,
  ];
  return { members: strata.filter((s) => s.length > 0), unlabeled };
}

/** The units of each different number, where these are few enough to be classes and each has two units on average. */
function values(
  members: readonly number[],
  label: Float64Array,
  wanted: number | null,
): number[][] | null {
  const distinct = [...new Set(members.map((u) => label[u]))].sort((a, b) => a - b);
  if (wanted !== null || distinct.length > USUAL || distinct.length * 2 > members.length)
    return null;
  return distinct.map((value) => members.filter((u) => label[u] === value));
}

function quantiles(
  members: readonly number[],
  label: Float64Array,
  wanted: number | null,
): number[][] {
  const n = members.length;
  const parts = wanted ?? Math.max(1, Math.min(USUAL, Math.floor(n / FEWEST)));
  const order = [...members].sort((a, b) => label[a] - label[b] || a - b);
  const strata = Array.from({ length: parts }, (): number[] => []);
  for (let first = 0, end = 0; first < n; first = end) {
    while (end < n && label[order[end]] === label[order[first]]) end++;
    // The middle of ranks first … end - 1, in halves, as a share of all.
    const stratum = Math.floor((parts * (first + end)) / (2 * n));
    strata[stratum].push(...order.slice(first, end));
  }
  return strata.map((s) => s.sort((a, b) => a - b));
}
