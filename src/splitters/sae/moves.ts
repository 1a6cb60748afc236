import type { Random } from '../../random.js';
import type { Units } from '../units.js';
import { IN_TEST, IN_TRAIN, type SplitState } from './state.js';

/** Units looked at for one that fits what is missing in the test size. */
const TRIES = 8;

/** Exchanges `entering`, a train unit, with `leaving`, a test unit, and others if their weights differ. */
export function exchange(
  state: SplitState,
  entering: number,
  leaving: number,
  size: number,
  random: Random,
): void {
  state.move(leaving, IN_TRAIN);
  state.move(entering, IN_TEST);
  if (state.testWeight !== size) settleSize(state, size, random);
}

/** Moves random units between test and train until the test weight is `size`, if a few tries do it. */
export function settleSize(state: SplitState, size: number, random: Random): void {
  const { order, units } = state;
  for (let k = 0; k < TRIES && state.testWeight !== size; k++) {
    const excess = state.testWeight - size;
    const fromTest = excess > 0;
    const many = fromTest ? state.testCount : state.trainCount;
    if (many < 2) return;
    for (let i = 0; i < TRIES; i++) {
      const unit = order[(fromTest ? 0 : state.testCount) + random.below(many)];
      if (units.unitWeight[unit] > Math.abs(excess)) continue;
      state.move(unit, fromTest ? IN_TRAIN : IN_TEST);
      break;
    }
  }
}

/**
 * Sees to it that neither test nor train is empty, where sizes are such that no units add up to them. With
 * anchors there always is something to train on.
 *
 * @param zones of the units; changed in place
 */
export function keepBoth({ units, isAnchored }: SplitState, zones: Uint8Array): void {
  for (const [empty, other] of [
    [IN_TRAIN, IN_TEST],
    [IN_TEST, IN_TRAIN],
  ]) {
    if (zones.includes(empty) || (empty === IN_TRAIN && isAnchored)) continue;
    const lightest = lightestOf(
      units,
      [...zones.keys()].filter((u) => zones[u] === other),
    );
    if (lightest !== undefined) zones[lightest] = empty;
  }
}

/** The unit that weighs least, the first of several; undefined unless there are two to choose from. */
export function lightestOf(units: Units, among: readonly number[]): number | undefined {
  if (among.length < 2) return undefined;
  const { unitWeight } = units;
  return among.reduce((least, u) => (unitWeight[u] < unitWeight[least] ? u : least));
}

/** Whole molecules in a wrong bin, where `deviation` is the sum of |achieved - requested|. */
export function misplacedOf(deviation: number): number {
  return Math.ceil(deviation / 2);
}
