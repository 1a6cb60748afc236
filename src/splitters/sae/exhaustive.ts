import type { Random } from '../../random.js';
import { type Aim, isBetter, rankOf } from './rank.js';
import { IN_TEST, IN_TRAIN, OUT, type SplitState } from './state.js';

/** Up to this many divisions all of them are tried: test sets of 9 of 18 molecules, for example. */
const MAX_DIVISIONS = 50_000;
/** And of so many units: going through them is recursive. */
const MAX_UNITS = 500;

/**
 * Tries every division with a test set of the wanted size, if there are not too many, and leaves the state
 * at the best. For sets so small that this takes no time, where a search has too little room to move.
 *
 * @param random in which order they are tried: of equally good ones the first is kept
 * @returns how many were tried; 0 when there are too many
 */
export function searchExhaustively(
  state: SplitState,
  aim: Aim,
  maxOut: number,
  random: Random,
): number {
  const { units } = state;
  if (units.count > MAX_UNITS) return 0;
  const order = random.shuffle(Int32Array.from({ length: units.count }, (_, u) => u));
  const later = new Int32Array(units.count + 1);
  for (let i = units.count - 1; i >= 0; i--) later[i] = later[i + 1] + units.unitWeight[order[i]];

  /** Calls `visit` for every division; stops when it returns false. */
  const each = (visit: () => boolean, move: (unit: number, zone: number) => void): boolean => {
    const decide = (i: number, test: number, out: number): boolean => {
      if (test + later[i] < aim.size) return true;
      if (i === units.count) return visit();
      const unit = order[i];
      const weight = units.unitWeight[unit];
      if (test + weight <= aim.size) {
        move(unit, IN_TEST);
        if (!decide(i + 1, test + weight, out)) return false;
      }
      if (out + weight <= maxOut) {
        move(unit, OUT);
        if (!decide(i + 1, test, out + weight)) return false;
      }
      move(unit, IN_TRAIN);
      return decide(i + 1, test, out);
    };
    return decide(0, 0, 0);
  };

  let divisions = 0;
  if (
    !each(
      () => ++divisions <= MAX_DIVISIONS,
      () => {},
    )
  )
    return 0;
  let best = rankOf(state, aim);
  const zones: Uint8Array = state.snapshot();
  each(
    () => {
      if (state.trainCount === 0) return true;
      const rank = rankOf(state, aim);
      if (isBetter(rank, best)) {
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
