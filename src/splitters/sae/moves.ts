import type { Random } from '../../random.js';
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

/** Whole molecules in a wrong bin, where `deviation` is the sum of |achieved - requested|. */
export function misplacedOf(deviation: number): number {
  return Math.ceil(deviation / 2);
}
