import type { Random } from '../../random.js';
import { type Aim, isBetter, isDivisible, rankOf } from './rank.js';
import { IN_TEST, IN_TRAIN, OUT, type SplitState } from './state.js';

/** Up to this many divisions all of them are tried: test sets of 9 of 18 molecules, for example. */
const MAX_DIVISIONS = 50_000;
/** Choices looked at, those included that lead to no division of the right size; and how many may be nested. */
const MAX_STEPS = 20 * MAX_DIVISIONS;
const MAX_DEPTH = 1000;

/**
 * Tries every division with a test set of the wanted size, if there are not too many, and leaves the state
 * at the best. For sets so small that this takes no time, where a search has too little room to move.
 *
 * @param random in which order they are tried: of equally good ones the first is kept
 * @returns how many were tried; 0 when there are too many, or none
 */
export function searchExhaustively(
  state: SplitState,
  aim: Aim,
  maxOut: number,
  random: Random,
): number {
  const { units, base } = state;
  const order = random.shuffle(Int32Array.from({ length: units.count }, (_, u) => u));
  const later = new Int32Array(units.count + 1);
  for (let i = units.count - 1; i >= 0; i--) later[i] = later[i + 1] + units.unitWeight[order[i]];

  /** Calls `visit` for every division, with all else in train; stops when it returns false, or after too much. */
  const each = (visit: () => boolean, move: (unit: number, zone: number) => void): boolean => {
    let steps = 0;
    const decide = (from: number, test: number, out: number, depth: number): boolean => {
      if (test === aim.size) {
        if ((base || test + out < units.total) && !visit()) return false;
        if (maxOut === 0) return true;
      }
      if (depth > MAX_DEPTH) return false;
      for (let i = from; i < units.count && test + later[i] >= aim.size; i++) {
        if (++steps > MAX_STEPS) return false;
        const unit = order[i];
        const weight = units.unitWeight[unit];
        if (test + weight <= aim.size) {
          move(unit, IN_TEST);
          if (!decide(i + 1, test + weight, out, depth + 1)) return false;
        }
        if (out + weight <= maxOut) {
          move(unit, OUT);
          if (!decide(i + 1, test, out + weight, depth + 1)) return false;
        }
        move(unit, IN_TRAIN);
      }
      return true;
    };
    return decide(0, 0, 0, 0);
  };

  let divisions = 0;
  const few = each(
    () => ++divisions <= MAX_DIVISIONS,
    () => {},
  );
  if (!few || divisions === 0) return 0;
  let best = rankOf(state, aim);
  const zones: Uint8Array = state.snapshot();
  state.restore(new Uint8Array(units.count).fill(IN_TRAIN));
  each(
    () => {
      const rank = rankOf(state, aim);
      if (isBetter(rank, best) && isDivisible(state, aim)) {
        best = rank;
        state.snapshot(zones);
      }
      return best.misfit > 0 || best.out > 0 || state.goals !== undefined;
    },
    (unit, zone) => {
      state.begin();
      state.move(unit, zone);
    },
  );
  state.restore(zones);
  return divisions;
}
